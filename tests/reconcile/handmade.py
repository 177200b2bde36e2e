"""Articles and labels made by hand: words instead of offsets, no models."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from itertools import count

from tellings.types.articles import Article, Block, BlockKind
from tellings.types.labels import (
    Chain,
    Claim,
    EntityType,
    Form,
    Labels,
    Mention,
    Modality,
    Participant,
    Sentence,
    Speaker,
    Statement,
    StatementKind,
    Time,
    TimeType,
)
from tellings.types.matches import Entity, Key
from tellings.types.spans import Span


class Telling:
    """One article of sentences, and its labels as they are added."""

    def __init__(self, ident: str, *sentences: str, published: str | None = None, title: str | None = None) -> None:
        text = "\n".join(sentences)
        starts = [sum(len(s) + 1 for s in sentences[:i]) for i in range(len(sentences))]
        digest = hashlib.sha256(text.encode()).hexdigest()
        self.article = Article(
            id=ident,
            path=f"{ident}.txt",
            title=title,
            published=published,
            sha256=digest,
            capture_sha256=digest,
            text=text,
            blocks=tuple(
                Block(start=a, end=a + len(s), kind=BlockKind.PARAGRAPH) for a, s in zip(starts, sentences, strict=True)
            ),
        )
        self.labels = Labels(
            article=ident,
            sentences=tuple(
                Sentence(span=Span(article=ident, start=a, end=a + len(s)), block=i, kind=BlockKind.PARAGRAPH)
                for i, (a, s) in enumerate(zip(starts, sentences, strict=True))
            ),
        )
        self._numbers = count()

    def at(self, words: str) -> Span:
        """Return the first place of these words."""
        start = self.article.text.index(words)
        return Span(article=self.article.id, start=start, end=start + len(words))

    def key(self, ident: str) -> Key:
        """Return the key of a label of this article."""
        return Key(self.article.id, ident)

    def time(self, words: str, value: str | None, kind: TimeType = TimeType.DATE) -> str:
        """Mark a time expression and return its id."""
        time = Time(id=f"t{next(self._numbers)}", span=self.at(words), type=kind, value=value)
        times = tuple(sorted((*self.labels.times, time), key=lambda t: t.span))
        self.labels = replace(self.labels, times=times)
        return time.id

    def name(self, chain: str, words: str, kind: EntityType = EntityType.PERSON) -> Entity:
        """Mark a name as a chain of its own and return an entity for it."""
        mention = Mention(span=self.at(words), form=Form.NAME, chain=chain)
        self.labels = replace(
            self.labels,
            mentions=(*self.labels.mentions, mention),
            chains=(*self.labels.chains, Chain(id=chain, type=kind, name=words)),
        )
        return Entity(id=f"e-{words}", name=words, type=kind, mentions=(mention,), chains=(self.key(chain),))

    def says(self, speaker: str | None, content: str, cue: str, *, chain: str | None = None) -> str:
        """Mark an indirect statement and return its id."""
        statement = Statement(
            id=f"s{next(self._numbers)}",
            kind=StatementKind.INDIRECT,
            content=self.at(content),
            cue=self.at(cue),
            speaker=Speaker(name=speaker, chain=chain) if speaker else None,
        )
        self.labels = replace(self.labels, statements=(*self.labels.statements, statement))
        return statement.id

    def claim(
        self,
        words: str,
        predicate: str,
        *,
        modality: Modality = Modality.HAPPENED,
        time: str | None = None,
        agent: str | None = None,
        positive: bool = True,
    ) -> Key:
        """Mark a claim whose subject is its first word, and return its key; ``agent`` is a chain."""
        span = self.at(words)
        sentence = next(i for i, s in enumerate(self.labels.sentences) if s.span.contains(span))
        subject = replace(span, end=span.start + len(words.split(maxsplit=1)[0]))
        claim = Claim(
            id=f"k{next(self._numbers)}",
            span=span,
            sentence=sentence,
            predicate=predicate,
            predicate_span=span,
            participants=(Participant(role="agent", span=subject, chain=agent),),
            time=time,
            modality=modality,
            positive=positive,
        )
        self.labels = replace(self.labels, claims=(*self.labels.claims, claim))
        return self.key(claim.id)

"""Everybody in an article who may speak, and where: mentions by place, the actors of each sentence."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable
from dataclasses import dataclass, field

from spacy.tokens import Token

from tellings.label.candidates import Place
from tellings.label.parse import Parsed, ParsedBlock
from tellings.types.labels import Chain, EntityType, Form, Mention
from tellings.types.spans import Span

# Sentences looked back for the person a pronoun stands for: further back the nearest person is right too seldom.
_LOOK_BACK = 6
# Titles written short, without their stop, and the nouns for who bears them.
_TITLES_IN_FULL = {
    "gov": ("governor",),
    "sen": ("senator", "lawmaker"),
    "senator": ("lawmaker",),
    "rep": ("representative", "congressman", "congresswoman", "lawmaker"),
    "representative": ("congressman", "congresswoman", "lawmaker"),
    "gen": ("general",),
    "adm": ("admiral",),
    "col": ("colonel",),
    "capt": ("captain",),
    "lt": ("lieutenant",),
    "sgt": ("sergeant",),
    "insp": ("inspector",),
    "supt": ("superintendent",),
    "prof": ("professor",),
    "dr": ("doctor",),
    "rev": ("reverend", "pastor", "minister"),
    "cllr": ("councillor",),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class _Actor:
    """A mention of somebody in a sentence: where, which chain, and how prominent (subject 2, else 1)."""

    start: int
    chain: str
    weight: int


@dataclass(slots=True, kw_only=True)
class Voices:
    """Everybody in an article who may speak, and where.

    Attributes:
        parsed: the article with its syntax.
        mentions: who and what is mentioned.
        chains: the chains of those mentions.
    """

    parsed: Parsed
    mentions: tuple[Mention, ...]
    chains: tuple[Chain, ...]
    quoted: list[Place] = field(default_factory=list)
    _chains: dict[str, Chain] = field(init=False)
    _starts: list[int] = field(init=False)
    _ordered: list[Mention] = field(init=False)
    _sentences: list[int] = field(init=False)
    _actors: dict[int, list[_Actor]] = field(init=False)
    _blocks: list[int] = field(init=False)

    def __post_init__(self) -> None:
        """Index mentions, sentences and actors by place."""
        self._chains = {chain.id: chain for chain in self.chains}
        self._ordered = sorted(self.mentions, key=lambda mention: (mention.span.start, -mention.span.end))
        self._starts = [mention.span.start for mention in self._ordered]
        self._sentences = [sentence.span.start for sentence in self.parsed.sentences]
        self._blocks = [block.start for block in self.parsed.blocks]
        self._actors = {}

    def mark_quoted(self, places: list[Place]) -> None:
        """Say which stretches are somebody's direct words: nobody outside them is meant by a name in them."""
        self.quoted = sorted(places)
        for mention in self._ordered:
            if self._in_quotation(mention.span.start):
                continue
            sentence = self.sentence_at(mention.span.start)
            weight = 2 if self._is_subject(mention) else 1
            if mention.form is Form.PRONOUN and weight == 1:
                continue
            self._actors.setdefault(sentence, []).append(
                _Actor(start=mention.span.start, chain=mention.chain, weight=weight)
            )

    def note_speaker(self, place: Place, chain: str, *, nested: bool) -> None:
        """Remember that somebody spoke at a place; whose words are reported by another counts as a subject."""
        actor = _Actor(start=place[0], chain=chain, weight=2 if nested else 3)
        self._actors.setdefault(self.sentence_at(place[0]), []).append(actor)

    def sentence_at(self, offset: int) -> int:
        """Return the index of the sentence that holds or precedes an offset."""
        return max(0, bisect_right(self._sentences, offset) - 1)

    def chain(self, name: str) -> Chain | None:
        """Return a chain by its id."""
        return self._chains.get(name)

    def mention_at(self, head: Place, phrase: Place) -> Mention | None:
        """Return the longest mention inside a phrase, or around it, that holds the phrase's head word."""
        found: list[Mention] = []
        for i in range(bisect_right(self._starts, head[0]) - 1, -1, -1):
            mention = self._ordered[i]
            if mention.span.start <= head[0] and head[1] <= mention.span.end:
                found.append(mention)
            if mention.span.start < phrase[0] - 200:
                break
        return max(found, key=lambda mention: len(mention.span), default=None)

    def inside(self, phrase: Place) -> list[Mention]:
        """Return the mentions that lie in a phrase, in order."""
        first = bisect_right(self._starts, phrase[0] - 1)
        last = bisect_right(self._starts, phrase[1] - 1)
        return [mention for mention in self._ordered[first:last] if mention.span.end <= phrase[1]]

    def people_in(self, place: Place) -> list[tuple[int, int, Chain]]:
        """Return the named people whose mentions start in a place: start, end, chain."""
        first, last = bisect_right(self._starts, place[0] - 1), bisect_right(self._starts, place[1] - 1)
        return [
            (mention.span.start, mention.span.end, chain)
            for mention in self._ordered[first:last]
            if mention.form is Form.NAME
            and (chain := self._chains.get(mention.chain)) is not None
            and chain.type is EntityType.PERSON
        ]

    def nearest(
        self, offset: int, fits: Callable[[Chain], bool], *, prominent: bool = False, outside: Place = (0, 0)
    ) -> Chain | None:
        """Return the chain of the nearest earlier sentence's most prominent fitting actor.

        Args:
            offset: where the reference stands.
            fits: whether a chain can be meant.
            prominent: whether only subjects and speakers count.
            outside: a stretch in which nobody counts.
        """
        here = self.sentence_at(offset)
        for sentence in range(here, max(-1, here - _LOOK_BACK - 1), -1):
            actors = [
                actor
                for actor in self._actors.get(sentence, ())
                if actor.start < offset
                and not outside[0] <= actor.start < outside[1]
                and actor.chain in self._chains
                and fits(self._chains[actor.chain])
            ]
            if prominent or sentence == here:
                actors = [actor for actor in actors if actor.weight > 1]
            if actors:
                best = max(actors, key=lambda actor: (actor.weight, actor.start if actor.weight == 3 else -actor.start))
                return self._chains[best.chain]
        return None

    def by_surname(self, word: str) -> Chain | None:
        """Return the only person whose name ends with a capitalised word, None if there is none or several."""
        if not word[:1].isupper():
            return None
        found = [c for c in self.chains if c.type is EntityType.PERSON and c.named and c.name.split()[-1] == word]
        return found[0] if len(found) == 1 else None

    def has_role(self, chain: Chain, word: str) -> bool:
        """Return whether a role stated of a chain holds a word."""
        return any(word in self._role_words(role) for role in chain.roles)

    def _role_words(self, role: Span) -> set[str]:
        """Return the words of a stated role, short titles in full ("Gov." is a governor)."""
        words = self.parsed.article.text[role.start : role.end].lower().split()
        return {other for word in words for other in (word, *_TITLES_IN_FULL.get(word.rstrip("."), ()))}

    def holder(self, words: str, word: str) -> Chain | None:
        """Return the only person whose stated role holds a noun and the capitalised words before it."""
        wanted = {part.lower() for part in words.split() if part[:1].isupper() and part.lower() != "the"} | {word}
        found = [
            chain
            for chain in self.chains
            if chain.type is EntityType.PERSON and any(wanted <= self._role_words(role) for role in chain.roles)
        ]
        return found[0] if len(found) == 1 else None

    def aged(self, age: str, offset: int) -> Chain | None:
        """Return the nearest earlier person whose name stands beside an age, else the nearest person."""
        text = self.parsed.article.text
        for mention in reversed(self._ordered[: bisect_right(self._starts, offset)]):
            beside = text[mention.span.end : mention.span.end + 12]
            chain = self._chains.get(mention.chain)
            if chain is not None and chain.type is EntityType.PERSON and re.match(rf",? \(?{age}\b", beside):
                return chain
        return self.nearest(offset, lambda chain: chain.type is EntityType.PERSON, prominent=True)

    def token_at(self, offset: int) -> tuple[ParsedBlock, Token] | None:
        """Return the token that holds an offset, with its block."""
        index = bisect_right(self._blocks, offset) - 1
        if index < 0:
            return None
        block = self.parsed.blocks[index]
        span = block.doc.char_span(offset - block.start, offset - block.start + 1, alignment_mode="expand")
        return (block, span[0]) if span is not None and len(span) else None

    def _in_quotation(self, offset: int) -> bool:
        index = bisect_right(self.quoted, (offset, 1 << 60)) - 1
        return index >= 0 and self.quoted[index][0] <= offset < self.quoted[index][1]

    def _is_subject(self, mention: Mention) -> bool:
        place = self.token_at(mention.span.end - 1)
        if place is None:
            return False
        token = place[1]
        for _ in range(4):
            if token.dep_ in ("nsubj", "nsubjpass"):
                return True
            if token.dep_ not in ("appos", "compound", "flat", "nmod", "poss"):
                return False
            token = token.head
        return False

"""One story's articles, labels and matches, looked up by place, key and chain: what every part of this stage asks."""

from __future__ import annotations

import math
import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from importlib import resources

import yaml

from tellings.types.articles import Article, BlockKind
from tellings.types.labels import Claim, Labels, Sentence, Speaker, Statement, Time
from tellings.types.matches import Entity, Key, Matches
from tellings.types.spans import Span

#: A sentence longer than this is no prose (tables, scraped lists); rules pass it over. Characters.
LONGEST_SENTENCE = 1000
_WORD = re.compile(r"[^\W_]+(?:[-'’][^\W_]+)*")
_ENDINGS = ("ations", "ation", "ings", "ing", "ied", "ies", "ed", "es", "s", "ly")


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """One sentence of one article with what is marked in it.

    Attributes:
        span: the sentence.
        text: its words.
        article: position of its article in the story.
        index: its index in ``Labels.sentences``.
        kind: title, standfirst, heading, paragraph or item.
        claims: claims of this sentence, in order.
        times: time expressions inside it, in order.
        statements: statements whose content shares characters with it, in order.
        words: stems of its content words.
    """

    span: Span
    text: str = field(repr=False)
    article: int
    index: int
    kind: BlockKind
    claims: tuple[Claim, ...] = ()
    times: tuple[Time, ...] = ()
    statements: tuple[Statement, ...] = ()
    words: frozenset[str] = frozenset()


class StoryView:
    """Read-only look-ups over one story.

    Args:
        articles: in story order.
        labels: one for each article, in any order.
        matches: what belongs together.

    ``likeness`` says how far two sets of stems are alike, with rare words of this story weighing more.
    """

    def __init__(self, articles: Sequence[Article], labels: Iterable[Labels], matches: Matches) -> None:
        self.articles = tuple(articles)
        self.matches = matches
        self.position = {article.id: number for number, article in enumerate(self.articles)}
        self.labels = {part.article: part for part in labels if part.article in self.position}
        self._entity = {key: entity for entity in matches.entities for key in entity.chains}
        self.names = frozenset(entity.id for entity in matches.entities)
        self._named: dict[str, list[tuple[Span, str]]] = {}
        for entity in matches.entities:
            for mention in entity.mentions:
                self._named.setdefault(mention.span.article, []).append((mention.span, entity.id))
        self.group_of = {key: number for number, group in enumerate(matches.claims) for key in group.claims}
        self.claims = {Key(a, c.id): c for a, part in self.labels.items() for c in part.claims}
        self.places = tuple(
            place
            for number, article in enumerate(self.articles)
            for place in _places(number, article, self.labels.get(article.id))
        )
        self.likeness = Cosine([place.words for place in self.places])

    def order(self, span: Span) -> tuple[int, int, int]:
        """Return the sort key of a span: story order of its article, then its place."""
        return self.position[span.article], span.start, span.end

    def words(self, span: Span) -> str:
        """Return the exact words of a span."""
        return self.articles[self.position[span.article]].words(span)

    def published(self, article: str) -> str | None:
        """Return the day an article was published as ISO date, None if unknown."""
        stamp = self.articles[self.position[article]].published
        return stamp[:10] if stamp else None

    def entity(self, article: str, chain: str | None) -> Entity | None:
        """Return the entity a chain of an article belongs to, None if there is none."""
        return self._entity.get(Key(article, chain)) if chain else None

    def core(self, span: Span) -> frozenset[str]:
        """Return what a span is about: ids of the entities named in it, and stems of its other content words.

        Time expressions are left out.
        """
        text = self.words(span)
        found = set()
        for place, entity in self._named.get(span.article, ()):
            if span.contains(place):
                found.add(entity)
                text = _blanked(text, span, place)
        for time in self.labels[span.article].times:
            if span.overlaps(time.span):
                text = _blanked(text, span, time.span)
        return stems(text) | found

    def speaker_name(self, article: str, speaker: Speaker) -> str:
        """Return a speaker's fullest name across the story, the name as given where no entity stands for it."""
        entity = self.entity(article, speaker.chain)
        return entity.name if entity else speaker.name

    def group(self, article: str, claim: Claim) -> int | None:
        """Return the number of the claim group that holds a claim, None if none does."""
        return self.group_of.get(Key(article, claim.id))


def _places(number: int, article: Article, labels: Labels | None) -> Iterable[Place]:
    if labels is None:
        return
    claims: dict[int, list[Claim]] = {}
    for claim in labels.claims:
        claims.setdefault(claim.sentence, []).append(claim)
    order = sorted(range(len(labels.sentences)), key=lambda index: labels.sentences[index].span)
    starts = [labels.sentences[index].span.start for index in order]
    times: dict[int, list[Time]] = {}
    for time in labels.times:
        holder = bisect_right(starts, time.span.start) - 1
        if holder >= 0:
            times.setdefault(order[holder], []).append(time)
    statements: dict[int, list[Statement]] = {}
    for statement in labels.statements:
        for rank in range(max(0, bisect_right(starts, statement.content.start) - 1), len(order)):
            if starts[rank] >= statement.content.end:
                break
            index = order[rank]
            if labels.sentences[index].span.overlaps(statement.content):
                statements.setdefault(index, []).append(statement)
    for index, sentence in enumerate(labels.sentences):
        yield _place(number, article, sentence, index=index, marks=(claims, times, statements))


def _place(
    number: int,
    article: Article,
    sentence: Sentence,
    *,
    index: int,
    marks: tuple[dict[int, list[Claim]], dict[int, list[Time]], dict[int, list[Statement]]],
) -> Place:
    text = article.words(sentence.span)
    claims, times, statements = marks
    return Place(
        span=sentence.span,
        text=text,
        article=number,
        index=index,
        kind=sentence.kind,
        claims=tuple(claims.get(index, ())),
        times=tuple(times.get(index, ())),
        statements=tuple(statements.get(index, ())),
        words=stems(_without_times(sentence.span, text, times.get(index, ()))),
    )


def _without_times(sentence: Span, text: str, times: Iterable[Time]) -> str:
    """Return a sentence with blanks for its time expressions, "" for one that is too long to be prose.

    When something is said to happen is compared as a time, not as words.
    """
    if len(text) > LONGEST_SENTENCE:
        return ""
    for time in times:
        text = _blanked(text, sentence, time.span)
    return text


def _blanked(text: str, whole: Span, part: Span) -> str:
    low, high = max(0, part.start - whole.start), min(len(text), part.end - whole.start)
    return f"{text[:low]}{' ' * (high - low)}{text[high:]}" if low < high else text


@lru_cache(maxsize=1)
def stop_words() -> frozenset[str]:
    """Return the words that say nothing about what a sentence is about, of ``stopwords.yaml``, read once."""
    source = resources.files(__package__).joinpath("stopwords.yaml").read_text(encoding="utf-8")
    return frozenset(str(yaml.load(source, Loader=yaml.CSafeLoader)).split())


@lru_cache(maxsize=20_000)
def stem(word: str) -> str:
    """Return a word without its commonest English endings, lower case; at least three letters stay."""
    word = word.lower().replace("’", "'").removesuffix("'s")
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= 3 and not word.endswith("ss"):
            word = word[: len(word) - len(ending)] + ("y" if ending in ("ied", "ies") else "")
            break
    if len(word) > 3 and word[-1] == word[-2] and word[-1] not in "lsz":
        word = word[:-1]
    return word.rstrip("eiy") if len(word) > 3 else word


def stems(text: str) -> frozenset[str]:
    """Return the stems of the content words of a text: no stop words."""
    stop = stop_words()
    words = (match.group().lower().replace("’", "'") for match in _WORD.finditer(text))
    return frozenset(stem(word) for word in words if word not in stop)


class Cosine:
    """Weighted cosine of sets of words: rare words weigh more.

    The weight of a word is its inverse document frequency log(1 + N / n) in the texts given, N texts of which n hold
    it; an unknown word weighs 1. Squared weights are kept as whole millionths, so that sums do not depend on order.
    """

    def __init__(self, texts: Sequence[frozenset[str]]) -> None:
        counts = Counter(word for words in texts for word in words)
        self._squares = {
            word: round(1e6 * math.log(1 + len(texts) / count) ** 2) for word, count in sorted(counts.items())
        }
        self._sizes: dict[frozenset[str], int] = {}

    def __call__(self, left: frozenset[str], right: frozenset[str]) -> float:
        """Return the cosine in [0.0, 1.0], higher is closer; 0.0 if the sets share nothing."""
        shared = left & right
        if not shared:
            return 0.0
        return self._sum(shared) / math.sqrt(self._size(left) * self._size(right))

    def _size(self, words: frozenset[str]) -> int:
        size = self._sizes.get(words)
        if size is None:
            size = self._sizes[words] = self._sum(words)
        return size

    def _sum(self, words: frozenset[str]) -> int:
        return sum(self._squares.get(word, 1_000_000) for word in words)

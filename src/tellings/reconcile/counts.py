"""Numbers of people across a whole story: how many died, were hurt, had to leave.

Reports give one toll in sentences that have little else in common, so that no fact joins them. What is counted and
what is said of those counted make a frame; all numbers of one frame are readings of one count.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources

import yaml

from tellings.reconcile.numbers import (
    SAME_SIZE,
    fold_counted,
    interval,
    is_vague,
    number_contrast,
    people_words,
    reading_value,
)
from tellings.reconcile.readings import StoryReader
from tellings.reconcile.slots import Found
from tellings.types.labels import Bound, Quantity
from tellings.types.spans import Span

REACH_AFTER = 90
"""Characters after a number within which its frame must be named; a clause is seldom longer."""

REACH_BEFORE = 60
"""The same before a number ("the number of injured rose to 14")."""

ADJACENT = 14
"""Characters before a number within which a verb governs it ("injuring another 40", "killed at least nine")."""

SMALLEST = 2.0
"""Numbers below it are single people, not counts."""

_BOUND = r"(?: (?:another|some|about|around|up to|nearly|almost|over|as many as|a further|a))?"
_LOOSE = frozenset(("some", "number", "lot", "lots", "many", "few", "multiple", "numerous", "countless", "couple"))
"""Words for a number so open that nothing is said of it."""

_PART = re.compile(r"\s*(?:of|in|out of)\s+(?:the|those|them|whom|which|these|every)\b", re.IGNORECASE)
_CLAUSE = re.compile(r"[.;:!?–—]\s|[“”\"]")
_FACILITY = re.compile(
    r"((?:[A-Z][\w'’.-]*\s)+(?:[Uu]niversity\s)?(?:[Hh]ospital|[Ii]nfirmary|[Cc]linic|[Mm]edical\s[Cc]ent(?:er|re)))"
)
_YEAR = re.compile(r"\b(1[0-9]{3}|20[0-9]{2})s?\b")
_BACK = re.compile(r"(?:On|At|In) (?:that|the same) (?:occasion|time|year|day)\b|Then\b")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Reading:
    """One number of a frame: what it says, where, and the claim it stands in."""

    quantity: Quantity
    value: str


@lru_cache(maxsize=1)
def _frames() -> tuple[tuple[str, re.Pattern[str], re.Pattern[str]], ...]:
    """Return each frame with the pattern that finds it and the one that finds its verb right before a number."""
    content = resources.files("tellings.reconcile").joinpath("frames.yaml").read_text(encoding="utf-8")
    frames = yaml.load(content, Loader=yaml.CSafeLoader)
    return tuple(
        (name, re.compile(rf"\b(?:{p})\b", re.IGNORECASE), re.compile(rf"\b(?:{p}){_BOUND}\s*$", re.IGNORECASE))
        for name, p in frames.items()
    )


def count_contrasts(reader: StoryReader) -> Iterator[Found]:
    """Yield the numbers of people that reports give otherwise than the most do, with all places of the count.

    Args:
        reader: the story.
    """
    frames: dict[str, list[_Reading]] = defaultdict(list)
    for article in reader.articles:
        labelled = reader.labels.get(article.id)
        known = sorted(labelled.quantities, key=lambda q: (q.span.start, q.span.end)) if labelled else []
        counts = [q for q in known if not q.calendar]
        for number, quantity in enumerate(counts):
            before = counts[number - 1].span.end if number else 0
            after = counts[number + 1].span.start if number + 1 < len(counts) else len(article.text)
            frame = _frame(quantity, (before, after), reader)
            if frame:
                frames[frame].append(_Reading(quantity=quantity, value=reading_value(quantity)))
    for name in sorted(frames):
        yield from _readings(frames[name], reader)


def _frame(quantity: Quantity, between: tuple[int, int], reader: StoryReader) -> str:
    """Return the frame of a number of people, empty if it counts something else, a part, or something long past."""
    if quantity.unit or quantity.bound is Bound.ORDINAL or not (quantity.vague or quantity.value >= SMALLEST):
        return ""
    if quantity.counts is not None and fold_counted(quantity, reader) not in _people():
        return ""
    if _LOOSE & set(reader.words(quantity.span).lower().split()):
        return ""
    text = reader.article[quantity.span.article].text
    sentence = _sentence(quantity.span, reader)
    if _PART.match(text, quantity.span.end) or _past(sentence, reader):
        return ""
    low = max(sentence.start, between[0], quantity.span.start - REACH_BEFORE)
    high = min(sentence.end, between[1], quantity.span.end + REACH_AFTER)
    before, after = text[low : quantity.span.start], text[quantity.span.end : high]
    cut = _CLAUSE.search(after)
    after = after[: cut.start()] if cut else after
    facility = _FACILITY.search(text, sentence.start, sentence.end)
    name = _named(before, after)
    return f"{name} {facility.group(1).lower()}" if name and facility else name


def _named(before: str, after: str) -> str:
    """Return the frame that the words around a number name: right before it, after it, else before it."""
    for name, _, right_before in _frames():
        if name != "grave" and right_before.search(before[-ADJACENT - 10 :]):
            return name
    for words in (after, before):
        found = [(m.start(), order, name) for order, (name, p, _) in enumerate(_frames()) if (m := p.search(words))]
        if any(name == "grave" for _, _, name in found):
            return "grave"
        if found:
            return min(found)[2] if words is after else max(found)[2]
    return ""


def _sentence(span: Span, reader: StoryReader) -> Span:
    """Return the sentence a span stands in, itself if it stands in none."""
    return reader.sentence_at(span) or span


def _past(sentence: Span, reader: StoryReader) -> bool:
    """Return whether a sentence, or the one it refers back to, tells of a year before the story's."""
    now = reader.year
    if now is None:
        return False
    text = reader.article[sentence.article].text
    start = sentence.start
    if _BACK.match(text, sentence.start):
        start = max(0, sentence.start - 200)
    return any(int(year.group(1)) < now for year in _YEAR.finditer(text, start, sentence.end))


def _readings(found: list[_Reading], reader: StoryReader) -> Iterator[Found]:
    """Yield each departing reading of one frame once for each report that has it."""
    by_value: dict[str, dict[str, _Reading]] = {}
    for reading in found:
        by_value.setdefault(reading.value, {}).setdefault(reading.quantity.span.article, reading)
    ordered = sorted(
        by_value.values(),
        key=lambda group: (next(iter(group.values())).quantity.vague, -len(group), _first(group, reader)),
    )
    anchors = tuple(reading.quantity.span for reading in found)
    made: set[frozenset[str]] = set()
    for group in ordered[1:]:
        for reading in group.values():
            apart = _partner(reading, ordered[:1], made, reader)
            if apart is None or _overlap(reading.quantity, apart.quantity, reader):
                apart = None
            for best in (_partner(reading, ordered, made, reader), apart):
                if best is not None and _pair(reading, best) not in made:
                    made.add(_pair(reading, best))
                    yield (
                        number_contrast(reading.quantity, best.quantity, reader, rule="counts_differ", score=0.8),
                        anchors,
                    )


def _overlap(a: Quantity, b: Quantity, reader: StoryReader) -> bool:
    """Return whether two numbers can both be right."""
    (low, high), (other_low, other_high) = (interval(q, vague=is_vague(q, reader)) for q in (a, b))
    return low <= other_high and other_low <= high


def _pair(a: _Reading, b: _Reading) -> frozenset[str]:
    """Return what tells a pair of two reports and their readings."""
    return frozenset(f"{r.quantity.span.article} {r.value}" for r in (a, b))


def _partner(
    reading: _Reading, ordered: Sequence[dict[str, _Reading]], made: set[frozenset[str]], reader: StoryReader
) -> _Reading | None:
    """Return the number that one is held against: of another report, nearest in value, told by most, in time."""
    article, order = reading.quantity.span.article, reader.order
    found = []
    for rank, group in enumerate(ordered):
        for other in group.values():
            place = order[other.quantity.span.article]
            if other.value == reading.value or (other.quantity.vague and not reading.quantity.vague):
                continue
            if other.quantity.span.article == article or _pair(reading, other) in made:
                continue
            if _may_be_one(reading.quantity, other.quantity, reader):
                distance = _distance(reading.quantity, other.quantity)
                telling = -reader.reports_of(reader.nearest_claim(other.quantity.span))
                found.append(((distance, telling, rank, abs(place - order[article]), -place), other))
    return min(found, key=lambda entry: entry[0])[1] if found else None


def _first(group: dict[str, _Reading], reader: StoryReader) -> tuple[int, int, int]:
    return min(reader.place(reading.quantity.span) for reading in group.values())


def _distance(a: Quantity, b: Quantity) -> float:
    """Return how far two numbers are from each other; one for an open number is as near to all."""
    return 0.0 if a.vague or b.vague else abs(a.value - b.value)


def _may_be_one(a: Quantity, b: Quantity, reader: StoryReader) -> bool:
    """Return whether two numbers of one frame may be of one count: not of quite different size."""
    if is_vague(a, reader) or is_vague(b, reader):
        return is_vague(a, reader) != is_vague(b, reader)
    low, high = sorted((a.value, b.value))
    return high <= SAME_SIZE * low


def counted_places(reader: StoryReader) -> dict[str, frozenset[int]]:
    """Return where in each article a number of people stands that frames settle, past ones too.

    Args:
        reader: the story.
    """
    return {
        article: frozenset(
            q.span.start for q in labelled.quantities if q.counts is not None and fold_counted(q, reader) in _people()
        )
        for article, labelled in reader.labels.items()
    }


@lru_cache(maxsize=1)
def _people() -> frozenset[str]:
    """Return what people fold into, and the words for them."""
    return people_words() | {"people"}

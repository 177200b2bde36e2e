"""Numbers of people across a whole story: how many died, were hurt, had to leave.

Reports give one toll in sentences that have little else in common, so that no fact joins them. What is counted and
what is said of those counted make a frame; all numbers of one frame are readings of one count.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources
from itertools import combinations

import yaml

from tellings.reconcile.numbers import (
    SAME_SIZE,
    fold_counted,
    is_vague,
    number_contrast,
    people_words,
    reading_value,
)
from tellings.reconcile.readings import StoryReader
from tellings.reconcile.slots import Contrast, Found
from tellings.types.articles import BlockKind
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
_LEAST = frozenset((Bound.AT_LEAST, Bound.MORE_THAN))
_TOPS = frozenset((BlockKind.TITLE, BlockKind.HEADING, BlockKind.STANDFIRST))
_LOOSE = frozenset(("some", "number", "lot", "lots", "many", "few", "multiple", "numerous", "countless", "couple"))
"""Words for a number so open that nothing is said of it."""

_PART = re.compile(r"\s*(?:of|in|out of)\s+(?:the|those|them|whom|which|these|every)\b", re.IGNORECASE)
_CLAUSE = re.compile(r"[.;:!?–—]\s|[“”\"]")
_FACILITY = re.compile(
    r"((?:[A-Z][\w'’.-]*\s)+(?:[Uu]niversity\s)?(?:[Hh]ospital|[Ii]nfirmary|[Cc]linic|[Mm]edical\s[Cc]ent(?:er|re)))"
)
_BUILDING = re.compile(r"\b(?:hospitals?|clinics?|infirmar(?:y|ies)|homes?|houses|villages|towns)\b", re.IGNORECASE)
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
            after = _next_start(counts[number + 1 :], len(article.text), reader)
            frame = _frame(quantity, (before, after), reader)
            if frame:
                frames[frame].append(_Reading(quantity=quantity, value=reading_value(quantity)))
    for name in sorted(frames):
        yield from _readings(_telling(frames[name], reader), reader)


def _next_start(following: Sequence[Quantity], end: int, reader: StoryReader) -> int:
    """Return where the next number of people begins: "51 were taken to two hospitals" gives one number of people."""
    for quantity in following[:2]:
        if quantity.counts is None or not _BUILDING.search(reader.words(quantity.counts)):
            return quantity.span.start
    return following[2].span.start if len(following) > 2 else end


def _telling(found: Sequence[_Reading], reader: StoryReader) -> list[_Reading]:
    """Return readings without those that a headline only rounds: an open word, or "2,400" above "about 2,400"."""
    about = {(r.quantity.span.article, r.quantity.value) for r in found if r.quantity.bound is Bound.ABOUT}
    return [
        r
        for r in found
        if reader.kind(r.quantity.span) not in _TOPS
        or not (r.quantity.vague or (r.quantity.span.article, r.quantity.value) in about)
    ]


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
    """Yield each pair of values of one frame once for each report that has the rarer one, then what is left over.

    What is left over are reports with a rarer value that stands in no pair yet; those are held against their nearest,
    in their own words too, as where a headline says less than its text.
    """
    by_value: dict[str, dict[str, _Reading]] = {}
    for reading in found:
        by_value.setdefault(reading.value, {}).setdefault(reading.quantity.span.article, reading)
    ordered = sorted(
        by_value.values(),
        key=lambda group: (next(iter(group.values())).quantity.vague, -len(group), _first(group, reader)),
    )
    anchors = tuple(reading.quantity.span for reading in found)
    shown: Counter[Span] = Counter()
    for commoner, rarer in combinations(ordered, 2):
        held, departing = _sides(commoner, rarer)
        for reading in departing.values():
            partner = _partner(reading, [held], shown, reader) or _own_partner(reading, [held], reader)
            if partner is not None:
                shown.update((reading.quantity.span, partner.quantity.span))
                yield _apart(reading, partner, reader), anchors
    for reading in (r for group in ordered[1:] for r in group.values()):
        if not shown[reading.quantity.span]:
            partner = _partner(reading, ordered, shown, reader) or _own_partner(reading, ordered, reader)
            if partner is not None:
                shown.update((reading.quantity.span, partner.quantity.span))
                yield _apart(reading, partner, reader), anchors


def _sides(
    commoner: dict[str, _Reading], rarer: dict[str, _Reading]
) -> tuple[dict[str, _Reading], dict[str, _Reading]]:
    """Return which of two values is held against which: an exact number stands, else the commoner one."""
    one, other = (next(iter(group.values())).quantity for group in (commoner, rarer))
    loose = one.bound in _LEAST and one.value <= other.value
    if loose and other.bound is Bound.EXACTLY and not (one.vague or other.vague):
        return rarer, commoner
    return commoner, rarer


def _apart(reading: _Reading, partner: _Reading, reader: StoryReader) -> Contrast:
    """Return how two numbers of one frame differ."""
    return number_contrast(reading.quantity, partner.quantity, reader, rule="counts_differ", score=0.8, people=True)


def _partner(
    reading: _Reading, groups: Sequence[dict[str, _Reading]], shown: Counter[Span], reader: StoryReader
) -> _Reading | None:
    """Return the number that one is held against: of another report, nearest in value, not shown yet, told by most."""
    article, order = reading.quantity.span.article, reader.order
    found = []
    for rank, group in enumerate(groups):
        for other in group.values():
            place = order[other.quantity.span.article]
            if other.value == reading.value or other.quantity.span.article == article:
                continue
            if _may_be_one(reading.quantity, other.quantity, reader):
                distance = _distance(reading.quantity, other.quantity)
                telling = -reader.reports_of(reader.nearest_claim(other.quantity.span))
                seen = shown[other.quantity.span]
                found.append(((distance, seen, telling, rank, abs(place - order[article]), -place), other))
    return min(found, key=lambda entry: entry[0])[1] if found else None


def _own_partner(reading: _Reading, groups: Sequence[dict[str, _Reading]], reader: StoryReader) -> _Reading | None:
    """Return another number that the same report gives in another sentence, None if there is none."""
    article = reading.quantity.span.article
    known = [group[article] for group in groups if article in group]
    others = [
        r
        for r in known
        if r.value != reading.value
        and _sentence(r.quantity.span, reader) != _sentence(reading.quantity.span, reader)
        and _may_be_one(reading.quantity, r.quantity, reader)
    ]
    return min(others, key=lambda r: _distance(reading.quantity, r.quantity)) if others else None


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

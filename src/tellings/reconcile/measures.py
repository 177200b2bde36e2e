"""Measures of one thing across a whole story: how long the call lasted, how far the range reaches."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace
from itertools import combinations

from tellings.reconcile.numbers import interval, is_compared, is_denied, number_contrast, reading_value
from tellings.reconcile.readings import StoryReader
from tellings.reconcile.settling import settled
from tellings.reconcile.slots import Contrast, Found
from tellings.types.dossier import DifferenceType
from tellings.types.labels import Bound, Modality, Quantity
from tellings.types.matches import Key

NEAR = 1.5
"""How many times the other a measure may be and still be of one thing: beyond it two things are measured."""

FEWEST_COMMON = 3
"""Content words that the sentences of two measures must share; the words of the measure itself count for none."""

LARGE = 1000.0
"""A number from which two reports that give it for things of one name mean one count."""

FEWEST_LARGE = 2
"""Content words that the sentences of two large numbers, or of a rough length of time, must share."""

MOST = 60
"""Measures of one unit that are compared with each other, the earliest."""

LENGTHS = frozenset(("minute",))
"""Units of how long something lasted: two that are near each other and stand beside the same day are of one thing."""

IN_ONE_UNIT = {"second": ("minute", 1 / 60), "hour": ("minute", 60.0), "week": ("day", 7.0)}
"""Units of time with the unit they are held together in, and how much of it they are."""

DAY = 10
"""Characters of an ISO date."""

NO_MEASURE = frozenset(("", "year of age", "percent", "share"))
"""Units that give no length, weight, time or sum, or that measure many things in one story."""


_AHEAD = frozenset((Modality.PLANNED, Modality.PROPOSED, Modality.EXPECTED, Modality.CONDITIONAL))


def measure_contrasts(reader: StoryReader) -> Iterator[Found]:
    """Yield the measures that two reports give differently, in sentences of one matter.

    Args:
        reader: the story.
    """
    by_unit: dict[str, list[Quantity]] = defaultdict(list)
    for article in reader.articles:
        labelled = reader.labels.get(article.id)
        for quantity in labelled.quantities if labelled else ():
            if not (quantity.calendar or quantity.vague):
                measure = _in_one_unit(quantity)
                unit = measure.unit or _counted(measure, reader)
                if unit not in NO_MEASURE:
                    by_unit[unit].append(measure)
    for unit in sorted(by_unit):
        told = [q for q in by_unit[unit][:MOST] if is_compared(q, reader) or not is_denied(q, reader)]
        given = {(q.span.article, _given(q, reader)) for q in told}
        measures = [q for q in told if not is_compared(q, reader)]
        found = [
            _contrast(a, b, reader)
            for a, b in combinations(measures, 2)
            if _one_thing(a, b, reader) and not _both_given(a, b, given)
        ]
        for contrast in settled(found, reader):
            yield contrast, (contrast.left, contrast.right)


def _both_given(a: Quantity, b: Quantity, given: set[tuple[str, str]]) -> bool:
    """Return whether one of two reports gives both measures: then it measures two things, or says one in two ways."""
    exact = (f"{q.value:g}" if a.value != q.value or b.value != q.value else "" for q in (b, a))
    return any(
        (article, reading) in given
        for article, q, value in zip((a.span.article, b.span.article), (b, a), exact, strict=True)
        for reading in (reading_value(q), value)
    )


def _given(quantity: Quantity, reader: StoryReader) -> str:
    """Return what a report gives with a measure; the bare number where it only holds another against it."""
    return f"{quantity.value:g}" if is_compared(quantity, reader) else reading_value(quantity)


def _counted(quantity: Quantity, reader: StoryReader) -> str:
    """Return what a large number counts, as it stands, empty for a small one: small counts are of many things."""
    if quantity.counts is None or quantity.value < LARGE:
        return ""
    return reader.words(quantity.counts).lower().split()[-1]


def _in_one_unit(quantity: Quantity) -> Quantity:
    """Return a length of time in minutes or days, so that "50 minutes" and "an hour" can be held together."""
    unit, factor = IN_ONE_UNIT.get(quantity.unit, (quantity.unit, 1.0))
    high = None if quantity.high is None else quantity.high * factor
    return replace(quantity, unit=unit, value=quantity.value * factor, high=high)


def _one_thing(a: Quantity, b: Quantity, reader: StoryReader) -> bool:
    """Return whether two measures of two reports may be of one thing and do not say the same."""
    if a.span.article == b.span.article or reading_value(a) == reading_value(b) or a.bound is Bound.ORDINAL:
        return False
    low, high = sorted((abs(a.value), abs(b.value)))
    if high > NEAR * low:
        return False
    one, other = reader.nearest_claim(a.span), reader.nearest_claim(b.span)
    if one is None or other is None:
        return False
    common = reader.sentence_lemmas(one) & reader.sentence_lemmas(other)
    if a.unit in LENGTHS and _days(one, reader) & _days(other, reader):
        return True
    if not a.unit:
        return a.value == b.value and len(common) >= FEWEST_LARGE
    if a.unit == "minute" and Bound.ABOUT in (a.bound, b.bound) and len(common) >= FEWEST_LARGE:
        return True
    if a.unit == "day" and reader.group_of.get(one, -1) == reader.group_of.get(other, -2):
        return True
    own = set((reader.words(a.span) + " " + reader.words(b.span)).lower().split()) | {a.unit}
    return len(common - own) >= FEWEST_COMMON


def _days(key: Key, reader: StoryReader) -> set[str]:
    """Return the days that the sentence of a claim names."""
    span = reader.sentence(reader.claims[key], key.article)
    return {
        time.value
        for time in reader.labels[key.article].times
        if time.value is not None and len(time.value) == DAY and span.contains(time.span)
    }


def _contrast(a: Quantity, b: Quantity, reader: StoryReader) -> Contrast:
    (low, high), (other_low, other_high) = interval(a), interval(b)
    score = 0.7 if low <= other_high and other_low <= high else 0.5
    contrast = number_contrast(a, b, reader, rule="measures_differ", score=score)
    if contrast.type is DifferenceType.CONTRADICTION and _replanned(a, b, reader):
        why = f"The plan moved between the reports: “{reader.words(a.span)}” and “{reader.words(b.span)}”."
        return replace(contrast, type=DifferenceType.UPDATE, why=why)
    return contrast


def _replanned(a: Quantity, b: Quantity, reader: StoryReader) -> bool:
    """Return whether two measures are of what is to come, and one report is later than the other."""
    claims = [reader.claims[key] for q in (a, b) if (key := reader.nearest_claim(q.span)) is not None]
    ahead = any(c.modality in _AHEAD for c in claims)
    return ahead and reader.is_later(a.span.article, b.span.article)

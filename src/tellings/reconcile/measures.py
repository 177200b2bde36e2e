"""Measures of one thing across a whole story: how long the call lasted, how far the range reaches."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from itertools import combinations

from tellings.reconcile.numbers import interval, number_contrast, reading_value
from tellings.reconcile.readings import StoryReader
from tellings.reconcile.settling import settled
from tellings.reconcile.slots import Contrast, Found
from tellings.types.labels import Bound, Quantity
from tellings.types.matches import Key

NEAR = 1.5
"""How many times the other a measure may be and still be of one thing: beyond it two things are measured."""

FEWEST_COMMON = 3
"""Content words that the sentences of two measures must share; the words of the measure itself count for none."""

MOST = 60
"""Measures of one unit that are compared with each other, the earliest."""

DURATIONS = frozenset(("hour", "minute", "second"))
"""Units of how long something lasted: two that are near each other and stand beside the same day are of one thing."""

DAY = 10
"""Characters of an ISO date."""

NO_MEASURE = frozenset(("", "year of age", "percent", "share"))
"""Units that give no length, weight, time or sum, or that measure many things in one story."""


def measure_contrasts(reader: StoryReader) -> Iterator[Found]:
    """Yield the measures that two reports give differently, in sentences of one matter.

    Args:
        reader: the story.
    """
    by_unit: dict[str, list[Quantity]] = defaultdict(list)
    for article in reader.articles:
        labelled = reader.labels.get(article.id)
        for quantity in labelled.quantities if labelled else ():
            if quantity.unit not in NO_MEASURE and not quantity.calendar and not quantity.vague:
                by_unit[quantity.unit].append(quantity)
    for unit in sorted(by_unit):
        pairs = combinations(by_unit[unit][:MOST], 2)
        found = [_contrast(a, b, reader) for a, b in pairs if _one_thing(a, b, reader)]
        for contrast in settled(found, reader):
            yield contrast, (contrast.left, contrast.right)


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
    if a.unit in DURATIONS and _days(one, reader) & _days(other, reader):
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
    return number_contrast(a, b, reader, rule="measures_differ", score=score)

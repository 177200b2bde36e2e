"""What the supports of a fact, or the statements of an utterance, do not agree in: each reading once.

Claims are compared pair by pair and slot by slot. Of all pairs that show one report departing from the commonest
reading of a slot, the one that shows it best is kept.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import combinations

from tellings.reconcile.numbers import number_contrasts, unnumbered_contrasts
from tellings.reconcile.people import Introduction, people_contrasts
from tellings.reconcile.readings import StoryReader
from tellings.reconcile.slots import Contrast, difference
from tellings.reconcile.slotwords import (
    participant_contrasts,
    place_contrasts,
    time_contrasts,
    word_contrasts,
)
from tellings.reconcile.voices import certainty_contrasts, polarity_contrasts, voice_contrasts
from tellings.reconcile.wording import quote_contrasts, statement_of
from tellings.types.dossier import Difference, DifferenceType
from tellings.types.matches import Key

MOST_CLAIMS = 60
"""Supports of one fact that are compared with each other, the earliest; a fact of more is no single matter."""

_LOUDEST = (
    DifferenceType.CONTRADICTION,
    DifferenceType.UPDATE,
    DifferenceType.PRECISION,
    DifferenceType.SCOPE,
    DifferenceType.CERTAINTY,
    DifferenceType.ATTRIBUTION,
    DifferenceType.WORDING,
)


def _claim_contrasts(left: Key, right: Key, reader: StoryReader) -> Iterator[Contrast]:
    """Yield everything two claims of one fact do not agree in."""
    yield from number_contrasts(left, right, reader)
    yield from unnumbered_contrasts(left, right, reader)
    yield from certainty_contrasts(left, right, reader)
    yield from polarity_contrasts(left, right, reader)
    if left.article != right.article:
        yield from voice_contrasts(left, right, reader)
        yield from place_contrasts(left, right, reader)
        yield from time_contrasts(left, right, reader)
        yield from participant_contrasts(left, right, reader)
        yield from word_contrasts(left, right, reader)
        mine, theirs = statement_of(left, reader), statement_of(right, reader)
        if mine is not None and theirs is not None:
            yield from quote_contrasts(mine, theirs, reader)


def fact_differences(claims: Sequence[Key], reader: StoryReader) -> tuple[Difference, ...]:
    """Return what the supports of one fact do not agree in, loudest first.

    Args:
        claims: its claims, in story order.
        reader: the story.
    """
    found = [
        contrast
        for left, right in combinations(claims[:MOST_CLAIMS], 2)
        if not _nested(left, right, reader)
        for contrast in _claim_contrasts(left, right, reader)
    ]
    return _settle(found, reader)


def _nested(left: Key, right: Key, reader: StoryReader) -> bool:
    """Return whether one claim stands inside the other: parts of one sentence do not disagree."""
    mine, theirs = reader.claims[left].span, reader.claims[right].span
    return mine.overlaps(theirs)


def utterance_differences(statements: Sequence[Key], reader: StoryReader) -> tuple[Difference, ...]:
    """Return the words in which statements of one utterance differ.

    Args:
        statements: its statements, in story order.
        reader: the story.
    """
    found = [
        contrast
        for left, right in combinations(statements[:MOST_CLAIMS], 2)
        if left.article != right.article
        for contrast in quote_contrasts(reader.statements[left], reader.statements[right], reader)
    ]
    return _settle(found, reader)


def people_differences(found: Sequence[Introduction], reader: StoryReader) -> tuple[Difference, ...]:
    """Return what the introductions of one person do not agree in.

    Args:
        found: one introduction for each report, in story order.
        reader: the story.
    """
    contrasts = [c for left, right in combinations(found, 2) for c in people_contrasts(left, right, reader)]
    return _settle(contrasts, reader)


def _settle(contrasts: Sequence[Contrast], reader: StoryReader) -> tuple[Difference, ...]:
    """Return each departing reading once, between the two spans that show it best."""
    best: dict[tuple[str, str, str, str], Contrast] = {}
    readings: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    for contrast in contrasts:
        readings[contrast.slot][contrast.left_value].add(contrast.left.article)
        readings[contrast.slot][contrast.right_value].add(contrast.right.article)
    for contrast in contrasts:
        known = readings[contrast.slot]
        departs = _departing(contrast, known, reader)
        key = (contrast.slot, contrast.type.value, *departs)
        if key not in best or _quality(contrast, known, reader) < _quality(best[key], known, reader):
            best[key] = contrast
    found = []
    for contrast in best.values():
        swapped = reader.place(contrast.right) < reader.place(contrast.left)
        found.append(difference(contrast, swapped=swapped))
    distinct = {item.id: item for item in found}
    return tuple(
        sorted(distinct.values(), key=lambda d: (_LOUDEST.index(d.type), reader.place(d.left), reader.place(d.right)))
    )


def _departing(contrast: Contrast, known: dict[str, set[str]], reader: StoryReader) -> tuple[str, str]:
    """Return the side that departs from the commoner reading: its report and what it says."""
    left, right = known[contrast.left_value], known[contrast.right_value]
    if len(left) != len(right):
        departs = contrast.right if len(left) > len(right) else contrast.left
    else:
        departs = max(contrast.left, contrast.right, key=reader.place)
    value = contrast.left_value if departs is contrast.left else contrast.right_value
    return departs.article, value


def _quality(
    contrast: Contrast, known: dict[str, set[str]], reader: StoryReader
) -> tuple[float, int, int, tuple[int, int, int], tuple[int, int, int]]:
    """Return what sorts contrasts of one departing reading: surest, against the commonest reading, shortest, first."""
    support = len(known[contrast.left_value]) + len(known[contrast.right_value])
    length = len(contrast.left) + len(contrast.right)
    return -contrast.score, -support, length, reader.place(contrast.left), reader.place(contrast.right)

"""What the supports of a fact, or the statements of an utterance, do not agree in: each reading once.

Claims are compared pair by pair and slot by slot. Of all pairs that show one report departing from the commonest
reading of a slot, the one that shows it best is kept.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import combinations

from tellings.reconcile.crossings import crossing_contrasts, settled_across
from tellings.reconcile.numbers import number_contrasts, unnumbered_contrasts
from tellings.reconcile.people import Introduction, people_contrasts
from tellings.reconcile.readings import StoryReader
from tellings.reconcile.retellings import retelling_contrasts
from tellings.reconcile.settling import settled
from tellings.reconcile.slots import Contrast, difference
from tellings.reconcile.slotwords import (
    participant_contrasts,
    place_contrasts,
    time_contrasts,
    word_contrasts,
)
from tellings.reconcile.voices import certainty_contrasts, polarity_contrasts, voice_contrasts
from tellings.reconcile.wording import counterparts, quote_contrasts, statement_of
from tellings.types.dossier import Difference, DifferenceType
from tellings.types.labels import Statement
from tellings.types.matches import Key
from tellings.types.spans import Span

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
        yield from retelling_contrasts(left, right, reader)
        mine, theirs = statement_of(left, reader), statement_of(right, reader)
        if mine is not None and theirs is not None and _one_speaker(left, mine, right, theirs, reader):
            yield from quote_contrasts(mine, theirs, reader)


def _one_speaker(left: Key, mine: Statement, right: Key, theirs: Statement, reader: StoryReader) -> bool:
    """Return whether two statements may be of one speaker; those of one utterance are compared as a whole elsewhere."""
    one, other = (
        reader.utterance_of.get(Key(left.article, mine.id)),
        reader.utterance_of.get(Key(right.article, theirs.id)),
    )
    if one is not None and one == other:
        return False
    if mine.speaker is None or theirs.speaker is None:
        return True
    who = [
        reader.entity_of.get(Key(k.article, s.speaker.chain)) if s.speaker and s.speaker.chain else None
        for k, s in ((left, mine), (right, theirs))
    ]
    return who[0] is None or who[1] is None or who[0].id == who[1].id


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
    across = crossing_contrasts(claims, reader)
    inside = [c for c in found if not settled_across(c, reader)]
    return _once(_settle(inside, reader, across=across))


def _once(found: Sequence[Difference]) -> tuple[Difference, ...]:
    """Return differences with one of two speakers at most, the first: more of them drown the rest."""
    first = next((d for d in found if _two_speakers(d)), None)
    return tuple(d for d in found if not _two_speakers(d) or d is first)


def _two_speakers(found: Difference) -> bool:
    return any(grounds.rule == "speakers_differ" for grounds in found.grounds)


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
        for one, other in counterparts(statements[:MOST_CLAIMS], reader)
        for contrast in quote_contrasts(one, other, reader)
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


def _settle(
    contrasts: Sequence[Contrast], reader: StoryReader, *, across: Sequence[Contrast] = ()
) -> tuple[Difference, ...]:
    """Return each departing reading once, between the two spans that show it best; those ``across`` are settled."""
    found = {}
    shown: set[tuple[DifferenceType, frozenset[Span]]] = set()
    for contrast in (*across, *settled(contrasts, reader)):
        both = contrast.type, frozenset((contrast.left, contrast.right))
        if both not in shown:
            shown.add(both)
            swapped = reader.place(contrast.right) < reader.place(contrast.left)
            item = difference(contrast, swapped=swapped)
            found[item.id] = item
    return tuple(
        sorted(found.values(), key=lambda d: (_LOUDEST.index(d.type), reader.place(d.left), reader.place(d.right)))
    )

"""Differences between passages that no fact joins, each given to the fact that holds one side."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from weakref import WeakKeyDictionary

from tellings.reconcile.acts import loose_acts
from tellings.reconcile.clocks import clock_contrasts
from tellings.reconcile.corrections import correction_contrasts
from tellings.reconcile.counts import count_contrasts, counted_places
from tellings.reconcile.dates import date_contrasts
from tellings.reconcile.directions import direction_contrasts
from tellings.reconcile.measures import measure_contrasts
from tellings.reconcile.naming import naming_contrasts
from tellings.reconcile.occasions import occasion_contrasts
from tellings.reconcile.places import place_phrase_contrasts
from tellings.reconcile.quantifiers import share_contrasts
from tellings.reconcile.quotations import quotation_contrasts
from tellings.reconcile.readings import StoryReader
from tellings.reconcile.settlements import settlement_contrasts
from tellings.reconcile.settling import settled
from tellings.reconcile.slots import Contrast
from tellings.reconcile.slotwords import place_contrasts
from tellings.reconcile.spellings import spelling_contrasts
from tellings.reconcile.tolls import toll_contrasts
from tellings.reconcile.view import stems
from tellings.reconcile.voices import certainty_contrasts, voices_of
from tellings.reconcile.wording import counterparts, quote_contrasts
from tellings.types.labels import Statement
from tellings.types.matches import Key
from tellings.types.spans import Span

MOST_STATEMENTS = 40
"""Statements of one utterance that are compared with each other, the earliest."""

FEWEST_COMMON, COMMON_SHARE = 2, 0.5
"""Content words, and their share of the shorter one's, that two statements must share to be compared by speaker."""

FEWEST_FAR = 3
"""Content words that are enough whatever else either says; names count for none, as all of a story is about them."""

_NAME = re.compile(r"\b[A-Z]\w*")

_KNOWN: WeakKeyDictionary[StoryReader, dict[int, list[Contrast]]] = WeakKeyDictionary()
"""What was found for a story, by the number of the group of claims it is given to."""

_COUNTED: WeakKeyDictionary[StoryReader, dict[str, frozenset[int]]] = WeakKeyDictionary()
"""Where numbers of people stand in each story."""


def crossing_contrasts(claims: Sequence[Key], reader: StoryReader) -> list[Contrast]:
    """Return the differences across the story that belong to one fact.

    Args:
        claims: its claims.
        reader: the story.
    """
    if not claims:
        return []
    found = _KNOWN.get(reader)
    if found is None:
        found = _KNOWN[reader] = _all(reader)
    return found.get(reader.group_of.get(claims[0], -1), [])


def _all(reader: StoryReader) -> dict[int, list[Contrast]]:
    """Return every contrast of a story by the group of claims that holds one side of it."""
    given: dict[int, list[Contrast]] = defaultdict(list)
    found = [
        *count_contrasts(reader),
        *toll_contrasts(reader),
        *clock_contrasts(reader),
        *date_contrasts(reader),
        *direction_contrasts(reader),
        *measure_contrasts(reader),
        *correction_contrasts(reader),
        *occasion_contrasts(reader),
        *place_phrase_contrasts(reader),
        *settlement_contrasts(reader),
        *share_contrasts(reader),
        *spelling_contrasts(reader),
        *quotation_contrasts(reader),
    ]
    found += [(contrast, (contrast.left, contrast.right)) for contrast in settled(list(_acts(reader)), reader)]
    for group in reader.utterances:
        statements = reader.statements_in_order(group)
        places = tuple(reader.statements[key].content for key in statements)
        found += [(contrast, places) for contrast in settled(list(_quotes(statements, reader)), reader)]
    for contrast, places in found:
        owner = _owner((contrast.left, contrast.right), reader)
        owner = _owner(places, reader) if owner is None else owner
        if owner is not None:
            given[owner].append(contrast)
    return given


def _acts(reader: StoryReader) -> Iterator[Contrast]:
    """Yield in what reports differ that tell one act in two facts."""
    for left, right in loose_acts(reader):
        yield from (c for c in certainty_contrasts(left, right, reader) if "“" in c.why)
        yield from place_contrasts(left, right, reader)
        for one, other in voices_of(reader.claims[left], reader.claims[right]):
            yield from naming_contrasts(one, other, reader)


def _quotes(statements: Sequence[Key], reader: StoryReader) -> Iterator[Contrast]:
    """Yield the words in which the statements of one utterance differ."""
    first = statements[:MOST_STATEMENTS]
    for one, other in counterparts(first, reader):
        yield from quote_contrasts(one, other, reader)
        if _alike(one, other, reader):
            yield from naming_contrasts(one.speaker, other.speaker, reader)


def _alike(one: Statement, other: Statement, reader: StoryReader) -> bool:
    """Return whether two statements hand on the same words or matter: an utterance may be a whole interview."""
    mine, theirs = (stems(_NAME.sub("", reader.words(statement.content))) for statement in (one, other))
    common = len(mine & theirs)
    return common >= FEWEST_FAR or (common >= FEWEST_COMMON and common >= COMMON_SHARE * min(len(mine), len(theirs)))


def settled_across(contrast: Contrast, reader: StoryReader) -> bool:
    """Return whether a contrast of two claims of one fact is one that was settled for the whole story."""
    if contrast.rule != "numbers_differ" or not reader.groups:
        return False
    counted = _COUNTED.get(reader)
    if counted is None:
        counted = _COUNTED[reader] = counted_places(reader)
    return (
        contrast.left.start in counted[contrast.left.article] or contrast.right.start in counted[contrast.right.article]
    )


def _owner(places: Sequence[Span], reader: StoryReader) -> int | None:
    """Return the group of claims that one of these places stands in: told by most reports."""
    groups = []
    for span in places:
        key = reader.nearest_claim(span)
        number = reader.group_of.get(key) if key is not None else None
        if number is not None:
            groups.append((-reader.reports_of(key), -len(reader.groups[number]), number))
    return min(groups)[-1] if groups else None

"""On which side of a place something lies: "150 miles east of Norhaven", "west of Norhaven"."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations

from tellings.reconcile.readings import StoryReader
from tellings.reconcile.settling import settled
from tellings.reconcile.slots import Contrast, Found
from tellings.types.dossier import DifferenceType
from tellings.types.matches import Key
from tellings.types.spans import Span

FEWEST_COMMON = 2
"""Content words that two sentences must share, the place aside, to tell where one thing lies."""

MOST = 20
"""Directions from one place that are held against each other, the earliest."""

EXCLUDED = 90
"""Degrees from which two directions exclude each other; nearer ones may be one told with more care."""

_DEGREES = {
    "north": 0,
    "northeast": 45,
    "east": 90,
    "southeast": 135,
    "south": 180,
    "southwest": 225,
    "west": 270,
    "northwest": 315,
}
_DIRECTION = re.compile(
    r"\b((?:north|south)[ -]?(?:east|west)|north|south|east|west)(?:erly|ern)? of (?:the )?([A-Z][\w’'-]+)",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Bearing:
    """A direction from a place, the claim it stands in, and the words of its sentence."""

    span: Span
    degrees: int
    claim: Key


def direction_contrasts(reader: StoryReader) -> Iterator[Found]:
    """Yield the case that two reports put one thing on different sides of a place.

    Args:
        reader: the story.
    """
    known: dict[str, list[_Bearing]] = defaultdict(list)
    for article in reader.articles:
        for block in article.blocks:
            for found in _DIRECTION.finditer(article.text, block.start, block.end):
                span = Span(article=article.id, start=found.start(1), end=found.end(2))
                claim = reader.nearest_claim(span)
                if claim is not None:
                    degrees = _DEGREES[re.sub(r"[ -]", "", found.group(1).lower())]
                    known[found.group(2)].append(_Bearing(span=span, degrees=degrees, claim=claim))
    for place in sorted(known):
        pairs = combinations(known[place][:MOST], 2)
        found_here = [_contrast(a, b, reader) for a, b in pairs if _of_one_thing(a, b, place, reader)]
        for contrast in settled(found_here, reader):
            yield contrast, (contrast.left, contrast.right)


def _of_one_thing(a: _Bearing, b: _Bearing, place: str, reader: StoryReader) -> bool:
    """Return whether two reports give two directions from a place for what may be one thing."""
    if a.span.article == b.span.article or a.degrees == b.degrees:
        return False
    if reader.group_of.get(a.claim, -1) == reader.group_of.get(b.claim, -2):
        return True
    common = reader.sentence_lemmas(a.claim) & reader.sentence_lemmas(b.claim)
    return len(common - {place.lower()} - _DEGREES.keys()) >= FEWEST_COMMON


def _contrast(a: _Bearing, b: _Bearing, reader: StoryReader) -> Contrast:
    """Return how two directions differ: one more exactly told, or both not right."""
    turn = abs(a.degrees - b.degrees)
    apart = min(turn, 360 - turn) >= EXCLUDED
    left, right = reader.words(a.span), reader.words(b.span)
    return Contrast(
        type=DifferenceType.CONTRADICTION if apart else DifferenceType.PRECISION,
        slot="place",
        left=a.span,
        right=b.span,
        left_value=str(a.degrees),
        right_value=str(b.degrees),
        why=f"It lies “{left}” in one report and “{right}” in the other.",
        rule="directions_differ",
        score=0.7,
    )

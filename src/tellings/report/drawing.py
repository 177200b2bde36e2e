"""Geometry of the drawings: where each mark of the timeline and each arc of the lineage stands.

Units are those of the drawing's own view box; the page scales it. Nothing is drawn here.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from tellings.report.dates import Window, window, written_day
from tellings.report.parts import ArticleCard, EventView, PairView

WIDTH = 720
MARGIN = 34
DOT = 20
"""Distance between the middles of two marks that touch."""

LANES = 7
"""Marks on top of each other before the rest is counted in one mark: more make the drawing taller than it is wide
on a phone."""

LABEL = 62
"""Room a date label needs."""

LONGEST_LABEL = 26
"""Characters of an outlet's name that fit beside the arcs."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """One event: a dot, or a bar where ``x2`` is beyond ``x``; ``more`` counts events that found no lane."""

    x: float
    x2: float
    y: float
    event: EventView | None
    more: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Tick:
    """A date on the axis; ``label`` is "" where it has no room."""

    x: float
    label: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Appeared:
    """The time at which an article was published."""

    x: float
    y: float
    article: ArticleCard


@dataclass(frozen=True, slots=True, kw_only=True)
class TimelineDrawing:
    """A timeline; distances grow with the logarithm of the days between two dates."""

    width: int
    height: float
    axis: float
    marks: tuple[Mark, ...]
    ticks: tuple[Tick, ...]
    appeared: tuple[Appeared, ...]


def draw_timeline(
    dated: Sequence[EventView], articles: Iterable[Mapping[str, Any]], cards: Sequence[ArticleCard]
) -> TimelineDrawing | None:
    """Return the drawing of dated events and of the articles' own times, None if there is no date at all."""
    windows = [(event, span) for event in dated if (span := window(event.iso)) is not None]
    published = [
        (card, span)
        for card, article in zip(cards, articles, strict=True)
        if (span := window(article.get("published"))) is not None
    ]
    if not windows:
        return None
    scale = _scale([span for _, span in windows] + [span for _, span in published])
    marks, lanes = _marks(windows, scale)
    axis = lanes * DOT + 14.0
    appeared, rows = _appeared(published, scale, axis)
    return TimelineDrawing(
        width=WIDTH,
        height=axis + 34 + rows * 16,
        axis=axis,
        marks=tuple(
            Mark(x=mark.x, x2=mark.x2, y=axis - 16 - mark.y * DOT, event=mark.event, more=mark.more) for mark in marks
        ),
        ticks=_ticks(sorted({span.first for _, span in windows} | {span.first for _, span in published}), scale),
        appeared=appeared,
    )


def _scale(spans: Sequence[Window]) -> Mapping[float, float]:
    """Return moment → x for every moment that is drawn."""
    moments = sorted({span.first + span.clock for span in spans} | {_end(span) for span in spans})
    places = [0.0]
    for before, after in pairwise(moments):
        places.append(places[-1] + 0.35 + math.log2(1 + after - before))
    room = (WIDTH - 2 * MARGIN) / (places[-1] or 1.0)
    middle = (WIDTH - 2 * MARGIN) / 2 if len(moments) == 1 else 0.0
    return {moment: round(MARGIN + middle + place * room, 1) for moment, place in zip(moments, places, strict=True)}


def _end(span: Window) -> float:
    return float(span.last) + (span.clock if span.last == span.first else 0.0)


def _marks(windows: Sequence[tuple[EventView, Window]], scale: Mapping[float, float]) -> tuple[list[Mark], int]:
    """Return marks whose ``y`` is a lane, 0 at the axis, and the number of lanes used."""
    free = [-math.inf] * LANES
    marks: list[Mark] = []
    crowded: dict[float, int] = {}
    for event, span in windows:
        left, right = scale[span.first + span.clock], scale[_end(span)]
        lane = next((lane for lane in range(LANES) if free[lane] + DOT <= left), None)
        if lane is None:
            crowded[left] = crowded.get(left, 0) + 1
            continue
        free[lane] = max(left, right)
        marks.append(Mark(x=left, x2=right, y=float(lane), event=event))
    used = max((int(mark.y) + 1 for mark in marks), default=1)
    marks += [Mark(x=x, x2=x, y=float(LANES), event=None, more=count) for x, count in sorted(crowded.items())]
    return marks, used + (1 if crowded else 0)


def _ticks(days: Sequence[int], scale: Mapping[float, float]) -> tuple[Tick, ...]:
    ticks: list[Tick] = []
    last_x, last_year = -math.inf, ""
    for day in days:
        x = min((scale[moment] for moment in scale if day <= moment < day + 1), default=None)
        if x is None:
            continue
        words = written_day(day)
        short, _, year = words.rpartition(" ")
        label = ""
        if x - last_x >= LABEL and x <= WIDTH - MARGIN / 2:
            label = short if year == last_year else words
            last_x, last_year = x, year
        ticks.append(Tick(x=x, label=label))
    return tuple(ticks)


def _appeared(
    published: Sequence[tuple[ArticleCard, Window]], scale: Mapping[float, float], axis: float
) -> tuple[tuple[Appeared, ...], int]:
    free: list[float] = []
    entries: list[Appeared] = []
    for card, span in sorted(published, key=lambda entry: (entry[1].first + entry[1].clock, entry[0].number)):
        x = scale[span.first + span.clock]
        row = next((row for row, edge in enumerate(free) if edge <= x), len(free))
        room = 16.0 + 9 * len(card.tag)
        if row == len(free):
            free.append(x + room)
        else:
            free[row] = x + room
        entries.append(Appeared(x=x, y=axis + 40 + row * 16, article=card))
    return tuple(entries), len(free)


@dataclass(frozen=True, slots=True, kw_only=True)
class Node:
    """One article in the drawing of lineage; ``label`` is its name, cut to what fits."""

    y: float
    article: ArticleCard
    label: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Arc:
    """One related pair: from ``y1`` to ``y2``, reaching ``reach`` to the right, ``width`` wide by what is shared."""

    y1: float
    y2: float
    reach: float
    width: float
    pair: PairView


@dataclass(frozen=True, slots=True, kw_only=True)
class LineageDrawing:
    """Articles in story order from top to bottom, related ones joined by arcs."""

    width: int
    height: float
    stem: float
    nodes: tuple[Node, ...]
    arcs: tuple[Arc, ...]


ROW = 30
STEM = 206.0
REACH = 190.0


def draw_lineage(pairs: Iterable[PairView], cards: Sequence[ArticleCard]) -> LineageDrawing:
    """Return the drawing of the pairs that are not independent."""
    place = {card.id: ROW * (number + 0.5) + 4 for number, card in enumerate(cards)}
    nodes = tuple(
        Node(
            y=place[card.id],
            article=card,
            label=card.name if len(card.name) <= LONGEST_LABEL else card.name[: LONGEST_LABEL - 1] + "…",
        )
        for card in cards
    )
    longest = max(1.0, ROW * (len(cards) - 1.0))
    arcs = []
    for pair in pairs:
        if pair.kind == "independent":
            continue
        y1, y2 = sorted((place[pair.left.id], place[pair.right.id]))
        reach = 34 + (REACH - 34) * (y2 - y1 - ROW) / max(longest - ROW, ROW)
        arcs.append(Arc(y1=y1, y2=y2, reach=round(reach, 1), width=round(1.5 + pair.percent / 18, 1), pair=pair))
    return LineageDrawing(
        width=int(STEM + REACH + 64), height=ROW * len(cards) + 8.0, stem=STEM, nodes=nodes, arcs=tuple(arcs)
    )

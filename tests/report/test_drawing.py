"""Where the marks of the drawings stand."""

from __future__ import annotations

import itertools
from typing import Any

from tellings.report.drawing import LANES, WIDTH, draw_lineage, draw_timeline
from tellings.report.outline import Outline, build_outline


def drawn(document: dict[str, Any]) -> tuple[Outline, Any]:
    outline = build_outline(document)
    return outline, draw_timeline(outline.dated, document["articles"], outline.cards)


def test_drawing_timeline_holds_events_and_reports_in_order(document: dict[str, Any]) -> None:
    _, timeline = drawn(document)
    first, second = timeline.marks
    assert (first.event.number, second.event.number) == (1, 2)
    assert first.x == first.x2
    assert second.x2 > second.x
    assert first.y != second.y
    assert [entry.article.tag for entry in timeline.appeared] == ["CTB", "AH", "NW"]
    assert all(0 <= mark.x <= mark.x2 <= WIDTH for mark in timeline.marks)


def test_drawing_a_century_and_an_hour_fit_on_one_axis(document: dict[str, Any]) -> None:
    event = document["events"][0]
    days = ["1931", "2031-03-04", "2031-03-04T09:00", "2031-03-05", "2131-01-01/"]
    document["events"] = [{**event, "id": f"v{n:012x}", "when": day} for n, day in enumerate(days)]
    _, timeline = drawn(document)
    places = [mark.x for mark in timeline.marks]
    assert places == sorted(places)
    assert len(set(places)) == 5
    assert min(later - sooner for sooner, later in itertools.pairwise(places)) > 3
    assert timeline.marks[-1].x2 <= WIDTH


def test_drawing_crowded_days_are_counted(document: dict[str, Any]) -> None:
    event = {**document["events"][0], "when": "2031-03-04"}
    document["events"] = [{**event, "id": f"v{n:012x}"} for n in range(LANES + 5)]
    _, timeline = drawn(document)
    assert [mark.more for mark in timeline.marks if mark.event is None] == [5]
    assert all(mark.y > 0 for mark in timeline.marks)


def test_drawing_date_labels_never_touch(document: dict[str, Any]) -> None:
    event = document["events"][0]
    days = [f"2031-03-{day:02}" for day in range(1, 29)]
    document["events"] = [{**event, "id": f"v{n:012x}", "when": day} for n, day in enumerate(days)]
    _, timeline = drawn(document)
    labelled = [tick.x for tick in timeline.ticks if tick.label]
    assert len(timeline.ticks) == 28
    assert min(later - sooner for sooner, later in itertools.pairwise(labelled)) >= 60


def test_drawing_without_dates_there_is_no_timeline(empty_document: dict[str, Any]) -> None:
    assert drawn(empty_document)[1] is None


def test_drawing_only_related_reports_are_joined(document: dict[str, Any]) -> None:
    outline = build_outline(document)
    graph = draw_lineage(outline.pairs, outline.cards)
    (arc,) = graph.arcs
    assert arc.pair.kind == "rewrite"
    assert [node.article.tag for node in graph.nodes] == ["AH", "NW", "CTB", "R4"]
    assert (arc.y1, arc.y2) == (graph.nodes[0].y, graph.nodes[2].y)
    assert arc.reach + graph.stem < graph.width

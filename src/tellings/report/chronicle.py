"""Events in the order of their time, and plans in the order of their due dates."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tellings.report.citations import Citations
from tellings.report.dates import window, written
from tellings.report.parts import EventView, PlanView

Json = Mapping[str, Any]


def _when(iso: str | None) -> tuple[int, float, int] | None:
    span = window(iso)
    return None if span is None else (span.first, span.clock, span.last)


def events(document: Json, citations: Citations) -> tuple[tuple[EventView, ...], tuple[EventView, ...]]:
    """Return dated events, earliest first and numbered from 1, and those without a date in the dossier's order."""
    dated = [(when, event) for event in document["events"] if (when := _when(event["when"])) is not None]
    dated.sort(key=lambda entry: entry[0])
    views = [_event_view(event, citations, number) for number, (_, event) in enumerate(dated, start=1)]
    undated = [_event_view(event, citations, None) for event in document["events"] if _when(event["when"]) is None]
    return tuple(views), tuple(undated)


def _event_view(event: Json, citations: Citations, number: int | None) -> EventView:
    return EventView(
        id=event["id"],
        number=number,
        line=citations.line(event["label_ref"], event["mentions"], ident=event["id"]),
        cited=citations.cited(event["mentions"] or [event["label_ref"]]),
        status=event["status"],
        when=written(event["when"]),
        iso=event["when"],
        where=event["where"],
    )


def plans(document: Json, citations: Citations) -> tuple[PlanView, ...]:
    """Return plans, those that fall due first in front, those without a due date last."""
    order = sorted(document["plans"], key=lambda plan: _due(plan["due"]))
    return tuple(
        PlanView(
            id=plan["id"],
            line=citations.line(plan["label_ref"], plan["evidence"], ident=plan["id"]),
            cited=citations.cited(plan["evidence"]),
            actors=tuple(actor["name"] if isinstance(actor, Mapping) else str(actor) for actor in plan["actors"]),
            status=plan["status"],
            due=written(plan["due"]),
            due_text=plan["due_text"],
        )
        for plan in order
    )


def _due(iso: str | None) -> tuple[bool, int, int]:
    span = window(iso)
    return (True, 0, 0) if span is None else (False, span.last, span.first)

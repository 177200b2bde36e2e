"""The calendar of plans: what is announced across all stories, by the month it is due."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Annotated, Final, Literal

from fastapi import APIRouter, Query, Request
from fastapi.responses import Response
from pydantic import StringConstraints
from sqlalchemy import Connection

from tellings.report.dates import written
from tellings.serve.parameters import Empty, OptionalIdent, Words
from tellings.serve.session import Reader, store_of
from tellings.serve.views import render
from tellings.store.agenda import last_plan, list_plans
from tellings.types.agenda import StoredPlan

router = APIRouter(include_in_schema=False)

PAGE: Final = 60
"""Plans on one page."""

ENDED: Final = frozenset({"done", "lapsed"})
"""Statuses of plans that nobody waits for any more."""

Month = Annotated[Annotated[str, StringConstraints(pattern=r"^(\d{4}-(0[1-9]|1[0-2])|none)$")] | None, Empty]
Status = Annotated[Literal["planned", "proposed", "conditional", "expected", "lapsed", "done"] | None, Empty]

STATUSES: Final = {
    "planned": "planned",
    "proposed": "proposed",
    "conditional": "on a condition",
    "expected": "expected",
    "lapsed": "lapsed",
    "done": "done",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Due:
    """A plan as the calendar shows it: its day for people, and how it stands in a word.

    ``standing`` is due, passed (its day is over and no report tells the outcome), lapsed, done or open (no day).
    """

    plan: StoredPlan
    day: str | None
    standing: str


@router.get("/plans")
def show_plans(
    request: Request,
    _: Reader,
    *,
    month: Month = None,
    status: Status = None,
    day: Words = None,
    story: OptionalIdent = None,
    plan: Annotated[str | None, Query(max_length=300)] = None,
) -> Response:
    """Show plans from a month on, from this one without one; ``day``, ``story`` and ``plan`` name the last one."""
    today = request.app.state.options.now()[:10]
    with store_of(request).read() as connection:
        since, before = _bounds(connection, month, status, today)
        last = _place(day, story, plan) if story and plan else None
        found = list_plans(connection, since=since, before=before, status=status, after=last, limit=PAGE + 1)
        earlier = last_plan(connection, before=since, status=status) if since > "0" else None
    shown = found[:PAGE]
    return render(
        request,
        "plans.html",
        months=_months(shown, today),
        more=shown[-1] if len(found) > PAGE else None,
        month=month,
        since=since,
        earlier=None if earlier is None else earlier.due[:7],
        wanted=status,
        statuses=STATUSES,
        today=today,
        undated=month == "none",
    )


def _bounds(connection: Connection, month: str | None, status: str | None, today: str) -> tuple[str, str | None]:
    """Return from when and until when to list: from this month on, or from the last month that has plans."""
    if month == "none":
        return "", "0"
    if month is not None:
        return month, None
    if list_plans(connection, since=today[:7], status=status, limit=1):
        return today[:7], None
    last = last_plan(connection, before=today[:7], status=status)
    return (last.due[:7] if last else today[:7]), None


def _place(day: str | None, story: int, ident: str) -> StoredPlan:
    """Return the place in the order of plans that an address names."""
    return StoredPlan(
        story=story,
        title="",
        ident=ident,
        due=day or "",
        due_text=None,
        status="",
        label="",
        actors="",
        reports=0,
        article=None,
        start=0,
        end=0,
    )


def _months(plans: Sequence[StoredPlan], today: str) -> list[tuple[str, str, list[Due]]]:
    """Return plans by month: anchor, heading, plans."""
    made = []
    for month, group in groupby(plans, key=lambda plan: plan.due[:7]):
        held = [
            Due(plan=plan, day=written(plan.due) if plan.due else None, standing=stand(plan, today)) for plan in group
        ]
        made.append((f"m{month}", _heading(month), held))
    return made


def _heading(month: str) -> str:
    if not month:
        return "No day is said"
    if len(month) < 7:
        return f"{month}, no month said"
    try:
        return dt.date.fromisoformat(f"{month}-01").strftime("%B %Y")
    except ValueError:
        return month


def stand(plan: StoredPlan, today: str) -> str:
    """Return how a plan stands on a day: due, passed, lapsed, done, or open without a day."""
    if plan.status in ENDED:
        return plan.status
    if not plan.due:
        return "open"
    return "passed" if plan.due < today[: len(plan.due)] else "due"

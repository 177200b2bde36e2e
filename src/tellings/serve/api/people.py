"""What people and bodies say, where they stand, and what is planned."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from typing import Annotated, Any, TypeVar

from fastapi import Query, Request
from fastapi.responses import Response
from pydantic import AfterValidator
from sqlalchemy import Connection

from tellings.desk import models
from tellings.serve.api.answers import make_router, reply, unchanged
from tellings.serve.api.forms import saying_form
from tellings.serve.api.paging import LENGTH, After, Limit, seal, unseal
from tellings.serve.session import Reader, store_of
from tellings.store.agenda import in_full, list_plans, positions_of
from tellings.store.articles import texts
from tellings.store.known import known_names
from tellings.store.labels import sayings_of
from tellings.store.rows import column_text
from tellings.types.agenda import StoredPlan, StoredPosition
from tellings.types.store import Saying

router = make_router("people")

T = TypeVar("T", models.Position, models.Plan)

Person = Annotated[
    str,
    Query(min_length=1, max_length=LENGTH, description="A name, or its last word; accents and case do not matter."),
    AfterValidator(column_text),
]


@router.get("/people", response_model=models.Page[models.Name], responses=unchanged())
def list_of_names(request: Request, _: Reader, *, name: Person, after: After = None, limit: Limit = 50) -> Response:
    """List who and what current reports name so, by name."""
    place = unseal(after, "people", str)
    with store_of(request).read() as connection:
        found = known_names(connection, name, after=None if place is None else place[0], limit=limit + 1)
    cursor = seal("people", found[limit - 1][0]) if len(found) > limit else None
    forms = [models.Name(name=told, type=kind, reports=count) for _, told, kind, count in found[:limit]]
    return reply(request, models.Page[models.Name](items=forms, next=cursor))


@router.get("/statements", response_model=models.Page[models.Saying], responses=unchanged())
def list_of_statements(
    request: Request, _: Reader, *, speaker: Person, after: After = None, limit: Limit = 50
) -> Response:
    """List what current reports have somebody say, newest report first, in each in reading order."""
    place = unseal(after, "statements", int, int, str)
    with store_of(request).read() as connection:
        last = None if place is None else _last(*place)
        found = sayings_of(connection, speaker, after=last, limit=limit + 1)
        whole = texts(connection, sorted({saying.version for saying in found[:limit]}))
    end = found[limit - 1] if len(found) > limit else None
    cursor = None if end is None else seal("statements", end.moment, end.start, end.statement)
    forms = [saying_form(saying, whole[saying.version].text) for saying in found[:limit]]
    return reply(request, models.Page[models.Saying](items=forms, next=cursor))


def _last(moment: int, start: int, statement: str) -> Saying:
    """Return what stands where a cursor says; paging reads nothing else of it."""
    place = {"moment": moment, "start": max(-(2**31), min(start, 2**31 - 1)), "statement": statement}
    return Saying(**place, article=0, version=0, speaker="", kind="", end=0)  # type: ignore[arg-type]


@router.get("/positions", response_model=models.Page[models.Position], responses=unchanged())
def list_of_positions(
    request: Request, _: Reader, *, actor: Person, after: After = None, limit: Limit = 50
) -> Response:
    """List where somebody stands, as newest dossiers have it, newest report first."""
    place = unseal(after, "positions", int, int, str)
    with store_of(request).read() as connection:
        found = positions_of(connection, actor, after=place, limit=limit + 1)
        forms = _whole(connection, found[:limit], _position)
    end = found[limit - 1] if len(found) > limit else None
    cursor = None if end is None else seal("positions", end.moment, end.story, end.ident)
    return reply(request, models.Page[models.Position](items=forms, next=cursor))


@router.get("/plans", response_model=models.Page[models.Plan], responses=unchanged())
def list_of_plans(
    request: Request,
    _: Reader,
    *,
    status: Annotated[str | None, Query(pattern=r"^[a-z]{1,20}$")] = None,
    due_from: Annotated[dt.date | None, Query(description="Only what is due on this day or later.")] = None,
    due_to: Annotated[dt.date | None, Query(description="Only what is due on this day or before.")] = None,
    after: After = None,
    limit: Limit = 50,
) -> Response:
    """List what is planned, as newest dossiers have it, by the last day it may be done; what has none comes first.

    Days are in UTC. What is due in a month, a quarter or a year lies in every window that has a day of the (last) month
    or the year, and stands before its first day. What has no day is left out when days are asked for.
    """
    place = unseal(after, "plans", str, int, str)
    dated = due_from is not None or due_to is not None
    since = due_from.isoformat() if due_from else ("0" if dated else "")
    before = None if due_to is None else f"{due_to.isoformat()}~"  # behind every text that begins with the day
    with store_of(request).read() as connection:
        found = list_plans(connection, since=since, before=before, status=status, after=place, limit=limit + 1)
        forms = _whole(connection, found[:limit], _plan)
    end = found[limit - 1] if len(found) > limit else None
    cursor = None if end is None else seal("plans", end.due, end.story, end.ident)
    return reply(request, models.Page[models.Plan](items=forms, next=cursor))


def _whole(
    connection: Connection,
    found: Sequence[StoredPlan] | Sequence[StoredPosition],
    form: Callable[[int, int, Mapping[str, Any]], T],
) -> list[T]:
    """Return rows with all that their dossiers say of them."""
    told = in_full(connection, found)
    return [form(row.story, *told[row.story, row.ident]) for row in found if (row.story, row.ident) in told]


def _position(story: int, revision: int, position: Mapping[str, Any]) -> models.Position:
    return models.Position(
        story=story,
        revision=revision,
        id=position["id"],
        actor=position["actor"],
        issue=position["issue"],
        stance=position["stance"],
        evidence=[models.Quote(**quote) for quote in position["evidence"]],
        changes=[models.Turn.model_validate(turn) for turn in position.get("changes", ())],
    )


def _plan(story: int, revision: int, plan: Mapping[str, Any]) -> models.Plan:
    return models.Plan(
        story=story,
        revision=revision,
        id=plan["id"],
        label=plan["label"],
        actors=[actor["name"] for actor in plan["actors"]],
        status=plan["status"],
        due=plan["due"],
        due_text=plan["due_text"],
        evidence=[models.Quote(**quote) for quote in plan["evidence"]],
    )

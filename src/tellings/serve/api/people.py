"""What people and bodies say, where they stand, and what is planned."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Mapping
from typing import Annotated, Any, Final, TypeVar

from fastapi import Query, Request
from fastapi.responses import Response
from pydantic import AfterValidator
from sqlalchemy import Connection

from tellings.desk import models
from tellings.serve.api.answers import make_router, reply, unchanged
from tellings.serve.api.forms import saying_form
from tellings.serve.api.paging import LENGTH, After, Limit, seal, unseal
from tellings.serve.session import Reader, store_of
from tellings.store.articles import texts
from tellings.store.known import known_names, newest_dossiers
from tellings.store.labels import sayings_of
from tellings.store.rows import column_text
from tellings.store.words import name_key
from tellings.types.store import Saying, StoredStory

router = make_router("people")

STORIES: Final = 100
"""Dossiers that one request opens; each takes some milliseconds, and a part says where the next one begins."""

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
    """List where somebody stands, as newest dossiers have it, newest story first.

    A part may hold fewer than `limit`, even none, while `next` says that it goes on.
    """
    key = name_key(actor)[0]

    def wanted(story: StoredStory, document: Mapping[str, Any]) -> Iterator[models.Position]:
        for position in document.get("positions", ()):
            if key and key in name_key(position["actor"]):
                yield _position(story, position)

    with store_of(request).read() as connection:
        return reply(request, _gathered(connection, wanted, ("positions", after), limit=limit, person=actor))


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
    """List what is planned, as newest dossiers have it, newest story first; days in UTC.

    A part may hold fewer than `limit`, even none, while `next` says that it goes on.
    """

    def wanted(story: StoredStory, document: Mapping[str, Any]) -> Iterator[models.Plan]:
        for plan in document.get("plans", ()):
            if status in (None, plan["status"]) and is_due(plan["due"], due_from, due_to):
                yield _plan(story, plan)

    with store_of(request).read() as connection:
        return reply(request, _gathered(connection, wanted, ("plans", after), limit=limit, person=None))


def is_due(due: str | None, since: dt.date | None, until: dt.date | None) -> bool:
    """Return whether an ISO value or interval touches the days asked for; what has no due time only if none are."""
    if since is None and until is None:
        return True
    if not due:
        return False
    first, _, last = due.partition("/") if "/" in due else (due, "", due)
    begins = first[:10] + "0000-01-01"[len(first[:10]) :] if first else "0000-01-01"
    ends = last[:10] + "9999-12-31"[len(last[:10]) :] if last else "9999-12-31"
    return (since is None or ends >= since.isoformat()) and (until is None or begins <= until.isoformat())


def _gathered(
    connection: Connection,
    wanted: Callable[[StoredStory, Mapping[str, Any]], Iterator[T]],
    listing: tuple[str, str | None],
    *,
    limit: int,
    person: str | None,
) -> models.Page[T]:
    """Return a part of what stories' dossiers hold; the cursor names a story and how many of its things were told."""
    name, cursor = listing
    place = unseal(cursor, name, int, int, int)
    behind, told = (None, 0) if place is None else ((place[0], min(place[1], 2**62) + 1), place[2])
    found: list[T] = []
    looked = 0
    for story, document in newest_dossiers(connection, person=person, after=behind, limit=STORIES):
        looked += 1
        begun = told if place is not None and (story.last_moment, story.id) == place[:2] else 0
        for number, thing in enumerate(wanted(story, document)):
            if number >= begun:
                if len(found) == limit:
                    return models.Page[T](items=found, next=seal(name, story.last_moment, story.id, number))
                found.append(thing)
        last = story
    more = seal(name, last.last_moment, last.id, 2**31) if looked == STORIES else None
    return models.Page[T](items=found, next=more)


def _position(story: StoredStory, position: Mapping[str, Any]) -> models.Position:
    return models.Position(
        story=story.id,
        revision=story.revision,
        id=position["id"],
        actor=position["actor"],
        issue=position["issue"],
        stance=position["stance"],
        evidence=[models.Quote(**quote) for quote in position["evidence"]],
        changes=[models.Turn.model_validate(turn) for turn in position.get("changes", ())],
    )


def _plan(story: StoredStory, plan: Mapping[str, Any]) -> models.Plan:
    return models.Plan(
        story=story.id,
        revision=story.revision,
        id=plan["id"],
        label=plan["label"],
        actors=[actor["name"] for actor in plan["actors"]],
        status=plan["status"],
        due=plan["due"],
        due_text=plan["due_text"],
        evidence=[models.Quote(**quote) for quote in plan["evidence"]],
    )

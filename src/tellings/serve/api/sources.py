"""Feeds and how they do, outlets, and what gave no article."""

from __future__ import annotations

from typing import Annotated

from fastapi import Query, Request
from fastapi.responses import Response
from pydantic import BaseModel, ConfigDict, Field
from sqlalchemy import Connection

from tellings.collect.addresses import Refusal, parse_address
from tellings.desk import models, upkeep
from tellings.errors import DeskError
from tellings.serve.api.answers import faults, make_router, reply, unchanged
from tellings.serve.api.guards import EDITS, changed_at
from tellings.serve.api.paging import After, Ident, Limit, seal, unseal
from tellings.serve.session import Editor, Reader, store_of
from tellings.store.access import record
from tellings.store.articles import outlets
from tellings.store.drops import get_drop, list_drops
from tellings.store.feeds import (
    WAIT_SECONDS,
    add_feed,
    count_entries,
    entries_of,
    find_feed,
    get_feed,
    list_feeds,
    remove_feed,
)
from tellings.types.collecting import StoredFeed

router = make_router("sources")


class FeedOrder(BaseModel):
    """A feed to follow from now on."""

    model_config = ConfigDict(extra="forbid")

    address: str = Field(min_length=8, max_length=2000)
    title: str | None = Field(default=None, max_length=300)
    outlet: str | None = Field(default=None, max_length=300, description="Outlet that its articles belong to.")
    wait_seconds: int = Field(default=WAIT_SECONDS, ge=60, le=7 * 86_400, description="Pause between two polls.")


def _feed_form(feed: StoredFeed, counts: dict[tuple[int, str], int]) -> upkeep.Feed:
    values = {name: getattr(feed, name) for name in upkeep.Feed.model_fields if name != "entries"}
    entries = {state: count for (ident, state), count in sorted(counts.items()) if ident == feed.id}
    return upkeep.Feed(**values, entries=entries)


@router.get("/feeds", response_model=models.Page[upkeep.Feed], responses=unchanged())
def list_of_feeds(request: Request, _: Reader, *, after: After = None, limit: Limit = 50) -> Response:
    """List the feeds that are followed, by address, with their health."""
    place = unseal(after, "feeds", str, int)
    with store_of(request).read() as connection:
        held, counts = list_feeds(connection), count_entries(connection)
    ordered = sorted(held, key=lambda feed: (feed.address[:200], feed.id))
    behind = [feed for feed in ordered if place is None or (feed.address[:200], feed.id) > place]
    end = behind[limit - 1] if len(behind) > limit else None
    cursor = None if end is None else seal("feeds", end.address[:200], end.id)
    forms = [_feed_form(feed, counts) for feed in behind[:limit]]
    return reply(request, models.Page[upkeep.Feed](items=forms, next=cursor))


@router.get("/feeds/{feed}", response_model=upkeep.Feed, responses=unchanged())
def read_feed(request: Request, feed: Ident, _: Reader) -> Response:
    """Read one feed."""
    with store_of(request).read() as connection:
        form = _feed_form(get_feed(connection, feed), count_entries(connection))
    return reply(request, form)


@router.get("/feeds/{feed}/entries", response_model=models.Page[upkeep.Entry], responses=unchanged())
def list_of_entries(request: Request, feed: Ident, _: Reader, limit: Limit = 50) -> Response:
    """List what a feed named last, latest first; there is no part behind it."""
    with store_of(request).read() as connection:
        get_feed(connection, feed)
        held = entries_of(connection, feed, limit=limit)
    return reply(request, models.Page[upkeep.Entry](items=[upkeep.Entry.model_validate(one) for one in held]))


@router.post(
    "/feeds",
    status_code=201,
    response_model=upkeep.Feed,
    responses={200: {"model": upkeep.Feed, "description": "It was followed already"}, **faults(400)},
    dependencies=EDITS,
)
def follow_feed(request: Request, order: FeedOrder, visitor: Editor) -> Response:
    """Follow a feed; one that is followed already stays as it is (200)."""
    address = parse_address(order.address)
    if isinstance(address, Refusal):
        raise DeskError(422, address.code, address.reason)
    at = changed_at(request)

    def work(connection: Connection) -> tuple[bool, upkeep.Feed]:
        is_new = find_feed(connection, order.address) is None
        ident = add_feed(
            connection,
            order.address,
            at=at,
            wait_seconds=order.wait_seconds,
            title=order.title,
            outlet=order.outlet,
        )
        if is_new:
            told = {"address": order.address}
            record(connection, who=visitor.name, action="feed.add", target=f"feed/{ident}", at=at, detail=told)
        return is_new, _feed_form(get_feed(connection, ident), count_entries(connection))

    is_new, form = store_of(request).write(work)
    answer = reply(request, form, status=201 if is_new else 200)
    answer.headers["location"] = f"/api/v1/feeds/{form.id}"
    return answer


@router.delete("/feeds/{feed}", status_code=204, response_class=Response, dependencies=EDITS)
def unfollow_feed(request: Request, feed: Ident, visitor: Editor) -> Response:
    """Follow a feed no longer; its articles stay."""
    at = changed_at(request)

    def work(connection: Connection) -> None:
        held = get_feed(connection, feed)
        remove_feed(connection, feed)
        told = {"address": held.address}
        record(connection, who=visitor.name, action="feed.remove", target=f"feed/{feed}", at=at, detail=told)

    store_of(request).write(work)
    return Response(status_code=204)


@router.get("/outlets", response_model=models.Page[upkeep.Outlet], responses=unchanged())
def list_of_outlets(request: Request, _: Reader, *, after: After = None, limit: Limit = 50) -> Response:
    """List outlets by name, with the number of their articles."""
    place = unseal(after, "outlets", str)
    with store_of(request).read() as connection:
        held = sorted(outlets(connection))
    behind = [one for one in held if place is None or one[0] > place[0]]
    cursor = seal("outlets", behind[limit - 1][0]) if len(behind) > limit else None
    forms = [upkeep.Outlet(name=name, articles=count) for name, count in behind[:limit]]
    return reply(request, models.Page[upkeep.Outlet](items=forms, next=cursor))


@router.get("/drops", response_model=models.Page[upkeep.Drop], responses=unchanged())
def list_of_drops(
    request: Request,
    _: Reader,
    *,
    code: Annotated[str | None, Query(pattern=r"^[A-Z][0-9]{3}$")] = None,
    run: Annotated[int | None, Query(ge=1, lt=2**62)] = None,
    after: After = None,
    limit: Limit = 50,
) -> Response:
    """List what gave no article, latest first, with the reason."""
    place = unseal(after, "drops", int)
    with store_of(request).read() as connection:
        last = None if place is None else get_drop(connection, max(place[0], 0))
        held = list_drops(connection, code=code, run=run, after=last, limit=limit + 1)
    cursor = seal("drops", held[limit - 1].id) if len(held) > limit else None
    forms = [upkeep.Drop.model_validate(one) for one in held[:limit]]
    return reply(request, models.Page[upkeep.Drop](items=forms, next=cursor))

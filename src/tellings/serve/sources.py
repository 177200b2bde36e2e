"""Where the reports come from: feeds and how they do, outlets; and what was lost, with the reason."""

from __future__ import annotations

from typing import Annotated, Final

from fastapi import APIRouter, Query, Request
from fastapi.responses import Response

from tellings.serve.session import Reader, store_of
from tellings.serve.views import render
from tellings.store.articles import outlets
from tellings.store.drops import count_drops, get_drop, list_drops
from tellings.store.feeds import count_entries, list_feeds

router = APIRouter(include_in_schema=False)

PAGE: Final = 50
"""Lost inputs on one page."""


@router.get("/sources")
def show_sources(request: Request, _: Reader) -> Response:
    """Show feeds with their health, and outlets with how many reports are theirs."""
    with store_of(request).read() as connection:
        feeds = list_feeds(connection)
        entries = count_entries(connection)
        kept = outlets(connection)
    counts = {feed.id: {state: n for (ident, state), n in entries.items() if ident == feed.id} for feed in feeds}
    return render(request, "sources.html", feeds=feeds, counts=counts, outlets=kept)


@router.get("/drops")
def show_drops(
    request: Request,
    _: Reader,
    *,
    code: Annotated[str | None, Query(pattern=r"^[A-Z]\d{3}$")] = None,
    after: Annotated[int | None, Query(ge=1, lt=2**62)] = None,
) -> Response:
    """Show what gave no article, latest first."""
    with store_of(request).read() as connection:
        last = None if after is None else get_drop(connection, after)
        found = list_drops(connection, code=code, after=last, limit=PAGE + 1)
        counts = count_drops(connection)
    more = found[PAGE - 1].id if len(found) > PAGE else None
    return render(request, "drops.html", drops=found[:PAGE], counts=counts, more=more, code=code)

"""Full-text search with every filter; snippets say where they stand in the text."""

from __future__ import annotations

from typing import Annotated

from fastapi import Query, Request
from fastapi.responses import Response

from tellings.desk import models
from tellings.serve.api.answers import make_router, reply, unchanged, usable
from tellings.serve.api.forms import hit_form
from tellings.serve.api.paging import After, Filter, Limit, When, moment, seal, unseal
from tellings.serve.session import Reader, store_of
from tellings.store.search import search, search_and_count
from tellings.types.store import Filters

router = make_router("search")

Question = Annotated[
    str,
    Query(max_length=1000, description='Words, "a phrase", OR, -without, beginning*, brackets; "" for all there is.'),
]
Slot = Annotated[
    str | None,
    Query(pattern=r"^[a-z_]{1,40}$", description="Only reports of stories whose dossier differs in this."),
]


@router.get("/search", response_model=models.Hits, responses=unchanged())
def find_articles(  # noqa: PLR0913 -- one for each filter, as the address has them
    request: Request,
    _: Reader,
    *,
    q: Question = "",
    outlet: Filter = None,
    language: Filter = None,
    person: Filter = None,
    said_by: Filter = None,
    since: When = None,
    until: When = None,
    story: Annotated[int | None, Query(ge=1, lt=2**62)] = None,
    differs_in: Slot = None,
    count: bool = False,
    after: After = None,
    limit: Limit = 20,
) -> Response:
    """Find reports, newest first; offsets of passages count in the text of the article's current version."""
    filters = Filters(
        outlet=outlet,
        language=language,
        person=person,
        said_by=said_by,
        since=moment(since),
        until=moment(until),
        story=story,
        differs_in=differs_in,
    )
    place = unseal(after, "search", int)
    before = None if place is None else place[0]
    with store_of(request).read() as connection:
        total = None
        if count:
            found, total = usable(
                lambda: search_and_count(connection, q, filters=filters, before=before, limit=limit + 1)
            )
        else:
            found = usable(lambda: search(connection, q, filters=filters, before=before, limit=limit + 1))
    cursor = seal("search", found[limit - 1].moment) if len(found) > limit else None
    return reply(request, models.Hits(items=[hit_form(hit) for hit in found[:limit]], next=cursor, total=total))

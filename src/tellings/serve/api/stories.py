"""Stories, their dossiers revision by revision, what changed between two, and which reports are in them and why."""

from __future__ import annotations

from dataclasses import replace
from typing import Annotated, Any, Final, Literal

from fastapi import Query, Request
from fastapi.responses import Response

from tellings.desk import models
from tellings.errors import DeskError, TellingsError
from tellings.report.changes import compare
from tellings.report.schema import schema
from tellings.serve.api.answers import FOR_GOOD, make_router, reply, unchanged
from tellings.serve.api.forms import article_form, story_form
from tellings.serve.api.paging import After, Ident, Limit, When, moment, seal, unseal
from tellings.serve.session import Reader, store_of
from tellings.store.articles import articles_of
from tellings.store.decisions import decisions_on
from tellings.store.dossiers import get_dossier, list_revisions, revision_before
from tellings.store.stories import get_story, list_stories, members_of
from tellings.types.changes import Quote

router = make_router("stories")

Order = Literal["newest", "independent", "differences"]
RevisionNumber = Annotated[int | None, Query(ge=1, lt=2**31)]

_DOCUMENT: Final[dict[str, Any]] = {
    "description": "A document of the schema at `/api/v1/dossier.schema.json`",
    "content": {"application/json": {"schema": {"type": "object", "title": "Dossier"}}},
}
_SCHEMA: Final[dict[str, Any]] = {
    "description": "A JSON schema (2020-12)",
    "content": {"application/json": {"schema": {"type": "object", "title": "Schema"}}},
}


@router.get("/stories", response_model=models.Page[models.Story], responses=unchanged())
def list_of_stories(
    request: Request,
    _: Reader,
    *,
    since: When = None,
    until: When = None,
    order: Order = "newest",
    after: After = None,
    limit: Limit = 50,
) -> Response:
    """List stories: newest first, or by independent reports or differences, most first.

    `since` and `until` are about a story's newest report.
    """
    listing = f"stories.{order}"
    place = unseal(after, listing, int, int, int)
    with store_of(request).read() as connection:
        last = None
        if place is not None:
            last = replace(get_story(connection, _known(place[2])), last_moment=place[1])
            last = last if order == "newest" else replace(last, **{order: place[0]})
        found = list_stories(
            connection, since=moment(since), until=moment(until), order=order, after=last, limit=limit + 1
        )
        forms = [story_form(connection, story) for story in found[:limit]]
    end = found[limit - 1] if len(found) > limit else None
    key = "last_moment" if order == "newest" else order
    cursor = None if end is None else seal(listing, getattr(end, key), end.last_moment, end.id)
    return reply(request, models.Page[models.Story](items=forms, next=cursor))


def _known(ident: int) -> int:
    """Return an id out of a cursor.

    Raises:
        DeskError: no id is such a number (H011).
    """
    if not 1 <= ident < 2**62:
        raise DeskError(422, "H011", "the cursor in 'after' is none of this list: begin again without it")
    return ident


@router.get("/stories/{story}", response_model=models.Story, responses=unchanged())
def read_story(request: Request, story: Ident, _: Reader) -> Response:
    """Read one story; its ETag is what `If-Match` takes when you decide about it."""
    with store_of(request).read() as connection:
        form = story_form(connection, get_story(connection, story))
    return reply(request, form)


@router.get("/stories/{story}/dossier", responses={200: _DOCUMENT, **unchanged()})
def read_dossier(request: Request, story: Ident, _: Reader, revision: RevisionNumber = None) -> Response:
    """Read a story's dossier, the newest or a numbered revision; `tellings verify` proves such a document."""
    with store_of(request).read() as connection:
        held, document = get_dossier(connection, story, revision)
    answer = reply(request, document, caching=FOR_GOOD) if revision else reply(request, document)
    answer.headers["tellings-revision"] = str(held.revision)
    return answer


@router.get("/stories/{story}/revisions", response_model=models.Page[models.Revision], responses=unchanged())
def list_of_revisions(request: Request, story: Ident, _: Reader, *, after: After = None, limit: Limit = 50) -> Response:
    """List the revisions of a story's dossier, oldest first."""
    place = unseal(after, "revisions", int)
    with store_of(request).read() as connection:
        get_story(connection, story)
        held = list_revisions(connection, story)
    behind = [one for one in held if place is None or one.revision > place[0]]
    cursor = seal("revisions", behind[limit - 1].revision) if len(behind) > limit else None
    forms = [models.Revision.model_validate(one) for one in behind[:limit]]
    return reply(request, models.Page[models.Revision](items=forms, next=cursor))


@router.get("/stories/{story}/changes", response_model=models.Changes, responses=unchanged())
def read_changes(
    request: Request,
    story: Ident,
    _: Reader,
    *,
    before: Annotated[int | None, Query(alias="from", ge=1, lt=2**31)] = None,
    to: RevisionNumber = None,
) -> Response:
    """Say what changed between two revisions of a dossier.

    Without `to`, up to the newest; without `from`, since the revision before that one. The first revision has none
    before it: nothing changed then.
    """
    with store_of(request).read() as connection:
        newer, second = get_dossier(connection, story, to)
        if before is None:
            before = revision_before(connection, story, newer.revision)
        older, first = get_dossier(connection, story, before)
    try:
        found = compare(first, second)
    except TellingsError as error:
        raise DeskError(422, error.code or "H011", f"these revisions cannot be compared: {error}") from error
    forms = [
        models.Change(
            kind=change.kind,
            why=change.why,
            id=change.id,
            type=change.type,
            before=[_quote(quote) for quote in change.before],
            after=[_quote(quote) for quote in change.after],
        )
        for change in found.changes
    ]
    return reply(request, models.Changes(story=story, before=older.revision, after=newer.revision, changes=forms))


def _quote(quote: Quote) -> models.Quote:
    span = quote.span
    return models.Quote(article=span.article, start=span.start, end=span.end, text=quote.text)


@router.get("/stories/{story}/members", response_model=models.Page[models.Member], responses=unchanged())
def list_of_members(request: Request, story: Ident, _: Reader, *, after: After = None, limit: Limit = 50) -> Response:
    """List a story's reports, oldest first, with who put each there, how surely and why."""
    place = unseal(after, "members", int)
    with store_of(request).read() as connection:
        get_story(connection, story)
        held = articles_of(connection, story)
        places = {member.article: member for member in members_of(connection, story)}
    behind = [one for one in held if place is None or one.moment > place[0]]
    cursor = seal("members", behind[limit - 1].moment) if len(behind) > limit else None
    forms = []
    for article in behind[:limit]:
        member = places[article.id]
        values = {name: getattr(member, name) for name in ("by", "score", "reason", "at", "decision")}
        forms.append(models.Member(article=article_form(article), **values))
    return reply(request, models.Page[models.Member](items=forms, next=cursor))


@router.get("/stories/{story}/decisions", response_model=models.Page[models.Decision], responses=unchanged())
def list_of_story_decisions(
    request: Request, story: Ident, _: Reader, *, after: After = None, limit: Limit = 50
) -> Response:
    """List the decisions that a story had a part in, latest first."""
    place = unseal(after, "story.decisions", int)
    with store_of(request).read() as connection:
        get_story(connection, story)
        held = decisions_on(connection, story)
    behind = [one for one in held if place is None or one.id < place[0]]
    cursor = seal("story.decisions", behind[limit - 1].id) if len(behind) > limit else None
    forms = [models.Decision.model_validate(one) for one in behind[:limit]]
    return reply(request, models.Page[models.Decision](items=forms, next=cursor))


@router.get("/dossier.schema.json", responses={200: _SCHEMA, **unchanged()})
def read_schema(request: Request, _: Reader) -> Response:
    """Read the JSON schema of dossiers."""
    return reply(request, schema())

"""A story: its living dossier, what changed since the reader looked last, its reports and why they are in it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Query, Request
from fastapi.responses import RedirectResponse, Response
from markupsafe import Markup
from pydantic import Field
from sqlalchemy import Connection

from tellings.errors import StoreError, TellingsError
from tellings.report.account import Account, tell_account, tell_changes
from tellings.report.changes import compare
from tellings.report.changes_view import view_changes
from tellings.serve.faults import missing
from tellings.serve.parameters import Empty, Ident, Revision
from tellings.serve.session import Reader, store_of
from tellings.serve.shelf import shelf_of
from tellings.serve.stories import loud_types
from tellings.serve.views import render
from tellings.store.access import last_look, note_look
from tellings.store.articles import articles_of
from tellings.store.dossiers import get_dossier, list_revisions
from tellings.store.stories import get_story, members_of, standing
from tellings.types.store import Look, Member, StoredArticle, StoredDossier, StoredStory

router = APIRouter(include_in_schema=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """An article of a story and why it is in it."""

    article: StoredArticle
    member: Member | None


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """What a story's page shows; ``account`` is None without a dossier, ``changed`` if nothing is to be compared.

    ``loud`` are its differences by type, as on the list of stories.
    """

    story: StoredStory
    reports: tuple[Report, ...]
    revisions: tuple[StoredDossier, ...]
    shown: int
    since: int | None
    look: Look | None
    account: Account | None
    changed: Markup | None
    trouble: str | None
    loud: tuple[tuple[int, str, str], ...]


@router.get("/stories/{story}")
def show_story(
    request: Request, visitor: Reader, story: Ident, *, revision: Revision = None, since: Revision = None
) -> Response:
    """Show a story; one that was merged leads to the one that stands."""
    store = store_of(request)
    with store.read() as connection:
        stands = standing(connection, story)
        if stands != story:
            return RedirectResponse(f"/stories/{stands}", status_code=307)
        look = last_look(connection, visitor.name, story)
        view = _view(connection, request, story, look, revision, since)
    if view.shown and view.shown == view.story.revision and (look is None or look.revision < view.shown):
        at = request.app.state.options.now()
        store.write(lambda one: note_look(one, visitor.name, story, revision=view.shown, at=at))
    return render(request, "story.html", v=view)


@router.get("/stories/{story}/changes")
def show_changes(
    request: Request,
    _: Reader,
    story: Ident,
    *,
    since: Annotated[Annotated[int, Field(ge=1, lt=2**31)] | None, Empty, Query(alias="from")] = None,
    to: Revision = None,
) -> Response:
    """Show what changed between two revisions of a story's dossier: up to the newest, since the one before that."""
    with store_of(request).read() as connection:
        held = get_story(connection, story)
        known = {one.revision for one in list_revisions(connection, story)}
        shown = to or max(known, default=0)
        since = since or max((one for one in known if one < shown), default=shown)
        for one in (since, shown):
            if one not in known:
                raise missing(f"revision {one} of this dossier")
        changed = _changed(connection, request, (story, since, shown), linked=False)
    return render(request, "story_changes.html", story=held, since=since, shown=shown, changed=changed)


def _view(
    connection: Connection, request: Request, story: int, look: Look | None, revision: int | None, since: int | None
) -> View:
    held = get_story(connection, story)
    members = {member.article: member for member in members_of(connection, story)}
    reports = tuple(Report(article=one, member=members.get(one.id)) for one in articles_of(connection, story))
    revisions = list_revisions(connection, story)
    known = {one.revision for one in revisions}
    shown = revision or (held.revision if held.revision in known else 0)  # revisions may have been removed
    if shown and shown not in known:
        raise missing(f"revision {shown} of this dossier")
    if since is None and revision is None and look is not None and look.revision < shown:
        since = look.revision
    since = since if since in known and since != shown else None
    account, changed, trouble = None, None, None
    if shown:
        try:
            account = _account(connection, request, story, shown)
            changed = None if since is None else _changed(connection, request, (story, since, shown), linked=True)
        except StoreError:
            raise
        except TellingsError as error:
            trouble = str(error)
    return View(
        story=held,
        reports=reports,
        revisions=revisions,
        shown=shown,
        since=since,
        look=look,
        account=account,
        changed=changed,
        trouble=trouble,
        loud=loud_types(held),
    )


def _account(connection: Connection, request: Request, story: int, revision: int) -> Account:
    made: Account = shelf_of(request, "accounts").get(
        (story, revision), lambda: tell_account(get_dossier(connection, story, revision)[1])
    )
    return made


def _changed(connection: Connection, request: Request, which: tuple[int, int, int], *, linked: bool) -> Markup:
    """Return what changed in a story from one revision to another."""
    story, since, shown = which

    def make() -> Markup:
        before, after = (get_dossier(connection, story, one)[1] for one in (since, shown))
        heading = "What changed" if not linked else f"What changed since revision {since}"
        return tell_changes(view_changes(compare(before, after), before, after), heading=heading, linked=linked)

    made: Markup = shelf_of(request, "changes").get((which, linked), make)
    return made

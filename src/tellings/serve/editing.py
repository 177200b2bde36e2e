"""What people decide about stories: merge, split, move, rename, undo; each with why, each on record.

A form carries what had been decided about its story when it was shown. If somebody has decided since, nothing is
done: the forms come back with what they did and with what was typed. Reports that come in and dossiers that are built
meanwhile are no conflict. The dossiers of small stories are built anew at once, those of large ones by the next run.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated, Any, Final

from fastapi import APIRouter, Form, Request
from fastapi.responses import RedirectResponse, Response
from pydantic import Field
from sqlalchemy import Connection

from tellings.config import Settings
from tellings.errors import DeskError, StoreConflict, StoreError
from tellings.runs.dossiers import is_small
from tellings.runs.stories import Keeper
from tellings.serve.cookies import options_of
from tellings.serve.parameters import Ident, OptionalIdent
from tellings.serve.session import Checked, Editor, Reader, Visitor, store_of
from tellings.serve.views import render
from tellings.store.access import record
from tellings.store.articles import articles_of
from tellings.store.base import Store
from tellings.store.decisions import (
    decided_so_far_on,
    decisions_on,
    get_decision,
    list_decisions,
    merge_stories,
    move_article,
    rename_story,
    split_story,
    undo,
)
from tellings.store.grouping import places
from tellings.store.removal import list_removals
from tellings.store.stories import demand, get_story, list_stories, lock, member_of, members_of, standing
from tellings.types.store import Decision, Ruling, StoredStory

router = APIRouter(include_in_schema=False)

AT_ONCE: Final = 12
"""Reports up to which a dossier is built within the request: about a second."""

OTHERS: Final = 60
"""Stories offered as the other one; any other can be given by its number."""

PAGE: Final = 50
"""Decisions on one page."""

SINCE: Final = 10
"""Decisions that a conflict names."""

_STORY = re.compile(r"\s*(?:\S*/stories/)?(\d{1,18})(?:[/?#]\S*)?\s*")

Decided = Annotated[str, Form(pattern=r"^\d{1,18}\.\d{1,18}$")]
Why = Annotated[str, Form(max_length=2000)]
Title = Annotated[str, Form(max_length=300)]
Other = Annotated[str, Form(max_length=400)]
Chosen = Annotated[list[Annotated[int, Field(ge=1, lt=2**62)]], Form(max_length=2000)]
One = Annotated[int, Form(ge=1, lt=2**62)]


@dataclass(frozen=True, slots=True, kw_only=True)
class Typed:
    """A form as it was sent: which one, what had been decided when it was shown, and what was typed."""

    form: str
    decided: tuple[int, int]
    fields: Mapping[str, Any]


def _typed(form: str, decided: str, **fields: object) -> Typed:
    newest, undone = decided.split(".")
    return Typed(form=form, decided=(int(newest), int(undone)), fields=fields)


@router.get("/stories/{ident}/edit")
def show_forms(request: Request, ident: Ident, _: Editor, *, done: OptionalIdent = None) -> Response:
    """Show the forms for a story, and what was decided about it."""
    with store_of(request).read() as connection:
        stands = standing(connection, ident)
        if stands != ident:
            return RedirectResponse(f"/stories/{stands}/edit" + (f"?done={done}" if done else ""), status_code=303)
        return render(request, "editing_story.html", **_shown(connection, ident, done), typed=None, refused=None)


def _shown(connection: Connection, ident: int, done: int | None) -> dict[str, Any]:
    story = get_story(connection, ident)
    others = [one for one in list_stories(connection, limit=OTHERS + 1) if one.id != ident]
    return {
        "story": story,
        "articles": articles_of(connection, ident),
        "members": {one.article: one for one in members_of(connection, ident)},
        "others": others[:OTHERS],
        "decisions": decisions_on(connection, ident),
        "decided": "{}.{}".format(*decided_so_far_on(connection, ident)),
        "done": None if done is None else get_decision(connection, done),
    }


@router.post("/stories/{ident}/rename", dependencies=[Checked])
def rename(request: Request, ident: Ident, visitor: Editor, *, decided: Decided, title: Title, why: Why) -> Response:
    """Give a story a name."""

    def work(connection: Connection) -> Decision:
        return rename_story(connection, ident, _told(title, "a title"), ruling=_ruling(request, visitor, why))

    return _decide(request, ident, work, _typed("rename", decided, title=title, why=why))


@router.post("/stories/{ident}/merge", dependencies=[Checked])
def merge(request: Request, ident: Ident, visitor: Editor, *, decided: Decided, other: Other, why: Why) -> Response:
    """Let a story take over the articles of another one."""

    def work(connection: Connection) -> Decision:
        into = _number(other)
        ruling = _ruling(request, visitor, why)
        lock(connection, [ident, into])
        return merge_stories(connection, standing(connection, into), ident, ruling=ruling)

    return _decide(request, ident, work, _typed("merge", decided, other=other, why=why))


@router.post("/stories/{ident}/split", dependencies=[Checked])
def split(  # noqa: PLR0913 -- every field of a form is a parameter
    request: Request,
    ident: Ident,
    visitor: Editor,
    *,
    decided: Decided,
    title: Title,
    why: Why,
    articles: Chosen = [],  # noqa: B006 -- FastAPI copies it; a form without a tick has no such field
) -> Response:
    """Take articles out of a story into a new one."""

    def work(connection: Connection) -> Decision:
        ruling, name = _ruling(request, visitor, why), _told(title, "a title")
        return split_story(connection, ident, articles, title=name, ruling=ruling)

    return _decide(request, ident, work, _typed("split", decided, title=title, why=why, articles=articles))


@router.post("/stories/{ident}/move", dependencies=[Checked])
def move(  # noqa: PLR0913 -- every field of a form is a parameter
    request: Request, ident: Ident, visitor: Editor, *, decided: Decided, article: One, other: Other, why: Why
) -> Response:
    """Put an article of a story into another one."""

    def work(connection: Connection) -> Decision:
        into = _number(other)
        ruling = _ruling(request, visitor, why)
        lock(connection, [ident, into])
        place = member_of(connection, article)
        if place is None or place.story != ident:
            raise StoreConflict("this report stands in another story by now: look at it again", code="T009")
        return move_article(connection, article, standing(connection, into), ruling=ruling)

    return _decide(request, ident, work, _typed("move", decided, article=article, other=other, why=why))


@router.get("/decisions")
def show_decisions(request: Request, _: Reader, *, before: OptionalIdent = None) -> Response:
    """Show who merged, split, moved and renamed, latest first."""
    with store_of(request).read() as connection:
        found = list_decisions(connection, before=before, limit=PAGE + 1)
        stories = {one.story: get_story(connection, one.story) for one in found[:PAGE]}
        removals = list_removals(connection) if before is None else ()
    more = found[PAGE - 1].id if len(found) > PAGE else None
    return render(
        request, "editing_decisions.html", decisions=found[:PAGE], stories=stories, removals=removals, more=more
    )


@router.post("/decisions/{ident}/undo", dependencies=[Checked])
def withdraw(request: Request, ident: Ident, visitor: Editor) -> Response:
    """Withdraw a decision."""
    at = options_of(request).now()
    with store_of(request).read() as connection:
        story = get_decision(connection, ident).story
    return _decide(request, story, lambda connection: undo(connection, ident, who=visitor.name, at=at), None)


# ---------------------------------------------------------------------------------------------- doing it


def _ruling(request: Request, visitor: Visitor, why: str) -> Ruling:
    return Ruling(who=visitor.name, why=_told(why, "why"), at=options_of(request).now())


def _told(text: str, what: str) -> str:
    """Return what was written into a field.

    Raises:
        DeskError: there is nothing but blanks.
    """
    if not text.strip():
        raise DeskError(422, "H011", f"say {what}")
    return text.strip()


def _number(text: str) -> int:
    """Return the number of a story, given as such or as the address of its page.

    Raises:
        DeskError: it is neither.
    """
    found = _STORY.fullmatch(text)
    if found is None or not 0 < int(found[1]) < 2**62:
        raise DeskError(422, "H011", "name the other story by its number or by the address of its page")
    return int(found[1])


def _decide(request: Request, ident: int, work: Callable[[Connection], Decision], typed: Typed | None) -> Response:
    """Do what was decided and note it; if it cannot be done, show why, and the forms with what was typed."""
    store = store_of(request)

    def noted(connection: Connection) -> Decision:
        if typed is not None:
            _demand_unchanged(connection, ident, typed.decided)
        made = work(connection)
        who, at = (made.undone_by, made.undone_at) if made.undone_by else (made.who, made.at)
        action = "story.undo" if made.undone_by else f"story.{made.kind.value}"
        told = {"decision": made.id}
        record(connection, who=who, action=action, target=f"story/{made.story}", at=at or made.at, detail=told)
        return made

    try:
        made = store.write(noted)
    except (StoreError, DeskError) as error:
        if not isinstance(error, StoreConflict) and error.code not in ("T010", "H011"):
            raise
        return _refused(request, ident, error, typed)
    rebuild_small(store, touched(store, made), clock=options_of(request).now)
    return RedirectResponse(f"/stories/{made.story}/edit?done={made.id}", status_code=303)


def _demand_unchanged(connection: Connection, ident: int, decided: tuple[int, int]) -> None:
    """Refuse to change a story about which somebody has decided since its forms were shown.

    Raises:
        StoreConflict: somebody has (T009).
        StoreError: there is no such story (T013).
    """
    story = demand(connection, ident, None)
    if story.merged_into is not None or decided_so_far_on(connection, ident) != decided:
        raise StoreConflict("somebody decided about this story after you opened the page", code="T009")


def _refused(request: Request, ident: int, error: StoreError | DeskError, typed: Typed | None) -> Response:
    """Answer with the forms as they stand now, why nothing was done, and what was typed."""
    conflict = isinstance(error, StoreConflict)
    message = str(error).removeprefix(f"{error.code}: ")
    refused = {"conflict": conflict, "message": message, "code": error.code}
    with store_of(request).read() as connection:
        stands = standing(connection, ident)
        since = _since(decisions_on(connection, ident), typed) if conflict else ()
        shown = _shown(connection, stands, None)
    refused |= {"since": since, "merged": ident if stands != ident else None}
    status = 409 if conflict else 422
    return render(request, "editing_story.html", status=status, **shown, typed=typed, refused=refused)


def _since(decisions: Sequence[Decision], typed: Typed | None) -> Sequence[Decision]:
    """Return what was decided or undone since a form was shown, latest first."""
    newest, undone = typed.decided if typed is not None else (0, 0)
    fresh = [one for one in decisions if one.id > newest]
    back = sorted(
        (one for one in decisions if one.id <= newest and one.undone_at),
        key=lambda one: one.undone_at or "",
        reverse=True,
    )
    gone = sum(1 for one in decisions if one.undone_at) - undone - sum(1 for one in fresh if one.undone_at)
    return [*fresh, *back[: max(0, gone)]][:SINCE]


def touched(store: Store, made: Decision) -> tuple[StoredStory, ...]:
    """Return the stories with articles that a decision, or undoing it, has changed."""
    with store.read() as connection:
        idents = {made.story} | {place.story for place in places(connection, made.articles).values()}
        idents |= set() if made.other is None else {made.other}
        found = [get_story(connection, one) for one in sorted(idents)]
    return tuple(one for one in found if one.reports > 0)


def rebuild_small(store: Store, stories: Sequence[StoredStory], *, clock: Callable[[], str]) -> None:
    """Build the dossiers of small stories whose reports have labels; the others stay marked as behind."""
    settings = Settings()
    keeper = Keeper(store, settings=settings, clock=clock)
    small = [one.id for one in stories if one.stale and is_small(store, one.id, reports=AT_ONCE, settings=settings)]
    try:
        keeper.rebuild(small)
    except StoreError:
        return  # the decision stands; the next run builds what is marked as behind

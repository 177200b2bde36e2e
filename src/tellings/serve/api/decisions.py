"""What people decide about stories: merge, split, move, rename; and undo."""

from __future__ import annotations

from typing import Annotated, Literal

from fastapi import Body, Header, Request
from fastapi.responses import Response
from pydantic import AfterValidator, BaseModel, ConfigDict, Field
from sqlalchemy import Connection

from tellings.desk import models
from tellings.serve.api.answers import demand_match, faults, make_router, reply, unchanged, usable
from tellings.serve.api.forms import story_form
from tellings.serve.api.guards import EDITS, changed_at
from tellings.serve.api.paging import After, Ident, Limit, seal, unseal
from tellings.serve.cookies import options_of
from tellings.serve.editing import rebuild_small, touched
from tellings.serve.session import Editor, Reader, store_of
from tellings.store.access import record
from tellings.store.decisions import (
    get_decision,
    list_decisions,
    merge_stories,
    move_article,
    rename_story,
    split_story,
    undo,
)
from tellings.store.stories import get_story
from tellings.types.store import Decision, Ruling

router = make_router("decisions")

Number = Annotated[int, Field(ge=1, lt=2**62)]


def _told(text: str) -> str:
    """Return a title or a reason without blanks around it.

    Raises:
        ValueError: there is nothing but blanks.
    """
    if not text.strip():
        raise ValueError("write something")
    return text.strip()


Title = Annotated[str, Field(min_length=1, max_length=300, pattern=r"\S"), AfterValidator(_told)]


class Order(BaseModel):
    """What every decision says: why, and the story's ``change`` as it was seen (null asks for none)."""

    model_config = ConfigDict(extra="forbid")

    why: Annotated[str, Field(min_length=1, max_length=2000, pattern=r"\S"), AfterValidator(_told)]
    change: int | None = Field(default=None, ge=0, lt=2**31)
    story: Number


class Merge(Order):
    """``story`` ends, ``into`` takes its reports over."""

    kind: Literal["merge"]
    into: Number


class Split(Order):
    """Some reports of ``story`` become a story of their own."""

    kind: Literal["split"]
    articles: list[Number] = Field(min_length=1, max_length=1000)
    title: Title


class Move(Order):
    """A report goes into ``story``."""

    kind: Literal["move"]
    article: Number


class Rename(Order):
    """``story`` gets a name that the machine does not change."""

    kind: Literal["rename"]
    title: Title


Sent = Annotated[Merge | Split | Move | Rename, Body(discriminator="kind")]
IfMatch = Annotated[
    str | None, Header(alias="If-Match", max_length=400, description="The ETag of `story` as you read it.")
]


@router.get("/decisions", response_model=models.Page[models.Decision], responses=unchanged())
def list_of_decisions(
    request: Request,
    _: Reader,
    *,
    after: After = None,
    limit: Limit = 50,
) -> Response:
    """List decisions, latest first; those of one story are under it."""
    place = unseal(after, "decisions", int)
    with store_of(request).read() as connection:
        held = list_decisions(connection, before=None if place is None else place[0], limit=limit + 1)
    cursor = seal("decisions", held[limit - 1].id) if len(held) > limit else None
    forms = [models.Decision.model_validate(one) for one in held[:limit]]
    return reply(request, models.Page[models.Decision](items=forms, next=cursor))


@router.get("/decisions/{decision}", response_model=models.Decision, responses=unchanged())
def read_decision(request: Request, decision: Ident, _: Reader) -> Response:
    """Read one decision."""
    with store_of(request).read() as connection:
        form = models.Decision.model_validate(get_decision(connection, decision))
    return reply(request, form)


@router.post(
    "/decisions", status_code=201, response_model=models.Decision, responses=faults(400, 409, 412), dependencies=EDITS
)
def decide(request: Request, order: Sent, visitor: Editor, _match: IfMatch = None) -> Response:
    """Merge, split, move or rename; the dossiers of the stories it touches are built anew after that.

    Those of small stories are built when the answer comes; large ones stay `stale` until the next run.
    409 if `change` is no longer that of the story, 412 if `If-Match` is not; then read it again and repeat.
    """
    at = changed_at(request)
    ruling = Ruling(who=visitor.name, why=order.why, at=at, change=order.change)

    def work(connection: Connection) -> models.Decision:
        demand_match(request, story_form(connection, get_story(connection, order.story)))
        made = _decided(connection, order, ruling)
        told = {"decision": made.id}
        record(
            connection, who=visitor.name, action=f"story.{order.kind}", target=f"story/{made.story}", at=at, detail=told
        )
        return models.Decision.model_validate(made)

    form = usable(lambda: store_of(request).write(work))
    _rebuild(request, form.id)
    answer = reply(request, form, status=201)
    answer.headers["location"] = f"/api/v1/decisions/{form.id}"
    return answer


def _decided(connection: Connection, order: Merge | Split | Move | Rename, ruling: Ruling) -> Decision:
    if isinstance(order, Merge):
        return merge_stories(connection, order.story, order.into, ruling=ruling)
    if isinstance(order, Split):
        return split_story(connection, order.story, order.articles, title=order.title, ruling=ruling)
    if isinstance(order, Move):
        return move_article(connection, order.article, order.story, ruling=ruling)
    return rename_story(connection, order.story, order.title, ruling=ruling)


@router.post("/decisions/{decision}/undo", response_model=models.Decision, responses=faults(409), dependencies=EDITS)
def undo_decision(request: Request, decision: Ident, visitor: Editor) -> Response:
    """Withdraw a decision; what a later one changed stays. 409 if it was undone already."""
    at = changed_at(request)

    def work(connection: Connection) -> models.Decision:
        undone = undo(connection, decision, who=visitor.name, at=at)
        told = {"decision": decision}
        record(connection, who=visitor.name, action="story.undo", target=f"story/{undone.story}", at=at, detail=told)
        return models.Decision.model_validate(undone)

    form = store_of(request).write(work)
    _rebuild(request, decision)
    return reply(request, form)


def _rebuild(request: Request, decision: int) -> None:
    """Build the dossiers of the small stories that a decision touched, as the desk's forms do."""
    store = store_of(request)
    with store.read() as connection:
        made = get_decision(connection, decision)
    rebuild_small(store, touched(store, made), clock=options_of(request).now)

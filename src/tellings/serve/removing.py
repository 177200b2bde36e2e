"""Taking a report out for good, as the law or a promise may demand: who, when and why stay, nothing of what it said."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Form, Request
from fastapi.responses import RedirectResponse, Response
from sqlalchemy import Connection

from tellings.errors import DeskError, StoreError
from tellings.runs.removal import take_down
from tellings.serve.cookies import options_of
from tellings.serve.editing import AT_ONCE
from tellings.serve.parameters import Ident
from tellings.serve.session import Checked, Editor, store_of
from tellings.serve.views import render
from tellings.store.access import record
from tellings.store.articles import get_article
from tellings.store.removal import readmit, removal_of, same_words
from tellings.types.store import StoredArticle

router = APIRouter(include_in_schema=False)

Why = Annotated[str, Form(max_length=2000)]


def present_article(connection: Connection, article: int) -> StoredArticle:
    """Return an article.

    Raises:
        DeskError: it was removed for good (H013, 410).
        StoreError: there never was one of this number (T013).
    """
    try:
        return get_article(connection, article)
    except StoreError:
        gone = removal_of(connection, article)
        if gone is None:
            raise
        told = f"{gone.who} removed this report for good on {gone.at[:16].replace('T', ' ')} UTC: {gone.why}"
        raise DeskError(410, "H013", told) from None


@router.get("/articles/{article}/remove")
def ask(request: Request, article: Ident, _: Editor) -> Response:
    """Ask whether a report shall be removed, and why."""
    with store_of(request).read() as connection:
        held, others = present_article(connection, article), same_words(connection, article)
    return render(request, "removing.html", a=held, others=others, why="", message=None)


@router.post("/articles/{article}/remove", dependencies=[Checked])
def remove(
    request: Request, article: Ident, visitor: Editor, *, why: Why = "", sure: Annotated[str, Form()] = ""
) -> Response:
    """Remove a report; what was rendered before of any dossier is forgotten too."""
    store, options = store_of(request), options_of(request)
    with store.read() as connection:
        held, others = present_article(connection, article), same_words(connection, article)
    if not why.strip() or not sure:
        message = "Say why" if not why.strip() else "Tick that you are sure"
        return render(request, "removing.html", status=422, a=held, others=others, why=why, message=message)
    take_down(store, article, who=visitor.name, why=why, at_once=AT_ONCE, clock=options.now)
    request.app.state.shelves.clear()
    return RedirectResponse("/decisions#removed", status_code=303)


@router.post("/readmit", dependencies=[Checked])
def let_in(request: Request, visitor: Editor, *, address: Annotated[str, Form(max_length=8000)]) -> Response:
    """Let the address of a removed report be taken in again; what was removed does not come back."""
    at = options_of(request).now()

    def work(connection: Connection) -> None:
        readmit(connection, address, who=visitor.name, at=at)
        record(connection, who=visitor.name, action="article.readmit", target=address, at=at)

    store_of(request).write(work)
    return RedirectResponse("/decisions#removed", status_code=303)

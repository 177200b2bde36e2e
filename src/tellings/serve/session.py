"""Who is asking: a bearer token, a browser that signed in with one, or ``local`` where no token is needed.

A browser that signs in gets a token of its own under the one it signed in with: it ends with that one, or after some
hours; its secret lies in a cookie that no script can read. Forms carry a second secret that must equal another cookie
(double submit), so that a page elsewhere cannot send them in a reader's name; cookies are ``SameSite=Strict`` besides.
"""

from __future__ import annotations

import datetime as dt
import hmac
from dataclasses import dataclass
from typing import Annotated, Any, Final

from fastapi import APIRouter, Depends, Form, Request
from fastapi.responses import RedirectResponse, Response

from tellings.errors import DeskError
from tellings.serve.cookies import SEED, options_of, set_cookie
from tellings.serve.views import render
from tellings.store.access import allows, check_token, create_token, record, revoke_token
from tellings.store.base import Store
from tellings.types.store import Scope, Token

router = APIRouter(include_in_schema=False)

SESSION: Final = "tellings_session"


@dataclass(frozen=True, slots=True, kw_only=True)
class Visitor:
    """Somebody at the desk.

    Attributes:
        name: written into the audit log and beside decisions.
        scope: what they may do.
        token: the token they came with, None for ``local``.
        by_cookie: whether a browser sent it by itself; its changes then need the form's secret.
    """

    name: str
    scope: Scope
    token: int | None = None
    by_cookie: bool = True

    def may(self, scope: Scope) -> bool:
        """Return whether the visitor may do what a scope stands for."""
        order = list(Scope)
        return order.index(self.scope) >= order.index(scope)


def store_of(request: Request) -> Store:
    """Return the desk's store."""
    store: Store = request.app.state.store
    return store


def visitor_of(request: Request) -> Visitor | None:
    """Return who is asking, None if they have no valid token and need one."""
    options = options_of(request)
    sent = request.headers.get("authorization", "")
    kind, _, secret = sent.partition(" ")
    if kind.lower() == "bearer" and secret.strip():
        return _by_secret(request, secret.strip(), by_cookie=False)
    if not options.tokens:
        return Visitor(name="local", scope=Scope.ADMIN)
    cookie = request.cookies.get(SESSION)
    return _by_secret(request, cookie, by_cookie=True) if cookie else None


def _by_secret(request: Request, secret: str, *, by_cookie: bool) -> Visitor | None:
    with store_of(request).read() as connection:
        token = check_token(connection, secret, at=options_of(request).now())
    if token is None:
        return None
    return Visitor(name=token.name, scope=token.scope, token=token.id, by_cookie=by_cookie)


def _demand(request: Request, scope: Scope) -> Visitor:
    visitor = visitor_of(request)
    if visitor is None:
        raise DeskError(401, "H007", "a token is needed: sign in, or send 'Authorization: Bearer TOKEN'")
    if not visitor.may(scope):
        raise DeskError(403, "H008", f"this token may not do that: it needs the scope {scope.value!r}")
    request.state.visitor = visitor
    return visitor


def reader(request: Request) -> Visitor:
    """Let in whoever may read."""
    return _demand(request, Scope.READ)


def editor(request: Request) -> Visitor:
    """Let in whoever may change something."""
    return _demand(request, Scope.EDIT)


def admin(request: Request) -> Visitor:
    """Let in whoever may make and withdraw tokens."""
    return _demand(request, Scope.ADMIN)


def checked_form(request: Request, csrf: Annotated[str, Form()] = "") -> None:
    """Refuse a form that was not made by this desk for this browser.

    Raises:
        DeskError: its secret is not the cookie's (H009).
    """
    sent = request.headers.get("x-csrf-token", csrf)
    held = request.cookies.get(SEED, "")
    if not held or not hmac.compare_digest(sent.encode("utf-8", "replace"), held.encode("utf-8", "replace")):
        raise DeskError(403, "H009", "this form has expired: load the page again and repeat")


Reader = Annotated[Visitor, Depends(reader)]
Editor = Annotated[Visitor, Depends(editor)]
Checked = Depends(checked_form)


@router.get("/login")
def show_login(request: Request) -> Response:
    """Ask for a token."""
    return render(request, "login.html", wrong=False)


@router.post("/login", dependencies=[Checked])
def log_in(request: Request, token: Annotated[str, Form()] = "") -> Response:
    """Sign a browser in with a token."""
    store, options = store_of(request), options_of(request)
    with store.read() as connection:
        held = check_token(connection, token.strip(), at=options.now())
    if held is None:
        return render(request, "login.html", status=403, wrong=True)
    ends = options.clock() + dt.timedelta(hours=options.session_hours)
    secret = store.write(lambda connection: _begin_session(connection, held, at=options.now(), ends=ends))
    response = RedirectResponse("/", status_code=303)
    set_cookie(request, response, SESSION, secret, seconds=options.session_hours * 3600)
    return response


def _begin_session(connection: Any, held: Token, *, at: str, ends: dt.datetime) -> str:  # noqa: ANN401 -- SQLAlchemy's
    expires = ends.astimezone(dt.UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    if held.expires_at is not None:
        expires = min(expires, held.expires_at)
    scope = Scope.EDIT if allows(held, Scope.EDIT) else Scope.READ
    parent = held.parent or held.id
    token, secret = create_token(connection, held.name, scope=scope, at=at, expires_at=expires, parent=parent)
    record(connection, who=held.name, action="session.begin", target=f"token/{token.id}", at=at)
    return secret


@router.post("/logout", dependencies=[Checked])
def log_out(request: Request, visitor: Reader) -> Response:
    """End a browser's session; the token itself stays."""
    store, options = store_of(request), options_of(request)
    ident = visitor.token if visitor.by_cookie else None  # a program's token is no session
    if ident is not None:
        store.write(lambda connection: revoke_token(connection, ident, at=options.now()))
    response = RedirectResponse("/login", status_code=303)
    response.delete_cookie(SESSION, path="/")
    return response

"""Tokens and the audit log, for an administrator."""

from __future__ import annotations

import datetime as dt
from typing import Annotated

from fastapi import Query, Request
from fastapi.responses import Response
from pydantic import BaseModel, ConfigDict, Field
from sqlalchemy import Connection

from tellings.desk import models, upkeep
from tellings.errors import DeskError, StoreError
from tellings.serve.api.answers import faults, make_router, reply, unchanged
from tellings.serve.api.guards import EDITS, Admin, changed_at
from tellings.serve.api.paging import After, Filter, Ident, Limit, seal, unseal
from tellings.serve.session import store_of
from tellings.store.access import create_token, list_audit, list_tokens, record, revoke_token
from tellings.store.moments import instant
from tellings.types.store import Scope

router = make_router("keys")


class TokenOrder(BaseModel):
    """A token to be made."""

    model_config = ConfigDict(extra="forbid")

    name: str = Field(min_length=1, max_length=200, pattern=r"\S")
    scope: Scope = Scope.READ
    expires_at: dt.datetime | None = Field(default=None, description="When it ends; null for never.")


@router.get("/tokens", response_model=models.Page[upkeep.Token], responses=unchanged())
def list_of_tokens(request: Request, _: Admin, *, after: After = None, limit: Limit = 50) -> Response:
    """List tokens, those withdrawn and those of browsers too, oldest first; never a secret."""
    place = unseal(after, "tokens", int)
    with store_of(request).read() as connection:
        held = list_tokens(connection)
    behind = [one for one in held if place is None or one.id > place[0]]
    cursor = seal("tokens", behind[limit - 1].id) if len(behind) > limit else None
    forms = [upkeep.Token.model_validate(one) for one in behind[:limit]]
    return reply(request, models.Page[upkeep.Token](items=forms, next=cursor))


@router.post("/tokens", status_code=201, response_model=upkeep.NewToken, responses=faults(400), dependencies=EDITS)
def make_token(request: Request, order: TokenOrder, visitor: Admin) -> Response:
    """Make a token; its secret is answered this once."""
    at, ends = changed_at(request), _end(order.expires_at)

    def work(connection: Connection) -> upkeep.NewToken:
        token, secret = create_token(connection, order.name, scope=order.scope, at=at, expires_at=ends)
        told = {"name": order.name, "scope": order.scope.value}
        record(connection, who=visitor.name, action="token.add", target=f"token/{token.id}", at=at, detail=told)
        values = {name: getattr(token, name) for name in upkeep.Token.model_fields}
        return upkeep.NewToken(**values, secret=secret)

    return reply(request, store_of(request).write(work), status=201)


def _end(when: dt.datetime | None) -> str | None:
    try:
        return None if when is None else instant(instant(when))
    except (StoreError, OverflowError, ValueError) as error:
        raise DeskError(422, "H011", "'expires_at' cannot be used: give a time from the year 1000 on") from error


@router.delete("/tokens/{token}", status_code=204, response_class=Response, dependencies=EDITS)
def withdraw_token(request: Request, token: Ident, visitor: Admin) -> Response:
    """Withdraw a token at once; it stays in the list."""
    at = changed_at(request)

    def work(connection: Connection) -> None:
        revoke_token(connection, token, at=at)
        record(connection, who=visitor.name, action="token.revoke", target=f"token/{token}", at=at)

    store_of(request).write(work)
    return Response(status_code=204)


@router.get("/audit", response_model=models.Page[upkeep.AuditLine], responses=unchanged())
def list_of_audit(
    request: Request,
    _: Admin,
    *,
    target: Annotated[Filter, Query(description="Only about this thing, such as `story/17`.")] = None,
    after: After = None,
    limit: Limit = 50,
) -> Response:
    """List who did what, latest first."""
    place = unseal(after, "audit", int)
    with store_of(request).read() as connection:
        before = None if place is None else place[0]
        held = list_audit(connection, target=target, before=before, limit=limit + 1)
    cursor = seal("audit", held[limit - 1].id) if len(held) > limit else None
    forms = [upkeep.AuditLine.model_validate(one) for one in held[:limit]]
    return reply(request, models.Page[upkeep.AuditLine](items=forms, next=cursor))

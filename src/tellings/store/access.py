"""Who may do what at the desk, who did what, and what each reader has seen."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Mapping
from typing import Any

from sqlalchemy import Connection, Row, or_, select, update

from tellings.store.codec import pack, unpack
from tellings.store.moments import instant
from tellings.store.rows import column_text, indexed_text, insert_into, present
from tellings.store.tables import audit, looks, tokens
from tellings.types.store import AuditEntry, Look, Scope, Token

_SCOPES = list(Scope)


def create_token(
    connection: Connection,
    name: str,
    *,
    scope: Scope,
    at: str,
    expires_at: str | None = None,
    parent: int | None = None,
) -> tuple[Token, str]:
    """Make a token; its secret is returned this once and kept as a hash only.

    The secret has 256 random bits, so its plain SHA-256 cannot be guessed back.

    Args:
        connection: a transaction that may write.
        name: what or whom it is for.
        scope: what it allows.
        at: when it is made.
        expires_at: when it ends, None for never.
        parent: of a browser's session: the token it was begun with; it ends with that one.
    """
    secret = "tellings_" + secrets.token_urlsafe(32)
    values = {
        "name": column_text(name),
        "sha256": _hash(secret),
        "scope": scope.value,
        "created_at": instant(at),
        "expires_at": None if expires_at is None else instant(expires_at),
        "parent_id": parent,
    }
    row = connection.execute(tokens.insert().values(values).returning(tokens)).one()
    return _as_token(row), secret


def check_token(connection: Connection, secret: str, *, at: str) -> Token | None:
    """Return the token of a secret if it is valid at a time, None otherwise; a session needs a valid parent."""
    when = instant(at)
    row = connection.execute(select(tokens).where(tokens.c.sha256 == _hash(secret))).first()
    if row is None or _ended(row, when):
        return None
    if row.parent_id is not None:
        parent = connection.execute(select(tokens).where(tokens.c.id == row.parent_id)).first()
        if parent is None or _ended(parent, when):
            return None
    return _as_token(row)


def _ended(row: Row[Any], when: str) -> bool:
    return row.revoked_at is not None or (row.expires_at is not None and row.expires_at <= when)


def allows(token: Token, scope: Scope) -> bool:
    """Return whether a token allows what a scope stands for."""
    return _SCOPES.index(token.scope) >= _SCOPES.index(scope)


def revoke_token(connection: Connection, token: int, *, at: str) -> None:
    """End a token now, and with it the browser sessions that were begun with it.

    Raises:
        StoreError: there is none of this id (T013).
    """
    present(connection.execute(select(tokens.c.id).where(tokens.c.id == token)).first(), f"token {token}")
    ended = update(tokens).where(tokens.c.revoked_at.is_(None))
    ended = ended.where(or_(tokens.c.id == token, tokens.c.parent_id == token))
    connection.execute(ended.values(revoked_at=instant(at)))


def list_tokens(connection: Connection) -> tuple[Token, ...]:
    """Return every token, oldest first."""
    return tuple(_as_token(row) for row in connection.execute(select(tokens).order_by(tokens.c.id)))


def record(
    connection: Connection, *, who: str, action: str, target: str, at: str, detail: Mapping[str, object] | None = None
) -> int:
    """Write a line of the audit log, in the transaction that does what it tells, and return its id.

    Args:
        connection: a transaction that may write.
        who: name of the token or person.
        action: such as ``story.merge``.
        target: what it was done to, such as ``story/17``.
        at: when.
        detail: anything else, as JSON.
    """
    values = {
        "at": instant(at),
        "who": column_text(who),
        "action": column_text(action),
        "target": indexed_text(target),
        "detail": pack(dict(detail or {})),
    }
    ident: int = connection.execute(audit.insert().values(values).returning(audit.c.id)).scalar_one()
    return ident


def list_audit(
    connection: Connection, *, target: str | None = None, before: int | None = None, limit: int = 50
) -> tuple[AuditEntry, ...]:
    """Return lines of the audit log, latest first; ``before`` is the id of the last one of the page before."""
    query = select(audit) if target is None else select(audit).where(audit.c.target == indexed_text(target))
    query = query if before is None else query.where(audit.c.id < before)
    rows = connection.execute(query.order_by(audit.c.id.desc()).limit(limit))
    return tuple(AuditEntry(**(row._asdict() | {"detail": unpack(row.detail)})) for row in rows)


def note_look(connection: Connection, reader: str, story: int, *, revision: int, at: str) -> None:
    """Note that a reader has seen a story's dossier; never sets it back to an older revision."""
    values = {"reader": indexed_text(reader), "story_id": story, "revision": revision, "at": instant(at)}
    statement = insert_into(connection, looks).values(values)
    newer = {"revision": revision, "at": values["at"]}
    later = looks.c.revision <= revision
    connection.execute(statement.on_conflict_do_update(index_elements=["reader", "story_id"], set_=newer, where=later))


def last_look(connection: Connection, reader: str, story: int) -> Look | None:
    """Return when a reader last looked at a story, None if never."""
    same = (looks.c.reader == indexed_text(reader), looks.c.story_id == story)
    row = connection.execute(select(looks).where(*same)).first()
    return None if row is None else Look(reader=row.reader, story=row.story_id, revision=row.revision, at=row.at)


def last_looks(connection: Connection, reader: str) -> dict[int, Look]:
    """Return when a reader last looked at each story, by story id."""
    rows = connection.execute(select(looks).where(looks.c.reader == indexed_text(reader)))
    return {row.story_id: Look(reader=row.reader, story=row.story_id, revision=row.revision, at=row.at) for row in rows}


def _hash(secret: str) -> str:
    return hashlib.sha256(secret.encode("utf-8", "surrogatepass")).hexdigest()


def _as_token(row: Row[Any]) -> Token:
    wanted = ("id", "name", "created_at", "expires_at", "revoked_at")
    return Token(**{name: getattr(row, name) for name in wanted}, scope=Scope(row.scope), parent=row.parent_id)

"""Bytes as they came: kept once for each content, with every answer that brought them."""

from __future__ import annotations

import hashlib
from functools import cache
from typing import Any

from sqlalchemy import Connection, Insert, func, select
from sqlalchemy.sql.dml import ReturningInsert

from tellings.errors import StoreError
from tellings.store.codec import inflate, unpack
from tellings.store.prepared import PreparedCapture, prepare_capture
from tellings.store.rows import address_key, insert_in, present
from tellings.store.tables import bodies, captures
from tellings.types.articles import Capture


def put_capture(connection: Connection, capture: Capture | PreparedCapture) -> int:
    """Keep a capture and return its id; the same one again changes nothing.

    Two captures are the same if source, time and bytes are. What somebody said about the source (``hints``,
    ``options``) is not kept: it is in the article.

    Raises:
        StoreError: ``sha256`` is not that of the bytes (T010).
    """
    ready = capture if isinstance(capture, PreparedCapture) else prepare_capture(capture)
    body, row = _statements(connection.dialect.name)
    connection.execute(body, ready.body)
    ident: int = connection.execute(row, ready.values).scalar_one()
    return ident


@cache
def _statements(dialect: str) -> tuple[Insert, ReturningInsert[Any]]:
    """Return what writes a body and a capture; built once."""
    row = insert_in(dialect, captures)
    same = ["key", "fetched_at", "sha256"]
    row = row.on_conflict_do_update(index_elements=same, set_={"sha256": row.excluded.sha256})
    return insert_in(dialect, bodies).on_conflict_do_nothing(), row.returning(captures.c.id)


def get_capture(connection: Connection, ident: int) -> Capture:
    """Return a capture with its bytes.

    Raises:
        StoreError: there is none of this id (T013), or its bytes do not match their hash (T010).
    """
    query = select(captures, bodies.c.content).join(bodies).where(captures.c.id == ident)
    row = present(connection.execute(query).first(), f"capture {ident}")
    content = inflate(row.content)
    if hashlib.sha256(content).hexdigest() != row.sha256:
        raise StoreError(f"the bytes of capture {ident} do not match their hash: restore a backup", code="T010")
    return Capture(
        source=row.source,
        content=content,
        media_type=row.media_type,
        sha256=row.sha256,
        url=row.url,
        fetched_at=row.fetched_at or None,
        status=row.status,
        headers=tuple((name, value) for name, value in unpack(row.headers)),
        charset=row.charset,
    )


def captures_of(connection: Connection, source: str) -> tuple[int, ...]:
    """Return the ids of the captures of an address or path, oldest first."""
    query = select(captures.c.id).where(captures.c.key == address_key(source))
    return tuple(connection.execute(query.order_by(captures.c.fetched_at, captures.c.id)).scalars())


def kept_bytes(connection: Connection) -> tuple[int, int]:
    """Return how many bytes the captures had, and how many they take compressed."""
    query = select(func.coalesce(func.sum(bodies.c.size), 0), func.coalesce(func.sum(func.length(bodies.c.content)), 0))
    row = connection.execute(query).one()
    return int(row[0]), int(row[1])

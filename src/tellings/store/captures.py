"""Bytes as they came: kept once for each content, with every answer that brought them."""

from __future__ import annotations

import hashlib

from sqlalchemy import Connection, func, select

from tellings.errors import StoreError
from tellings.store.codec import deflate, inflate, pack, unpack
from tellings.store.moments import instant
from tellings.store.rows import address_key, column_text, column_words, insert_into, present
from tellings.store.tables import bodies, captures
from tellings.types.articles import Capture


def put_capture(connection: Connection, capture: Capture) -> int:
    """Keep a capture and return its id; the same one again changes nothing.

    Two captures are the same if source, time and bytes are. What somebody said about the source (``hints``,
    ``options``) is not kept: it is in the article.

    Raises:
        StoreError: ``sha256`` is not that of the bytes (T010).
    """
    if hashlib.sha256(capture.content).hexdigest() != capture.sha256:
        raise StoreError(f"the hash of {capture.source} is not that of its bytes: make the capture anew", code="T010")
    found = connection.execute(select(bodies.c.size).where(bodies.c.sha256 == capture.sha256)).first()
    if found is None:
        body = {"sha256": capture.sha256, "size": len(capture.content), "content": deflate(capture.content)}
        connection.execute(insert_into(connection, bodies).values(body).on_conflict_do_nothing())
    values = {
        "key": address_key(capture.source),
        "source": column_text(capture.source),
        "url": column_words(capture.url),
        "fetched_at": "" if capture.fetched_at is None else instant(capture.fetched_at),
        "status": capture.status,
        "headers": pack([list(pair) for pair in capture.headers]),
        "media_type": column_text(capture.media_type),
        "charset": column_words(capture.charset),
        "sha256": capture.sha256,
    }
    same = ["key", "fetched_at", "sha256"]
    statement = insert_into(connection, captures).values(values)
    statement = statement.on_conflict_do_update(index_elements=same, set_={"sha256": capture.sha256})
    ident: int = connection.execute(statement.returning(captures.c.id)).scalar_one()
    return ident


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

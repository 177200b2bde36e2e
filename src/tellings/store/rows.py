"""How rows are written on both databases, and text that any column can hold."""

from __future__ import annotations

import hashlib
import re
from typing import TypeVar

from sqlalchemy import Connection, Table
from sqlalchemy.dialects import postgresql, sqlite

from tellings.errors import StoreError

T = TypeVar("T")

#: PostgreSQL indexes 2,700 bytes, a character has up to 4, and an index has more than one column.
MAX_INDEXED = 300
_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")


def insert_into(connection: Connection, table: Table) -> postgresql.Insert:
    """Return an insert that can say what to do on a conflict; both dialects have the same methods."""
    return insert_in(connection.dialect.name, table)


def insert_in(dialect: str, table: Table) -> postgresql.Insert:
    """Return the same by the name of the dialect, for statements that are built once; building takes long."""
    if dialect == "postgresql":
        return postgresql.insert(table)
    return sqlite.insert(table)  # type: ignore[return-value]


def address_key(address: str) -> str:
    """Return the short id of an address or path, the same in every store: ``r`` and sixteen hex digits."""
    return "r" + hashlib.sha256(address.encode("utf-8", "surrogatepass")).hexdigest()[:16]


def column_text(value: str) -> str:
    """Return text with NUL and lone surrogates replaced: no database takes them in a column."""
    return _UNSTORABLE.sub("\N{REPLACEMENT CHARACTER}", value)


def column_words(value: str | None) -> str | None:
    """Return ``column_text`` of a text that may be missing."""
    return None if value is None else column_text(value)


def indexed_text(value: str) -> str:
    """Return ``column_text`` cut to what an index takes."""
    return column_text(value)[:MAX_INDEXED]


def present(row: T | None, what: str) -> T:
    """Return a row that must be there.

    Raises:
        StoreError: it is not (T013).
    """
    if row is None:
        raise StoreError(f"there is no {what} in the store", code="T013")
    return row

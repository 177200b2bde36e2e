"""What a long run remembers between its steps: a JSON document under a name, changed by one process at a time."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, select, update

from tellings.errors import StoreConflict
from tellings.store.codec import pack, unpack
from tellings.store.rows import indexed_text, insert_into
from tellings.store.tables import states


def state_change(connection: Connection, name: str) -> int:
    """Return how often a state was put, 0 if never."""
    query = select(states.c.change).where(states.c.name == indexed_text(name))
    return connection.execute(query).scalar() or 0


def get_state(connection: Connection, name: str) -> tuple[int, Any]:
    """Return how often a state was put and its document, (0, None) if never."""
    row = connection.execute(select(states).where(states.c.name == indexed_text(name))).first()
    return (0, None) if row is None else (row.change, unpack(row.content))


def put_state(connection: Connection, name: str, document: object, *, change: int) -> int:
    """Put a state; until the transaction ends nobody else can put it.

    Args:
        connection: a transaction that may write.
        name: of the state.
        document: a JSON document.
        change: as ``get_state`` gave it with the document that this one follows.

    Returns:
        The number of this change.

    Raises:
        StoreConflict: somebody else has put it since (T009).
    """
    key, content = indexed_text(name), pack(document)
    if change == 0:
        first = insert_into(connection, states).values(name=key, change=1, content=content)
        alone = first.on_conflict_do_nothing(index_elements=["name"])
        put = connection.execute(alone.returning(states.c.change)).scalar()
    else:
        same = update(states).where(states.c.name == key, states.c.change == change)
        values = {"change": change + 1, "content": content}
        put = connection.execute(same.values(values).returning(states.c.change)).scalar()
    if put is None:
        raise StoreConflict(f"the state {name!r} was put by somebody else in between: read it again", code="T009")
    return change + 1

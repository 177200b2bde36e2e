"""Inputs that gave no article, with the reason and the time; the same loss again is counted, not listed twice."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, Row, func, select, tuple_

from tellings.store.moments import instant
from tellings.store.rows import address_key, column_text, indexed_text, insert_into, present
from tellings.store.tables import drops
from tellings.types.articles import Dropped
from tellings.types.collecting import StoredDrop


def put_drop(
    connection: Connection, dropped: Dropped, *, at: str, run: int | None = None, capture: int | None = None
) -> int:
    """Note that an input was lost and return the note's id.

    The same source lost at the same stage for the same code is one note; telling the same loss again (same time)
    changes nothing.

    Args:
        connection: a transaction that may write.
        dropped: what was lost, and why.
        at: when.
        run: id of the run that lost it, None outside a run.
        capture: id of the capture of what was refused, None where it is not kept.
    """
    when = instant(at)
    values = {
        "key": address_key(dropped.source),
        "source": column_text(dropped.source),
        "stage": indexed_text(dropped.stage),
        "code": indexed_text(dropped.code),
        "reason": column_text(dropped.reason),
        "first_at": when,
        "last_at": when,
        "times": 1,
        "run_id": run,
        "capture_id": capture,
    }
    statement = insert_into(connection, drops).values(values)
    newer = {name: statement.excluded[name] for name in ("reason", "last_at", "run_id", "capture_id")} | {
        "times": drops.c.times + 1
    }
    statement = statement.on_conflict_do_update(
        index_elements=["key", "stage", "code"], set_=newer, where=drops.c.last_at < when
    )
    connection.execute(statement)
    same = (drops.c.key == values["key"], drops.c.stage == values["stage"], drops.c.code == values["code"])
    ident: int = connection.execute(select(drops.c.id).where(*same)).scalar_one()
    return ident


def list_drops(
    connection: Connection,
    *,
    code: str | None = None,
    run: int | None = None,
    after: StoredDrop | None = None,
    limit: int = 50,
) -> tuple[StoredDrop, ...]:
    """Return what was lost, latest first.

    Args:
        connection: any transaction.
        code: only for this reason.
        run: only of this run.
        after: the last one of the page before.
        limit: how many at most.
    """
    query = select(drops)
    query = query if code is None else query.where(drops.c.code == code)
    query = query if run is None else query.where(drops.c.run_id == run)
    if after is not None:
        query = query.where(tuple_(drops.c.last_at, drops.c.id) < (after.last_at, after.id))
    rows = connection.execute(query.order_by(drops.c.last_at.desc(), drops.c.id.desc()).limit(limit))
    return tuple(_as_drop(row) for row in rows)


def drops_of(connection: Connection, source: str) -> tuple[StoredDrop, ...]:
    """Return what was lost of one path or address, latest first."""
    query = select(drops).where(drops.c.key == address_key(source))
    return tuple(_as_drop(row) for row in connection.execute(query.order_by(drops.c.last_at.desc(), drops.c.id.desc())))


def get_drop(connection: Connection, drop: int) -> StoredDrop:
    """Return what was lost under an id.

    Raises:
        StoreError: there is none of this id (T013).
    """
    return _as_drop(present(connection.execute(select(drops).where(drops.c.id == drop)).first(), f"drop {drop}"))


def count_drops(connection: Connection, *, since: str | None = None) -> tuple[tuple[str, str, int], ...]:
    """Return stage, code and number of the inputs lost since a time (ever without one), by stage and code."""
    query = select(drops.c.stage, drops.c.code, func.count())
    query = query if since is None else query.where(drops.c.last_at >= instant(since))
    rows = connection.execute(query.group_by(drops.c.stage, drops.c.code).order_by(drops.c.stage, drops.c.code))
    return tuple((row[0], row[1], row[2]) for row in rows)


def _as_drop(row: Row[Any]) -> StoredDrop:
    names = [name for name in StoredDrop.__dataclass_fields__ if name not in ("run", "capture")]
    return StoredDrop(**{name: getattr(row, name) for name in names}, run=row.run_id, capture=row.capture_id)

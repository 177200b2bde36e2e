"""Long runs over shards that may be killed at any moment and go on where they were.

A run puts what it found and moves its mark in one transaction (`advance`): what is before the mark is done, what is
behind it has left no trace. A shard is worked on by who holds its claim; a claim that is not renewed runs out.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import Any

from sqlalchemy import Connection, Row, and_, func, or_, select, update

from tellings.errors import StoreConflict, StoreError
from tellings.store.codec import pack, unpack
from tellings.store.moments import instant, later
from tellings.store.rows import MAX_INDEXED, column_text, indexed_text, insert_into, present
from tellings.store.tables import runs, shard_drops, shards
from tellings.types.collecting import Shard, StoredRun


def start_run(
    connection: Connection, name: str, *, kind: str, at: str, settings: Mapping[str, object] | None = None
) -> StoredRun:
    """Begin a run, or find the one of this name to go on with.

    Args:
        connection: a transaction that may write.
        name: at most 300 characters; the same name is the same run.
        kind: what it does, such as ``archive``.
        at: when.
        settings: what shapes its outcome; a run is gone on with under the same settings only.

    Raises:
        StoreConflict: the run was begun with another kind or other settings (T009).
        StoreError: the name is too long or the settings are no JSON (T010).
    """
    given = {
        "name": _short(name, "run"),
        "kind": column_text(kind),
        "settings": pack(dict(sorted((settings or {}).items()))),
        "started_at": instant(at),
    }
    connection.execute(insert_into(connection, runs).values(given).on_conflict_do_nothing(index_elements=["name"]))
    row = connection.execute(select(runs).where(runs.c.name == given["name"])).one()
    if row.kind != given["kind"] or unpack(row.settings) != unpack(given["settings"]):  # type: ignore[arg-type]
        message = f"the run {name!r} was begun with other settings: give it another name, or the same settings"
        raise StoreConflict(message, code="T009")
    return get_run(connection, row.id)


def get_run(connection: Connection, run: int | str) -> StoredRun:
    """Return a run by id or name, with its counts so far.

    Raises:
        StoreError: there is none (T013).
    """
    wanted = runs.c.id == run if isinstance(run, int) else runs.c.name == run
    row = present(connection.execute(select(runs).where(wanted)).first(), f"run {run}")
    kept = connection.execute(select(func.sum(shards.c.kept)).where(shards.c.run_id == row.id)).scalar() or 0
    counts = select(shard_drops.c.reason, func.sum(shard_drops.c.count)).where(shard_drops.c.run_id == row.id)
    rows = connection.execute(counts.group_by(shard_drops.c.reason).order_by(shard_drops.c.reason))
    return StoredRun(
        id=row.id,
        name=row.name,
        kind=row.kind,
        settings=unpack(row.settings),
        started_at=row.started_at,
        finished_at=row.finished_at,
        kept=int(kept),
        dropped={reason: int(count) for reason, count in rows},
    )


def list_runs(connection: Connection, *, limit: int = 50) -> tuple[StoredRun, ...]:
    """Return the latest runs, newest first."""
    idents = connection.execute(select(runs.c.id).order_by(runs.c.id.desc()).limit(limit)).scalars().all()
    return tuple(get_run(connection, ident) for ident in idents)


def add_shards(connection: Connection, run: int, names: Iterable[str]) -> None:
    """Give a run its shards; those it has already stay as they are.

    Raises:
        StoreError: a name has more than 300 characters (T010).
    """
    values = [{"run_id": run, "name": _short(name, "shard")} for name in dict.fromkeys(names)]
    if values:
        connection.execute(insert_into(connection, shards).on_conflict_do_nothing(), values)


def shards_of(connection: Connection, run: int) -> tuple[Shard, ...]:
    """Return the shards of a run by name."""
    rows = connection.execute(select(shards).where(shards.c.run_id == run).order_by(shards.c.name)).all()
    return tuple(_as_shard(connection, row) for row in rows)


def get_shard(connection: Connection, run: int, name: str) -> Shard:
    """Return how far a run has come in a shard.

    Raises:
        StoreError: the run has no such shard (T013).
    """
    wanted = and_(shards.c.run_id == run, shards.c.name == name)
    row = connection.execute(select(shards).where(wanted)).first()
    return _as_shard(connection, present(row, f"shard {name!r} of run {run}"))


def claim_shard(
    connection: Connection,
    run: int,
    *,
    who: str,
    at: str,
    hold_seconds: float,
    among: Collection[str] | None = None,
) -> Shard | None:
    """Claim the first shard that is not done and that nobody holds; None if there is none.

    Args:
        connection: a transaction that may write.
        run: id of the run.
        who: name of the worker; it gets back a shard that it holds already, as after a restart under the same name.
        at: when.
        hold_seconds: for how long; ``advance`` prolongs it.
        among: only shards of these names; None for any.
    """
    when = instant(at)
    free = or_(shards.c.claimed_until.is_(None), shards.c.claimed_until <= when, shards.c.claimed_by == who)
    query = select(shards.c.name).where(shards.c.run_id == run, shards.c.done_at.is_(None), free)
    query = query if among is None else query.where(shards.c.name.in_(sorted(among)))
    name = connection.execute(query.order_by(shards.c.name).limit(1).with_for_update(skip_locked=True)).scalar()
    if name is None:
        return None
    claim = {"claimed_by": column_text(who), "claimed_until": later(when, hold_seconds)}
    connection.execute(update(shards).where(shards.c.run_id == run, shards.c.name == name).values(claim))
    return get_shard(connection, run, name)


def advance(
    connection: Connection,
    shard: Shard,
    position: int,
    *,
    kept: int = 0,
    dropped: Mapping[str, int] | None = None,
    until: str | None = None,
) -> Shard:
    """Move the mark of a shard, in the transaction that holds what was found on the way.

    Args:
        connection: a transaction that may write.
        shard: as ``claim_shard`` or the last ``advance`` gave it.
        position: everything before it is done; not below ``shard.position``.
        kept: how many articles were kept since.
        dropped: how many were dropped since, by reason.
        until: new end of the claim; None leaves it.

    Returns:
        The shard as it is now, for the next ``advance``.

    Raises:
        StoreConflict: somebody else has worked on it since, so nothing of this transaction may be kept (T009).
        StoreError: the position is before the mark (T010).
    """
    if position < shard.position:
        raise StoreError(f"shard {shard.name!r} is at {shard.position}, not to be set back to {position}", code="T010")
    values: dict[str, Any] = {"position": position, "kept": shards.c.kept + kept}
    if until is not None:
        values["claimed_until"] = instant(until)
    _change(connection, shard, values)
    for reason, count in sorted((dropped or {}).items()):
        row = {"run_id": shard.run, "shard": shard.name, "reason": indexed_text(reason), "count": count}
        statement = insert_into(connection, shard_drops).values(row)
        more = {"count": shard_drops.c.count + count}
        same = ["run_id", "shard", "reason"]
        connection.execute(statement.on_conflict_do_update(index_elements=same, set_=more))
    return get_shard(connection, shard.run, shard.name)


def finish_shard(connection: Connection, shard: Shard, *, at: str) -> None:
    """Note that a shard is done, and the run with it if it was the last one.

    Raises:
        StoreConflict: somebody else has worked on it since (T009).
    """
    when = instant(at)
    connection.execute(select(runs.c.id).where(runs.c.id == shard.run).with_for_update()).all()
    _change(connection, shard, {"done_at": when, "claimed_by": None, "claimed_until": None})
    left = select(func.count()).where(shards.c.run_id == shard.run, shards.c.done_at.is_(None))
    if connection.execute(left).scalar() == 0:
        connection.execute(update(runs).where(runs.c.id == shard.run).values(finished_at=when))


def release_shard(connection: Connection, shard: Shard) -> None:
    """Give a claim back before it runs out, so that another may go on at once.

    Raises:
        StoreConflict: somebody else has worked on it since (T009).
    """
    _change(connection, shard, {"claimed_by": None, "claimed_until": None})


def _change(connection: Connection, shard: Shard, values: dict[str, Any]) -> None:
    """Change a shard's row if it is as the worker knows it.

    Raises:
        StoreConflict: it is not (T009).
    """
    known = and_(shards.c.run_id == shard.run, shards.c.name == shard.name, shards.c.position == shard.position)
    holder = shards.c.claimed_by.is_(None) if shard.claimed_by is None else shards.c.claimed_by == shard.claimed_by
    changed = connection.execute(update(shards).where(known, holder, shards.c.done_at.is_(None)).values(values))
    if changed.rowcount != 1:
        message = f"shard {shard.name!r} was taken over by another worker: claim one again"
        raise StoreConflict(message, code="T009")


def _short(name: str, what: str) -> str:
    if not name or len(name) > MAX_INDEXED:
        raise StoreError(f"the name of a {what} must have 1 to {MAX_INDEXED} characters: shorten it", code="T010")
    return column_text(name)


def _as_shard(connection: Connection, row: Row[Any]) -> Shard:
    query = select(shard_drops.c.reason, shard_drops.c.count.label("times")).where(
        shard_drops.c.run_id == row.run_id, shard_drops.c.shard == row.name
    )
    return Shard(
        run=row.run_id,
        name=row.name,
        position=row.position,
        kept=row.kept,
        dropped={held.reason: held.times for held in connection.execute(query.order_by(shard_drops.c.reason))},
        done_at=row.done_at,
        claimed_by=row.claimed_by,
        claimed_until=row.claimed_until,
    )

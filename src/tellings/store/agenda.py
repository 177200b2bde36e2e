"""What is planned, and who stands where: rows of newest dossiers, to be listed across stories without reading them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, Select, and_, delete, not_, or_, select, tuple_

from tellings.store.codec import pack, unpack
from tellings.store.rows import column_text, column_words, indexed_text
from tellings.store.tables import dossiers, plans, positions, stories, versions
from tellings.store.words import name_key
from tellings.types.agenda import StoredPlan, StoredPosition

Json = Mapping[str, Any]

_PLAN = [plans.c[name] for name in StoredPlan.__dataclass_fields__ if name not in ("story", "title", "article")]
_POSITION = [
    positions.c[name] for name in StoredPosition.__dataclass_fields__ if name not in ("story", "title", "article")
]
_BACKWARDS = (plans.c.due.desc(), plans.c.story_id.desc(), plans.c.ident.desc())


def put_agenda(connection: Connection, story: int, document: Json, *, inside: Iterable[int]) -> None:
    """Keep the plans and positions of a story's newest dossier in place of those of the one before.

    Args:
        connection: a transaction that may write.
        story: id of the story.
        document: the dossier as JSON.
        inside: ids of the versions in it.
    """
    wanted = (versions.c.ident, versions.c.article_id, versions.c.moment)
    rows = connection.execute(select(*wanted).where(versions.c.id.in_(list(inside))).order_by(versions.c.id))
    held = {row.ident: (row.article_id, row.moment or 0) for row in rows}
    made = (
        (plans, [_plan_row(plan, held) for plan in document.get("plans", ())]),
        (positions, [_position_row(one, held) for one in document.get("positions", ())]),
    )
    for table, found in made:
        connection.execute(delete(table).where(table.c.story_id == story))
        unique = {row["ident"]: row for row in found}
        if unique:
            connection.execute(table.insert(), [row | {"story_id": story} for row in unique.values()])


def list_plans(
    connection: Connection,
    *,
    since: str = "0",
    before: str | None = None,
    status: str | None = None,
    after: StoredPlan | tuple[str, int, str] | None = None,
    limit: int = 50,
) -> tuple[StoredPlan, ...]:
    """Return plans of stories that stand, by the day they are due.

    Args:
        connection: any transaction.
        since: only due then or later, as ISO date or part of one; "" for those without a day too. What is due in a
            month or a year is due until its end, so it counts for every day in it.
        before: only due before.
        status: only with this status.
        after: the last one of the page before, or its ``due``, ``story`` and ``ident``.
        limit: how many at most.
    """
    query = _standing_plans(status).where(*_due_from(since))
    query = query if before is None else query.where(plans.c.due < before)
    order = (plans.c.due, plans.c.story_id, plans.c.ident)
    if after is not None:
        last = (after.due, after.story, after.ident) if isinstance(after, StoredPlan) else after
        query = query.where(tuple_(*order) > last)
    return tuple(_as_plan(row) for row in connection.execute(query.order_by(*order).limit(limit)))


def last_plan(connection: Connection, *, before: str, status: str | None = None) -> StoredPlan | None:
    """Return the plan with the latest day before a day or month, None if there is none."""
    query = _standing_plans(status).where(plans.c.due > "", plans.c.due < before)
    row = connection.execute(query.order_by(*_BACKWARDS).limit(1)).first()
    return None if row is None else _as_plan(row)


def positions_of(
    connection: Connection,
    person: str,
    *,
    before: int | None = None,
    after: tuple[int, int, str] | None = None,
    limit: int = 50,
) -> tuple[StoredPosition, ...]:
    """Return where somebody stands by the newest dossiers, newest report first.

    Args:
        connection: any transaction.
        person: a name, or its last word; accents and case do not matter.
        before: only with an earlier moment.
        after: ``moment``, ``story`` and ``ident`` of the last one of the page before.
        limit: how many at most.
    """
    key = indexed_text(name_key(person)[0])
    columns = (*_POSITION, positions.c.story_id, positions.c.article_id, stories.c.title)
    query = select(*columns).join(stories, stories.c.id == positions.c.story_id)
    named = positions.c.key if " " in key else positions.c.last
    query = query.where(stories.c.merged_into.is_(None), named == key)
    query = query if before is None else query.where(positions.c.moment < before)
    rest = (positions.c.story_id, positions.c.ident)
    if after is not None:
        same = and_(positions.c.moment == after[0], tuple_(*rest) > after[1:])
        query = query.where(or_(positions.c.moment < after[0], same))
    rows = connection.execute(query.order_by(positions.c.moment.desc(), *rest).limit(limit))
    return tuple(_as_position(row) for row in rows)


def in_full(
    connection: Connection, found: Sequence[StoredPlan] | Sequence[StoredPosition]
) -> dict[tuple[int, str], tuple[int, Json]]:
    """Return all that the newest dossiers say of plans or positions.

    Args:
        connection: the transaction in which they were listed.
        found: as listed.

    Returns:
        By story and ``ident``: the dossier's revision and what it says there.
    """
    table, part = (plans, "plans") if found and isinstance(found[0], StoredPlan) else (positions, "positions")
    wanted = {(row.story, row.ident) for row in found}
    columns = (table.c.story_id, table.c.ident, table.c.content, stories.c.revision)
    query = select(*columns).join(stories, stories.c.id == table.c.story_id)
    rows = connection.execute(query.where(table.c.story_id.in_({story for story, _ in wanted}))).all()
    made = {(row.story_id, row.ident): (row.revision, row.content) for row in rows}
    made = {key: held for key, held in made.items() if key in wanted}
    told = {key: (revision, unpack(content)) for key, (revision, content) in made.items() if content is not None}
    for story, revision in sorted({(key[0], revision) for key, (revision, content) in made.items() if content is None}):
        told |= {(story, ident): (revision, one) for ident, one in _of_dossier(connection, story, revision, part)}
    return {key: told[key] for key in made if key in told}


def _of_dossier(connection: Connection, story: int, revision: int, part: str) -> list[tuple[str, Json]]:
    """Return what a dossier says, for rows that an older release wrote."""
    query = select(dossiers.c.content).where(dossiers.c.story_id == story, dossiers.c.revision == revision)
    document = unpack(connection.execute(query).scalar_one())
    return [(indexed_text(str(one["id"])), one) for one in document.get(part, ())]


def due_day(due: str | None) -> str:
    """Return the last day by which something is due, as much of it as is known: of an interval its end.

    ``2031-05`` stays a month; a time of day falls away; "" where nothing is said.
    """
    first, _, last = (due or "").partition("/")
    return (last or first)[:10]


def _due_from(since: str) -> list[ColumnElement[bool]]:
    """Return the conditions for what is due then or later; they read the index of the days from that year on."""
    whole = [since[:size] for size in (4, 7) if len(since) > size]
    if not whole:
        return [plans.c.due >= since]
    return [plans.c.due >= whole[0], not_(and_(plans.c.due < since, plans.c.due.not_in(whole)))]


def _standing_plans(status: str | None) -> Select[Any]:
    query = select(*_PLAN, plans.c.story_id, plans.c.article_id, stories.c.title)
    # "+ 0" keeps SQLite from taking every story that stands first and sorting all their plans
    query = query.join(stories, stories.c.id == plans.c.story_id).where((stories.c.merged_into + 0).is_(None))
    return query if status is None else query.where(plans.c.status == status)


def _place(refs: Sequence[Json], held: Mapping[str, tuple[int, int]]) -> dict[str, Any]:
    """Return where the first words stand that a kept version has."""
    for ref in refs:
        if ref["article"] in held:
            return {"article_id": held[ref["article"]][0], "start": ref["start"], "end": ref["end"]}
    return {"article_id": None, "start": 0, "end": 0}


def _plan_row(plan: Json, held: Mapping[str, tuple[int, int]]) -> dict[str, Any]:
    actors = ", ".join(str(actor["name"]) for actor in plan.get("actors", ()))
    row = {
        "ident": indexed_text(str(plan["id"])),
        "due": indexed_text(due_day(plan.get("due"))),
        "due_text": column_words(plan.get("due_text")),
        "status": indexed_text(str(plan["status"])),
        "label": column_text(str(plan["label"])),
        "actors": column_text(actors),
        "reports": len({ref["article"] for ref in plan["evidence"]}),
        "content": pack(plan),
    }
    return row | _place([plan["label_ref"], *plan["evidence"]], held)


def _position_row(position: Json, held: Mapping[str, tuple[int, int]]) -> dict[str, Any]:
    key, last = (indexed_text(part) for part in name_key(str(position["actor"])))
    turns = "\n".join(f"{turn['how']}: {turn['why']}" for turn in position.get("changes", ()))
    refs = [*position["evidence"], position["issue_ref"]]
    row = {
        "ident": indexed_text(str(position["id"])),
        "key": key,
        "last": last,
        "actor": column_text(str(position["actor"])),
        "stance": column_text(str(position["stance"])),
        "issue": column_text(str(position["issue"])),
        "turns": column_text(turns),
        "moment": max((held[ref["article"]][1] for ref in refs if ref["article"] in held), default=0),
        "content": pack(position),
    }
    return row | _place(refs, held)


def _as_plan(row: Row[Any]) -> StoredPlan:
    values = {column.name: getattr(row, column.name) for column in _PLAN}
    return StoredPlan(**values, story=row.story_id, title=row.title, article=row.article_id)


def _as_position(row: Row[Any]) -> StoredPosition:
    values = {column.name: getattr(row, column.name) for column in _POSITION}
    return StoredPosition(**values, story=row.story_id, title=row.title, article=row.article_id)

"""Who is known by which name."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, func, select

from tellings.store.rows import indexed_text
from tellings.store.tables import articles, names
from tellings.store.words import name_key


def known_names(
    connection: Connection, person: str, *, after: str | None = None, limit: int = 50
) -> tuple[tuple[str, str, str, int], ...]:
    """Return who or what current versions name by a name or its last word, by name.

    Args:
        connection: any transaction.
        person: a name, or its last word; accents and case do not matter.
        after: key of the last one of the page before.
        limit: how many at most.

    Returns:
        Key, name, type and number of reports of each.
    """
    query = select(names.c.key, func.min(names.c.name), func.min(names.c.type), func.count())
    query = query.join(articles, articles.c.current == names.c.version_id).where(_named(person))
    query = query if after is None else query.where(names.c.key > after)
    rows = connection.execute(query.group_by(names.c.key).order_by(names.c.key).limit(limit))
    return tuple((row[0], row[1], row[2], row[3]) for row in rows)


def _named(person: str) -> Any:  # noqa: ANN401 -- SQLAlchemy's conditions
    key = indexed_text(name_key(person)[0])
    return (names.c.key if " " in key else names.c.last) == key  # one word is its own last one: one index serves

"""Who is known by which name, and the newest dossiers of stories, newest story first."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sqlalchemy import Connection, Select, func, select, tuple_

from tellings.store.codec import unpack
from tellings.store.rows import indexed_text
from tellings.store.stories import as_story
from tellings.store.tables import articles, dossiers, members, names, stories
from tellings.store.words import name_key
from tellings.types.store import StoredStory

Place = tuple[int, int]
"""Where a story stands in the order of the newest: ``last_moment`` and id."""

_STORY = [stories.c[name] for name in StoredStory.__dataclass_fields__]


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


def newest_dossiers(
    connection: Connection, *, person: str | None = None, after: Place | None = None, limit: int = 50
) -> Iterator[tuple[StoredStory, dict[str, Any]]]:
    """Yield stories with their newest dossier, newest story first; one is unpacked when it is asked for.

    Args:
        connection: any transaction.
        person: only stories with a report that names this person or body.
        after: place of the last one of the page before.
        limit: how many at most.
    """
    query = select(*_STORY).where(stories.c.reports > 0, stories.c.revision > 0)
    if person is not None:
        query = query.where(stories.c.id.in_(_stories_naming(person)))
    order = (stories.c.last_moment, stories.c.id)
    query = query if after is None else query.where(tuple_(*order) < after)
    for row in connection.execute(query.order_by(*(column.desc() for column in order)).limit(limit)).all():
        same = (dossiers.c.story_id == row.id, dossiers.c.revision == row.revision)
        content = connection.execute(select(dossiers.c.content).where(*same)).scalar_one()
        yield as_story(row), unpack(content)


def _stories_naming(person: str) -> Select[Any]:
    query = select(members.c.story_id).join(articles, articles.c.id == members.c.article_id)
    return query.join(names, names.c.version_id == articles.c.current).where(_named(person))


def _named(person: str) -> Any:  # noqa: ANN401 -- SQLAlchemy's conditions
    key = indexed_text(name_key(person)[0])
    return (names.c.key if " " in key else names.c.last) == key  # one word is its own last one: one index serves

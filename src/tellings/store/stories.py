"""Stories: which articles they have, who put them there and why.

What a person decided stands: the machine moves no article that a person has placed, and an article meant for a story
that was merged goes where that one went. Decisions themselves are in `decisions.py`.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import Connection, Row, func, select, tuple_, update

from tellings.errors import StoreConflict
from tellings.store.moments import instant
from tellings.store.rows import column_text, insert_into, present
from tellings.store.tables import articles, members, slots, stories
from tellings.types.store import Member, StoredStory

MACHINE = "machine"
_COLUMNS = [stories.c[name] for name in StoredStory.__dataclass_fields__]
ORDERS = {"newest": stories.c.last_moment, "independent": stories.c.independent, "differences": stories.c.differences}


def create_story(connection: Connection, title: str, *, at: str, titled_by: str = MACHINE) -> int:
    """Begin a story without articles and return its id."""
    when = instant(at)
    values = {
        "title": column_text(title),
        "titled_by": column_text(titled_by),
        "created_at": when,
        "updated_at": when,
        "stale": True,
    }
    ident: int = connection.execute(stories.insert().values(values).returning(stories.c.id)).scalar_one()
    return ident


def get_story(connection: Connection, story: int) -> StoredStory:
    """Return a story.

    Raises:
        StoreError: there is none of this id (T013).
    """
    row = connection.execute(select(*_COLUMNS).where(stories.c.id == story)).first()
    return as_story(present(row, f"story {story}"))


def as_story(row: Row[Any]) -> StoredStory:
    """Return the record of a row of the stories' table."""
    values = {name: getattr(row, name) for name in StoredStory.__dataclass_fields__}
    return StoredStory(**(values | {"types": json.loads(row.types or "{}")}))


def standing(connection: Connection, story: int) -> int:
    """Return the story that stands for a story: itself, or the one that it was merged into.

    Raises:
        StoreError: there is none of this id (T013).
    """
    while (into := get_story(connection, story).merged_into) is not None:
        story = into
    return story


def list_stories(
    connection: Connection,
    *,
    since: int | None = None,
    until: int | None = None,
    order: str = "newest",
    after: StoredStory | None = None,
    limit: int = 50,
) -> tuple[StoredStory, ...]:
    """Return stories that have articles.

    Args:
        connection: any transaction.
        since: only with an article of this moment or later (`moments.first_moment` of the day).
        until: only whose last article has an earlier moment.
        order: ``newest``, ``independent`` (reports) or ``differences``, most first; then newest, then id.
        after: the last one of the page before.
        limit: how many at most.
    """
    query = select(*_COLUMNS).where(stories.c.reports > 0)
    query = query if since is None else query.where(stories.c.last_moment >= since)
    query = query if until is None else query.where(stories.c.last_moment < until)
    keys = list(dict.fromkeys((order, "newest")))
    columns = [ORDERS[key] for key in keys] + [stories.c.id]
    if after is not None:
        names = [column.name for column in columns]
        query = query.where(tuple_(*columns) < tuple(getattr(after, name) for name in names))
    query = query.order_by(*(column.desc() for column in columns)).limit(limit)
    return tuple(as_story(row) for row in connection.execute(query))


def assign(connection: Connection, article: int, story: int, *, score: float, reason: str, at: str) -> int:
    """Put an article into a story on the machine's behalf.

    Args:
        connection: a transaction that may write.
        article: id of the article.
        story: id of the story; if it was merged, the article goes into the one that stands.
        score: how sure, in [0.0, 1.0].
        reason: why, in one sentence.
        at: when.

    Returns:
        The story that the article is in now: where a person has placed it, it stays there.

    Raises:
        StoreError: there is no such article or story (T013).
    """
    target = standing(connection, story)
    present(connection.execute(select(articles.c.id).where(articles.c.id == article)).first(), f"article {article}")
    held = member_of(connection, article)
    if held is not None and (held.by != MACHINE or held.story == target):
        return held.story
    lock(connection, [target] if held is None else [target, held.story])
    values = {
        "story_id": target,
        "by": MACHINE,
        "score": score,
        "reason": column_text(reason),
        "at": instant(at),
        "decision_id": None,
    }
    statement = insert_into(connection, members).values(article_id=article, **values)
    machine = members.c.by == MACHINE
    connection.execute(statement.on_conflict_do_update(index_elements=["article_id"], set_=values, where=machine))
    refresh(connection, [target] if held is None else [target, held.story], at=at)
    placed = member_of(connection, article)
    assert placed is not None
    return placed.story


def member_of(connection: Connection, article: int) -> Member | None:
    """Return an article's place, None if it is in no story."""
    row = connection.execute(select(members).where(members.c.article_id == article)).first()
    return None if row is None else _as_member(row)


def members_of(connection: Connection, story: int) -> tuple[Member, ...]:
    """Return every article's place in a story, by article id."""
    query = select(members).where(members.c.story_id == story).order_by(members.c.article_id)
    return tuple(_as_member(row) for row in connection.execute(query))


def _as_member(row: Row[Any]) -> Member:
    return Member(
        article=row.article_id,
        story=row.story_id,
        by=row.by,
        score=row.score,
        reason=row.reason,
        at=row.at,
        decision=row.decision_id,
    )


def lock(connection: Connection, wanted: Iterable[int]) -> None:
    """Let nobody else change some stories until the transaction ends; always in the same order."""
    if connection.dialect.name == "postgresql":
        query = select(stories.c.id).where(stories.c.id.in_(sorted(set(wanted)))).order_by(stories.c.id)
        connection.execute(query.with_for_update()).all()


def refresh(connection: Connection, wanted: Sequence[int], *, at: str) -> None:
    """Count a story's articles again after some came or went, and note that its dossier is behind."""
    for story in sorted(set(wanted)):
        query = select(func.count(), func.min(articles.c.moment), func.max(articles.c.moment))
        count, first, last = connection.execute(query.join(members).where(members.c.story_id == story)).one()
        values = {"reports": count, "first_moment": first or 0, "last_moment": last or 0, "updated_at": instant(at)}
        changed = {"stale": True, "change": stories.c.change + 1}
        connection.execute(update(stories).where(stories.c.id == story).values(values | changed))


def mark_stale(connection: Connection, story: int) -> None:
    """Note that a story's dossier is behind its articles."""
    values = {"stale": True, "change": stories.c.change + 1}
    connection.execute(update(stories).where(stories.c.id == story).values(values))


def stale_stories(connection: Connection, *, after: int = 0, limit: int = 100) -> tuple[int, ...]:
    """Return the ids of stories with articles whose dossier is behind, above an id, in their order."""
    query = select(stories.c.id).where(stories.c.stale, stories.c.reports > 0, stories.c.id > after)
    return tuple(connection.execute(query.order_by(stories.c.id).limit(limit)).scalars())


def demand(connection: Connection, story: int, change: int | None) -> StoredStory:
    """Return a story for changing it.

    Raises:
        StoreError: there is none of this id (T013).
        StoreConflict: it has changed since the reader saw it (T009).
    """
    lock(connection, [story])
    held = get_story(connection, story)
    if change is not None and held.change != change:
        message = f"story {story} was changed by somebody else in between: look at it again, then repeat"
        raise StoreConflict(message, code="T009")
    return held


def set_profile(connection: Connection, story: int, profile: bytes | None) -> None:
    """Keep what the grouping remembers of a story."""
    connection.execute(update(stories).where(stories.c.id == story).values(profile=profile))


def profiles(connection: Connection, *, since: int) -> dict[int, bytes]:
    """Return what the grouping remembers of every story with an article of a moment or later, by story id."""
    query = select(stories.c.id, stories.c.profile).where(stories.c.last_moment >= since, stories.c.reports > 0)
    rows = connection.execute(query.where(stories.c.profile.is_not(None)).order_by(stories.c.id))
    return {row.id: row.profile for row in rows}


def stories_differing(connection: Connection, slot: str) -> tuple[int, ...]:
    """Return the ids of the stories whose newest dossier differs in a slot such as ``number``."""
    return tuple(connection.execute(select(slots.c.story_id).where(slots.c.slot == slot)).scalars())

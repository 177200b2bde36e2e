"""What the grouping asks of the store, and what it changes there beyond putting an article into a story."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from sqlalchemy import Connection, func, select, update

from tellings.store.access import record
from tellings.store.articles_rows import as_article, select_articles
from tellings.store.moments import instant
from tellings.store.rows import column_text
from tellings.store.stories import MACHINE, lock, refresh, standing
from tellings.store.tables import articles, decisions, members, stories
from tellings.types.store import StoredArticle

#: Values in one IN list; SQLite takes 32,766.
_AT_ONCE = 1_000


class Place(NamedTuple):
    """Where an article stands: its story, who put it there, by which decision."""

    story: int
    by: str
    decision: int | None


def unplaced(connection: Connection, *, after: int = 0, limit: int = 100) -> tuple[StoredArticle, ...]:
    """Return articles that are in no story, oldest first.

    Args:
        connection: any transaction.
        after: only with a later moment: that of the last one of the page before.
        limit: how many at most.
    """
    query = select_articles().where(members.c.article_id.is_(None), articles.c.moment > after)
    return tuple(as_article(row) for row in connection.execute(query.order_by(articles.c.moment).limit(limit)))


def places(connection: Connection, wanted: Iterable[int]) -> dict[int, Place]:
    """Return where articles stand, by article id; those in no story are left out."""
    found: dict[int, Place] = {}
    columns = (members.c.article_id, members.c.story_id, members.c.by, members.c.decision_id)
    for some in _parts(wanted):
        for row in connection.execute(select(*columns).where(members.c.article_id.in_(some))):
            found[row.article_id] = Place(row.story_id, row.by, row.decision_id)
    return found


def kept_profiles(connection: Connection) -> dict[int, bytes]:
    """Return what the grouping remembers of every story that it still holds, by story id."""
    query = select(stories.c.id, stories.c.profile).where(stories.c.profile.is_not(None)).order_by(stories.c.id)
    return {row.id: row.profile for row in connection.execute(query)}


def named_by_hand(connection: Connection, wanted: Iterable[int]) -> frozenset[int]:
    """Return the stories among some that a person gave their name."""
    found: set[int] = set()
    for some in _parts(wanted):
        query = select(stories.c.id).where(stories.c.id.in_(some), stories.c.titled_by != MACHINE)
        found.update(connection.execute(query).scalars())
    return frozenset(found)


def decided_so_far(connection: Connection) -> str:
    """Return a mark that changes with every decision and every undoing of one."""
    newest, undone = connection.execute(select(func.max(decisions.c.id), func.count(decisions.c.undone_at))).one()
    return f"{newest or 0}/{undone}"


def join_stories(connection: Connection, gone: int, kept: int, *, score: float, reason: str, at: str) -> int:
    """Let one story take over another's articles on the machine's behalf; articles placed by a person stay.

    Args:
        connection: a transaction that may write.
        gone: the one that ends; stands on if a person has placed an article in it.
        kept: the one that stays.
        score: how sure, in [0.0, 1.0].
        reason: why, in one sentence.
        at: when.

    Returns:
        The story that stays.

    Raises:
        StoreError: there is no such story (T013).
    """
    gone, kept = standing(connection, gone), standing(connection, kept)
    if gone == kept:
        return kept
    lock(connection, [gone, kept])
    values = {"story_id": kept, "score": score, "reason": column_text(reason), "at": instant(at)}
    moved = update(members).where(members.c.story_id == gone, members.c.by == MACHINE)
    connection.execute(moved.values(values))
    left = select(func.count()).select_from(members).where(members.c.story_id == gone)
    if connection.execute(left).scalar() == 0:
        connection.execute(update(stories).where(stories.c.id == gone).values(merged_into=kept, profile=None))
    refresh(connection, [gone, kept], at=at)
    detail = {"into": kept, "reason": reason}
    record(connection, who=MACHINE, action="story.join", target=f"story/{gone}", at=at, detail=detail)
    return kept


def retitle(connection: Connection, story: int, title: str, *, at: str) -> None:
    """Give a story without a dossier another name on the machine's behalf; one that a person gave stays.

    A story with a dossier is called as that is, see ``put_dossier``.
    """
    text = column_text(title)
    same = (stories.c.id == story, stories.c.titled_by == MACHINE, stories.c.title != text, stories.c.revision == 0)
    values = {"title": text, "change": stories.c.change + 1, "updated_at": instant(at)}
    connection.execute(update(stories).where(*same).values(values))


def _parts(wanted: Iterable[int]) -> Iterator[list[int]]:
    every = sorted(set(wanted))
    for start in range(0, len(every), _AT_ONCE):
        yield every[start : start + _AT_ONCE]

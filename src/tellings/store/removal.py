"""Taking an article out for good: its texts, bytes, marks, words of the search, and every dossier that quotes it.

What stays is who did it, when and why, and the address, so that it is not taken in again. Other rows keep what they
say of it in numbers alone. Copies that were made before (backups, exports, feeds that were read) are out of reach.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Sequence
from contextlib import closing
from typing import Any

from sqlalchemy import Connection, Row, and_, delete, exists, or_, select, text, update

from tellings.store.articles import get_article, get_version
from tellings.store.base import Store
from tellings.store.codec import unpack
from tellings.store.failures import translated
from tellings.store.moments import instant
from tellings.store.rows import address_key, column_text, present
from tellings.store.search import unindex_version
from tellings.store.stories import MACHINE, lock, refresh
from tellings.store.tables import (
    articles,
    bodies,
    captures,
    decisions,
    dossiers,
    drops,
    feed_entries,
    kin,
    labels,
    members,
    moves,
    names,
    plans,
    positions,
    removals,
    sayings,
    slots,
    stories,
    versions,
)
from tellings.types.store import Removal

#: What stands for a title that was a headline of a removed article.
UNTITLED = "(removed)"
#: Tables that hold words of articles.
_QUOTING = (
    "articles", "bodies", "captures", "decisions", "dossiers", "drops", "feed_entries", "kin", "labels", "members",
    "moves", "names", "plans", "positions", "sayings", "search_words", "states", "stories", "versions",
)  # fmt: skip


def remove_article(connection: Connection, article: int, *, who: str, why: str, at: str) -> Removal:
    """Take an article out of the store, and every revision of a dossier that has words of it.

    The stories it was in are marked as behind; their dossiers are to be built anew.

    Args:
        connection: a transaction that may write.
        article: id of the article.
        who: who decides.
        why: in their words; it stays, so it should not quote the article.
        at: when.

    Raises:
        StoreError: there is no such article (T013).
    """
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql("PRAGMA secure_delete = ON")  # write over what is deleted, from here on
    held = get_article(connection, article)
    found = connection.execute(select(versions).where(versions.c.article_id == article)).all()
    told = stories_telling(connection, article)
    lock(connection, told)
    headlines = {row.title for row in found if row.title} | ({held.title} if held.title else set())
    for story in sorted(told):
        _forget_dossiers(connection, story, {row.id for row in found})
    _forget_titles(connection, told, headlines)
    for row in found:
        unindex_version(connection, row.moment, get_version(connection, row.id)[1])
    _forget_rows(connection, article, [row.id for row in found], held.key)
    _forget_bytes(connection, held.address, held.key, found)
    connection.execute(delete(articles).where(articles.c.id == article))
    refresh(connection, sorted(told), at=at)
    _name_anew(connection, told)
    values = {
        "key": held.key,
        "address": held.address,
        "article_id": article,
        "story_id": held.story,
        "who": column_text(who),
        "why": column_text(why),
        "at": instant(at),
    }
    return _as_removal(connection.execute(removals.insert().values(values).returning(removals)).one())


def readmit(connection: Connection, address: str, *, who: str, at: str) -> int:
    """Let what stands at an address be taken in again; return how many removals that lifted.

    Raises:
        StoreError: nothing was removed there (T013).
    """
    kept_out = (removals.c.key == address_key(address), removals.c.lifted_at.is_(None))
    values = {"lifted_at": instant(at), "lifted_by": column_text(who)}
    count = connection.execute(update(removals).where(*kept_out).values(values)).rowcount
    present(count or None, f"removal of {address}")
    return count


def removed(connection: Connection, address: str) -> Removal | None:
    """Return why nothing is to be taken in from an address, None if it may be."""
    query = select(removals).where(removals.c.key == address_key(address), removals.c.lifted_at.is_(None))
    row = connection.execute(query.order_by(removals.c.id.desc()).limit(1)).first()
    return None if row is None else _as_removal(row)


def removal_of(connection: Connection, article: int) -> Removal | None:
    """Return how an article of some number was removed, None if it was not."""
    query = select(removals).where(removals.c.article_id == article).order_by(removals.c.id.desc()).limit(1)
    row = connection.execute(query).first()
    return None if row is None else _as_removal(row)


def list_removals(connection: Connection, *, limit: int = 50) -> tuple[Removal, ...]:
    """Return what was removed, latest first."""
    rows = connection.execute(select(removals).order_by(removals.c.id.desc()).limit(limit))
    return tuple(_as_removal(row) for row in rows)


def same_words(connection: Connection, article: int) -> tuple[str, ...]:
    """Return the other addresses at which a text of an article stands word for word: they are removed one by one."""
    own = select(versions.c.body_sha256).where(versions.c.article_id == article)
    query = select(articles.c.address).join(versions, versions.c.article_id == articles.c.id)
    query = query.where(versions.c.body_sha256.in_(own), articles.c.id != article).distinct()
    return tuple(connection.execute(query.order_by(articles.c.address)).scalars())


def stories_telling(connection: Connection, article: int) -> frozenset[int]:
    """Return the stories that have words of an article in some revision of their dossier, and the one it is in."""
    own = set(connection.execute(select(versions.c.id).where(versions.c.article_id == article)).scalars())
    told = set(connection.execute(select(members.c.story_id).where(members.c.article_id == article)).scalars())
    rows = connection.execute(select(dossiers.c.story_id, dossiers.c.versions).execution_options(yield_per=500))
    return frozenset(told | {row.story_id for row in rows if own.intersection(unpack(row.versions))})


def wipe(store: Store) -> None:
    """Clear what removed rows leave behind in the database's own files: the search's index, its log, dead rows."""
    if store.dialect == "sqlite":
        with store.begin() as connection:
            connection.exec_driver_sql("PRAGMA secure_delete = ON")
            connection.execute(text("INSERT INTO search_words (search_words) VALUES ('optimize')"))
        with translated(store.place), closing(sqlite3.connect(store.path or "")) as alone:
            alone.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        return
    with translated(store.place), store.engine.connect() as connection:
        alone_there = connection.execution_options(isolation_level="AUTOCOMMIT")
        alone_there.exec_driver_sql(f"VACUUM {', '.join(_QUOTING)}")


# ---------------------------------------------------------------------------------------------- rows


def _forget_dossiers(connection: Connection, story: int, gone: set[int]) -> None:
    """Put away the revisions that quote a version, and what was read out of the newest one."""
    rows = connection.execute(
        select(dossiers.c.revision, dossiers.c.versions).where(dossiers.c.story_id == story)
    ).all()
    wrong = [row.revision for row in rows if gone.intersection(unpack(row.versions))]
    connection.execute(delete(dossiers).where(dossiers.c.story_id == story, dossiers.c.revision.in_(wrong)))
    for table in (kin, slots, plans, positions):
        connection.execute(delete(table).where(table.c.story_id == story))
    values = {"news": "", "news_at": None, "types": "", "independent": 0, "differences": 0, "profile": None}
    connection.execute(update(stories).where(stories.c.id == story).values(values))


def _forget_titles(connection: Connection, told: Iterable[int], headlines: set[str]) -> None:
    """Take a headline out of what stories were called, and of what was decided about their names."""
    shown = {column_text(title) for title in headlines} | {" ".join(title.split()) for title in headlines}
    named = (stories.c.id.in_(sorted(told)), stories.c.title.in_(sorted(shown)))
    connection.execute(update(stories).where(*named).values(title=UNTITLED, titled_by=MACHINE))
    for column in (decisions.c.before, decisions.c.after):
        connection.execute(update(decisions).where(column.in_(sorted(shown))).values({column.name: UNTITLED}))


def _name_anew(connection: Connection, told: Iterable[int]) -> None:
    """Call stories that have no name left by the headline of their first report until their dossier is built."""
    for story in sorted(told):
        query = select(articles.c.title).join(members, members.c.article_id == articles.c.id)
        query = query.where(members.c.story_id == story, articles.c.title.is_not(None)).order_by(articles.c.moment)
        title = connection.execute(query.limit(1)).scalar() or UNTITLED
        connection.execute(
            update(stories).where(stories.c.id == story, stories.c.title == UNTITLED).values(title=title)
        )


def _forget_rows(connection: Connection, article: int, gone: Sequence[int], key: str) -> None:
    for table in (plans, positions):  # of stories whose dossier is of other versions by now
        connection.execute(delete(table).where(table.c.article_id == article))
    for table in (labels, names, sayings):
        connection.execute(delete(table).where(table.c.version_id.in_(gone)))
    connection.execute(delete(moves).where(moves.c.article_id == article))
    connection.execute(delete(members).where(members.c.article_id == article))
    named = or_(feed_entries.c.article_id == article, feed_entries.c.key == key)
    connection.execute(update(feed_entries).where(named).values(article_id=None, title=None))
    connection.execute(delete(drops).where(drops.c.key == key))
    connection.execute(delete(versions).where(versions.c.article_id == article))


def _forget_bytes(connection: Connection, address: str, key: str, found: Sequence[Row[Any]]) -> None:
    """Put away the answers that brought the texts, and bytes that nothing else came from."""
    own = sorted({row.capture_id for row in found if row.capture_id is not None})
    asked = or_(captures.c.id.in_(own), captures.c.key == key, captures.c.url == column_text(address))
    used = exists(select(versions.c.id).where(versions.c.capture_id == captures.c.id))
    rows = connection.execute(select(captures.c.id, captures.c.sha256).where(and_(asked, ~used))).all()
    gone = [row.id for row in rows]
    connection.execute(update(drops).where(drops.c.capture_id.in_(gone)).values(capture_id=None))
    connection.execute(delete(captures).where(captures.c.id.in_(gone)))
    hashes = sorted({row.sha256 for row in rows})
    shared = exists(select(captures.c.id).where(captures.c.sha256 == bodies.c.sha256))
    connection.execute(delete(bodies).where(bodies.c.sha256.in_(hashes), ~shared))


def _as_removal(row: Row[Any]) -> Removal:
    values = {name: getattr(row, name) for name in ("id", "address", "who", "why", "at", "lifted_at", "lifted_by")}
    return Removal(**values, article=row.article_id, story=row.story_id)

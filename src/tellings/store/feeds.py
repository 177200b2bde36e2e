"""Feeds and what they named: when to ask again, how they do, which addresses are new."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from sqlalchemy import Connection, Row, Select, delete, func, select, update

from tellings.errors import StoreConflict
from tellings.store.moments import instant, later
from tellings.store.rows import address_key, column_text, column_words, insert_into, present
from tellings.store.tables import feed_entries, feed_moves, feeds
from tellings.types.collecting import FeedEntry, Health, StoredFeed

#: Pause between two polls of a feed that says nothing itself.
WAIT_SECONDS = 900


class Named(NamedTuple):
    """An entry as a feed names it."""

    address: str
    title: str | None = None
    published: str | None = None


def add_feed(
    connection: Connection,
    address: str,
    *,
    at: str,
    wait_seconds: int = WAIT_SECONDS,
    title: str | None = None,
    outlet: str | None = None,
) -> int:
    """Begin to follow a feed and return its id; one that is followed already stays as it is.

    A feed that had the address before it was moved for good is followed already.
    """
    known = find_feed(connection, address)
    if known is not None:
        return known.id
    values = {
        "key": address_key(address),
        "address": column_text(address),
        "kind": "",
        "title": column_words(title),
        "outlet": column_words(outlet),
        "next_due": instant(at),
        "wait_seconds": wait_seconds,
        "health": Health.NEW.value,
    }
    connection.execute(insert_into(connection, feeds).values(values).on_conflict_do_nothing(index_elements=["key"]))
    ident: int = connection.execute(select(feeds.c.id).where(feeds.c.key == values["key"])).scalar_one()
    return ident


def get_feed(connection: Connection, feed: int) -> StoredFeed:
    """Return a feed.

    Raises:
        StoreError: there is none of this id (T013).
    """
    return _as_feed(present(connection.execute(select(feeds).where(feeds.c.id == feed)).first(), f"feed {feed}"))


def find_feed(connection: Connection, address: str) -> StoredFeed | None:
    """Return the feed at an address, or that had it before it was moved for good; None if it is not followed."""
    key = address_key(address)
    row = connection.execute(select(feeds).where(feeds.c.key == key)).first()
    if row is None:
        moved = select(feed_moves.c.feed_id).where(feed_moves.c.key == key)
        row = connection.execute(select(feeds).where(feeds.c.id.in_(moved))).first()
    return None if row is None else _as_feed(row)


def former_addresses(connection: Connection, feed: int) -> tuple[tuple[str, str], ...]:
    """Return the addresses that a feed had before with the time until when, oldest first."""
    query = select(feed_moves.c.address, feed_moves.c.moved_at).where(feed_moves.c.feed_id == feed)
    rows = connection.execute(query.order_by(feed_moves.c.moved_at, feed_moves.c.address))
    return tuple((row.address, row.moved_at) for row in rows)


def move_feed(connection: Connection, feed: StoredFeed, address: str, *, at: str) -> StoredFeed:
    """Give a feed another address; what it named, and the address it had, stay with it.

    Args:
        connection: a transaction that may write.
        feed: as it was read.
        address: where it is from now on.
        at: when.

    Returns:
        The feed as it is now; as it was, if another feed is followed at that address.

    Raises:
        StoreConflict: somebody has changed it since it was read (T009).
    """
    holder = find_feed(connection, address)
    if holder is not None and holder.id != feed.id:
        return feed
    values: dict[str, Any] = {"key": address_key(address), "address": column_text(address), "change": feed.change + 1}
    values |= {"moved_to": None, "moved_since": None, "moved_times": 0}
    known = update(feeds).where(feeds.c.id == feed.id, feeds.c.change == feed.change)
    if connection.execute(known.values(values)).rowcount != 1:
        raise _changed(feed)
    connection.execute(delete(feed_moves).where(feed_moves.c.key == address_key(address)))
    former = {"key": address_key(feed.address), "feed_id": feed.id, "address": column_text(feed.address)}
    connection.execute(insert_into(connection, feed_moves).values(former | {"moved_at": instant(at)}))
    return get_feed(connection, feed.id)


def set_headings(connection: Connection, feed: int, headings: Sequence[Sequence[str]]) -> None:
    """Put a feed under headings of its reader's list: paths of headings, outermost first."""
    text = json.dumps([[column_text(name) for name in path] for path in headings], ensure_ascii=False)
    connection.execute(update(feeds).where(feeds.c.id == feed).values(headings=text if headings else None))


def list_feeds(connection: Connection) -> tuple[StoredFeed, ...]:
    """Return every feed by address."""
    return tuple(_as_feed(row) for row in connection.execute(select(feeds).order_by(feeds.c.address, feeds.c.id)))


def remove_feed(connection: Connection, feed: int) -> None:
    """Follow a feed no longer and forget what it named; the articles stay."""
    connection.execute(delete(feed_entries).where(feed_entries.c.feed_id == feed))
    connection.execute(delete(feed_moves).where(feed_moves.c.feed_id == feed))
    connection.execute(delete(feeds).where(feeds.c.id == feed))


def take_due_feed(connection: Connection, *, at: str, hold_seconds: float) -> StoredFeed | None:
    """Take the feed that has been due longest, so that no other process asks it too; None if none is due.

    Args:
        connection: a transaction that may write.
        at: the time now.
        hold_seconds: when it is due again if this process never comes back to say how it went.
    """
    query = select(feeds.c.id).where(feeds.c.next_due <= instant(at), feeds.c.health != Health.PAUSED.value)
    query = query.order_by(feeds.c.next_due, feeds.c.id).limit(1).with_for_update(skip_locked=True)
    ident = connection.execute(query).scalar()
    if ident is None:
        return None
    values = {"next_due": later(at, hold_seconds), "change": feeds.c.change + 1}
    connection.execute(update(feeds).where(feeds.c.id == ident).values(values))
    return get_feed(connection, ident)


def next_due(connection: Connection) -> str | None:
    """Return when the next feed is due, None if there is none."""
    query = select(func.min(feeds.c.next_due)).where(feeds.c.health != Health.PAUSED.value)
    found: str | None = connection.execute(query).scalar()
    return found


def next_entry_due(connection: Connection) -> str | None:
    """Return when the next address that a feed named is due, None if none is."""
    query = select(func.min(feed_entries.c.next_due)).where(feed_entries.c.feed_id.not_in(_paused()))
    found: str | None = connection.execute(query).scalar()
    return found


def update_feed(connection: Connection, feed: StoredFeed) -> StoredFeed:
    """Write a feed back after a poll or an edit.

    Args:
        connection: a transaction that may write.
        feed: as it was read, with what is new (``dataclasses.replace``).

    Returns:
        The feed as it is now.

    Raises:
        StoreConflict: somebody has changed it since it was read (T009).
    """
    values = {
        "kind": column_text(feed.kind),
        "title": column_words(feed.title),
        "outlet": column_words(feed.outlet),
        "etag": column_words(feed.etag),
        "last_modified": column_words(feed.last_modified),
        "next_due": instant(feed.next_due),
        "wait_seconds": feed.wait_seconds,
        "failures": feed.failures,
        "health": feed.health.value,
        "error": column_words(feed.error),
        "checked_at": None if feed.checked_at is None else instant(feed.checked_at),
        "changed_at": None if feed.changed_at is None else instant(feed.changed_at),
        "change": feed.change + 1,
        "moved_to": column_words(feed.moved_to),
        "moved_since": column_words(feed.moved_since),
        "moved_times": feed.moved_times,
        "said_seconds": feed.said_seconds,
    }
    known = update(feeds).where(feeds.c.id == feed.id, feeds.c.change == feed.change)
    if connection.execute(known.values(values)).rowcount != 1:
        raise _changed(feed)
    return get_feed(connection, feed.id)


def _changed(feed: StoredFeed) -> StoreConflict:
    return StoreConflict(f"the feed {feed.address} was changed by somebody else: read it again", code="T009")


def _paused() -> Select[tuple[int]]:
    return select(feeds.c.id).where(feeds.c.health == Health.PAUSED.value)


def see_entries(connection: Connection, feed: int, named: Iterable[Named], *, at: str) -> tuple[str, ...]:
    """Note what a feed names and return the addresses that it had not named before, in its order.

    Args:
        connection: a transaction that may write.
        feed: id of the feed.
        named: its entries.
        at: when it was read; new entries are due at once.
    """
    when = instant(at)
    wanted = {address_key(entry.address): entry for entry in named}
    query = select(feed_entries.c.key).where(feed_entries.c.feed_id == feed, feed_entries.c.key.in_(list(wanted)))
    known = set(connection.execute(query).scalars())
    rows = [
        {
            "feed_id": feed,
            "key": key,
            "address": column_text(entry.address),
            "title": column_words(entry.title),
            "published": column_words(entry.published),
            "first_seen_at": when,
            "last_seen_at": when,
            "state": "new",
            "next_due": when,
        }
        for key, entry in wanted.items()
    ]
    if not rows:
        return ()
    statement = insert_into(connection, feed_entries)
    newer = {name: statement.excluded[name] for name in ("title", "published", "last_seen_at")}
    connection.execute(statement.on_conflict_do_update(index_elements=["feed_id", "key"], set_=newer), rows)
    return tuple(column_text(entry.address) for key, entry in wanted.items() if key not in known)


def take_due_entries(
    connection: Connection, *, at: str, hold_seconds: float, limit: int = 20, feed: int | None = None
) -> tuple[FeedEntry, ...]:
    """Take addresses that are due, longest first, so that no other process asks for them too; of no paused feed.

    Args:
        connection: a transaction that may write.
        at: the time now.
        hold_seconds: when they are due again if this process never comes back to say how it went.
        limit: how many at most.
        feed: only those of one feed.
    """
    query = select(feed_entries.c.feed_id, feed_entries.c.key).where(feed_entries.c.next_due <= instant(at))
    query = query.where(feed_entries.c.feed_id.not_in(_paused()))
    query = query if feed is None else query.where(feed_entries.c.feed_id == feed)
    order = (feed_entries.c.next_due, feed_entries.c.feed_id, feed_entries.c.key)
    due = connection.execute(query.order_by(*order).limit(limit).with_for_update(skip_locked=True)).all()
    values = {"next_due": later(at, hold_seconds), "tries": feed_entries.c.tries + 1}
    taken = []
    for ident, key in due:
        same = (feed_entries.c.feed_id == ident, feed_entries.c.key == key)
        row = connection.execute(update(feed_entries).where(*same).values(values).returning(feed_entries)).one()
        taken.append(_as_entry(row))
    return tuple(taken)


def set_entry(
    connection: Connection, entry: FeedEntry, *, state: str, next_due: str | None = None, article: int | None = None
) -> None:
    """Note what became of an address that a feed named.

    Args:
        connection: a transaction that may write.
        entry: as ``take_due_entries`` gave it.
        state: ``new``, ``kept``, ``dropped`` or ``failed``.
        next_due: when to ask for it again; None for never.
        article: id of the article it led to; None leaves what is there.
    """
    values: dict[str, Any] = {"state": column_text(state), "next_due": None if next_due is None else instant(next_due)}
    if article is not None:
        values["article_id"] = article
    same = (feed_entries.c.feed_id == entry.feed, feed_entries.c.key == address_key(entry.address))
    connection.execute(update(feed_entries).where(*same).values(values))


def entries_of(connection: Connection, feed: int, *, limit: int = 50) -> tuple[FeedEntry, ...]:
    """Return what a feed named last, latest first."""
    order = (feed_entries.c.last_seen_at.desc(), feed_entries.c.first_seen_at.desc(), feed_entries.c.key)
    rows = connection.execute(select(feed_entries).where(feed_entries.c.feed_id == feed).order_by(*order).limit(limit))
    return tuple(_as_entry(row) for row in rows)


def count_entries(connection: Connection) -> dict[tuple[int, str], int]:
    """Return the number of addresses by feed id and state."""
    query = select(feed_entries.c.feed_id, feed_entries.c.state, func.count())
    rows = connection.execute(query.group_by(feed_entries.c.feed_id, feed_entries.c.state))
    return {(feed, state): count for feed, state, count in rows}


def _as_feed(row: Row[Any]) -> StoredFeed:
    values = {name: getattr(row, name) for name in StoredFeed.__dataclass_fields__}
    headings = tuple(tuple(path) for path in json.loads(row.headings or "[]"))
    return StoredFeed(**values | {"health": Health(row.health), "headings": headings})


def _as_entry(row: Row[Any]) -> FeedEntry:
    names = [name for name in FeedEntry.__dataclass_fields__ if name not in ("feed", "article")]
    return FeedEntry(**{name: getattr(row, name) for name in names}, feed=row.feed_id, article=row.article_id)

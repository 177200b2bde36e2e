"""One poll of one feed: ask politely, note what it names, decide how it does and when it is due again."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from urllib.parse import urlsplit

from sqlalchemy import Connection

from tellings.collect.feedentries import counted
from tellings.collect.feedlosses import losses
from tellings.collect.feeds import Entry, Feed, parse_feed
from tellings.collect.fetch import Fetcher, validators_of
from tellings.collect.pace import Clock
from tellings.errors import StoreConflict
from tellings.runs.feedstates import WatchOptions, failed, has_moved, well, with_news
from tellings.store import Store
from tellings.store.drops import put_drop
from tellings.store.feeds import Named, move_feed, see_entries, take_due_feed, update_feed
from tellings.store.moments import instant, later
from tellings.types.articles import Capture, Dropped, Unchanged, Validators
from tellings.types.collecting import StoredFeed

__all__ = ["Poll", "WatchOptions", "poll_next"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Poll:
    """What a poll came to.

    Attributes:
        feed: as it is now; as it was taken, where somebody else changed it meanwhile.
        new: addresses that it had not named before.
        named: how many entries it has, 0 if it has not changed.
        dropped: why entries were left out, and how many.
        failed: what went wrong, None if nothing did.
        lost: what was lost of a feed that could be read: entries, parts, or that it is damaged.
        moved_from: the address it had until this poll gave it another, None where it kept its own.
    """

    feed: StoredFeed
    new: tuple[str, ...] = ()
    named: int = 0
    dropped: tuple[tuple[str, int], ...] = ()
    failed: Dropped | None = None
    lost: tuple[Dropped, ...] = ()
    moved_from: str | None = None


def poll_next(store: Store, fetcher: Fetcher, *, clock: Clock, options: WatchOptions) -> Poll | None:
    """Poll the feed that has been due longest; None if none is due.

    The feed is taken first, so two processes never ask it both, and one that is killed gives it back after
    ``hold_seconds``. What it names, what was lost of it and how it does are noted in one transaction.
    """
    at = instant(clock.now())
    feed = store.write(lambda connection: take_due_feed(connection, at=at, hold_seconds=options.hold_seconds))
    if feed is None:
        return None
    known = Validators(etag=feed.etag, last_modified=feed.last_modified)
    outcome = fetcher.fetch(feed.address, known=known, any_kind=True)
    found: Feed | Dropped | Unchanged = outcome if not isinstance(outcome, Capture) else _parse(outcome, clock)
    lost: tuple[Dropped, ...] = ()
    if isinstance(found, Feed) and found.children:
        found, lost = _with_children(found, feed.address, fetcher, clock=clock, options=options)
    moment = instant(clock.now())
    if isinstance(found, Dropped):
        fault = replace(found, source=feed.address)
        return _note(store, failed(feed, fault, moment, options), Poll(feed=feed, failed=fault), options=options)
    if isinstance(found, Unchanged):
        return _note(store, well(feed, found, moment, options), Poll(feed=feed), options=options)
    assert isinstance(outcome, Capture), "only a capture was parsed"
    return _keep(store, feed, (outcome, found), lost, moment=moment, options=options)


def _parse(capture: Capture, clock: Clock) -> Feed | Dropped:
    return parse_feed(
        capture.content, url=capture.url or capture.source, now=clock.now().astimezone(dt.UTC), charset=capture.charset
    )


def _with_children(
    feed: Feed, address: str, fetcher: Fetcher, *, clock: Clock, options: WatchOptions
) -> tuple[Feed, tuple[Dropped, ...]]:
    """Return a sitemap index with what its newest parts on the same host hold, and the parts that could not be read.

    Parts of parts are not read.
    """
    host = urlsplit(address).hostname
    same = [child for child in feed.children if urlsplit(child[0]).hostname == host]
    same.sort(key=lambda child: child[1] or "", reverse=True)
    entries: dict[str, Entry] = {}
    dropped, broken, lost = Counter({"other_host": len(feed.children) - len(same)}), feed.broken, []
    for outcome in fetcher.fetch_all([child for child, _ in same[: options.children]], any_kind=True):
        part = _parse(outcome, clock) if isinstance(outcome, Capture) else outcome
        if isinstance(part, Dropped):
            lost.append(replace(part, source=outcome.source))
        elif isinstance(part, Feed):
            dropped.update(dict(part.dropped))
            broken = broken or part.broken
            for entry in part.entries:
                entries.setdefault(entry.address, entry)
    return replace(feed, entries=tuple(entries.values()), dropped=counted(dropped), broken=broken), tuple(lost)


def _keep(
    store: Store,
    feed: StoredFeed,
    found: tuple[Capture, Feed],
    lost: tuple[Dropped, ...],
    *,
    moment: str,
    options: WatchOptions,
) -> Poll:
    """Keep what a feed names, with what was lost on the way."""
    capture, parsed = found
    entries = list(parsed.entries)
    dropped = dict(parsed.dropped)
    if parsed.kind == "sitemap":
        entries = list(_recent(entries, moment, options))
        dropped["old"] = len(parsed.entries) - len(entries)
    validators = validators_of(capture)
    after = replace(
        well(replace(feed, said_seconds=parsed.said_seconds), capture, moment, options),
        kind=parsed.kind,
        title=feed.title or parsed.title,
        etag=validators.etag,
        last_modified=validators.last_modified,
    )
    counts = tuple(sorted((reason, count) for reason, count in dropped.items() if count))
    poll = Poll(feed=feed, named=len(entries), dropped=counts, lost=(*losses(parsed, source=feed.address), *lost))
    named = tuple(Named(entry.address, entry.title, entry.published) for entry in entries)
    return _note(store, after, poll, options=options, found=(capture, named))


def _recent(entries: list[Entry], moment: str, options: WatchOptions) -> Iterator[Entry]:
    since = later(moment, -86400 * options.sitemap_days)
    for entry in entries:
        said = max(entry.published or "", entry.updated or "")
        if said and (said if len(said) > 10 else f"{said}T23:59:59Z") >= since:
            yield entry


def _note(
    store: Store,
    after: StoredFeed,
    poll: Poll,
    *,
    options: WatchOptions,
    found: tuple[Capture, tuple[Named, ...]] | None = None,
) -> Poll:
    """Write a feed back with what it names; if somebody changed or removed it meanwhile, theirs stands."""
    moment = after.checked_at or after.next_due

    def work(connection: Connection) -> Poll:
        feed = update_feed(connection, after)
        new: tuple[str, ...] = ()
        if found is not None:
            capture, named = found
            new = see_entries(connection, feed.id, named, at=moment)
            if new:
                feed = update_feed(connection, with_news(feed, moment, options, answer=capture))
        for lost in (*poll.lost, *((poll.failed,) if poll.failed else ())):
            put_drop(connection, lost, at=moment)
        address = feed.address
        if poll.failed is None and feed.moved_to is not None and has_moved(feed, moment, options):
            feed = move_feed(connection, feed, feed.moved_to, at=moment)
        return replace(poll, feed=feed, new=new, moved_from=address if feed.address != address else None)

    try:
        with store.begin() as connection:
            return work(connection)
    except StoreConflict:
        return poll

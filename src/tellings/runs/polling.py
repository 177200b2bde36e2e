"""One poll of one feed: ask politely, note what it names, decide how it does and when it is due again."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from urllib.parse import urlsplit

from tellings.collect.feeds import Entry, Feed, parse_feed
from tellings.collect.fetch import Fetcher, validators_of
from tellings.collect.pace import Clock
from tellings.errors import StoreConflict
from tellings.store import Store
from tellings.store.feeds import Named, see_entries, take_due_feed, update_feed
from tellings.store.moments import instant, later
from tellings.types.articles import Capture, Dropped, Unchanged, Validators
from tellings.types.collecting import Health, StoredFeed

_WAIT = re.compile(r"asks to wait (\d{1,9}) s\b")


@dataclass(frozen=True, slots=True, kw_only=True)
class WatchOptions:
    """How feeds are followed. Every default was set by hand.

    Attributes:
        least_seconds: no feed is asked more often.
        most_seconds: a feed that does well is asked at least this often.
        hold_seconds: a feed or page that a process has taken and never come back to is free for others after this.
        gone_after: a feed that was not there (404) this often in a row is taken for gone; 410 says so at once.
        gone_seconds: how often a feed that is gone is asked nevertheless.
        sitemap_days: of a sitemap only pages this new are followed: some list a whole archive.
        children: how many parts of a sitemap index are read, newest first.
        batch: pages that are taken, fetched and kept together.
        tries: how often a page is asked for when its failure may pass.
        retry_seconds: wait before the second try; it is four times as long with every further one.
        recheck_seconds: ages at which a page is looked at again for changes, counted from its first sight.
    """

    least_seconds: int = 300
    most_seconds: int = 6 * 3600
    hold_seconds: int = 3600
    gone_after: int = 5
    gone_seconds: int = 7 * 86400
    sitemap_days: int = 3
    children: int = 5
    batch: int = 20
    tries: int = 4
    retry_seconds: int = 900
    recheck_seconds: tuple[int, ...] = (3600, 4 * 3600, 12 * 3600, 86400, 3 * 86400, 7 * 86400)


@dataclass(frozen=True, slots=True, kw_only=True)
class Poll:
    """What a poll came to.

    Attributes:
        feed: as it is now; as it was taken, where somebody else changed it meanwhile.
        new: addresses that it had not named before.
        named: how many entries it has, 0 if it has not changed.
        dropped: why entries were left out, and how many.
        failed: what went wrong, None if nothing did.
    """

    feed: StoredFeed
    new: tuple[str, ...] = ()
    named: int = 0
    dropped: tuple[tuple[str, int], ...] = ()
    failed: Dropped | None = None


def poll_next(store: Store, fetcher: Fetcher, *, clock: Clock, options: WatchOptions) -> Poll | None:
    """Poll the feed that has been due longest; None if none is due.

    The feed is taken first, so two processes never ask it both, and one that is killed gives it back after
    ``hold_seconds``. What it names and how it does are noted in one transaction.
    """
    at = instant(clock.now())
    feed = store.write(lambda connection: take_due_feed(connection, at=at, hold_seconds=options.hold_seconds))
    if feed is None:
        return None
    known = Validators(etag=feed.etag, last_modified=feed.last_modified)
    outcome = fetcher.fetch(feed.address, known=known, any_kind=True)
    found: Feed | Dropped | Unchanged = outcome if not isinstance(outcome, Capture) else _parse(outcome, clock)
    if isinstance(found, Feed) and found.children:
        found = _with_children(found, feed.address, fetcher, clock=clock, options=options)
    moment = instant(clock.now())
    if isinstance(found, Dropped):
        return _note(store, _failed(feed, found, moment, options), (), Poll(feed=feed, failed=found))
    if isinstance(found, Unchanged):
        return _note(store, _well(feed, moment, options, is_new=False), (), Poll(feed=feed))
    assert isinstance(outcome, Capture), "only a capture was parsed"
    return _keep(store, feed, (outcome, found), moment, options)


def _parse(capture: Capture, clock: Clock) -> Feed | Dropped:
    return parse_feed(
        capture.content, url=capture.url or capture.source, now=clock.now().astimezone(dt.UTC), charset=capture.charset
    )


def _with_children(feed: Feed, address: str, fetcher: Fetcher, *, clock: Clock, options: WatchOptions) -> Feed:
    """Return a sitemap index with the entries of its newest parts on the same host; parts of parts are not read."""
    host = urlsplit(address).hostname
    same = [child for child in feed.children if urlsplit(child[0]).hostname == host]
    same.sort(key=lambda child: child[1] or "", reverse=True)
    entries: dict[str, Entry] = {}
    for outcome in fetcher.fetch_all([child for child, _ in same[: options.children]], any_kind=True):
        part = _parse(outcome, clock) if isinstance(outcome, Capture) else None
        for entry in part.entries if isinstance(part, Feed) else ():
            entries.setdefault(entry.address, entry)
    return replace(feed, entries=tuple(entries.values()))


def _keep(store: Store, feed: StoredFeed, found: tuple[Capture, Feed], moment: str, options: WatchOptions) -> Poll:
    capture, parsed = found
    entries = list(parsed.entries)
    dropped = dict(parsed.dropped)
    if parsed.kind == "sitemap":
        entries = list(_recent(entries, moment, options))
        dropped["old"] = len(parsed.entries) - len(entries)
    named = [Named(entry.address, entry.title, entry.published) for entry in entries]
    validators = validators_of(capture)
    after = replace(
        _well(feed, moment, options, is_new=False),
        kind=parsed.kind,
        title=feed.title or parsed.title,
        etag=validators.etag,
        last_modified=validators.last_modified,
    )
    counts = tuple(sorted((reason, count) for reason, count in dropped.items() if count))
    poll = Poll(feed=feed, named=len(named), dropped=counts)
    return _note(store, after, tuple(named), poll, options=options)


def _recent(entries: list[Entry], moment: str, options: WatchOptions) -> Iterator[Entry]:
    since = later(moment, -86400 * options.sitemap_days)
    for entry in entries:
        said = max(entry.published or "", entry.updated or "")
        if said and (said if len(said) > 10 else f"{said}T23:59:59Z") >= since:
            yield entry


def _note(
    store: Store,
    after: StoredFeed,
    named: tuple[Named, ...],
    poll: Poll,
    *,
    options: WatchOptions | None = None,
) -> Poll:
    """Write a feed back with what it names; if somebody changed or removed it meanwhile, theirs stands."""
    moment = after.checked_at or after.next_due
    try:
        with store.begin() as connection:
            feed = update_feed(connection, after)
            new = see_entries(connection, feed.id, named, at=moment)
            if new and options is not None:
                feed = update_feed(connection, _well(feed, moment, options, is_new=True))
    except StoreConflict:
        return poll
    return replace(poll, feed=feed, new=new)


def _well(feed: StoredFeed, moment: str, options: WatchOptions, *, is_new: bool) -> StoredFeed:
    """Return a feed that answered: half the pause after news, half as much again after none, within the limits."""
    wait = feed.wait_seconds // 3 if is_new else feed.wait_seconds * 3 // 2
    wait = min(max(wait, options.least_seconds), options.most_seconds)
    return replace(
        feed,
        health=Health.WELL,
        failures=0,
        error=None,
        wait_seconds=wait,
        next_due=later(moment, wait),
        checked_at=moment,
        changed_at=moment if is_new else feed.changed_at,
    )


def _failed(feed: StoredFeed, lost: Dropped, moment: str, options: WatchOptions) -> StoredFeed:
    """Return a feed that failed: its pause doubles with every failure, and is what the site asks for at least."""
    failures = feed.failures + 1
    is_gone = lost.code == "C021" and ("status 410" in lost.reason or failures >= options.gone_after)
    wait = min(feed.wait_seconds * 2 ** min(failures, 20), options.most_seconds)
    asked = _WAIT.search(lost.reason)
    wait = max(wait, options.least_seconds, int(asked.group(1)) if asked else 0)
    return replace(
        feed,
        health=Health.GONE if is_gone or feed.health is Health.GONE else Health.FAILING,
        failures=failures,
        error=f"{lost.reason} [{lost.code}]",
        next_due=later(moment, options.gone_seconds if is_gone or feed.health is Health.GONE else wait),
        checked_at=moment,
    )

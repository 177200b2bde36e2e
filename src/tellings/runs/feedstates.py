"""What becomes of a feed after its answer: how it does, when it is due again, whether it was moved for good."""

from __future__ import annotations

from dataclasses import dataclass, replace

from tellings.collect.canonical import canonical_address
from tellings.collect.pace import fresh_seconds
from tellings.store.moments import NEVER, later
from tellings.types.articles import Capture, Dropped, Unchanged
from tellings.types.collecting import Health, StoredFeed

#: Longest pause of a feed that fails, whatever its site asks for: a year.
_MOST_FAILING_SECONDS = 365 * 86400
#: The answer 410: there is no such thing any more, and there will be none (RFC 9110 section 15.5.11).
_GONE_FOR_GOOD = 410


@dataclass(frozen=True, slots=True, kw_only=True)
class WatchOptions:
    """How feeds are followed. Every default was set by hand.

    Attributes:
        least_seconds: no feed is asked more often.
        most_seconds: a feed that does well is asked at least this often, whatever it says of its own pause.
        hold_seconds: a feed or page that a process has taken and never come back to is free for others after this.
        gone_after: a feed that was not there (404) this often in a row is taken for gone; 410 says so at once.
        gone_seconds: how often a feed that is gone by 404 is asked nevertheless; one gone by 410 is not asked.
        moved_after: a feed takes the address it was moved to for good when so many answers in a row have said so …
        moved_seconds: … the first of them at least this long ago.
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
    moved_after: int = 3
    moved_seconds: int = 86400
    sitemap_days: int = 3
    children: int = 5
    batch: int = 20
    tries: int = 4
    retry_seconds: int = 900
    recheck_seconds: tuple[int, ...] = (3600, 4 * 3600, 12 * 3600, 86400, 3 * 86400, 7 * 86400)


def well(feed: StoredFeed, answer: Capture | Unchanged, moment: str, options: WatchOptions) -> StoredFeed:
    """Return a feed that answered and, as far as is known yet, had nothing new: half as much again of its pause.

    What the answer (``Cache-Control``) and the feed (``said_seconds``) say of their pause makes it longer once, within
    the limits; the pause that is found by its news goes on by itself.
    """
    fresh = fresh_seconds(answer.headers) or 0
    return _due(_moving(feed, answer, moment), feed.wait_seconds * 3 // 2, moment, options, fresh=fresh)


def with_news(feed: StoredFeed, moment: str, options: WatchOptions, *, answer: Capture) -> StoredFeed:
    """Return a feed that ``well`` gave, once it is known that it had news: half of the pause before the answer."""
    fresh = fresh_seconds(answer.headers) or 0
    return replace(_due(feed, feed.wait_seconds // 3, moment, options, fresh=fresh), changed_at=moment)


def _due(feed: StoredFeed, wait: int, moment: str, options: WatchOptions, *, fresh: int) -> StoredFeed:
    wait = min(max(wait, options.least_seconds), options.most_seconds)
    said = min(max(fresh, feed.said_seconds or 0), options.most_seconds)
    return replace(
        feed,
        health=Health.WELL,
        failures=0,
        error=None,
        wait_seconds=wait,
        next_due=later(moment, max(wait, said)),
        checked_at=moment,
    )


def failed(feed: StoredFeed, lost: Dropped, moment: str, options: WatchOptions) -> StoredFeed:
    """Return a feed that failed: its pause doubles with every failure, and is what the site asks for at least.

    One whose site says that it is gone for good (410) is asked no more.
    """
    failures = feed.failures + 1
    is_ended = lost.status == _GONE_FOR_GOOD
    is_gone = is_ended or feed.health is Health.GONE or (lost.code == "C021" and failures >= options.gone_after)
    wait = min(feed.wait_seconds * 2 ** min(failures, 20), options.most_seconds)
    wait = max(wait, options.least_seconds, int(min(lost.wait_seconds or 0, _MOST_FAILING_SECONDS)))
    due = later(moment, options.gone_seconds if is_gone else wait)
    return replace(
        feed,
        health=Health.GONE if is_gone else Health.FAILING,
        failures=failures,
        error=f"{lost.reason} [{lost.code}]",
        next_due=NEVER if is_ended else due,
        checked_at=moment,
    )


def _moving(feed: StoredFeed, answer: Capture | Unchanged, moment: str) -> StoredFeed:
    """Note where an answer says that the feed was moved for good; from https to http no feed is moved."""
    target = canonical_address(answer.moved_to) if answer.moved_to else None
    is_less = feed.address.startswith("https:") and not (target or "").startswith("https:")
    if target is None or target == feed.address or is_less:
        return replace(feed, moved_to=None, moved_since=None, moved_times=0)
    if target == feed.moved_to:
        return replace(feed, moved_times=feed.moved_times + 1)
    return replace(feed, moved_to=target, moved_since=moment, moved_times=1)


def has_moved(feed: StoredFeed, moment: str, options: WatchOptions) -> bool:
    """Return whether enough answers over enough time have said that a feed was moved for good."""
    if feed.moved_to is None or feed.moved_since is None or feed.moved_times < options.moved_after:
        return False
    return later(feed.moved_since, options.moved_seconds) <= moment

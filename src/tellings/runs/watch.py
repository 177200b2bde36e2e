"""Follow feeds: poll those that are due, take in what they name, look again at what was taken in lately.

Everything that is decided rests in the store, in the same transaction as what it rests on. A process that is killed
loses at most what it was about to do; others, or itself, come back to it when its claim has run out. Several
processes may watch one store.
"""

from __future__ import annotations

import datetime as dt
import threading
from collections.abc import Callable, Generator, Sequence
from contextlib import closing
from dataclasses import dataclass, field, replace
from typing import cast

from sqlalchemy import Connection

from tellings.collect.fetch import Fetched, Fetcher, validators_of
from tellings.collect.pace import Clock
from tellings.errors import StoreError
from tellings.runs.intake import Taken, keep, read_capture
from tellings.runs.polling import Poll, WatchOptions, poll_next
from tellings.store import Store
from tellings.store.articles import find_article, get_article, versions_of
from tellings.store.captures import get_capture
from tellings.store.feeds import list_feeds, next_due, next_entry_due, set_entry, take_due_entries
from tellings.store.moments import NEVER, instant, later
from tellings.types.articles import Capture, Hints, Validators
from tellings.types.collecting import FeedEntry
from tellings.types.store import StoredArticle

__all__ = ["News", "WatchOptions", "Watcher"]

#: Failures that may pass: no such host, robots.txt not to be had, connection, slowness, busy, certificate, long wait.
_PASSING = frozenset({"C015", "C018", "C019", "C020", "C023", "C026", "C029", "C030"})
#: Troubles of the store that may pass: locked, out of reach.
_BUSY = frozenset({"T002", "T005"})
#: Longest pause before a page is asked for again that could not be had, whatever the site asks for: a year.
_MOST_RETRY_SECONDS = 365 * 86400
#: Longest sleep: feeds that somebody adds meanwhile are found after it.
_SLEEP_SECONDS = 60.0


@dataclass(frozen=True, slots=True, kw_only=True)
class News:
    """Something that happened, for a log: ``what`` is ``feed``, ``page`` or ``store``; ``word`` says how it went."""

    at: str
    what: str
    address: str
    word: str
    detail: str = ""


@dataclass(slots=True, kw_only=True)
class Watcher:
    """Follows the feeds of a store.

    Attributes:
        store: where everything rests.
        fetcher: asks for feeds and pages; it is not closed.
        clock: where time comes from.
        options: how feeds are followed.
        tell: called with everything that happens.
        after: called after a round that brought new or changed texts, to bring stories up to date; None for nobody.
        stop: set it to end after the item in work.
        rest: sleeps for some seconds or until ``stop`` is set; None waits for ``stop``.
    """

    store: Store
    fetcher: Fetcher
    clock: Clock = field(default_factory=Clock)
    options: WatchOptions = field(default_factory=WatchOptions)
    tell: Callable[[News], None] = lambda _news: None
    after: Callable[[Store], object] | None = None
    stop: threading.Event = field(default_factory=threading.Event)
    rest: Callable[[float], object] | None = None

    def run(self, *, once: bool = False) -> None:
        """Follow feeds until ``stop`` is set, or until nothing is due any more (``once``).

        A store that others hold too long, or that cannot be reached for now, is tried again after a while.

        Raises:
            StoreError: the store refused for good, or at all with ``once``.
        """
        while not self.stop.is_set():
            seconds = _SLEEP_SECONDS
            try:
                self.round()
                if once or self.stop.is_set():
                    return
                seconds = self._sleep_seconds()
            except StoreError as error:
                if once or error.code not in _BUSY:
                    raise
                self.tell(News(at=instant(self.clock.now()), what="store", address="", word="busy", detail=str(error)))
            (self.rest or self.stop.wait)(seconds)

    def round(self) -> int:
        """Do what is due now; return how many texts are new or changed."""
        while not self.stop.is_set():
            poll = poll_next(self.store, self.fetcher, clock=self.clock, options=self.options)
            if poll is None:
                break
            self.tell(_news_of(poll))
        count = 0
        while not self.stop.is_set():
            words = self.take_batch()
            if words is None:
                break
            count += sum(word in {"new", "changed"} for word in words)
        if count and self.after is not None:
            self.after(self.store)
        return count

    def take_batch(self) -> list[str] | None:
        """Fetch and keep the pages that are due, as many as a batch holds; None if none is due."""
        at = instant(self.clock.now())
        hold, limit = self.options.hold_seconds, self.options.batch
        entries = self.store.write(lambda held: take_due_entries(held, at=at, hold_seconds=hold, limit=limit))
        if not entries:
            return None
        with self.store.read() as connection:
            known = {entry: _known(connection, entry) for entry in entries}
            outlets = {feed.id: feed.outlet for feed in list_feeds(connection)}
        validators = {entry.address: asked for entry, (_, asked) in known.items() if asked is not None}
        words: list[str] = []
        try:
            pages = self.fetcher.fetch_all([entry.address for entry in entries], known=validators)
            with closing(cast(Generator[Fetched, None, None], pages)) as outcomes:
                for entry, outcome in zip(entries, outcomes, strict=False):
                    taken = self._take(entry, outcome, known[entry][0], outlets.get(entry.feed))
                    words.append(taken.word)
                    self.tell(_news_of_page(taken, instant(self.clock.now())))
                    if self.stop.is_set():
                        break
        finally:
            self._give_back(entries[len(words) :])
        return words

    def _take(self, entry: FeedEntry, outcome: Fetched, known: StoredArticle | None, outlet: str | None) -> Taken:
        """Keep one page and note in the same transaction what became of its entry."""
        if isinstance(outcome, Capture):
            outcome = replace(outcome, options=Hints(origin="option", outlet=outlet, published=entry.published))
        read = read_capture(outcome) if isinstance(outcome, Capture) else outcome
        moment = instant(self.clock.now())

        def work(connection: Connection) -> Taken:
            taken = keep(connection, outcome, read, at=moment, address=None if known is None else known.address)
            state, due = fate(entry, taken, at=moment, options=self.options)
            article = taken.gone if taken.put is None else taken.put.article
            set_entry(connection, entry, state=state, next_due=due, article=article)
            return taken

        return self.store.write(work)

    def _give_back(self, entries: Sequence[FeedEntry]) -> None:
        """Let others have the pages that were taken and not come to."""
        if not entries:
            return
        at = instant(self.clock.now())

        def work(connection: Connection) -> None:
            for entry in entries:
                set_entry(connection, entry, state=entry.state, next_due=at)

        self.store.write(work)

    def _sleep_seconds(self) -> float:
        with self.store.read() as connection:
            due = [moment for moment in (next_due(connection), next_entry_due(connection)) if moment is not None]
        if not due:
            return _SLEEP_SECONDS
        left = dt.datetime.fromisoformat(min(due)) - self.clock.now()
        return min(max(left.total_seconds(), 1.0), _SLEEP_SECONDS)


def fate(entry: FeedEntry, taken: Taken, *, at: str, options: WatchOptions) -> tuple[str, str | None]:
    """Return the state of an entry after its page was asked for, and when to ask again (None for never).

    A page that was kept is looked at again at the ages of ``recheck_seconds``, whatever happens to it meanwhile. One
    that was never kept is asked for again only if its failure may pass.
    """
    if taken.dropped is None or taken.gone is not None or entry.state == "kept":
        ages = (later(entry.first_seen_at, seconds) for seconds in options.recheck_seconds)
        return "kept", next((due for due in ages if due > at), None)
    if taken.dropped.code not in _PASSING:
        return "dropped", None
    if entry.tries >= options.tries:
        return "failed", None
    wait = max(options.retry_seconds * 4 ** (entry.tries - 1), taken.dropped.wait_seconds or 0)
    return "failed", later(at, min(wait, _MOST_RETRY_SECONDS))


def _known(connection: Connection, entry: FeedEntry) -> tuple[StoredArticle | None, Validators | None]:
    """Return the article that an entry led to, and what to ask with for its changes."""
    article = find_article(connection, entry.address) if entry.article is None else None
    article = get_article(connection, entry.article) if entry.article is not None else article
    if article is None:
        return None, None
    held = {version.id: version.capture for version in versions_of(connection, article.id)}
    capture = held.get(article.current)
    return article, None if capture is None else validators_of(get_capture(connection, capture))


def _news_of(poll: Poll) -> News:
    feed, at = poll.feed, poll.feed.checked_at or poll.feed.next_due
    if poll.failed is not None:
        again = "asked no more" if feed.next_due == NEVER else f"asked again at {feed.next_due}"
        detail = f"{poll.failed.reason} [{poll.failed.code}]; {again}"
        return News(at=at, what="feed", address=feed.address, word=feed.health.value, detail=detail)
    left = ", ".join(f"{count} {reason.replace('_', ' ')}" for reason, count in poll.dropped)
    said = [f"{len(poll.new)} new of {poll.named}"]
    said += [f"left out: {left}"] if left else []
    said += [f"{lost.source}: {lost.reason} [{lost.code}]" for lost in poll.lost]
    said += _moves_of(poll)
    detail = "; ".join(said)
    return News(at=at, what="feed", address=feed.address, word=feed.health.value, detail=detail)


def _moves_of(poll: Poll) -> list[str]:
    """Return what is to be said of a feed's address."""
    if poll.moved_from is not None:
        return [f"moved for good from {poll.moved_from}"]
    return [f"says that it was moved for good to {poll.feed.moved_to}"] if poll.feed.moved_to is not None else []


def _news_of_page(taken: Taken, at: str) -> News:
    detail = ""
    if taken.dropped is not None:
        detail = f"{taken.dropped.reason} [{taken.dropped.code}]"
    elif taken.word == "changed" and taken.put is not None:
        detail = f"version {taken.put.number}"
    return News(at=at, what="page", address=taken.address, word=taken.word, detail=detail)

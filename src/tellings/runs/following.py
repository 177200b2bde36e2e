"""Which feeds are followed, and what the store knows of one article's versions: what a person asks by hand."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from pathlib import Path

from sqlalchemy import Connection

from tellings.collect.addresses import is_address
from tellings.collect.canonical import canonical_address
from tellings.collect.feeds import Feed, feed_links, parse_feed
from tellings.collect.feedtext import decoded
from tellings.collect.fetch import Fetcher
from tellings.collect.opml import Outline
from tellings.collect.pace import Clock
from tellings.errors import InputError
from tellings.store import Store
from tellings.store.articles import find_article, get_version, versions_of
from tellings.store.feeds import (
    WAIT_SECONDS,
    add_feed,
    find_feed,
    get_feed,
    list_feeds,
    remove_feed,
    set_headings,
    update_feed,
)
from tellings.store.moments import now
from tellings.types.articles import Article, Capture, Dropped, Unchanged
from tellings.types.collecting import Health, StoredFeed
from tellings.types.store import StoredVersion


def feed_at(url: str, *, fetcher: Fetcher | None, clock: Clock = Clock()) -> Outline | Dropped:  # noqa: B008 -- frozen
    """Return the feed at an address, or the first one that the page there names; why there is none otherwise.

    Args:
        url: address of a feed or a page.
        fetcher: asks for it; None takes the address as it is.
        clock: where time comes from.
    """
    address = canonical_address(url)
    if address is None:
        reason = "this is no address of the web: give https://…"
        return Dropped(source=url, stage="collect", code="C010", reason=reason)
    if fetcher is None:
        return Outline(address=address)
    for place in (address, None):
        outcome = fetcher.fetch(place or address, any_kind=True)
        if not isinstance(outcome, Capture):
            assert not isinstance(outcome, Unchanged), "nothing is known before"
            return outcome
        found = parse_feed(outcome.content, url=outcome.url or address, now=clock.now(), charset=outcome.charset)
        if isinstance(found, Feed):
            return Outline(address=address, title=found.title)
        links = feed_links(decoded(outcome.content, outcome.charset), url=outcome.url or address)
        if found.code != "C032" or not links or place is None:
            return found
        address = links[0][0]
    raise AssertionError("unreachable: the second answer returns")


def follow(store: Store, feed: Outline, *, outlet: str | None = None) -> bool:
    """Begin to follow a feed; return whether it was not followed before.

    One that is followed already stays as it is, but goes under the headings of the list it comes from, if any.
    """

    def work(connection: Connection) -> bool:
        is_new = find_feed(connection, feed.address) is None
        ident = add_feed(connection, feed.address, at=now(), title=feed.title, outlet=outlet)
        if feed.headings:
            set_headings(connection, ident, feed.headings)
        return is_new

    return store.write(work)


def follow_all(store: Store, feeds: Iterable[Outline]) -> int:
    """Begin to follow feeds; return how many were not followed before."""
    return sum(follow(store, feed) for feed in feeds)


def outlines_of(store: Store) -> tuple[Outline, ...]:
    """Return every feed as a list for other programs holds it, under the headings of the list it came from."""
    with store.read() as connection:
        found = list_feeds(connection)
    return tuple(
        Outline(address=feed.address, title=feed.title, categories=places[0], also=places[1:])
        for feed in found
        for places in (feed.headings or ((),),)
    )


def unfollow(store: Store, named: str) -> str:
    """Follow a feed no longer and return its address; it is named by its address or number.

    Raises:
        InputError: it is not followed (R004).
        StoreError: there is none of this number (T013).
    """

    def work(connection: Connection) -> str:
        feed = _named(connection, named)
        remove_feed(connection, feed.id)
        return feed.address

    return store.write(work)


def pause(store: Store, named: str) -> str:
    """Ask a feed, and for the pages that it named, no more until ``resume``; return its address.

    Raises:
        InputError: it is not followed (R004).
        StoreError: there is none of this number (T013).
    """

    def work(connection: Connection) -> str:
        feed = _named(connection, named)
        return update_feed(connection, replace(feed, health=Health.PAUSED)).address

    return store.write(work)


def resume(store: Store, named: str) -> str:
    """Ask a feed again at once that was paused, failed or was gone, as if it were new; return its address.

    Raises:
        InputError: it is not followed (R004).
        StoreError: there is none of this number (T013).
    """

    def work(connection: Connection) -> str:
        feed = _named(connection, named)
        if feed.health is Health.WELL:
            return feed.address
        fresh = replace(feed, health=Health.NEW, failures=0, error=None, next_due=now(), wait_seconds=WAIT_SECONDS)
        return update_feed(connection, fresh).address

    return store.write(work)


def _named(connection: Connection, named: str) -> StoredFeed:
    """Return the feed that a person names by its address, one it had before, or its number."""
    known = (named, canonical_address(named) or named)
    feed = next((feed for name in known if (feed := find_feed(connection, name)) is not None), None)
    if feed is None and named.isascii() and named.isdigit():
        feed = get_feed(connection, int(named))
    if feed is None:
        message = f"{named} is not followed: 'tellings feeds list' names what is"
        raise InputError(message, code="R004")
    return feed


def find_versions(store: Store, named: str) -> tuple[tuple[StoredVersion, ...], Callable[[int], Article]]:
    """Return the versions of an article by address or path, and a function from a version's id to its text.

    Raises:
        InputError: the store does not hold it (R005).
    """
    stated = canonical_address(named) if is_address(named) else Path(named).absolute().as_posix()
    with store.read() as connection:
        known = (find_article(connection, name) for name in (named, stated or named))
        article = next((one for one in known if one is not None), None)
        if article is None:
            raise InputError(f"the store holds nothing from {named}: look at the spelling", code="R005")
        found = versions_of(connection, article.id)

    def text_of(version: int) -> Article:
        with store.read() as connection:
            return get_version(connection, version)[1]

    return found, text_of

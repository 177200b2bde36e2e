"""Which feeds are followed, and what the store knows of one article's versions: what a person asks by hand."""

from __future__ import annotations

from collections.abc import Callable, Iterable
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
from tellings.store.feeds import add_feed, find_feed, get_feed, remove_feed
from tellings.store.moments import now
from tellings.types.articles import Article, Capture, Dropped, Unchanged
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
    """Begin to follow a feed; return whether it was not followed before."""

    def work(connection: Connection) -> bool:
        is_new = find_feed(connection, feed.address) is None
        add_feed(connection, feed.address, at=now(), title=feed.title, outlet=outlet)
        return is_new

    return store.write(work)


def follow_all(store: Store, feeds: Iterable[Outline]) -> int:
    """Begin to follow feeds; return how many were not followed before."""
    return sum(follow(store, feed) for feed in feeds)


def unfollow(store: Store, named: str) -> str:
    """Follow a feed no longer and return its address; it is named by its address or number.

    Raises:
        InputError: it is not followed (R004).
        StoreError: there is none of this number (T013).
    """

    def work(connection: Connection) -> str:
        known = (named, canonical_address(named) or named)
        feed = next((feed for name in known if (feed := find_feed(connection, name)) is not None), None)
        if feed is None and named.isascii() and named.isdigit():
            feed = get_feed(connection, int(named))
        if feed is None:
            message = f"{named} is not followed: 'tellings feeds list' names what is"
            raise InputError(message, code="R004")
        remove_feed(connection, feed.id)
        return feed.address

    return store.write(work)


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

"""Feeds, their health and the addresses they name."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tellings.errors import StoreConflict
from tellings.store import Store
from tellings.store.articles import put_article
from tellings.store.feeds import (
    Named,
    add_feed,
    count_entries,
    entries_of,
    find_feed,
    get_feed,
    list_feeds,
    next_due,
    remove_feed,
    see_entries,
    set_entry,
    take_due_entries,
    take_due_feed,
    update_feed,
)
from tellings.types.collecting import Health
from tests.store.made import NOON, ONE, THREE, TWO, article

FEED = "https://lantern.example/feed"


def test_feeds_added_twice_are_one(store: Store) -> None:
    with store.begin() as connection:
        first = add_feed(connection, FEED, at=NOON, title="The Lantern")
        assert add_feed(connection, FEED, at=ONE, title="Another") == first
        assert [feed.title for feed in list_feeds(connection)] == ["The Lantern"]
        assert find_feed(connection, FEED) == get_feed(connection, first)
        assert find_feed(connection, FEED + "/x") is None


def test_feeds_due_one_is_taken_by_one_process_only(store: Store) -> None:
    with store.begin() as connection:
        add_feed(connection, FEED, at=ONE)
        assert next_due(connection) == ONE
        assert take_due_feed(connection, at=NOON, hold_seconds=60) is None
        taken = take_due_feed(connection, at=ONE, hold_seconds=3600)
        assert taken is not None
        assert take_due_feed(connection, at=ONE, hold_seconds=3600) is None
        assert next_due(connection) == TWO
        assert take_due_feed(connection, at=TWO, hold_seconds=60) is not None


def test_feeds_update_of_an_outdated_record_is_refused(store: Store) -> None:
    with store.begin() as connection:
        feed = get_feed(connection, add_feed(connection, FEED, at=NOON))
        well = replace(feed, health=Health.WELL, etag='"7"', checked_at=NOON, next_due=ONE, kind="rss")
        updated = update_feed(connection, well)
        assert (updated.health, updated.etag, updated.change) == (Health.WELL, '"7"', feed.change + 1)
        with pytest.raises(StoreConflict):
            update_feed(connection, replace(feed, health=Health.FAILING, failures=1, error="500"))
        update_feed(connection, replace(updated, health=Health.PAUSED))
        assert take_due_feed(connection, at=THREE, hold_seconds=60) is None


def test_feeds_name_an_address_as_new_once(store: Store) -> None:
    named = [
        Named("https://x.example/1", "One", "2026-03-01"),
        Named("https://x.example/2"),
        Named("https://x.example/1"),
    ]
    with store.begin() as connection:
        feed = add_feed(connection, FEED, at=NOON)
        assert see_entries(connection, feed, named, at=NOON) == ("https://x.example/1", "https://x.example/2")
        assert see_entries(connection, feed, [*named, Named("https://x.example/3")], at=ONE) == ("https://x.example/3",)
        assert see_entries(connection, feed, [], at=TWO) == ()
        held = entries_of(connection, feed)
    assert {(entry.address, entry.first_seen_at, entry.last_seen_at) for entry in held} == {
        ("https://x.example/1", NOON, ONE),
        ("https://x.example/2", NOON, ONE),
        ("https://x.example/3", ONE, ONE),
    }


def test_feeds_entries_are_taken_once_and_again_after_their_time(store: Store) -> None:
    with store.begin() as connection:
        feed = add_feed(connection, FEED, at=NOON)
        see_entries(connection, feed, [Named(f"https://x.example/{number}") for number in range(3)], at=NOON)
        first = take_due_entries(connection, at=NOON, hold_seconds=3600, limit=2)
        rest = take_due_entries(connection, at=NOON, hold_seconds=3600)
        assert (len(first), len(rest)) == (2, 1)
        put = put_article(connection, article(url=first[0].address), seen_at=NOON)
        set_entry(connection, first[0], state="kept", article=put.article, next_due=THREE)
        set_entry(connection, first[1], state="dropped")
        again = take_due_entries(connection, at=ONE, hold_seconds=60, feed=feed)
        assert [(entry.address, entry.tries) for entry in again] == [(rest[0].address, 2)]
        assert count_entries(connection) == {(feed, "kept"): 1, (feed, "dropped"): 1, (feed, "new"): 1}


def test_feeds_removed_leave_their_articles(store: Store) -> None:
    with store.begin() as connection:
        feed = add_feed(connection, FEED, at=NOON)
        see_entries(connection, feed, [Named("https://x.example/1")], at=NOON)
        remove_feed(connection, feed)
        assert list_feeds(connection) == ()
        assert count_entries(connection) == {}

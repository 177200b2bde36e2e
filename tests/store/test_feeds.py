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
    former_addresses,
    get_feed,
    list_feeds,
    move_feed,
    next_due,
    next_entry_due,
    remove_feed,
    see_entries,
    set_entry,
    set_headings,
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


def test_feeds_moved_keep_what_they_named_and_are_found_by_either_address(store: Store) -> None:
    new, third = "https://new.example/feed", "https://third.example/feed"
    with store.begin() as connection:
        ident = add_feed(connection, FEED, at=NOON)
        see_entries(connection, ident, [Named("https://x.example/1")], at=NOON)
        before = update_feed(connection, replace(get_feed(connection, ident), moved_to=new, moved_times=3))
        moved = move_feed(connection, before, new, at=ONE)
        assert (moved.id, moved.address, moved.moved_to, moved.moved_times) == (ident, new, None, 0)
        assert find_feed(connection, FEED) == find_feed(connection, new) == moved
        assert add_feed(connection, FEED, at=TWO) == ident
        assert [entry.address for entry in entries_of(connection, ident)] == ["https://x.example/1"]
        with pytest.raises(StoreConflict):
            move_feed(connection, before, third, at=TWO)


def test_feeds_moved_there_and_back_have_each_address_once(store: Store) -> None:
    new = "https://new.example/feed"
    with store.begin() as connection:
        feed = get_feed(connection, add_feed(connection, FEED, at=NOON))
        back = move_feed(connection, move_feed(connection, feed, new, at=ONE), FEED, at=TWO)
        assert (back.address, former_addresses(connection, feed.id)) == (FEED, ((new, TWO),))
        remove_feed(connection, feed.id)
        assert find_feed(connection, new) is None


def test_feeds_moved_never_take_the_place_of_another(store: Store) -> None:
    with store.begin() as connection:
        feed = get_feed(connection, add_feed(connection, FEED, at=NOON))
        other = get_feed(connection, add_feed(connection, "https://other.example/feed", at=NOON))
        assert move_feed(connection, feed, other.address, at=ONE) == feed
        elsewhere = move_feed(connection, other, "https://elsewhere.example/feed", at=ONE)
        assert move_feed(connection, feed, other.address, at=TWO) == feed
        assert list_feeds(connection) == (elsewhere, feed)


def test_feeds_stand_under_headings(store: Store) -> None:
    with store.begin() as connection:
        ident = add_feed(connection, FEED, at=NOON)
        assert get_feed(connection, ident).headings == ()
        set_headings(connection, ident, [("North & south", "Zürich\x00"), ("Daily",)])
        assert get_feed(connection, ident).headings == (("North & south", "Zürich�"), ("Daily",))
        update_feed(connection, replace(get_feed(connection, ident), etag='"1"'))
        assert get_feed(connection, ident).headings[1] == ("Daily",)
        set_headings(connection, ident, ())
        assert get_feed(connection, ident).headings == ()


def test_feeds_paused_give_no_pages_either(store: Store) -> None:
    with store.begin() as connection:
        ident = add_feed(connection, FEED, at=NOON)
        see_entries(connection, ident, [Named("https://x.example/1")], at=NOON)
        update_feed(connection, replace(get_feed(connection, ident), health=Health.PAUSED))
        assert (next_due(connection), next_entry_due(connection)) == (None, None)
        assert take_due_entries(connection, at=ONE, hold_seconds=60) == ()
        update_feed(connection, replace(get_feed(connection, ident), health=Health.NEW))
        assert len(take_due_entries(connection, at=ONE, hold_seconds=60)) == 1

"""Revisions: up, down, and the same tables as the code names."""

from __future__ import annotations

import threading

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import inspect, text

from tellings.errors import StoreError
from tellings.store import Store, open_store
from tellings.store.articles import list_articles, put_article
from tellings.store.drops import list_drops
from tellings.store.feeds import entries_of, list_feeds, move_feed, set_headings
from tellings.store.schema import downgrade, empty, head, revision_of, revisions, upgrade
from tellings.store.tables import metadata
from tests.store.made import NOON, article

OWN = ("search_words", "alembic_version")


def test_schema_revisions_build_the_tables_of_the_code(store: Store) -> None:
    def ours(_object: object, name: str | None, kind: str, *_: object) -> bool:
        return not (kind == "table" and name is not None and name.startswith(OWN)) and not (name or "").startswith(
            "ix_search_words"
        )

    with store.read() as connection:
        context = MigrationContext.configure(connection, opts={"include_object": ours, "compare_type": True})
        assert compare_metadata(context, metadata) == []


def test_schema_goes_down_and_up_step_by_step(bare: str) -> None:
    names = revisions()
    assert [name[:4] for name in names] == [f"r{number:03}" for number in range(1, len(names) + 1)]
    with open_store(bare, check=False) as store:
        store.write(upgrade)
        with store.begin() as connection:
            put_article(connection, article(), seen_at=NOON)
        for name in reversed(names[:-1]):
            with store.begin() as connection:
                downgrade(connection, name)
                assert revision_of(connection) == (name, True)
        with store.begin() as connection:
            upgrade(connection)
            assert revision_of(connection) == (head(), True)
            assert len(list_articles(connection)) == 1
            downgrade(connection, "base")
            assert set(inspect(connection).get_table_names()) <= {"alembic_version"}
            upgrade(connection)


def test_schema_upgrade_that_fails_leaves_nothing(bare: str) -> None:
    def broken() -> None:
        with store.begin() as connection:
            upgrade(connection)
            raise ZeroDivisionError

    with open_store(bare, check=False) as store:
        with store.begin() as connection:
            if not empty(connection):
                downgrade(connection, "base")
        with pytest.raises(ZeroDivisionError):
            broken()
        with store.read() as connection:
            assert set(inspect(connection).get_table_names()) <= {"alembic_version"}
            assert revision_of(connection)[0] is None


def test_schema_older_store_asks_for_an_upgrade(address: str) -> None:
    with open_store(address) as store, store.begin() as connection:
        downgrade(connection, "r002_collecting")
    with pytest.raises(StoreError) as raised:
        open_store(address)
    assert raised.value.code == "T004"
    with open_store(address, check=False) as store:
        store.write(upgrade)
    open_store(address).close()


def test_schema_feeds_and_losses_of_an_older_store_are_kept(address: str) -> None:
    """Rows as r006 holds them: they come through, outside every heading, and can have what r007 knows."""
    with open_store(address) as store, store.begin() as connection:
        downgrade(connection, "r006_orders")
        feed = "id, key, address, kind, title, next_due, wait_seconds, failures, health, change"
        for number, health in ((1, "well"), (2, "paused")):
            values = (
                f"{number}, 'k{number}', 'https://x.example/{number}', 'rss', 'One', '{NOON}', 900, 0, '{health}', 4"
            )
            connection.execute(text(f"INSERT INTO feeds ({feed}) VALUES ({values})"))  # noqa: S608 -- made here
        entry = "feed_id, key, address, first_seen_at, last_seen_at, state, tries"
        held = f"1, 'e', 'https://x.example/a', '{NOON}', '{NOON}', 'kept', 1"
        connection.execute(text(f"INSERT INTO feed_entries ({entry}) VALUES ({held})"))  # noqa: S608 -- likewise
        drop = "key, source, stage, code, reason, first_at, last_at, times"
        lost = f"'d', 'https://x.example/b', 'extract', 'E007', 'a wall', '{NOON}', '{NOON}', 3"
        connection.execute(text(f"INSERT INTO drops ({drop}) VALUES ({lost})"))  # noqa: S608 -- likewise
    with open_store(address, check=False) as store:
        store.write(upgrade)
    with open_store(address) as store, store.begin() as connection:
        first, second = list_feeds(connection)
        assert (first.headings, first.moved_to, first.moved_times, first.said_seconds, first.change) == (
            (),
            None,
            0,
            None,
            4,
        )
        assert second.health.value == "paused"
        assert [one.address for one in entries_of(connection, 1)] == ["https://x.example/a"]
        assert [(one.code, one.times, one.capture) for one in list_drops(connection)] == [("E007", 3, None)]
        set_headings(connection, 1, [["North", "Press"]])
        moved = move_feed(connection, list_feeds(connection)[0], "https://new.example/feed", at=NOON)
        assert (moved.headings, moved.address) == ((("North", "Press"),), "https://new.example/feed")
        downgrade(connection, "r006_orders")
        upgrade(connection)
        assert [one.headings for one in list_feeds(connection)][:2] == [(), ()]


def test_schema_many_may_make_the_same_store_at_once(bare: str) -> None:
    failures = []

    def make() -> None:
        try:
            with open_store(bare, check=False) as store:
                store.write(upgrade)
        except Exception as error:  # noqa: BLE001 -- handed to the test
            failures.append(error)

    threads = [threading.Thread(target=make) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    open_store(bare).close()

"""Revisions: up, down, and the same tables as the code names."""

from __future__ import annotations

import threading

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import inspect

from tellings.errors import StoreError
from tellings.store import Store, open_store
from tellings.store.articles import list_articles, put_article
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
    assert names == ["r001_articles", "r002_collecting", "r003_stories", "r004_states", "r005_agenda", "r006_orders"]
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

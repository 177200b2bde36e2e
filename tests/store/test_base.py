"""Opening a store, its transactions, and what each failure is called."""

from __future__ import annotations

import builtins
import os
import sqlite3
import sys
from pathlib import Path

import psycopg
import pytest
from sqlalchemy import Connection, exc, select, text

from tellings.config import Settings, store_address
from tellings.errors import MissingExtra, StoreConflict, StoreError, TellingsError
from tellings.store import Store, open_store
from tellings.store.articles import list_articles, put_article
from tellings.store.base import TRIES
from tellings.store.failures import code_of, failure
from tellings.store.schema import head, upgrade
from tellings.store.tables import facts
from tests.store.made import NOON, article


def code(address: str | Path, **options: float) -> str:
    with pytest.raises(TellingsError) as raised:
        open_store(address, **options)
    return raised.value.code


def test_base_file_and_folder_are_made(tmp_path: Path) -> None:
    path = tmp_path / "deep" / "store.db"
    with open_store(path) as store, store.begin() as connection:
        put_article(connection, article(), seen_at=NOON)
        assert connection.execute(text("PRAGMA journal_mode")).scalar() == "wal"
        assert connection.execute(text("PRAGMA foreign_keys")).scalar() == 1
    for address in (str(path), f"sqlite:///{path}"):
        with open_store(address) as store, store.read() as connection:
            assert len(list_articles(connection)) == 1


@pytest.mark.parametrize(
    "address",
    ["", ":memory:", "mysql://x/y", "sqlite://", "sqlite:///:memory:", "postgresql://host:port/x", "://", "x://"],
)
def test_base_wrong_address_is_refused(address: str) -> None:
    assert code(address) == "T001"


def test_base_place_that_cannot_be_opened(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    assert code(tmp_path / "file" / "store.db") == "T002"
    assert code(tmp_path) == "T002"
    assert code(f"postgresql://nobody@/none?host={tmp_path}", wait_seconds=2) == "T002"


def test_base_file_that_is_no_store(tmp_path: Path) -> None:
    (tmp_path / "a.db").write_bytes(b"this is no database at all, only a text of some length" * 20)
    assert code(tmp_path / "a.db") == "T007"
    with sqlite3.connect(tmp_path / "b.db") as connection:
        connection.execute("CREATE TABLE other (id INTEGER)")
    connection.close()
    assert code(tmp_path / "b.db") == "T007"


def test_base_newer_store_is_left_alone(address: str) -> None:
    with open_store(address) as store, store.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = 'r999_later'"))
    assert code(address) == "T003"
    with open_store(address, check=False) as store:
        with pytest.raises(StoreError) as raised:
            store.write(upgrade)
        assert raised.value.code == "T003"
        with store.begin() as connection:
            connection.execute(text("UPDATE alembic_version SET version_num = :head"), {"head": head()})


def test_base_empty_database_asks_for_tables(bare: str) -> None:
    if "://" in bare:
        assert code(bare) == "T004"
    with open_store(bare, check=False) as store:
        store.write(upgrade)
        store.write(upgrade)
    with open_store(bare) as store, store.read() as connection:
        assert list_articles(connection) == ()


def test_base_password_is_never_shown() -> None:
    with pytest.raises(StoreError) as raised:
        open_store("postgresql://ann:sesame@127.0.0.1:1/x", wait_seconds=2)
    assert raised.value.code == "T002"
    assert "sesame" not in str(raised.value)


def test_base_locked_store_says_so_after_its_time(address: str) -> None:
    def put(connection: Connection) -> None:
        connection.execute(facts.insert().values(name="x", value="y"))

    with open_store(address) as first, open_store(address, wait_seconds=0.1) as second, first.begin() as connection:
        put(connection)
        with pytest.raises(StoreError) as raised, second.begin() as other:
            put(other)
        assert raised.value.code == "T005"


def test_base_write_begins_again_after_a_lock_and_gives_up_in_the_end(store: Store) -> None:
    calls = []

    def work(connection: Connection) -> int:
        connection.execute(facts.insert().values(name=f"n{len(calls)}", value="y"))
        calls.append(1)
        if len(calls) < 3:
            raise StoreError("busy", code="T005")
        return len(calls)

    assert store.write(work) == 3
    with store.read() as connection:
        assert connection.execute(select(facts.c.name)).scalars().all() == ["n2"]

    def never(_: Connection) -> None:
        calls.append(1)
        raise StoreError("busy", code="T005")

    calls.clear()
    with pytest.raises(StoreError):
        store.write(never)
    assert len(calls) == TRIES


def test_base_reading_cannot_write_on_postgresql(store: Store) -> None:
    if store.dialect == "postgresql":
        with pytest.raises(StoreError) as raised, store.read() as connection:
            put_article(connection, article(), seen_at=NOON)
        assert raised.value.code == "T012"


def test_base_conflict_and_broken_link_are_conflicts(store: Store) -> None:
    for _ in range(2):
        with pytest.raises(StoreConflict) as raised, store.begin() as connection:
            connection.execute(facts.insert(), [{"name": "x", "value": "y"}, {"name": "x", "value": "y"}])
        assert raised.value.code == "T009"


def test_base_full_disk_loses_nothing_that_was_kept(tmp_path: Path) -> None:
    with open_store(tmp_path / "store.db") as store:
        with store.begin() as connection:
            put_article(connection, article(), seen_at=NOON)

        def fill(connection: Connection) -> None:
            pages = connection.execute(text("PRAGMA page_count")).scalar_one()
            connection.execute(text(f"PRAGMA max_page_count = {pages}"))
            big = os.urandom(200_000).hex()
            put_article(connection, article(big, url="https://x.example/big"), seen_at=NOON)

        with pytest.raises(StoreError) as raised:
            store.write(fill)
        assert raised.value.code == "T006"
    with open_store(tmp_path / "store.db") as store, store.read() as connection:
        assert len(list_articles(connection)) == 1


def test_base_store_that_may_not_be_written_to(tmp_path: Path) -> None:
    def put(connection: Connection) -> None:
        connection.execute(text("PRAGMA query_only = ON"))  # root may write whatever a file's rights say
        put_article(connection, article(), seen_at=NOON)

    with open_store(tmp_path / "store.db") as store:
        with pytest.raises(StoreError) as raised:
            store.write(put)
        assert raised.value.code == "T012"


def test_base_missing_driver_names_the_command(monkeypatch: pytest.MonkeyPatch) -> None:
    real = builtins.__import__

    def without(name: str, *rest: object, **more: object) -> object:
        if name == "psycopg" or name.startswith("psycopg."):
            raise ModuleNotFoundError(name)
        return real(name, *rest, **more)  # type: ignore[arg-type]

    monkeypatch.setattr(builtins, "__import__", without)
    with pytest.raises(MissingExtra, match=r"pip install 'tellings\[postgres\]'") as raised:
        open_store("postgresql://nobody@/none")
    assert raised.value.code == "T008"


def test_base_missing_extra_names_the_command(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in [name for name in sys.modules if name == "tellings.store" or name.startswith("tellings.store.")]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, "sqlalchemy", None)
    with pytest.raises(MissingExtra, match=r"pip install 'tellings\[web\]'"):
        __import__("tellings.store")


SQLITE = [
    (sqlite3.SQLITE_BUSY, "T005"),
    (sqlite3.SQLITE_BUSY_SNAPSHOT, "T005"),
    (sqlite3.SQLITE_LOCKED, "T005"),
    (sqlite3.SQLITE_FULL, "T006"),
    (sqlite3.SQLITE_READONLY, "T012"),
    (sqlite3.SQLITE_READONLY_DBMOVED, "T012"),
    (sqlite3.SQLITE_CANTOPEN, "T002"),
    (sqlite3.SQLITE_NOTADB, "T007"),
    (sqlite3.SQLITE_CORRUPT, "T007"),
    (sqlite3.SQLITE_CONSTRAINT_UNIQUE, "T009"),
    (sqlite3.SQLITE_ERROR, "T011"),
]


@pytest.mark.parametrize(("number", "expected"), SQLITE)
def test_base_every_error_of_sqlite_has_a_code(number: int, expected: str) -> None:
    driver = sqlite3.OperationalError("said so")
    driver.sqlite_errorcode = number
    error = exc.OperationalError("SELECT", {}, driver)
    assert code_of(error) == expected
    assert "said so" in str(failure(error, "place"))


POSTGRES = [
    ("55P03", "T005"),
    ("40P01", "T005"),
    ("40001", "T005"),
    ("53100", "T006"),
    ("42501", "T012"),
    ("25006", "T012"),
    ("42P01", "T007"),
    ("08006", "T002"),
    ("28P01", "T002"),
    ("3D000", "T002"),
    ("53300", "T002"),
    ("57P01", "T002"),
    ("23505", "T009"),
    ("42601", "T011"),
]


@pytest.mark.parametrize(("state", "expected"), POSTGRES)
def test_base_every_error_of_postgresql_has_a_code(state: str, expected: str) -> None:
    driver = psycopg.Error("said so")
    driver.sqlstate = state
    assert code_of(exc.DBAPIError("SELECT", {}, driver)) == expected


def test_base_errors_without_a_number_have_a_code() -> None:
    assert code_of(exc.OperationalError("SELECT", {}, psycopg.OperationalError("gone"))) == "T002"
    assert code_of(exc.TimeoutError("no connection free")) == "T005"
    assert code_of(exc.InvalidRequestError("ours")) == "T011"


def test_base_errors_of_the_caller_pass_as_they_are(store: Store) -> None:
    with pytest.raises(KeyError), store.begin():
        raise KeyError


def test_base_default_place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    assert store_address(Settings()) == str(tmp_path / "data" / "tellings" / "tellings.db")
    (tmp_path / "tellings.db").touch()
    assert store_address(Settings()) == str(tmp_path / "tellings.db")
    monkeypatch.setenv("TELLINGS_STORE", "postgresql://desk@/news")
    assert store_address(Settings()) == "postgresql://desk@/news"

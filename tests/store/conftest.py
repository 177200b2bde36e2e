"""Every test of the store runs on SQLite and on PostgreSQL."""

from __future__ import annotations

import os
from collections.abc import Iterator
from itertools import count
from pathlib import Path

import psycopg
import pytest

from tellings.store import Store, open_store
from tellings.store.schema import upgrade
from tellings.store.tables import metadata
from tests.store.cluster import binaries, cluster

_numbers = count()
EMPTY = f"TRUNCATE {', '.join(metadata.tables)}, search_words RESTART IDENTITY CASCADE"


@pytest.fixture(scope="session")
def postgres() -> Iterator[str]:
    """Run PostgreSQL for the session; yield its URL with ``%s`` for the database's name."""
    folder = binaries()
    if folder is None:
        message = "PostgreSQL is not installed (Debian: apt-get install postgresql)"
        if os.environ.get("CI") == "true":
            pytest.fail(message)
        pytest.skip(message)
    with cluster(folder) as url:
        yield url


def run_on_postgres(url: str, statement: str) -> None:
    """Run one statement outside a transaction in the database ``postgres``."""
    with psycopg.connect(url % "postgres", autocommit=True) as connection:
        connection.execute(statement)


@pytest.fixture(scope="session")
def template(postgres: str) -> str:
    """Make a database with the tables, emptied for each test; return the URL with ``%s`` for the name."""
    run_on_postgres(postgres, "CREATE DATABASE stencil")
    with open_store(postgres % "stencil", check=False) as store:
        store.write(upgrade)
    return postgres


@pytest.fixture(scope="session")
def stencil(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """Return the bytes of a SQLite store without content."""
    path = tmp_path_factory.mktemp("stencil") / "store.db"
    with open_store(path) as store, store.engine.connect() as connection:
        connection.exec_driver_sql("COMMIT")
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    return path.read_bytes()


@pytest.fixture(params=["sqlite", "postgresql"])
def address(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """Yield the address of a store without content."""
    if request.param == "sqlite":
        path = tmp_path / "store.db"
        path.write_bytes(request.getfixturevalue("stencil"))
        yield str(path)
        return
    url: str = request.getfixturevalue("template")
    with psycopg.connect(url % "stencil", autocommit=True) as connection:
        others = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = 'stencil' AND pid <> %s"
        connection.execute(others, [connection.info.backend_pid])
        connection.execute(EMPTY)
    yield url % "stencil"


@pytest.fixture
def store(address: str) -> Iterator[Store]:
    """Open a store without content."""
    with open_store(address) as opened:
        yield opened


@pytest.fixture
def bare(address: str, request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """Yield the address of a database without tables (SQLite: of a file that is not there)."""
    if "://" not in address:
        yield str(tmp_path / "fresh" / "store.db")
        return
    url: str = request.getfixturevalue("template")
    name = f"bare{next(_numbers)}"
    run_on_postgres(url, f"CREATE DATABASE {name}")
    yield url % name
    run_on_postgres(url, f"DROP DATABASE {name} WITH (FORCE)")

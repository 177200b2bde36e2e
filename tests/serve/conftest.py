"""A desk on an empty store, and a client that speaks to it without a network."""

from __future__ import annotations

import datetime as dt
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

import pytest
from sample_desk import fill
from starlette.testclient import TestClient

from tellings.serve import DeskOptions, create_app
from tellings.store import Store, open_store

NOON = dt.datetime(2031, 5, 4, 12, 0, tzinfo=dt.UTC)
FRIDAY = dt.datetime(2024, 3, 15, 4, 0, tzinfo=dt.UTC)


class Desk(NamedTuple):
    """An open store and a client of the desk on it."""

    store: Store
    client: TestClient


@pytest.fixture
def desk_store(tmp_path: Path) -> Iterator[Store]:
    """Open an empty store in a file of its own."""
    with open_store(tmp_path / "desk.db") as store:
        yield store


@pytest.fixture
def client(desk_store: Store) -> Callable[..., TestClient]:
    """Return a function that makes a client of a desk with the options given."""

    def make(**options: object) -> TestClient:
        held = DeskOptions(clock=lambda: NOON, **options)  # type: ignore[arg-type]
        app = create_app(desk_store, options=held)
        return TestClient(app, base_url="http://localhost", follow_redirects=False)

    return make


@pytest.fixture(scope="session")
def sample_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Fill a store once with the sample story and a few made-up ones, two days of them; return its closed file."""
    path = tmp_path_factory.mktemp("sample") / "desk.db"
    with open_store(path) as store:
        fill(store)
    return path


@pytest.fixture
def sample_desk(sample_file: Path, tmp_path: Path) -> Iterator[Desk]:
    """Open a desk on a copy of the filled store, twelve hours after the last report."""
    copy = tmp_path / "sample.db"
    shutil.copy(sample_file, copy)
    with open_store(copy) as store:
        app = create_app(store, options=DeskOptions(clock=lambda: FRIDAY))
        yield Desk(store, TestClient(app, base_url="http://localhost", follow_redirects=False))

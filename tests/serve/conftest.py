"""A desk on an empty store, and a client that speaks to it without a network."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from tellings.serve import DeskOptions, create_app
from tellings.store import Store, open_store

NOON = dt.datetime(2031, 5, 4, 12, 0, tzinfo=dt.UTC)


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

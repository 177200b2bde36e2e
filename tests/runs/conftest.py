"""Runs are tested on SQLite and on PostgreSQL, as the store is."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tellings.store import Store
from tests.collect.site import Site
from tests.runs.followed import Desk
from tests.store.conftest import address, postgres, stencil, store, template

__all__ = ["address", "postgres", "stencil", "store", "template"]


@pytest.fixture
def site() -> Iterator[Site]:
    with Site() as opened:
        yield opened


@pytest.fixture
def desk(store: Store, site: Site) -> Iterator[Desk]:
    desk = Desk(store, site)
    with desk.fetcher:
        yield desk

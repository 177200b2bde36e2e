"""A desk on a filled store, asked by its API."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from httpx import Response
from starlette.testclient import TestClient

from tellings.serve import DeskOptions, create_app
from tellings.store import Store, open_store
from tests.serve.api.made import fill
from tests.serve.conftest import NOON


class Asking(TestClient):
    """A client to which ``stories`` is ``/api/v1/stories``."""

    def request(self, method: str, url: str, **rest: Any) -> Response:  # type: ignore[override]  # noqa: ANN401
        """Ask; an address that begins with a slash stays as it is."""
        return super().request(method, url if url.startswith("/") else f"/api/v1/{url}", **rest)


@dataclass(frozen=True)
class Filled:
    """A filled store, secrets by scope, and what makes a client of it; by default with the editor's token."""

    store: Store
    secrets: dict[str, str]
    make: Callable[..., TestClient]

    def client(self, scope: str | None = "edit", **options: object) -> TestClient:
        """Return a client that sends a scope's token; None sends none."""
        client = self.make(**{"tokens": True, **options})
        if scope is not None:
            client.headers["authorization"] = f"Bearer {self.secrets[scope]}"
        return client


@dataclass(frozen=True)
class Stencil:
    """A filled store's file, and the secrets of its tokens."""

    path: Path
    secrets: dict[str, str]


@pytest.fixture(scope="session")
def stencil_of_desk(tmp_path_factory: pytest.TempPathFactory) -> Stencil:
    """Fill a store once for all tests."""
    path = tmp_path_factory.mktemp("desk") / "desk.db"
    with open_store(path) as store:
        secrets = fill(store)
        with store.engine.connect() as connection:
            connection.exec_driver_sql("COMMIT")
            connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    return Stencil(path, secrets)


@pytest.fixture
def filled(tmp_path: Path, stencil_of_desk: Stencil) -> Iterator[Filled]:
    """Yield a filled store of the test's own."""
    path = tmp_path / "desk.db"
    path.write_bytes(stencil_of_desk.path.read_bytes())
    with open_store(path) as store:
        yield filled_of(store, stencil_of_desk.secrets)


def filled_of(store: Store, secrets: dict[str, str]) -> Filled:
    """Return a filled store with its clients."""

    def make(**options: object) -> TestClient:
        held = DeskOptions(clock=lambda: NOON, requests_per_minute=1_000_000, **options)  # type: ignore[arg-type]
        app = create_app(store, options=held)
        return Asking(app, base_url="http://localhost", follow_redirects=False)

    return Filled(store, secrets, make)

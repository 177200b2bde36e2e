"""Schemathesis against the API's own description: no server error, and every answer is as described.

Each operation is asked with fitting values by a reader, with unfitting ones and with numbers that the store has by an
administrator; the store holds what does no good (``made.py``).
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis.errors import Unsatisfiable
from schemathesis.checks import not_a_server_error
from schemathesis.generation import GenerationMode
from schemathesis.specs.openapi.checks import (
    allow_header_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from tellings.serve import DeskOptions, create_app
from tellings.store import open_store
from tests.serve.api.made import fill
from tests.store.conftest import address, postgres, stencil, template

__all__ = ["address", "postgres", "stencil", "template"]

EXAMPLES = {"sqlite": 3, "postgresql": 2}
"""For each operation in each of the three ways; some 300 requests on SQLite."""

KNOWN = {"story": 1, "article": "5", "version": 1, "capture": 1, "decision": 1, "feed": 1, "token": 2}
"""Numbers that the store has, so that not all that is asked for is missing."""

CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    allow_header_conformance,
]


@pytest.fixture
def desk(address: str) -> Iterator[tuple[Any, dict[str, str], str]]:
    """Yield the description of a desk on a filled store, secrets by scope, and the database's name."""
    with open_store(address) as store:
        secrets = fill(store)
        options = DeskOptions(tokens=True, requests_per_minute=10_000_000, hosts=frozenset({"testserver", "localhost"}))
        app = create_app(store, options=options)
        schema = schemathesis.openapi.from_asgi("/api/v1/openapi.json", app)
        yield schema, secrets, store.dialect


def ask(operation: schemathesis.APIOperation, asking: dict[str, Any], *, secret: str, examples: int) -> int:
    """Ask an operation with made values; return how often."""
    asked = 0

    @seed(0)
    @settings(
        max_examples=examples,
        deadline=None,
        database=None,
        phases=[Phase.explicit, Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(case=operation.as_strategy(**asking))
    def ask_once(case: schemathesis.Case) -> None:
        nonlocal asked
        asked += 1
        case.call_and_validate(headers={"authorization": f"Bearer {secret}"}, checks=CHECKS)

    with contextlib.suppress(Unsatisfiable):  # what takes no value has no wrong one
        ask_once()
    return asked


def test_schema_no_server_error_and_answers_as_described(desk: tuple[Any, dict[str, str], str]) -> None:
    schema, secrets, dialect = desk
    asked = 0
    for found in schema.get_all_operations():
        operation = found.ok()
        known = {name: value for name, value in KNOWN.items() if f"{{{name}}}" in operation.path}
        ways: list[tuple[dict[str, Any], str]] = [
            ({"generation_mode": GenerationMode.POSITIVE}, "read"),
            ({"generation_mode": GenerationMode.NEGATIVE}, "admin"),
            ({"generation_mode": GenerationMode.POSITIVE, **({"path_parameters": known} if known else {})}, "admin"),
        ]
        for asking, scope in ways:
            asked += ask(operation, asking, secret=secrets[scope], examples=EXAMPLES[dialect])
    assert asked > 60 * EXAMPLES[dialect]

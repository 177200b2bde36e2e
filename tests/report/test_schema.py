"""Every dossier follows the schema, and the schema is strict where the contract is."""

from __future__ import annotations

from typing import Any

import jsonschema
import pytest

from tellings.report.schema import schema


def errors(document: dict[str, Any]) -> list[str]:
    return [error.json_path for error in jsonschema.Draft202012Validator(schema()).iter_errors(document)]


def test_schema_is_a_schema() -> None:
    jsonschema.Draft202012Validator.check_schema(schema())


def test_schema_each_call_gives_a_fresh_copy() -> None:
    schema()["required"].clear()
    assert "articles" in schema()["required"]


def test_schema_dossiers_validate(document: dict[str, Any], empty_document: dict[str, Any]) -> None:
    assert errors(document) == []
    assert errors(empty_document) == []


def test_schema_extra_keys_are_allowed(document: dict[str, Any]) -> None:
    document["extra"] = document["facts"][0]["extra"] = document["facts"][0]["title"]["extra"] = 1
    assert errors(document) == []


@pytest.mark.parametrize(
    "key",
    [
        "schema", "tellings", "settings", "story", "articles", "entities", "times", "quantities", "statements",
        "utterances", "claims", "facts", "events", "plans", "positions", "lineage", "dropped",
    ],
)  # fmt: skip
def test_schema_every_key_of_the_contract_is_demanded(document: dict[str, Any], key: str) -> None:
    del document[key]
    assert errors(document) == ["$"]


@pytest.mark.parametrize(
    ("path", "value"),
    [
        (("schema",), "dossier/2"),
        (("facts", 0, "kind"), "true"),
        (("facts", 0, "support"), []),
        (("facts", 0, "differences", 0, "type"), "lie"),
        (("facts", 0, "title", "start"), -1),
        (("facts", 0, "title", "text"), None),
        (("statements", 0, "kind"), "said"),
        (("utterances", 0, "statements"), ["s000000000000"]),
        (("articles", 0, "sha256"), "abc"),
        (("articles", 0, "body", 0), [1]),
        (("articles", 0, "published_from"), "guess"),
        (("lineage", 0, "share"), 1.5),
        (("plans", 0, "status"), "maybe"),
        (("times", 0, "value"), "next week"),
        (("quantities", 0, "bound"), "roughly"),
    ],
)
def test_schema_wrong_values_are_refused(document: dict[str, Any], path: tuple[Any, ...], value: object) -> None:
    part: Any = document
    for step in path[:-1]:
        part = part[step]
    part[path[-1]] = value
    assert len(errors(document)) == 1

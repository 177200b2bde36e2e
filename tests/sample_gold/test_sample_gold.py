"""The gold of the sample story must be what its declarations say, offset for offset."""

from __future__ import annotations

import importlib.util
import json
from pathlib import Path

import pytest

HERE = Path(__file__).parent
_spec = importlib.util.spec_from_file_location("sample_gold_build", HERE / "build.py")
assert _spec is not None
assert _spec.loader is not None
build = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(build)
FILES = sorted(p.stem for p in HERE.glob("*.json"))


@pytest.fixture(scope="module")
def fresh() -> dict[str, object]:
    content: dict[str, object] = build.build(build.Finder())
    return content


def test_build_writes_every_file_there_is(fresh: dict[str, object]) -> None:
    assert sorted(fresh) == FILES


@pytest.mark.parametrize("name", FILES)
def test_build_repeats_the_committed_gold(fresh: dict[str, object], name: str) -> None:
    assert fresh[name] == json.loads((HERE / f"{name}.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize("name", FILES)
def test_build_points_at_the_exact_words(name: str) -> None:
    texts = build.Finder().text

    def check(value: object, doc: str | None) -> int:
        if isinstance(value, list):
            return sum(check(v, doc) for v in value)
        if not isinstance(value, dict):
            return 0
        doc = value.get("doc", doc)
        n = sum(check(v, doc) for v in value.values())
        if {"start", "end", "text"} <= set(value):
            assert doc is not None
            assert texts[doc][value["start"] : value["end"]] == value["text"]
            n += 1
        return n

    checked = check(json.loads((HERE / f"{name}.json").read_text(encoding="utf-8")), None)
    assert checked > 0 or name == "utterances"  # which names statements, not words

"""Main text of pages: rows and scores."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import pytest

from tellings.errors import InputError
from tellings.evaluate.pages import predict, read_pages, score_pages

BODY = "The old bridge of Lowmere will be closed for three weeks after a crack was found in its second pier on Monday."
PAGE = f"<html><body><nav>Home</nav><article><h1>Bridge closes</h1><p>{BODY}</p></article></body></html>"


def test_pages_rows_are_read_found_and_scored(tmp_path: Path) -> None:
    gold = tmp_path / "ground-truth.json"
    gold.write_text(json.dumps({name: {"articleBody": BODY, "url": f"https://post.example/{name}"} for name in "ab"}))
    (tmp_path / "a.html.gz").write_bytes(gzip.compress(PAGE.encode()))
    (tmp_path / "b.html").write_text(PAGE)
    rows = read_pages(gold, tmp_path)
    found = list(predict(rows))
    assert [(row["doc"], row["text"], row["title"]) for row in found] == [(n, BODY, "Bridge closes") for n in "ab"]
    assert set(score_pages(rows, found).values().values()) == {1.0}


def test_pages_scores_by_hand() -> None:
    gold = [{"doc": "a", "text": "one two three four five six"}, {"doc": "b", "text": "one two three four"}]
    found = [{"doc": "a", "text": "one two three four five"}, {"doc": "b", "text": "", "dropped": "E007"}]
    table = score_pages(gold, found)
    row = table.rows["pages.shingles"]
    assert (row.precision, row.recall) == (1.0, pytest.approx((2 / 3 + 0) / 2))  # type: ignore[union-attr]
    assert table.values()["pages.exact"] == 0.0
    assert table.values()["pages.taken_for_articles"] == 0.5
    assert len(table.misses["shingles"]) == 2


def test_pages_missing_page_is_named(tmp_path: Path) -> None:
    gold = tmp_path / "ground-truth.json"
    gold.write_text('{"a": {"articleBody": "x"}}')
    with pytest.raises(InputError, match="G003"):
        read_pages(gold, tmp_path)

"""Scores of clusters, by hand."""

from __future__ import annotations

from typing import Any

import pytest

from tellings.evaluate.corefscores import score_clusters, score_coref

# Gold {1, 2, 3}, {4, 5}; found {1, 2}, {3, 4, 5}.
GOLD = {1: "a", 2: "a", 3: "a", 4: "b", 5: "b"}
FOUND = {1: "x", 2: "x", 3: "y", 4: "y", 5: "y"}


def values(found: dict[int, str]) -> dict[str, float]:
    return {name: row.value for name, row in score_clusters(GOLD, found).rows.items()}


def test_corefscores_equal_clusters_score_one_whatever_their_names() -> None:
    assert set(values({1: "q", 2: "q", 3: "q", 4: "p", 5: "p"}).values()) == {1.0}


def test_corefscores_by_hand() -> None:
    found = values(FOUND)

    assert found["coref.muc"] == pytest.approx(2 / 3)  # 2 of 3 links both ways
    precision = (1 + 1 + 1 / 3 + 2 / 3 + 2 / 3) / 5
    recall = (2 / 3 + 2 / 3 + 1 / 3 + 1 + 1) / 5
    assert found["coref.b3"] == pytest.approx(2 * precision * recall / (precision + recall))
    assert found["coref.ceafe"] == pytest.approx(0.8)  # twice 2 * 2 / 5 over two clusters
    assert found["coref.conll"] == pytest.approx((found["coref.muc"] + found["coref.b3"] + 0.8) / 3)


def test_corefscores_single_mentions_have_no_links() -> None:
    found = values({mention: str(mention) for mention in GOLD})

    assert found["coref.muc"] == 0.0
    assert found["coref.b3"] == pytest.approx(2 * 1.0 * 0.4 / 1.4)


def test_corefscores_only_annotated_sentences_and_events_count() -> None:
    def mention(start: int, kind: str, cluster: str) -> dict[str, object]:
        return {"start": start, "end": start + 4, "kind": kind, "cluster": cluster}

    gold: list[dict[str, Any]] = [
        {
            "doc": "d",
            "selected_sentences": [[0, 20]],
            "mentions": [mention(0, "event", "a"), mention(5, "entity", "b"), mention(30, "event", "a")],
        },
        {"doc": "e", "mentions": [mention(0, "event", "a")]},
    ]
    found = [
        {"doc": "d", "mentions": [mention(0, "event", "x"), mention(30, "event", "y")]},
        {"doc": "e", "mentions": [mention(0, "event", "x")]},
    ]
    table = score_coref(gold, found)

    assert table.rows["coref.conll"].value == 1.0
    assert score_coref(gold, []).rows["coref.muc"].value == 0.0

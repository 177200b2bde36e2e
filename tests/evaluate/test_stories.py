"""Scores of grouped articles, by hand."""

from __future__ import annotations

import pytest

from tellings.evaluate.stories import in_order, score_stories

GOLD = [{"doc": name, "story": story} for name, story in (("a", "x"), ("b", "x"), ("c", "y"), ("d", "y"))]


def found(stories: str) -> list[dict[str, str]]:
    return [{"doc": row["doc"], "story": story} for row, story in zip(GOLD, stories, strict=True)]


def test_stories_perfect_groups_score_one() -> None:
    table = score_stories(GOLD, found("1122"))
    assert table.values() == {"stories.b3": 1.0, "stories.ari": 1.0}


def test_stories_all_in_one_group() -> None:
    table = score_stories(GOLD, found("1111"))
    assert table.rows["stories.b3"].value == pytest.approx(2 / 3)  # precision 1/2, recall 1
    assert table.rows["stories.ari"].value == pytest.approx(0.0)


def test_stories_one_article_astray() -> None:
    table = score_stories(GOLD, found("1112"))
    # the four precisions are two thirds twice, a third and one; the recalls one twice and a half twice
    assert table.values()["stories.b3"] == pytest.approx(2 * (2 / 3) * 0.75 / (2 / 3 + 0.75), abs=1e-4)
    # one pair together in both, two in the gold and three found of six: just what chance gives
    assert table.values()["stories.ari"] == pytest.approx(0.0)


def test_stories_a_missing_prediction_is_a_story_of_its_own() -> None:
    assert score_stories(GOLD, found("1122")[:3]).rows["stories.b3"].value == pytest.approx(2 * 0.75 / 1.75)


def test_stories_fed_undated_first_then_by_date() -> None:
    rows = [
        {"doc": "late", "text": "x", "published": "2031-05-07"},
        {"doc": "none", "text": "No date here.", "published": None},
        {"doc": "within", "text": "Published May 6, 2031\nA ferry ran aground.", "published": None},
    ]
    assert [one.id for one in in_order(rows)] == ["none", "within", "late"]

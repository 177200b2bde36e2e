"""What a number counts, and numbers side by side."""

from __future__ import annotations

from typing import Any

import pytest

from tellings.report.figures import counted
from tellings.report.outline import build_outline


@pytest.mark.parametrize(
    ("unit", "counts", "key"),
    [
        ("", "people on board", "people"),
        ("", "persons", "people"),
        ("", "of the injured passengers", "passenger"),
        ("", "more boats", "boat"),
        ("", "countries", "country"),
        ("", "buses", "buse"),
        ("kilometre", None, "kilometre"),
        ("percent", "of voters", "percent, voter"),
        ("dollar", "dollars", "dollar"),
        ("", None, ""),
        ("", "112", ""),
    ],
)
def test_figures_counted(unit: str, counts: str | None, key: str) -> None:
    assert counted({"unit": unit, "counts": {"text": counts} if counts else None}) == key


def test_figures_numbers_that_count_the_same_stand_together(document: dict[str, Any]) -> None:
    (group,) = build_outline(document).numbers
    assert group.label == "people"
    assert group.differs
    assert [(row.line.text, [part.article.tag for part in row.cited]) for row in group.rows] == [
        ("112", ["AH", "CTB"]),
        ("at least 118", ["NW"]),
    ]
    assert group.rows[1].bar == 1.0
    assert group.rows[0].bar == pytest.approx(112 / 118)


def test_figures_equal_numbers_need_no_bar(document: dict[str, Any]) -> None:
    document["quantities"] = [entry for entry in document["quantities"] if entry["value"] == 112.0]
    (group,) = build_outline(document).numbers
    assert [row.bar for row in group.rows] == [None]

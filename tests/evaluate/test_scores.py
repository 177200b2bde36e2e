"""Overlap, name and day measures, by hand."""

from __future__ import annotations

import pytest

from tellings.evaluate.scores import Score, common, day_range, holds_half, jaccard, same_name


@pytest.mark.parametrize(
    ("left", "right", "shared", "score"),
    [((0, 10), (0, 10), 10, 1.0), ((0, 10), (5, 15), 5, 5 / 15), ((0, 4), (4, 8), 0, 0.0), ((2, 2), (2, 2), 0, 0.0)],
)
def test_overlap_of_stretches(left: tuple[int, int], right: tuple[int, int], shared: int, score: float) -> None:
    assert common(left, right) == shared
    assert jaccard(left, right) == pytest.approx(score)


def test_holds_half_needs_half_of_a_focus_that_is_not_empty() -> None:
    assert holds_half((0, 5), (0, 10))
    assert not holds_half((0, 4), (0, 10))
    assert not holds_half((0, 4), (2, 2))


@pytest.mark.parametrize(
    ("left", "right", "same"),
    [
        ("Ilya Marenskyy", "Ilya Marensky", True),
        ("President Oru Taval", "Taval", True),
        ("Oru Taval", "Mina Taval", True),  # the last word agrees: the measure is lenient here
        ("the Harbour Board", "Harbour Board", True),
        ("Harbour Board", "Port Union", False),
        (None, "Taval", False),
        ("the", "the a", False),
    ],
)
def test_same_name(left: str | None, right: str | None, same: bool) -> None:  # noqa: FBT001 -- a case's value
    assert same_name(left, right) is same


@pytest.mark.parametrize(
    ("value", "days"),
    [
        ("2031-04-02T06:10", ("2031-04-02", "2031-04-02")),
        ("2031-04", ("2031-04-01", "2031-04-31")),
        ("2031", ("2031-01-01", "2031-12-31")),
        ("2031-04-02/2031-05", ("2031-04-02", "2031-05-31")),
        ("2031-04-02/", ("2031-04-02", "2031-04-02")),
        ("PT2H", None),
        (None, None),
    ],
)
def test_day_range(value: str | None, days: tuple[str, str] | None) -> None:
    assert day_range(value) == days


def test_score_is_f1_with_precision_and_a_share_without() -> None:
    assert Score(name="x", hits=1, gold=2).value == 0.5
    assert Score(name="x", hits=1, gold=2, right=3, found=3).value == pytest.approx(2 / 3)
    assert Score(name="x", hits=0, gold=0, right=0, found=0).value == 0.0

"""Pairs worth a look, and what two items have in common."""

import numpy as np
import pytest
from numpy.typing import NDArray

from tellings.match import candidates
from tellings.match.candidates import Terms, cosines, nearest_pairs

NEARNESS = np.array(
    [[1.0, 0.9, 0.2, 0.1], [0.9, 1.0, 0.3, 0.8], [0.2, 0.3, 1.0, 0.4], [0.1, 0.8, 0.4, 1.0]], dtype=np.float32
)


def rows(first: int, last: int) -> tuple[NDArray[np.float32], NDArray[np.bool_]]:
    return NEARNESS[first:last], NEARNESS[first:last] > 0.15


def found() -> list[tuple[int, int]]:
    left, right = nearest_pairs(4, rows)
    return list(zip(left.tolist(), right.tolist(), strict=True))


def test_candidates_are_the_pairs_worth_a_look_in_order() -> None:
    assert found() == [(0, 1), (0, 2), (1, 2), (1, 3), (2, 3)]


@pytest.mark.parametrize("block", [1, 3, 4])
def test_candidates_are_the_same_however_the_table_is_cut(block: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(candidates, "BLOCK", block)

    assert found() == [(0, 1), (0, 2), (1, 2), (1, 3), (2, 3)]


def test_candidates_are_among_the_nearest_of_either_side(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(candidates, "MOST_PARTNERS", 2)  # itself and one other

    assert found() == [(0, 1), (1, 3), (2, 3)]


def test_candidates_of_nothing_are_none() -> None:
    left, right = nearest_pairs(0, rows)

    assert (len(left), len(right)) == (0, 0)


def test_candidates_terms_in_common_are_weighed() -> None:
    terms = Terms([("ferry", "sink", "ferry"), ("ferry", "sail"), ("ferry", "sink"), ()])
    left, right = np.array([0, 0, 0]), np.array([1, 2, 3])
    weights = 6.0 / terms.counts  # ferry stands in three items, sink in two, sail in one

    assert terms.summed(left, right, weights).tolist() == [2.0, 5.0, 0.0]
    assert terms.heaviest(left, right, weights).tolist() == [2.0, 3.0, 0.0]
    assert terms.any_common(left, right).tolist() == [1.0, 1.0, 0.0]


def test_candidates_terms_are_rarer_the_fewer_have_them() -> None:
    rarity = Terms([("a", "b"), ("a",)]).rarity(2)

    assert rarity.tolist() == [np.log(2.0), np.log(3.0)]


def test_candidates_cosines_are_those_of_each_pair(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(candidates, "VECTORS_AT_ONCE", 1)
    vectors = np.array([[1.0, 0.0], [0.6, 0.8]], dtype=np.float32)

    assert cosines(vectors, np.array([0, 0]), np.array([0, 1])).tolist() == pytest.approx([1.0, 0.6])

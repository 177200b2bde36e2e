"""Sentences of a known rewrite that are told again without order or three rare details."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from tellings.match.rewording import Echo, Told, find_echoes, find_more_echoes
from tellings.types.spans import Span


def told(ident: str, *angles: float, details: dict[str, int] | None = None) -> Told:
    """Return sentences whose vectors lie at these angles, in degrees."""
    turns = np.deg2rad(np.array(angles))
    vectors: NDArray[np.float32] = np.stack([np.cos(turns), np.sin(turns)], axis=1).astype(np.float32)
    spans = tuple(Span(article=ident, start=10 * i, end=10 * i + 9) for i in range(len(angles)))
    return Told(spans, vectors, details or {})


def places(echoes: list[Echo]) -> list[tuple[int, int]]:
    return [(echo.left, echo.right) for echo in echoes]


def test_rewording_moved_sentences_of_a_rewrite_are_found_beside_the_chain() -> None:
    left, right = told("a", 0.0, 90.0), told("b", 91.0, 1.0)

    assert places(find_echoes(left, right)) == []
    assert places(find_more_echoes(left, right, ())) == [(0, 1), (1, 0)]


def test_rewording_what_the_chain_has_is_not_given_twice() -> None:
    left, right = told("a", 0.0, 90.0), told("b", 1.0, 91.0)

    assert places(find_more_echoes(left, right, [Echo(0, 0, 0.99)])) == [(1, 1)]


def test_rewording_a_shared_detail_makes_up_for_a_little_distance() -> None:
    far = 51.0  # cosine 0.63
    without = find_more_echoes(told("a", 0.0), told("b", far), ())
    detailed = find_more_echoes(told("a", 0.0, details={"winch": 0}), told("b", far, details={"winch": 0}), ())

    assert (places(without), places(detailed)) == ([], [(0, 0)])


def test_rewording_details_alone_make_no_pair() -> None:
    details = dict.fromkeys(("winch", "mole", "crate", "lorry"), 0)
    found = find_more_echoes(told("a", 0.0, details=details), told("b", 65.0, details=details), ())

    assert found == []


def test_rewording_a_sentence_with_a_nearer_partner_needs_more() -> None:
    found = find_more_echoes(told("a", 0.0), told("b", 10.0, 47.0), ())  # the second at cosine 0.68

    assert places(found) == [(0, 0)]


def test_rewording_nothing_is_found_in_an_empty_report() -> None:
    empty = Told((), np.zeros((0, 384), dtype=np.float32), {})

    assert find_more_echoes(empty, told("b", 0.0), ()) == []

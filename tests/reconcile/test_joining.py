"""Average-link joining."""

from __future__ import annotations

from tellings.reconcile.joining import candidate_pairs, join


def alike(left: frozenset[str], right: frozenset[str]) -> float:
    return len(left & right) / len(left | right)


def groups(*texts: str, least: float) -> list[list[int]]:
    words = [frozenset(text.split()) for text in texts]
    return join(words, words=words, likeness=alike, least=least)


def test_join_groups_what_is_alike() -> None:
    assert groups("a b c", "x y z", "a b d", "x y w", least=0.5) == [[0, 2], [1, 3]]


def test_join_resists_chains() -> None:
    assert groups("a b", "b c", "c d", "d e", least=0.3) == [[0, 1], [2, 3]]


def test_join_of_nothing_is_nothing() -> None:
    assert join([], words=[], likeness=alike, least=0.5) == []


def test_candidate_pairs_share_a_word_that_is_not_common() -> None:
    words = [frozenset({"all", f"own{i}"}) for i in range(20)]
    words[3] |= {"rare"}
    words[17] |= {"rare"}
    assert candidate_pairs(words) == [(3, 17)]

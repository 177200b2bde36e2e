"""Joining what is alike: average-link grouping that resists chains of near-likenesses."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from itertools import combinations
from typing import TypeVar

Item = TypeVar("Item")
#: A stem that stands in more texts than this share (and in more than ten) makes no candidate pair by itself.
_COMMON = 0.25


def candidate_pairs(words: Sequence[frozenset[str]]) -> list[tuple[int, int]]:
    """Return the pairs of texts that share at least one stem that is not common, in order."""
    counts = Counter(word for text in words for word in text)
    limit = max(10, int(_COMMON * len(words)))
    holders: dict[str, list[int]] = {}
    for number, text in enumerate(words):
        for word in text:
            if counts[word] <= limit:
                holders.setdefault(word, []).append(number)
    return sorted({pair for numbers in holders.values() for pair in combinations(numbers, 2)})


def join(
    items: Sequence[Item],
    *,
    words: Sequence[frozenset[str]],
    likeness: Callable[[Item, Item], float],
    least: float,
) -> list[list[int]]:
    """Return groups of items as sorted lists of indices, in the order of their first item.

    Pairs are taken from the most alike down; two groups are joined if the mean likeness between their items is at
    least ``least`` (average link), so that one likeness between two groups is not enough.

    Args:
        items: what to group.
        words: stems of each item; items that share no stem are never compared.
        likeness: symmetric, higher is closer.
        least: lowest mean likeness that joins.
    """
    scores = {pair: likeness(items[pair[0]], items[pair[1]]) for pair in candidate_pairs(words)}
    group_of = list(range(len(items)))
    groups = {number: [number] for number in group_of}
    for _, (left, right) in sorted((-score, pair) for pair, score in scores.items() if score >= least):
        a, b = group_of[left], group_of[right]
        if a == b:
            continue
        between = [scores.get((min(i, j), max(i, j)), 0.0) for i in groups[a] for j in groups[b]]
        if sum(between) / len(between) >= least:
            a, b = min(a, b), max(a, b)
            groups[a] = sorted(groups[a] + groups.pop(b))
            for number in groups[a]:
                group_of[number] = a
    return [groups[key] for key in sorted(groups)]

"""Groups from scored pairs, grown so that chains of near-likenesses do not run together."""

from __future__ import annotations

import heapq
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """When groups are joined.

    Attributes:
        join: mean score of all pairs across two groups from which they are joined.
        within: score from which two items of one report count as a link of strength ``join``.
    """

    join: float
    within: float


class Grouping:
    """Groups that grow by joining the two that are closest on the mean of all their pairs.

    Source: average linkage (Sokal and Michener 1958); the mean is what keeps chains of near-likenesses apart.
    """

    def __init__(self, count: int, links: Mapping[tuple[int, int], float], limits: Limits) -> None:
        self.members: dict[int, list[int]] = {i: [i] for i in range(count)}
        self.sums: dict[int, dict[int, float]] = defaultdict(dict)
        self.limits = limits
        self.heap: list[tuple[float, int, int]] = []
        for (i, j), score in links.items():
            self.sums[i][j] = self.sums[j][i] = score
            if score >= limits.join:
                heapq.heappush(self.heap, (-score, i, j))

    def mean(self, i: int, j: int) -> float:
        """Return the mean score of all pairs across two groups; a pair that was never compared counts as 0.0."""
        return self.sums[i].get(j, 0.0) / (len(self.members[i]) * len(self.members[j]))

    def join_all(self) -> list[list[int]]:
        """Join groups until none are close enough; return the members of each, in order."""
        while self.heap:
            known, i, j = heapq.heappop(self.heap)
            if i in self.members and j in self.members and self.mean(i, j) == -known:
                self._join(i, j)
        return sorted(sorted(members) for members in self.members.values())

    def _join(self, i: int, j: int) -> None:
        merged = self.members.pop(j)
        self.members[i] = self.members[i] + merged
        for other, total in self.sums.pop(j).items():
            self.sums[other].pop(j, None)
            if other != i:
                self.sums[i][other] = self.sums[other][i] = self.sums[i].get(other, 0.0) + total
        self.sums[i].pop(j, None)
        for other in self.sums[i]:
            mean = self.mean(i, other)
            if mean >= self.limits.join:
                heapq.heappush(self.heap, (-mean, min(i, other), max(i, other)))


def group(
    count: int, links: Mapping[tuple[int, int], float], reports: Sequence[int], limits: Limits
) -> list[list[int]]:
    """Return groups of items, by their numbers, from scored pairs.

    Args:
        count: number of items.
        links: score of each pair, first number lower.
        reports: number of the report of each item; items of one report need a firmer link.
        limits: when groups are joined.
    """
    kept = {}
    for (i, j), score in sorted(links.items()):
        within = reports[i] == reports[j]
        kept[i, j] = score * limits.join / limits.within if within else score
    return Grouping(count, kept, limits).join_all()


def merge_told_together(groups: Iterable[list[int]], sentences: Sequence[tuple[int, int]]) -> list[list[int]]:
    """Join groups whose items stand in the very same sentences of two reports or more: they tell one matter in parts.

    Args:
        groups: of items, by their numbers.
        sentences: report and sentence of each item.

    Returns:
        Groups by their first item.
    """
    merged: dict[frozenset[tuple[int, int]] | int, list[int]] = defaultdict(list)
    for members in groups:
        told = frozenset(sentences[i] for i in members)
        alone = len({report for report, _ in told}) < 2
        merged[members[0] if alone else told].extend(members)
    return sorted(sorted(members) for members in merged.values())

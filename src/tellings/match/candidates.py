"""Which pairs of items are worth a look, without ever holding the whole table of a large story.

Each item is compared with its nearest ones at most, so that what is done with the pairs grows with the items.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Sequence

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix

MOST_PARTNERS = 100
"""Nearest items that each item is compared with; a claim of a story of eight reports has some sixty worth a look."""

BLOCK = 512
"""Rows of the table worked on at a time: 16 MB for a story of 8,000 claims."""

PAIRS_AT_ONCE = 100_000
"""Pairs whose common terms are worked out at a time, some 50 MB."""

VECTORS_AT_ONCE = 2048
"""Pairs whose vectors are multiplied at a time: 3 MB, what stays in a processor's cache."""

Rows = Callable[[int, int], tuple[NDArray[np.float32], NDArray[np.bool_]]]
"""Gives for the items from one number up to another their nearness to every item and whether a pair is worth a look,
both of shape (rows, items). The whole table must be symmetric."""


def nearest_pairs(count: int, rows: Rows) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return the pairs worth a look that are among the nearest of either side.

    Args:
        count: number of items.
        rows: gives rows of the table of nearness.

    Returns:
        First and second item of each pair, first < second, in order.
    """
    codes = []
    for first in range(0, count, BLOCK):
        nearness, worth = rows(first, min(first + BLOCK, count))
        if count > MOST_PARTNERS:
            least = np.partition(nearness, -MOST_PARTNERS, axis=1)[:, -MOST_PARTNERS]
            worth = worth & (nearness >= least[:, None])
        one, other = np.nonzero(worth)
        one = one + first
        kept = one != other
        codes.append((np.minimum(one, other) * count + np.maximum(one, other))[kept])
    merged = np.unique(np.concatenate(codes)) if codes else np.zeros(0, dtype=np.int64)
    left, right = np.divmod(merged.astype(np.int64), max(count, 1))
    return left, right


def cosines(vectors: NDArray[np.float32], left: NDArray[np.int64], right: NDArray[np.int64]) -> NDArray[np.float32]:
    """Return the dot product of the vectors of each pair, shape (pairs,), a few pairs at a time."""
    found = np.zeros(len(left), dtype=np.float32)
    for first in range(0, len(left), VECTORS_AT_ONCE):
        part = slice(first, first + VECTORS_AT_ONCE)
        found[part] = (vectors[left[part]] * vectors[right[part]]).sum(axis=1)
    return found


class Terms:
    """Which terms each item has, for what two items have in common.

    Args:
        items: the terms of each item; terms of one kind, which are told apart by equality.

    Attributes:
        counts: items that have each term, shape (terms,).
        has: 1.0 where an item has a term, shape (items, terms).
    """

    def __init__(self, items: Sequence[Iterable[Hashable]]) -> None:
        column: dict[Hashable, int] = {}
        ends, columns = [0], list[int]()
        for terms in items:
            columns.extend(sorted(column.setdefault(term, len(column)) for term in dict.fromkeys(terms)))
            ends.append(len(columns))
        shape = (len(items), max(len(column), 1))
        values = np.ones(len(columns), dtype=np.float64)
        self.has = csr_matrix((values, np.array(columns, dtype=np.int32), np.array(ends, dtype=np.int32)), shape=shape)
        self.counts = np.bincount(np.array(columns, dtype=np.int64), minlength=shape[1])

    def rarity(self, total: int) -> NDArray[np.float64]:
        """Return the logarithm of one plus ``total`` items over those that have a term, shape (terms,)."""
        return np.asarray(np.log(1.0 + total / np.maximum(self.counts, 1)))

    def summed(
        self, left: NDArray[np.int64], right: NDArray[np.int64], weights: NDArray[np.float64]
    ) -> NDArray[np.float64]:
        """Return the summed weights of the terms that each pair has in common, shape (pairs,)."""
        return self._in_parts(left, right, lambda common: np.asarray(common @ weights))

    def heaviest(
        self, left: NDArray[np.int64], right: NDArray[np.int64], weights: NDArray[np.float64]
    ) -> NDArray[np.float64]:
        """Return the highest weight of a term that each pair has in common, 0.0 without any, shape (pairs,)."""
        return self._in_parts(left, right, lambda common: _highest(common, weights))

    def any_common(self, left: NDArray[np.int64], right: NDArray[np.int64]) -> NDArray[np.float64]:
        """Return 1.0 for each pair with a term in common, else 0.0, shape (pairs,)."""
        return self._in_parts(left, right, lambda common: (np.diff(common.indptr) > 0).astype(np.float64))

    def _in_parts(
        self,
        left: NDArray[np.int64],
        right: NDArray[np.int64],
        work: Callable[[csr_matrix], NDArray[np.float64]],
    ) -> NDArray[np.float64]:
        found = []
        for first in range(0, len(left), PAIRS_AT_ONCE):
            part = slice(first, first + PAIRS_AT_ONCE)
            found.append(work(csr_matrix(self.has[left[part]].multiply(self.has[right[part]]))))
        return np.concatenate(found) if found else np.zeros(0, dtype=np.float64)


def _highest(common: csr_matrix, weights: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the highest weight of the terms of each row, 0.0 where it has none."""
    found = np.zeros(common.shape[0], dtype=np.float64)
    filled = np.flatnonzero(np.diff(common.indptr) > 0)
    if len(filled):
        found[filled] = np.maximum.reduceat(weights[common.indices], common.indptr[filled])
    return found

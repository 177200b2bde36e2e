"""A second look at scored pairs of claims: what the pairs around a pair say about it.

A pair of clauses is likelier to tell one matter if neither has a better partner in the other's report, if a clause
of a third report tells the same as both, if the sentences beside them tell one matter too, and if both hand on words
of one utterance.

Source: the even flow of parallel texts (Gale and Church 1993) and the best partner on either side (Melamed 2000).
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import product

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix

from tellings.match.likeness import Matter, Pairs

LEAST = 0.10
"""First score below which a pair is given up: at 0.00, 0.05 and 0.10 three stories gave the same groups."""

FIGURES = ("score", "worse_rank", "better_rank", "third", "beside", "utterance")
"""Names of the columns of ``Surroundings.figures``, in order."""

_STEPS = tuple(step for step in product((-1, 0, 1), repeat=2) if step != (0, 0))


class Surroundings:
    """Scores of pairs, looked up by claim, by report and by pair of sentences.

    Args:
        matters: every claim of the story.
        pairs: the pairs that were compared.
        scores: of each pair, in (0.0, 1.0), same order.
    """

    def __init__(self, matters: Sequence[Matter], pairs: Pairs, scores: NDArray[np.float64]) -> None:
        self.kept = np.flatnonzero(scores >= LEAST)
        self.left, self.right = pairs.left[self.kept], pairs.right[self.kept]
        self.scores = scores[self.kept]
        self.reports = np.array([matter.article for matter in matters], dtype=np.int64)
        said = (-1 if matter.utterance is None else matter.utterance for matter in matters)
        self.utterances = np.fromiter(said, dtype=np.int64, count=len(matters))
        told = sorted({(matter.article, matter.sentence_number) for matter in matters})
        number = {sentence: i for i, sentence in enumerate(told)}
        self.sentences = np.array([number[matter.article, matter.sentence_number] for matter in matters])

    @property
    def ends(self) -> list[tuple[int, int]]:
        """Return the claims of each kept pair."""
        return list(zip(self.left.tolist(), self.right.tolist(), strict=True))

    def figures(self) -> NDArray[np.float64]:
        """Return one row for each kept pair, shape (kept, 6): see ``FIGURES``.

        The columns are the log odds of the first score over four; its share of the best score that either end has
        in the other's report, the lower and the higher share; the best third claim of another report, by its worse
        score with the two; the best score of two sentences beside theirs; whether their statements are one utterance.
        """
        odds = np.log(self.scores / np.maximum(1.0 - self.scores, 1e-6))
        one, other = self._shares()
        shares = np.minimum(one, other), np.maximum(one, other)
        said = self.utterances[self.left]
        same = ((said == self.utterances[self.right]) & (said >= 0)).astype(np.float64)
        return np.stack([odds / 4.0, *shares, self._thirds(), self._beside(), same], axis=1)

    def _shares(self) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """Return each pair's share of the best score that its left and its right end have in the other's report."""
        best = np.zeros((len(self.reports), int(self.reports.max(initial=0)) + 1), dtype=np.float64)
        ends = (self.left, self.reports[self.right]), (self.right, self.reports[self.left])
        for end in ends:
            np.maximum.at(best, end, self.scores)
        return self.scores / best[ends[0]], self.scores / best[ends[1]]

    def _thirds(self) -> NDArray[np.float64]:
        """Return the best third claim of each kept pair; see ``figures``."""
        count = len(self.reports)
        places = np.concatenate([self.left, self.right]), np.concatenate([self.right, self.left])
        scores = csr_matrix((np.tile(self.scores, 2), places), shape=(count, count))
        found = np.zeros(len(self.left), dtype=np.float64)
        first, starts = np.unique(self.left, return_index=True)
        for i, start, stop in zip(first.tolist(), starts.tolist(), [*starts[1:].tolist(), len(found)], strict=True):
            own = np.zeros(count, dtype=np.float64)
            mine = slice(scores.indptr[i], scores.indptr[i + 1])
            own[scores.indices[mine]] = scores.data[mine]
            own[self.reports == self.reports[i]] = 0.0
            others = self.right[start:stop]
            theirs = scores[others]
            foreign = self.reports[theirs.indices] != np.repeat(self.reports[others], np.diff(theirs.indptr))
            worse = np.where(foreign, np.minimum(theirs.data, own[theirs.indices]), 0.0)
            found[start:stop] = np.maximum.reduceat(worse, theirs.indptr[:-1])
        return found

    def _beside(self) -> NDArray[np.float64]:
        """Return the best score of two sentences beside those of each kept pair."""
        count = int(self.sentences.max(initial=0)) + 1
        one, other = self.sentences[self.left], self.sentences[self.right]
        codes, at = np.unique(np.concatenate([one * count + other, other * count + one]), return_inverse=True)
        best = np.zeros(len(codes) + 1, dtype=np.float64)
        np.maximum.at(best, at.ravel(), np.tile(self.scores, 2))
        found = np.zeros(len(one), dtype=np.float64)
        for x, y in _STEPS:
            inside = (one + x >= 0) & (one + x < count) & (other + y >= 0) & (other + y < count)
            wanted = (one + x) * count + other + y
            places = np.searchsorted(codes, wanted)
            known = inside & (codes[np.minimum(places, len(codes) - 1)] == wanted)
            found = np.maximum(found, np.where(known, best[np.where(known, places, 0)], 0.0))
        return found


def second_scores(
    matters: Sequence[Matter], pairs: Pairs, scores: NDArray[np.float64], weights: Sequence[float], *, bias: float
) -> NDArray[np.float64]:
    """Return the scores of pairs after a second look, in [0.0, 1.0]; 0.0 where the first was below 0.10.

    Args:
        matters: every claim of the story.
        pairs: the pairs that were compared.
        scores: their first scores, in (0.0, 1.0).
        weights: of the columns of ``FIGURES``.
        bias: log odds of a pair without any of them.
    """
    around = Surroundings(matters, pairs, scores)
    found = np.zeros(len(scores), dtype=np.float64)
    if len(around.kept):
        found[around.kept] = 1.0 / (1.0 + np.exp(-(around.figures() @ np.array(weights) + bias)))
    return found

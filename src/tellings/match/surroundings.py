"""A second look at scored pairs of claims: what the pairs around a pair say about it.

A pair of clauses is likelier to tell one matter if neither has a better partner in the other's report, if a clause
of a third report tells the same as both, and if the sentences beside them tell one matter too.

Source: the even flow of parallel texts (Gale and Church 1993) and the best partner on either side (Melamed 2000).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import product

import numpy as np
from numpy.typing import NDArray

from tellings.match.likeness import Matter, Pairs

LEAST = 0.10
"""First score below which a pair is given up: at 0.00, 0.05 and 0.10 three stories gave the same groups."""

FIGURES = ("score", "worse_rank", "better_rank", "third", "beside")
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
        self.ends = list(zip(pairs.left[self.kept].tolist(), pairs.right[self.kept].tolist(), strict=True))
        self.scores = scores[self.kept].tolist()
        self.reports = [matter.article for matter in matters]
        told = sorted({(matter.article, matter.sentence_number) for matter in matters})
        number = {sentence: i for i, sentence in enumerate(told)}
        self.sentences = [number[matter.article, matter.sentence_number] for matter in matters]
        self.partners: dict[int, dict[int, float]] = defaultdict(dict)
        self.best: dict[tuple[int, int], float] = defaultdict(float)
        self.beside: dict[tuple[int, int], float] = defaultdict(float)
        for (i, j), score in zip(self.ends, self.scores, strict=True):
            self.partners[i][j] = self.partners[j][i] = score
            for one, other in ((i, j), (j, i)):
                known = self.best[one, self.reports[other]]
                self.best[one, self.reports[other]] = max(known, score)
                a, b = self.sentences[one], self.sentences[other]
                self.beside[a, b] = max(self.beside[a, b], score)

    def figures(self) -> NDArray[np.float64]:
        """Return one row for each kept pair, shape (kept, 5): see ``FIGURES``.

        The columns are the log odds of the first score over four; its share of the best score that either end has
        in the other's report, the lower and the higher share; the best third claim of another report, by its worse
        score with the two; the best score of two sentences beside theirs.
        """
        return np.array(list(self._rows()), dtype=np.float64).reshape(-1, len(FIGURES))

    def _rows(self) -> Iterator[tuple[float, ...]]:
        for (i, j), score in zip(self.ends, self.scores, strict=True):
            shares = sorted((score / self.best[i, self.reports[j]], score / self.best[j, self.reports[i]]))
            odds = float(np.log(score / max(1.0 - score, 1e-6)))
            yield odds / 4.0, *shares, self._third(i, j), self._beside(i, j)

    def _third(self, i: int, j: int) -> float:
        few, many = sorted((self.partners[i], self.partners[j]), key=len)
        own = (self.reports[i], self.reports[j])
        return max((min(s, many[k]) for k, s in few.items() if k in many and self.reports[k] not in own), default=0.0)

    def _beside(self, i: int, j: int) -> float:
        a, b = self.sentences[i], self.sentences[j]
        return max(self.beside.get((a + x, b + y), 0.0) for x, y in _STEPS)


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

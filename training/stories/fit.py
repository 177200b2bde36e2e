"""Fit the weights by which articles are grouped into stories, and state how far they carry over.

Run: ``python training/stories/fit.py STORIES.jsonl[.gz]``, with rows as ``tellings eval stories`` reads them. Prints
the weights for ``src/tellings/match/stories.yaml``, then the scores with these bars on the whole
set and, with weights fitted on one half of the stories, on the other half, for several divisions.
"""

from __future__ import annotations

import dataclasses
import hashlib
import sys
from pathlib import Path

import numpy as np
import scipy.sparse
from numpy.typing import NDArray
from scipy.optimize import minimize

from tellings.evaluate.rows import Row, read_rows
from tellings.evaluate.stories import in_order, predict, score_stories
from tellings.match.stories import StoryStream
from tellings.match.storyfeatures import BAGS, Marks, read_marks
from tellings.match.storygroup import Rules, load_rules
from tellings.match.storywords import WordCounts
from tellings.match.vectors import embed

NAMES = (*BAGS, "meaning", "dated", "gap", "shorter", "longer")
LEAST_LIKE = 0.04
"""Cosine of words from which a pair is looked at: below it, next to no pair is of one story."""
RIDGE = 1e-3
Array = NDArray[np.float64]


def marks_of(rows: list[Row]) -> list[Marks]:
    """Return what a stream reads in the articles, in the order of feeding."""
    counts = WordCounts()
    return [read_marks(article, counts, embed=embed) for article in in_order(rows)]


def pair_figures(marks: list[Marks]) -> tuple[Array, Array, Array]:
    """Return the pairs that share words, first and second, and their figures, shape (pairs, 10)."""
    like = {name: _cosines([one.bags[name] for one in marks]) for name in BAGS}
    first, second = np.nonzero(np.triu(like["words"], 1) > LEAST_LIKE)
    meaning = np.stack([one.meaning for one in marks])
    days = np.array([np.nan if one.day is None else one.day for one in marks])
    length = np.array([one.length for one in marks])
    gap = np.log2(1 + np.minimum(np.abs(days[first] - days[second]), 64)) / 6
    columns = [like[name][first, second] for name in BAGS]
    columns += [(meaning[first] * meaning[second]).sum(axis=1), (~np.isnan(gap)).astype(float), np.nan_to_num(gap)]
    columns += [np.minimum(length[first], length[second]), np.maximum(length[first], length[second])]
    return first, second, np.stack(columns, axis=1)


def _cosines(bags: list[dict[str, float]]) -> Array:
    terms: dict[str, int] = {}
    entries = [
        (at, terms.setdefault(form, len(terms)), value) for at, bag in enumerate(bags) for form, value in bag.items()
    ]
    rows, columns, values = zip(*entries, strict=True)
    matrix = scipy.sparse.csr_matrix((values, (rows, columns)), shape=(len(bags), len(terms)))
    return np.asarray((matrix @ matrix.T).todense())


def fit(figures: Array, same: Array) -> tuple[dict[str, float], float]:
    """Return weights and bias of the logistic regression, every pair weighing the same."""
    middle, spread = figures.mean(axis=0), figures.std(axis=0)
    given = np.c_[(figures - middle) / spread, np.ones(len(figures))]
    sign = np.where(same, 1.0, -1.0)

    def loss(weights: Array) -> tuple[float, Array]:
        margin = sign * (given @ weights)
        value = np.logaddexp(0, -margin).mean() + RIDGE * (weights[:-1] ** 2).sum()
        slope = given.T @ (-sign / (1 + np.exp(np.clip(margin, -50, 50)))) / len(given)
        slope[:-1] += 2 * RIDGE * weights[:-1]
        return value, slope

    found = minimize(loss, np.zeros(given.shape[1]), jac=True, method="L-BFGS-B").x
    weights = found[:-1] / spread
    return dict(zip(NAMES, (float(one) for one in weights), strict=True)), float(found[-1] - (weights * middle).sum())


def half_of(row: Row, seed: int) -> bool:
    """Return on which side of a division a row's story lies; stories of one ECB+ topic lie on the same side."""
    story = row["story"].removesuffix("plus").removesuffix("ecb")
    return hashlib.sha256(f"{seed} {story}".encode()).digest()[0] % 2 == 0


def _scores(rows: list[Row], rules: Rules) -> str:
    table = score_stories(rows, list(predict(rows, stream=StoryStream(rules=rules))))
    return "  ".join(f"{name} {value:.4f}" for name, value in table.values().items())


def main() -> None:
    """Fit on all, then on halves."""
    rows = read_rows(Path(sys.argv[1]))
    by_id = {row["doc"]: row for row in rows}
    fed = [by_id[article.id] for article in in_order(rows)]
    first, second, figures = pair_figures(marks_of(rows))
    stories = np.array([row["story"] for row in fed])
    same = stories[first] == stories[second]
    weights, bias = fit(figures, same)
    print({name: round(value, 3) for name, value in weights.items()}, "bias", round(bias, 3))
    print("all: ", _scores(rows, dataclasses.replace(load_rules(), weights=weights, bias=bias)))
    for seed in range(3):
        side = np.array([half_of(row, seed) for row in fed])
        for chosen in (True, False):
            inside = (side[first] == chosen) & (side[second] == chosen)
            weights, bias = fit(figures[inside], same[inside])
            other = [row for row in rows if half_of(row, seed) != chosen]
            rules = dataclasses.replace(load_rules(), weights=weights, bias=bias)
            print(f"division {seed}, {len(other)} articles held out: ", _scores(other, rules))


if __name__ == "__main__":
    main()

"""Fit the pair model of ``tellings eval coref`` on ECB+ and write its weights.

    python training/events/fit.py TRAIN.jsonl.gz src/tellings/evaluate/coref.yaml

Takes three minutes on one core; no randomness, so that the same set gives the same file.
"""

from __future__ import annotations

import argparse
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize

from tellings.config import Settings
from tellings.evaluate.coref import FEATURES, LEAST_LINK, event_mentions, figures, read_mentions
from tellings.evaluate.corefscores import score_clusters
from tellings.evaluate.rows import read_rows
from tellings.label.parse import load_pipeline
from tellings.match.grouping import Limits, group

RIDGE = 1.0
JOINS = (0.15, 0.20, 0.25, 0.30, 0.35, 0.40)
HEADER = """# Whether two mentions of events are of one event: weights of a logistic regression over the figures of
# coref.py, ridge 1.0, fitted on the train part of ECB+ (575 documents, 3,808 mentions) by
# training/events/fit.py; ``join`` is the mean score from which groups are joined that does best on that part.
"""


def fit(rows: NDArray[np.float64], right: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the weights and, last, the bias of a logistic regression."""
    table = np.hstack([rows, np.ones((len(rows), 1))])

    def loss(weights: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
        scores = 1.0 / (1.0 + np.exp(-(table @ weights)))
        slope = np.append(weights[:-1], 0.0)
        likelihood = (right * np.log(scores + 1e-9) + (1 - right) * np.log(1 - scores + 1e-9)).sum()
        return float(RIDGE * (slope**2).sum() - likelihood), table.T @ (scores - right) + 2 * RIDGE * slope

    return np.asarray(minimize(loss, np.zeros(table.shape[1]), jac=True, method="L-BFGS-B").x)


def main() -> None:
    """Fit on the rows of a file and write the weights."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("train", type=Path)
    parser.add_argument("output", type=Path)
    given = parser.parse_args()
    rows = read_rows(given.train)
    mentions, documents = read_mentions(rows, pipeline=load_pipeline(Settings().pipeline))
    names = [one["cluster"] for row in rows for one in event_mentions(row)]
    left, right, table = figures(mentions, documents)
    same = np.array([names[i] == names[j] for i, j in zip(left.tolist(), right.tolist(), strict=True)], dtype=float)
    weights = fit(table, same)
    scores = 1.0 / (1.0 + np.exp(-(table @ weights[:-1] + weights[-1])))
    kept = np.flatnonzero(scores >= LEAST_LINK)
    links = {(int(left[k]), int(right[k])): float(scores[k]) for k in kept}
    best = (0.0, 0.0)
    for join in JOINS:
        groups = group(len(names), links, range(len(names)), Limits(join=join, within=1.0))
        found = {member: number for number, members in enumerate(groups) for member in members}
        value = score_clusters(dict(enumerate(names)), found).rows["coref.conll"].value
        print(f"join {join:.2f}: {value:.4f}")
        best = max(best, (value, join))
    lines = [f"  {name}: {weight:.3f}" for name, weight in zip(FEATURES, weights[:-1], strict=True)]
    text = HEADER + "weights:\n" + "\n".join(lines) + f"\nbias: {weights[-1]:.3f}\njoin: {best[1]:.2f}\n"
    given.output.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()

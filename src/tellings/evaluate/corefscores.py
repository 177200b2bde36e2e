"""Scores of clusters of given mentions: MUC, B-cubed, CEAF-e and their mean, as the CoNLL scorer counts them.

Source: Vilain et al. 1995 (MUC); Bagga and Baldwin 1998 (B-cubed); Luo 2005 (CEAF); Pradhan et al. 2014 (the mean).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Mapping, Sequence
from typing import Any

import numpy as np
from scipy.optimize import linear_sum_assignment

from tellings.evaluate.coref import event_mentions
from tellings.evaluate.rows import Row, paired
from tellings.evaluate.scores import MeanScore, Table

Clusters = Mapping[Any, Hashable]
"""The cluster of each mention."""


def score_coref(gold: list[Row], found: list[Row]) -> Table:
    """Score clusters of the event mentions in the annotated sentences, over all documents together.

    Args:
        gold: with ``doc``, ``selected_sentences`` and ``mentions`` with a ``cluster``.
        found: rows as ``coref.predict`` yields them; a mention without one is a cluster of its own.
    """
    wanted: dict[Any, Hashable] = {}
    given: dict[Any, Hashable] = {}
    for row, answer in paired(gold, found, "doc"):
        known = {(one["start"], one["end"]): one["cluster"] for one in answer.get("mentions", [])}
        for number, one in enumerate(event_mentions(row)):
            mention = (row["doc"], number)
            wanted[mention] = one["cluster"]
            given[mention] = known.get((one["start"], one["end"]), ("alone", mention))
    return score_clusters(wanted, given)


def score_clusters(wanted: Clusters, given: Clusters) -> Table:
    """Return a table with ``coref.muc``, ``coref.b3``, ``coref.ceafe`` and their mean ``coref.conll``.

    Args:
        wanted: the gold cluster of each mention.
        given: the found cluster of each of the same mentions.
    """
    gold, found = _sets(wanted), _sets(given)
    parts = {
        "muc": (_links(found, wanted), _links(gold, given)),
        "b3": (_b_cubed(given, found, wanted, gold), _b_cubed(wanted, gold, given, found)),
        "ceafe": _entities(gold, found),
    }
    table, values = Table(), []
    for name, (precision, recall) in parts.items():
        values.append(2 * precision * recall / (precision + recall) if precision + recall else 0.0)
        table.add(MeanScore(name=f"coref.{name}", precision=precision, recall=recall, items=len(wanted)))
    mean = sum(values) / len(values)
    table.add(MeanScore(name="coref.conll", precision=mean, recall=mean, items=len(wanted)))
    return table


def _sets(clusters: Clusters) -> list[set[Any]]:
    members: dict[Hashable, set[Any]] = defaultdict(set)
    for mention, name in clusters.items():
        members[name].add(mention)
    return list(members.values())


def _links(sets: Sequence[set[Any]], other: Clusters) -> float:
    """Return the share of the links of some clusters that stand in the others (MUC)."""
    whole = sum(len(members) - 1 for members in sets)
    kept = sum(len(members) - len({other[mention] for mention in members}) for members in sets)
    return kept / whole if whole else 1.0


def _b_cubed(one: Clusters, ones: Sequence[set[Any]], other: Clusters, others: Sequence[set[Any]]) -> float:
    """Return the mean share of a mention's cluster that is in its other cluster too."""
    of_one = {one[next(iter(members))]: members for members in ones}
    of_other = {other[next(iter(members))]: members for members in others}
    shares = (len(of_one[one[m]] & of_other[other[m]]) / len(of_one[one[m]]) for m in one)
    return sum(shares) / max(len(one), 1)


def _entities(gold: Sequence[set[Any]], found: Sequence[set[Any]]) -> tuple[float, float]:
    """Return precision and recall of the best matching of clusters by their mean overlap (CEAF-e)."""
    number = {mention: j for j, members in enumerate(found) for mention in members}
    alike = np.zeros((len(gold), len(found)))
    for i, members in enumerate(gold):
        for j in {number[mention] for mention in members}:
            alike[i, j] = 2 * len(members & found[j]) / (len(members) + len(found[j]))
    rows, columns = linear_sum_assignment(alike, maximize=True)
    total = float(alike[rows, columns].sum())
    return total / max(len(found), 1), total / max(len(gold), 1)

"""Copied or not: pairs of articles labelled by how they hang together (syndicated news of several outlets)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from tellings.evaluate.articles import article_from_text
from tellings.evaluate.scores import Score, Table
from tellings.match.copies import SHARE_OF_COPY, SHARE_OF_REWRITE, find_lineage
from tellings.match.runs import common_runs, read_words
from tellings.types.articles import Article
from tellings.types.matches import Lineage, LineageKind

LEAST_COMMON = 0.05
"""Share of the shorter article's words in common runs from which two articles share at least quotations. Tried 0.02
to 0.08 on 150 labelled pairs (development side)."""

COPIED = frozenset(("copy", "rewrite"))


def predict(pairs: Iterable[dict[str, Any]], articles: Iterable[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """Yield a label for each pair.

    Args:
        pairs: with ``doc``, ``a`` and ``b``; nothing else is read.
        articles: with ``doc``, ``text``, ``title`` and ``published``.

    Yields:
        ``{"doc", "label"}``: copy, rewrite, shared_quotes_only or independent.
    """
    known = {
        row["doc"]: article_from_text(
            row["text"], id_seed=row["doc"], title=row.get("title"), published=row.get("published")
        )
        for row in articles
    }
    for pair in pairs:
        left, right = known[pair["a"]], known[pair["b"]]
        (lineage,) = find_lineage([left, right], [])
        yield {"doc": pair["doc"], "label": label_of(lineage, left, right)}


def label_of(lineage: Lineage, left: Article, right: Article) -> str:
    """Return the set's label for what was found: agency text counts by how much of it there is."""
    if lineage.kind is LineageKind.COPY:
        return "copy"
    if lineage.kind is LineageKind.REWRITE:
        return "rewrite"
    if lineage.kind is LineageKind.SHARED_AGENCY_TEXT and lineage.share >= SHARE_OF_REWRITE:
        return "copy" if lineage.share >= SHARE_OF_COPY else "rewrite"
    first, second = read_words(left), read_words(right)
    common = sum(run.size for run in common_runs(first, second))
    shorter = max(1, min(len(first), len(second)))
    return "shared_quotes_only" if common / shorter >= LEAST_COMMON else "independent"


def score_copies(pairs: list[dict[str, Any]], found: list[dict[str, Any]]) -> Table:
    """Return accuracy over the four labels and F1 of copied or not.

    Args:
        pairs: labelled pairs.
        found: rows as ``predict`` yields them.
    """
    label = {row["doc"]: row["label"] for row in found}
    table = Table()
    right = sum(label.get(pair["doc"]) == pair["label"] for pair in pairs)
    table.add(Score(name="copies.label", hits=right, gold=len(pairs)))
    wanted = {pair["doc"] for pair in pairs if pair["label"] in COPIED}
    got = {pair["doc"] for pair in pairs if label.get(pair["doc"]) in COPIED}
    both = len(wanted & got)
    table.add(Score(name="copies.copied", hits=both, gold=len(wanted), right=both, found=len(got)))
    return table

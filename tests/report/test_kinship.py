"""How reports hang together, on the page."""

from __future__ import annotations

from typing import Any

from tellings.report.html import to_html
from tellings.report.kinship import INDEPENDENT_PASSAGES, SHARED_PASSAGES
from tellings.report.outline import build_outline


def lengthened(document: dict[str, Any], kind: str, *, pairs: int, passages: int) -> None:
    """Give a document so many pairs of a kind with so many passages each."""
    pair = next(pair for pair in document["lineage"] if pair["passages"])
    document["lineage"] = [
        {**pair, "id": f"l{number}", "kind": kind, "passages": pair["passages"][:1] * passages}
        for number in range(pairs)
    ]


def test_kinship_independent_pairs_share_what_the_page_shows(document: dict[str, Any]) -> None:
    lengthened(document, "independent", pairs=60, passages=10)
    pairs = build_outline(document).pairs
    shown = [len(pair.passages) for pair in pairs]
    assert sum(shown) == INDEPENDENT_PASSAGES
    assert shown == sorted(shown, reverse=True)
    assert {pair.total for pair in pairs} == {10}
    assert "10 shared passages, in the dossier’s JSON." in to_html(document)


def test_kinship_related_pairs_always_show_theirs(document: dict[str, Any]) -> None:
    lengthened(document, "rewrite", pairs=60, passages=30)
    assert {len(pair.passages) for pair in build_outline(document).pairs} == {SHARED_PASSAGES}
    assert "The dossier’s JSON holds all 30." in to_html(document)

"""How the articles hang together: which copy, rewrite or share agency text, and what shows it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tellings.report.citations import Citations
from tellings.report.parts import Line, PairView, SharedPassage
from tellings.report.wording import mark_changes

Json = Mapping[str, Any]

KINDS = {
    "copy": "copy",
    "rewrite": "rewrite",
    "shared_agency_text": "shared agency text",
    "independent": "independent",
}
"""Kinds of lineage, closest first, with the words the page uses."""

SHARED_PASSAGES = 12
"""Passages that the page shows for one pair, longest first; the dossier holds them all."""


def pairs(document: Json, citations: Citations) -> tuple[PairView, ...]:
    """Return every pair of articles, related ones first, then by how much they share."""
    order = list(KINDS)
    entries = sorted(document["lineage"], key=lambda pair: (order.index(pair["kind"]), -pair["share"]))
    return tuple(_pair_view(pair, citations) for pair in entries)


def _pair_view(pair: Json, citations: Citations) -> PairView:
    longest = sorted(pair["passages"], key=lambda passage: -len(passage["left"]["text"]))[:SHARED_PASSAGES]
    shown = sorted(longest, key=lambda passage: int(passage["left"]["start"]))
    return PairView(
        id=pair.get("id", ""),
        left=citations.card(pair["pair"][0]),
        right=citations.card(pair["pair"][1]),
        kind=pair["kind"],
        name=KINDS[pair["kind"]],
        percent=round(100 * pair["share"]),
        why=pair["why"],
        passages=tuple(_shared(passage, citations) for passage in shown),
    )


def _shared(passage: Json, citations: Citations) -> SharedPassage:
    left, right = passage["left"], passage["right"]
    ours, theirs = mark_changes(left["text"], right["text"])
    return SharedPassage(
        left=Line(id="", pieces=ours, passages=citations.passages([left, right])),
        right=Line(id="", pieces=theirs, passages=citations.passages([right, left])),
        kind=passage.get("kind", ""),
    )

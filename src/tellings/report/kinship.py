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


INDEPENDENT_PASSAGES = 240
"""Passages shown for all independent pairs together, those of the pairs that share most.

A story of six reports has fifteen pairs, which all show theirs; of thirty reports, whose page they made two thirds of,
there are over four hundred.
"""


def pairs(document: Json, citations: Citations) -> tuple[PairView, ...]:
    """Return every pair of articles, related ones first, then by how much they share."""
    order = list(KINDS)
    entries = sorted(document["lineage"], key=lambda pair: (order.index(pair["kind"]), -pair["share"]))
    left, views = INDEPENDENT_PASSAGES, []
    for pair in entries:
        free = pair["kind"] == "independent"
        views.append(_pair_view(pair, citations, most=min(left, SHARED_PASSAGES) if free else SHARED_PASSAGES))
        left -= len(views[-1].passages) if free else 0
    return tuple(views)


def _pair_view(pair: Json, citations: Citations, *, most: int) -> PairView:
    longest = sorted(pair["passages"], key=lambda passage: -len(passage["left"]["text"]))[:most]
    shown = sorted(longest, key=lambda passage: int(passage["left"]["start"]))
    return PairView(
        id=pair.get("id", ""),
        left=citations.card(pair["pair"][0]),
        right=citations.card(pair["pair"][1]),
        kind=pair["kind"],
        name=KINDS[pair["kind"]],
        percent=round(100 * pair["share"]),
        why=pair["why"],
        total=len(pair["passages"]),
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

"""Each article's full text, cut into stretches that are wholly inside or outside every cited passage.

Offsets are counted here, in Python's code points. The page's script never counts characters.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise
from typing import Any

from tellings.report.citations import ROLES, Citations
from tellings.report.parts import ArticleCard, Passage, Region, Segment, TextView

Json = Mapping[str, Any]


def full_texts(document: Json, citations: Citations, cards: Sequence[ArticleCard]) -> tuple[TextView, ...]:
    """Return the whole kept text of every article, in story order."""
    return tuple(
        TextView(article=card, regions=tuple(_regions(article, citations)))
        for article, card in zip(document["articles"], cards, strict=True)
    )


def _regions(article: Json, citations: Citations) -> Iterable[Region]:
    text = article["text"]
    passages = citations.in_article(article["id"])
    begun: set[int] = set()
    for start, end, kind, reason in _stretches(article):
        inside = [passage for passage in passages if passage.start < end and start < passage.end]
        segments = tuple(_segments(text, (start, end), inside, citations.roles, begun))
        yield Region(kind=kind, reason=reason, segments=segments, length=end - start)


def _stretches(article: Json) -> Iterable[tuple[int, int, str, str | None]]:
    """Yield blocks, dropped stretches, and whatever else has ink between them, in reading order."""
    blocks = article.get("blocks") or [{"start": a, "end": b, "kind": "paragraph"} for a, b in article["body"]]
    known = [(block["start"], block["end"], block["kind"], None) for block in blocks]
    shown = {entry[:2] for entry in known}  # a caption is a block, and left out of the body all the same
    left_out = [part for part in article["dropped"] if (part["start"], part["end"]) not in shown]
    known += [(part["start"], part["end"], "dropped", part["reason"]) for part in left_out]
    place = 0
    text = article["text"]
    for start, end, kind, reason in sorted(known, key=lambda entry: entry[:2]):
        if start > place and text[place:start].strip():
            yield place, start, "dropped", "not_article"
        if max(start, place) < end:
            yield max(start, place), end, kind, reason
        place = max(place, end)
    if text[place:].strip():
        yield place, len(text), "dropped", "not_article"


def _segments(
    text: str, stretch: tuple[int, int], passages: Sequence[Passage], roles: Mapping[int, str], begun: set[int]
) -> Iterable[Segment]:
    """Yield a stretch cut at every edge of a passage; ``begun`` collects the passages that have an anchor."""
    start, end = stretch
    edges = {start, end}
    for passage in passages:
        edges.update(edge for edge in (passage.start, passage.end) if start < edge < end)
    for left, right in pairwise(sorted(edges)):
        holding = [passage for passage in passages if passage.start <= left and right <= passage.end]
        found = {roles[passage.number] for passage in holding}
        begins = tuple(passage.number for passage in holding if passage.number not in begun)
        begun.update(begins)
        yield Segment(
            text=text[left:right],
            role=next((role for role in ROLES if role in found), ""),
            passages=tuple(passage.number for passage in holding),
            begins=begins,
        )

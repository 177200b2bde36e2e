"""Possible statements before they are settled: what rules or a model propose, in one form."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from tellings.types.labels import StatementKind

Place = tuple[int, int]
# Basis of a fragment right after a cue whose clause the parser did not see.
FRAGMENT = "fragment after cue"


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """A possible statement; all places are half-open offsets into the kept text.

    Attributes:
        content: the words between the marks (direct) or the clause.
        kind: direct, or indirect for a clause (whether it is mixed is settled later, by the quotations in it).
        cue: the words of the cue, None if there are none.
        source: the phrase that names who speaks, None if none stands at the statement.
        source_head: the head word of that phrase.
        addressee: the phrase that names the hearer.
        frame: the frame of the cue ("say", "according", "describe" …), "" for a quotation without one.
        inside: whether it stands inside a direct quotation (the speaker of that one tells it).
        open_ended: whether the closing mark of a quotation is missing, so that the next one goes on from it.
        root: offset of the verb of the content clause, None for a quotation.
        score: confidence in [0.0, 1.0].
        basis: the rule or model behind it.
    """

    content: Place
    kind: StatementKind
    cue: Place | None = None
    source: Place | None = None
    source_head: Place | None = None
    addressee: Place | None = None
    frame: str = ""
    inside: bool = False
    open_ended: bool = False
    root: int | None = None
    score: float = 1.0
    basis: str = ""


def overlap_share(left: Place, right: Place) -> float:
    """Return shared characters over characters of either, in [0.0, 1.0]."""
    shared = min(left[1], right[1]) - max(left[0], right[0])
    return shared / (max(left[1], right[1]) - min(left[0], right[0])) if shared > 0 else 0.0


def _reports(outer: Candidate, inner: Candidate) -> bool:
    """Whether the words of one are the report of the other: its cue lies in them."""
    return inner.cue is not None and outer.content[0] <= inner.cue[0] and inner.cue[1] <= outer.content[1]


def settle(candidates: list[Candidate], *, same: float = 0.75) -> Iterator[Candidate]:
    """Yield candidates in order of their content, the surest of those that mean the same words.

    Args:
        candidates: proposals of every rule and model.
        same: Jaccard overlap of contents from which two proposals are one (0.6 to 0.9 made no difference on
            the development story, so the middle was kept).
    """
    kept: list[Candidate] = []
    for candidate in sorted(candidates, key=lambda item: (item.content[0], -item.content[1], -item.score, item.basis)):
        rivals = [
            i
            for i in range(max(0, len(kept) - 8), len(kept))
            if overlap_share(kept[i].content, candidate.content) >= same and not _reports(kept[i], candidate)
        ]
        if not rivals:
            kept.append(candidate)
        elif kept[rivals[0]].score < candidate.score:
            kept[rivals[0]] = candidate
    yield from sorted(kept, key=lambda item: (item.content[0], -item.content[1]))

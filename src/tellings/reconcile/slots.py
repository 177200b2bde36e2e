"""What a passage says in one slot, and what two of them differ in."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

from tellings.types.dossier import Difference, DifferenceType
from tellings.types.matches import Grounds
from tellings.types.spans import Span

PRONOUNS = frozenset(
    (
        *("i", "we", "you", "he", "she", "it", "they", "me", "us", "him", "her", "them"),
        *("everyone", "everything", "someone", "those", "these", "one", "who", "which", "that", "this"),
    )
)
"""Words that stand for a participant without naming it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Contrast:
    """Two passages that do not say the same in one slot, before it is settled which pair shows it best.

    Attributes:
        type: in which way they differ.
        slot: number, time, place, participant, polarity, modality, quote or predicate.
        left: words of the one side, right: of the other; neither order is meant.
        left_value: what the left side says, right_value: the right side; equal values are the same reading.
        why: one plain sentence with ``{left}`` and ``{right}`` where the words stand.
        rule: what found it.
        score: how sure it is, in [0.0, 1.0].
    """

    type: DifferenceType
    slot: str
    left: Span
    right: Span
    left_value: str
    right_value: str
    why: str
    rule: str
    score: float


Found = tuple[Contrast, tuple[Span, ...]]
"""A contrast with the places across the story that tell of the same: the fact that holds it is looked for there."""


def difference(contrast: Contrast, *, swapped: bool) -> Difference:
    """Return the difference of a contrast, the earlier words on the left."""
    left, right = (contrast.right, contrast.left) if swapped else (contrast.left, contrast.right)
    ends = (f"{span.article}:{span.start}-{span.end}" for span in (left, right))
    places = f"{contrast.type}:{contrast.slot}:{':'.join(ends)}"
    return Difference(
        id="d" + hashlib.sha256(places.encode()).hexdigest()[:12],
        type=contrast.type,
        slot=contrast.slot,
        left=left,
        right=right,
        why=contrast.why,
        grounds=(Grounds(rule=contrast.rule, score=round(contrast.score, 4), detail=contrast.why),),
    )

"""What an earlier report tells as open and a later one as over: "still missing", "was found alive"."""

from __future__ import annotations

from collections.abc import Iterator

from tellings.reconcile.readings import StoryReader
from tellings.reconcile.slots import Contrast, Found
from tellings.types.dossier import DifferenceType
from tellings.types.spans import Span

_HOW = {"done": "over or done", "lapsed": "called off"}


def settlement_contrasts(reader: StoryReader) -> Iterator[Found]:
    """Yield each report that tells something as open beside the one that tells how it ended, the first passage of each.

    Args:
        reader: the story, with its plans.
    """
    for plan in reader.plans:
        if plan.outcome is None:
            continue
        seen: set[str] = {plan.outcome.article}
        for span in plan.evidence:
            if span.article not in seen:
                seen.add(span.article)
                yield _contrast(span, plan.outcome, plan.status, reader), (span, plan.outcome)


def _contrast(earlier: Span, ending: Span, status: str, reader: StoryReader) -> Contrast:
    """Return the contrast of two states of one matter, each shown by the clause that tells most of it."""
    return Contrast(
        type=DifferenceType.UPDATE,
        slot="modality",
        left=earlier,
        right=ending,
        left_value="open",
        right_value=status,
        why=f"One report tells this as open, a later one as {_HOW.get(status, status)}.",
        rule="open_matter_settled",
        score=0.7,
    )

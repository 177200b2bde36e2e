"""Which reports are separate witnesses of one fact, judged on the passages that tell it.

A report that copied a passage adds no weight to what stands in it. Two reports that quote the same words of one
speaker are both witnesses of the quotation, unless the one copied the other as a whole.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from itertools import combinations

from tellings.types.matches import Lineage, LineageKind, Passage
from tellings.types.spans import Span

LEAST_COVERED = 0.5
"""Share of a supporting span that a derived passage must cover for the support to count as derived."""

Pair = tuple[str, str]


def derived_passages(lineage: Sequence[Lineage]) -> dict[Pair, list[Passage]]:
    """Return the passages of each pair of reports of which one derives from the other or both from a third.

    Quotations derive where the whole report is a copy; elsewhere they prove nothing.
    """
    found: dict[Pair, list[Passage]] = defaultdict(list)
    for judged in lineage:
        if judged.kind is LineageKind.INDEPENDENT:
            continue
        for passage in judged.passages:
            if passage.kind != "quotation" or judged.kind is LineageKind.COPY:
                found[judged.pair].append(passage)
    return dict(found)


def _covered(span: Span, passage: Span) -> bool:
    """Return whether a passage covers enough of a span."""
    common = min(span.end, passage.end) - max(span.start, passage.start)
    return span.article == passage.article and common >= LEAST_COVERED * len(span)


def _derives(left: Sequence[Span], right: Sequence[Span], passages: Sequence[Passage]) -> bool:
    """Return whether one passage covers a support on both sides."""
    return any(
        any(_covered(span, passage.left) for span in left) and any(_covered(span, passage.right) for span in right)
        for passage in passages
    )


def count_independent(
    support: Mapping[str, Sequence[Span]], passages: Mapping[Pair, Sequence[Passage]]
) -> tuple[tuple[str, ...], ...]:
    """Return the groups of reports that stand on their own for one fact.

    Args:
        support: the spans of each report that tell the fact, reports in story order.
        passages: derived passages of each pair of reports, as ``derived_passages`` gives them.

    Returns:
        Connected groups of reports whose passages for this fact derive from each other, each in story order; their
        number is the number of independent reports.
    """
    reports = list(support)
    group = {report: number for number, report in enumerate(reports)}
    for left, right in combinations(reports, 2):
        known = passages.get((left, right), ())
        if known and _derives(support[left], support[right], known):
            old, new = group[right], group[left]
            group = {report: new if number == old else number for report, number in group.items()}
    members: dict[int, list[str]] = defaultdict(list)
    for report in reports:
        members[group[report]].append(report)
    return tuple(tuple(reports_of) for reports_of in members.values())

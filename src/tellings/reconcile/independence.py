"""Which reports are separate witnesses of one fact, judged on the passages that tell it.

A report that copied a passage adds no weight to what stands in it. Two reports that quote the same words of one
speaker are both witnesses of the quotation, unless the one copied the other as a whole. Two that tell a fact in the
same own words, in an agency's caption for instance, have them from one source, whatever the rest of the reports is.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Container, Iterable, Mapping, Sequence
from itertools import combinations

from tellings.reconcile.readings import StoryReader
from tellings.types.labels import StatementKind
from tellings.types.matches import Lineage, LineageKind, Passage
from tellings.types.spans import Span

LEAST_COVERED = 0.5
"""Share of a supporting span that a derived passage must cover for the support to count as derived."""

SAME_OWN_WORDS = 8
"""Own words in a row, shared by the passages that tell one fact, that two writers hardly choose alike."""

SAME_HALF_QUOTED = 15
"""The same where one side sets them between marks and the other as its own: the one hands on the other's report."""

SAME_IN_COPY = 4
"""Words in a row, shared by the passages that tell one fact, where the one report is a copy of the other as a whole.

A number or a name that was altered cuts a copied sentence into pieces too short to be listed as passages.
"""

Pair = tuple[str, str]
Words = Mapping[Span, Sequence[Sequence[str]]]
"""The own words of each supporting span in stretches: a stretch ends where somebody else's words begin."""

Rows = set[tuple[str, ...]]
"""Rows of words of one length."""

_WORD = re.compile(r"\w+(?:['’.,]\w+)*")


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


def copied_pairs(lineage: Sequence[Lineage]) -> frozenset[Pair]:
    """Return the pairs of reports of which one is a copy of the other as a whole."""
    return frozenset(judged.pair for judged in lineage if judged.kind is LineageKind.COPY)


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


def own_words(spans: Iterable[Span], reader: StoryReader) -> Words:
    """Return the words of supporting spans outside quotations, folded.

    Args:
        spans: stretches of the story's reports.
        reader: the story.
    """
    return {span: _stretches(span, reader) for span in spans}


def _stretches(span: Span, reader: StoryReader) -> tuple[tuple[str, ...], ...]:
    """Return the words of one span in stretches between quotations, those that are long enough to tell."""
    text = reader.words(span)
    quoted = sorted(
        (max(other.start, span.start), min(other.end, span.end))
        for statement in reader.labels[span.article].statements
        for other in ((statement.content,) if statement.kind is StatementKind.DIRECT else statement.fragments)
        if other.start < span.end and span.start < other.end
    )
    stretches, at = [], span.start
    for start, end in [*quoted, (span.end, span.end)]:
        if start > at:
            stretches.append(_folded(text[at - span.start : start - span.start]))
        at = max(at, end)
    return tuple(words for words in stretches if len(words) >= SAME_OWN_WORDS)


def _rows(spans: Sequence[Span], words: Words, *, length: int = SAME_OWN_WORDS) -> Rows:
    """Return every row of words in some spans that is long enough to show a common source."""
    return {
        tuple(stretch[at : at + length])
        for span in spans
        for stretch in words.get(span, ())
        for at in range(len(stretch) - length + 1)
    }


def all_words(spans: Iterable[Span], reader: StoryReader) -> Words:
    """Return the words of supporting spans, those between quotation marks too, folded.

    Args:
        spans: stretches of the story's reports.
        reader: the story.
    """
    return {span: (_folded(reader.words(span)),) for span in spans}


def _folded(text: str) -> tuple[str, ...]:
    return tuple(word.lower().replace("’", "'") for word in _WORD.findall(text))


def count_independent(
    support: Mapping[str, Sequence[Span]],
    passages: Mapping[Pair, Sequence[Passage]],
    *,
    words: Words | None = None,
    spoken: Words | None = None,
    copies: Container[Pair] = (),
) -> tuple[tuple[str, ...], ...]:
    """Return the groups of reports that stand on their own for one fact.

    Args:
        support: the spans of each report that tell the fact, reports in story order.
        passages: derived passages of each pair of reports, as ``derived_passages`` gives them.
        words: own words of the spans, as ``own_words`` gives them; None if they are not to be compared.
        spoken: all words of the spans, as ``all_words`` gives them; None if those between marks are not to be compared.
        copies: pairs of which one is a copy of the other, as ``copied_pairs`` gives them; few words show it there.

    Returns:
        Connected groups of reports whose passages for this fact derive from each other, each in story order; their
        number is the number of independent reports.
    """
    reports = list(support)
    group = {report: number for number, report in enumerate(reports)}
    rows = {report: _rows(support[report], words or {}) for report in reports}
    own = {report: _rows(support[report], words or {}, length=SAME_HALF_QUOTED) for report in reports}
    said = {report: _rows(support[report], spoken or {}, length=SAME_HALF_QUOTED) for report in reports}
    few = {report: _rows(support[report], spoken or {}, length=SAME_IN_COPY) for report in reports}
    for left, right in combinations(reports, 2):
        known = passages.get((left, right), ())
        shared = rows[left] & rows[right] or own[left] & said[right] or said[left] & own[right]
        if (left, right) in copies:
            shared = shared or few[left] & few[right]
        if shared or (known and _derives(support[left], support[right], known)):
            old, new = group[right], group[left]
            group = {report: new if number == old else number for report, number in group.items()}
    members: dict[int, list[str]] = defaultdict(list)
    for report in reports:
        members[group[report]].append(report)
    return tuple(tuple(reports_of) for reports_of in members.values())

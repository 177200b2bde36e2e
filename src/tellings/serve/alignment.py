"""Two versions of a text as rows: what stayed, what is worded otherwise, what only one of them has."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import groupby

from tellings.report.parts import Piece
from tellings.report.wording import mark_changes
from tellings.types.articles import Article

REWORDED = 0.5
"""Share of words in common (Dice) from which two paragraphs are one, worded otherwise. Set by hand: edited paragraphs
keep two thirds of their words, paragraphs about different things share a fifth."""

MOST_PAIRS = 40_000
"""Pairs of paragraphs up to which rewordings are looked for: two versions with 200 altered paragraphs each."""

FEW = 3
"""Rows without a change that are shown before the rest folds away."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One paragraph of either side; empty pieces where a side does not have it.

    ``kind`` is same, reworded, left (only there) or right.
    """

    kind: str
    left: tuple[Piece, ...] = ()
    right: tuple[Piece, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """Rows that follow each other; ``folded`` if they are the same and many."""

    rows: tuple[Row, ...]
    folded: bool


def paragraphs(article: Article) -> tuple[str, ...]:
    """Return what a reader reads, paragraph by paragraph, the headline first; blanks are evened out."""
    outside = [article.title] if article.title and article.title_span is None else []
    texts = [*outside, *(article.text[block.start : block.end] for block in article.blocks)]
    return tuple(" ".join(text.split()) for text in texts)


def align(left: Sequence[str], right: Sequence[str]) -> tuple[Row, ...]:
    """Return two texts, given by paragraph, side by side."""
    rows: list[Row] = []
    matcher = SequenceMatcher(None, left, right, autojunk=False)
    for tag, a, b, c, d in matcher.get_opcodes():
        if tag == "equal":
            rows += [Row(kind="same", left=_plain(one), right=_plain(one)) for one in left[a:b]]
        else:
            rows += _altered(left[a:b], right[c:d])
    return tuple(rows)


def runs(rows: Sequence[Row]) -> tuple[Run, ...]:
    """Return rows with long stretches that stayed the same folded away."""
    made = []
    for same, group in groupby(rows, key=lambda row: row.kind == "same"):
        held = tuple(group)
        made.append(Run(rows=held, folded=same and len(held) > FEW))
    return tuple(made)


def _plain(text: str) -> tuple[Piece, ...]:
    return (Piece(text=text),)


def _altered(left: Sequence[str], right: Sequence[str]) -> Iterator[Row]:
    """Yield paragraphs that are not the same: pairs that are alike, in order, and what stands alone between them."""
    mine = theirs = 0
    for a, b in [*_pairs(left, right), (len(left), len(right))]:
        yield from (Row(kind="left", left=_plain(one)) for one in left[mine:a])
        yield from (Row(kind="right", right=_plain(one)) for one in right[theirs:b])
        if a < len(left):
            ours, other = mark_changes(left[a], right[b])
            yield Row(kind="reworded", left=ours, right=other)
        mine, theirs = a + 1, b + 1


def _pairs(left: Sequence[str], right: Sequence[str]) -> list[tuple[int, int]]:
    """Return the most alike pairs that do not cross, the best first chosen."""
    if len(left) * len(right) > MOST_PAIRS:
        return []
    bags = [[frozenset(text.casefold().split()) for text in side] for side in (left, right)]
    scored = [
        (score, a, b)
        for a, one in enumerate(bags[0])
        for b, other in enumerate(bags[1])
        if (score := _dice(one, other)) >= REWORDED
    ]
    chosen: list[tuple[int, int]] = []
    for _, a, b in sorted(scored, key=lambda pair: (-pair[0], pair[1], pair[2])):
        if all((a < x and b < y) or (a > x and b > y) for x, y in chosen):
            chosen.append((a, b))
    return sorted(chosen)


def _dice(left: frozenset[str], right: frozenset[str]) -> float:
    total = len(left) + len(right)
    return 2 * len(left & right) / total if total else 0.0

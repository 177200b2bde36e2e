"""Scores on public sets of annotated articles: attributions, times, quantities, names.

The measures are those that the sets' own papers report, counted over all documents together.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from typing import Any

import numpy as np
from scipy.optimize import linear_sum_assignment

from tellings.evaluate.rows import Row, paired
from tellings.evaluate.scores import Score, Stretch, Table, common

_ROLES = ("source", "cue", "content")
_INK = re.compile(r"\S(?:[^\n]*\S)?")


class _Count:
    """Hits, found and gold of one measure, added up over documents."""

    def __init__(self) -> None:
        self.hits = self.found = self.gold = 0

    def add(self, hits: int, found: int, gold: int) -> None:
        """Add one document's counts."""
        self.hits, self.found, self.gold = self.hits + hits, self.found + found, self.gold + gold

    def score(self, name: str) -> Score:
        """Return the row."""
        return Score(name=name, hits=self.hits, gold=self.gold, right=self.hits, found=self.found)


def _table(counts: dict[str, _Count]) -> Table:
    table = Table()
    for name, count in counts.items():
        table.add(count.score(name))
    return table


def score_attributions(gold: list[Row], found: list[Row]) -> Table:
    """Score sources, cues and contents by exact span, and contents by overlap.

    Spans are first cut at line breaks, blanks at their ends dropped, on both sides. ``content.j80`` and
    ``content.j30`` match one attribution's content with one other's as sets of characters that are not blank,
    best first, at a Jaccard of 0.8 and 0.3.
    """
    counts = {name: _Count() for name in (*_ROLES, "content.j80", "content.j30")}
    for want, got in paired(gold, found, "doc"):
        text, a, b = want["text"], want["attributions"], got.get("attributions", [])
        for role in _ROLES:
            wanted = {piece for one in a for piece in _pieces(one.get(role, ()), text)}
            given = {piece for one in b for piece in _pieces(one.get(role, ()), text)}
            counts[role].add(len(wanted & given), len(given), len(wanted))
        left, right = _inked(a, text), _inked(b, text)
        for name, level in (("content.j80", 0.8), ("content.j30", 0.3)):
            pairs = [(len(x & y) / len(x | y), i, j) for i, x in enumerate(left) for j, y in enumerate(right) if x & y]
            hits = _greedy([pair for pair in pairs if pair[0] >= level])
            counts[name].add(len(hits), len(right), len(left))
    return _table(counts)


def _pieces(spans: Iterable[Iterable[int]], text: str) -> Iterable[Stretch]:
    for start, end in spans:
        for match in _INK.finditer(text, start, end):
            yield match.span()


def _inked(attributions: list[Row], text: str) -> list[set[int]]:
    """Return each attribution's content as offsets of characters that are not blank; empty ones are left out."""
    out = []
    for one in attributions:
        spans = one.get("content", ())
        marks = {at for start, end in spans for at in range(start, min(end, len(text))) if not text[at].isspace()}
        if marks:
            out.append(marks)
    return out


def _greedy(pairs: list[tuple[float, int, int]]) -> list[tuple[int, int]]:
    """Return a one-to-one matching, best score first, ties by position."""
    left, right, out = set[int](), set[int](), []
    for _, i, j in sorted(pairs, key=lambda pair: (-pair[0], pair[1], pair[2])):
        if i not in left and j not in right:
            left.add(i)
            right.add(j)
            out.append((i, j))
    return out


def score_times(gold: list[Row], found: list[Row]) -> Table:
    """Score time expressions as TempEval-3 does (UzZaman et al. 2013).

    ``relaxed``: the spans overlap; ``strict``: they are equal; ``value`` and ``type``: a relaxed match with the
    same TIMEX3 value or type.
    """
    counts = {name: _Count() for name in ("relaxed", "strict", "value", "type")}
    for want, got in paired(gold, found, "doc"):
        a, b = want["times"], got.get("times", [])
        pairs = []
        for i, x in enumerate(a):
            for j, y in enumerate(b):
                shared = common(_ends(x), _ends(y))
                if shared:
                    pairs.append((shared + 1e9 * (_ends(x) == _ends(y)), i, j))
        hits = [(a[i], b[j]) for i, j in _greedy(pairs)]
        counts["relaxed"].add(len(hits), len(b), len(a))
        counts["strict"].add(sum(_ends(x) == _ends(y) for x, y in hits), len(b), len(a))
        for name in ("value", "type"):
            counts[name].add(sum(x.get(name) == y.get(name) for x, y in hits), len(b), len(a))
    return _table(counts)


def _ends(row: Row) -> Stretch:
    return row["start"], row["end"]


def score_quantities(gold: list[Row], found: list[Row]) -> Table:
    """Score quantities by value, and by value and unit, as CQE does (Almasian et al. 2023), matched one to one.

    Values agree within a relative 1e-5; a range must agree at both ends; units in lower case, ``-`` for none.
    """
    tests: dict[str, Callable[[Row, Row], bool]] = {
        "value": _same_value,
        "value_unit": lambda x, y: _same_value(x, y) and _unit(x) == _unit(y),
        "value_change": lambda x, y: _same_value(x, y) and x.get("change") == y.get("change", "="),
    }
    counts = {name: _Count() for name in tests}
    for want, got in paired(gold, found, "text"):
        a, b = want["quantities"], got.get("quantities", [])
        for name, test in tests.items():
            counts[name].add(_most_matches(a, b, test), len(b), len(a))
    return _table(counts)


def _most_matches(a: list[Row], b: list[Row], test: Callable[[Row, Row], bool]) -> int:
    if not a or not b:
        return 0
    agree = np.array([[test(x, y) for y in b] for x in a], dtype=np.int64)
    rows, columns = linear_sum_assignment(agree, maximize=True)
    return int(agree[rows, columns].sum())


def _same_value(x: Row, y: Row) -> bool:
    if (x.get("high") is None) != (y.get("high") is None):
        return False
    ends: list[tuple[Any, Any]] = [(x["value"], y["value"])]
    if x.get("high") is not None:
        ends.append((x["high"], y["high"]))
    return all(abs(float(p) - float(q)) <= 1e-8 + 1e-5 * abs(float(p)) for p, q in ends)


def _unit(row: Row) -> str:
    unit = row.get("normalized_unit")
    return str(row.get("unit") if unit is None else unit or "-").strip().lower() or "-"


def score_mentions(gold: list[Row], found: list[Row], *, is_name: Callable[[Row, str], bool]) -> Table:
    """Score name mentions by exact span and by overlap.

    Args:
        gold: rows with ``text`` and ``mentions``; where ``full_to`` is given, only mentions before it count.
        found: rows with ``mentions``.
        is_name: whether a gold mention of a text is a name; others count neither for nor against.
    """
    counts = {name: _Count() for name in ("names.exact", "names.overlap")}
    for want, got in paired(gold, found, "doc"):
        limit = want.get("full_to") or len(want["text"])
        inside = [one for one in want["mentions"] if one["end"] <= limit]
        names = {_ends(one) for one in inside if is_name(one, want["text"])}
        others = {_ends(one) for one in inside} - names
        given = {_ends(one) for one in got.get("mentions", []) if one["end"] <= limit} - others
        counts["names.exact"].add(len(names & given), len(given), len(names))
        pairs = [
            (common(x, y) + 1e9 * (x == y), i, j)
            for i, x in enumerate(sorted(names))
            for j, y in enumerate(sorted(given))
            if common(x, y)
        ]
        counts["names.overlap"].add(len(_greedy(pairs)), len(given), len(names))
    return _table(counts)

"""Which lines of a page an extractor chose: its text is looked up letter by letter, blanks aside.

An extractor rewrites blanks, list marks and tables, so that its paragraphs cannot be compared with a page as they
are. Here each visible line is looked for in the letters of what it chose. Long lines that stand there once are found
first; short ones, and those said twice, only between their neighbours.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Sequence

#: A line of fewer letters may stand in many places: it is only looked for between its neighbours. Set by hand.
_SHORT = 24
#: Marks that extractors put in front of list items or between cells of a table.
_MARKS = str.maketrans("", "", "|•*-–—·")
#: Letters of the pieces in which a line is looked for that does not stand there as a whole …
_PIECE = 20
#: … and the share of them that must be found. Set by hand.
_SHARE = 0.7

Part = tuple[int, int]


def chosen_lines(lines: Sequence[str], chosen: str) -> dict[int, Part]:
    """Return which lines stand in a chosen text.

    Args:
        lines: the visible lines of the page, in order.
        chosen: what the extractor takes for the article, one paragraph a line.

    Returns:
        For each line that was found the part of it that was chosen, ``(0, len(line))`` for most.
    """
    folded = [_fold(line) for line in lines]
    letters = _fold(chosen)
    certain = _certain(folded, letters)
    places = certain | _between(folded, letters, certain)
    found = {index: (0, len(lines[index])) for index in places}
    rest = _without(letters, [(at, at + len(folded[index])) for index, at in places.items()])
    paragraphs = [words for words in map(_fold, chosen.split("\n")) if len(words) >= _SHORT and words in rest]
    for index, line in enumerate(folded):
        if index not in found and len(line) >= _SHORT:
            part = _part_of(lines[index], line, rest, paragraphs)
            if part is not None:
                found[index] = part
    return found


def _without(letters: str, parts: Sequence[Part]) -> str:
    """Return the letters with those of some parts turned into blanks."""
    kept: list[str] = []
    at = 0
    for start, end in sorted(parts):
        kept += [letters[at:start], " " * (max(at, end) - max(at, start))]
        at = max(at, end)
    return "".join([*kept, letters[at:]])


def _fold(text: str) -> str:
    return "".join(text.split()).translate(_MARKS)


def _certain(folded: Sequence[str], letters: str) -> dict[int, int]:
    """Return the place of each long line that stands once on the page and once in the chosen letters."""
    counts = Counter(folded)
    found: dict[int, int] = {}
    for index, line in enumerate(folded):
        if len(line) >= _SHORT and counts[line] == 1:
            at = letters.find(line)
            if at >= 0 and letters.find(line, at + 1) < 0:
                found[index] = at
    return found


def _between(folded: Sequence[str], letters: str, certain: dict[int, int]) -> dict[int, int]:
    """Return the places of the other lines that stand between those which are certain, in their order."""
    rising = _rising(certain)
    bounds = [*[(index, certain[index]) for index in rising], (len(folded), len(letters))]
    found: dict[int, int] = {}
    first, after = 0, 0
    for index, before in bounds:
        for at in range(first, index):
            place = letters.find(folded[at], after, before) if folded[at] and at not in certain else -1
            if place >= 0:
                found[at] = place
                after = place + len(folded[at])
        if index < len(folded):
            first, after = index + 1, before + len(folded[index])
    return found


def _rising(certain: dict[int, int]) -> list[int]:
    """Return the longest run of lines whose places rise with their order (patience sorting)."""
    ends: list[int] = []
    owners: list[int] = []
    before: dict[int, int | None] = {}
    for index in sorted(certain):
        at = bisect_left(ends, certain[index])
        before[index] = owners[at - 1] if at else None
        ends[at : at + 1] = [certain[index]]
        owners[at : at + 1] = [index]
    run: list[int] = []
    last = owners[-1] if owners else None
    while last is not None:
        run.append(last)
        last = before[last]
    return run[::-1]


def _part_of(line: str, folded: str, letters: str, paragraphs: Sequence[str]) -> Part | None:
    """Return the part of a long line that was chosen: a whole paragraph of it, or all where most pieces are found."""
    inside = [at for at in (folded.find(words) for words in paragraphs) if at >= 0]
    if inside:
        ends = [folded.find(words) + len(words) for words in paragraphs if words in folded]
        return _unfolded(line, min(inside), max(ends))
    pieces = [folded[at : at + _PIECE] for at in range(0, len(folded) - _PIECE + 1, _PIECE)]
    hits = sum(piece in letters for piece in pieces)
    return (0, len(line)) if pieces and hits >= _SHARE * len(pieces) else None


def _unfolded(line: str, start: int, end: int) -> Part:
    """Return the stretch of a line whose letters, blanks and marks aside, are those from ``start`` to ``end``."""
    places = [at for at, char in enumerate(line) if not char.isspace() and char.translate(_MARKS)]
    return places[start], places[end - 1] + 1

"""Where two wordings differ, word by word."""

from __future__ import annotations

import re
from difflib import SequenceMatcher

from tellings.report.parts import CHANGED, CUT, Piece

LONGEST = 400
"""Words up to which two wordings are compared: the comparison is quadratic, and no passage shown is longer."""

CLOSE_ENOUGH = 0.3
"""Share of words in common below which nothing is marked: where all is different, marks tell nothing. Set by
looking at pairs between 0.1 and 0.6: below 0.3 what is left over is "the", "of" and "to"."""

FEW = 8
"""Words up to which one word in common is enough to mark the others: "112 on board", "at least 118 on board"."""

_TOKEN = re.compile(r"\w+(?:['’]\w+)*|[^\w\s]+|\s+")


def mark_changes(left: str, right: str) -> tuple[tuple[Piece, ...], tuple[Piece, ...]]:
    """Return both wordings with the words marked that the other one does not have.

    Case, spaces and punctuation do not count as a change.
    """
    ours, theirs = _tokens(left), _tokens(right)
    blocks = _same(ours, theirs)
    if blocks is None:
        return (Piece(text=left),), (Piece(text=right),)
    return _pieces(ours, _changed(ours, blocks, 0)), _pieces(theirs, _changed(theirs, blocks, 1))


def mark_variant(variant: str, base: str) -> tuple[Piece, ...]:
    """Return a wording with altered words marked, and a ``cut`` where it leaves out words of ``base``."""
    ours, theirs = _tokens(variant), _tokens(base)
    blocks = _same(ours, theirs)
    if blocks is None:
        return (Piece(text=variant),)
    cuts = _cuts(ours, theirs, blocks)
    return _pieces(ours, _changed(ours, blocks, 0), cuts)


def _tokens(text: str) -> list[str]:
    return _TOKEN.findall(text)


def _is_word(token: str) -> bool:
    return token[0].isalnum() or token[0] == "_"


def _words(tokens: list[str]) -> list[tuple[str, int]]:
    return [(token.casefold().replace("’", "'"), place) for place, token in enumerate(tokens) if _is_word(token)]


def _same(left: list[str], right: list[str]) -> list[tuple[int, int]] | None:
    """Return pairs of places in ``left`` and ``right`` that hold the same word, None if there are too few."""
    ours, theirs = _words(left), _words(right)
    if not ours or not theirs or max(len(ours), len(theirs)) > LONGEST:
        return None
    matcher = SequenceMatcher(None, [word for word, _ in ours], [word for word, _ in theirs], autojunk=False)
    pairs = [
        (ours[block.a + step][1], theirs[block.b + step][1])
        for block in matcher.get_matching_blocks()
        for step in range(block.size)
    ]
    needed = 1 if max(len(ours), len(theirs)) <= FEW else CLOSE_ENOUGH * min(len(ours), len(theirs))
    return pairs if len(pairs) >= needed else None


def _changed(tokens: list[str], same: list[tuple[int, int]], side: int) -> set[int]:
    kept = {pair[side] for pair in same}
    return {place for place, token in enumerate(tokens) if _is_word(token) and place not in kept}


def _cuts(ours: list[str], theirs: list[str], same: list[tuple[int, int]]) -> set[int]:
    """Return places of ``ours`` before which words of ``theirs`` are missing without any in their stead."""
    cuts = set()
    edges = [*same, (len(ours), len(theirs))]
    before = (-1, -1)
    for place, other in edges:
        added = any(_is_word(token) for token in ours[before[0] + 1 : place])
        missing = any(_is_word(token) for token in theirs[before[1] + 1 : other])
        if missing and not added:
            cuts.add(place)
        before = (place, other)
    return cuts


def _pieces(tokens: list[str], changed: set[int], cuts: set[int] | frozenset[int] = frozenset()) -> tuple[Piece, ...]:
    """Return tokens as pieces; blanks between two changed words are part of the change."""
    pieces: list[Piece] = []
    for place, token in enumerate(tokens):
        if place in cuts:
            pieces.append(Piece(text="", mark=CUT))
        between = not _is_word(token) and place - 1 in changed and place + 1 in changed
        mark = CHANGED if place in changed or between else ""
        if pieces and pieces[-1].mark == mark:
            pieces[-1] = Piece(text=pieces[-1].text + token, mark=mark)
        else:
            pieces.append(Piece(text=token, mark=mark))
    if len(tokens) in cuts:
        pieces.append(Piece(text="", mark=CUT))
    return tuple(pieces)

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

SLIGHT = frozenset({"a", "an", "the"})
"""Words whose change alone is not marked: nobody means anything by it."""

FEW = 8
"""Words up to which one word in common is enough to mark the others: "112 on board", "at least 118 on board"."""

_TOKEN = re.compile(r"\w+(?:['’]\w+)*|[^\w\s]+|\s+")


def mark_changes(left: str, right: str) -> tuple[tuple[Piece, ...], tuple[Piece, ...]]:
    """Return both wordings with the words marked that the other one does not have.

    Case, spaces, punctuation and an article alone ("the" for "a") do not count as a change.
    """
    ours, theirs = _tokens(left), _tokens(right)
    same = _same(ours, theirs)
    if same is None:
        return (Piece(text=left),), (Piece(text=right),)
    gaps = _gaps(ours, theirs, same)
    return (
        _pieces(ours, {place for mine, _ in gaps for place in mine}),
        _pieces(theirs, {place for _, other in gaps for place in other}),
    )


def mark_variant(variant: str, base: str) -> tuple[Piece, ...]:
    """Return a wording with altered words marked, and a ``cut`` where it leaves out words of ``base``."""
    ours, theirs = _tokens(variant), _tokens(base)
    same = _same(ours, theirs)
    if same is None:
        return (Piece(text=variant),)
    gaps = _gaps(ours, theirs, same)
    ends = [*(place for place, _ in same), len(ours)]
    cuts = {end for end, (mine, other) in zip(ends, gaps, strict=True) if other and not mine}
    return _pieces(ours, {place for mine, _ in gaps for place in mine}, cuts)


def mark_altered(base: str, variant: str) -> tuple[Piece, ...]:
    """Return a wording with the words marked for which ``variant`` has others; what that leaves out is not marked."""
    ours, theirs = _tokens(base), _tokens(variant)
    same = _same(ours, theirs)
    if same is None:
        return (Piece(text=base),)
    return _pieces(ours, {place for mine, other in _gaps(ours, theirs, same) if other for place in mine})


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


def _gaps(ours: list[str], theirs: list[str], same: list[tuple[int, int]]) -> list[tuple[list[int], list[int]]]:
    """Return for each stretch before, between and after common words the places of words on either side.

    There is one more of them than common words. A stretch that holds nothing but one article counts as empty.
    """
    gaps = []
    before = (-1, -1)
    for place, other in [*same, (len(ours), len(theirs))]:
        gaps.append((_meant(ours, before[0] + 1, place), _meant(theirs, before[1] + 1, other)))
        before = (place, other)
    return gaps


def _meant(tokens: list[str], start: int, end: int) -> list[int]:
    words = [place for place in range(start, end) if _is_word(tokens[place])]
    return [] if len(words) == 1 and tokens[words[0]].casefold() in SLIGHT else words


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

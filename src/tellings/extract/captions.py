"""Captions of pictures and notes of correction: not part of the running text, but a telling of their own.

A caption states facts, sometimes older ones than the text around it; a note of correction says which of them was wrong.
Both become blocks of their own kind, so that they are labelled; they are no part of the article's body.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from tellings.types.articles import Block, BlockKind, DroppedSpan

#: Rules of the cleaner whose findings hold captions.
_REASONS = frozenset({"caption", "media_player", "correction_note"})
#: Labels of a media player before and after the caption's own words. Each alternative is bounded by fixed words.
_PLAYER = re.compile(
    r"(?:media playback is \w+ on (?:your|this) device|(?:image|media|video|photo) (?:caption|copyright|source)\b)",
    re.IGNORECASE,
)
_CREDIT = re.compile(
    r"\s*\((?:photo|image|picture|credit|source|pic)s?\b[^()\n]{0,80}\)\s*$|\s*\([^()\n]{0,60}\)\s*$", re.IGNORECASE
)
#: Fewer words say nothing that could be a fact.
LEAST_WORDS = 5
#: Fewer words of a note say only that something was changed ("This story was updated at noon.").
LEAST_NOTE_WORDS = 10
_LIST_MARK = re.compile(r"[•·*–—-]\s+")


def caption_blocks(text: str, dropped: tuple[DroppedSpan, ...]) -> tuple[tuple[Block, ...], tuple[DroppedSpan, ...]]:
    """Turn the captions and notes among dropped stretches into blocks.

    A caption that stands there twice becomes a block once.

    Returns:
        The caption blocks in order, and what is still dropped.
    """
    blocks: list[Block] = []
    rest: list[DroppedSpan] = []
    seen: set[str] = set()
    for span in dropped:
        place = span.start
        for start, end in _captions(text, span):
            words = text[start:end]
            least = LEAST_NOTE_WORDS if span.reason == "correction_note" else LEAST_WORDS
            if len(words.split()) < least or words in seen:
                continue
            seen.add(words)
            blocks.append(Block(start=start, end=end, kind=BlockKind.CAPTION))
            rest.extend(_stretch(text, place, start, span.reason))
            place = end
        rest.extend(_stretch(text, place, span.end, span.reason))
    return tuple(blocks), tuple(rest)


def _captions(text: str, span: DroppedSpan) -> Iterator[tuple[int, int]]:
    if span.reason not in _REASONS:
        return
    if span.reason == "caption":
        yield _trimmed(text, span.start, span.end)
        return
    if span.reason == "correction_note":
        mark = _LIST_MARK.match(text, span.start, span.end)
        yield (mark.end() if mark else span.start), span.end
        return
    labels = list(_PLAYER.finditer(text, span.start, span.end))
    for number, label in enumerate(labels):
        if label.group().lower().endswith("caption"):
            end = labels[number + 1].start() if number + 1 < len(labels) else span.end
            yield _trimmed(text, label.end(), end)


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    """Return a stretch without blanks at its ends and without a credit in brackets at its end."""
    words = text[start:end]
    credit = _CREDIT.search(words[-160:])
    if credit:
        words = words[: len(words) - len(credit.group())]
    kept = words.strip()
    begin = start + words.find(kept) if kept else start
    return begin, begin + len(kept)


def _stretch(text: str, start: int, end: int, reason: str) -> Iterator[DroppedSpan]:
    words = text[start:end]
    kept = words.strip()
    if kept:
        begin = start + words.index(kept)
        yield DroppedSpan(start=begin, end=begin + len(kept), reason=reason)

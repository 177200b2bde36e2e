"""The passages of a kept text that answer a search."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from tellings.store.query import Phrase
from tellings.store.words import Word, plain_form, words
from tellings.types.articles import Article, Block
from tellings.types.store import Passage

#: Characters of a passage, and of what stands before its first word found: two lines in a list of answers.
LENGTH = 240
BEFORE = 60
#: Passages of one article.
MOST = 3
#: Apostrophes fall away, as they do in the search form; other signs of printers are none of a word's letters.
_PLAIN = str.maketrans(dict.fromkeys("'\u2019", "") | dict.fromkeys("\u2018\u201c\u201d\u2013\u2014\u2026\xa0", " "))


class Found(NamedTuple):
    """Where a phrase stands; ``leaf`` is its number in the search."""

    start: int
    end: int
    leaf: int


def passages(article: Article, leaves: Sequence[Phrase], *, most: int = MOST) -> tuple[Passage, ...]:
    """Return the stretches that have most of what is asked for, in reading order.

    Args:
        article: the text.
        leaves: what is asked for.
        most: how many at most.
    """
    windows: list[tuple[int, Passage]] = []
    for block in article.blocks:
        found = _find(article.text, block, leaves)
        while found:
            window, found = _window(article.text, block, found)
            windows.append(window)
    best = sorted(windows, key=lambda window: (-window[0], window[1].start))[:most]
    return tuple(sorted((passage for _, passage in best), key=lambda passage: passage.start))


def _find(text: str, block: Block, wanted: Sequence[Phrase]) -> list[Found]:
    """Return where the phrases stand in a block, in order, none inside another."""
    leaves = _possible(text[block.start : block.end], wanted)
    if not any(leaves):
        return []
    there = list(words(text, block.start, block.end))
    by_form: dict[str, list[int]] = {}
    for number, word in enumerate(there):
        by_form.setdefault(word.form, []).append(number)
    found = []
    for leaf, phrase in enumerate(leaves):
        if phrase is None:
            continue
        starts: Sequence[int] = by_form.get(phrase.forms[0], ())
        if phrase.prefix and len(phrase.forms) == 1:
            starts = range(len(there))
        for number in starts:
            stretch = there[number : number + len(phrase.forms)]
            if _matches(text, stretch, phrase):
                found.append(Found(stretch[0].start, stretch[-1].end, leaf))
    found.sort()
    return [one for place, one in enumerate(found) if place == 0 or one.start >= found[place - 1].end]


def _possible(text: str, leaves: Sequence[Phrase]) -> Sequence[Phrase | None]:
    """Return the phrases that may stand in a text, None in place of those that cannot.

    Splitting a text into words takes nine tenths of the time of a search, and most blocks hold nothing of what is
    asked for. In plain letters a form is part of its word, but for a y that stands for "ies".
    """
    plain = text.translate(_PLAIN).lower()
    if not plain.isascii():
        return leaves
    stems = [[form[:-1] if form.endswith("y") else form for form in phrase.forms] for phrase in leaves]
    return [phrase if all(stem in plain for stem in held) else None for phrase, held in zip(leaves, stems, strict=True)]


def _matches(text: str, stretch: Sequence[Word], phrase: Phrase) -> bool:
    forms = tuple(word.form for word in stretch)
    if not phrase.prefix:
        return forms == phrase.forms
    if len(forms) != len(phrase.forms) or forms[:-1] != phrase.forms[:-1]:
        return False
    last = stretch[-1]
    return last.form.startswith(phrase.forms[-1]) or plain_form(text[last.start : last.end]) == phrase.forms[-1]


def _window(text: str, block: Block, found: list[Found]) -> tuple[tuple[int, Passage], list[Found]]:
    """Return a passage from the first place on with the number of phrases in it, and the places behind it."""
    first = found[0]
    start = _boundary(text, max(block.start, first.start - BEFORE), first.start, block.start)
    end = max(min(block.end, start + LENGTH), first.end)
    while end < block.end and end > first.end and text[end - 1].isalnum() and text[end].isalnum():
        end -= 1
    inside = [one for one in found if one.end <= end]
    marks = tuple((one.start, one.end) for one in inside)
    passage = Passage(start=start, end=end, text=text[start:end], marks=marks)
    return (len({one.leaf for one in inside}), passage), found[len(inside) :]


def _boundary(text: str, start: int, most: int, least: int) -> int:
    """Return the next place at or behind ``start`` where a word begins."""
    while least < start < most and text[start - 1].isalnum():
        start += 1
    return start

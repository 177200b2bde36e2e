"""Quoted words that another report has without the marks, or with other words in them, wherever they stand.

Reports take a quotation apart: a part stays between the marks, the rest becomes the report's own words. Such
passages need not be statements of one utterance, nor claims of one fact; runs of common words find them.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from tellings.reconcile.numbers import people_words
from tellings.reconcile.readings import StoryReader
from tellings.reconcile.settling import settled
from tellings.reconcile.slots import Contrast, Found
from tellings.reconcile.view import stop_words
from tellings.reconcile.wording import compare_quotations, quoted_spans
from tellings.types.dossier import DifferenceType
from tellings.types.spans import Span

RUN = 4
"""Words in a row that two passages must share: shorter runs are idiom."""

TELLING = 2
"""Words of a run that must carry meaning: no names and no words for people."""

FEWEST_OUTSIDE = 3
"""Words of a run outside the marks from which they are said to have been dropped."""

MOST_WORDS = 30_000
"""Words of an article that are looked at, the first; what is longer is no report."""

LONGEST_STRETCH = 400
"""Words of the longest quoted stretch that is aligned word by word."""

MOST_PLACES = 20
"""Places of one run that are looked at: a run of more is a formula."""

_WORD = re.compile(r"\d+(?:[.,]\d+)*|[^\W\d]+(?:['’]\w+)*")
_MARKED = re.compile(r"“[^“”\n]{1,600}”|\"[^\"\n]{1,600}\"")


@dataclass(frozen=True, slots=True)
class _Text:
    """The words of an article: folded, where they stand, whether between marks, and whether they tell much."""

    article: str
    words: tuple[str, ...]
    starts: tuple[int, ...]
    ends: tuple[int, ...]
    marked: tuple[bool, ...]
    telling: tuple[bool, ...]


@dataclass(frozen=True, slots=True)
class _Run:
    """Words in a row that a quotation shares with another article: where each begins, and how many."""

    here: int
    there: int
    size: int


def quotation_contrasts(reader: StoryReader) -> Iterator[Found]:
    """Yield quoted words that other reports give without marks or with other words.

    Args:
        reader: the story.
    """
    texts = {article.id: _text(article.id, reader) for article in reader.articles}
    index = _index(texts)
    found: list[Contrast] = []
    for text in texts.values():
        for first, last in _stretches(text):
            found += _elsewhere(text, (first, last), texts, index, reader)
    for contrast in settled(found, reader):
        yield contrast, (contrast.left, contrast.right)


def _text(article: str, reader: StoryReader) -> _Text:
    """Return the words of an article's running text and captions."""
    held = reader.article[article]
    marks = sorted(
        {(m.start(), m.end()) for block in held.blocks for m in _MARKED.finditer(held.text, block.start, block.end)}
        | {
            (span.start, span.end)
            for statement in reader.labels[article].statements
            for span in quoted_spans(statement)
        }
        if article in reader.labels
        else ()
    )
    starts = [start for start, _ in marks]
    silent = stop_words() | people_words()
    words: list[str] = []
    places: list[int] = []
    ends: list[int] = []
    marked: list[bool] = []
    for block in held.blocks:
        for found in _WORD.finditer(held.text, block.start, block.end):
            if len(words) >= MOST_WORDS:
                break
            at = bisect_right(starts, found.start()) - 1
            words.append(found.group().lower().replace("’", "'"))
            places.append(found.start())
            ends.append(found.end())
            marked.append(at >= 0 and found.start() < max(end for _, end in marks[max(0, at - 1) : at + 1]))
    telling = [
        word not in silent and held.text[start].islower() and not held.text[start - 1 : start].isdigit()
        for word, start in zip(words, places, strict=True)
    ]
    return _Text(article, tuple(words), tuple(places), tuple(ends), tuple(marked), tuple(telling))


def _index(texts: dict[str, _Text]) -> dict[tuple[str, ...], list[tuple[str, int]]]:
    """Return where every run of words stands."""
    index: dict[tuple[str, ...], list[tuple[str, int]]] = defaultdict(list)
    for article, text in texts.items():
        for at in range(len(text.words) - RUN + 1):
            index[text.words[at : at + RUN]].append((article, at))
    return index


def _stretches(text: _Text) -> Iterator[tuple[int, int]]:
    """Yield the quoted stretches of an article as numbers of their first word and the one behind the last."""
    first = None
    for number, inside in enumerate((*text.marked, False)):
        if inside and first is None:
            first = number
        if not inside and first is not None:
            yield first, number
            first = None


def _elsewhere(
    text: _Text,
    stretch: tuple[int, int],
    texts: dict[str, _Text],
    index: dict[tuple[str, ...], list[tuple[str, int]]],
    reader: StoryReader,
) -> Iterator[Contrast]:
    """Yield what other reports make of one quoted stretch, each longest run once."""
    reached: dict[tuple[str, int], int] = {}
    for here in range(stretch[0], stretch[1] - RUN + 1):
        places = index[text.words[here : here + RUN]]
        if len(places) > MOST_PLACES:
            continue
        for article, there in places:
            if article == text.article or reached.get((article, there - here), -1) >= here:
                continue
            run = _grow(text, texts[article], here, there, stretch[1])
            reached[article, there - here] = here + run.size - RUN
            if sum(text.telling[here : here + run.size]) >= TELLING:
                yield from _unmarked(text, texts[article], run)
                yield from _altered(text, texts[article], stretch, run, reader)


def _grow(text: _Text, other: _Text, here: int, there: int, end: int) -> _Run:
    """Return the longest run that begins at two places, within a quoted stretch."""
    size = RUN
    while (
        here + size < end and there + size < len(other.words) and text.words[here + size] == other.words[there + size]
    ):
        size += 1
    return _Run(here, there, size)


def _unmarked(text: _Text, other: _Text, run: _Run) -> Iterator[Contrast]:
    """Yield the words of a run that stand outside the marks in the other report."""
    outside = [n for n in range(run.size) if not other.marked[run.there + n]]
    if len(outside) < FEWEST_OUTSIDE or outside[-1] - outside[0] + 1 != len(outside):
        return
    first, last = outside[0], outside[-1]
    words = " ".join(text.words[run.here + first : run.here + last + 1])
    yield Contrast(
        type=DifferenceType.WORDING,
        slot="quote",
        left=_span(text, run.here + first, run.here + last),
        right=_span(other, run.there + first, run.there + last),
        left_value="quoted",
        right_value=f"told {words}",
        why="One report gives these words between quotation marks, the other as its own.",
        rule="quotation_marks_dropped",
        score=0.8,
    )


def _altered(text: _Text, other: _Text, stretch: tuple[int, int], run: _Run, reader: StoryReader) -> Iterator[Contrast]:
    """Yield the words that differ between two quoted stretches around a run."""
    if not other.marked[run.there] or (text.article, run.here) > (other.article, run.there):
        return
    first = last = run.there
    while first > 0 and other.marked[first - 1]:
        first -= 1
    while last + 1 < len(other.words) and other.marked[last + 1]:
        last += 1
    if max(last - first, stretch[1] - stretch[0]) > LONGEST_STRETCH:
        return
    yield from compare_quotations(_span(text, stretch[0], stretch[1] - 1), _span(other, first, last), reader)


def _span(text: _Text, first: int, last: int) -> Span:
    return Span(article=text.article, start=text.starts[first], end=text.ends[last])

"""Quotations of the same words that do not agree word for word: altered, cut, or put outside the marks."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import combinations

from rapidfuzz.distance import Indel, Opcode

from tellings.reconcile.readings import StoryReader
from tellings.reconcile.slots import PRONOUNS, Contrast
from tellings.reconcile.view import stop_words
from tellings.types.dossier import DifferenceType
from tellings.types.labels import Statement, StatementKind
from tellings.types.matches import Key
from tellings.types.spans import Span

COMMON_SHARE = 0.5
"""Share of the shorter quotation's words that must stand in the other for the two to be the same words."""

FEWEST_COMMON = 3
"""Words that two quotations must share; two words agree by chance."""

ANCHOR = 2
"""Common words on either side of a cut from which it is one."""

LONGEST_END = 2
"""Words at the end of two quotations that count as altered; more of them are two endings, of which one was cut."""

LONGEST_RETOLD = 3
"""Words of the longest stretch that one report may put for another where one of them does not quote."""

LONGEST_ALTERED = 8
"""Words of the longest stretch that counts as altered: beyond it two remarks are compared, not two wordings."""

LONGEST_TRIM = 3
"""Words at the edge of a quotation that are shown as cut if they say how far or whether; quotations of no more words
are compared though they share a single word."""

_DEGREE = frozenset(
    (
        *("very", "just", "really", "extremely", "never", "only", "always"),
        *("almost", "not", "too", "hardly", "barely", "quite", "deeply"),
    )
)
"""Words whose loss at an edge makes another remark of it: other trims are shortenings."""

KEPT = 16384
"""Passages and pairs of them whose words are kept at hand: those of one story of a hundred reports."""

_LETTERS = re.compile(r"\b(\w) (?=\w\b)")
_WORD = re.compile(r"\w+(?:['’]\w+)*")


@dataclass(frozen=True, slots=True)
class _Word:
    text: str
    start: int
    end: int


def _words(span: Span, reader: StoryReader) -> Sequence[_Word]:
    """Return the folded words of a span with their places."""
    return _split(reader.words(span), span.start)


@lru_cache(maxsize=KEPT)
def _split(text: str, start: int) -> tuple[_Word, ...]:
    """Return the folded words of a text that begins at a place of its article."""
    return tuple(
        _Word(found.group().lower().replace("’", "'"), start + found.start(), start + found.end())
        for found in _WORD.finditer(text)
    )


@lru_cache(maxsize=KEPT)
def _aligned(first: tuple[str, ...], second: tuple[str, ...]) -> tuple[Opcode, ...]:
    """Return how one row of words becomes another; the same quotations meet in many pairs of reports."""
    return tuple(Indel.opcodes(first, second))


def quoted_spans(statement: Statement) -> tuple[Span, ...]:
    """Return what stands between quotation marks in a statement."""
    return (statement.content,) if statement.kind is StatementKind.DIRECT else statement.fragments


def quote_contrasts(left: Statement, right: Statement, reader: StoryReader) -> Iterator[Contrast]:
    """Yield the words in which two quotations of one utterance differ.

    Args:
        left: one statement.
        right: the other.
        reader: the story.
    """
    mine, theirs = quoted_spans(left), quoted_spans(right)
    for a in mine:
        for b in theirs:
            yield from compare_quotations(a, b, reader)
    if bool(mine) != bool(theirs) or StatementKind.MIXED in (left.kind, right.kind):
        yield from _retold(left, right, reader)


def counterparts(statements: Sequence[Key], reader: StoryReader) -> Iterator[tuple[Statement, Statement]]:
    """Yield the statements of one utterance of two reports that may be the same words.

    Where a report has the very words of a statement, its other sentences of the utterance are none of them.

    Args:
        statements: of one utterance, in story order.
        reader: the story.
    """
    said = {key: tuple(w.text for w in _words(reader.statements[key].content, reader)) for key in statements}
    reports: dict[tuple[str, ...], set[str]] = {}
    for key, words in said.items():
        reports.setdefault(words, set()).add(key.article)
    for left, right in combinations(statements, 2):
        if left.article == right.article:
            continue
        elsewhere = right.article in reports[said[left]] or left.article in reports[said[right]]
        if said[left] == said[right] or not elsewhere:
            yield reader.statements[left], reader.statements[right]


def compare_quotations(a: Span, b: Span, reader: StoryReader) -> Iterator[Contrast]:
    """Yield the altered stretches of two quotations, and the longest cut.

    Args:
        a: what stands between the marks in one report.
        b: the same in the other.
        reader: the story.
    """
    first, second = _words(a, reader), _words(b, reader)
    texts = tuple(word.text for word in first), tuple(word.text for word in second)
    codes = _aligned(*texts)
    common = sum(code.src_end - code.src_start for code in codes if code.tag == "equal")
    fewest = 1 if max(len(first), len(second)) <= LONGEST_TRIM else FEWEST_COMMON
    if common < fewest or common < COMMON_SHARE * min(len(first), len(second)):
        return
    edges = _edges(first, second, codes)
    for src, dest in _changed(codes):
        inside = src[0] >= edges[0] and src[1] <= edges[1] and dest[0] >= edges[2] and dest[1] <= edges[3]
        ends = src[1] == len(first) and dest[1] == len(second) and src[1] - src[0] == dest[1] - dest[0] <= LONGEST_END
        sizes = src[1] - src[0], dest[1] - dest[0]
        altered = min(sizes) > 0 and max(sizes) <= LONGEST_ALTERED
        cut = min(sizes) == 0 < max(sizes)
        said, other = (" ".join(side[slice(*at)]) for side, at in ((texts[0], src), (texts[1], dest)))
        if cut and inside and not _anchored(codes, src, dest):
            continue
        trimmed = cut and not inside and max(sizes) <= LONGEST_TRIM and bool(_DEGREE & set(f"{said} {other}".split()))
        if (inside or ends or trimmed) and (altered or cut) and not one_spelling(said, other):
            yield _altered(first, second, src, dest, (a, b))


def _anchored(codes: Iterable[Opcode], src: tuple[int, int], dest: tuple[int, int]) -> bool:
    """Return whether enough common words stand on both sides of a cut: a lone "the" joins two different sentences."""
    equal = [code for code in codes if code.tag == "equal"]
    before = sum(c.src_end - c.src_start for c in equal if c.src_end == src[0] and c.dest_end == dest[0])
    after = sum(c.src_end - c.src_start for c in equal if c.src_start == src[1] and c.dest_start == dest[1])
    return min(before, after) >= ANCHOR


def _retold(left: Statement, right: Statement, reader: StoryReader) -> Iterator[Contrast]:
    """Yield single words that one report puts for quoted ones where it tells the rest in the same words."""
    for contrast in compare_quotations(left.content, right.content, reader):
        sizes = [len(value.split()) for value in (contrast.left_value, contrast.right_value)]
        telling = [set(v.split()) - stop_words() - PRONOUNS for v in (contrast.left_value, contrast.right_value)]
        if min(sizes) > 0 and max(sizes) <= LONGEST_RETOLD and all(telling):
            yield replace(contrast, rule="retold_in_other_words", score=0.7)


def one_spelling(said: str, other: str) -> bool:
    """Return whether two stretches differ only in spelling or in the blanks of letters ("traveling", "labour", "U N").

    Args:
        said: words in lower case.
        other: the same of the other report.
    """
    return _respelled(said) == _respelled(other)


def _respelled(words: str) -> str:
    words = _LETTERS.sub(r"\1", words)
    folded = re.sub(r"(.)\1", r"\1", words.replace("our", "or").replace("tre", "ter"))
    return re.sub(r"is(e|ed|es|ing|ation)\b", r"iz\1", folded)


def _edges(first: Sequence[_Word], second: Sequence[_Word], every: Sequence[Opcode]) -> tuple[int, int, int, int]:
    """Return the stretch of words from the first common one to the last on both sides: what lies outside was cut."""
    codes = [code for code in every if code.tag == "equal"]
    if not codes:
        return 0, len(first), 0, len(second)
    return codes[0].src_start, codes[-1].src_end, codes[0].dest_start, codes[-1].dest_end


def _changed(codes: Iterable[Opcode]) -> Iterator[tuple[tuple[int, int], tuple[int, int]]]:
    """Yield every changed stretch on both sides, neighbouring deletions and insertions as one."""
    src: tuple[int, int] | None = None
    dest: tuple[int, int] | None = None
    for code in codes:
        if code.tag == "equal":
            if src is not None and dest is not None:
                yield src, dest
            src = dest = None
            continue
        src = (src[0] if src else code.src_start, code.src_end)
        dest = (dest[0] if dest else code.dest_start, code.dest_end)
    if src is not None and dest is not None:
        yield src, dest


def _place(words: Sequence[_Word], stretch: tuple[int, int], whole: Span) -> Span:
    """Return the place of a stretch of words; an empty one is shown by the words around it."""
    first, last = stretch
    if first == last:
        first, last = max(0, first - 1), min(len(words), last + 1)
    return Span(article=whole.article, start=words[first].start, end=words[last - 1].end)


def _altered(
    first: Sequence[_Word],
    second: Sequence[_Word],
    src: tuple[int, int],
    dest: tuple[int, int],
    wholes: tuple[Span, Span],
) -> Contrast:
    """Return the contrast of one altered stretch."""
    left = " ".join(word.text for word in first[src[0] : src[1]])
    right = " ".join(word.text for word in second[dest[0] : dest[1]])
    if left and right:
        why = f"The quoted words differ: “{left}” and “{right}”."
    else:
        why = f"One report cuts “{left or right}” out of the quotation."
    return Contrast(
        type=DifferenceType.WORDING,
        slot="quote",
        left=_place(first, src, wholes[0]),
        right=_place(second, dest, wholes[1]),
        left_value=left,
        right_value=right,
        why=why,
        rule="quoted_words_differ",
        score=1.0,
    )


def statement_of(key: Key, reader: StoryReader) -> Statement | None:
    """Return the statement that a claim stands in, None if the report says it itself."""
    inside = reader.claims[key].statement
    return reader.statements.get(Key(key.article, inside)) if inside is not None else None

"""Text as a transformer reads it: word pieces with features, packed into windows of whole blocks.

Training and run time share this module, so that a model sees in use exactly what it was taught on. A "word"
is what BERT's pre-tokenizer makes: a run of letters and digits or a single other mark. Decisions are taken
per word, so a span never ends inside one.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from tokenizers import Encoding, Tokenizer

CLS, SEP = 101, 102
"""Ids of ``[CLS]`` and ``[SEP]`` in the vocabulary of BERT uncased."""

LONGEST_WINDOW = 192
"""Most pieces in one window, specials included. Four mean paragraphs of news; attention costs grow past it."""

FEATURES = 18
"""Number of feature codes: case (3) x quotation (3) x first word of its block or not (2)."""

_STOPS = frozenset({1012, 999, 1029, 1000, 1524})  # ids of the pieces . ! ? " ”
_OPENING, _CLOSING, _EITHER = "“„«", "”»", '"'


@dataclass(frozen=True, slots=True)
class Word:
    """One word of a block: its pieces, its place, and its feature code.

    Attributes:
        ids: vocabulary ids of its pieces, at least one.
        block: index of the text it stands in; -1 for ``[CLS]`` and ``[SEP]``.
        start: first character in that text.
        end: one past the last character.
        feature: code in [0, ``FEATURES``): case + 3 * quotation + 9 * first word of the block. Case: 0 small
            or no letter, 1 capital, 2 two capitals. Quotation: 0 outside, 1 inside double marks, 2 a mark.
    """

    ids: tuple[int, ...]
    block: int
    start: int
    end: int
    feature: int


_FIRST = Word((CLS,), -1, 0, 0, 0)
_BREAK = Word((SEP,), -1, 0, 0, 0)


@dataclass(frozen=True, slots=True)
class Window:
    """What the model reads at once.

    Attributes:
        words: ``[CLS]``, the words of whole blocks, a ``[SEP]`` after each block.
        ids: piece ids, at most ``LONGEST_WINDOW``.
        features: the feature code of each piece's word; as long as ``ids``.
        firsts: index into ``ids`` of each word's first piece; as long as ``words``.
    """

    words: tuple[Word, ...]
    ids: tuple[int, ...]
    features: tuple[int, ...]
    firsts: tuple[int, ...]


def read_words(texts: Sequence[str], tokenizer: Tokenizer) -> list[list[Word]]:
    """Return the words of each text.

    Args:
        texts: blocks of one article in reading order; blank ones have no words.
        tokenizer: BERT uncased word pieces without padding, truncation or specials.
    """
    encodings = tokenizer.encode_batch(list(texts), add_special_tokens=False)
    return [
        _words_of(text, index, encoding) for index, (text, encoding) in enumerate(zip(texts, encodings, strict=True))
    ]


def _words_of(text: str, block: int, encoding: Encoding) -> list[Word]:
    words: list[Word] = []
    inside = False
    pieces: list[int] = []
    last: int | None = None
    start = end = 0
    for piece, number, (left, right) in zip(encoding.ids, encoding.word_ids, encoding.offsets, strict=True):
        if number != last:
            if pieces:
                inside = _append(words, text, (pieces, block, start, end), inside=inside)
            pieces, last, start = [], number, left
        pieces.append(piece)
        end = right
    if pieces:
        _append(words, text, (pieces, block, start, end), inside=inside)
    return words


def _append(words: list[Word], text: str, made: tuple[list[int], int, int, int], *, inside: bool) -> bool:
    """Add one word and return whether a quotation is open after it."""
    pieces, block, start, end = made
    mark = text[start]
    case = 0 if not mark.isupper() else 2 if start + 1 < end and text[start + 1].isupper() else 1
    quotation = 1 if inside else 0
    if mark in _OPENING:
        inside, quotation = True, 2
    elif mark in _CLOSING:
        inside, quotation = False, 2
    elif mark == _EITHER:
        inside, quotation = not inside, 2
    feature = case + 3 * quotation + (0 if words else 9)
    words.append(Word(tuple(pieces), block, start, end, feature))
    return inside


def pack(blocks: Iterable[Sequence[Word]], *, first: int = LONGEST_WINDOW) -> Iterator[Window]:
    """Yield windows of as many whole neighbouring blocks as fit.

    Args:
        blocks: words of each block in reading order; a block longer than a window is cut, after the end of
            a sentence where there is one.
        first: room in the first window, in pieces: training varies it, so that blocks meet other neighbours.
    """
    room = first
    held: list[Word] = [_FIRST]
    size = 1
    for block in blocks:
        for part, pieces in _parts(block):
            if size > 1 and size + pieces + 1 > room:
                yield _window(held)
                held, size, room = [_FIRST], 1, LONGEST_WINDOW
            held.extend(part)
            held.append(_BREAK)
            size += pieces + 1
    if size > 1:
        yield _window(held)


def _parts(block: Sequence[Word]) -> Iterator[tuple[Sequence[Word], int]]:
    """Cut a block into stretches that fit a window, each with its number of pieces."""
    most = LONGEST_WINDOW - 2
    begin = size = 0
    good = 0  # where the last whole sentence of the stretch ends
    at = 0
    while at < len(block):
        count = min(len(block[at].ids), most)
        if size + count > most:
            stop = good if good > begin else at
            yield block[begin:stop], sum(min(len(word.ids), most) for word in block[begin:stop])
            begin, size, at = stop, 0, stop
            continue
        size += count
        at += 1
        if at < len(block) and _ends_sentence(block, at):
            good = at
    if size:
        yield block[begin:], size


def _ends_sentence(block: Sequence[Word], at: int) -> bool:
    """Return whether a sentence may end before word ``at``: a stop or a closing mark, then a blank."""
    return block[at - 1].ids[0] in _STOPS and block[at].start > block[at - 1].end


def _window(words: list[Word]) -> Window:
    ids: list[int] = []
    features: list[int] = []
    firsts: list[int] = []
    for word in words:
        firsts.append(len(ids))
        pieces = word.ids[: LONGEST_WINDOW - 2]
        ids.extend(pieces)
        features.extend([word.feature] * len(pieces))
    return Window(tuple(words), tuple(ids), tuple(features), tuple(firsts))

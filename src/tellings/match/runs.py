"""Words that two texts have in common, word for word and in runs: where a copy shows.

A text is read as a list of words with their places. Runs are found from shared shingles of five words and
grown to both sides as far as the words agree, so that the work is linear in the lengths of the texts for all
but very repetitive ones.
"""

from __future__ import annotations

import re
from collections import defaultdict, deque
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import islice

from tellings.types.articles import Article, BlockKind
from tellings.types.labels import Labels, StatementKind

SHINGLE = 5
"""Words to a seed. Five is usual for news copies; four finds many stock phrases ("at the end of the")."""

MOST_PLACES = 8
"""A shingle that stands more often than this in one text is a refrain and starts no run."""

LONGEST_QUOTATION = 1500
"""Characters: an opening mark without a closing one within this many is read as a stray mark."""

MOST_WORDS = 30_000
"""Words read of one article; the longest features of news have some 20,000."""

SHORTEST_PROSE = 9
"""Words of a paragraph; captions and teasers are mostly shorter. Tried 6 to 15 on news copies of 2018: no change."""

LEAST_PROSE = 330
"""Characters, some sixty words: with less running text than that an article is read as a whole."""

Shingles = dict[tuple[str, ...], list[int]]
"""Runs of five words with the places where they begin."""

_ASIDE = (BlockKind.TITLE, BlockKind.HEADING, BlockKind.CAPTION)
_STOPS = tuple(".!?…:")
_FIRST_PERSON = frozenset(
    word
    for form in ("I", "I'm", "I've", "I'd", "I'll", "me", "my", "My", "mine", "we", "We", "our", "Our", "us", "ours")
    for word in (form, form.replace("'", "’"))
)
_STOP = re.compile(r"[.!?…][\"”’)]?\s")
_WORD = re.compile(r"\w+(?:[’'.,]\w+)*")
_OPENING = "“„«"
_CLOSING = "”»"


@dataclass(frozen=True, slots=True)
class Word:
    """One word, folded, with its place in the kept text.

    ``block`` is the index into ``Article.blocks``; ``quoted`` says that somebody else's words stand here.
    """

    text: str
    start: int
    end: int
    block: int
    quoted: bool


@dataclass(frozen=True, slots=True)
class Run:
    """``size`` words that stand in both texts in the same order, from word ``left`` and word ``right`` on."""

    left: int
    right: int
    size: int


def _quoted_stretches(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """Return what stands between quotation marks in one block; a missing closing mark ends with the block."""
    stretches: list[tuple[int, int]] = []
    opened: int | None = None
    for at in range(start, end):
        letter = text[at]
        if letter not in '"“”„«»':
            continue
        if opened is None and letter not in _CLOSING:
            opened = at
        elif opened is not None and letter not in _OPENING:
            stretches.append((opened, at))
            opened = None
    if opened is not None and end - opened <= LONGEST_QUOTATION:
        stretches.append((opened, end))
    return stretches


def _statement_stretches(labels: Labels | None) -> list[tuple[int, int]]:
    """Return the quoted stretches that the labels know of."""
    if labels is None:
        return []
    stretches = []
    for statement in labels.statements:
        if statement.kind is StatementKind.DIRECT:
            stretches.append((statement.content.start, statement.content.end))
        stretches.extend((fragment.start, fragment.end) for fragment in statement.fragments)
    return stretches


def prose_blocks(article: Article) -> list[int]:
    """Return the blocks that hold running text: nine words or more that end like a sentence, nothing set apart.

    Captions, teasers, bylines and headings that outlets share are no sign that one copied the other. An article
    with hardly any running text is read as a whole, headings left out.
    """
    bodies = [i for i, block in enumerate(article.blocks) if block.kind not in _ASIDE]
    prose = []
    for index in bodies:
        block = article.blocks[index]
        words = article.text[block.start : block.end]
        if len(words.split()) >= SHORTEST_PROSE and words.rstrip("\"'”’)]» ")[-1:] in _STOPS:
            prose.append(index)
    size = sum(article.blocks[i].end - article.blocks[i].start for i in prose)
    return prose if size >= LEAST_PROSE else bodies


def _sentence_ends(text: str, start: int, end: int) -> deque[int]:
    """Return rough ends of the sentences of a block; the last one is the block's end."""
    return deque([found.end() for found in _STOP.finditer(text, start, end)] + [end])


def _block_words(article: Article, index: int, quoted: Sequence[tuple[int, int]]) -> list[Word]:
    """Return the words of one block."""
    block = article.blocks[index]
    words: list[Word] = []
    at, reach = 0, -1
    first = 0
    ends = _sentence_ends(article.text, block.start, block.end)
    for found in islice(_WORD.finditer(article.text, block.start, block.end), MOST_WORDS):
        while at < len(quoted) and quoted[at][0] <= found.start():
            reach = max(reach, quoted[at][1])
            at += 1
        if found.start() >= ends[0]:
            first = _mark_first_person(article.text, words, first)
            while ends[0] <= found.start():
                ends.popleft()
        folded = found.group().lower().replace("’", "'")
        words.append(Word(folded, found.start(), found.end(), index, found.start() < reach))
    _mark_first_person(article.text, words, first)
    return words


def _mark_first_person(text: str, words: list[Word], first: int) -> int:
    """Mark a sentence, the words from ``first`` on, as quoted if it is in the first person; return where it ends."""
    outside = [word for word in words[first:] if not word.quoted]
    if any(text[word.start : word.end] in _FIRST_PERSON for word in outside):
        words[first:] = [replace(word, quoted=True) for word in words[first:]]
    return len(words)


def read_words(article: Article, labels: Labels | None = None) -> list[Word]:
    """Return the words of an article's running text, lower case, typographic apostrophes folded, in reading order.

    Words between quotation marks are marked as quoted, and so are sentences in the first person outside them:
    a post or a press statement that was set without marks.

    Args:
        article: its blocks of running text are read, what was dropped is not.
        labels: statements whose words count as quoted even where no mark says so; None for marks alone.
    """
    words: list[Word] = []
    known = sorted(_statement_stretches(labels))
    for index in prose_blocks(article):
        if len(words) >= MOST_WORDS:
            break
        block = article.blocks[index]
        inside = [s for s in known if s[0] < block.end and block.start < s[1]]
        quoted = sorted(inside + _quoted_stretches(article.text, block.start, block.end))
        words.extend(_block_words(article, index, quoted)[: MOST_WORDS - len(words)])
    return words


def shingles(words: Sequence[Word]) -> Shingles:
    """Return every run of five words with the places where it begins."""
    places: Shingles = defaultdict(list)
    texts = [word.text for word in words]
    for at in range(len(texts) - SHINGLE + 1):
        places[tuple(texts[at : at + SHINGLE])].append(at)
    return places


def _grow(left: Sequence[Word], right: Sequence[Word], seed: tuple[int, int]) -> Run:
    """Return the longest run of equal words around a seed."""
    i, j = seed
    while i > 0 and j > 0 and left[i - 1].text == right[j - 1].text:
        i, j = i - 1, j - 1
    size = 0
    while i + size < len(left) and j + size < len(right) and left[i + size].text == right[j + size].text:
        size += 1
    return Run(i, j, size)


def _all_runs(left: Sequence[Word], right: Sequence[Word], places: Shingles, others: Shingles) -> Iterable[Run]:
    """Yield every longest run once, in order of the right text."""
    done: dict[int, int] = {}
    starts = {j: places[shingle] for shingle in places.keys() & others.keys() for j in others[shingle]}
    for j in sorted(starts):
        found = starts[j]
        for i in found if len(found) <= MOST_PLACES else ():
            if done.get(i - j, -1) > j:
                continue
            run = _grow(left, right, (i, j))
            done[i - j] = run.right + run.size
            yield run


def common_runs(
    left: Sequence[Word],
    right: Sequence[Word],
    *,
    places: tuple[Shingles, Shingles] | None = None,
) -> list[Run]:
    """Return the runs of five words and more that stand in both texts, none of them sharing a word with another.

    Longer runs are served first; what is left of a run that loses words to a longer one is kept if it still has
    five words.

    Args:
        left: words of one text.
        right: words of the other.
        places: ``shingles(left)`` and ``shingles(right)`` if at hand.

    Returns:
        Runs in the order of the left text.
    """
    places = (shingles(left), shingles(right)) if places is None else places
    waiting = sorted(_all_runs(left, right, *places), key=lambda run: (-run.size, run.left, run.right))
    used_left, used_right = bytearray(len(left)), bytearray(len(right))
    kept = []
    for run in waiting:
        free = [k for k in range(run.size) if not used_left[run.left + k] and not used_right[run.right + k]]
        for first, size in _stretches(free):
            if size >= SHINGLE:
                kept.append(Run(run.left + first, run.right + first, size))
                used_left[run.left + first : run.left + first + size] = b"\1" * size
                used_right[run.right + first : run.right + first + size] = b"\1" * size
    return sorted(kept, key=lambda run: (run.left, run.right))


def _stretches(numbers: Sequence[int]) -> list[tuple[int, int]]:
    """Return (first, length) of every stretch of consecutive numbers."""
    found: list[tuple[int, int]] = []
    for number in numbers:
        if found and found[-1][0] + found[-1][1] == number:
            found[-1] = (found[-1][0], found[-1][1] + 1)
        else:
            found.append((number, 1))
    return found

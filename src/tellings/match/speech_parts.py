"""The parts of a statement that another report may give on its own: sentences, clauses and quoted stretches."""

from __future__ import annotations

import re
from dataclasses import dataclass

from tellings.types.articles import Article
from tellings.types.labels import Statement, StatementKind

FEWEST_PART_WORDS = 4
"""Words of the shortest part; "people were crying" is said by many."""

FEWEST_PART_CONTENT = 2
"""Words of meaning in the shortest part."""

MOST_PARTS = 12
"""Parts read of one statement, longest quotations have some forty sentences; the first ones are quoted elsewhere."""

_WORD = re.compile(r"\w+(?:['’]\w+)*")
_SENTENCE_END = re.compile(r"[.!?…;]+[\"”’')]*\s+")
_CLAUSE_END = re.compile(r",? (?:and|but|while|although|so) |[.!?…;:]+[\"”’')]*\s+| [–—] ")


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """Words that may be told on their own.

    Attributes:
        text: them as they stand.
        words: them folded, in order.
        content: stems of those that carry meaning.
    """

    text: str
    words: tuple[str, ...]
    content: frozenset[str]


def stem(word: str) -> str:
    """Return a word without its commonest endings, so that "travelled" and "travelling" agree."""
    for ending in ("ings", "ing", "ed", "es", "s", "ly"):
        if word.endswith(ending) and len(word) - len(ending) >= 4:
            return word[: -len(ending)].rstrip("l") if ending in ("ing", "ed", "ings") else word[: -len(ending)]
    return word


def fold_words(text: str) -> tuple[str, ...]:
    """Return the words of a text, lower case, typographic apostrophes folded, in order."""
    return tuple(found.group().lower().replace("’", "'") for found in _WORD.finditer(text))


def read_part(text: str, common: frozenset[str]) -> Part:
    """Return a text with its words; ``common`` are the words without meaning of their own."""
    words = fold_words(text)
    return Part(text=text, words=words, content=frozenset(stem(word) for word in words if word not in common))


def _pieces(text: str, ends: re.Pattern[str]) -> list[str]:
    """Return what stands between the ends."""
    pieces, at = [], 0
    for found in ends.finditer(text):
        pieces.append(text[at : found.start()])
        at = found.end()
    return [*pieces, text[at:]] if pieces else []


def split_parts(article: Article, statement: Statement, common: frozenset[str]) -> tuple[Part, ...]:
    """Return the whole of a statement and then its parts that say enough to be told on their own.

    Direct speech is cut into sentences, as its clauses are hardly ever given apart; other statements into clauses
    and quoted stretches.

    Args:
        article: the report.
        statement: one of its statements.
        common: words that carry no meaning of their own.
    """
    text = article.words(statement.content)
    direct = statement.kind is StatementKind.DIRECT
    pieces = _pieces(text, _SENTENCE_END if direct else _CLAUSE_END)
    pieces += [] if direct else [article.words(fragment) for fragment in statement.fragments]
    parts = [read_part(text, common)]
    for piece in pieces:
        part = read_part(piece, common)
        enough = len(part.words) >= FEWEST_PART_WORDS and len(part.content) >= FEWEST_PART_CONTENT
        if enough and part.words not in {known.words for known in parts} and len(parts) <= MOST_PARTS:
            parts.append(part)
    return tuple(parts)

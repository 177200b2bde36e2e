"""Names that reports spell differently."""

from __future__ import annotations

import re
from collections.abc import Iterator

from rapidfuzz.distance import DamerauLevenshtein

from tellings.reconcile.readings import StoryReader
from tellings.reconcile.slots import Contrast, Found
from tellings.types.dossier import DifferenceType
from tellings.types.labels import Form, Mention
from tellings.types.matches import Entity
from tellings.types.spans import Span

MOST_EDITS = 2
"""Letters that may differ for two names to be one name spelled in two ways; a surname with three is another."""

FEWEST_DIGITS = 8
"""Digits from which a number is an address of somebody, as of a telephone, and no count."""

_LONG_NUMBER = re.compile(r"(?<![\d,.])\+?\d(?:[ ()/-]{0,2}\d){7,17}(?![\d,.]\d)")

SHORTEST = 4
"""Letters of a name part below which one letter makes another name ("Lee", "Lea")."""


def spelling_contrasts(reader: StoryReader) -> Iterator[Found]:
    """Yield the names that a report spells otherwise than the most do, once for each report and name.

    Args:
        reader: the story.
    """
    for entity in reader.entities:
        yield from _spellings(entity, reader)
    yield from _digits(reader)


def _digits(reader: StoryReader) -> Iterator[Found]:
    """Yield long numbers, as of telephones, that two reports group differently, once for each report that departs."""
    first: dict[str, Span] = {}
    seen: set[tuple[str, str]] = set()
    for article in reader.articles:
        for block in article.blocks:
            for found in _LONG_NUMBER.finditer(article.text, block.start, block.end):
                digits = re.sub(r"\D", "", found.group())
                span = Span(article=article.id, start=found.start(), end=found.end())
                known = first.setdefault(digits, span)
                written = reader.words(known), found.group()
                if len(digits) < FEWEST_DIGITS or known.article == article.id or written[0] == written[1]:
                    continue
                if (article.id, digits) not in seen:
                    seen.add((article.id, digits))
                    yield _grouped(span, known, reader), (span, known)


def _grouped(span: Span, known: Span, reader: StoryReader) -> Contrast:
    words, other = reader.words(span), reader.words(known)
    return Contrast(
        type=DifferenceType.WORDING,
        slot="number",
        left=span,
        right=known,
        left_value=words,
        right_value=other,
        why=f"The number is written “{words}” in one report and “{other}” in the other.",
        rule="number_grouped_differently",
        score=0.9,
    )


def _spellings(entity: Entity, reader: StoryReader) -> Iterator[Found]:
    """Yield the spellings of one name; words of a name are compared one by one."""
    words: dict[str, dict[str, Mention]] = {}
    for mention in entity.mentions:
        if mention.form is Form.NAME:
            for word in _parts(reader.words(mention.span)):
                words.setdefault(word, {}).setdefault(mention.span.article, mention)
    ordered = sorted(words, key=lambda w: (-len(words[w]), w))
    for number, word in enumerate(ordered[1:], start=1):
        known = next((w for w in ordered[:number] if _one_name(w, word)), None)
        if known is None:
            continue
        for article, mention in words[word].items():
            other = next((m for a, m in words[known].items() if a != article), None)
            if other is not None:
                yield _contrast(mention, other, (word, known)), tuple(m.span for m in entity.mentions)


def _contrast(mention: Mention, other: Mention, words: tuple[str, str]) -> Contrast:
    return Contrast(
        type=DifferenceType.WORDING,
        slot="participant",
        left=mention.span,
        right=other.span,
        left_value=words[0],
        right_value=words[1],
        why=f"The name is spelled “{words[0]}” in one report and “{words[1]}” in the other.",
        rule="names_spelled_differently",
        score=0.9,
    )


def _parts(name: str) -> tuple[str, ...]:
    """Return the parts of a name without possessive endings; a name of two is a part as a whole too.

    Words in capitals are short for others and are no spelling of them.
    """
    parts = [part.strip(".,'’\"").removesuffix("'s").removesuffix("’s") for part in name.split()]
    kept = tuple(part for part in parts if len(part) >= SHORTEST and part[0].isupper() and not part.isupper())
    return (*kept, " ".join(kept)) if len(kept) == 2 else kept


def _one_name(left: str, right: str) -> bool:
    """Return whether two name parts are one spelled in two ways: plurals and case alone are not."""
    a, b = left.lower(), right.lower()
    if " " in a + b:
        return (" " in a) != (" " in b) and a.replace(" ", "") == b.replace(" ", "")
    if a == b or a.rstrip("s") == b.rstrip("s") or min(len(a), len(b)) < SHORTEST:
        return False
    most = MOST_EDITS if min(len(a), len(b)) > 6 else 1
    return DamerauLevenshtein.distance(a, b, score_cutoff=most) <= most

"""Titles of facts: the words of one report that tell the matter so that they can be read by themselves."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from importlib import resources

import yaml

from tellings.reconcile.readings import StoryReader
from tellings.types.dossier import Support
from tellings.types.labels import Claim, Modality, StatementKind
from tellings.types.matches import Key
from tellings.types.spans import Span

SHORTEST, LONGEST = 30, 220
"""Characters between which words read well as a title; news sentences have 130 on the mean, few have more than 220."""

LONGEST_SENTENCE = 300
"""Characters of a sentence that still goes before a part of it that cannot be read by itself."""

BEST = 110
"""Characters that a title has at best: a line and a half of a list."""

_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)?")
_CLOSED = re.compile(r"\s*(?:[,;:.!?…—–\-\"”»)]|$)")
_OPENING = "\"“„«‘'([ "


@lru_cache(maxsize=1)
def _words() -> tuple[frozenset[str], frozenset[str]]:
    """Return the words that make a clause dependent and those that point back, read once."""
    content = resources.files("tellings.reconcile").joinpath("titles.yaml").read_text(encoding="utf-8")
    data = yaml.load(content, Loader=yaml.CSafeLoader)
    return frozenset(data["dependent"]), frozenset(data["pointing"])


def choose_title(support: Sequence[Support], reader: StoryReader) -> Span:
    """Return the words that tell a fact best.

    A clause that opens its sentence and is whole is taken as it stands, any other with its sentence where that is
    not too long. Of several, running text goes before headings, names before words that point back, what the outlet
    says itself and as having happened before the rest, and what is nearest to a good length before the rest.

    Args:
        support: the claims of the fact, one at least.
        reader: look-ups of the story.

    Returns:
        A span of one report; it holds one of the supports and need not end with it.
    """

    def awkwardness(item: Support) -> tuple[bool, bool, bool, bool, bool, bool, int, tuple[int, int, int]]:
        claim, span = reader.claims[item.claim], _told(item, reader)
        firm = claim.modality is Modality.HAPPENED and not claim.hedged and claim.statement is None
        alone = opens_alone(span, reader) and (span != item.span or is_whole(item, reader))
        fits = SHORTEST <= len(span) <= (LONGEST_SENTENCE if alone and span != item.span else LONGEST)
        points = _first_word(span, reader) in _words()[1] or reader.words(span)[0] in _OPENING
        return (
            not fits,
            reader.in_heading(span),
            not alone,
            points,
            span != item.span,
            not firm,
            abs(len(span) - BEST),
            reader.place(item.span),
        )

    return min((awkwardness(item), _told(item, reader)) for item in support)[1]


def _told(item: Support, reader: StoryReader) -> Span:
    """Return a support, or its sentence where it cannot be read by itself and the sentence is not too long.

    Words of somebody that stand between marks bring their sentence as well, which says whose they are.
    """
    whole = opens_alone(item.span, reader) and is_whole(item, reader)
    spoken = _between_marks(item, reader)
    if whole and len(item.span) >= SHORTEST and not spoken:
        return item.span
    sentence = _trimmed(reader.sentence(reader.claims[item.claim], item.span.article), reader)
    most = LONGEST if whole or spoken else LONGEST_SENTENCE
    return sentence if len(sentence) <= most and sentence.contains(item.span) else item.span


def _between_marks(item: Support, reader: StoryReader) -> bool:
    """Return whether a support is what somebody said, word for word."""
    key = Key(item.span.article, reader.claims[item.claim].statement or "")
    statement = reader.statements.get(key)
    return statement is not None and statement.kind is StatementKind.DIRECT and statement.content.contains(item.span)


def _trimmed(span: Span, reader: StoryReader) -> Span:
    """Return a span without blanks at its ends and without a last full stop, as supports have none."""
    words = reader.words(span)
    start = span.start + len(words) - len(words.lstrip())
    end = span.start + len(words.rstrip())
    if end - start > 1 and words.rstrip().endswith(".") and not words.rstrip().endswith(".."):
        end -= 1
    return Span(article=span.article, start=start, end=end) if start < end else span


def _first_word(span: Span, reader: StoryReader) -> str:
    """Return the first word of a span in lower case, empty without one."""
    found = _WORD.search(reader.words(span))
    return found[0].lower().replace("’", "'").split("'")[0] if found else ""


def opens_alone(span: Span, reader: StoryReader) -> bool:
    """Return whether a span begins like a sentence: with a capital or a digit, behind a mark at most."""
    first = reader.words(span).lstrip(_OPENING)[:1]
    return first.isupper() or first.isdigit()


def is_whole(item: Support, reader: StoryReader) -> bool:
    """Return whether a clause says something by itself: with a finite verb, no opener of clauses, not broken off."""
    claim: Claim = reader.claims[item.claim]
    if not reader.is_finite(claim) or _first_word(item.span, reader) in _words()[0]:
        return False
    words = reader.words(item.span)
    if words.count("“") != words.count("”") or words.count('"') % 2:
        return False
    sentence = reader.sentence(claim, item.span.article)
    if item.span.end >= sentence.end:
        return True
    rest = reader.words(Span(article=item.span.article, start=item.span.end, end=sentence.end))
    following = _WORD.search(rest)
    return _CLOSED.match(rest) is not None or (following is not None and following[0].lower() in _words()[0] - {"to"})

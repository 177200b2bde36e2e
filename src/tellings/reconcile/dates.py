"""Dates of which one says more: "since the 1950s" and "since 1959", "at the end of June" and "by 30 June"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import combinations

from tellings.reconcile.dues import days_of
from tellings.reconcile.readings import StoryReader
from tellings.reconcile.settling import settled
from tellings.reconcile.slots import Contrast, Found
from tellings.types.dossier import DifferenceType
from tellings.types.labels import TimeType
from tellings.types.matches import Key
from tellings.types.spans import Span

WIDER = 5
"""How many times as many days the wider of two dates must span: "10 May" and "10 to 12 May" are as exact."""

FEWEST_COMMON = 3
"""Content words, those of the dates aside, that the sentences of two dates must share."""

MOST = 120
"""Dates of a story that are held against each other, the earliest."""

_EXPLICIT = re.compile(
    r"\d|\b(?:January|February|March|April|May|June|July|August|September|October|November|December)\b"
)


_NAMES_BEFORE = re.compile(r"\b(?:the|its|his|her|their|this|that|a|[\w]+['’]s)\s+$", re.IGNORECASE)
_NAMES_AFTER = re.compile(
    r"\s+(?!and\b|or\b|in\b|on\b|at\b|by\b|to\b|when\b|while\b|that\b|which\b|was\b|were\b)[A-Za-z]"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Date:
    """A date that names a month or year, its days, and the claim it stands in."""

    span: Span
    first: date
    last: date
    claim: Key

    @property
    def length(self) -> int:
        """How many days it spans."""
        return (self.last - self.first).days + 1


def date_contrasts(reader: StoryReader) -> Iterator[Found]:
    """Yield the dates of which one lies within the other, in sentences of one matter of two reports.

    Args:
        reader: the story.
    """
    known = [found for article in reader.articles for found in _dates(article.id, reader)][:MOST]
    pairs = ((a, b) if a.length > b.length else (b, a) for a, b in combinations(known, 2))
    found = [_contrast(wide, narrow, reader) for wide, narrow in pairs if _one_date(wide, narrow, reader)]
    for contrast in settled(found, reader):
        yield contrast, (contrast.left, contrast.right)


def _dates(article: str, reader: StoryReader) -> Iterator[_Date]:
    """Yield the dates of an article that say themselves which month or year they are."""
    labelled = reader.labels.get(article)
    for time in labelled.times if labelled else ():
        days = days_of(time.value) if time.value and not time.value.startswith("P") else None
        claim = reader.nearest_claim(time.span)
        if time.type is TimeType.DATE and days and claim is not None and _says_when(time.span, reader):
            yield _Date(span=time.span, first=days[0], last=days[1], claim=claim)


def _says_when(span: Span, reader: StoryReader) -> bool:
    """Return whether words name a month or year, and not by it another thing ("the 2016 election")."""
    text = reader.article[span.article].text
    before = _NAMES_BEFORE.search(text[max(0, span.start - 20) : span.start])
    names = before is not None and _NAMES_AFTER.match(text, span.end) is not None
    return not names and _EXPLICIT.search(reader.words(span)) is not None


def _one_date(wide: _Date, narrow: _Date, reader: StoryReader) -> bool:
    """Return whether one date lies within the other and both are said of one matter."""
    if wide.span.article == narrow.span.article or wide.length < WIDER * narrow.length:
        return False
    if not (wide.first <= narrow.first and narrow.last <= wide.last):
        return False
    own = set(f"{reader.words(wide.span)} {reader.words(narrow.span)}".lower().split())
    common = reader.sentence_lemmas(wide.claim) & reader.sentence_lemmas(narrow.claim)
    return len(common - own) >= FEWEST_COMMON


def _contrast(wide: _Date, narrow: _Date, reader: StoryReader) -> Contrast:
    """Return the contrast of a date and a more exact one."""
    return Contrast(
        type=DifferenceType.PRECISION,
        slot="time",
        left=wide.span,
        right=narrow.span,
        left_value=f"{wide.first}/{wide.last}",
        right_value=f"{narrow.first}/{narrow.last}",
        why=f"“{reader.words(narrow.span)}” is more exact than “{reader.words(wide.span)}”.",
        rule="dates_less_exact",
        score=0.6,
    )

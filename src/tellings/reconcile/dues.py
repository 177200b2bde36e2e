"""When a plan is due: a time expression read with the words around it, as ISO value or interval."""

from __future__ import annotations

import calendar
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from tellings.types.labels import Time, TimeType
from tellings.types.spans import Span

_DAY = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?")
_LENGTH = re.compile(r"P(?:(\d+)Y)?(?:(\d+)M)?(?:(\d+)W)?(?:(\d+)D)?(?:T.*)?$")
_WITHIN = re.compile(
    r"\b(?:within|in|over|take|takes|last|lasts)\s+(?:the\s+)?(?:next\s+|coming\s+)?"
    r"(?:about\s+|up to\s+|at least\s+|around\s+)?(?:\d+|[a-z]+)(?:\s+(?:more\s+)?[a-z]+){1,2}$",
    re.IGNORECASE,
)
_HAPPENED = re.compile(
    r"\b(?:since|(?:first|last|second|third|only) time(?: in)?|(?:best|worst|most|least) in)\s*$", re.IGNORECASE
)
_PASSED = re.compile(r"\b(?:after|since|ago|earlier)$", re.IGNORECASE)
_PAST = re.compile(r"\b(?:was|were|had|did)\b", re.IGNORECASE)
#: A stretch longer than this many days that has begun already ("this century", "2025") dates nothing by itself.
LONGEST_RUNNING = 62
NOON = 12
"""Hour of publication before which "through the night" means the night before."""

MIDNIGHT = "00:00:00"
"""What sites write for a publication whose hour they do not give."""

_BEFORE = 70  # characters before a time expression that can say on which side of it something is due
_AFTER = 24


@dataclass(frozen=True, slots=True, kw_only=True)
class Due:
    """A due time.

    Attributes:
        value: ISO date, month, year or interval; an interval may be open (``2016-11-10/``).
        span: the words that say so.
        first: first day of it.
        last: last day of it; of an open one the first day, or the end of all days where only vague words say it.
        vague: whether only vague words say it ("this could take some time").
    """

    value: str
    span: Span
    first: date
    last: date
    vague: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class DueWords:
    """Patterns for the words before and after a time expression; see ``planmarks.yaml``."""

    after: Sequence[re.Pattern[str]]
    not_before: Sequence[re.Pattern[str]]
    before: Sequence[re.Pattern[str]]
    by: Sequence[re.Pattern[str]]
    vague: Sequence[re.Pattern[str]]
    night: Sequence[re.Pattern[str]]


def days_of(value: str) -> tuple[date, date] | None:
    """Return first and last day of an ISO value or interval, None if it has none.

    An open side of an interval is the other side's day.
    """
    low, slash, high = value.partition("/")
    first = _edge(low, last=False) or (_edge(high, last=False) if slash else None)
    final = _edge(high, last=True) if slash else _edge(low, last=True)
    final = final or first
    return (first, max(first, final)) if first and final else None


def _edge(value: str, *, last: bool) -> date | None:
    match = _DAY.match(value)
    if match is None:
        return None
    year = int(match[1])
    month = int(match[2] or (12 if last else 1))
    if year < 1 or not 1 <= month <= 12:
        return None
    day = int(match[3] or (calendar.monthrange(year, month)[1] if last else 1))
    try:
        return date(year, month, day)
    except ValueError:
        return None


def read_due(time: Time, text: str, *, start: int, published: str | None, words: DueWords) -> Due | None:
    """Return when something said with this time expression is due, None if the time lies in the past or is unknown.

    Args:
        time: a time expression.
        text: its sentence.
        start: offset of the sentence in the kept text.
        published: day of publication as ISO date; None accepts every resolved day.
        words: the patterns.
    """
    anchor = date.fromisoformat(published) if published else None
    at = time.span.start - start
    before = text[max(0, at - _BEFORE) : at].rstrip("“\"‘' ")
    said = text[at : time.span.end - start]
    after = text[time.span.end - start : time.span.end - start + _AFTER].lstrip(" ,")
    if _HAPPENED.search(before) or _PASSED.search(said):
        return None
    if time.type is TimeType.DURATION and "/" not in (time.value or ""):
        return _after_length(time, f"{before} {said}", anchor)
    days = days_of(time.value) if time.value else None
    if days is None or time.value is None:
        return None
    side = _side(before, after, words)
    if anchor and days[1] < anchor:
        return _next_year(time, days, anchor) if side == "before" and not _PAST.search(before) else None
    if side is None and anchor and days[0] <= anchor and (days[1] - days[0]).days > LONGEST_RUNNING:
        return None
    return _bounded(time, days, side=side, anchor=anchor)


def _next_year(time: Time, days: tuple[date, date], anchor: date) -> Due | None:
    """Return a season or month read as the last one where only the next can be meant ("before winter")."""
    last = days[0] + timedelta(days=364)
    if not anchor < last <= anchor + timedelta(days=366):
        return None
    return Due(value=f"{anchor.isoformat()}/{last.isoformat()}", span=time.span, first=anchor, last=last)


def _side(before: str, after: str, words: DueWords) -> str | None:
    """Return ``from``, ``before`` or ``by`` as the words around a time say on which side of it something is due."""
    if any(p.search(before) for p in words.not_before) or any(p.match(after) for p in words.after):
        return "from"
    if any(p.search(before) for p in words.before):
        return "before"
    return "by" if any(p.search(before) for p in words.by) else None


def _bounded(time: Time, days: tuple[date, date], *, side: str | None, anchor: date | None) -> Due:
    first, last = days
    value = str(time.value)
    if side == "from":
        value = f"{first.isoformat()}/"
    elif side == "before" and anchor and anchor < first:
        first, last = anchor, max(anchor, first - timedelta(days=1))
        value = f"{first.isoformat()}/{last.isoformat()}"
    elif side in ("by", "before") and "/" not in value and anchor and anchor < last:
        first = anchor
        value = f"{first.isoformat()}/{last.isoformat()}"
    return Due(value=value, span=time.span, first=first, last=last)


def _after_length(time: Time, words: str, anchor: date | None) -> Due | None:
    """Read "within ten days", "take two weeks": from publication over the length; other lengths tell no due time."""
    match = _LENGTH.match(time.value or "")
    if anchor is None or match is None or not _WITHIN.search(words):
        return None
    years, months, weeks, days = (int(part or 0) for part in match.groups())
    length = years * 365 + months * 30 + weeks * 7 + days
    if not 0 < length <= 3650:
        return None
    last = anchor + timedelta(days=length)
    return Due(value=f"{anchor.isoformat()}/{last.isoformat()}", span=time.span, first=anchor, last=last)


def vague_due(span: Span, text: str, *, published: str | None, words: DueWords) -> Due | None:
    """Return an open due time, from publication on, for words such as "this could take some time"; None without them.

    Args:
        span: a sentence.
        text: its words.
        published: day of publication as ISO date; without one nothing can be said.
        words: the patterns.
    """
    match = next((found for pattern in words.vague if (found := pattern.search(text))), None)
    if match is None or published is None:
        return None
    said = replace(span, start=span.start + match.start(), end=span.start + match.end())
    day = date.fromisoformat(published)
    return Due(value=f"{published}/", span=said, first=day, last=date.max, vague=True)


def night_due(span: Span, text: str, *, stamp: str | None, words: DueWords) -> Due | None:
    """Return the night that something goes on through; None without words that say so.

    A report of the morning speaks of the night before, any other of the one to come.

    Args:
        span: a sentence.
        text: its words.
        stamp: day or moment of publication, ISO; without one nothing can be said.
        words: the patterns.
    """
    match = next((found for pattern in words.night if (found := pattern.search(text))), None)
    if match is None or stamp is None:
        return None
    morning = stamp[11:13].isdigit() and stamp[11:19] != MIDNIGHT and int(stamp[11:13]) < NOON
    evening = date.fromisoformat(stamp[:10]) - timedelta(days=1 if morning else 0)
    last = evening + timedelta(days=1)
    said = replace(span, start=span.start + match.start(), end=span.start + match.end())
    return Due(value=f"{evening.isoformat()}/{last.isoformat()}", span=said, first=evening, last=last)


def words_from(source: Mapping[str, Sequence[str]]) -> DueWords:
    """Return the patterns of the ``dues`` part of ``planmarks.yaml``."""
    compiled = {key: [re.compile(pattern, re.IGNORECASE) for pattern in source[key]] for key in source}
    return DueWords(**compiled)

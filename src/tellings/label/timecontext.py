"""What a time expression is read against: the publication date, the dates before it, the tense around it."""

from __future__ import annotations

import calendar
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from spacy.tokens import Doc, Token

from tellings.label.offsets import token_at
from tellings.label.timerules import lexicon
from tellings.types.labels import TimeType

NO_ANCHOR = "no anchor"

# Basis of readings that lean on what was named before; they are not leant on in turn.
BESIDE = "beside the time under talk"


class Tense(StrEnum):
    """Where a clause looks from the day of publication; ``OPEN`` for "would" and "could", which look either way."""

    PAST = "past"
    PRESENT = "present"
    FUTURE = "future"
    OPEN = "open"


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What a time expression means.

    Attributes:
        type: TIMEX3 type.
        value: as in ``Time.value``.
        timex: TIMEX3 value, None where it is ``value``.
        basis: how it was read, in a few words.
        first: first day it covers, None if it lies on no calendar.
        last: last day it covers.
    """

    type: TimeType
    value: str | None
    timex: str | None = None
    basis: str = ""
    first: date | None = None
    last: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Context:
    """Where an expression stands.

    Attributes:
        anchor: day of publication, None if unknown.
        mentioned: last day or period named before it in the article, None if there is none.
        day: last single day named before it, None if there is none.
        tense: tense of the clause around it, worked out on demand.
        before: the word before it, lower case, "" at the start of a block.
        text: the block's text.
        start: offset of the expression in ``text``.
        end: its end.
    """

    anchor: date | None
    mentioned: Reading | None
    day: date | None
    tense: Callable[[], Tense | None]
    before: str
    text: str
    start: int
    end: int

    def day_under_talk(self) -> date | None:
        """Return the day that "that day" means: the one named last, unless it lies ahead of a past tense."""
        if self.day and self.anchor and self.day > self.anchor and self.tense() is Tense.PAST:
            return self.anchor
        return self.day or self.anchor


def one_day(day: date, basis: str, *, timex: str | None = None, kind: TimeType = TimeType.DATE) -> Reading:
    """Return the reading of one calendar day."""
    return Reading(type=kind, value=day.isoformat(), timex=timex, basis=basis, first=day, last=day)


def one_month(year: int, month: int, basis: str) -> Reading:
    """Return the reading of one month."""
    first, last = month_bounds(year, month)
    return Reading(type=TimeType.DATE, value=f"{year:04d}-{month:02d}", basis=basis, first=first, last=last)


def one_year(year: int, basis: str) -> Reading:
    """Return the reading of one year."""
    first, last = date(year, 1, 1), date(year, 12, 31)
    return Reading(type=TimeType.DATE, value=f"{year:04d}", basis=basis, first=first, last=last)


def stretch(first: date, last: date, timex: str | None, basis: str) -> Reading:
    """Return the reading of a stretch of days; its value is a day where both ends are one day."""
    value = first.isoformat() if first == last else f"{first.isoformat()}/{last.isoformat()}"
    return Reading(type=TimeType.DATE, value=value, timex=timex, basis=basis, first=first, last=last)


def unresolved(basis: str = NO_ANCHOR, *, timex: str | None = None, kind: TimeType = TimeType.DATE) -> Reading:
    """Return the reading of an expression that has no value, with the reason."""
    return Reading(type=kind, value=None, timex=timex, basis=basis)


def month_bounds(year: int, month: int) -> tuple[date, date]:
    """Return the first and last day of a month."""
    return date(year, month, 1), date(year, month, calendar.monthrange(year, month)[1])


def shift_months(day: date, months: int) -> date:
    """Return the same day of another month, or that month's last day where it is shorter."""
    count = day.year * 12 + day.month - 1 + months
    year, month = divmod(count, 12)
    year = min(max(year, 1), 9999)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def shift_days(day: date, days: float) -> date:
    """Return a day so many days away, held inside the calendar of ``datetime``."""
    try:
        return day + timedelta(days=days)
    except OverflowError:
        return date.min if days < 0 else date.max


def week_bounds(day: date) -> tuple[date, date]:
    """Return Monday and Sunday of the ISO week of a day."""
    monday = shift_days(day, -day.weekday())
    return monday, shift_days(monday, 6)


def week_name(day: date) -> str:
    """Return the ISO week of a day as TIMEX3 writes it: ``2016-W45``."""
    year, week, _ = day.isocalendar()
    return f"{year:04d}-W{week:02d}"


def tense_at(doc: Doc, offset: int) -> Tense | None:
    """Return the tense of the clause around a character of a parsed block; None where no verb governs it."""
    token = token_at(doc, offset)
    if token is None:
        return None
    for _ in range(30):  # trees deeper than this are parsing accidents
        found = _tense_of(token)
        if found is not None or token.head.i == token.i:
            return found
        token = token.head
    return None


_WILL = frozenset({"will", "'ll", "’ll", "shall", "wo"})
_MODALS = frozenset({"would", "'d", "’d", "may", "might", "can", "could", "should", "must"})
_PAST_TAGS, _PRESENT_TAGS = frozenset({"VBD"}), frozenset({"VBZ", "VBP"})


def _tense_of(token: Token) -> Tense | None:
    """Return the tense a word sets by itself; None for a word that leaves it to what governs it."""
    if token.lemma_.lower() in lexicon()["ahead"] and token.pos_ in {"VERB", "ADJ", "AUX"} and _looks_ahead(token):
        return Tense.FUTURE
    if token.pos_ not in {"VERB", "AUX"}:
        return None
    words = {child.lower_ for child in token.children if child.dep_ in {"aux", "auxpass"}}
    modal = _modal_tense(words)
    if modal is not None:
        return modal
    if token.tag_ in _PAST_TAGS or words & {"was", "were", "had", "has", "have", "did", "been"}:
        return Tense.PAST
    if token.tag_ == "VBN" and not words and token.dep_ == "acl":
        return Tense.PAST  # "plans announced in January"
    if token.tag_ == "VB" and "to" in words:
        return Tense.FUTURE if token.dep_ in {"xcomp", "acl", "advcl", "ccomp"} and _intends(token) else None
    return Tense.PRESENT if token.tag_ in _PRESENT_TAGS or words else None


def _modal_tense(words: set[str]) -> Tense | None:
    if words & _WILL:
        return Tense.FUTURE
    if words & _MODALS:
        return Tense.PAST if "have" in words else Tense.OPEN
    return None


def _looks_ahead(token: Token) -> bool:
    """Return whether a verb such as "plan" or "due" stands in a form that points past the present."""
    if token.pos_ == "VERB" and token.lemma_.lower() in {"schedule", "slate", "set", "book"}:
        objects = [child for child in token.children if child.dep_ == "dobj"]
        holders = (token, *objects) if objects else ()
        if any(child.lower_ == "for" for holder in holders for child in holder.children):
            return True  # "set the hearing for June 28"
    passive = token.pos_ == "ADJ" or any(child.dep_ == "auxpass" for child in token.children)
    if any(child.dep_ == "prt" for child in token.children):
        return False  # "was set up in November"
    scheduled = token.lemma_.lower() in {"schedule", "due", "slate", "expect", "set", "book", "plan", "likely", "bind"}
    return passive and scheduled


def _intends(token: Token) -> bool:
    if any(child.lower_ == "yet" for holder in (token, token.head) for child in holder.children):
        return False  # "had yet to wake on Wednesday" tells how it was
    return token.head.lemma_.lower() in lexicon()["ahead"]

"""Title, byline, dateline, agency credit and publication date of a report, each with its place in the kept text."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from functools import lru_cache

from tellings.extract.lines import Line
from tellings.extract.outlets import credit_names
from tellings.extract.plain import Cleaned
from tellings.extract.publication import byline_of, date_within, publication_date
from tellings.types.articles import BlockKind

#: Lines from the top in which a byline, agency or publication date is looked for.
_HEAD_LINES = 25


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """What a text says about itself; places are ``(start, end)`` in the kept text, None where it says nothing.

    Attributes:
        title: place of the headline.
        byline: place of the writers' names.
        dateline: place of "LONDON, Nov 9".
        agency: name of the news agency credited for the text.
        agency_place: where that credit stands.
        published: ISO date of the publication line.
    """

    title: tuple[int, int] | None = None
    byline: tuple[int, int] | None = None
    dateline: tuple[int, int] | None = None
    agency: str | None = None
    agency_place: tuple[int, int] | None = None
    published: str | None = None


def find_metadata(text: str, cleaned: Cleaned) -> Found:
    """Return what a kept text says about itself."""
    title = next(((block.start, block.end) for block in cleaned.blocks if block.kind is BlockKind.TITLE), None)
    head = cleaned.lines[:_HEAD_LINES]
    dateline, credited = _dateline(text, cleaned)
    agency = credited or _agency_line(text, cleaned)
    return Found(
        title=title,
        byline=_byline(head),
        dateline=dateline,
        agency=agency[0] if agency else None,
        agency_place=agency[1] if agency else None,
        published=_published(head, cleaned),
    )


def iso_moment(stated: str | None) -> str | None:
    """Return an ISO date or date-time that ``datetime.fromisoformat`` reads, None if the words are no date.

    ISO forms are kept as they are; "9 November 2016", "2016/11/09" and the dates of mail headers are rewritten.
    """
    if stated is None:
        return None
    words = stated.strip()
    for attempt in (words, re.sub(r"(?<=\d)Z$", "+00:00", words), re.sub(r"([+-]\d{2})(\d{2})$", r"\1:\2", words)):
        try:
            dt.datetime.fromisoformat(attempt)
        except ValueError:
            continue
        return attempt
    slashed = re.fullmatch(r"((?:19|20)\d{2})[/.](\d{1,2})[/.](\d{1,2})", words)
    if slashed:
        return iso_moment("-".join(part.zfill(2) for part in slashed.groups()))
    try:
        return parsedate_to_datetime(words).isoformat()
    except (ValueError, TypeError, IndexError):
        return publication_date(words)


def date_in_name(name: str) -> str | None:
    """Return the ISO date in a file name ("2016-11-09-crash.txt", "20161109_crash.txt"), None if there is none."""
    for found in re.finditer(r"(?<!\d)((?:19|20)\d{2})([-_.]?)(\d{2})\2(\d{2})(?!\d)", name):
        try:
            return dt.date(int(found.group(1)), int(found.group(3)), int(found.group(4))).isoformat()
        except ValueError:
            continue
    return None


def _byline(head: Sequence[Line]) -> tuple[int, int] | None:
    for line in head:
        place = byline_of(line.text)
        if place is not None:
            return line.start + place[0], line.start + place[1]
    return None


def _published(head: Sequence[Line], cleaned: Cleaned) -> str | None:
    """Return the date of the first publication line above the text."""
    first = next((block.start for block in cleaned.blocks if block.kind is BlockKind.PARAGRAPH), None)
    for index, line in enumerate(head):
        if cleaned.reasons.get(index) not in {"publication_date", "byline"} or (
            first is not None and line.start > first
        ):
            continue
        date = publication_date(line.text) or date_within(line.text)
        if date is not None:
            return date
    return None


@lru_cache(maxsize=1)
def _dateline_pattern() -> re.Pattern[str]:
    city = r"[A-Z][A-Z.'’-]+(?:[ /-][A-Z][A-Z.'’-]*){0,3}"
    region = r"(?:,\s(?:[A-Z][\w.'’-]*)(?:\s[A-Z][\w.'’-]*){0,2}){0,2}"
    date = r"(?:,?\s(?:Jan|Feb|Mar|Apr|May|June?|July?|Aug|Sept?|Oct|Nov|Dec)[a-z]*\.?\s\d{1,2}(?:,\s\d{4})?)?"
    agency = rf"(?:\s*[(\[](?P<agency>{credit_names().agency_pattern})[)\]])"
    return re.compile(
        rf"(?P<place>{city}{region}{date}){agency}?\s*(?:—|–|--|-|:|\|)\s*(?=[A-Z“\"‘'\d$£€])"
        rf"|(?P<place2>[A-Z][\w.'’-]*(?:[ /-][A-Z][\w.'’-]*){{0,3}}{region}{date})"
        rf"\s*[(\[](?P<agency2>{credit_names().agency_pattern})[)\]]\s*(?:—|–|--|-|:)?\s*(?=[A-Z“\"‘'\d$£€])"
    )


def _dateline(text: str, cleaned: Cleaned) -> tuple[tuple[int, int] | None, tuple[str, tuple[int, int]] | None]:
    """Return the place of the dateline at the head of the first paragraphs, and the agency credited in it."""
    paragraphs = [block for block in cleaned.blocks if block.kind is BlockKind.PARAGRAPH]
    for block in paragraphs[:3]:
        found = _dateline_pattern().match(text[block.start : min(block.end, block.start + 160)])
        if found is None:
            continue
        name = "place" if found.group("place") else "place2"
        place = block.start + found.start(name), block.start + found.end(name)
        agency = "agency" if name == "place" else "agency2"
        written = found.group(agency)
        if written is None:
            return place, None
        where = block.start + found.start(agency), block.start + found.end(agency)
        return place, (credit_names().agencies[written], where)
    return None, None


#: A wire that no list knows: "from the KBX wire", "provided by North News Agency".
_UNLISTED_AGENCY = re.compile(
    r"\b(?:from|by|via) (?:the )?(?:agency )?([A-Z][\w-]+(?: [A-Z][\w-]+){0,3}?)"
    r"(?: wire| feed| news agency| agency| News Agency)\b"
)


_SYNDICATED = re.compile(r"(?i)\b(?:syndicated|syndication|wire|feed|agenc(?:y|ies))\b")


def _agency_line(text: str, cleaned: Cleaned) -> tuple[str | None, tuple[int, int]] | None:
    """Return the agency that a byline, sign-off or note of syndication credits, and where.

    A note that says the text came by a feed without naming whose gives None as the name.
    """
    names = re.compile(rf"(?<!\w){credit_names().agency_pattern}(?!\w)")
    reasons = {"byline", "syndication_note", "agency_credit", "copyright"}
    spans = sorted(
        (span.start, span.end) for span in cleaned.dropped if span.reason in reasons and span.end - span.start < 600
    )
    for start, end in spans:
        found = names.search(text[start:end])
        if found:
            return credit_names().agencies[found.group()], (start + found.start(), start + found.end())
        unlisted = _UNLISTED_AGENCY.search(text[start:end])
        if unlisted:
            return unlisted.group(1), (start + unlisted.start(1), start + unlisted.end(1))
    notes = [(span.start, span.end) for span in cleaned.dropped if span.reason == "syndication_note"]
    unnamed = next((note for note in notes if _SYNDICATED.search(text[note[0] : note[1]])), None)
    return None if unnamed is None else (None, unnamed)

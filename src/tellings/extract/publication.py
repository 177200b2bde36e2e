"""Lines that say who wrote a report and when it was published."""

from __future__ import annotations

import datetime as dt
import re
from functools import lru_cache

from tellings.extract.lines import Line

_MONTHS = (
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
)
_MONTH = (
    r"(?P<month>jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?"
    r"|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\.?"
)
_WEEKDAY = r"(?:(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?\.?,?\s+)?"
_CLOCK = r"(?P<hour>\d{1,2})[:.](?P<minute>\d{2})(?::\d{2})?\s*(?P<half>[ap]\.?m\.?)?"
_ZONE = r"(?:\s*\(?(?:[A-Z]{2,5}|[+-]\d{2}:?\d{2}|UTC[+-]?\d*)\)?)?"
_LABEL = (
    r"(?:first |last )?(?:published|posted|updated|modified|date|publication date|created|issued|released)"
    r"(?: on| at)?\s*:?\s*"
)


@lru_cache(maxsize=1)
def _dates() -> tuple[re.Pattern[str], ...]:
    day_first = rf"{_WEEKDAY}(?P<day>\d{{1,2}})(?:st|nd|rd|th)?\s+(?:of\s+)?{_MONTH},?\s+(?P<year>(?:19|20)\d{{2}})"
    month_first = rf"{_WEEKDAY}{_MONTH}\s+(?P<day>\d{{1,2}})(?:st|nd|rd|th)?,?\s+(?P<year>(?:19|20)\d{{2}})"
    iso = (
        r"(?P<year>(?:19|20)\d{2})-(?P<month>\d{2})-(?P<day>\d{2})"
        r"(?:[T ](?P<hour>\d{2}):(?P<minute>\d{2})(?::\d{2}(?:\.\d+)?)?)?(?P<zone>Z|[+-]\d{2}:?\d{2})?"
    )
    joint = r"(?:\s*(?:,|at|@|\||-|–|—|·|•)?\s*"
    clock_behind = rf"{joint}{_CLOCK}{_ZONE})?"
    clock_before = rf"(?:{_CLOCK}{_ZONE}\s*(?:,|on|\||-|–|—|·|•)?\s*)?"
    forms = []
    for date in (day_first, month_first):
        forms.append(rf"{date}{clock_behind}")
        forms.append(rf"{clock_before}{date}")
    return tuple(re.compile(form, re.IGNORECASE) for form in (*forms, iso))


_BY = re.compile(r"(?i:authored by|written by|reported by|words by|story by|by|authors?:)\s*:?\s+(?P<names>\S.{1,140})")
_NAMES = re.compile(
    r"(?:(?:[A-Z][\w.'’-]*|de|van|von|der|den|bin|al|la|le|du|da|dos|del|and|of|for|the|in|at|&|with)(?:[,|/]?\s+|[,|/•·–—-]\s*|$))+"
)
_HANDLE = re.compile(r"@\w+|[\w.+-]+@[\w-]+\.[\w.]+")


_NAME = r"[A-Z][\w.'’-]+(?: (?:[A-Z][\w.'’-]*|de|van|von|bin|al)){1,3}"
_ROLE = r"(?:Reporter|Correspondent|Writer|Editor|Staff|[Cc]ontributor|Bureau|Columnist|News|Press|Reuters|AFP|AP|PA)"
_BY_ROLE = re.compile(
    rf"(?P<names>{_NAME}(?:(?:, | and | & ){_NAME}){{0,3}})\s?[,|•·/–—-]\s?(?:[\w.’']+ ){{0,4}}{_ROLE}s?"
)


def is_byline(line: Line) -> bool:
    """Return whether a line names the writer and nothing else ("By Jane Doe and John Roe, Staff Writers")."""
    return byline_of(line.text) is not None


def byline_of(text: str) -> tuple[int, int] | None:
    """Return where the names stand in a byline, None if the line is none."""
    if len(text) > 200:
        return None
    found = _BY.fullmatch(text)
    if found is None:
        named = _BY_ROLE.fullmatch(text)
        return None if named is None else named.span("names")
    names = _HANDLE.sub("", found.group("names")).strip(" ,|•·–—-")
    names = _strip_date(names)
    if not names or not names[0].isupper() or not _NAMES.fullmatch(names) or len(names.split()) > 16:
        return None
    start = found.start("names")
    if not text[start:].startswith(names):
        return start, len(text)
    return start, start + len(names)


def _strip_date(text: str) -> str:
    """Return a text without the date at its end."""
    for pattern in _dates():
        for found in pattern.finditer(text):
            if found.end() >= len(text) - 12:
                return text[: found.start()].strip(" ,|•·–—-")
    return text


def is_publication_line(line: Line) -> bool:
    """Return whether a line says when the report was published and nothing else."""
    return publication_date(line.text) is not None


def publication_date(text: str) -> str | None:
    """Return the ISO date or date-time of a line that says when it was published and nothing else, else None."""
    if len(text) > 140:
        return None
    rest = re.sub(rf"^(?:{_LABEL})", "", text.strip(), flags=re.IGNORECASE)
    for pattern in _dates():
        found = pattern.match(rest)
        if found is None:
            continue
        behind = rest[found.end() :]
        if _is_tail_of_date(behind):
            return _iso(found)
    return None


def date_within(text: str) -> str | None:
    """Return the ISO date of a line of at most 18 words that holds a full date, else None."""
    if len(text) > 160 or len(text.split()) > 18 or re.search(r"[a-z]{3}\. [A-Z]", text):
        return None
    dates = (_iso(found) for pattern in _dates() for found in [pattern.search(text)] if found is not None)
    return next((date for date in dates if date is not None), None)


def _is_tail_of_date(behind: str) -> bool:
    """Return whether what follows a date still belongs to the publication line: a zone, an update, nothing."""
    behind = re.sub(rf"(?i)[\s|•·,;/()–—-]*(?:{_LABEL}).{{0,60}}$", "", behind)
    return bool(re.fullmatch(r"[\s|•·,;/().–—-]*(?:[A-Z]{2,5})?[\s|•·,;/().–—-]*", behind))


def _iso(found: re.Match[str]) -> str | None:
    parts = found.groupdict()
    month = parts["month"].lower()
    number = (
        int(month) if month.isdigit() else next(at for at, name in enumerate(_MONTHS, 1) if name.startswith(month[:3]))
    )
    try:
        date = dt.date(int(parts["year"]), number, int(parts["day"]))
    except ValueError:
        return None
    return date.isoformat()

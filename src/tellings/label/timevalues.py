"""Values of dates, days by name, clock times and the parts of the year.

Each function reads one kind of match of ``times.yaml`` (its ``make``) and returns its reading, or None where
the words only look like a time. Values follow TIMEX3 (Pustejovsky et al. 2003; ISO 24617-1).
"""

from __future__ import annotations

import re
from datetime import date
from functools import cache

from tellings.label.numbers import parse_number, parse_ordinal
from tellings.label.timecontext import (
    Context,
    Reading,
    Tense,
    one_day,
    one_month,
    one_year,
    shift_days,
    stretch,
    unresolved,
)
from tellings.label.timerules import lexicon
from tellings.types.labels import TimeType

Match = re.Match[str]


def part(match: Match, *names: str) -> str | None:
    """Return the first of these named groups that matched, lower case; None if none did or none exists."""
    groups = match.groupdict()
    for name in names:
        found = groups.get(name)
        if found:
            return str(found).lower()
    return None


@cache
def _months() -> dict[str, int]:
    names = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
    return {name: index + 1 for index, name in enumerate(names)}


def _month_number(match: Match) -> int | None:
    written = match.group("month")
    if not written[0].isupper():  # "march", "may" and "sun" are words of their own
        return None
    return _months()[written[:3].lower()]


def _safe_date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


# A plan told as past: the day it named lay ahead when it was made ("originally Friday had been mentioned").
_ONCE_PLANNED = re.compile(
    r"\b(?:originally|initially|at first|previously)(?: (?:planned|scheduled|set|due|meant|expected))?"
    r"(?: (?:for|on))? $",
    re.IGNORECASE,
)
_HAD_BEEN_PLANNED = re.compile(
    r" had (?:originally |initially |first )?been (?:mentioned|planned|scheduled|set|proposed|named|expected|agreed|"
    r"promised|announced|suggested|given)\b"
)


def once_planned(context: Context) -> bool:
    """Return whether the words around an expression tell a plan as it once was."""
    before = context.text[max(0, context.start - 40) : context.start]
    return bool(_ONCE_PLANNED.search(before) or _HAD_BEEN_PLANNED.match(context.text, context.end))


_NEXT = re.compile(
    r"\b(?:next|upcoming|forthcoming|future|would|will|deadline|due|expected|planned|scheduled|postponed|delayed)\b"
)

# Days: a yearless date so long ago that "next" before it counts for more than the tense of a reporting verb.
_PAST_REACH = 180


def _looks_on(context: Context) -> bool:
    """Return whether words before an expression look ahead, whatever the tense of a reporting verb around it."""
    return bool(_NEXT.search(context.text, max(0, context.start - 60), context.start))


# Days: a date without a year that lies this far back would be given its year, if one lies so near ahead. Set by hand on
# made-up sentences; do not tune one alone.
_FAR_BACK, _NEAR_AHEAD = 270, 90


def _meant_ahead(latest: date, ahead: list[date], anchor: date) -> bool:
    """Return whether a date of last year is out of the question beside one of the coming weeks."""
    return bool(ahead) and (anchor - latest).days > _FAR_BACK and (min(ahead) - anchor).days < _NEAR_AHEAD


def nearest(candidates: list[date], context: Context) -> date:
    """Return the candidate that suits the tense, or the nearest to publication where the tense does not tell."""
    anchor = context.anchor
    assert anchor is not None
    tense = Tense.OPEN if once_planned(context) else context.tense()
    past = [day for day in candidates if day <= anchor]
    ahead = [day for day in candidates if day >= anchor]
    if ahead and context.before in {"from", "starting", "beginning"} and _looks_on(context):
        return min(ahead)
    if tense is Tense.PAST and past and context.before not in {"until", "till", "by"}:
        latest = max(past)
        if _meant_ahead(latest, ahead, anchor):
            return min(ahead)
        if (anchor - latest).days <= _PAST_REACH or not _looks_on(context):
            return latest
    if tense is Tense.FUTURE and ahead:
        return min(ahead)
    return min(candidates, key=lambda day: (abs((day - anchor).days), day))


def iso_date(match: Match, context: Context) -> Reading | None:
    """Read ``2016-11-09`` and ``2016-11-09 06:10``."""
    del context
    day = _safe_date(int(match["year"]), int(match["monthnumber"]), int(match["day"]))
    if day is None:
        return None
    if match["clock"]:
        value = f"{day.isoformat()}T{match['clock']}"
        return Reading(type=TimeType.TIME, value=value, basis="date and time in figures", first=day, last=day)
    return one_day(day, "date in figures")


def calendar_date(match: Match, context: Context) -> Reading | None:
    """Read a day and month in any order, with or without year."""
    month = _month_number(match)
    if month is None:
        return None
    named = part(match, "ordinal")
    day = (parse_ordinal(named) or 0) if named else int(re.sub(r"\D", "", match["day"]))
    year = part(match, "year")
    if year:
        exact = _safe_date(int(year), month, day)
        return one_day(exact, "full date") if exact else None
    if context.anchor is None:
        return unresolved()
    years = (context.anchor.year + step for step in (-1, 0, 1))
    candidates = [found for found in (_safe_date(each, month, day) for each in years) if found]
    if not candidates:
        return None
    return one_day(nearest(candidates, context), "year from publication and tense")


def day_range(match: Match, context: Context) -> Reading | None:
    """Read ``9-11 May`` and ``between 9 and 11 May 2016``."""
    first = calendar_date(match, context)
    if first is None or first.first is None:
        return first
    last = _safe_date(first.first.year, first.first.month, int(re.sub(r"\D", "", match["day2"])))
    if last is None or last <= first.first:
        return None
    return stretch(first.first, last, None, "range of days")


def numeric_date(match: Match, context: Context) -> Reading | None:
    """Read ``7/8/07`` and ``09.11.2016``: the order that is possible, or the one nearer to publication."""
    first, second = int(match["first"]), int(match["second"])
    year = int(match["numericyear"])
    if year < 100:
        year += 2000 if year < 50 else 1900
    pairs = [(second, first)] if match["mark"] == "." else [(first, second), (second, first)]
    candidates = [found for found in (_safe_date(year, month, day) for month, day in pairs) if found]
    if not candidates:
        return None
    anchor = context.anchor
    best = min(candidates, key=lambda day: abs((day - anchor).days)) if anchor else candidates[-1]
    return one_day(best, "date in figures")


def narrowed(reading: Reading, edge: str | None, context: Context) -> Reading:
    """Return the part of a period that "early", "mid", "late", "the end of", "later" … name.

    The outer thirds are our choice: dictionaries give no border for "early" and "late". The TIMEX3 value stays
    that of the whole period, as its guidelines want.
    """
    if not edge or reading.first is None or reading.last is None or reading.first == reading.last:
        return reading
    first, last, anchor = reading.first, reading.last, context.anchor
    third = ((last - first).days + 1) // 3
    word = edge.split()
    if edge.startswith(("earlier", "later", "the rest", "the remainder")) and anchor and first <= anchor <= last:
        first, last = (first, anchor) if word[0] == "earlier" else (anchor, last)
    elif {"beginning", "start", "early", "earlier"} & set(word):
        last = shift_days(first, third)
    elif {"end", "late", "later"} & set(word):
        first = shift_days(last, -third)
    elif {"mid", "middle"} & set(word):
        first, last = shift_days(first, third), shift_days(last, -third)
    else:
        return reading
    return stretch(first, last, reading.timex or reading.value, reading.basis)


_PERSONISH = re.compile(r" (?!January|February|March|April|June|July|August|September|October|November|December)[A-Z]")


def month(match: Match, context: Context) -> Reading | None:
    """Read a month, with its year or without."""
    number = _month_number(match)
    if number is None:
        return None
    year, named = part(match, "year"), part(match, "relyear")
    edge = part(match, "edge")
    if year:
        return narrowed(one_month(int(year), number, "month and year"), edge, context)
    if not named and not _bare_month_holds(match, context):
        return None
    if context.anchor is None:
        return unresolved()
    if named:
        found = year_named(named, context)
        return narrowed(one_month(found, number, "month of a year named by its distance"), edge, context)
    return narrowed(_month_near(number, part(match, "relmonth"), context), edge, context)


def _bare_month_holds(match: Match, context: Context) -> bool:
    written = match["month"].lower()
    if written in {"may", "march", "mar", "jun", "dec", "jan", "sep", "apr", "nov", "oct", "aug", "jul", "feb"}:
        cue = part(match, "relmonth", "edge")
        return bool(cue) or context.before in lexicon()["month_cues"]
    return context.before in lexicon()["month_cues"] or not _PERSONISH.match(context.text, context.end)


def _month_near(number: int, named: str | None, context: Context) -> Reading:
    anchor = context.anchor
    assert anchor is not None
    candidates = [date(anchor.year + step, number, 1) for step in (-1, 0, 1)]
    this = date(anchor.year, anchor.month, 1)
    if named in {"last", "this past"}:
        chosen = max(day for day in candidates if day < this)
    elif named in {"next", "this coming"}:
        chosen = min(day for day in candidates if day > this)
    elif named == "this":
        chosen = candidates[1]
    else:
        chosen = _month_by_tense(candidates, this, context)
    return one_month(chosen.year, chosen.month, "month nearest to publication in this tense")


def _month_by_tense(candidates: list[date], this: date, context: Context) -> date:
    """Return the month that suits the tense, or the nearest to publication where the tense does not tell."""
    tense = context.tense()
    latest = max(day for day in candidates if day <= this)
    if tense is Tense.FUTURE or context.before in {"until", "till", "by"}:
        return min(day for day in candidates if day >= this)
    near = (this - latest).days <= _PAST_REACH or not _looks_on(context)
    if context.before in {"since", "last"} or (tense is Tense.PAST and near):
        return latest
    return min(candidates, key=lambda day: (abs((day - this).days), day))


def year_named(named: str, context: Context) -> int:
    """Return the year that "last", "the following" … year names; publication must be known."""
    anchor = context.anchor
    assert anchor is not None
    mentioned = context.mentioned
    if named in {"the previous", "the following", "the same"} and mentioned and mentioned.first:
        base = mentioned.first.year
    else:
        base = anchor.year
    step = {"last": -1, "the previous": -1, "next": 1, "the following": 1}.get(named, 0)
    return base + step


_YEAR_CUES = frozenset(
    [
        "in",
        "since",
        "by",
        "of",
        "from",
        "until",
        "till",
        "during",
        "before",
        "after",
        "between",
        "and",
        "to",
        "the",
        "through",
        "late",
        "early",
        "mid",
        "for",
        "about",
        "around",
    ]
)
_COUNTED = re.compile(
    r" (?:[a-z]+ )?(?:people|men|women|troops|soldiers|jobs|workers|homes|dollars|euros|pounds|points|"
    r"miles|km|kg|tons|tonnes|metres|meters|feet|rpm|units|cars|shares|megawatts|MW|sq|square)\b"
)


def year(match: Match, context: Context) -> Reading | None:
    """Read a year in four figures, unless it counts something."""
    if context.before not in {"in", "since", "during"} and _COUNTED.match(context.text, context.end):
        return None
    value = int(match["year"])
    if not 1400 <= value <= 2199:
        return None
    if (value < 1800 or value > 2080) and context.before not in _YEAR_CUES:
        return None
    return narrowed(one_year(value, "year"), part(match, "edge"), context)


def year_span(match: Match, context: Context) -> Reading | None:
    """Read ``2015-16`` and ``2015–2016``."""
    del context
    first, written = int(match["year"]), match["lastyear"]
    last = int(written) if len(written) == 4 else first // 100 * 100 + int(written)
    if not first < last <= first + 60:
        return None
    return Reading(
        type=TimeType.DATE,
        value=f"{first}/{last}",
        basis="span of years",
        first=date(first, 1, 1),
        last=date(last, 12, 31),
    )


def short_year(match: Match, context: Context) -> Reading | None:
    """Read ``'82``: the latest such year that is not after publication by more than ten years."""
    if context.before[:1].isalpha() and context.before not in _YEAR_CUES:
        return None  # "iLife '11", "Class of '82" name things
    limit = (context.anchor.year if context.anchor else 2030) + 10
    value = 1900 + int(match["shortyear"])
    while value + 100 <= limit:
        value += 100
    return one_year(value, "year in two figures")


# An amount beyond this is a row of digits, not a number of years or hours.
_LARGEST = 1e12


def number_of(match: Match, *names: str) -> float | None:
    """Return the value of the first of these groups that holds a number; articles count one, None if none does."""
    written = part(match, *names)
    if written is None:
        return None
    if written in {"a", "an"}:
        return 1.0
    value = 0.5 if written in {"half a", "half an"} else parse_number(written)
    return value if value is not None and value < _LARGEST else None

"""Values of longer periods of the calendar: quarters, seasons, decades, centuries, feasts and weekends."""

from __future__ import annotations

from datetime import date

from tellings.label.numbers import parse_ordinal
from tellings.label.timecontext import (
    Context,
    Reading,
    Tense,
    month_bounds,
    one_day,
    shift_days,
    shift_months,
    stretch,
    unresolved,
    week_bounds,
    week_name,
)
from tellings.label.timerules import lexicon
from tellings.label.timevalues import Match, narrowed, nearest, part, year_named
from tellings.types.labels import TimeType

_DECADES = {
    "twenties": 20, "thirties": 30, "forties": 40, "fifties": 50,
    "sixties": 60, "seventies": 70, "eighties": 80, "nineties": 90,
}  # fmt: skip


def decade(match: Match, context: Context) -> Reading | None:
    """Read ``the 1950s``, ``the mid-80s`` and ``the sixties``."""
    written = match["decade"].lower()
    value = _DECADES.get(written) or int(written)
    if value < 100:
        if context.before in {"his", "her", "their", "my"}:
            return None  # an age
        value += 2000 if value == 20 else 1900
    first, last = date(value, 1, 1), date(value + 9, 12, 31)
    whole = Reading(
        type=TimeType.DATE,
        value=f"{value}/{value + 9}",
        timex=str(value // 10),
        basis="decade",
        first=first,
        last=last,
    )
    return narrowed(whole, part(match, "edge"), context)


def century(match: Match, context: Context) -> Reading | None:
    """Read ``the 19th century``."""
    del context
    number = parse_ordinal(match["ordinal"])
    if number is None or not 1 <= number <= 30:
        return None
    start = max((number - 1) * 100, 1)
    return Reading(
        type=TimeType.DATE,
        value=f"{start:04d}/{(number - 1) * 100 + 99:04d}",
        timex=f"{number - 1:02d}",
        basis="century",
        first=date(start, 1, 1),
        last=date((number - 1) * 100 + 99, 12, 31),
    )


_WHICH = {"first": 1, "1st": 1, "second": 2, "2nd": 2, "third": 3, "3rd": 3, "fourth": 4, "4th": 4, "final": 4}


def quarter(match: Match, context: Context) -> Reading | None:
    """Read ``the third quarter of 2009``, ``Q3`` and ``last quarter``."""
    named, anchor = part(match, "relquarter"), context.anchor
    which = part(match, "which")
    if named or which == "last":
        if anchor is None:
            return unresolved()
        word = named.split()[-1] if named else "last"
        step = {"last": -1, "previous": -1, "next": 1}.get(word, 0)
        return _quarter(shift_months(date(anchor.year, (anchor.month - 1) // 3 * 3 + 1, 1), 3 * step))
    number = _WHICH.get(which or "") or int(which or "1")
    written, rel = part(match, "year"), part(match, "relyear")
    if written:
        return _quarter(date(int(written), number * 3 - 2, 1))
    if anchor is None:
        return unresolved()
    if rel:
        return _quarter(date(year_named(rel, context), number * 3 - 2, 1))
    candidates = [date(anchor.year + step, number * 3 - 2, 1) for step in (-1, 0, 1)]
    return _quarter(min(candidates, key=lambda day: abs((shift_days(day, 45) - anchor).days)))


def _quarter(first: date) -> Reading:
    last = shift_months(first, 2)
    return Reading(
        type=TimeType.DATE,
        value=f"{first:%Y-%m}/{last:%Y-%m}",
        timex=f"{first.year:04d}-Q{(first.month + 2) // 3}",
        basis="quarter",
        first=first,
        last=month_bounds(last.year, last.month)[1],
    )


def half_year(match: Match, context: Context) -> Reading | None:
    """Read ``the first half of 2009``."""
    written, rel = part(match, "year"), part(match, "relyear")
    if not written and context.anchor is None:
        return unresolved()
    value = int(written) if written else year_named(rel or "the", context)
    first = match["half"].lower() == "first"
    return Reading(
        type=TimeType.DATE,
        value=f"{value}-01/{value}-06" if first else f"{value}-07/{value}-12",
        timex=f"{value}-H{1 if first else 2}",
        basis="half of a year",
        first=date(value, 1 if first else 7, 1),
        last=date(value, 6, 30) if first else date(value, 12, 31),
    )


_DECEMBER = 12
_SEASONS = {"spring": (3, "SP"), "summer": (6, "SU"), "autumn": (9, "FA"), "fall": (9, "FA"), "winter": (12, "WI")}


def season(match: Match, context: Context) -> Reading | None:
    """Read a season of the northern year: ``last summer``, ``the spring of 2008``, ``in autumn``."""
    start, code = _SEASONS[match["season"].lower()]
    written, rel = part(match, "year"), part(match, "relseason")
    bare = match.group(0).lower() == match["season"].lower()
    if bare and match["season"].lower() in {"spring", "fall"} and not match["season"][0].isupper():
        return None  # verbs and wells
    if not written and context.anchor is None:
        return unresolved()
    if written:
        value = int(written)
    else:
        anchor = context.anchor
        assert anchor is not None
        value = anchor.year
        begins = date(value, start, 1)
        coming = match.group(0).lower().startswith("this ") and start < _DECEMBER  # "a ruling this summer", in March
        if rel == "last" or (rel != "next" and context.tense() is Tense.PAST and not coming):
            value -= begins > anchor
            value -= rel == "last" and anchor < shift_months(date(value, start, 1), 3) and value == anchor.year
        elif rel == "next" or context.tense() is Tense.FUTURE:
            value += shift_months(begins, 3) <= anchor
    first = date(value, start, 1)
    last = shift_days(shift_months(first, 3), -1)
    return Reading(
        type=TimeType.DATE,
        value=f"{first:%Y-%m}/{last:%Y-%m}",
        timex=f"{value:04d}-{code}",
        basis="season of the northern year",
        first=first,
        last=last,
    )


def holiday(match: Match, context: Context) -> Reading | None:
    """Read a feast of known date."""
    name = match["holiday"].lower().replace("’", "'")
    if not match["holiday"][0].isupper() or context.text[context.end : context.end + 2].startswith(("-", " tree")):
        return None
    written, rel = part(match, "year"), part(match, "relday")
    if written:
        return one_day(_feast(name, int(written)), "feast")
    if context.anchor is None:
        return unresolved()
    candidates = [_feast(name, context.anchor.year + step) for step in (-1, 0, 1)]
    if rel == "last":
        return one_day(max(day for day in candidates if day < context.anchor), "feast")
    return one_day(nearest(candidates, context), "feast")


def _feast(name: str, value: int) -> date:
    fixed = lexicon()["holidays"].get(name)
    if fixed:
        return date(value, fixed[0], fixed[1])
    if name == "thanksgiving":  # fourth Thursday of November
        return date(value, 11, 22 + (3 - date(value, 11, 1).weekday()) % 7)
    offset = {"good friday": -2, "easter monday": 1}.get(name, 0)
    return shift_days(_easter(value), offset)


def _easter(value: int) -> date:
    """Return Easter Sunday (Meeus, Jones and Butcher's reckoning for the Gregorian calendar)."""
    golden, hundred, rest = value % 19, value // 100, value % 100
    epact = (19 * golden + hundred - hundred // 4 - (hundred - (hundred + 8) // 25 + 1) // 3 + 15) % 30
    week = (32 + 2 * (hundred % 4) + 2 * (rest // 4) - epact - rest % 4) % 7
    correction = (golden + 11 * epact + 22 * week) // 451
    month_, day = divmod(epact + week - 7 * correction + 114, 31)
    return date(value, month_, day + 1)


def _lies_behind(anchor: date, named: str) -> bool:
    """Return whether a weekend told in the past tense is the last one; "this weekend" is so only just after it."""
    if named == "this coming":
        return False
    return named != "this" or anchor.weekday() <= 1


def weekend(match: Match, context: Context) -> Reading | None:
    """Read ``this weekend`` and its like; a bare "the weekend" follows the tense."""
    if context.anchor is None:
        return unresolved()
    named = (part(match, "relday") or "").removeprefix("the ")
    saturday = shift_days(week_bounds(context.anchor)[0], 5)
    if named in {"last", "this past", "past", "previous"}:
        saturday = shift_days(saturday, -7)
    elif named in {"next", "following"}:
        saturday = shift_days(saturday, 7)
    elif context.anchor < saturday and context.tense() is Tense.PAST and _lies_behind(context.anchor, named):
        saturday = shift_days(saturday, -7)
    return stretch(saturday, shift_days(saturday, 1), week_name(saturday) + "-WE", "weekend by tense")

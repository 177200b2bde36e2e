"""Values of days and their parts: weekdays, today and yesterday, clock times, the day an article speaks of."""

from __future__ import annotations

import re
from datetime import date

from tellings.label.timecontext import (
    BESIDE,
    NO_ANCHOR,
    Context,
    Reading,
    Tense,
    month_bounds,
    one_day,
    one_month,
    one_year,
    shift_days,
    shift_months,
    stretch,
    unresolved,
    week_bounds,
    week_name,
)
from tellings.label.timerules import Rule, lexicon
from tellings.label.timevalues import Match, nearest, number_of, part
from tellings.types.labels import TimeType

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")

_PARTS = {
    "morning": "TMO", "lunchtime": "TMI", "afternoon": "TAF", "evening": "TEV", "night": "TNI",
    "overnight": "TNI", "early": "TMO", "late": "TNI", "tonight": "TNI", "small": "TMO",
    "dark": "TEV", "darkness": "TEV", "nightfall": "TEV", "dusk": "TEV", "sunset": "TEV", "sundown": "TEV",
    "dawn": "TMO", "daybreak": "TMO", "daylight": "TMO", "light": "TMO", "sunrise": "TMO",
}  # fmt: skip


def in_part(day: date, written: str | None, basis: str) -> Reading:
    """Return the reading of a part of a day: its value is the day, its TIMEX3 value names the part."""
    code = _PARTS.get((written or "").split(" ")[-1])
    if code is None:
        return one_day(day, basis)
    return one_day(day, basis, timex=f"{day.isoformat()}{code}", kind=TimeType.TIME)


_BESIDE_DAY = re.compile(r"\b(next|last) (?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day (?:and|or|to) $", re.IGNORECASE)


def weekday(match: Match, context: Context) -> Reading | None:
    """Read a weekday: past or coming by the tense, never more than a week away unless "last" or "next" says so."""
    if not match["weekday"][0].isupper():
        return None
    written = part(match, "part")
    anchor = context.anchor
    if anchor is None:
        return unresolved(kind=TimeType.TIME if written else TimeType.DATE)
    number = WEEKDAYS.index(match["weekday"].lower())
    back = shift_days(anchor, -((anchor.weekday() - number) % 7))
    ahead = shift_days(anchor, (number - anchor.weekday()) % 7)
    beside = _BESIDE_DAY.search(context.text[max(0, context.start - 24) : context.start])
    named = part(match, "relday") or (beside[1].lower() if beside else None)
    if named in {"last", "this past", "the previous"}:
        day, basis = (shift_days(back, -7) if back == anchor else back), "weekday before publication"
    elif named in {"next", "the following", "this coming"}:
        late = ahead == anchor or (beside is not None and context.day is not None and ahead < context.day)
        day, basis = (shift_days(ahead, 7) if late else ahead), "weekday after publication"
    elif context.before in {"until", "till", "by"} and context.tense() is not Tense.PAST:
        day, basis = ahead, "weekday up to which something holds"
    else:
        day = nearest(sorted({back, ahead}), context)
        basis = "weekday before publication" if day <= anchor else "weekday after publication"
    return in_part(day, written, basis)


_DAYWORDS = {"today": 0, "tonight": 0, "yesterday": -1, "tomorrow": 1}


def dayword(match: Match, context: Context) -> Reading | None:
    """Read ``today``, ``yesterday morning``, ``later today``."""
    word = match["dayword"].lower()
    written = part(match, "part") or ("tonight" if word == "tonight" else None)
    if context.anchor is None:
        return unresolved(kind=TimeType.TIME if written else TimeType.DATE)
    if word == "today" and context.text[context.end : context.end + 2] in {"'s", "’s"} and context.tense() is None:
        return one_day(context.anchor, "day of publication")
    return in_part(shift_days(context.anchor, _DAYWORDS[word]), written, f"{word} seen from publication")


def day_offset(match: Match, context: Context) -> Reading | None:
    """Read ``the day before yesterday`` and ``the day after tomorrow``."""
    if context.anchor is None:
        return unresolved()
    step = -2 if "yesterday" in match["offset"].lower() else 2
    return one_day(shift_days(context.anchor, step), "two days from publication")


def part_of_day(match: Match, context: Context) -> Reading | None:
    """Read ``this morning``: the day of publication, or the day under talk where it was just named "that day"."""
    if context.anchor is None:
        return unresolved(kind=TimeType.TIME)
    return in_part(context.anchor, part(match, "part"), "part of the day of publication")


def last_night(match: Match, context: Context) -> Reading | None:
    """Read ``last night``: the night that began the day before publication."""
    if context.anchor is None:
        return unresolved(kind=TimeType.TIME)
    return in_part(shift_days(context.anchor, -1), part(match, "part"), "night before publication")


def that_part(match: Match, context: Context) -> Reading | None:
    """Read ``that morning``, ``throughout the evening``, ``overnight``: a part of the day under talk."""
    written = part(match, "part", "part2", "part3", "part5", "part6", "light")
    day = context.day_under_talk()
    if day is None:
        return unresolved(kind=TimeType.TIME)
    if written == "day":
        return one_day(day, "day under talk")
    return in_part(day, written or "morning", "part of the day under talk")


def part_before(match: Match, context: Context) -> Reading | None:
    """Read ``the night before``, ``the following day``, ``the year before`` against what was named last."""
    unit = part(match, "unit", "unit2") or "day"
    side = part(match, "side", "side2") or "before"
    step = -1 if side in {"before", "earlier", "previous", "preceding"} else 1
    day = context.day_under_talk()
    if day is None:
        return unresolved()
    mentioned = context.mentioned
    if unit == "year":
        base = mentioned.first.year if mentioned and mentioned.first else day.year
        return one_year(base + step, BESIDE)
    if unit == "month":
        moved = shift_months(day, step)
        return one_month(moved.year, moved.month, BESIDE)
    if unit == "week":
        first, last = week_bounds(shift_days(day, 7 * step))
        return stretch(first, last, week_name(first), BESIDE)
    return in_part(shift_days(day, step), None if unit == "day" else unit, BESIDE)


def same_unit(match: Match, context: Context) -> Reading | None:
    """Read ``the same day``, ``that week``, ``the same period last year``, ``the day`` of a report on one day."""
    unit = part(match, "unit") or "day"
    mentioned, anchor = context.mentioned, context.anchor
    shift = part(match, "shift")
    if shift:
        return _year_before(mentioned, context)
    if unit in {"period", "time", "quarter"}:
        return _again(mentioned, context) if unit != "time" or context.before == "by" else None
    day = context.day_under_talk() if unit == "day" else (mentioned.first if mentioned and mentioned.first else anchor)
    if day is None:
        return unresolved()
    basis = "period under talk"
    if unit == "day":
        return one_day(day, basis)
    if unit == "week":
        first, last = week_bounds(day)
        return stretch(first, last, week_name(first), basis)
    return one_month(day.year, day.month, basis) if unit == "month" else one_year(day.year, basis)


def _again(mentioned: Reading | None, context: Context) -> Reading | None:
    if mentioned is None or mentioned.first is None:
        return unresolved() if context.anchor is None else None
    return Reading(
        type=TimeType.DATE,
        value=mentioned.value,
        timex=mentioned.timex,
        basis="period under talk",
        first=mentioned.first,
        last=mentioned.last,
    )


def _year_before(mentioned: Reading | None, context: Context) -> Reading | None:
    """Return the period under talk one year earlier: month for month, quarter for quarter."""
    if mentioned is None or mentioned.first is None or mentioned.last is None:
        return one_year(context.anchor.year - 1, "a year before") if context.anchor else unresolved(NO_ANCHOR)
    first, last = shift_months(mentioned.first, -12), shift_months(mentioned.last, -12)
    basis = "a year before the period under talk"
    if mentioned.timex and "-Q" in mentioned.timex:
        timex = f"{first.year:04d}{mentioned.timex[4:]}"
        return Reading(
            type=TimeType.DATE, value=f"{first:%Y-%m}/{last:%Y-%m}", timex=timex, basis=basis, first=first, last=last
        )
    if (first, last) == month_bounds(first.year, first.month):
        return one_month(first.year, first.month, basis)
    if (last - first).days > 360:
        return one_year(first.year, basis)
    return stretch(first, last, None, basis)


def clock(match: Match, context: Context) -> Reading | None:
    """Read a clock time; its day is the one under talk in the same block, else the day of publication."""
    hour, minute = _hour_and_minute(match)
    if hour is None or minute is None:
        return None
    zone = part(match, "zone")
    offset = "Z" if part(match, "zulu") else lexicon()["zones"].get((zone or "").upper(), "")
    day = context.day_under_talk()
    if day is None:
        value = f"T{hour:02d}:{minute:02d}{offset}"
        return Reading(type=TimeType.TIME, value=None, timex=value, basis=NO_ANCHOR)
    if hour == 24:
        hour, day = 0, shift_days(day, 1)
    value = f"{day.isoformat()}T{hour:02d}:{minute:02d}{offset}"
    return Reading(type=TimeType.TIME, value=value, basis="clock time of the day under talk", first=day, last=day)


def _hour_and_minute(match: Match) -> tuple[int | None, int | None]:
    noon = part(match, "noon")
    if noon:
        return (0 if noon == "midnight" else 12), 0
    if part(match, "number"):
        value = number_of(match, "number")
        hour = int(value) if value and value <= 12 and value == int(value) else None
    else:
        hour = int(match["hour"])
    if hour is None:
        return None, None
    half = part(match, "half") or ""
    if half.startswith("p") or half in {"afternoon", "evening"}:
        hour = hour + 12 if hour < 12 else hour
    elif half.startswith("a") and hour == 12:
        hour = 0
    return hour, int(part(match, "minute") or 0)


def reference(match: Match, context: Context, rule: Rule) -> Reading | None:
    """Read ``now``, ``recently``, ``the future``: no place on the calendar, but a side of publication."""
    del match
    if context.text[context.end : context.end + 1] == "-":
        return None
    past = context.tense() is Tense.PAST if rule.id in {"earlier", "later"} else False
    under_talk = context.day_under_talk()
    if past and rule.id == "later" and context.anchor is not None and under_talk is not None:
        return stretch(min(under_talk, context.anchor), context.anchor, rule.timex, "after what was told before")
    if past and context.anchor is not None and context.before != "had":
        return one_day(context.anchor, "earlier on the day of publication", timex=rule.timex)
    side = {"PAST_REF": "before publication", "PRESENT_REF": "at publication", "FUTURE_REF": "after publication"}
    return unresolved(f"vague: {side[rule.timex]}", timex=rule.timex)

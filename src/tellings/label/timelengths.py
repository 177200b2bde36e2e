"""Values of lengths of time, and of periods told by their distance."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date

from tellings.label.timecontext import (
    BESIDE,
    Context,
    Reading,
    Tense,
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
from tellings.label.timevalues import Match, narrowed, number_of, part
from tellings.types.labels import TimeType

UNITS = {
    "second": "TS", "minute": "TM", "min": "TM", "hour": "TH", "hr": "TH", "day": "D", "weekend": "D", "week": "W",
    "fortnight": "W", "month": "M", "quarter": "Q", "year": "Y", "yr": "Y", "decade": "Y", "century": "Y",
    "morning": "D", "afternoon": "D", "evening": "D", "night": "D",
}  # fmt: skip

_FACTOR = {"fortnight": 2, "decade": 10, "century": 100}
_DAYS = {"D": 1.0, "W": 7.0, "TH": 1 / 24, "TM": 1 / 1440, "TS": 1 / 86400}
_VAGUE = frozenset({"several", "a few", "few", "some", "many"})


def singular(unit: str) -> str:
    """Return a unit of time in the singular, lower case."""
    word = unit.lower()
    if word == "centuries":
        return "century"
    return word[:-1] if word.endswith("s") and word not in {"s"} else word


def length(amount: float, unit: str) -> str:
    """Return an ISO duration with TIMEX3's extra letter Q: ``P2Y``, ``PT2.5H``."""
    code = UNITS[unit]
    amount *= _FACTOR.get(unit, 1)
    digits = f"{amount:.4f}".rstrip("0").rstrip(".")
    return f"P{'T' if len(code) == 2 else ''}{digits}{code[-1]}"


_SPLIT = {"Y": (12, "M"), "TH": (60, "M"), "TM": (60, "S"), "D": (24, "H"), "W": (7, "D")}


def iso_length(amount: float, unit: str) -> str:
    """Return an ISO 8601 duration in whole numbers: two and a half hours are ``PT2H30M``."""
    code = UNITS[unit]
    amount *= _FACTOR.get(unit, 1)
    if code == "Q":
        amount, code = amount * 3, "M"
    whole = int(amount)
    rest = amount - whole
    if rest < 1e-9 or code not in _SPLIT:
        return length(amount, unit) if rest >= 1e-9 else f"P{'T' if len(code) == 2 else ''}{whole}{code[-1]}"
    factor, smaller = _SPLIT[code]
    clock = "T" if len(code) == 2 else ""
    head = f"{whole}{code[-1]}" if whole else ""
    if code == "W":  # ISO 8601 does not mix weeks with other units
        return f"P{round(amount * 7)}D"
    middle = "T" if code == "D" else ""
    return f"P{clock}{head}{middle}{round(rest * factor)}{smaller}"


def moved(day: date, amount: float, unit: str) -> date:
    """Return a day so many units away (minus: back)."""
    code = UNITS[unit]
    amount *= _FACTOR.get(unit, 1)
    if code in _DAYS:
        return shift_days(day, amount * _DAYS[code])
    months = amount * {"M": 1, "Q": 3, "Y": 12}[code]
    return shift_months(day, int(max(-30000, min(30000, months))))


_STEPS = {
    "last": -1, "past": -1, "this past": -1, "previous": -1, "preceding": -1, "before": -1, "before last": -2,
    "next": 1, "coming": 1, "this coming": 1, "following": 1, "after": 1, "after next": 2,
}  # fmt: skip


def relative_unit(match: Match, context: Context) -> Reading | None:
    """Read ``this week``, ``last month``, ``the following year``, ``the end of the year``."""
    unit = singular(match["unit"])
    rel = match["rel"].lower()
    edge = part(match, "edge")
    if match["unit"][0].isupper() and not match["unit"].isupper() and match["rel"][0].isupper():
        return None  # the name of a programme or paper
    base = _base_of(unit, rel, context, whole=edge is None)
    if base is None:
        return unresolved()
    if rel == "past" and edge is None:
        return _window_reading(moved(base, -1, unit), base, length(1, unit))
    if unit == "day" and rel in {"last", "past", "coming"}:
        return None
    beside = base is not context.anchor and rel != "the"
    period = _period(moved(base, _STEPS.get(rel, 0), unit), unit)
    return narrowed(replace(period, basis=BESIDE) if beside else period, edge, context)


def _base_of(unit: str, rel: str, context: Context, *, whole: bool) -> date | None:
    """Return the day a relative period is counted from: publication, or what was named last."""
    mentioned = context.mentioned
    if unit == "day" and rel == "the":
        return context.day_under_talk()
    beside = rel in {"previous", "following", "preceding", "after", "before"} or (rel == "the" and whole)
    if beside and mentioned and mentioned.first:
        return mentioned.first
    return context.anchor


def _period(day: date, unit: str) -> Reading:
    basis = "counted from publication"
    if unit == "week":
        first, last = week_bounds(day)
        return stretch(first, last, week_name(first), basis)
    if unit == "month":
        return one_month(day.year, day.month, basis)
    if unit == "year":
        return one_year(day.year, basis)
    if unit in {"decade", "century"}:
        size = 10 if unit == "decade" else 100
        start = max(day.year // size * size, 1)
        return Reading(
            type=TimeType.DATE, value=f"{start:04d}/{start + size - 1:04d}", timex=f"{day.year // size}", basis=basis,
            first=date(start, 1, 1), last=date(start + size - 1, 12, 31),
        )  # fmt: skip
    return one_day(day, basis)


def _window_reading(first: date, last: date, timex: str) -> Reading:
    """Return a length of time that is tied to publication: the value is the stretch it covers."""
    value = f"{first.isoformat()}/{last.isoformat()}"
    return Reading(
        type=TimeType.DURATION, value=value, timex=timex, basis="counted from publication", first=first, last=last
    )


def window(match: Match, context: Context) -> Reading | None:
    """Read ``the past three months`` and ``the next two weeks``."""
    unit = singular(match["unit"])
    written = part(match, "number")
    if written is None and not match["unit"].lower().endswith("s"):
        if unit in {"quarter", "weekend"}:
            return None
        return _single_window(match, unit, context)
    vague = written is None or written in _VAGUE
    amount = None if vague else number_of(match, "number")
    side = match["side"].lower()
    timex = length(amount, unit) if amount else _vague_length(unit)
    if written is None and side in {"coming", "next"} and context.anchor is not None:
        value = f"{shift_days(context.anchor, 1).isoformat()}/"
        return Reading(type=TimeType.DURATION, value=value, timex=timex, basis="open to one side of publication")
    if context.anchor is None:
        return unresolved(timex=timex, kind=TimeType.DURATION)
    if amount is None:
        few = _FEW.search(match[0])
        return _vague_window(few[0].lower() if few else None, unit, side, context.anchor)
    if side in {"first", "final"}:
        return Reading(type=TimeType.DURATION, value=iso_length(amount, unit), timex=timex, basis="length as stated")
    if side in {"past", "last", "previous", "preceding"}:
        return _window_reading(moved(context.anchor, -amount, unit), context.anchor, timex)
    return _window_reading(context.anchor, moved(context.anchor, amount, unit), timex)


_FEW = re.compile(r"\b(?:few|several|couple of)\b", re.IGNORECASE)


def _vague_window(written: str | None, unit: str, side: str, anchor: date) -> Reading:
    """Return "the past few weeks" and "the next couple of days" as the longest stretch they can be."""
    amount = _LEAST_FEW if written is not None and "couple" in written else _MOST_FEW
    if side in {"first", "final"} or written is None:
        return Reading(type=TimeType.DURATION, value=None, timex=_vague_length(unit), basis="vague length")
    back = side in {"past", "last", "previous", "preceding"}
    other = moved(anchor, -amount if back else amount, unit)
    reading = _window_reading(min(anchor, other), max(anchor, other), _vague_length(unit))
    return replace(reading, basis="counted from publication, at the longest")


def _single_window(match: Match, unit: str, context: Context) -> Reading | None:
    side = match["side"].lower()
    if side in {"first", "final"} or context.anchor is None:
        return None if context.anchor else unresolved(kind=TimeType.DURATION)
    if side in {"past", "last", "previous", "preceding"}:
        if unit in {"week", "month", "year"} and side != "past":
            return _period(moved(context.anchor, -1, unit), unit)
        return _window_reading(moved(context.anchor, -1, unit), context.anchor, length(1, unit))
    if unit in {"week", "month", "year"} and side in {"next", "following"}:
        return _period(moved(context.anchor, 1, unit), unit)
    return _window_reading(context.anchor, moved(context.anchor, 1, unit), length(1, unit))


def recent_units(match: Match, context: Context) -> Reading | None:
    """Read ``recent months`` and ``coming days``: a side of publication, no border."""
    past = match["side"].lower() == "recent"
    if context.anchor is None:
        return unresolved(timex="PAST_REF" if past else "FUTURE_REF")
    value = f"/{context.anchor.isoformat()}" if past else f"{context.anchor.isoformat()}/"
    timex = "PAST_REF" if past else "FUTURE_REF"
    return Reading(type=TimeType.DATE, value=value, timex=timex, basis="open to one side of publication")


_FORWARD = frozenset({"later", "from now", "afterwards"})


def ago(match: Match, context: Context) -> Reading | None:
    """Read ``two years ago``, ``three days later``, ``a week earlier``."""
    unit, side = singular(match["unit"]), match["side"].lower()
    if side == "before" and context.mentioned is None:
        return duration(match, context)
    base = context.anchor
    if side not in {"ago", "from now"} and context.mentioned and context.mentioned.first:
        base = context.mentioned.first
    amount = number_of(match, "number")
    if base is None:
        return unresolved()
    if amount is None:
        return _vague_distance(unit, side, context)
    day = moved(base, amount if side in _FORWARD else -amount, unit)
    if (part(match, "bound") or "").startswith(("less than", "fewer than", "under", "within")):
        return stretch(min(day, base), max(day, base), None, "not further than stated")
    code = UNITS[unit]
    if code == "Y":
        return one_year(day.year, "distance from the day under talk")
    if code in {"M", "Q"}:
        return one_month(day.year, day.month, "distance from the day under talk")
    return one_day(day, "distance from the day under talk")


_INTENDED = re.compile(
    r"\b(?:will|would|could|should|may|might|hopes?|hoped|plans?|planned|expects?|expected|agreed|set|due|wants?|wanted|vowed|"
    r"pledged|promised|must|deadline|to)\b",
    re.IGNORECASE,
)


_SUPERLATIVE = re.compile(r"\b(?:first|last|only|most|least|best|worst|[a-z]{2,}est)\b", re.IGNORECASE)


def _looks_back(match: Match, context: Context) -> bool:
    """Return whether "in two decades" tells how long nothing like it happened ("the biggest fight in …")."""
    bound = part(match, "bound") or ""
    if bound.startswith(("nearly", "almost", "more than", "over", "well over", "at least")):
        return True
    return bool(_SUPERLATIVE.search(context.text, max(0, context.start - 60), context.start))


def ahead(match: Match, context: Context) -> Reading | None:
    """Read ``within two weeks`` and ``in three months``: a window, or a point, after publication."""
    unit, amount = singular(match["unit"]), number_of(match, "number")
    within = match["within"].lower() == "within"
    further = number_of(match, "number2") or (2.0 * (amount or 1.0) if match[0].lower().endswith(" or two") else None)
    if amount is None:
        if context.anchor and re.search(r"\b(?:next|coming)\b", match[0], re.IGNORECASE):
            return _vague_window(part(match, "number"), unit, "next", context.anchor)
        return Reading(type=TimeType.DURATION, value=None, timex=_vague_length(unit), basis="vague length")
    timex = length(further or amount, unit)
    ahead_of_us = context.tense() is not Tense.PAST or _INTENDED.search(
        context.text, max(0, context.start - 80), context.start
    )
    at_hand = UNITS[unit] in {"TS", "TM"} or _looks_back(match, context)
    if context.anchor is None or (not within and (at_hand or context.tense() not in {Tense.FUTURE, Tense.OPEN})):
        return Reading(type=TimeType.DURATION, value=iso_length(amount, unit), timex=timex, basis="length as stated")
    if within:
        if not ahead_of_us:
            return Reading(
                type=TimeType.DURATION, value=iso_length(amount, unit), timex=timex, basis="length as stated"
            )
        return _window_reading(context.anchor, moved(context.anchor, further or amount, unit), timex)
    first = moved(context.anchor, amount, unit)
    if further:
        return _window_reading(first, moved(context.anchor, further, unit), timex)
    return _period(first, unit) if UNITS[unit] in {"M", "Y"} else one_day(first, "distance from publication")


_PER = re.compile(r"\d $")


def duration(match: Match, context: Context) -> Reading | None:
    """Read ``two and a half hours``, ``an hour and a half``, ``nearly four years``, ``four-year-long``."""
    unit = singular(match["unit"])
    written = part(match, "number") or ""
    if written in {"a", "an"} and _PER.search(context.text[max(0, context.start - 4) : context.start]):
        return None  # "2,300 a day" is a rate
    if unit in {"second", "quarter"} and written in {"a", "an", "one"}:
        return None  # "a second meeting", "a quarter of them"
    amount = 1.0 if written == "single" else number_of(match, "number")
    if written in _VAGUE or amount is None:
        return _placed(unit, context)
    tail = match[0].lower()
    if tail.endswith("and a half"):
        amount += 0.5
    elif tail.endswith("quarter") and unit != "quarter":
        amount += 0.25
    timex, value = length(amount, unit), iso_length(amount, unit)
    extra = number_of(match, "number2")
    if extra is not None and part(match, "unit2"):
        other = length(extra, singular(match["unit2"]))
        timex = timex + (other[2:] if timex.startswith("PT") and other.startswith("PT") else other[1:])
        value = timex
    elif extra is not None:
        return Reading(type=TimeType.DURATION, value=value, timex=length(extra, unit), basis="lower end as stated")
    return Reading(
        type=TimeType.DURATION, value=value, timex=timex if timex != value else None, basis="length as stated"
    )


def _vague_length(unit: str) -> str:
    code = UNITS[unit]
    return f"P{'T' if len(code) == 2 else ''}X{code[-1]}"


def vague_duration(match: Match, context: Context) -> Reading | None:
    """Read ``several years``, ``for hours``, ``decades-long``: a length without a number."""
    unit = singular(match["unit"])
    side = part(match, "side")
    if context.before == "as":
        return None  # "the third in as many weeks"
    if side and context.anchor:
        return _vague_distance(unit, side, context)
    return _placed(unit, context)


# What "a few", "several" and "some" units of time span: least and most; set by hand, after dictionaries.
_LEAST_FEW, _MOST_FEW = 2, 10


def _vague_distance(unit: str, side: str, context: Context) -> Reading:
    """Return the stretch in which "a few days ago" or "several weeks later" lies."""
    timex = "PAST_REF" if side in {"ago", "earlier"} else "FUTURE_REF"
    mentioned, anchor = context.mentioned, context.anchor
    if anchor is None:
        return unresolved("vague distance", timex=timex)
    first = last = anchor
    if side not in {"ago", "from now"} and mentioned and mentioned.first and mentioned.last:
        first, last = mentioned.first, mentioned.last
    if side in {"ago", "earlier", "before"}:
        low, high = moved(first, -_MOST_FEW, unit), moved(last, -_LEAST_FEW, unit)
        first, last = (low, high) if low <= high else (high, low)
    else:
        last = moved(last, _MOST_FEW, unit)
        if context.tense() is Tense.PAST and first <= anchor < last:
            last = anchor
    return stretch(first, last, timex, "vague distance")


def _placed(unit: str, context: Context) -> Reading:
    """Return a length without a number, laid on the calendar where the tense tells the place.

    Hours and minutes told in the past lie within the day under talk; a length that is expected begins at publication.
    """
    timex = _vague_length(unit)
    plain = Reading(type=TimeType.DURATION, value=None, timex=timex, basis="vague length")
    if context.anchor is None or context.before in {"over", "within", "of"}:
        return plain
    tense = context.tense()
    if tense in {Tense.FUTURE, Tense.OPEN}:
        return replace(plain, value=f"{context.anchor.isoformat()}/", basis="vague length from publication on")
    day = context.day_under_talk()
    if tense is Tense.PAST and UNITS[unit] in {"TH", "TM", "TS"} and day is not None:
        return replace(plain, value=day.isoformat(), basis="vague length within the day under talk")
    return plain


def whole_duration(match: Match, context: Context) -> Reading | None:
    """Read ``all day`` and ``the whole week``."""
    del context
    unit = part(match, "unit", "unit2") or "day"
    return Reading(type=TimeType.DURATION, value=length(1, unit), basis="length as stated")

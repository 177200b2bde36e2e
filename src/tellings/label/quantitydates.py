"""Dates and clock times as numbers.

They count nothing, but reports disagree on them as on any other number ("6.10am", "6.15am"), so an article's list
of numbers has them, marked ``calendar`` and with units of their own that compare with nothing else.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from tellings.types.labels import Bound, Quantity, Time, TimeType

_YEAR = re.compile(r"\d{4}")
_MONTH = re.compile(r"(\d{4})-(\d{2})")
_DATE = re.compile(r"(\d{4})-(\d{2})-(\d{2})")
_CLOCK = re.compile(r"\d{4}-\d{2}-\d{2}T(\d{2}):(\d{2})")


def calendar_quantities(times: Sequence[Time]) -> tuple[Quantity, ...]:
    """Return one quantity for each date and clock time that has a value, in the same order.

    Args:
        times: time expressions of one article; lengths of time and what repeats give none.

    Returns:
        Quantities whose ids begin with ``qt``; a stretch of days has its ends in ``value`` and ``high``, one that is
        open to a side has the end it has in ``value``, as the least or the most.
    """
    found: list[Quantity] = []
    for time in times:
        reading = _reading(time)
        if reading:
            value, high, unit = reading
            bound = Bound.EXACTLY if high is None else Bound.BETWEEN
            if high is None and "/" in (time.value or ""):
                bound = Bound.AT_MOST if (time.value or "").startswith("/") else Bound.AT_LEAST
            found.append(
                Quantity(
                    id=f"qt{len(found)}", span=time.span, value=value, high=high, bound=bound, unit=unit, calendar=True
                )
            )
    return tuple(found)


def _reading(time: Time) -> tuple[float, float | None, str] | None:
    if time.value is None or time.type is TimeType.SET or time.value.startswith("P"):
        return None
    if time.type is TimeType.DURATION and time.basis.startswith("vague length"):
        return None  # "for hours" is a length, wherever it lies
    clock = _CLOCK.match(time.value)
    if clock:
        return int(clock[1]) + int(clock[2]) / 60, None, "clock time"
    first, _, last = time.value.partition("/")
    low, high = _number(first), _number(last)
    if low is None:
        return None if high is None else (high[0], None, high[1])
    if high is not None and high[1] != low[1]:
        return None
    return low[0], high[0] if high else None, low[1]


def _number(edge: str) -> tuple[float, str] | None:
    if _YEAR.fullmatch(edge):
        return float(edge), "calendar year"
    date = _DATE.match(edge)
    if date:
        return float("".join(date.groups())), "calendar date"
    month = _MONTH.fullmatch(edge)
    return (float("".join(month.groups())), "calendar month") if month else None

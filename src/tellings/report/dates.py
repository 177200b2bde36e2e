"""ISO values as people write them, and as points on an axis."""

from __future__ import annotations

import datetime as dt
import re
from calendar import monthrange
from dataclasses import dataclass

MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "June", "July", "Aug", "Sept", "Oct", "Nov", "Dec")

_DATE = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?")
_CLOCK = re.compile(r"T(\d{2}):(\d{2})(?::\d{2}(?:\.\d+)?)?(Z|[+-]\d{2}:?\d{2})?$")


@dataclass(frozen=True, slots=True, kw_only=True)
class Window:
    """First and last day of an ISO value, as days since 1 January of year 1; ``clock`` is a part of a day."""

    first: int
    last: int
    clock: float = 0.0


def written(iso: str | None) -> str | None:
    """Return an ISO date, month, year, date-time or interval as people write it; None for what is none.

    ``2031-03-04T08:10:00+00:00`` gives "4 Mar 2031, 08:10 UTC"; ``2031-03-04/2031-03-07`` "4 to 7 Mar 2031";
    ``/2031-03-07`` "until 7 Mar 2031". A duration is given back as it is.
    """
    if not iso:
        return None
    first, slash, last = iso.partition("/")
    if not slash:
        return _written_point(iso)
    if not first or first == "..":
        return f"until {_written_point(last)}"
    if not last or last == "..":
        return f"from {_written_point(first)}"
    return first_to_last(first, last)


def first_to_last(first: str, last: str) -> str:
    """Return an interval as people write it, without saying month and year twice."""
    if first == last:
        return _written_point(first)
    left, right = _written_point(first), _written_point(last)
    if ":" not in left and ":" not in right:
        ours, theirs = left.split(" "), right.split(" ")
        while len(ours) > 1 and len(ours) == len(theirs) and ours[-1] == theirs[-1]:
            ours.pop()
            theirs.pop()
        left = " ".join(ours)
    return f"{left} to {right}"


def _written_point(iso: str) -> str:
    date = _DATE.match(iso)
    if date is None:
        return iso
    year, month, day = date.groups()
    if month is None or not 1 <= int(month) <= 12:
        return iso
    words = f"{MONTHS[int(month) - 1]} {year}"
    if day is not None:
        words = f"{int(day)} {words}"
    clock = _CLOCK.search(iso)
    if clock is None or (clock[1], clock[2]) == ("00", "00"):
        return words
    zone = {None: "", "Z": " UTC", "+00:00": " UTC"}.get(clock[3], f" UTC{clock[3]}")
    return f"{words}, {clock[1]}:{clock[2]}{zone}"


def window(iso: str | None) -> Window | None:
    """Return the days an ISO value covers; None for a duration, an unknown or an impossible date.

    An interval with one open side is taken as its other side.
    """
    if not iso:
        return None
    first, slash, last = iso.partition("/")
    left = _days(first)
    right = _days(last) if slash else left
    left, right = left or right, right or left
    if left is None or right is None or right[1] < left[0]:
        return None
    return Window(first=left[0], last=right[1], clock=_clock(first))


def _clock(iso: str) -> float:
    clock = _CLOCK.search(iso)
    return (int(clock[1]) * 60 + int(clock[2])) / 1440 if clock else 0.0


def _days(iso: str) -> tuple[int, int] | None:
    date = _DATE.match(iso)
    if date is None:
        return None
    year, month, day = (int(part) if part else None for part in date.groups())
    try:
        first = dt.date(year or 1, month or 1, day or 1)
        if day is not None:
            return first.toordinal(), first.toordinal()
        if month is not None:
            return first.toordinal(), first.toordinal() + monthrange(first.year, first.month)[1] - 1
        return first.toordinal(), dt.date(first.year, 12, 31).toordinal()
    except ValueError:
        return None


def written_day(ordinal: int) -> str:
    """Return a day number as "4 Mar 2031"."""
    return _written_point(dt.date.fromordinal(ordinal).isoformat())

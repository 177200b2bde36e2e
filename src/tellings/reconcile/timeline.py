"""The order of events in time."""

from __future__ import annotations

from collections.abc import Iterable

from tellings.reconcile.dues import days_of
from tellings.reconcile.view import StoryView
from tellings.types.dossier import Event

_CLOCK = 11  # characters of an ISO value before its clock time


def in_order(events: Iterable[Event], view: StoryView) -> tuple[Event, ...]:
    """Return events by the time at which they begin, undated ones last; equals by their first mention.

    A day without a clock time comes before the clock times of that day; a longer stretch that begins on the same
    day comes before a shorter one.
    """
    return tuple(sorted(events, key=lambda event: (*time_key(event.when), view.order(event.mentions[0]))))


def time_key(when: str | None) -> tuple[bool, str, str, str]:
    """Return a sort key of an ISO value or interval: dated first, then first day, clock, and the longer stretch."""
    days = days_of(when) if when else None
    if when is None or days is None:
        return True, "", "", ""
    first, last = days
    clock = when.partition("/")[0][_CLOCK:]
    # the later a stretch ends the earlier it sorts: nines' complement of the digits of its last day
    longer = "".join(str(9 - int(digit)) for digit in last.isoformat() if digit.isdigit())
    return False, first.isoformat(), clock, longer

"""Expressions that belong together: a clock time and its day, the two ends of a range."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from tellings.label.timecontext import Reading
from tellings.types.labels import TimeType

Entry = tuple[int, int, Reading]

_OPENING = re.compile(r"\b(between|from) $", re.IGNORECASE)


def joined_times(found: list[Entry], text: str) -> Iterator[Entry]:
    """Yield the expressions of a block with those joined that are one.

    "6.10am on Wednesday" is one expression; in "at 16:15 UTC, June 1" the day only corrects that of the clock
    time; "between March 2015 and March 2016" is one range.
    """
    index = 0
    while index < len(found):
        entry = found[index]
        following = found[index + 1] if index + 1 < len(found) else None
        index += 1
        if following:
            _carry_day(found, index, text)
            entry, following = found[index - 1], found[index]
            joined = _clock_and_day(entry, following, text) or _two_ends(entry, following, text)
            if joined:
                entry = joined
                index += 1
            else:
                entry = _corrected(entry, following, text)
        yield entry


def _carry_day(found: list[Entry], index: int, text: str) -> None:
    """Put the day of "3.15am (0115 GMT) on Tuesday" on both clock times, in place."""
    if index + 1 >= len(found):
        return
    first, second, day = found[index - 1 : index + 2]
    if not (_is_clock(first[2]) and _is_clock(second[2]) and _is_day(day[2])):
        return
    if text[first[1] : second[0]] in {" (", ", or ", " - "} and text[second[1] : day[0]] in {") on ", ") ", " on "}:
        found[index - 1] = (first[0], first[1], _on_day(first[2], day[2]))
        found[index] = (second[0], second[1], _on_day(second[2], day[2]))


def _is_clock(reading: Reading) -> bool:
    return reading.type is TimeType.TIME and reading.value is not None and "T" in reading.value


def _is_day(reading: Reading) -> bool:
    return reading.first is not None and reading.first == reading.last and not _is_clock(reading)


def _on_day(clock: Reading, day: Reading) -> Reading:
    assert clock.value is not None
    assert day.first is not None
    value = f"{day.first.isoformat()}{clock.value[10:]}"
    return replace(clock, value=value, basis=f"clock time, {day.basis}", first=day.first, last=day.last)


def _clock_and_day(left: Entry, right: Entry, text: str) -> Entry | None:
    if _is_clock(left[2]) and _is_day(right[2]) and text[left[1] : right[0]] in {" ", " on "}:
        return left[0], right[1], _on_day(left[2], right[2])
    return None


def _corrected(left: Entry, right: Entry, text: str) -> Entry:
    if _is_clock(left[2]) and _is_day(right[2]) and text[left[1] : right[0]] in {", ", ", on "}:
        return left[0], left[1], _on_day(left[2], right[2])
    return left


def _two_ends(left: Entry, right: Entry, text: str) -> Entry | None:
    """Return the range where "between" and "and", or "from" and "to", hold two dates."""
    opening = _OPENING.search(text[max(0, left[0] - 8) : left[0]])
    middle = text[left[1] : right[0]].strip()
    if (
        opening is None
        or middle not in {"and", "to", "until"}
        or (opening[1].lower() == "between") != (middle == "and")
    ):
        return None
    low, high = left[2], right[2]
    if low.type is not TimeType.DATE or high.type is not TimeType.DATE or not low.value or not high.value:
        return None
    if "/" in low.value or "/" in high.value or low.first is None or high.last is None or low.first > high.last:
        return None
    start = left[0] - len(opening[0])
    value = f"{low.value}/{high.value}"
    reading = Reading(type=TimeType.DATE, value=value, basis="range of dates", first=low.first, last=high.last)
    return start, right[1], reading

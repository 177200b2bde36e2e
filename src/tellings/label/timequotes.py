"""What "today" and "tomorrow" mean inside a quotation: they are reckoned from the day on which the words were said."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta

from tellings.types.labels import Statement, StatementKind, Time
from tellings.types.spans import Span

#: Words said longer ago than this many days are seldom quoted with a "today" of their own; by reading.
LONGEST_AGO = 31
#: Readings that lean on the day of publication, by their basis.
_FROM_PUBLICATION = re.compile(r"(?: seen from publication|^part of the day of publication)$")
_ISO_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
#: Characters between two quotations of one speaker that are still one speech.
_ONE_SPEECH = 120
#: Quotations before a time that are looked at for the one that holds it: they may stand in one another.
_NESTED = 8


def quoted_times(
    times: tuple[Time, ...], statements: Sequence[Statement], *, text: str, published: date | None
) -> tuple[Time, ...]:
    """Return the times, those that lean on publication inside words said on an earlier day moved to that day.

    A quotation that names no day of its own was said on the day of the one before it where it stands in the same
    paragraph and has the same speaker. Only the quoted words of a statement are moved: around them it is the
    article that says "today".

    Args:
        times: of an article, in order.
        statements: of the same article, in order.
        text: the kept text.
        published: day of publication; None leaves all as they are.
    """
    if published is None:
        return times
    by_id = {time.id: time for time in times}
    moves: list[tuple[Span, int]] = []
    last: tuple[Statement, int] | None = None
    for statement in statements:
        if statement.kind is StatementKind.INDIRECT:
            continue
        days = _days_ago(statement, by_id, published)
        if days is None and last and _goes_on(last[0], statement, text):
            days = last[1]
        last = (statement, days) if days is not None else None
        if days:
            parts = (statement.content,) if statement.kind is StatementKind.DIRECT else statement.fragments
            moves.extend((part, days) for part in parts)
    moves.sort(key=lambda move: (move[0].start, move[0].end))
    starts = [part.start for part, _ in moves]
    out: list[Time] = []
    for time in times:
        end = bisect_right(starts, time.span.start)
        out.append(_moved(time, moves[max(0, end - _NESTED) : end]))
    return tuple(out)


def _days_ago(statement: Statement, times: Mapping[str, Time], published: date) -> int | None:
    """Return how many days before publication the words were said, None if no single day is named."""
    time = times.get(statement.when or "")
    if time is None or time.value is None or not _ISO_DAY.match(time.value) or "/" in time.value:
        return None
    days = (published - date.fromisoformat(time.value[:10])).days
    return days if 0 <= days <= LONGEST_AGO else None


def _goes_on(before: Statement, after: Statement, text: str) -> bool:
    """Return whether a quotation goes on with the speech of the one before it."""
    if before.speaker is None or after.speaker is None or before.speaker.name != after.speaker.name:
        return False
    between = text[before.content.end : after.content.start]
    return len(between) <= _ONE_SPEECH and "\n" not in between


def _moved(time: Time, moves: Sequence[tuple[Span, int]]) -> Time:
    if time.value is None or not _FROM_PUBLICATION.search(time.basis):
        return time
    days = next((days for part, days in moves if part.contains(time.span)), 0)
    if not days:
        return time
    return replace(
        time,
        value=_back(time.value, days),
        timex=_back(time.timex, days) if time.timex else None,
        basis=f"{time.basis}, from the day of saying",
    )


def _back(value: str, days: int) -> str:
    return _ISO_DAY.sub(lambda day: (date.fromisoformat(day.group()) - timedelta(days=days)).isoformat(), value)

"""Time expressions of an article, with values on the calendar (after TIMEX3; method: Strötgen and Gertz 2013)."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import date
from functools import partial

from tellings.label import timedays, timelengths, timeperiods, timevalues
from tellings.label.parse import Parsed, ParsedBlock
from tellings.label.timecontext import Context, Reading, tense_at
from tellings.label.timerules import Rule, rules, word_classes
from tellings.types.labels import Time, TimeType

_Match = re.Match[str]
_Maker = Callable[[_Match, Context], Reading | None]

_MAKERS: dict[str, _Maker] = {
    maker.__name__: maker
    for maker in (
        timevalues.iso_date,
        timevalues.calendar_date,
        timevalues.day_range,
        timevalues.numeric_date,
        timevalues.month,
        timevalues.year,
        timevalues.year_span,
        timevalues.short_year,
        timeperiods.decade,
        timeperiods.century,
        timeperiods.quarter,
        timeperiods.half_year,
        timeperiods.season,
        timeperiods.holiday,
        timeperiods.weekend,
        timedays.weekday,
        timedays.dayword,
        timedays.day_offset,
        timedays.part_of_day,
        timedays.last_night,
        timedays.that_part,
        timedays.part_before,
        timedays.same_unit,
        timedays.clock,
        timelengths.relative_unit,
        timelengths.window,
        timelengths.recent_units,
        timelengths.ago,
        timelengths.ahead,
        timelengths.duration,
        timelengths.vague_duration,
        timelengths.whole_duration,
        timelengths.every,
    )
}

_WORD = re.compile(r"[a-z]+|\d", re.IGNORECASE)
_BEFORE = re.compile(r"(\w+)\W{1,3}$")

# The longest stretch before a match that is looked at for its preposition.
_BEFORE_CHARS = 24


def find_times(parsed: Parsed) -> tuple[Time, ...]:
    """Return the time expressions of an article in reading order, not overlapping.

    Args:
        parsed: values are reckoned from ``parsed.article.published``; where it is None, only expressions that
            name their own year get a value, the others say "no anchor".
    """
    anchor = _day(parsed.article.published)
    mentioned: Reading | None = None
    found: list[tuple[int, int, Reading]] = []
    for block in parsed.blocks:
        text = block.doc.text
        kept: list[tuple[int, int, Reading]] = []
        for rule, match in _chosen(text):
            reading = _read(rule, match, block=block, anchor=anchor, mentioned=mentioned)
            if reading is None:
                continue
            kept.append((match.start(), match.end(), reading))
            if reading.first is not None and reading.type is not TimeType.DURATION:
                mentioned = reading
        found += [(block.start + start, block.start + end, reading) for start, end, reading in _joined(kept, text)]
    return tuple(
        Time(
            id=f"t{index}",
            span=parsed.article.span(start, end),
            type=reading.type,
            value=reading.value,
            timex=reading.timex if reading.timex != reading.value else None,
            basis=reading.basis,
        )
        for index, (start, end, reading) in enumerate(found)
    )


def _day(published: str | None) -> date | None:
    if not published:
        return None
    try:
        return date.fromisoformat(published[:10])
    except ValueError:
        return None


def _chosen(text: str) -> list[tuple[Rule, _Match]]:
    """Return the matches that win: the longer one, then the earlier rule, in reading order."""
    classes = _classes(text)
    if not classes:
        return []
    matches = [
        (match.start() - match.end(), order, match.start(), rule, match)
        for order, rule in enumerate(rules())
        if rule.needs & classes
        for match in rule.pattern.finditer(text)
        if match.end() > match.start()
    ]
    matches.sort(key=lambda entry: entry[:3])
    taken = bytearray(len(text))
    chosen: list[tuple[int, Rule, _Match]] = []
    for _, _, start, rule, match in matches:
        if not any(taken[start : match.end()]):
            taken[start : match.end()] = b"\x01" * (match.end() - start)
            chosen.append((start, rule, match))
    return [(rule, match) for _, rule, match in sorted(chosen, key=lambda entry: entry[0])]


def _classes(text: str) -> frozenset[str]:
    table = word_classes()
    found: set[str] = set()
    for word in set(_WORD.findall(text)):
        if word.isdigit():
            found.add("digit")
        else:
            found |= table.get(word.lower(), frozenset())
    return frozenset(found)


def _read(
    rule: Rule, match: _Match, *, block: ParsedBlock, anchor: date | None, mentioned: Reading | None
) -> Reading | None:
    text = block.doc.text
    start = match.start()
    before = _BEFORE.search(text[max(0, start - _BEFORE_CHARS) : start])
    context = Context(
        anchor=anchor,
        mentioned=mentioned,
        tense=partial(tense_at, block.doc, start),
        before=before[1].lower() if before else "",
        text=text,
        start=start,
        end=match.end(),
    )
    if rule.make == "reference":
        return timedays.reference(match, context, rule)
    return _MAKERS[rule.make](match, context)


def _joined(found: list[tuple[int, int, Reading]], text: str) -> Iterator[tuple[int, int, Reading]]:
    """Join a clock time with the day right behind it: "6.10am on Wednesday" is one expression."""
    index = 0
    while index < len(found):
        start, end, reading = found[index]
        index += 1
        if index < len(found) and reading.value and "T" in reading.value and not reading.value.startswith("P"):
            next_start, next_end, day = found[index]
            if text[end:next_start] in {" ", " on "} and day.first is not None and day.first == day.last:
                value = f"{day.first.isoformat()}{reading.value[10:]}"
                basis = f"clock time, {day.basis}"
                reading = Reading(type=TimeType.TIME, value=value, basis=basis, first=day.first, last=day.last)
                end = next_end
                index += 1
        yield start, end, reading

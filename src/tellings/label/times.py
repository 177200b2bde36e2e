"""Time expressions of an article, with values on the calendar (after TIMEX3; method: Strötgen and Gertz 2013)."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import partial

from spacy.tokens import Doc

from tellings.label import timedays, timelengths, timeperiods, timesets, timevalues
from tellings.label.parse import Parsed, ParsedBlock
from tellings.label.timecontext import BESIDE, Context, Reading, tense_at
from tellings.label.timejoins import Entry, joined_times
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
        timesets.every,
    )
}

_WORD = re.compile(r"[ap]\.m\b|[a-z]+|\d[\d:./,-]*['’]?(?:[ap]\.m|[a-z]*)", re.IGNORECASE)
_YEAR = re.compile(r"(?<!\d)\d{4}(?!\d)")
_BEFORE = re.compile(r"(\w+)\W{1,3}$")

# The longest stretch before a match that is looked at for its preposition.
_BEFORE_CHARS = 24


def find_times(parsed: Parsed) -> tuple[Time, ...]:
    """Return the time expressions of an article in reading order, not overlapping.

    Args:
        parsed: values are reckoned from ``parsed.article.published``; where it is None, only expressions that
            name their own year get a value, the others say "no anchor".
    """
    anchor = publication_day(parsed.article.published)
    memory = _Memory()
    found: list[tuple[int, int, Reading]] = []
    for block in parsed.blocks:
        text = parsed.article.text[block.start : parsed.article.blocks[block.index].end]
        kept, memory = _in_block(text, block, anchor=anchor, memory=memory)
        joined = joined_times(kept, text)
        found += [(block.start + start, block.start + end, reading) for start, end, reading in joined]
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


@dataclass(frozen=True, slots=True, kw_only=True)
class _Memory:
    """What was named last: a period, and a single day."""

    period: Reading | None = None
    day: date | None = None

    def after(self, reading: Reading) -> _Memory:
        if reading.first is None or reading.type is TimeType.DURATION or reading.basis == BESIDE:
            return self
        return _Memory(period=reading, day=reading.first if reading.first == reading.last else self.day)


# Years a report can have been published in; another year is a damaged date, not an anchor.
_FIRST_YEAR, _LAST_YEAR = 1600, 2200

# A match may turn out to be no time; what it hid is then looked at again, this many times at most.
_SECOND_LOOKS = 4


def _in_block(text: str, block: ParsedBlock, *, anchor: date | None, memory: _Memory) -> tuple[list[Entry], _Memory]:
    matches = _matches(text)
    kept: list[Entry] = []
    now = memory
    for _ in range(_SECOND_LOOKS):
        kept, now = [], memory
        refused: set[tuple[str, int]] = set()
        for rule, match in _chosen(matches, len(text)):
            reading = _read(rule, match, doc=block.doc, anchor=anchor, memory=now)
            if reading is None:
                refused.add((rule.id, match.start()))
            else:
                kept.append((*_trimmed(match), reading))
                now = now.after(reading)
        if not refused:
            break
        matches = [entry for entry in matches if (entry[3].id, entry[2]) not in refused]
    return kept, now


def _trimmed(match: _Match) -> tuple[int, int]:
    words = match[0]
    lead = len(words) - len(words.lstrip(" ,"))
    return match.start() + lead, match.start() + len(words.rstrip(" ,"))


def publication_day(published: str | None) -> date | None:
    """Return the day of publication that times are read against, None where it is unknown or damaged."""
    if not published:
        return None
    try:
        day = date.fromisoformat(published[:10])
    except ValueError:
        return None
    return day if _FIRST_YEAR <= day.year <= _LAST_YEAR else None


def _matches(text: str) -> list[tuple[int, int, int, Rule, _Match]]:
    """Return all matches, the longer first, then by rule and place."""
    classes = _classes(text)
    matches = [
        (match.start() - match.end(), order, match.start(), rule, match)
        for order, rule in enumerate(rules())
        if rule.needs & classes and rule.also <= classes
        for match in rule.pattern.finditer(text)
        if match.end() > match.start()
    ]
    matches.sort(key=lambda entry: entry[:3])
    return matches


def _chosen(matches: list[tuple[int, int, int, Rule, _Match]], length: int) -> list[tuple[Rule, _Match]]:
    """Return the matches that win: the longer one, then the earlier rule, in reading order."""
    taken = bytearray(length)
    chosen: list[tuple[int, Rule, _Match]] = []
    for _, _, start, rule, match in matches:
        end = match.end()
        if not any(taken[start:end]):
            taken[start:end] = b"\x01" * (end - start)
            chosen.append((start, rule, match))
    return [(rule, match) for _, rule, match in sorted(chosen, key=lambda entry: entry[0])]


def _classes(text: str) -> frozenset[str]:
    """Return the classes of trigger words that stand in a text."""
    table = word_classes()
    found: set[str] = set()
    for word in set(_WORD.findall(text)):
        if word[0].isdigit():
            found |= _figure_classes(word, table)
        else:
            found |= table.get(word.lower(), frozenset())
    return frozenset(found)


def _figure_classes(word: str, table: dict[str, frozenset[str]]) -> set[str]:
    found = {"digit"}
    figures = word.rstrip("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ'’.")
    found |= table.get(word[len(figures) :].lower().strip(".'’"), frozenset())
    if not figures.isdigit():
        found.add("mark")
    if _YEAR.search(figures):
        found.add("year")
    if figures.endswith("0") and word.lower().endswith("s"):
        found.add("tens")
    return found


def _read(rule: Rule, match: _Match, *, doc: Doc, anchor: date | None, memory: _Memory) -> Reading | None:
    text = match.string
    start = match.start()
    before = _BEFORE.search(text[max(0, start - _BEFORE_CHARS) : start])
    context = Context(
        anchor=anchor,
        mentioned=memory.period,
        day=memory.day,
        tense=partial(tense_at, doc, start),
        before=before[1].lower() if before else "",
        text=text,
        start=start,
        end=match.end(),
    )
    if rule.make == "reference":
        return timedays.reference(match, context, rule)
    return _MAKERS[rule.make](match, context)

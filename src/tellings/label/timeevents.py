"""Times told by a happening: "after the crash", "as soon as she heard", "a day after the vote".

They are found in the syntax, and get the day that the article gives to the happening, else the day under talk. TIMEX3
marks none of them, so they stand apart from ``find_times``.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from spacy.tokens import Token

from tellings.label.numbers import parse_number
from tellings.label.parse import Parsed, ParsedBlock
from tellings.label.timeanchors import (
    Dated,
    Days,
    Placed,
    dated,
    happening_of,
    lemmas_of,
    names_of,
    placed,
    stem,
    told_below,
)
from tellings.label.timecontext import Tense, shift_days, tense_at
from tellings.label.timelengths import UNITS, moved, singular
from tellings.label.timerules import lexicon
from tellings.types.labels import Time, TimeType

_AFTER = frozenset({"after", "following", "once", "as", "upon", "during", "when"})
_BEFORE = frozenset({"before", "until", "till", "of", "to"})

_CONNECTIVE = re.compile(
    r"\b(?:as soon as|immediately after|in the (?:wake|aftermath|hours|days|run-up) (?:of|to|after|before)|ahead of|"
    r"prior to|on the eve of|after|before|following|during|once|until|till|since|upon)\b",
    re.IGNORECASE,
)
_BEHIND = re.compile(r"\b(?:wake|aftermath)\b", re.IGNORECASE)
_MODIFIER = re.compile(r"\b(?:shortly|soon|immediately|right|straight|moments) $", re.IGNORECASE)
_ACTION = re.compile(r"(?:tion|sion|ment|ance|ence|ture)s?$")

# Characters between a connective and the end of what it governs that still belong to the expression.
_LONGEST = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class _Told:
    """A connective with the happening it governs.

    Attributes:
        start: of the expression in the block, words such as "shortly" included.
        end: its end.
        at: where the connective begins.
        till: where it ends.
        connective: its last word, lower case; "after" for "in the wake of".
        word: verb or noun of the happening.
        near: whether a word such as "shortly" says that little time passed.
    """

    start: int
    end: int
    at: int
    till: int
    connective: str
    word: Token
    near: bool


def event_times(parsed: Parsed, times: Sequence[Time], *, published: date | None) -> tuple[Time, ...]:
    """Return the times of an article with those that are told by a happening.

    Args:
        parsed: the article with its syntax.
        times: what ``find_times`` found.
        published: day of publication, None if unknown.

    Returns:
        The given times in their order, of which lengths before "after" and "before" ("a day after the vote") cover that
        word too and get a place on the calendar; behind them new ones, whose ids begin with ``te``.
    """
    by_block = placed(parsed, times)
    anchors = _Anchors(dated=dated(parsed, by_block), days=_days_named(by_block, published), published=published)
    changed: dict[str, Time] = {}
    added: list[Time] = []
    for number, (block, here) in enumerate(zip(parsed.blocks, by_block, strict=True)):
        scene = _Scene(block=block, number=number, times=here)
        for told in _told(block):
            lead = next((item for item in here if item.end == told.start - 1), None)
            measure = _measure(parsed.article.words(lead.time.span)) if lead else None
            if lead is not None and lead.time.type is TimeType.DURATION and measure is not None:
                span = parsed.article.span(lead.time.span.start, block.start + told.till)
                value, basis = _distance(measure, told, scene, anchors)
                timex = lead.time.timex or lead.time.value
                changed[lead.time.id] = replace(lead.time, span=span, timex=timex, value=value, basis=basis)
            elif not any(item.start < told.end and told.start < item.end for item in here):
                value, basis = _value(told, scene, anchors)
                span = parsed.article.span(block.start + told.start, block.start + told.end)
                added.append(
                    Time(id=f"te{len(added)}", span=span, type=TimeType.DATE, value=value, timex=None, basis=basis)
                )
    return (*(changed.get(time.id, time) for time in times), *added)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Scene:
    """A block, its number in reading order, and its times."""

    block: ParsedBlock
    number: int
    times: Sequence[Placed]


# Verbs of which an article tells many happenings.
_SAYING = frozenset({"say", "tell", "add", "ask", "be", "have", "do", "make", "go", "come", "take", "get"})


@dataclass(frozen=True, slots=True, kw_only=True)
class _Anchors:
    """What an article tells about days.

    Attributes:
        dated: happenings with a date.
        days: block, place and day of each single day it names, in reading order, none after publication.
        published: day of publication, None if unknown.
    """

    dated: list[Dated]
    days: Sequence[tuple[int, int, date]]
    published: date | None

    def of(self, word: Token, block: int) -> Days | None:
        """Return the days that the article gives to a happening: the last told before it, else the first behind it."""
        wanted, names = lemmas_of(word), names_of(word)
        verb = word.pos_ in {"VERB", "AUX"}
        if not wanted or (verb and wanted == {stem(word)} and not names) or (verb and word.lemma_.lower() in _SAYING):
            return None  # "after he spoke" may be any speaking
        least = min(len(wanted), 2) if verb and stem(word) in wanted else 1
        fits = [item for item in self.dated if len(wanted & item.lemmas) >= least and _alike(names, item.names)]
        before = [item for item in fits if (item.block, item.at) < (block, word.idx)]
        best = before[-1] if before else (fits[0] if fits else None)
        return best.days if best else None

    def note(self, word: Token, block: int, day: date) -> None:
        """Remember the day of a happening that a distance told."""
        found = Dated(block=block, at=word.idx, lemmas=told_below(word), names=frozenset(), days=(day, day))
        self.dated.append(found)
        self.dated.sort(key=lambda item: (item.block, item.at))

    def under_talk(self, block: int, at: int) -> date | None:
        """Return the single day named last before a place, else the first that the article names."""
        index = bisect_right([(number, place) for number, place, _ in self.days], (block, at))
        if index:
            return self.days[index - 1][2]
        return self.days[0][2] if self.days else None


def _alike(left: frozenset[str], right: frozenset[str]) -> bool:
    """Return whether two sets of names may belong to one happening: one is empty, or they share a name."""
    return not left or not right or bool(left & right)


def _days_named(by_block: Sequence[Sequence[Placed]], published: date | None) -> list[tuple[int, int, date]]:
    return [
        (number, item.start, item.days[0])
        for number, here in enumerate(by_block)
        for item in here
        if item.days is not None and item.one_day and (published is None or item.days[0] <= published)
    ]


def _told(block: ParsedBlock) -> Iterator[_Told]:
    text, doc = block.doc.text, block.doc
    by_place = {token.idx: token for token in doc}
    for match in _CONNECTIVE.finditer(text):
        last = match[0].rsplit(" ", 1)[-1]
        token = by_place.get(match.end() - len(last))
        word = _governed(token) if token is not None else None
        if token is None or word is None:
            continue
        end = word.idx + len(word.text)
        if end <= match.end():
            continue
        if end - match.end() > _LONGEST:
            cut = text.rfind(" ", match.end() + 1, match.end() + _LONGEST)
            end = cut if cut > match.end() else match.end()
        modifier = _MODIFIER.search(text, max(0, match.start() - 16), match.start())
        start = modifier.start() if modifier else match.start()
        near = bool(modifier) or match[0].lower().startswith(("as soon", "immediately"))
        connective = "after" if _BEHIND.search(match[0]) else last.lower()
        yield _Told(
            start=start, end=end, at=match.start(), till=match.end(), connective=connective, word=word, near=near
        )


def _governed(token: Token) -> Token | None:
    """Return the verb of the clause or the noun of the happening behind a connective, None if it tells no time."""
    if token.dep_ == "mark" or (token.dep_ == "advmod" and token.lower_ == "once" and token.head.dep_ == "advcl"):
        verb = token.head
        temporal = token.lower_ != "since" or verb.tag_ == "VBD"
        return verb if temporal and verb.i > token.i and verb.pos_ in {"VERB", "AUX"} else None
    for child in token.children:
        if child.i < token.i:
            continue
        if child.dep_ == "pcomp" and child.tag_ == "VBG":
            return child
        if child.dep_ in {"pobj", "dobj"} and _is_happening(child):
            return child
    return None


def _is_happening(noun: Token) -> bool:
    if noun.pos_ not in {"NOUN", "PROPN"}:
        return False
    lemma = noun.lemma_.lower()
    lists = lexicon()
    if lemma in lists["happenings"] or noun.lower_ in lists["happenings"]:
        return True
    return noun.pos_ == "NOUN" and bool(_ACTION.search(lemma)) and lemma not in lists["no_happenings"]


def _value(told: _Told, scene: _Scene, anchors: _Anchors) -> tuple[str | None, str]:
    """Return the place on the calendar of an expression without a distance, and how it was found."""
    tense = tense_at(scene.block.doc, told.word.idx)
    published = anchors.published
    if told.connective in _BEFORE and not told.near:
        until = tense in {Tense.FUTURE, Tense.PRESENT} and told.connective in {"until", "till"}
        return (f"{published}/", "up to a happening ahead") if until and published else (None, "before a happening")
    known = _own_days(told, scene) or anchors.of(told.word, scene.number)
    if known is not None:
        value = f"{known[0]}/" if told.connective == "since" else _written(known)
        return value, "day of the happening it names"
    if told.connective == "since":
        return None, _UNKNOWN
    if tense in {Tense.FUTURE, Tense.PRESENT} and told.word.pos_ in {"VERB", "AUX"}:
        return (f"{published}/" if published else None), "after a happening ahead"
    beside = _beside(told, scene)
    if beside is not None:
        return _written(beside), "day of what is told beside it"
    return _under_talk(told, scene, anchors)


# Days or weeks that "days after" and "weeks before" span at most; as in timelengths.py.
_FEW = 10

_UNKNOWN = "no day is told for the happening"

# Days before publication from which on a day named before may be that of "the crash"; older ones belong to the past
# that a report recalls. Set by hand.
_RECENT = 14


def _under_talk(told: _Told, scene: _Scene, anchors: _Anchors) -> tuple[str | None, str]:
    """Return the day under talk for what the article takes as known: "the crash", "as soon as she heard"."""
    published = anchors.published
    if not told.near and not _known_already(told.word):
        return None, _UNKNOWN
    day = anchors.under_talk(scene.number, told.at)
    if day is not None and (published is None or (published - day).days <= _RECENT):
        return day.isoformat(), "day under talk"
    if told.near and published is not None:
        return _written((shift_days(published, -1), published)), "news of the day"
    return None, _UNKNOWN


def _known_already(word: Token) -> bool:
    """Return whether a happening is named as one known before: "the crash", "that vote", with no name in it."""
    if word.pos_ != "NOUN" or names_of(word):
        return False
    children = list(word.children)
    definite = any(child.lower_ in {"the", "that", "this"} for child in children)
    return definite and all(child.dep_ in {"det", "amod", "compound", "punct"} for child in children)


def _beside(told: _Told, scene: _Scene) -> Days | None:
    """Return the days of the verb that the expression stands with ("toured the coast last week during visits")."""
    above = {head.i for head in told.word.ancestors}
    for item in scene.times:
        if item.days is None or item.time.type is TimeType.DURATION:
            continue
        word = happening_of(scene.block.doc, item)
        if word is not None and word.pos_ in {"VERB", "AUX"} and word.i in above:
            return item.days
    return None


def _own_days(told: _Told, scene: _Scene) -> Days | None:
    """Return the days that the happening's own clause gives to it ("after the vote on Monday")."""
    for item in scene.times:
        if item.days is not None and item.start >= told.at:
            word = happening_of(scene.block.doc, item)
            if word is not None and (word.i == told.word.i or _within(word, told.word)):
                return item.days
    return None


def _within(word: Token, top: Token) -> bool:
    """Return whether a word is part of the happening's own phrase: "the end of the summit in May", "that fell on …"."""
    if word.pos_ not in {"NOUN", "PROPN"}:
        return word.dep_ in {"relcl", "acl"} and word.head.i == top.i
    return any(above.i == top.i for above in word.ancestors)


def _written(days: Days) -> str:
    first, last = days
    return first.isoformat() if first == last else f"{first.isoformat()}/{last.isoformat()}"


_DISTANCE = re.compile(r"(?:(?P<amount>.+?) )?(?P<unit>[a-z]+)$", re.IGNORECASE)


def _measure(words: str) -> tuple[float | None, str] | None:
    """Return amount and unit of "a day", "two weeks", "hours"; the amount is None where it is not told."""
    match = _DISTANCE.fullmatch(words.strip())
    unit = singular(match["unit"]) if match else ""
    if match is None or unit not in UNITS:
        return None
    amount = match["amount"]
    if amount is None or not re.search(r"\b(?:an?|one)$", amount, re.IGNORECASE):
        return (parse_number(amount) if amount else None), unit
    return 1.0, unit


def _distance(
    measure: tuple[float | None, str], told: _Told, scene: _Scene, anchors: _Anchors
) -> tuple[str | None, str]:
    """Return the place on the calendar of "a day after the vote": from the happening to what follows it."""
    amount, unit = measure
    back = told.connective in _BEFORE
    known = _own_days(told, scene) or anchors.of(told.word, scene.number)
    main = _main_day(told, scene, anchors)
    if amount is None or UNITS[unit] in {"TH", "TM", "TS"}:
        day = known or ((main, main) if main else None)
        if day is not None and UNITS[unit] not in {"TH", "TM", "TS"}:
            day = (moved(day[0], -_FEW, unit), day[1]) if back else (day[0], moved(day[1], _FEW, unit))
        return (_written(day) if day else None), "close to a happening"
    ahead = tense_at(scene.block.doc, told.at) in {Tense.FUTURE, Tense.OPEN}
    if ahead and not back:
        later = (moved(known[0], amount, unit), moved(known[1], amount, unit)) if known else None
        return (_written(later) if later else None), "distance from a happening"
    start = main if main is not None else (known[0] if known is not None else None)
    if start is None:
        return None, _UNKNOWN
    other = moved(start, amount if back == (start == main) else -amount, unit)
    if not back and start == main:
        anchors.note(told.word, scene.number, other)
    return _written((min(start, other), max(start, other))), "distance from the day under talk"


def _main_day(told: _Told, scene: _Scene, anchors: _Anchors) -> date | None:
    """Return the day of what is told to lie before or after a happening: that of its sentence, else that under talk."""
    sentence = told.word.sent
    for item in scene.times:
        if item.days is None or not item.one_day or not sentence.start_char <= item.start < sentence.end_char:
            continue
        if anchors.published and item.days[0] > anchors.published and tense_at(scene.block.doc, told.at) is Tense.PAST:
            continue
        word = happening_of(scene.block.doc, item)
        if word is None or not (word.i == told.word.i or any(above.i == told.word.i for above in word.ancestors)):
            return item.days[0]
    return anchors.under_talk(scene.number, told.at) or anchors.published

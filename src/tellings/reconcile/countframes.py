"""Which number of people stands for what: the dead, the hurt, those who had to leave.

What is counted and what is said of those counted make a frame; all numbers of one frame are readings of one count.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources

import yaml

from tellings.reconcile.dues import days_of
from tellings.reconcile.numbers import fold_counted, people_words, reading_value
from tellings.reconcile.readings import StoryReader
from tellings.types.labels import Bound, Quantity, TimeType
from tellings.types.spans import Span

REACH_AFTER = 90
"""Characters after a number within which its frame must be named; a clause is seldom longer."""

REACH_BEFORE = 60
"""The same before a number ("the number of injured rose to 14")."""

ADJACENT = 14
"""Characters before a number within which a verb governs it ("injuring another 40", "killed at least nine")."""

SMALLEST = 2.0
"""Numbers below it are single people, not counts."""

LONG_PAST = dt.timedelta(days=14)
"""How long before the first report a day must lie for what is told of it to be another, earlier happening."""

_BOUND = r"(?: (?:another|some|about|around|up to|nearly|almost|over|as many as|a further|a))?"
_LOOSE = frozenset(("some", "number", "lot", "lots", "many", "few", "multiple", "numerous", "countless", "couple"))
"""Words for a number so open that nothing is said of it."""

_PART = re.compile(r"\s*(?:of|in|out of)\s+(?:the|those|them|whom|which|these|every)\b", re.IGNORECASE)
_OF_ALL = re.compile(r"\s*of (?:the|those) (?:injured|wounded|hurt|casualties|patients|victims)\b", re.IGNORECASE)
_CLAUSE = re.compile(r"[.;:!?–—]\s|[“”\"]")
_FACILITY = re.compile(
    r"((?:[A-Z][\w'’.-]*\s)+(?:[Uu]niversity\s)?(?:[Hh]ospital|[Ii]nfirmary|[Cc]linic|[Mm]edical\s[Cc]ent(?:er|re)))"
)
_BUILDING = re.compile(r"\b(?:hospitals?|clinics?|infirmar(?:y|ies)|homes?|houses|villages|towns)\b", re.IGNORECASE)
_KIND = re.compile(r"\b(?:university|general|hospital|infirmary|clinic|medical|cent(?:er|re)|the)\b")
_OPEN = re.compile(r"\b(dozens|scores|hundreds|thousands)\b(?! of (?:thousands|millions))", re.IGNORECASE)
_LEAST_OF = {"dozens": 24.0, "scores": 40.0, "hundreds": 200.0, "thousands": 2000.0}
_YEAR = re.compile(r"\b(1[0-9]{3}|20[0-9]{2})s?\b")
_SCALE_BEFORE = re.compile(r"\b(?:magnitude|strength|category|intensity|level)(?:[ -]of)?[ -]?$", re.IGNORECASE)
_SCALE_AFTER = re.compile(r"[ -](?:magnitude|strength|degree|on the (?:\w+ )?scale)\b", re.IGNORECASE)
_MORE_AFTER = re.compile(r"\s+(?:more|further|other|additional)\b", re.IGNORECASE)
_MORE_BEFORE = re.compile(r"\b(?:another|a further|an additional)\s+(?:\w+\s+){0,2}$", re.IGNORECASE)
_HOME = re.compile(
    r"\b(?:(?:city|town|village|island|nation|country|community|region|state|population|staff|crew|team) of"
    r"|home to)\s+(?:\w+\s+){0,2}$",
    re.IGNORECASE,
)
_SINCE = re.compile(r"\b(?:since|until|till)\s+(?:the\s+)?$", re.IGNORECASE)
_BACK = re.compile(r"(?:On|At|In) (?:that|the same) (?:occasion|time|year|day)\b|(?:Then|It|That|This)\b")


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """One number of people, what it says, and of whom.

    Attributes:
        quantity: the number; one made up for an open word that is no labelled number.
        value: what it says, so that equal readings agree.
        frame: what is said of those counted ("hurt").
        facility: the hospital they are in, lower case, empty if none is named.
    """

    quantity: Quantity
    value: str
    frame: str
    facility: str = ""


@lru_cache(maxsize=1)
def _frames() -> tuple[tuple[str, re.Pattern[str], re.Pattern[str]], ...]:
    """Return each frame with the pattern that finds it and the one that finds its verb right before a number."""
    content = resources.files("tellings.reconcile").joinpath("frames.yaml").read_text(encoding="utf-8")
    frames = yaml.load(content, Loader=yaml.CSafeLoader)
    return tuple(
        (name, re.compile(rf"\b(?:{p})\b", re.IGNORECASE), re.compile(rf"\b(?:{p}){_BOUND}\s*$", re.IGNORECASE))
        for name, p in frames.items()
    )


def count_readings(reader: StoryReader) -> dict[str, list[Reading]]:
    """Return the numbers of people of a story by their frames, those of one hospital of several apart.

    Args:
        reader: the story.
    """
    found = [reading for article in reader.articles for reading in _of_article(article.id, reader)]
    apart = len({_short(r.facility) for r in found if r.facility}) > 1
    frames: dict[str, list[Reading]] = {}
    for reading in found:
        name = f"{reading.frame} {_short(reading.facility)}"
        frames.setdefault(name if apart and reading.facility else reading.frame, []).append(reading)
    return frames


def _short(facility: str) -> str:
    """Return the name of a hospital without what kind of hospital it is."""
    return _KIND.sub("", facility.replace("’", "'")).strip()


def _of_article(article: str, reader: StoryReader) -> Iterator[Reading]:
    """Yield the numbers of people of one article, open words that are no labelled numbers among them."""
    labelled = reader.labels.get(article)
    known = [q for q in labelled.quantities if not q.calendar] if labelled else []
    counts = sorted((*known, *_open_words(article, known, reader)), key=lambda q: (q.span.start, q.span.end))
    for number, quantity in enumerate(counts):
        before = counts[number - 1].span.end if number else 0
        after = _next_start(counts[number + 1 :], len(reader.article[article].text), reader)
        frame, facility = _frame(quantity, (before, after), reader)
        if frame:
            yield Reading(quantity=quantity, value=reading_value(quantity), frame=frame, facility=facility)


def _open_words(article: str, known: Sequence[Quantity], reader: StoryReader) -> Iterator[Quantity]:
    """Yield "dozens" and the like where no number is labelled."""
    taken = [(q.span.start, q.span.end) for q in known]
    held = reader.article[article]
    for block in held.blocks:
        for found in _OPEN.finditer(held.text, block.start, block.end):
            start, end = found.span(1)
            if not any(a < end and start < b for a, b in taken):
                least = _LEAST_OF[found.group(1).lower()]
                span = Span(article=article, start=start, end=end)
                yield Quantity(id=f"open{start}", span=span, value=least, bound=Bound.AT_LEAST, vague=True)


def _next_start(following: Sequence[Quantity], end: int, reader: StoryReader) -> int:
    """Return where the next number of people begins: "51 were taken to two hospitals" gives one number of people."""
    for quantity in following[:2]:
        if quantity.counts is None or not _BUILDING.search(reader.words(quantity.counts)):
            return quantity.span.start
    return following[2].span.start if len(following) > 2 else end


def _frame(quantity: Quantity, between: tuple[int, int], reader: StoryReader) -> tuple[str, str]:
    """Return frame and hospital of a number of people; empty if it counts something else or something long past."""
    if quantity.unit or quantity.bound is Bound.ORDINAL or not (quantity.vague or quantity.value >= SMALLEST):
        return "", ""
    if quantity.counts is not None and fold_counted(quantity, reader) not in people():
        return "", ""
    if _LOOSE & set(reader.words(quantity.span).lower().split()):
        return "", ""
    text = reader.article[quantity.span.article].text
    sentence = sentence_of(quantity.span, reader)
    if _HOME.search(text[max(0, quantity.span.start - 30) : quantity.span.start]):
        return "", ""
    if _on_scale(quantity, text) or _past(sentence, reader) or _added(quantity, sentence, reader):
        return "", ""
    low = max(sentence.start, between[0], quantity.span.start - REACH_BEFORE)
    high = min(sentence.end, between[1], quantity.span.end + REACH_AFTER)
    whole = _OF_ALL.match(text, quantity.span.end)
    before, after = text[low : quantity.span.start], text[whole.end() if whole else quantity.span.end : high]
    cut = _CLAUSE.search(after)
    after = after[: cut.start()] if cut else after
    facility = _FACILITY.search(text, quantity.span.end, min(sentence.end, between[1]))
    facility = facility or _FACILITY.search(text, sentence.start, quantity.span.start)
    part = _PART.match(text, quantity.span.end) is not None
    if part and (facility is None or not whole):
        return "", ""
    return _named(before, after), facility.group(1).lower() if facility else ""


def _on_scale(quantity: Quantity, text: str) -> bool:
    """Return whether a number is no count of people: a part of one, or a degree ("magnitude 7")."""
    start, end = quantity.span.start, quantity.span.end
    scaled = _SCALE_BEFORE.search(text[max(0, start - 20) : start]) or _SCALE_AFTER.match(text, end)
    return scaled is not None or quantity.value != int(quantity.value)


def _added(quantity: Quantity, sentence: Span, reader: StoryReader) -> bool:
    """Return whether a number comes on top of one given elsewhere ("two more bodies"): it is no count of all.

    Behind another number in its sentence it is ("killed 12 and hurt 40 more").
    """
    text = reader.article[sentence.article].text
    words = reader.words(quantity.span).lower()
    more = _MORE_AFTER.match(text, quantity.span.end) or re.match(r"another\b|an? (?:further|additional)\b", words)
    if more is None and not _MORE_BEFORE.search(text[max(0, quantity.span.start - 30) : quantity.span.start]):
        return False
    known = reader.labels[sentence.article].quantities
    return not any(sentence.start <= q.span.start < quantity.span.start and not q.calendar for q in known)


def _named(before: str, after: str) -> str:
    """Return the frame that the words around a number name: right before it, after it, else before it."""
    for name, _, right_before in _frames():
        if name != "grave" and right_before.search(before[-ADJACENT - 10 :]):
            return name
    for words in (after, before):
        found = [(m.start(), order, name) for order, (name, p, _) in enumerate(_frames()) if (m := p.search(words))]
        if any(name == "grave" for _, _, name in found):
            return "grave"
        if found:
            return min(found)[2] if words is after else max(found)[2]
    return ""


def sentence_of(span: Span, reader: StoryReader) -> Span:
    """Return the sentence a span stands in, itself if it stands in none."""
    return reader.sentence_at(span) or span


def _past(sentence: Span, reader: StoryReader) -> bool:
    """Return whether a sentence, or the one it refers back to, tells of a year before the story's."""
    now = reader.year
    if now is None:
        return False
    text = reader.article[sentence.article].text
    start = sentence.start
    if _BACK.match(text, sentence.start):
        start = max(0, sentence.start - 200)
    if any(int(year.group(1)) < now for year in _YEAR.finditer(text, start, sentence.end)):
        return True
    return _dated_before(Span(article=sentence.article, start=start, end=sentence.end), reader)


def _dated_before(told: Span, reader: StoryReader) -> bool:
    """Return whether a stretch of text names a day or month over two weeks before the first report of the story."""
    known = [when.date() for article in reader.articles if (when := reader.published(article.id)) is not None]
    text = reader.article[told.article].text
    for time in reader.labels[told.article].times if known else ():
        if time.type is not TimeType.DATE or not time.value or not told.contains(time.span):
            continue
        days = days_of(time.value)
        since = _SINCE.search(text[max(0, time.span.start - 20) : time.span.start])
        if days is not None and days[1] < min(known) - LONG_PAST and since is None:
            return True
    return False


@lru_cache(maxsize=1)
def people() -> frozenset[str]:
    """Return what people fold into, and the words for them."""
    return people_words() | {"people", "more"}

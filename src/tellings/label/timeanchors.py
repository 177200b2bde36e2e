"""Which happenings of an article have a day: the dates that its sentences give to verbs and nouns."""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from spacy.tokens import Doc, Token

from tellings.label.offsets import token_at
from tellings.label.parse import Parsed, ParsedBlock
from tellings.label.timecontext import BESIDE
from tellings.types.labels import Time, TimeType

Days = tuple[date, date]

# Steps up the tree from a date to the word that it dates ("on" - "Wednesday" - "crash"); more is another clause.
_STEPS = 4

# Longest stretch, in days, that still dates a happening: a month.
_LONGEST = 31

# Words before a date that say it is an edge of a stretch, and not the day of what it stands beside.
_EDGES = frozenset({"since", "until", "till", "before", "after", "by", "from"})

_EDGE = re.compile(r"(\d{4})-(\d{2})(?:-(\d{2}))?(?!\d)")


def days_of(time: Time) -> Days | None:
    """Return the first and last day that a time covers, None where it has no two ends or is longer than a month."""
    if time.value is None or time.type is TimeType.SET:
        return None
    low, _, high = time.value.partition("/")
    first, last = _edge(low, last=False), _edge(high or low, last=True)
    if first is None or last is None or not 0 <= (last - first).days <= _LONGEST:
        return None
    return first, last


def _edge(written: str, *, last: bool) -> date | None:
    match = _EDGE.match(written)
    if match is None:
        return None
    year, month = int(match[1]), int(match[2])
    try:
        day = int(match[3]) if match[3] else (calendar.monthrange(year, month)[1] if last else 1)
        return date(year, month, day)
    except ValueError:
        return None


@dataclass(frozen=True, slots=True, kw_only=True)
class Placed:
    """A time of one block, with what it covers.

    Attributes:
        time: the time.
        start: its place in the block's text.
        end: its end.
        days: first and last day, None if it has none.
    """

    time: Time
    start: int
    end: int
    days: Days | None

    @property
    def one_day(self) -> bool:
        """Whether it covers a single day."""
        return self.days is not None and self.days[0] == self.days[1]


@dataclass(frozen=True, slots=True, kw_only=True)
class Dated:
    """A happening to which a sentence gives a date.

    Attributes:
        block: number of the block in reading order.
        at: offset of the happening's word in the block.
        lemmas: lemmas of its verb with subject and object, or of its noun.
        names: names in its phrase, lower case.
        days: when.
    """

    block: int
    at: int
    lemmas: frozenset[str]
    names: frozenset[str]
    days: Days


def placed(parsed: Parsed, times: Sequence[Time]) -> list[list[Placed]]:
    """Return the times of each parsed block, in order."""
    result: list[list[Placed]] = []
    for block in parsed.blocks:
        end = block.start + len(block.doc.text)
        result.append(
            [
                Placed(
                    time=time,
                    start=time.span.start - block.start,
                    end=time.span.end - block.start,
                    days=days_of(time),
                )
                for time in times
                if block.start <= time.span.start < end
            ]
        )
    return result


def dated(parsed: Parsed, by_block: Sequence[Sequence[Placed]]) -> list[Dated]:
    """Return the happenings of an article that have a date, in reading order."""
    found: list[Dated] = []
    for number, (block, times) in enumerate(zip(parsed.blocks, by_block, strict=True)):
        for item in times:
            if item.days is not None and item.time.basis != BESIDE and item.time.type is not TimeType.DURATION:
                found += _dated_by(number, block, item, item.days)
    return found


def _dated_by(number: int, block: ParsedBlock, item: Placed, days: Days) -> Iterator[Dated]:
    word = happening_of(block.doc, item)
    if word is not None:
        yield Dated(block=number, at=word.idx, lemmas=lemmas_of(word), names=names_of(word), days=days)


def happening_of(doc: Doc, item: Placed) -> Token | None:
    """Return the verb or noun that a time stands with, None if it is only an edge of a stretch or stands alone."""
    token = token_at(doc, item.start)
    if token is None:
        return None
    for _ in range(_STEPS):
        if token.lower_ in _EDGES:
            return None
        head = token.head
        if head.i == token.i:
            return None
        inside = item.start <= head.idx < item.end
        if not inside and head.pos_ in {"NOUN", "PROPN", "VERB", "AUX"}:
            return head
        token = head
    return None


_SUBJECTS = frozenset({"nsubj", "nsubjpass", "dobj", "attr"})

# Words looked at below a happening's word; longer phrases hold other clauses.
_MOST_WORDS = 12

# Verbs that say only that something begins or ends: what it is says their subject.
_ASPECT = frozenset(
    {"end", "begin", "start", "finish", "conclude", "break", "close", "open", "resume", "happen", "take"}
)

# Nouns for word of a happening: the happening is what stands below them ("news of the crash").
_TELLING = frozenset({"news", "report", "word", "reports", "revelation", "announcement"})


def stem(word: Token) -> str:
    """Return the lemma of a word, of nouns in "-ing" that of their verb: "meeting" and "meet" are one happening."""
    lemma = word.lemma_.lower()
    return lemma[:-3] if lemma.endswith("ing") and len(lemma) > 5 else lemma


def lemmas_of(word: Token) -> frozenset[str]:
    """Return what a happening is known by: the lemma of its noun, or of its verb with its subject and object."""
    if word.lemma_.lower() in _TELLING:
        below = [token for token in word.subtree if token.i > word.i and token.pos_ == "NOUN"][:_MOST_WORDS]
        return frozenset(stem(token) for token in below)
    if word.pos_ in {"NOUN", "PROPN"}:
        return frozenset({stem(word)})
    if word.lemma_.lower() in _ASPECT:
        parts = [child for child in word.children if child.dep_ in {"nsubj", "nsubjpass"}]
        below = [noun for part in parts for noun in _below(part) if noun.pos_ == "NOUN"]
        return frozenset(stem(noun) for noun in below)
    nouns = {stem(child) for child in word.children if child.dep_ in _SUBJECTS and child.pos_ == "NOUN"}
    return frozenset({stem(word), *nouns})


def names_of(word: Token) -> frozenset[str]:
    """Return the names in a happening's phrase: of "the summit in Norvik" Norvik; of a verb those of its subject."""
    if word.pos_ in {"NOUN", "PROPN"}:
        return frozenset(token.lower_ for token in _below(word) if token.pos_ == "PROPN")
    subjects = [child for child in word.children if child.dep_ in {"nsubj", "nsubjpass"}]
    return frozenset(token.lower_ for part in subjects for token in _below(part) if token.pos_ == "PROPN")


def told_below(word: Token) -> frozenset[str]:
    """Return the lemmas of a clause's verb and of the nouns it tells of."""
    return frozenset({stem(word), *(stem(token) for token in _below(word) if token.pos_ == "NOUN")})


def _below(word: Token) -> list[Token]:
    """Return the words of a phrase, relative clauses left out, at most so many."""
    found: list[Token] = []
    waiting = [word]
    while waiting and len(found) < _MOST_WORDS:
        token = waiting.pop(0)
        found.append(token)
        waiting += [child for child in token.children if child.dep_ not in {"relcl", "punct", "det"}]
    return found

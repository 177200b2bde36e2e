"""Differences of number: value, bound, unit and what is counted."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from importlib import resources

import yaml

from tellings.reconcile.dues import days_of
from tellings.reconcile.readings import StoryReader
from tellings.reconcile.slots import Contrast
from tellings.types.dossier import DifferenceType
from tellings.types.labels import Bound, Quantity, TimeType
from tellings.types.matches import Key
from tellings.types.spans import Span

ABOUT = 0.1
"""How far "about" reaches to both sides, as a share of the value."""

SAME_SIZE = 10.0
"""Numbers of which one is more than so many times the other count different things, whatever they are called."""

CLOSE_COUNTS = 0.25
"""Closeness of two claims from which their counts of the same things are compared."""

CLOSE_LOOSE = 0.4
"""The same where one of them does not name what it counts."""

CLOSE_MEASURES = 0.5
"""The same for measures and ordinals: two distances or two second meetings are seldom one."""

_COMPARED = re.compile(
    r"(?:more|less|fewer|higher|lower|greater|larger|smaller|longer|shorter) than "
    r"(?:the|its|his|her|their|that|those)\b",
    re.IGNORECASE,
)
_GROWING = frozenset(("", "percent"))
_SHARES = frozenset(("percent", "share"))
_OPEN_BOUNDS = frozenset((Bound.AT_LEAST, Bound.MORE_THAN, Bound.AT_MOST, Bound.LESS_THAN))
_BARE = frozenset(("those", "them", "whom", "who", "other", "others"))
_UNITS_OF_PEOPLE = frozenset(("year of age",))


@lru_cache(maxsize=1)
def people_words() -> frozenset[str]:
    """Return the words that count people, of ``differences.yaml``, read once."""
    return frozenset(_data()["people"].split())


@lru_cache(maxsize=1)
def body_words() -> frozenset[str]:
    """Return the words that describe a body or service without naming it, of ``differences.yaml``, read once."""
    return frozenset(_data()["bodies"].split())


@lru_cache(maxsize=1)
def source_words() -> frozenset[str]:
    """Return the words that describe people as sources without naming them, of ``differences.yaml``, read once."""
    return frozenset(_data()["sources"].split())


def _data() -> dict[str, str]:
    content = resources.files("tellings.reconcile").joinpath("differences.yaml").read_text(encoding="utf-8")
    return dict(yaml.load(content, Loader=yaml.CSafeLoader))


@lru_cache(maxsize=1)
def vague_words() -> frozenset[str]:
    """Return the words that stand for an open number ("dozens"), of ``differences.yaml``, read once."""
    return frozenset(_data()["vague"].split())


def is_vague(quantity: Quantity, reader: StoryReader) -> bool:
    """Return whether a quantity is a word for an open number."""
    return quantity.vague or bool(vague_words() & set(reader.words(quantity.span).lower().split()))


def interval(quantity: Quantity, *, vague: bool = False) -> tuple[float, float]:
    """Return between which values a quantity lies, both ends included; open ends are infinite.

    "More than two hours" and "two hours" are taken to overlap: the one is the other said with care.
    """
    if vague:
        return 0.0, math.inf
    low, high = quantity.value, quantity.high if quantity.high is not None else quantity.value
    match quantity.bound:
        case Bound.ABOUT:
            return low * (1 - ABOUT), high * (1 + ABOUT)
        case Bound.AT_LEAST | Bound.MORE_THAN:
            return low, math.inf
        case Bound.AT_MOST | Bound.LESS_THAN:
            return -math.inf, high
        case _:
            return low, high


def fold_counted(quantity: Quantity, reader: StoryReader) -> str:
    """Return what a quantity counts: the last word, people folded into one, empty if nothing is named."""
    if quantity.counts is None:
        return ""
    return _fold_last(reader.words(quantity.counts))


@lru_cache(maxsize=4096)
def _fold_last(words: str) -> str:
    """Return the last of some words as ``fold_counted`` gives it; stories count few things, and often."""
    return _fold(words.lower().split()[-1].strip("'’\".,"))


def _fold(word: str) -> str:
    """Return a counted word with people folded into one and without its plural ending."""
    if word in people_words():
        return "people"
    return word[:-1] if word.endswith("s") and len(word) > 3 else word


def _comparable(a: Quantity, b: Quantity, reader: StoryReader) -> bool:
    """Return whether two quantities may give the number of one thing."""
    if a.unit != b.unit or (a.bound is Bound.ORDINAL) != (b.bound is Bound.ORDINAL):
        return False
    first, second = fold_counted(a, reader), fold_counted(b, reader)
    if first and second and first != second:
        return False
    if is_vague(a, reader) or is_vague(b, reader):
        return True
    low, high = sorted((abs(a.value), abs(b.value)))
    return high <= SAME_SIZE * max(low, 1e-9)


def _needed(a: Quantity, b: Quantity, reader: StoryReader) -> float:
    """Return how close two claims must be for two of their numbers to be compared."""
    if Bound.ORDINAL in (a.bound, b.bound) or a.unit not in _GROWING:
        return CLOSE_MEASURES
    counted = fold_counted(a, reader)
    return CLOSE_COUNTS if counted and counted == fold_counted(b, reader) else CLOSE_LOOSE


def reading_value(quantity: Quantity) -> str:
    """Return what a quantity says, so that equal readings agree."""
    high = "" if quantity.high is None else f"-{quantity.high:g}"
    return f"{quantity.bound} {quantity.value:g}{high} {quantity.unit}"


def number_type(a: Quantity, b: Quantity, reader: StoryReader, *, people: bool = False) -> tuple[DifferenceType, str]:
    """Return in which way two numbers of one thing differ, with the reason.

    A count has moved only between two reports of which one is known to be later. ``people`` says that both are known
    to count people, whether they name them or not.
    """
    low, high = interval(a, vague=is_vague(a, reader))
    other_low, other_high = interval(b, vague=is_vague(b, reader))
    left, right = reader.words(a.span), reader.words(b.span)
    later = reader.is_later(a.span.article, b.span.article)
    counts = a.unit in _GROWING
    first, last = sorted((a, b), key=lambda q: reader.order[q.span.article])
    moved = (
        later
        and counts
        and not (a.vague or b.vague)
        and a.bound is b.bound
        and a.bound in _OPEN_BOUNDS
        and first.value < last.value
    )
    if low <= other_high and other_low <= high and not moved:
        return DifferenceType.PRECISION, f"“{left}” and “{right}” can both be right; one says it more exactly."
    if a.bound is Bound.ORDINAL:
        return DifferenceType.SCOPE, f"“{left}” and “{right}” count from different starts or different things."
    if counts and later:
        if reader.is_earlier(b.span.article, a.span.article):
            left, right = right, left
        return DifferenceType.UPDATE, f"“{left}” and “{right}” stand in an earlier and a later report: the count moved."
    if counts and (people or "people" in (fold_counted(a, reader), fold_counted(b, reader))):
        return DifferenceType.SCOPE, f"“{left}” and “{right}” differ, and it is not known which report is later."
    if Bound.ABOUT in (a.bound, b.bound) and _near(a, b):
        return DifferenceType.PRECISION, f"“{left}” and “{right}” are close, and one of them is rough."
    if a.unit in _SHARES and not (fold_counted(a, reader) and fold_counted(a, reader) == fold_counted(b, reader)):
        return DifferenceType.SCOPE, f"“{left}” and “{right}” are shares, and may be of different things."
    return DifferenceType.CONTRADICTION, f"“{left}” and “{right}” cannot both be right{_misread(a, b)}."


def _near(a: Quantity, b: Quantity) -> bool:
    """Return whether two numbers are no farther from each other than two rough ones may be."""
    low, high = sorted((abs(a.value), abs(b.value)))
    return high * (1 - ABOUT) <= low * (1 + ABOUT) * (1 + ABOUT)


def _misread(a: Quantity, b: Quantity) -> str:
    """Return a note where two exact numbers have the same digits in another order: a likely slip."""
    one, other = f"{a.value:g}", f"{b.value:g}"
    return "; the digits are the same in another order" if one != other and sorted(one) == sorted(other) else ""


def _agree(a: Quantity, b: Quantity) -> bool:
    """Return whether two numbers say the same; "from 34 to 12" agrees with either of its ends."""
    if reading_value(a) == reading_value(b):
        return True
    ends = [{q.value, q.high} for q in (a, b) if q.bound is Bound.BETWEEN and q.high is not None and q.high < q.value]
    return any(q.value in pair for pair in ends for q in (a, b) if q.high is None)


def number_contrasts(left: Key, right: Key, reader: StoryReader) -> Iterator[Contrast]:
    """Yield the numbers of two claims that do not agree, each number with its nearest partner.

    Args:
        left: one claim.
        right: the other.
        reader: the story.
    """
    mine, theirs = _quantities(left, reader), _quantities(right, reader)
    if _questioned(left, reader) or _questioned(right, reader):
        return
    close = reader.closeness(left, right)
    held = _held_against(left, reader) | _held_against(right, reader)
    for a in mine:
        if a.value in held:
            continue
        partners = [b for b in theirs if _comparable(a, b, reader) and (a.unit or close >= _needed(a, b, reader))]
        partners = [b for b in partners if b.value not in held]
        if not partners or any(_agree(a, b) for b in partners) or _parts(a, mine, theirs) or _parts(a, theirs, mine):
            continue
        if len(partners) > 1 or sum(_comparable(c, partners[0], reader) for c in mine) > 1:
            partners = [b for b in partners if b.value == a.value]
        for b in partners[:1]:
            kind, _ = number_type(a, b, reader)
            if kind is not DifferenceType.PRECISION and close < _needed(a, b, reader):
                continue
            if kind is DifferenceType.CONTRADICTION and _on_other_days(left, right, reader):
                continue
            if kind is not DifferenceType.PRECISION and _both_given(a, b, reader):
                continue
            score = 1.0 if fold_counted(a, reader) == fold_counted(b, reader) else 0.8
            yield number_contrast(a, b, reader, rule="numbers_differ", score=score)


def _both_given(a: Quantity, b: Quantity, reader: StoryReader) -> bool:
    """Return whether one report gives both numbers for things of one name: then they are of two things.

    Two numbers of one report may still contradict each other; another report that gives both shows that they do not.
    """
    alone = a.span.article if a.span.article == b.span.article else ""
    counted = fold_counted(a, reader) or fold_counted(b, reader)
    for article, labelled in reader.labels.items():
        if article != alone:
            known = [q for q in labelled.quantities if q.unit == a.unit and fold_counted(q, reader) in ("", counted)]
            if all(any(_agree(q, other) for q in known) for other in (a, b)):
                return True
    return False


def _questioned(key: Key, reader: StoryReader) -> bool:
    """Return whether a claim stands in a question: that says nothing of how many there are."""
    return reader.words(reader.sentence(reader.claims[key], key.article)).rstrip(" \"”’'").endswith("?")


def _parts(a: Quantity, mine: Sequence[Quantity], theirs: Sequence[Quantity]) -> bool:
    """Return whether the numbers of one claim are the parts of the other's: "12 of them and 11" are 23 in all.

    Args:
        a: one number of either claim.
        mine: the numbers of the claim that may give parts.
        theirs: those of the one that may give their sum.
    """
    counts = [q for q in mine if not q.unit and q.high is None and not q.vague]
    whole = [q for q in theirs if not q.unit and q.value == sum(c.value for c in counts)]
    return len(counts) > 1 and bool(whole) and (a in counts or a in whole)


def _on_other_days(left: Key, right: Key, reader: StoryReader) -> bool:
    """Return whether the sentences of two claims name days, none of which they share."""
    mine, theirs = (
        {
            days
            for time in reader.labels[key.article].times
            if time.type is TimeType.DATE
            and time.value
            and reader.sentence(reader.claims[key], key.article).contains(time.span)
            and (days := days_of(time.value)) is not None
        }
        for key in (left, right)
    )
    return bool(mine and theirs) and not any(a[0] <= b[1] and b[0] <= a[1] for a in mine for b in theirs)


def number_contrast(
    a: Quantity, b: Quantity, reader: StoryReader, *, rule: str, score: float, people: bool = False
) -> Contrast:
    """Return how two numbers of one matter differ.

    Args:
        a: one.
        b: the other.
        reader: the story.
        rule: what put them side by side.
        score: how sure it is that they are of one matter, in [0.0, 1.0].
        people: whether both are known to count people.
    """
    kind, why = number_type(a, b, reader, people=people)
    return Contrast(
        type=kind,
        slot="number",
        left=shown_number(a, reader),
        right=shown_number(b, reader),
        left_value=reading_value(a),
        right_value=reading_value(b),
        why=why,
        rule=rule,
        score=score,
    )


def unnumbered_contrasts(left: Key, right: Key, reader: StoryReader) -> Iterator[Contrast]:
    """Yield the case that one claim says how many and the other only that there were some.

    Args:
        left: one claim.
        right: the other.
        reader: the story.
    """
    if reader.closeness(left, right) < CLOSE_MEASURES:
        return
    for here, there, swap in ((left, right, False), (right, left, True)):
        if _quantities(there, reader):
            continue
        for quantity in _quantities(here, reader):
            counted = fold_counted(quantity, reader)
            bare = next(
                (p.span for p in reader.claims[there].participants if _fold(p.head) == counted and p.head not in _BARE),
                None,
            )
            compound = reader.article[quantity.span.article].text[quantity.span.end : quantity.span.end + 1] == "-"
            if not counted or bare is None or compound or quantity.bound is Bound.ORDINAL or not _tells_many(quantity):
                continue
            shown = shown_number(quantity, reader)
            yield Contrast(
                type=DifferenceType.PRECISION,
                slot="number",
                left=bare if swap else shown,
                right=shown if swap else bare,
                left_value="no number" if swap else reading_value(quantity),
                right_value=reading_value(quantity) if swap else "no number",
                why=f"One report says how many (“{reader.words(shown)}”), the other does not.",
                rule="number_missing",
                score=0.6,
            )


def _tells_many(quantity: Quantity) -> bool:
    """Return whether a number says how many of several: "the only hospital" and "a 5.9 quake" do not."""
    return not quantity.calendar and quantity.value == int(quantity.value) and quantity.value > 1.0


def _quantities(key: Key, reader: StoryReader) -> list[Quantity]:
    """Return the quantities of a claim that give a size; ages are names of people rather than numbers."""
    claim = reader.claims[key]
    known = [
        reader.quantities[Key(key.article, q)] for q in claim.quantities if Key(key.article, q) in reader.quantities
    ]
    return [q for q in known if q.unit not in _UNITS_OF_PEOPLE and not is_denied(q, reader)]


def _held_against(key: Key, reader: StoryReader) -> frozenset[float]:
    """Return the numbers that a claim only holds its own against."""
    numbers = (reader.quantities.get(Key(key.article, q)) for q in reader.claims[key].quantities)
    return frozenset(q.value for q in numbers if q is not None and is_compared(q, reader))


def is_denied(quantity: Quantity, reader: StoryReader) -> bool:
    """Return whether a number is what is not so ("two weeks, not ten days") or only held against another."""
    text = reader.article[quantity.span.article].text
    before = text[max(0, quantity.span.start - 4) : quantity.span.start].lower()
    return before == "not " or is_compared(quantity, reader)


def is_compared(quantity: Quantity, reader: StoryReader) -> bool:
    """Return whether another number is held against one: "more than the five asked for", "anything less than five"."""
    text = reader.article[quantity.span.article].text
    before = text[max(0, quantity.span.start - 12) : quantity.span.start].lower()
    known = _COMPARED.match(reader.words(quantity.span)) is not None
    return known or before.endswith(("anything ", "nothing ", "none of the "))


def shown_number(quantity: Quantity, reader: StoryReader) -> Span:
    """Return the number with what it counts where that follows at once."""
    counts = quantity.counts
    if counts is not None and counts.start >= quantity.span.end and counts.start - quantity.span.end <= 2:
        return Span(article=quantity.span.article, start=quantity.span.start, end=counts.end)
    return quantity.span

"""Numbers of people across a whole story: how many died, were hurt, had to leave.

Reports give one toll in sentences that have little else in common, so that no fact joins them. All numbers of one
frame are readings of one count.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import combinations

from tellings.reconcile.countframes import Reading, count_readings, people, sentence_of
from tellings.reconcile.numbers import SAME_SIZE, fold_counted, interval, is_vague, number_contrast
from tellings.reconcile.readings import StoryReader
from tellings.reconcile.slots import Contrast, Found
from tellings.types.articles import BlockKind
from tellings.types.labels import Bound, Quantity
from tellings.types.spans import Span

FAR = 2.0
"""How many times the other a number must be for one report to mean two things with them."""

_LEAST = frozenset((Bound.AT_LEAST, Bound.MORE_THAN))
_TOPS = frozenset((BlockKind.TITLE, BlockKind.HEADING, BlockKind.STANDFIRST))


def count_contrasts(reader: StoryReader) -> Iterator[Found]:
    """Yield the numbers of people that reports give otherwise than the most do, with all places of the count.

    Args:
        reader: the story.
    """
    frames = count_readings(reader)
    for name in sorted(frames):
        yield from _readings(_telling(frames[name], reader), reader)


def _telling(found: Sequence[Reading], reader: StoryReader) -> list[Reading]:
    """Return readings without those that a headline only rounds: an open word, or "2,400" above "about 2,400"."""
    about = {(r.quantity.span.article, r.quantity.value) for r in found if r.quantity.bound is Bound.ABOUT}
    return [
        r
        for r in found
        if reader.kind(r.quantity.span) not in _TOPS
        or not (r.quantity.vague or (r.quantity.span.article, r.quantity.value) in about)
    ]


def _readings(found: list[Reading], reader: StoryReader) -> Iterator[Found]:
    """Yield each pair of values of one frame once for each report that has the rarer one, then what is left over.

    What is left over are reports with a rarer value that stands in no pair yet; those are held against their nearest,
    in their own words too, as where a headline says less than its text.
    """
    by_value: dict[str, dict[str, Reading]] = {}
    for reading in found:
        by_value.setdefault(reading.value, {}).setdefault(reading.quantity.span.article, reading)
    ordered = sorted(
        by_value.values(),
        key=lambda group: (_vague(group), -len(group), _first(group, reader)),
    )
    anchors = tuple(reading.quantity.span for reading in found)
    shown: set[Span] = set()
    for commoner, rarer in combinations(ordered, 2):
        if _vague(rarer) and commoner is not ordered[0]:
            continue
        held, departing = _sides(commoner, rarer)
        for article, reading in departing.items():
            if article in held and _of_two(reading, held[article], reader):
                shown.add(reading.quantity.span)
                continue
            partner = _partner(reading, [held], reader) or _own_partner(reading, [held], reader)
            if partner is not None:
                shown.update((reading.quantity.span, partner.quantity.span))
                yield _apart(reading, partner, reader), anchors
    for reading in (r for group in ordered[1:] for r in group.values()):
        if reading.quantity.span not in shown:
            partner = _partner(reading, ordered, reader) or _own_partner(reading, ordered, reader)
            if partner is not None:
                shown.update((reading.quantity.span, partner.quantity.span))
                yield _apart(reading, partner, reader), anchors


def _of_two(reading: Reading, own: Reading, reader: StoryReader) -> bool:
    """Return whether one report gives two numbers of a frame that lie far apart: then they count two things.

    A headline may say less than its text, a caption an older number.
    """
    if _TOPS & {reader.kind(reading.quantity.span), reader.kind(own.quantity.span)}:
        return False
    low, high = interval(reading.quantity, vague=reading.quantity.vague)
    other_low, other_high = interval(own.quantity, vague=own.quantity.vague)
    return low > FAR * other_high or other_low > FAR * high


def _vague(group: dict[str, Reading]) -> bool:
    """Return whether a value is an open word: that is held against the commonest number alone."""
    return next(iter(group.values())).quantity.vague


def _sides(commoner: dict[str, Reading], rarer: dict[str, Reading]) -> tuple[dict[str, Reading], dict[str, Reading]]:
    """Return which of two values is held against which: an exact number stands, else the commoner one."""
    one, other = (next(iter(group.values())).quantity for group in (commoner, rarer))
    loose = one.bound in _LEAST and one.value <= other.value
    if loose and other.bound is Bound.EXACTLY and not (one.vague or other.vague):
        return rarer, commoner
    return commoner, rarer


def _apart(reading: Reading, partner: Reading, reader: StoryReader) -> Contrast:
    """Return how two numbers of one frame differ."""
    return number_contrast(reading.quantity, partner.quantity, reader, rule="counts_differ", score=0.8, people=True)


def _partner(reading: Reading, groups: Sequence[dict[str, Reading]], reader: StoryReader) -> Reading | None:
    """Return the number that one is held against: of another report, nearest in value, told by most, in time."""
    article, order = reading.quantity.span.article, reader.order
    found = []
    for rank, group in enumerate(groups):
        for other in group.values():
            place = order[other.quantity.span.article]
            if other.value == reading.value or other.quantity.span.article == article:
                continue
            if _may_be_one(reading.quantity, other.quantity, reader):
                distance = _distance(reading.quantity, other.quantity)
                telling = -reader.reports_of(reader.nearest_claim(other.quantity.span))
                found.append(((distance, telling, rank, abs(place - order[article]), -place), other))
    return min(found, key=lambda entry: entry[0])[1] if found else None


def _own_partner(reading: Reading, groups: Sequence[dict[str, Reading]], reader: StoryReader) -> Reading | None:
    """Return another number that the same report gives in another sentence, None if there is none."""
    article = reading.quantity.span.article
    known = [group[article] for group in groups if article in group]
    others = [
        r
        for r in known
        if r.value != reading.value
        and sentence_of(r.quantity.span, reader) != sentence_of(reading.quantity.span, reader)
        and _may_be_one(reading.quantity, r.quantity, reader)
    ]
    return min(others, key=lambda r: _distance(reading.quantity, r.quantity)) if others else None


def _first(group: dict[str, Reading], reader: StoryReader) -> tuple[int, int, int]:
    return min(reader.place(reading.quantity.span) for reading in group.values())


def _distance(a: Quantity, b: Quantity) -> float:
    """Return how far two numbers are from each other; one for an open number is as near to all."""
    return 0.0 if a.vague or b.vague else abs(a.value - b.value)


def _may_be_one(a: Quantity, b: Quantity, reader: StoryReader) -> bool:
    """Return whether two numbers of one frame may be of one count: not of quite different size."""
    if is_vague(a, reader) or is_vague(b, reader):
        return is_vague(a, reader) != is_vague(b, reader)
    low, high = sorted((a.value, b.value))
    return high <= SAME_SIZE * low


def counted_places(reader: StoryReader) -> dict[str, frozenset[int]]:
    """Return where in each article a number of people stands that frames settle, past ones too.

    Args:
        reader: the story.
    """
    return {
        article: frozenset(
            q.span.start for q in labelled.quantities if q.counts is not None and fold_counted(q, reader) in people()
        )
        for article, labelled in reader.labels.items()
    }

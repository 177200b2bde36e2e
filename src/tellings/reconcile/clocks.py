"""Clock times that reports give for one happening, across a whole story."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from tellings.reconcile.acts import share_actor
from tellings.reconcile.numbers import CLOSE_MEASURES
from tellings.reconcile.readings import StoryReader
from tellings.reconcile.slots import Contrast, Found
from tellings.types.dossier import DifferenceType
from tellings.types.matches import Key
from tellings.types.spans import Span

NEAR = 0.5
"""Hours between two clock times up to which they may be of one happening."""

STAMP_BEFORE = 50
"""Characters before a clock time within which a word tells that it is when a report came out."""

_STAMP = re.compile(r"\b(?:posted|updated|published|modified|filed|first published)\b[^.!?\n]*$", re.IGNORECASE)
CLOCK_UNIT = "clock time"
_ROUGH = re.compile(r"\b(?:about|around|roughly|approximately|nearly|almost|just|shortly|soon|some time|circa)\b", re.I)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Clock:
    """A clock time in hours, whether it is rough, and its claim."""

    span: Span
    hours: float
    rough: bool
    claim: Key

    @property
    def value(self) -> str:
        """What it says, so that equal readings agree."""
        return f"{'about ' if self.rough else ''}{self.hours:.3f}"


def clock_contrasts(reader: StoryReader) -> Iterator[Found]:
    """Yield the clock times near each other that reports give otherwise than the most do.

    Args:
        reader: the story.
    """
    by_value: dict[str, dict[str, _Clock]] = {}
    for clock in _clocks(reader):
        by_value.setdefault(clock.value, {}).setdefault(clock.span.article, clock)
    ordered = sorted(by_value.values(), key=lambda g: (-len(g), min(reader.place(c.span) for c in g.values())))
    for number, group in enumerate(ordered[1:], start=1):
        for article, clock in group.items():
            partners = [
                (rank, abs(reader.order[other.span.article] - reader.order[article]), index, other)
                for rank, commoner in enumerate(ordered[:number])
                for index, other in enumerate(commoner.values())
                if other.span.article != article and _one_happening(clock, other, reader)
            ]
            if partners:
                best = min(partners, key=lambda p: p[:3])[-1]
                near = tuple(c.span for g in ordered for c in g.values() if _one_happening(clock, c, reader))
                yield _contrast(clock, best, reader), near


def _clocks(reader: StoryReader) -> Iterator[_Clock]:
    """Yield the clock times of a story that stand in a claim, in story order."""
    for article in reader.articles:
        labelled = reader.labels.get(article.id)
        for quantity in sorted(labelled.quantities if labelled else (), key=lambda q: (q.span.start, q.span.end)):
            if quantity.unit != CLOCK_UNIT or quantity.high is not None or _stamped(quantity.span, reader):
                continue
            claim = reader.nearest_claim(quantity.span)
            if claim is not None:
                rough = bool(_ROUGH.search(reader.words(quantity.span)))
                yield _Clock(span=quantity.span, hours=quantity.value, rough=rough, claim=claim)


def _stamped(span: Span, reader: StoryReader) -> bool:
    """Return whether a clock time says when a report was published or changed."""
    text = reader.article[span.article].text
    return _STAMP.search(text[max(0, span.start - STAMP_BEFORE) : span.start]) is not None


def _one_happening(a: _Clock, b: _Clock, reader: StoryReader) -> bool:
    """Return whether two clock times are of one happening: near, and told in claims that have something in common."""
    if abs(a.hours - b.hours) > 2 * NEAR:
        return False
    same = reader.group_of.get(a.claim, -1) == reader.group_of.get(b.claim, -2)
    if same or reader.closeness(a.claim, b.claim) >= CLOSE_MEASURES:
        return True
    if share_actor(a.claim, b.claim, reader):
        return True
    mine, theirs = (reader.claims[c.claim] for c in (a, b))
    shared = set(reader.sentence_lemmas(a.claim)) & set(reader.sentence_lemmas(b.claim))
    near = abs(a.hours - b.hours) <= NEAR / 2
    return near and (mine.predicate == theirs.predicate or len(shared) >= 1)


def _contrast(a: _Clock, b: _Clock, reader: StoryReader) -> Contrast:
    """Return the contrast of two clock times: more exact, or of one act and exclusive."""
    left, right = reader.words(a.span), reader.words(b.span)
    firm = not a.rough and not b.rough
    one_act = reader.claims[a.claim].predicate == reader.claims[b.claim].predicate
    if firm and not one_act:
        later = reader.is_later(a.span.article, b.span.article)
        kind = DifferenceType.UPDATE if later else DifferenceType.SCOPE
        why = f"The time is “{left}” in one report and “{right}” in the other, which tells it with another verb."
    elif firm:
        kind, why = DifferenceType.CONTRADICTION, f"“{left}” and “{right}” cannot both be the time of one act."
    else:
        kind, why = DifferenceType.PRECISION, f"The time is “{left}” in one report and “{right}” in the other."
    return Contrast(
        type=kind,
        slot="time",
        left=a.span,
        right=b.span,
        left_value=a.value,
        right_value=b.value,
        why=why,
        rule="clock_times_differ",
        score=0.7,
    )

"""Tolls told without a number, tolls expected to rise, one number given for two things, and who gave a figure."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations

from tellings.reconcile.countframes import Reading, count_readings
from tellings.reconcile.numbers import shown_number
from tellings.reconcile.outlets import is_outlet
from tellings.reconcile.readings import StoryReader
from tellings.reconcile.slots import Contrast, Found
from tellings.types.dossier import DifferenceType
from tellings.types.labels import Speaker
from tellings.types.matches import Key
from tellings.types.spans import Span

SMALLEST_TWICE = 5.0
"""A number from which the same number of two things is hardly chance."""

FRAME = "dead"
"""The frame that is told without numbers: only of deaths do reports say that there were some."""

_SOME = re.compile(
    r"\b(?:some loss of life|loss of life|(?:there (?:has|have|had) been|confirmed|were|are) (?:some )?"
    r"(?:fatalities|deaths)|an un(?:known|specified) number of (?:deaths|people (?:dead|killed)))\b",
    re.IGNORECASE,
)
_OWNED = re.compile(r"some|an un", re.IGNORECASE)
"""How words begin that say themselves that the number is open."""

_NOT = re.compile(r"\b(?:not|never|no longer|unlikely)\b|n['’]t\b", re.IGNORECASE)
_FORECAST = re.compile(
    r"\b(?:death toll|toll|number of (?:the )?(?:dead|deaths|victims|fatalities))\b[^.;:!?\n]{0,60}?"
    r"\b((?:may|might|could|will|would|is|was|likely|expected|feared|set)\b[^.;:!?\n]{0,30}?"
    r"\b(?:rise|increase|climb|grow|go up|mount|higher))\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Said:
    """Words about a toll that give no number."""

    span: Span
    forecast: bool


def toll_contrasts(reader: StoryReader) -> Iterator[Found]:
    """Yield what reports say of a count beside numbers: none, that it will rise, of others, or by other sources.

    Args:
        reader: the story.
    """
    frames = count_readings(reader)
    firm = {name: [r for r in found if not r.quantity.vague] for name, found in frames.items()}
    for contrast in (*_numberless(firm.get(FRAME, []), reader), *_of_two_things(firm, reader), *_figures(firm, reader)):
        yield contrast, (contrast.left, contrast.right)


def _numberless(numbers: list[Reading], reader: StoryReader) -> Iterator[Contrast]:
    """Yield each report that tells of deaths without their number, or expects more, beside the commonest number."""
    if not numbers:
        return
    for article in reader.articles:
        said = sorted(_said(article.id, reader), key=lambda s: (not _OWNED.match(reader.words(s.span)), s.span.start))
        for forecast in (False, True):
            one = next((s for s in said if s.forecast is forecast), None)
            partner = _commonest(numbers, article.id, reader, exact=forecast) if one else None
            if one is not None and partner is not None:
                yield _apart(one, partner, reader)


def _said(article: str, reader: StoryReader) -> Iterator[_Said]:
    """Yield the numberless words about deaths of an article, in order."""
    held = reader.article[article]
    for block in held.blocks:
        for pattern, group in ((_SOME, 0), (_FORECAST, 1)):
            for found in pattern.finditer(held.text, block.start, block.end):
                if _NOT.search(found.group()):
                    continue
                span = Span(article=article, start=found.start(group), end=found.end(group))
                yield _Said(span=span, forecast=pattern is _FORECAST)


def _commonest(numbers: list[Reading], article: str, reader: StoryReader, *, exact: bool) -> Reading | None:
    """Return the number most reports give, of another report than one; an exact one if that is asked for and known."""
    others = [r for r in numbers if r.quantity.span.article != article]
    firm = [r for r in others if r.value.startswith("exactly")] if exact else []
    known = firm or others
    tally = {r.value: len({o.quantity.span.article for o in known if o.value == r.value}) for r in known}
    return min(known, key=lambda r: (-tally[r.value], _rank(r, reader)), default=None)


def _rank(reading: Reading, reader: StoryReader) -> tuple[int, tuple[int, int, int]]:
    telling = reader.reports_of(reader.nearest_claim(reading.quantity.span))
    return -telling, reader.place(reading.quantity.span)


def _between(a: Reading, b: Reading, reader: StoryReader) -> int:
    """Return how many places apart in the story the reports of two numbers stand."""
    return abs(reader.order[a.quantity.span.article] - reader.order[b.quantity.span.article])


def _apart(said: _Said, reading: Reading, reader: StoryReader) -> Contrast:
    """Return how words without a number differ from a number."""
    words, number = reader.words(said.span), reader.words(reading.quantity.span)
    if said.forecast:
        kind, why = DifferenceType.UPDATE, f"One report expects more (“{words}”), the other gives “{number}”."
    else:
        kind, why = DifferenceType.PRECISION, f"One report gives no number (“{words}”), the other “{number}”."
    return Contrast(
        type=kind,
        slot="number",
        left=said.span,
        right=reading.quantity.span,
        left_value="more" if said.forecast else "some",
        right_value=reading.value,
        why=why,
        rule="toll_expected_to_rise" if said.forecast else "toll_without_number",
        score=0.7,
    )


def _of_two_things(frames: dict[str, list[Reading]], reader: StoryReader) -> Iterator[Contrast]:
    """Yield each report that gives a number of another thing than the most reports do: hurt, or taken to hospital."""
    known = {n: f for n, f in frames.items() if " " not in n}
    for name, other in combinations(sorted(known, key=lambda n: (-len(known[n]), n)), 2):
        seen: set[str] = set()
        for reading in known[other]:
            article = reading.quantity.span.article
            same = [r for r in known[name] if r.value == reading.value and r.quantity.value >= SMALLEST_TWICE]
            own = {r.quantity.span.article for r in same}
            if not same or article in own or article in seen:
                continue
            held = min(same, key=lambda r: (_between(r, reading, reader), _rank(r, reader)))
            seen.add(article)
            yield Contrast(
                type=DifferenceType.SCOPE,
                slot="number",
                left=_clause(reading, reader),
                right=_clause(held, reader),
                left_value=f"{other} {reading.value}",
                right_value=f"{name} {held.value}",
                why=f"“{reader.words(reading.quantity.span)}” is the number of other people in the two reports.",
                rule="one_number_of_two_things",
                score=0.6,
            )


def _clause(reading: Reading, reader: StoryReader) -> Span:
    """Return the claim that says of whom a number is, the number with what it counts where there is none."""
    key = reader.nearest_claim(reading.quantity.span)
    span = reader.claims[key].span if key is not None else reading.quantity.span
    return span if span.contains(reading.quantity.span) else shown_number(reading.quantity, reader)


def _figures(frames: dict[str, list[Reading]], reader: StoryReader) -> Iterator[Contrast]:
    """Yield the case that two reports have one figure from two named sources."""
    for name in sorted(frames):
        shown: set[frozenset[str]] = set()
        for one, other in combinations(frames[name], 2):
            a, b = one.quantity.span.article, other.quantity.span.article
            mine, theirs = _source(one, reader), _source(other, reader)
            if (
                a == b
                or one.value != other.value
                or mine is None
                or theirs is None
                or _alike(mine, theirs, a, b, reader)
            ):
                continue
            if frozenset((a, b)) in shown or mine.span is None or theirs.span is None:
                continue
            shown.add(frozenset((a, b)))
            yield Contrast(
                type=DifferenceType.ATTRIBUTION,
                slot="participant",
                left=mine.span,
                right=theirs.span,
                left_value=mine.name,
                right_value=theirs.name,
                why=f"“{reader.words(one.quantity.span)}” comes from {mine.name} here and from {theirs.name} there.",
                rule="figure_from_two_sources",
                score=0.7,
            )


def _source(reading: Reading, reader: StoryReader) -> Speaker | None:
    """Return who gives a number: the speaker of the shortest statement that holds it, None for the report itself."""
    span = reading.quantity.span
    holding = [
        s
        for s in reader.labels[span.article].statements
        if s.content.contains(span) and s.speaker is not None and not is_outlet(s.speaker, reader)
    ]
    return min(holding, key=lambda s: (len(s.content), s.content.start)).speaker if holding else None


def _alike(mine: Speaker, theirs: Speaker, a: str, b: str, reader: StoryReader) -> bool:
    """Return whether two speakers may be one, or speak for one body."""
    one, other = (reader.entity_of.get(Key(k, s.chain)) if s.chain else None for k, s in ((a, mine), (b, theirs)))
    if one is not None and other is not None and one.id == other.id:
        return True
    words, others = ({w for w in s.name.lower().split() if len(w) > 3} for s in (mine, theirs))
    return bool(words & others)

"""How plans end: sentences of later reports that tell that something was done, called off, or is over."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from tellings.reconcile.planmarks import ASIDE, Mark, load_rules
from tellings.reconcile.view import LONGEST_SENTENCE, Place, StoryView, stem
from tellings.types.labels import Modality
from tellings.types.spans import Span

#: A later sentence with the plan's verb tells its outcome if it is this much like a passage of it (sentence stems);
#: one that says that something was called off needs `LAPSED`; one that tells the end of a state and names the same
#: one needs `ENDED`. Set by reading the outcomes found in three stories.
DONE, LAPSED, ENDED = 0.25, 0.4, 0.15


@dataclass(frozen=True, slots=True, kw_only=True)
class Ending:
    """A sentence that can tell an outcome: states whose end it tells, and whether it tells of calling off."""

    place: Place
    states: tuple[re.Pattern[str], ...]
    lapsed: bool


def read_ends(view: StoryView) -> list[Ending]:
    """Return the sentences of dated reports that tell something as over, in story order."""
    rules = load_rules()
    return [
        Ending(
            place=place,
            states=tuple(state for state, end in rules.endings if end.search(place.text)),
            lapsed=bool(rules.lapsed.search(place.text)),
        )
        for place in view.places
        if view.articles[place.article].published
        and place.kind not in ASIDE
        and len(place.text) <= LONGEST_SENTENCE
        and not rules.open.search(place.text)
    ]


def find_outcome(view: StoryView, marks: Sequence[Mark], ends: Sequence[Ending]) -> tuple[str, Span] | None:
    """Return ``done`` or ``lapsed`` and the passage that tells it, None if no later report tells an outcome.

    A report without a date is neither earlier nor later than any other.

    Args:
        view: the story.
        marks: the passages of one plan.
        ends: from ``read_ends``.
    """
    dated = [mark.place.article for mark in marks if view.articles[mark.place.article].published]
    told = {mark.place.article for mark in marks}
    closes = any(mark.closes for mark in marks)
    for end in ends if dated else ():
        number = end.place.article
        if number < max(dated):
            continue
        if end.states and _is_over(view, marks, end):
            return "done", end.place.span
        if closes and number > max(dated) and number not in told:
            status = _closed(view, marks, end)
            if status:
                return status, end.place.span
    return None


def _closed(view: StoryView, marks: Sequence[Mark], end: Ending) -> str | None:
    alike = max(view.likeness(mark.place.words, end.place.words) for mark in marks)
    if alike >= LAPSED and end.lapsed:
        return "lapsed"
    return "done" if alike >= DONE and any(_is_done(mark.verbs, end.place) for mark in marks) else None


def _is_done(verbs: frozenset[str], place: Place) -> bool:
    """Return whether a sentence tells one of these verbs as done."""
    if not verbs & place.words:
        return False
    same = [claim for claim in place.claims if stem(claim.predicate.split(" ")[0]) in verbs]
    return all(claim.positive and claim.modality is Modality.HAPPENED for claim in same)


def _is_over(view: StoryView, marks: Sequence[Mark], end: Ending) -> bool:
    """Return whether a sentence tells the end of a state that an earlier report tells, and names the same one."""
    for mark in marks:
        if mark.closes or mark.place.article >= end.place.article:
            continue
        told = any(state.search(mark.place.text) for state in end.states)
        alike = told and view.likeness(mark.place.words, end.place.words) >= ENDED
        if alike and mark.words & view.core(end.place.span) & view.names:
            return True
    return False

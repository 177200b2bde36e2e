"""In which sense the words of a plan are meant: still to come, or told as past, or only how things are."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from tellings.reconcile.dues import days_of
from tellings.reconcile.view import Place
from tellings.types.labels import Time, TimeType
from tellings.types.spans import Span

#: A time that ended at least this many days before publication sets what stands beside it in the past.
LONG_PAST = 21
#: Characters between such a time and the words of the plan.
BESIDE = 80
#: Characters behind the words of a plan within which the verb of what is to be done stands.
_VERB_REACH = 40
_OTHER = re.compile(r"\b(?:after|since|following|despite|unlike)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Sense:
    """One entry of ``senses`` in ``planmarks.yaml``: ``rules`` is empty where it holds for all."""

    minus: float
    rules: frozenset[str]
    match: re.Pattern[str] | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Senses:
    """``senses`` in ``planmarks.yaml``."""

    past: Sense
    dated: Sense
    asked: Sense
    quoting: Sense
    idle: Sense
    thing: Sense


def senses_from(source: Mapping[str, Mapping[str, Any]]) -> Senses:
    """Return the ``senses`` part of ``planmarks.yaml``, compiled."""
    return Senses(**{name: _sense(entry) for name, entry in source.items()})


def _sense(entry: Mapping[str, Any]) -> Sense:
    pattern = entry.get("match") or entry.get("subjects")
    return Sense(
        minus=float(entry["minus"]),
        rules=frozenset(entry.get("rules", ())),
        match=re.compile(pattern, re.IGNORECASE) if pattern else None,
    )


def lessened(place: Place, found: re.Match[str], *, rule: str, published: str | None, senses: Senses) -> float:
    """Return how much weight the words of a plan lose because they tell no plan that is still open.

    Args:
        place: the sentence.
        found: the words in it that a rule matched.
        rule: id of that rule.
        published: day of publication as ISO date, None if unknown or if no day beside it shall count.
        senses: the patterns.
    """
    minus = 0.0
    before, behind = place.text[: found.start()], place.text[found.end() :].lstrip()
    if _is(senses.past, before, rule):
        minus += senses.past.minus
    elif (
        published
        and rule in senses.dated.rules
        and any(_is_past(time, place, found, published) for time in place.times)
    ):
        minus += senses.dated.minus
    if _is(senses.asked, place.text, rule):
        minus += senses.asked.minus
    if senses.quoting.match and senses.quoting.match.search(before):
        minus += senses.quoting.minus
    if _is(senses.idle, _last_verb(found) + behind, rule):
        minus += senses.idle.minus
    subject = _subject(place, found)
    if subject and _is(senses.thing, subject, rule):
        minus += senses.thing.minus
    return minus


def _is(sense: Sense, words: str, rule: str) -> bool:
    return bool((not sense.rules or rule in sense.rules) and sense.match and sense.match.search(words))


def _last_verb(found: re.Match[str]) -> str:
    """Return what the matched words say behind their last auxiliary, "" if they end with it."""
    words = re.split(r"\b(?:will|would|shall|to|may|might|could)\b ?", found.group(), flags=re.IGNORECASE)
    return f"{words[-1]} " if len(words) > 1 and words[-1] else ""


def _is_past(time: Time, place: Place, found: re.Match[str], published: str) -> bool:
    """Return whether a time beside the matched words, and not that of something before, is well before publication."""
    days = days_of(time.value) if time.value and time.type is not TimeType.DURATION else None
    if days is None or days[1] > date.fromisoformat(published) - timedelta(days=LONG_PAST):
        return False
    start, end = time.span.start - place.span.start, time.span.end - place.span.start
    gap = place.text[end : found.start()] if end <= found.start() else place.text[found.end() : start]
    words = place.text[start:end]
    return len(gap) <= BESIDE and ";" not in gap and not _OTHER.search(f"{gap} {words}")


def _subject(place: Place, found: re.Match[str]) -> str | None:
    """Return the words for who or what is to do it, None if no claim says."""
    at = place.span.start + found.start()
    near = replace(place.span, start=at, end=min(place.span.end, place.span.start + found.end() + _VERB_REACH))
    for claim in sorted(place.claims, key=lambda one: one.predicate_span.start):
        if near.start <= claim.predicate_span.start < near.end:
            spans = [part.span for part in claim.participants if part.role in {"agent", "patient"}]
            before = [span for span in spans if span.end <= claim.predicate_span.start]
            return _words(place, before[-1]) if before else None
    return None


def _words(place: Place, span: Span) -> str:
    start = max(0, span.start - place.span.start)
    return place.text[start : max(start, span.end - place.span.start)]

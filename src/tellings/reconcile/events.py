"""Events: claims about the same happening in one or more reports, with status, time, place and who took part."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources

import yaml

from tellings.reconcile.dues import days_of
from tellings.reconcile.timeline import in_order
from tellings.reconcile.view import StoryView
from tellings.types.dossier import Event
from tellings.types.labels import Claim, Modality, Time, TimeType
from tellings.types.matches import Entity, Key
from tellings.types.spans import Span

#: Length of a good label in characters: shorter says too little, longer is no label. Set by reading.
_LABEL = (30, 160)


@dataclass(frozen=True, slots=True, kw_only=True)
class Telling:
    """One claim of an event."""

    key: Key
    claim: Claim
    time: Time | None
    days: tuple[str, str] | None


@lru_cache(maxsize=1)
def _no_event() -> frozenset[str]:
    source = resources.files(__package__).joinpath("events.yaml").read_text(encoding="utf-8")
    return frozenset(yaml.load(source, Loader=yaml.CSafeLoader)["no_event"].split())


def find_events(view: StoryView) -> tuple[Event, ...]:
    """Return the events of a story in the order of time, undated ones last.

    A claim group is an event if most of its verbs report a happening and the group is either dated or told by
    at least two reports.
    """
    events = []
    for group in view.matches.claims:
        tellings = [_telling(view, key) for key in group.claims if key in view.claims]
        if tellings and _is_event(tellings):
            events.append(_event(view, tellings))
    return in_order(events, view)


def _telling(view: StoryView, key: Key) -> Telling:
    claim = view.claims[key]
    labels = view.labels[key.article]
    time = next((time for time in labels.times if time.id == claim.time), None)
    if time is not None and (time.type in (TimeType.DURATION, TimeType.SET) or not time.value):
        time = None
    days = days_of(time.value) if time and time.value else None
    return Telling(
        key=key, claim=claim, time=time if days else None, days=(str(days[0]), str(days[1])) if days else None
    )


def _is_event(tellings: Sequence[Telling]) -> bool:
    verbs = Counter(telling.claim.predicate for telling in tellings)
    happening = sum(count for verb, count in verbs.items() if verb and verb not in _no_event())
    if happening * 2 <= len(tellings):
        return False
    dated = any(telling.days for telling in tellings)
    return dated or len({telling.key.article for telling in tellings}) > 1


def _event(view: StoryView, tellings: Sequence[Telling]) -> Event:
    mentions = tuple(sorted({telling.claim.span for telling in tellings}, key=view.order))
    dated = _dated(tellings)
    places = [telling.claim.place for telling in tellings if telling.claim.place]
    digest = hashlib.sha256("|".join(f"{s.article}:{s.start}-{s.end}" for s in mentions).encode()).hexdigest()
    participants: dict[str, None] = {}
    for telling in tellings:
        for entity in _entities(view, telling):
            participants.setdefault(entity.id)
    return Event(
        id=f"v{digest[:12]}",
        label=_label(tellings),
        status=_status(tellings),
        when=dated.time.value if dated and dated.time else None,
        when_span=dated.time.span if dated and dated.time else None,
        where=max(places, key=lambda span: (len(span), -view.position[span.article])) if places else None,
        participants=tuple(participants),
        mentions=mentions,
    )


def _entities(view: StoryView, telling: Telling) -> Sequence[Entity]:
    found = [view.entity(telling.key.article, part.chain) for part in telling.claim.participants]
    return [entity for entity in found if entity]


def _dated(tellings: Sequence[Telling]) -> Telling | None:
    """Return the telling that dates the event best: a day that most agree on, the finest value of it, the earliest."""
    dated = [telling for telling in tellings if telling.days and telling.time and telling.time.value]
    if not dated:
        return None
    votes = Counter(telling.days for telling in dated)

    def rank(telling: Telling) -> tuple[int, int]:
        assert telling.time is not None
        value = telling.time.value or ""
        return votes[telling.days], 0 if "/" in value else len(value)

    best = max(rank(telling) for telling in dated)
    return next(telling for telling in dated if rank(telling) == best)


def _status(tellings: Sequence[Telling]) -> str:
    """Return the modality of most claims in the last report that tells it; happened if a claim there says so."""
    last = tellings[-1].key.article
    kinds = [_modality(telling.claim) for telling in tellings if telling.key.article == last]
    if "happened" in kinds:
        return "happened"
    return max(kinds, key=lambda kind: (kinds.count(kind), -kinds.index(kind)))


def _modality(claim: Claim) -> str:
    if claim.modality is Modality.HAPPENED and not claim.positive:
        return Modality.DENIED.value
    return claim.modality.value


def _label(tellings: Sequence[Telling]) -> Span:
    """Return the words of the best mention: an own statement of fact, of a good length, with many participants."""
    low, high = _LABEL

    def rank(telling: Telling) -> tuple[bool, bool, bool, int, int]:
        claim = telling.claim
        fits = low <= len(claim.span) <= high
        return fits, not claim.attribution, not claim.hedged, len(claim.participants), -len(claim.span)

    best = max(rank(telling) for telling in tellings)
    return next(telling for telling in tellings if rank(telling) == best).claim.span

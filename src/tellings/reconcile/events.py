"""Events: claims about the same happening in one or more reports, with status, time, place and who took part."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources

import yaml

from tellings.reconcile.dues import days_of
from tellings.reconcile.timeline import in_order
from tellings.reconcile.view import Place, StoryView
from tellings.types.articles import BlockKind
from tellings.types.dossier import Event
from tellings.types.labels import Claim, Modality, Time, TimeType
from tellings.types.matches import Entity, Key
from tellings.types.spans import Span

#: Length of a good label in characters: shorter says too little, longer is no label. Set by reading.
_LABEL = (30, 160)
#: An undated happening is listed if at least this share of the reports tell it (and at least two).
_SHARE = 0.35
#: A time that spans more days than this dates nothing ("in recent months"); whole years do.
_LONGEST_DAYS = 100
_TOLD = frozenset({Modality.HAPPENED, Modality.ONGOING})


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """``events.yaml``."""

    no_event: frozenset[str]
    tying: frozenset[str]
    not_told: frozenset[str]
    leaning: frozenset[str]
    other_time: frozenset[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Telling:
    """One claim of an event: its words, the sentence it stands in, and the days of its time."""

    key: Key
    claim: Claim
    text: str
    place: Place
    time: Time | None
    days: tuple[str, str] | None


@lru_cache(maxsize=1)
def _words() -> Words:
    source = resources.files(__package__).joinpath("events.yaml").read_text(encoding="utf-8")
    lists: Mapping[str, str] = yaml.load(source, Loader=yaml.CSafeLoader)
    return Words(**{name: frozenset(words.split()) for name, words in lists.items()})


def find_events(view: StoryView) -> tuple[Event, ...]:
    """Return the events of a story in the order of time, undated ones last.

    A claim group is an event if most of its verbs report a happening, at least one claim tells it as a clause of its
    own, and the group is either dated or told as done by a good share of the reports.
    """
    sentences = {(place.span.article, place.index): place for place in view.places}
    events = []
    for group in view.matches.claims:
        tellings = [_telling(view, key, sentences) for key in group.claims if key in view.claims]
        if tellings and _is_event(view, tellings):
            events.append(_event(view, tellings))
    return in_order(events, view)


def _telling(view: StoryView, key: Key, sentences: Mapping[tuple[str, int], Place]) -> Telling:
    claim = view.claims[key]
    place = sentences[key.article, claim.sentence]
    own = [time for time in place.times if time.id == claim.time or claim.span.contains(time.span)]
    own.sort(key=lambda time: (time.id != claim.time, time.span))
    time = next((time for time in own if _dates(view, time, place)), None)
    days = days_of(time.value) if time and time.value else None
    return Telling(
        key=key,
        claim=claim,
        text=view.words(claim.span),
        place=place,
        time=time,
        days=(str(days[0]), str(days[1])) if days else None,
    )


def _dates(view: StoryView, time: Time, place: Place) -> bool:
    """Return whether a time expression can date what its sentence tells: resolved, short, not "since 1990"."""
    days = days_of(time.value) if time.value else None
    if days is None or time.value is None or time.type in (TimeType.DURATION, TimeType.SET):
        return False
    low, slash, high = time.value.partition("/")
    if slash and not (low and high):
        return False
    before = place.text[: time.span.start - place.span.start].split()
    said = view.words(time.span).split()
    leads = [word.lower() for word in (*before[-1:], *said[:1])]
    return not _words().other_time & set(leads) and (not slash or (days[1] - days[0]).days <= _LONGEST_DAYS)


def _is_event(view: StoryView, tellings: Sequence[Telling]) -> bool:
    verbs = Counter(telling.claim.predicate for telling in tellings)
    happening = sum(count for verb, count in verbs.items() if _happens(verb))
    if happening * 2 <= len(tellings):
        return False
    told = [telling for telling in tellings if _is_told(telling)]
    if not told:
        return False
    if any(telling.days and telling.claim.modality is not Modality.POSSIBLE for telling in told):
        return True
    reports = {telling.key.article for telling in tellings}
    done = any(t.claim.modality in _TOLD and t.claim.positive and _named(t) and not _leans(t) for t in told)
    return done and len(reports) >= max(2, round(_SHARE * len(view.articles)))


def _happens(predicate: str) -> bool:
    """Return whether a predicate reports a happening: no being ("be 30", "be mayor"), saying, seeming."""
    return bool(predicate) and predicate not in _words().no_event and not predicate.startswith("be ")


def _is_told(telling: Telling) -> bool:
    """Return whether a claim tells something as a clause of its own, with somebody or something in it."""
    claim = telling.claim
    if not _happens(claim.predicate):
        return False
    participle = claim.predicate_span.start == claim.span.start and _first_word(telling.text).endswith("ing")
    if participle or _first_word(telling.text) in _words().not_told:
        return False
    return any(part.role in ("agent", "patient") and claim.span.contains(part.span) for part in claim.participants)


def _leans(telling: Telling) -> bool:
    """Return whether a claim's subject is a pronoun."""
    return _first_word(telling.text) in _words().leaning


def _first_word(text: str) -> str:
    words = text.split(maxsplit=1)
    return words[0].strip("“”\"'‘’(,").lower() if words else ""


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
        label=_label(tellings, dated),
        status=_status(view, tellings),
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


def _status(view: StoryView, tellings: Sequence[Telling]) -> str:
    """Return the modality of most claims in the last dated report that tells it; happened if a claim there says so."""
    dated = [telling for telling in tellings if view.published(telling.key.article)] or tellings
    last = dated[-1].key.article
    kinds = [_modality(telling.claim) for telling in tellings if telling.key.article == last]
    if "happened" in kinds:
        return "happened"
    return max(kinds, key=lambda kind: (kinds.count(kind), -kinds.index(kind)))


def _modality(claim: Claim) -> str:
    if claim.modality is Modality.HAPPENED and not claim.positive:
        return Modality.DENIED.value
    return claim.modality.value


def _label(tellings: Sequence[Telling], dated: Telling | None) -> Span:
    """Return the words of the best mention: an own clause of a good length, with the date."""
    low, high = _LABEL

    def rank(telling: Telling) -> tuple[bool, bool, bool, bool, bool, int, int]:
        claim = telling.claim
        fits = low <= len(claim.span) <= high
        in_text = telling.place.kind not in (BlockKind.TITLE, BlockKind.HEADING, BlockKind.CAPTION)
        return (
            _is_told(telling) and fits,
            in_text and not _leans(telling),
            dated is None or telling.days == dated.days,
            not claim.attribution,
            not claim.hedged,
            _named(telling),
            -len(claim.span),
        )

    best = max(rank(telling) for telling in tellings)
    return _untied(next(telling for telling in tellings if rank(telling) == best))


def _named(telling: Telling) -> int:
    return sum(part.chain is not None for part in telling.claim.participants)


def _untied(telling: Telling) -> Span:
    """Return a claim's span without the words that tie it to its sentence ("after", "and when")."""
    span, text = telling.claim.span, telling.text
    cut = 0
    while (word := _first_word(text[cut:])) in _words().tying and len(text) - cut > _LABEL[0]:
        cut += text[cut:].lower().index(word) + len(word)
        cut += len(text[cut:]) - len(text[cut:].lstrip(" ,"))
    return Span(article=span.article, start=span.start + cut, end=span.end)

"""The account in brief: a few verbatim sentences of the reports that together tell what most of them agree on.

Each sentence is worth the facts it tells that no chosen sentence tells yet; a fact is worth more the more
independent reports have it (greedy cover of weighted facts: Takamura and Okumura 2009, "Text summarization model
based on maximum coverage problem and its variant"). What was chosen is put into the order in which a story is
told: what happened, its numbers, who said what, what comes next.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from importlib import resources

import yaml

from tellings.reconcile.dues import days_of
from tellings.reconcile.planmarks import find_mark
from tellings.reconcile.view import Place, StoryView, stems
from tellings.types.articles import BlockKind
from tellings.types.dossier import BriefLine, DifferenceType, Fact, Plan
from tellings.types.labels import EntityType, Form, Time
from tellings.types.spans import Span

#: Number of lines, and length of a line in characters. Set by reading the accounts of three stories.
LINES = 7
SHORTEST, LONGEST = 50, 320
#: A line this much like a chosen one (weighted cosine of stems) tells nothing new.
TOO_ALIKE = 0.4
#: A fact that a later report replaced is worth this share of its value there, and this much more where it replaces.
REPLACED, REPLACING = 0.4, 1.3
#: The account opens with one of the first sentences of a report: news tells first what happened.
OPENING = 3
#: Of one report, a line names this many passages that back it.
SOURCES = 2
#: A line that names nobody and nothing by name is worth this share.
NAMELESS = 0.6
#: A line with a date more than this many days before its report tells background; it is worth this share.
BACKGROUND_DAYS, BACKGROUND = 300, 0.5
#: A line of the first report is worth this share of the same line in the last dated one.
EARLIEST = 0.7
#: The last report's own news is told if one of its first sentences is this much like its headline.
NEWS = 0.2
#: So is one of a report without a date, as nobody can tell whether it still holds.
UNDATED = 0.6
_NEXT = 3
_PAIRS = (("“", "”"), ("(", ")"))
_KINDS = frozenset({BlockKind.PARAGRAPH, BlockKind.ITEM, BlockKind.STANDFIRST})


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """A sentence that can stand alone, with the value of each fact it tells and a factor for how well it reads."""

    place: Place
    facts: Mapping[str, float]
    factor: float


_PRONOUN = re.compile(r"\b(?:he|she|him|her|his|hers)\b", re.IGNORECASE)
#: The rule behind a fact that tells who somebody is.
_INTRODUCED = "introductions"


@lru_cache(maxsize=1)
def _leaning() -> frozenset[str]:
    source = resources.files(__package__).joinpath("brief.yaml").read_text(encoding="utf-8")
    return frozenset(yaml.load(source, Loader=yaml.CSafeLoader)["leaning"].split())


def write_brief(view: StoryView, facts: Sequence[Fact], plans: Sequence[Plan] = ()) -> tuple[BriefLine, ...]:
    """Return the account in brief, in the order in which it is to be read.

    Args:
        view: the story.
        facts: as reconciled, any order.
        plans: as reconciled; what was to come and has come, or came to nothing, is not told as still to come.
    """
    over = {span for plan in plans if plan.status in ("done", "lapsed") for span in _before_outcome(view, plan)}
    by_id = {fact.id: fact for fact in facts}
    chosen = _choose(view, [c for c in _candidates(view, facts) if not any(c.place.span.overlaps(s) for s in over)])
    first = chosen[0] if chosen else None
    chosen.sort(key=lambda c: (c is not first, _role(view, c.place), view.order(c.place.span)))
    return tuple(_line(view, candidate, by_id) for candidate in chosen)


def _before_outcome(view: StoryView, plan: Plan) -> list[Span]:
    """Return the passages of a closed plan that stand in other reports than the last dated one, which tells its end."""
    dated = [span.article for span in plan.evidence if view.published(span.article)]
    last = max(dated, key=lambda article: view.position[article], default=None)
    return [span for span in plan.evidence if span.article != last]


def _candidates(view: StoryView, facts: Iterable[Fact]) -> list[Candidate]:
    told = _told(view, facts)
    found = []
    for place in view.places:
        values = told.get(place.span, {})
        if not values or place.kind not in _KINDS or not stands_alone(place.text):
            continue
        if not _inside_speech(place) and not _leans_on_a_name(view, place):
            found.append(Candidate(place=place, facts=values, factor=_reads(view, place)))
    return found


def _told(view: StoryView, facts: Iterable[Fact]) -> dict[Span, dict[str, float]]:
    """Return for each sentence the facts it tells and what each is worth there."""
    sentences: dict[str, list[Span]] = {}
    for place in view.places:
        sentences.setdefault(place.span.article, []).append(place.span)
    told: dict[Span, dict[str, float]] = {}
    for fact in facts:
        if any(grounds.rule == _INTRODUCED for grounds in fact.grounds):
            continue  # who somebody is backs nothing else that a sentence says of him
        value = _value(fact)
        for support in fact.support:
            share = _share(fact, support.span)
            for span in sentences.get(support.span.article, ()):
                if span.overlaps(support.span):
                    values = told.setdefault(span, {})
                    values[fact.id] = max(values.get(fact.id, 0.0), value * share)
    return told


def _share(fact: Fact, support: Span) -> float:
    """Return by what a fact's value is multiplied where this passage tells it: less for what was replaced since."""
    updates = [difference for difference in fact.differences if difference.type is DifferenceType.UPDATE]
    if any(support.overlaps(difference.left) for difference in updates):
        return REPLACED
    return REPLACING if any(support.overlaps(difference.right) for difference in updates) else 1.0


def _value(fact: Fact) -> float:
    """Return what a fact is worth: independent reports count most, then reports, then its weight."""
    articles = len({support.span.article for support in fact.support})
    return math.pow(fact.independent - 0.6, 1.5) + 0.2 * (articles - 1) + fact.weight


def stands_alone(text: str) -> bool:
    """Return whether a sentence can be read without the one before it: whole, of good length, not leaning."""
    if not SHORTEST <= len(text) <= LONGEST or text[-1] not in '.!”"':
        return False
    if text.count('"') % 2 or any(text.count(left) != text.count(right) for left, right in _PAIRS):
        return False
    first = text.split(maxsplit=1)[0].strip("“”\"'‘’(,").lower()
    return text[0] not in "“\"‘'" and text[0].isalnum() and first not in _leaning()


def _leans_on_a_name(view: StoryView, place: Place) -> bool:
    """Return whether a pronoun for a person stands before any person's name in its sentence ("according to him")."""
    pronoun = _PRONOUN.search(place.text)
    if pronoun is None:
        return False
    labels = view.labels[place.span.article]
    people = {chain.id for chain in labels.chains if chain.type is EntityType.PERSON}
    start = place.span.start + pronoun.start()
    return not any(
        mention.form is Form.NAME and mention.chain in people and place.span.start <= mention.span.start < start
        for mention in labels.mentions
    )


def _inside_speech(place: Place) -> bool:
    """Return whether a sentence stands within somebody's words and does not say whose."""
    return any(
        statement.content.contains(replace(place.span, end=place.span.end - 1))
        and not (statement.cue and place.span.contains(statement.cue))
        for statement in place.statements
    )


def _reads(view: StoryView, place: Place) -> float:
    """Return how well a sentence serves: names instead of "the company", news instead of history, the latest state."""
    labels = view.labels[place.span.article]
    named = any(m.form is Form.NAME and place.span.contains(m.span) for m in labels.mentions)
    published = view.published(place.span.article)
    known = [number for number, article in enumerate(view.articles) if article.published]
    rank = known.index(place.article) / max(1, len(known) - 1) if published else 0.0
    factor = EARLIEST + (1.0 - EARLIEST) * rank if published or not known else UNDATED
    if published and any(_is_past(time, date.fromisoformat(published)) for time in place.times):
        factor *= BACKGROUND
    return factor if named else factor * NAMELESS


def _is_past(time: Time, published: date) -> bool:
    days = days_of(time.value) if time.value else None
    return days is not None and (published - days[1]).days > BACKGROUND_DAYS


def _choose(view: StoryView, candidates: Sequence[Candidate]) -> list[Candidate]:
    """Return the lines: an opening, then the most valuable ones, at least one of them on what comes next."""
    chosen: list[Candidate] = []
    covered: set[str] = set()
    rest = list(candidates)
    while rest and len(chosen) < LINES:
        if not chosen:
            best = _opening(view, rest)
        else:
            some = _latest(view, rest, chosen[0]) if len(chosen) == 1 else rest
            if len(chosen) == LINES - 1 and not any(_role(view, c.place) == _NEXT for c in chosen):
                some = [c for c in rest if _role(view, c.place) == _NEXT] or rest
            best = max(some, key=lambda c: _gain(c, covered))
        if _gain(best, covered) <= 0.0:
            break
        chosen.append(best)
        covered.update(best.facts)
        rest = [c for c in rest if c is not best and view.likeness(c.place.words, best.place.words) < TOO_ALIKE]
    return chosen


def _opening(view: StoryView, candidates: Sequence[Candidate]) -> Candidate:
    """Return the line to open with: one of the first sentences of a report, much like the headlines."""
    heads = [stems(article.title) for article in view.articles if article.title]

    def worth(candidate: Candidate) -> float:
        alike = sum(view.likeness(candidate.place.words, head) for head in heads) / max(1, len(heads))
        return _gain(candidate, set()) * (0.1 + alike)

    return max([c for c in candidates if c.place.index < OPENING] or candidates, key=worth)


def _latest(view: StoryView, candidates: Sequence[Candidate], opening: Candidate) -> Sequence[Candidate]:
    """Return the first sentences of the last dated report that tell its news; all candidates if there are none."""
    dated = [number for number, article in enumerate(view.articles) if article.published]
    if not dated or view.published(opening.place.span.article) == view.published(view.articles[dated[-1]].id):
        return candidates
    head = stems(view.articles[dated[-1]].title or "")
    news = [
        c
        for c in candidates
        if c.place.article == dated[-1] and c.place.index < OPENING and view.likeness(c.place.words, head) >= NEWS
    ]
    return news or candidates


def _gain(candidate: Candidate, covered: set[str]) -> float:
    """Return what a line adds for its length: the value of new facts, less where much of it was told already."""
    new = sum(value for fact, value in candidate.facts.items() if fact not in covered)
    fresh = new / sum(candidate.facts.values())
    return candidate.factor * new * fresh / math.sqrt(len(candidate.place.text) + 60)


def _role(view: StoryView, place: Place) -> int:
    """Return a sentence's place in the telling: 0 what happened, 1 its numbers, 2 what was said, 3 what is next."""
    mark = find_mark(view, place)
    if mark and mark.due and mark.weight >= 2.6:
        return _NEXT
    if sum(len(s.content) for s in place.statements if place.span.overlaps(s.content)) * 2 > len(place.text):
        return 2
    labels = view.labels[place.span.article]
    if any(q.counts and place.span.contains(q.span) for q in labels.quantities):
        return 1
    return 0


def _line(view: StoryView, candidate: Candidate, facts: Mapping[str, Fact]) -> BriefLine:
    """Return a line with the facts it tells and, of every report that backs one of them, the passages that do."""
    sentence = candidate.place.span
    told = sorted(candidate.facts, key=lambda fact: (-candidate.facts[fact], fact))
    sources = [sentence]
    for fact in told:
        against = {
            span
            for difference in facts[fact].differences
            if difference.type is not DifferenceType.WORDING
            for span in (difference.left, difference.right)
            if not sentence.overlaps(span)
        }
        for support in facts[fact].support:
            span = support.span
            same = sum(source.article == span.article for source in sources)
            if span.article == sentence.article or same >= SOURCES or any(span.overlaps(s) for s in sources):
                continue
            if not any(span.overlaps(other) for other in against):
                sources.append(span)
    return BriefLine(sentence=sentence, facts=tuple(told), sources=tuple(sorted(sources, key=view.order)))

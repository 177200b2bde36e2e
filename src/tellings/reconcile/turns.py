"""How positions changed: what a report says of it, and what two reports of different days show.

A report says so in its own words ("appeared to soften its stance"; ``turns.yaml``). Or one actor is told to be
against a matter in the reports of one day and for it in those of a later one. Two stances told on one day are no
change: both may hold.
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources
from itertools import combinations
from typing import Any

import yaml

from tellings.reconcile.view import StoryView, stems
from tellings.types.dossier import Position, Turn
from tellings.types.labels import Claim
from tellings.types.spans import Span

#: Likeness of their words from which two positions are about one matter; as for passages of one position.
SAME_MATTER = 0.25


@dataclass(frozen=True, slots=True, kw_only=True)
class TurnRules:
    """``turns.yaml``."""

    how: Mapping[str, tuple[re.Pattern[str], ...]]
    between: Mapping[str, Mapping[str, str]]


@lru_cache(maxsize=1)
def load_turns() -> TurnRules:
    """Return the rules, read and compiled once."""
    source = resources.files(__package__).joinpath("turns.yaml").read_text(encoding="utf-8")
    data: Mapping[str, Any] = yaml.load(source, Loader=yaml.CSafeLoader)
    how = {
        name: tuple(re.compile(pattern.replace("STANCE", data["stance"]), re.IGNORECASE) for pattern in patterns)
        for name, patterns in data["how"].items()
    }
    return TurnRules(how=how, between=data["between"])


def turn_of(text: str) -> str | None:
    """Return in which way words say that a position changed, None if they do not."""
    rules = load_turns().how
    return next((how for how, patterns in rules.items() if any(pattern.search(text) for pattern in patterns)), None)


def with_turns(positions: Sequence[Position], view: StoryView) -> tuple[Position, ...]:
    """Return positions, each with how it changed; a change stands at the later of two."""
    turns: dict[str, list[Turn]] = {}
    for position, turn in (*_reported(positions, view), *_shown(positions, view)):
        turns.setdefault(position.id, []).append(turn)
    return tuple(
        dataclasses.replace(position, changes=tuple(turns[position.id])) if position.id in turns else position
        for position in positions
    )


def _reported(positions: Sequence[Position], view: StoryView) -> Iterator[tuple[Position, Turn]]:
    """Yield what reports say in their own words, each at the actor's position that it speaks of."""
    seen: set[tuple[str, Span]] = set()
    for article in view.articles:
        labels = view.labels.get(article.id)
        claims = sorted(labels.claims, key=lambda claim: len(claim.span)) if labels else []
        for claim in claims:
            how = turn_of(article.words(claim.span))
            entity = _agent(claim, view) if how else None
            if how is None or entity is None or any(one == entity and s.overlaps(claim.span) for one, s in seen):
                continue
            mine = [position for position in positions if position.entity == entity]
            if mine:
                seen.add((entity, claim.span))
                chosen = max(mine, key=lambda position: _nearness(position, claim.span, view))
                why = f"A report says that the position of {chosen.actor} was {how}."
                yield chosen, Turn(how=how, why=why, evidence=(claim.span,))


def _agent(claim: Claim, view: StoryView) -> str | None:
    """Return the entity whose position a claim tells to have changed, None if it says that it did not."""
    if not claim.positive:
        return None
    agent = next((part for part in claim.participants if part.role == "agent"), None)
    entity = view.entity(claim.span.article, agent.chain) if agent else None
    return entity.id if entity else None


def _nearness(position: Position, span: Span, view: StoryView) -> tuple[float, int, int]:
    """Return what ranks the positions of an actor: like words, then the same report, then the shortest way."""
    alike = view.likeness(_words(position, view), stems(view.words(span)))
    ways = [abs(one.start - span.start) for one in position.evidence if one.article == span.article]
    return (alike, 1 if ways else 0, -min(ways, default=0))


def _shown(positions: Sequence[Position], view: StoryView) -> Iterator[tuple[Position, Turn]]:
    """Yield pairs of an actor's positions on one matter that are told on different days."""
    by_actor: dict[str, list[Position]] = {}
    for position in positions:
        by_actor.setdefault(position.entity or position.actor.casefold(), []).append(position)
    for mine in by_actor.values():
        for pair in combinations(mine, 2):
            ordered = _in_time(pair, view)
            if ordered is None:
                continue
            earlier, later = ordered
            how = load_turns().between.get(earlier.stance, {}).get(later.stance)
            if how and view.likeness(_words(earlier, view), _words(later, view)) >= SAME_MATTER:
                why = f"{later.actor}: {earlier.stance} in earlier reports, {later.stance} in later ones."
                yield (
                    later,
                    Turn(how=how, why=why, earlier=earlier.id, evidence=(earlier.evidence[0], later.evidence[0])),
                )


def _words(position: Position, view: StoryView) -> frozenset[str]:
    return frozenset(word for span in position.evidence for word in stems(view.words(span)))


def _in_time(pair: tuple[Position, Position], view: StoryView) -> tuple[Position, Position] | None:
    """Return two positions in time, None unless every report of the one is of an earlier day than any of the other."""
    days = []
    for position in pair:
        told = [view.published(span.article) for span in position.evidence]
        known = sorted(day[:10] for day in told if day)
        if len(known) < len(told):
            return None
        days.append((known[0], known[-1]))
    if days[0][1] < days[1][0]:
        return pair
    return (pair[1], pair[0]) if days[1][1] < days[0][0] else None

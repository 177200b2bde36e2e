"""Positions: where an actor stands on an issue, each with the passages that show it.

A stance is read from what somebody is reported to say and the verb that reports it (``positions.yaml``), or from a
verb of stance by which an article itself reports it ("opposes", "welcomed"). Passages of one actor that speak
about the same matter with the same stance are one position.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources
from itertools import pairwise
from typing import Any

import yaml

from tellings.reconcile.joining import join
from tellings.reconcile.view import StoryView, stems
from tellings.types.articles import Article
from tellings.types.dossier import Position
from tellings.types.labels import Claim, Modality, Statement
from tellings.types.matches import Key
from tellings.types.spans import Span

#: Passages of one actor at least this alike are one position; the same utterance always is. Set on the sample story.
SAME_POSITION = 0.25
#: Fewer content words than this say too little to be a stance of their own.
_LEAST_WORDS = 2
_LONGEST = 1000
#: Characters behind the agent within which the verb of a demand stands.
_CUE_REACH = 30
#: Characters between the reporting words and what is said that belong to the words, as the "for" of "called for".
_CUE_GAP = 6
_WORD = re.compile(r"[^\W_]+")
_NOT_TO = re.compile(r"\bnot (?:to|be)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Pattern:
    """One entry of ``content`` in ``positions.yaml``."""

    stance: str
    weight: float
    match: tuple[re.Pattern[str], ...]
    unless: re.Pattern[str] | None

    def shows(self, text: str) -> bool:
        """Return whether a text shows this stance."""
        return any(p.search(text) for p in self.match) and not (self.unless and self.unless.search(text))


@dataclass(frozen=True, slots=True, kw_only=True)
class Stances:
    """``positions.yaml``."""

    cues: Mapping[str, str]
    content: tuple[Pattern, ...]
    views: frozenset[str]
    dark: re.Pattern[str]
    pictured: re.Pattern[str]
    orders: Pattern
    ordering: frozenset[str]
    asked: tuple[re.Pattern[str], re.Pattern[str]]
    voice: Mapping[str, str]
    refused: re.Pattern[str]
    unanswered: re.Pattern[str]
    open: re.Pattern[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage:
    """One passage that shows a stance: ``actor`` is the key by which actors are told apart, ``said`` its utterance."""

    actor: str
    name: str
    entity: str | None
    issue: Span
    span: Span
    stance: str
    words: frozenset[str]
    said: int | None


@lru_cache(maxsize=1)
def load_stances() -> Stances:
    """Return the rules, read and compiled once."""
    source = resources.files(__package__).joinpath("positions.yaml").read_text(encoding="utf-8")
    data: Mapping[str, Any] = yaml.load(source, Loader=yaml.CSafeLoader)
    return Stances(
        cues={verb: stance for stance, verbs in data["cues"].items() for verb in verbs.split()},
        content=tuple(
            Pattern(
                stance=entry["stance"],
                weight=float(entry["weight"]),
                match=tuple(re.compile(pattern, re.IGNORECASE) for pattern in entry["match"]),
                unless=re.compile(entry["not"], re.IGNORECASE) if "not" in entry else None,
            )
            for entry in data["content"]
        ),
        views=frozenset(data["views"]["verbs"].split()),
        dark=re.compile(data["views"]["dark"], re.IGNORECASE),
        pictured=re.compile(data["views"]["not"], re.IGNORECASE),
        orders=Pattern(
            stance="demands",
            weight=0.0,
            match=(re.compile(data["orders"]["match"]),),
            unless=re.compile(data["orders"]["not"], re.IGNORECASE),
        ),
        ordering=frozenset(data["orders"]["verbs"].split()),
        asked=(
            re.compile(data["asked"]["cue"], re.IGNORECASE),
            re.compile(data["asked"]["content"], re.IGNORECASE),
        ),
        voice={verb: stance for stance, verbs in data["voice"].items() for verb in verbs},
        refused=re.compile(data["silence"]["refused"], re.IGNORECASE),
        unanswered=re.compile(data["silence"]["unanswered"], re.IGNORECASE),
        open=re.compile(data["open"], re.IGNORECASE),
    )


def find_positions(view: StoryView) -> tuple[Position, ...]:
    """Return the positions of a story: by actor, those with most evidence first, then by place."""
    by_actor: dict[str, list[Passage]] = {}
    for passage in (*_from_statements(view), *_from_claims(view)):
        by_actor.setdefault(passage.actor, []).append(passage)
    found: list[tuple[int, int, Position]] = []
    for passages in by_actor.values():
        words = [
            passage.words | ({f"utterance {passage.said}"} if passage.said is not None else set())
            for passage in passages
        ]
        for group in join(passages, words=words, likeness=_likeness(view), least=SAME_POSITION):
            position = _position(view, [passages[i] for i in group])
            found.append((-len(passages), -len(position.evidence), position))
    found.sort(key=lambda entry: (entry[0], entry[2].actor, entry[1], view.order(entry[2].evidence[0])))
    return tuple(position for _, _, position in found)


def _likeness(view: StoryView) -> Any:  # noqa: ANN401 -- a local function of two passages
    def alike(left: Passage, right: Passage) -> float:
        if left.said is not None and left.said == right.said:
            return 1.0
        if left.stance != right.stance:
            return 0.0
        return view.likeness(left.words, right.words)

    return alike


def _from_statements(view: StoryView) -> Iterator[Passage]:
    said = {key: number for number, group in enumerate(view.matches.utterances) for key in group.statements}
    for article in view.articles:
        labels = view.labels.get(article.id)
        for statement in labels.statements if labels else ():
            text = article.words(statement.content)
            if statement.speaker is None or not statement.speaker.name or len(text) > _LONGEST:
                continue
            cue = _cue_words(article, statement)
            stance = stance_of(text, cue=cue)
            words = stems(text)
            if (
                stance is None
                or len(words) < (1 if _by_cue(cue) or _by_view(text, cue) else _LEAST_WORDS)
                or " " not in text.strip()
            ):
                continue
            entity = view.entity(article.id, statement.speaker.chain)
            name = entity.name if entity else statement.speaker.name
            yield Passage(
                actor=entity.id if entity else f"{name.lower()}",
                name=name,
                entity=entity.id if entity else None,
                issue=_issue(view, statement),
                span=statement.content,
                stance=stance,
                words=words,
                said=said.get(Key(article.id, statement.id)),
            )


def _cue_words(article: Article, statement: Statement) -> str:
    """Return the words that report a statement, with a short word between them and what is said ("called" + "for")."""
    if statement.cue is None:
        return ""
    gap = article.text[statement.cue.end : statement.content.start]
    return article.words(statement.cue) + (gap if len(gap) <= _CUE_GAP else "")


def stance_of(text: str, *, cue: str) -> str | None:
    """Return the stance that words show, None if they show none.

    Args:
        text: what somebody is reported to say.
        cue: the words that report it ("warned", "called on"), "" if there are none.
    """
    behind, question = load_stances().asked
    if behind.search(cue) and question.search(text):
        return None
    by_cue = _by_cue(cue)
    best: Pattern | None = None
    for pattern in load_stances().content:
        if (best is None or pattern.weight > best.weight) and pattern.shows(text):
            best = pattern
    if by_cue == "demands" and (text.lower().startswith(("not to", "never to"))):
        return "against"
    if by_cue in {"demands", "warns", "against"}:
        return by_cue
    if best is None:
        return _by_view(text, cue) or (None if by_cue == "for" and text.startswith("to have ") else by_cue)
    return best.stance


def _by_view(text: str, cue: str) -> str | None:
    """Return the stance of one who calls a thing something or asks for it, None if the words report neither."""
    rules = load_stances()
    words = {word.lower() for word in _WORD.findall(cue)}
    if words & rules.ordering and rules.orders.shows(text):
        return "against" if _NOT_TO.search(text) else "demands"
    if words & rules.views and not rules.pictured.search(text):
        return "against" if rules.dark.search(text) else "for"
    return None


def _by_cue(cue: str) -> str | None:
    """Return the stance that the reporting words carry, None if they carry none."""
    cues = load_stances().cues
    words = [word.lower() for word in _WORD.findall(cue)]
    pairs = [f"{first}-{second}" for first, second in pairwise(words)]
    return next((cues[word] for word in (*pairs, *words) if word in cues), None)


def _issue(view: StoryView, statement: Statement) -> Span:
    """Return the words that name what a statement is about: its shortest telling claim, else its content."""
    labels = view.labels[statement.content.article]
    inside = [
        claim.span
        for claim in labels.claims
        if claim.statement == statement.id and statement.content.contains(claim.span) and len(claim.span) >= 25
    ]
    return min(inside, key=lambda span: (span.start, -len(span)), default=statement.content)


def _from_claims(view: StoryView) -> Iterator[Passage]:
    """Yield stances that an article reports by a verb, with an entity as agent."""
    for article in view.articles:
        labels = view.labels.get(article.id)
        contents = [statement.content for statement in labels.statements] if labels else []
        for claim in labels.claims if labels else ():
            agent = next((p for p in claim.participants if p.role == "agent"), None)
            entity = view.entity(article.id, agent.chain) if agent else None
            if agent is None or entity is None or _said(claim, contents):
                continue
            stance = _voice(claim, article.words(claim.span), behind=agent.span.end - claim.span.start)
            if stance is None:
                continue
            patient = next((p.span for p in claim.participants if p.role == "patient"), claim.span)
            yield Passage(
                actor=entity.id,
                name=entity.name,
                entity=entity.id,
                issue=patient,
                span=claim.span,
                stance=stance,
                words=stems(article.words(claim.span)),
                said=None,
            )


def _voice(claim: Claim, text: str, *, behind: int) -> str | None:
    """Return the stance that an article reports in its own words, None if it reports none.

    Args:
        claim: its verb and whether it is negated.
        text: its words.
        behind: where in ``text`` the words for the agent end.
    """
    rules = load_stances()
    if rules.refused.search(text) or (not claim.positive and rules.unanswered.match(claim.predicate)):
        return "undecided"
    stance = rules.voice.get(claim.predicate)
    if stance is None and claim.modality is Modality.PROPOSED and behind > 0:
        stance = "demands" if _by_cue(text[behind : behind + _CUE_REACH]) == "demands" else None
    if stance in {"for", "against"} and (not claim.positive or rules.open.search(text)):
        return "undecided"
    return stance if claim.positive else None


def _said(claim: Claim, contents: Iterable[Span]) -> bool:
    """Return whether a claim's verb stands in a statement or only introduces one."""
    return any(claim.span.overlaps(content) for content in contents)


def _position(view: StoryView, passages: Sequence[Passage]) -> Position:
    passages = sorted(passages, key=lambda passage: view.order(passage.span))
    stances = [passage.stance for passage in passages]
    stance = max(stances, key=lambda one: (stances.count(one), -stances.index(one)))
    shown = next(passage for passage in passages if passage.stance == stance)
    evidence = tuple(sorted({passage.span for passage in passages}, key=view.order))
    digest = hashlib.sha256(
        "|".join([shown.name, stance, *(f"{s.article}:{s.start}-{s.end}" for s in evidence)]).encode()
    ).hexdigest()
    return Position(
        id=f"o{digest[:12]}",
        actor=shown.name,
        entity=shown.entity,
        issue=shown.issue,
        stance=stance,
        evidence=evidence,
    )

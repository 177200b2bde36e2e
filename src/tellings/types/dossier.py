"""What comes out: one dossier for one story."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import ClassVar

from tellings.types.articles import Article, Dropped
from tellings.types.labels import Labels
from tellings.types.matches import Entity, Grounds, Key, Lineage
from tellings.types.spans import Span


class DifferenceType(StrEnum):
    """In which way two passages do not say the same."""

    CONTRADICTION = "contradiction"
    UPDATE = "update"
    PRECISION = "precision"
    SCOPE = "scope"
    ATTRIBUTION = "attribution"
    CERTAINTY = "certainty"
    WORDING = "wording"


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """Two spans that do not say the same, the pair that shows it best.

    Attributes:
        id: ``d`` and twelve hex digits.
        type: in which way they differ.
        slot: number, time, place, participant, polarity, modality, quote or predicate.
        left: the earlier report's words.
        right: the later report's words.
        why: one plain sentence.
        grounds: rules and scores behind it.
    """

    id: str
    type: DifferenceType
    slot: str
    left: Span
    right: Span
    why: str
    grounds: tuple[Grounds, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Utterance:
    """One act of speech as two or more statements report it; ``speaker`` is the resolved name."""

    id: str
    speaker: str | None
    entity: str | None
    statements: tuple[Key, ...]
    differences: tuple[Difference, ...] = ()
    grounds: tuple[Grounds, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Support:
    """One claim that supports a fact."""

    span: Span
    claim: Key


@dataclass(frozen=True, slots=True, kw_only=True)
class Missing:
    """A report that lacks a fact; ``could_know`` is None if a publication time is missing."""

    article: str
    could_know: bool | None


class FactKind(StrEnum):
    """How the reports stand to a fact."""

    AGREED = "agreed"
    DIFFERING = "differing"
    SINGLE = "single"


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """One reported matter.

    Attributes:
        id: ``f`` and twelve hex digits.
        kind: agreed (two or more reports, no difference beyond wording), differing, single (one report).
        title: the best-worded support, verbatim.
        support: every claim that reports it, in story order.
        independent: connected groups of reports whose passages for this fact do not derive from each other.
        groups: those groups, as article ids.
        differences: between its supports.
        missing: reports without it.
        weight: how much the story turns on it, in [0.0, 1.0], higher is more; used for order only.
        grounds: the links that joined its claims.
    """

    id: str
    kind: FactKind
    title: Span
    support: tuple[Support, ...]
    independent: int
    groups: tuple[tuple[str, ...], ...] = ()
    differences: tuple[Difference, ...] = ()
    missing: tuple[Missing, ...] = ()
    weight: float = 0.0
    grounds: tuple[Grounds, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """Something that happened, goes on or may happen, at a time.

    Attributes:
        id: ``v`` and twelve hex digits.
        label: the words of its best mention, verbatim.
        status: happened, ongoing, planned, proposed, conditional, possible, expected or denied.
        when: ISO value or interval, None if no report dates it.
        when_span: the words that say when.
        where: words that say where.
        participants: entity ids.
        mentions: the passages, in story order.
    """

    id: str
    label: Span
    status: str
    when: str | None = None
    when_span: Span | None = None
    where: Span | None = None
    participants: tuple[str, ...] = ()
    mentions: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """Something announced or expected.

    Attributes:
        id: ``p`` and twelve hex digits.
        label: the words of its best evidence, verbatim.
        actors: who is to act: entity ids, or words where no entity stands for them.
        status: planned, proposed, conditional, expected, lapsed or done.
        due: ISO value or interval, None if no due time is stated.
        due_span: the words that say when.
        evidence: passages, in story order.
        outcome: the one of them that tells how it ended, None while it is open.
    """

    id: str
    label: Span
    actors: tuple[str, ...] = ()
    status: str = "planned"
    due: str | None = None
    due_span: Span | None = None
    evidence: tuple[Span, ...] = ()
    outcome: Span | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    """How a position changed.

    Attributes:
        how: softened, hardened, reversed, cooled or warmed.
        why: one plain sentence.
        evidence: the words that say so, or the earlier and the later position's words.
        earlier: id of the earlier position, None where a report says so in its own words.
    """

    how: str
    why: str
    evidence: tuple[Span, ...]
    earlier: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Position:
    """An actor's stance on an issue.

    Attributes:
        id: ``o`` and twelve hex digits.
        actor: resolved name.
        entity: its entity id, None if no entity stands for it.
        issue: words that name the issue, verbatim.
        stance: for, against, conditional, undecided, demands or warns.
        evidence: passages, in story order.
        changes: how the actor came to it, or moved from it, in story order.
    """

    id: str
    actor: str
    entity: str | None
    issue: Span
    stance: str
    evidence: tuple[Span, ...] = ()
    changes: tuple[Turn, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class BriefLine:
    """One verbatim sentence of the account in brief, with the facts it tells and every passage that backs it."""

    sentence: Span
    facts: tuple[str, ...] = ()
    sources: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Story:
    """The story as a whole; ``title`` is a headline of one of its reports; dates are ISO, None if unknown."""

    id: str
    title: str
    first_published: str | None = None
    last_published: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Dossier:
    """All that is known of one story. ``articles`` and ``labels`` are in story order: by publication, then id.

    ``display`` is how a notebook shows one; the package sets it, so that this module knows nothing of showing.
    """

    display: ClassVar[Callable[[Dossier], str] | None] = None

    version: str
    settings: Mapping[str, object] = field(default_factory=dict)
    story: Story
    articles: tuple[Article, ...] = ()
    labels: tuple[Labels, ...] = ()
    entities: tuple[Entity, ...] = ()
    utterances: tuple[Utterance, ...] = ()
    facts: tuple[Fact, ...] = ()
    events: tuple[Event, ...] = ()
    plans: tuple[Plan, ...] = ()
    positions: tuple[Position, ...] = ()
    lineage: tuple[Lineage, ...] = ()
    brief: tuple[BriefLine, ...] = ()
    dropped: tuple[Dropped, ...] = ()

    def _repr_html_(self) -> str | None:
        """Return the dossier as a notebook shows it, None (then it is shown as text) where nobody said how."""
        show = type(self).display
        return None if show is None else show(self)

"""Marks across articles."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

from tellings.types.labels import EntityType, Mention
from tellings.types.spans import Span


class Key(NamedTuple):
    """A label of one article: article id and the label's id in it."""

    article: str
    id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Grounds:
    """Why two things were put together or kept apart.

    Attributes:
        rule: short name of the rule or score ("same_surname", "quotation_overlap").
        score: in [0.0, 1.0], higher is closer.
        detail: one plain sentence.
    """

    rule: str
    score: float
    detail: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Variant:
    """A spelling and the articles that use it, in story order."""

    text: str
    articles: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Entity:
    """One person, body, place or thing across the story.

    Attributes:
        id: ``e`` and twelve hex digits.
        name: fullest form seen.
        type: what it is.
        variants: name forms as spelled.
        roles: stated roles, in story order.
        mentions: every mention, in story order.
        chains: keys of the chains merged here.
    """

    id: str
    name: str
    type: EntityType
    variants: tuple[Variant, ...] = ()
    roles: tuple[Span, ...] = ()
    mentions: tuple[Mention, ...] = ()
    chains: tuple[Key, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class UtteranceGroup:
    """Statements that report the same act of speech, two or more, in story order."""

    statements: tuple[Key, ...]
    grounds: tuple[Grounds, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimGroup:
    """Claims about the same matter, one or more, in story order.

    ``grounds`` holds one entry for each link that joined two claims, strongest first.
    """

    claims: tuple[Key, ...]
    grounds: tuple[Grounds, ...] = ()


class LineageKind(StrEnum):
    """How two articles hang together."""

    INDEPENDENT = "independent"
    COPY = "copy"
    REWRITE = "rewrite"
    SHARED_AGENCY_TEXT = "shared_agency_text"


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage:
    """Two stretches of which one derives from the other or both from a third.

    ``kind`` is ``verbatim`` (same words), ``reworded``, or ``quotation``: words of one speaker, which prove nothing.
    """

    left: Span
    right: Span
    kind: str
    score: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Lineage:
    """How two articles hang together.

    Attributes:
        pair: article ids in story order.
        kind: the judgement.
        share: share of the shorter body's words inside derived passages, in [0.0, 1.0].
        passages: the passages that show it.
        why: one plain sentence.
        grounds: scores behind the judgement.
    """

    pair: tuple[str, str]
    kind: LineageKind
    share: float
    passages: tuple[Passage, ...] = ()
    why: str = ""
    grounds: tuple[Grounds, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Matches:
    """Everything found across the articles of one story."""

    entities: tuple[Entity, ...] = ()
    utterances: tuple[UtteranceGroup, ...] = ()
    claims: tuple[ClaimGroup, ...] = ()
    lineage: tuple[Lineage, ...] = ()

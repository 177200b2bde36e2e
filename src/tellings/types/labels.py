"""Marks on one article's text."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from tellings.types.articles import BlockKind
from tellings.types.spans import Span


class EntityType(StrEnum):
    """What a name stands for."""

    PERSON = "person"
    ORGANISATION = "organisation"
    PLACE = "place"
    PRODUCT = "product"
    DOCUMENT = "document"
    EVENT = "event"
    GROUP = "group"


class Form(StrEnum):
    """How a mention refers."""

    NAME = "name"
    NOMINAL = "nominal"
    PRONOUN = "pronoun"


@dataclass(frozen=True, slots=True, kw_only=True)
class Sentence:
    """One sentence, in reading order; ``block`` is the index into ``Article.blocks``."""

    span: Span
    block: int
    kind: BlockKind


@dataclass(frozen=True, slots=True, kw_only=True)
class Mention:
    """A span that refers to somebody or something; ``chain`` is the id of its chain in this article."""

    span: Span
    form: Form
    chain: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Chain:
    """All mentions of one person, body, place or thing within one article.

    Attributes:
        id: unique within the article (``c0``, ``c1`` …).
        type: what it is.
        name: fullest name in this article; for somebody unnamed the description ("a White House official").
        named: False where only a description or pronoun refers to it.
        gender: ``female``, ``male``, ``plural`` or None where the text does not tell.
        roles: spans that state a title or role ("the mayor of Lower Hessing"), in order.
    """

    id: str
    type: EntityType
    name: str
    named: bool = True
    gender: str | None = None
    roles: tuple[Span, ...] = ()


class TimeType(StrEnum):
    """TIMEX3 types."""

    DATE = "DATE"
    TIME = "TIME"
    DURATION = "DURATION"
    SET = "SET"


@dataclass(frozen=True, slots=True, kw_only=True)
class Time:
    """A time expression.

    Attributes:
        id: unique within the article (``t0`` …).
        span: the expression.
        type: TIMEX3 type.
        value: ISO date, month, year, date-time, ``start/end`` interval (either side may be empty), or ISO
            duration (``PT2H30M``) for DURATION and SET; None if it cannot be resolved.
        timex: the TIMEX3 value where it differs from ``value`` (``2016-W45``, ``PAST_REF``), else None.
        basis: how it was resolved, or why not, in a few words ("weekday before publication", "no anchor").
    """

    id: str
    span: Span
    type: TimeType
    value: str | None = None
    timex: str | None = None
    basis: str = ""


class Bound(StrEnum):
    """How a number bounds what it counts."""

    EXACTLY = "exactly"
    ABOUT = "about"
    AT_LEAST = "at_least"
    AT_MOST = "at_most"
    MORE_THAN = "more_than"
    LESS_THAN = "less_than"
    BETWEEN = "between"
    ORDINAL = "ordinal"


@dataclass(frozen=True, slots=True, kw_only=True)
class Measure:
    """The same amount in another unit, as in "2,500 km (1,500 miles)"; fields as in ``Quantity``."""

    span: Span
    value: float
    high: float | None = None
    unit: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Quantity:
    """A number.

    Attributes:
        id: unique within the article (``q0`` …).
        span: number with bound words and unit, without what is counted ("more than 50", "2,500 km").
        value: the number, magnitude applied ("2 million" is 2000000.0); lower end of a range.
        high: upper end of a range, else None.
        bound: how firm it is.
        unit: unit in a normal form ("kilometre", "percent", "dollar", "hour"), "" for a plain count.
        counts: what is counted ("people"), None if nothing is named.
        also: the same amount in another unit, given in brackets behind it; None if there is none.
        vague: True where a word such as "several" or "dozens" stands for the number; ``value`` is then the least
            (and ``high`` the most) that the word allows.
        calendar: True for what is listed among the numbers of an article but is compared with none: a date or clock
            time, whose ``unit`` is "calendar year", "calendar month", "calendar date" (2016-11-09 is 20161109.0) or
            "clock time" (hours); and what ``quantitylisted.py`` finds (a telephone number, the second measure of a
            pair, "too fast", "the worst since").
    """

    id: str
    span: Span
    value: float
    high: float | None = None
    bound: Bound = Bound.EXACTLY
    unit: str = ""
    counts: Span | None = None
    also: Measure | None = None
    vague: bool = False
    calendar: bool = False


class StatementKind(StrEnum):
    """How words are given."""

    DIRECT = "direct"
    MIXED = "mixed"
    INDIRECT = "indirect"


@dataclass(frozen=True, slots=True, kw_only=True)
class Speaker:
    """Who says something, or to whom it is said.

    Attributes:
        name: resolved name ("he" → "Oswin Tarr"), or a description for somebody unnamed.
        span: the words that name the speaker at this statement, None if nothing there does.
        chain: id of the chain in this article, None if it belongs to none.
        named: False for an unnamed source ("a White House official").
    """

    name: str
    span: Span | None = None
    chain: str | None = None
    named: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """Something the article reports somebody to have said.

    Attributes:
        id: unique within the article (``s0`` …).
        kind: direct, mixed or indirect.
        content: direct: the words between the marks, marks not included; mixed and indirect: the clause.
        fragments: quoted stretches inside a mixed content, marks not included.
        cue: the words that mark the attribution ("said", "according to"), None if there are none.
        speaker: None only if nobody can be found.
        addressee: to whom it was said, if stated.
        when: id of the ``Time`` of saying, if stated.
        via: sources through which it came, outermost first ("X, citing Y": speaker Y, via X).
        score: confidence in [0.0, 1.0], higher is surer.
        basis: the rule or model that found it.
    """

    id: str
    kind: StatementKind
    content: Span
    fragments: tuple[Span, ...] = ()
    cue: Span | None = None
    speaker: Speaker | None = None
    addressee: Speaker | None = None
    when: str | None = None
    via: tuple[Speaker, ...] = ()
    score: float = 1.0
    basis: str = ""


class Modality(StrEnum):
    """How a claim stands to what happened."""

    HAPPENED = "happened"
    ONGOING = "ongoing"
    PLANNED = "planned"
    PROPOSED = "proposed"
    CONDITIONAL = "conditional"
    POSSIBLE = "possible"
    EXPECTED = "expected"
    DENIED = "denied"


@dataclass(frozen=True, slots=True, kw_only=True)
class Participant:
    """Who or what takes part in a claim.

    Attributes:
        role: ``agent``, ``patient``, ``recipient``, ``place`` or ``other``.
        span: the words of the whole noun phrase.
        chain: id of the chain in this article, None for something no chain stands for.
        head: lemma of the head noun, lower case.
    """

    role: str
    span: Span
    chain: str | None = None
    head: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """One reported proposition: a clause.

    Attributes:
        id: unique within the article (``k0`` …).
        span: the clause or sentence, at most 400 characters.
        sentence: index into ``Labels.sentences``.
        predicate: lemma of the main verb, or of the noun for a verbless clause; with particle ("call off").
        predicate_span: its words.
        participants: who and what takes part, in order.
        time: id of its ``Time``, None if none is stated in the clause.
        place: words that say where, None if not stated.
        quantities: ids of the quantities inside.
        positive: False if negated.
        modality: happened, planned …
        hedged: whether the clause itself hedges ("reportedly", "is believed to").
        attribution: speakers outermost first; empty when the article itself says it.
        statement: id of the statement whose content holds this claim, None if none does.
        lemmas: lemmas of content words, lower case, in order, without stop words.
    """

    id: str
    span: Span
    sentence: int
    predicate: str
    predicate_span: Span
    participants: tuple[Participant, ...] = ()
    time: str | None = None
    place: Span | None = None
    quantities: tuple[str, ...] = ()
    positive: bool = True
    modality: Modality = Modality.HAPPENED
    hedged: bool = False
    attribution: tuple[Speaker, ...] = ()
    statement: str | None = None
    lemmas: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Labels:
    """Everything marked on one article; all empty for an article that is not labelled."""

    article: str
    sentences: tuple[Sentence, ...] = ()
    mentions: tuple[Mention, ...] = ()
    chains: tuple[Chain, ...] = ()
    times: tuple[Time, ...] = ()
    quantities: tuple[Quantity, ...] = ()
    statements: tuple[Statement, ...] = ()
    claims: tuple[Claim, ...] = ()

"""Marks on a version as the API answers them: those of ``tellings.types.labels``, with offsets alone for spans."""

from __future__ import annotations

import math
from typing import Annotated

from pydantic import BeforeValidator

from tellings.desk.models import Place, Record, Text


def _finite(number: object) -> object:
    """Return a number that JSON can hold, None for one that it cannot (a numeral of a thousand digits)."""
    return None if isinstance(number, float) and not math.isfinite(number) else number


Number = Annotated[float | None, BeforeValidator(_finite)]


class Sentence(Record):
    """One sentence; ``block`` counts the version's blocks from 0."""

    span: Place
    block: int
    kind: str


class Mention(Record):
    """A place that refers to somebody or something; ``chain`` says to whom."""

    span: Place
    form: str
    chain: str


class Chain(Record):
    """Somebody or something that the text refers to."""

    id: str
    type: str
    name: Text
    named: bool
    gender: str | None
    roles: list[Place]


class Time(Record):
    """A time expression and its ISO value."""

    id: str
    span: Place
    type: str
    value: Text | None
    timex: Text | None
    basis: Text


class Measure(Record):
    """The same amount in another unit."""

    span: Place
    value: Number
    high: Number
    unit: Text


class Quantity(Record):
    """A number, what bounds it and what it counts; null where JSON cannot hold it."""

    id: str
    span: Place
    value: Number
    high: Number
    bound: str
    unit: Text
    counts: Place | None
    also: Measure | None
    vague: bool
    calendar: bool


class Speaker(Record):
    """Who says something, or to whom it is said."""

    name: Text
    span: Place | None
    chain: str | None
    named: bool


class Statement(Record):
    """Something that the report has somebody say."""

    id: str
    kind: str
    content: Place
    fragments: list[Place]
    cue: Place | None
    speaker: Speaker | None
    addressee: Speaker | None
    when: str | None
    via: list[Speaker]
    score: float
    basis: Text


class Participant(Record):
    """Who or what takes part in a claim."""

    role: str
    span: Place
    chain: str | None
    head: Text


class Claim(Record):
    """One reported proposition."""

    id: str
    span: Place
    sentence: int
    predicate: Text
    predicate_span: Place
    participants: list[Participant]
    time: str | None
    place: Place | None
    quantities: list[str]
    positive: bool
    modality: str
    hedged: bool
    attribution: list[Speaker]
    statement: str | None


class Labels(Record):
    """Everything marked on a version; ``article`` is the version's ``ident``."""

    article: str
    sentences: list[Sentence]
    mentions: list[Mention]
    chains: list[Chain]
    times: list[Time]
    quantities: list[Quantity]
    statements: list[Statement]
    claims: list[Claim]

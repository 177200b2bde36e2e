"""Quantities told without a cardinal number: ordinals that count, "dozens", "several", "the only", "for hours"."""

from __future__ import annotations

import re
from collections.abc import Iterator

from spacy.tokens import Token

from tellings.label.numbers import parse_ordinal
from tellings.label.quantitynames import Found, Surroundings
from tellings.label.quantityrules import (
    article_pattern,
    bound_pattern,
    bounds_before,
    lengths_pattern,
    lexicon,
    majority_pattern,
    ordinal_pattern,
    unit_words,
    vague_pattern,
)
from tellings.types.labels import Bound

# The longest stretch before a number that is searched for a word of bound ("in the region of another").
_BOUND_CHARS = 40


def bound_before(text: str, start: int) -> tuple[Bound | None, int]:
    """Return the bound that words before a position set, and where they begin; None and the position if none do."""
    head = text[max(0, start - _BOUND_CHARS) : start]
    match = bound_pattern().search(head)
    if match is None:
        return None, start
    return bounds_before()[match["bound"].lower()], start - len(head) + match.start("bound")


def folded(unit: str) -> tuple[float, str]:
    """Return how many of which other unit a unit is told in: a fortnight is fourteen days."""
    other = lexicon()["folded"].get(unit)
    return (float(other[1]), str(other[0])) if other else (1.0, unit)


def ordinals(around: Surroundings) -> Iterator[Found]:
    """Yield ordinals that count happenings: "the fourth meeting this year"."""
    for match in ordinal_pattern().finditer(around.text):
        value = parse_ordinal(match[0])
        if value is None or around.in_date(match.start()) or (match[0][0].isupper() and match.start() > 0):
            continue
        token = around.token(match.start())
        head = token.head if token is not None else None
        if _alone(around.text, match.start(), match.end()):
            yield Found(start=match.start(), end=match.end(), value=float(value), bound=Bound.ORDINAL)
            continue
        if token is None or head is None or head.i <= token.i or head.pos_ != "NOUN":
            continue
        if head.lower_ in lexicon()["ordinal_names"] or _ranks(token) or token.nbor(1).pos_ == "NUM":
            continue
        yield Found(
            start=match.start(),
            end=match.end(),
            value=float(value),
            bound=Bound.ORDINAL,
            counts=around.phrase(token.i + 1, head.i),
        )


_NAMED_BEFORE = re.compile(r" (?:in the|in its|since|of its kind|this year|to be)\b")
_NAMED_AFTER_THE = re.compile(r" (?:with|between|by|to|for|from|under|against|of|outside)\b")
_OWNED = re.compile(r"\b(?:the|its|his|her|their|our) $", re.IGNORECASE)


def _alone(text: str, start: int, end: int) -> bool:
    """Return whether an ordinal counts something named before: "the first in the country", "the third since May"."""
    if _NAMED_BEFORE.match(text, end):
        return True
    return bool(_NAMED_AFTER_THE.match(text, end) and _OWNED.search(text[max(0, start - 7) : start]))


def _ranks(token: Token) -> bool:
    """Return whether an ordinal grades a superlative ("second largest") instead of counting."""
    following = token.nbor(1) if token.i + 1 < len(token.doc) else None
    return following is not None and (following.tag_ in {"JJS", "RBS"} or following.text == "-")


def lone_words(around: Surroundings) -> Iterator[Found]:
    """Yield one unit of time told by its article, "a single vote", and "the majority of"."""
    for match in article_pattern().finditer(around.text):
        bound, start = bound_before(around.text, match.start())
        if bound is None and match["tail"] is None and match["half"] is None:
            continue  # "a day" alone is mostly a figure of speech
        factor, unit = folded(match["unit"].lower())
        factor *= 1.5 if match["half"] else 1.0
        yield Found(start=start, end=match.end(), value=factor, bound=bound or Bound.EXACTLY, unit=unit)
    for match in majority_pattern().finditer(around.text):
        counts = around.counted(match.end(), unit="share")
        yield Found(
            start=match.start(),
            end=match.end(),
            value=0.5,
            bound=Bound.MORE_THAN,
            unit="share",
            counts=counts,
            vague=True,
        )
    for match in _SINGLE.finditer(around.text):
        counts = around.counted(match.end(), unit="")
        if counts:
            yield Found(start=match.start(), end=match.end(), value=1.0, counts=counts)
    yield from _plain_words(around)


def _plain_words(around: Surroundings) -> Iterator[Found]:
    """Yield "the only network" (one) and "for hours" (two at least)."""
    for match in _ONLY.finditer(around.text):
        counts = around.counted(match.end(), unit="")
        if counts and not around.plural(counts):
            yield Found(start=match.start("only"), end=match.end(), value=1.0, counts=counts, vague=True)
    for match in lengths_pattern().finditer(around.text):
        unit = unit_words()[match["unit"].lower()]
        yield Found(start=match.start("unit"), end=match.end(), value=2.0, bound=Bound.AT_LEAST, unit=unit, vague=True)


_ONLY = re.compile(r"(?:\b(?:the|its|his|her|their|our|my) |['’]s )(?P<only>only)\b(?= [a-z])", re.IGNORECASE)

_SINGLE = re.compile(r"\ba single\b(?!-)", re.IGNORECASE)


def vague_words(around: Surroundings) -> Iterator[Found]:
    """Yield "dozens", "several people", "a number of factors"."""
    for match in vague_pattern().finditer(around.text):
        counts = around.counted(match.end(), unit="")
        if match["plural"]:
            low, high = lexicon()["vague_plurals"][match["plural"].lower()]
            unit, unit_end = around.unit_after(match.end())
            yield Found(
                start=match.start(),
                end=unit_end,
                value=float(low),
                high=float(high),
                bound=Bound.ABOUT,
                unit=unit,
                counts=None if unit else counts,
                vague=True,
            )
        elif counts and around.plural(counts, nouns=True):
            value = float(lexicon()["vague_words"][match["word"].lower()])
            bound, start = bound_before(around.text, match.start())
            del bound
            yield Found(start=start, end=match.end(), value=value, bound=Bound.AT_LEAST, counts=counts, vague=True)

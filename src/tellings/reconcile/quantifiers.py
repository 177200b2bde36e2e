"""All, some or none: "all pumps ran", "four of the five pumps ran", "not one pump was running"."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations

from tellings.reconcile.numbers import CLOSE_MEASURES, people_words
from tellings.reconcile.readings import StoryReader
from tellings.reconcile.settling import settled
from tellings.reconcile.slots import Contrast, Found
from tellings.reconcile.view import stop_words
from tellings.types.dossier import DifferenceType
from tellings.types.labels import Modality
from tellings.types.matches import Key
from tellings.types.spans import Span

SHORTEST = 4
"""Letters of a noun below which it is too common a word to be one matter by itself."""

MOST = 8
"""Phrases of one noun in a story up to which they are of one matter."""

_NUMBER = r"(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|\d{1,3})"
_WHOLE = r"(?:the|its|their|his|her|our|those|these|[\w’']+['’]s)"
_SHARES = (
    (
        "some",
        re.compile(
            rf"\b(?:all but {_NUMBER}|{_NUMBER}|some|most|half|many) of {_WHOLE} (?:{_NUMBER} )?([a-z]+)\b", re.I
        ),
    ),
    ("none", re.compile(rf"\b(?:not (?:one|a single)|none of {_WHOLE}(?: {_NUMBER})?) ([a-z]+)\b", re.I)),
    ("all", re.compile(rf"\b(?:all|every|each)(?: of)?(?: {_WHOLE})?(?: {_NUMBER})? ([a-z]+)\b", re.I)),
)
_NEXT = re.compile(r" ([a-z]{3,}[^s\W]s)\b")
_OPEN = re.compile(r"(?:some|most|half|many)\b", re.IGNORECASE)
_WORDS = {"all": "all", "some": "a part", "none": "none"}


@dataclass(frozen=True, slots=True, kw_only=True)
class _Share:
    """How much of something a claim speaks of."""

    span: Span
    share: str
    claim: Key


def share_contrasts(reader: StoryReader) -> Iterator[Found]:
    """Yield the case that one report speaks of all of something, another (or another source of it) of a part or none.

    Args:
        reader: the story.
    """
    known: dict[str, list[_Share]] = defaultdict(list)
    for article in reader.articles:
        for block in article.blocks:
            for noun, share in _of_block(article.id, (block.start, block.end), reader):
                known[noun].append(share)
    for noun in sorted(known):
        if len(known[noun]) > MOST:
            continue
        pairs = combinations(known[noun], 2)
        found = [_contrast(a, b, reader) for a, b in pairs if a.share != b.share and _may_differ(a, b, reader)]
        for contrast in settled(found, reader):
            yield contrast, (contrast.left, contrast.right)


def _may_differ(a: _Share, b: _Share, reader: StoryReader) -> bool:
    """Return whether two shares stand in two claims; one report says "each" and "one of them" of one verb alone."""
    one, other = reader.claims[a.claim], reader.claims[b.claim]
    apart = a.span.article != b.span.article or "none" in (a.share, b.share)
    return a.claim != b.claim and (apart or one.predicate == other.predicate)


def _of_block(article: str, ends: tuple[int, int], reader: StoryReader) -> Iterator[tuple[str, _Share]]:
    """Yield the shares of a block with their nouns; "all but one of the five" is no "all"."""
    text = reader.article[article].text
    taken: list[tuple[int, int]] = []
    for share, pattern in _SHARES:
        for found in pattern.finditer(text, *ends):
            noun = found.group(1).lower()
            folded = noun[:-1] if noun.endswith("s") else noun
            if any(low < found.end() and found.start() < high for low, high in taken):
                continue
            span = Span(article=article, start=found.start(), end=found.end())
            claim = reader.nearest_claim(span)
            silent = (
                noun in stop_words() or {noun, folded} & people_words() or _goes_on(noun, found.end(), span, reader)
            )
            if len(folded) < SHORTEST or silent or claim is None:
                continue
            taken.append((found.start(), found.end()))
            yield folded, _Share(span=span, share=share, claim=claim)


def _goes_on(noun: str, end: int, span: Span, reader: StoryReader) -> bool:
    """Return whether a plural noun follows a singular one ("two of the harbour cranes"): the phrase is cut."""
    following = _NEXT.match(reader.article[span.article].text, end)
    return following is not None and not noun.endswith("s") and following.group(1) not in stop_words()


def _firm(a: _Share, b: _Share, reader: StoryReader) -> bool:
    """Return whether two claims say one thing of a counted share and of all or none: "some" is true of all as well."""
    one, other = reader.claims[a.claim], reader.claims[b.claim]
    if one.predicate != other.predicate or one.positive != other.positive:
        return False
    counted = all(s.share != "some" or not _OPEN.match(reader.words(s.span)) for s in (a, b))
    return counted and all(not c.hedged and c.modality is Modality.HAPPENED for c in (one, other))


def _contrast(a: _Share, b: _Share, reader: StoryReader) -> Contrast:
    """Return how two shares differ: they exclude each other only in claims worded alike that are firm in both."""
    exclude = _firm(a, b, reader) and reader.closeness(a.claim, b.claim) >= CLOSE_MEASURES
    return Contrast(
        type=DifferenceType.CONTRADICTION if exclude else DifferenceType.SCOPE,
        slot="number",
        left=a.span,
        right=b.span,
        left_value=a.share,
        right_value=b.share,
        why=f"One speaks of {_WORDS[a.share]} (“{reader.words(a.span)}”), the other of {_WORDS[b.share]} "
        f"(“{reader.words(b.span)}”).",
        rule="shares_differ",
        score=0.7,
    )

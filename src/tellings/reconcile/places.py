"""Where something is, said with one name and another noun: "near the Harbour stop", "near the Harbour junction"."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations

from tellings.reconcile.readings import StoryReader
from tellings.reconcile.settling import settled
from tellings.reconcile.slots import Contrast, Found
from tellings.reconcile.view import stop_words
from tellings.types.dossier import DifferenceType
from tellings.types.matches import Key
from tellings.types.spans import Span

STEM = 5
"""Letters in which two forms of a name agree ("Norland", "Norlandic")."""

FEWEST_COMMON = 2
"""Content words, those of the place aside, that two sentences must share to tell of one place."""

MOST = 40
"""Phrases of one name that are held against each other, the earliest."""

_PLACE = re.compile(
    r"\b(in|into|inside|within|at|near|near to|next to|by|outside|on|along)\s+"
    r"(?:(?:the|a|an|its|their|to)\s+)?(?:the\s+)?((?:[\w'’-]+\s+){0,3}?[\w'’-]+)"
    r"(?=\s*[,.;:!?)\"”]|\s+(?:[a-z]{1,3}|where|when|which|with|after|before|that|from)\b|\s*$)",
)
_MATTER = re.compile(
    r"\b(?:investigat\w+|inquir\w+|enquir\w+|probes?|looking|looked|research|insights?)\s+$", re.IGNORECASE
)
"""What goes into a matter, not a place."""

_NO_NOUNS = frozenset(("following", "during", "despite", "including", "amid", "alone", "itself", "today", "tonight"))
_WORD = re.compile(r"[^\W\d_]+")
_KINDS = {"into": "in", "inside": "in", "within": "in", "near": "at", "near to": "at", "next to": "at", "by": "at"}


@dataclass(frozen=True, slots=True, kw_only=True)
class _Place:
    """A place as a report names it: its words, folded, and the claim it stands in."""

    span: Span
    words: frozenset[str]
    claim: Key


def place_phrase_contrasts(reader: StoryReader) -> Iterator[Found]:
    """Yield the places that two reports call by one name and different nouns.

    Args:
        reader: the story.
    """
    named: dict[tuple[str, str], list[_Place]] = defaultdict(list)
    for article in reader.articles:
        labelled = reader.labels.get(article.id)
        for sentence in labelled.sentences if labelled else ():
            for stem, kind, place in _places(sentence.span, reader):
                named[stem, kind].append(place)
    for key in sorted(named):
        found = [
            _contrast(a, b, reader)
            for a, b in combinations(named[key][:MOST], 2)
            if a.span.article != b.span.article and _one_place(a, b, reader)
        ]
        for contrast in settled(found, reader):
            yield contrast, (contrast.left, contrast.right)


def _places(sentence: Span, reader: StoryReader) -> Iterator[tuple[str, str, _Place]]:
    """Yield the named places of a sentence with the stem of the name and how something stands to them."""
    text = reader.article[sentence.article].text
    for found in _PLACE.finditer(text, sentence.start, sentence.end):
        words = _WORD.findall(found.group(2))
        name = next((w for w in words if w[0].isupper() and len(w) >= STEM), None)
        span = Span(article=sentence.article, start=found.start(2), end=found.end(2))
        claim = reader.nearest_claim(span)
        if name is None or claim is None or words[-1][0].isupper() or words[-1] in stop_words():
            continue
        if any(span.overlaps(time.span) for time in reader.labels[sentence.article].times):
            continue
        if _MATTER.search(text[max(sentence.start, found.start() - 24) : found.start()]):
            continue
        if _NO_NOUNS & {word.lower() for word in words} or _ends_in_verb(span, reader):
            continue
        folded = frozenset(w.lower().rstrip("s") for w in words if w.lower() not in stop_words())
        kind = _KINDS.get(found.group(1).lower(), found.group(1).lower())
        yield name[:STEM].lower(), kind, _Place(span=span, words=folded, claim=claim)


def _ends_in_verb(span: Span, reader: StoryReader) -> bool:
    """Return whether the last word of a phrase is the verb of a clause ("the youths in Norhaven attacked")."""
    verbs = (c.predicate_span for c in reader.labels[span.article].claims)
    return any(span.start < verb.start < span.end <= verb.end for verb in verbs)


def _one_place(a: _Place, b: _Place, reader: StoryReader) -> bool:
    """Return whether two phrases differ and stand in tellings of one matter."""
    if a.words == b.words:
        return False
    if reader.group_of.get(a.claim, -1) == reader.group_of.get(b.claim, -2):
        return True
    common = reader.sentence_lemmas(a.claim) & reader.sentence_lemmas(b.claim)
    return len({w for w in common if w.rstrip("s") not in a.words | b.words}) >= FEWEST_COMMON


def _contrast(a: _Place, b: _Place, reader: StoryReader) -> Contrast:
    """Return how two phrases differ: one says more, or they are of two places or areas."""
    left, right = reader.words(a.span), reader.words(b.span)
    more = a.words < b.words or b.words < a.words
    return Contrast(
        type=DifferenceType.PRECISION if more else DifferenceType.SCOPE,
        slot="place",
        left=a.span,
        right=b.span,
        left_value=" ".join(sorted(a.words)),
        right_value=" ".join(sorted(b.words)),
        why=f"The place is “{left}” in one report and “{right}” in the other.",
        rule="places_named_otherwise",
        score=0.6,
    )

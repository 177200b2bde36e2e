"""What one report's telling of a matter has and another's has not: said in other words, or with less detail.

The claims of one fact tell one matter. Where their content words are the same, so is the telling; where the words of
one are among those of the other, the other says more; where each has words of its own, the wording differs.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from tellings.reconcile.readings import StoryReader
from tellings.reconcile.slots import Contrast
from tellings.reconcile.view import stem, stop_words
from tellings.types.dossier import DifferenceType
from tellings.types.matches import Key

FEWEST_OWN = 3
"""Content words that only one of two claims has, counted on both sides, from which two acts are told differently:
a single word put for another is shown as such, and is often grammar."""

FEWEST_MORE = 1
"""Content words that one of two claims of one act has more from which it says more."""

SHORTEST = 2
"""Content words below which a claim is a fragment ("which left seven")."""

LONGEST = 80
"""Characters of own words that are still read at a glance; longer ones are seen in the passages themselves."""

LEAST_COMMON = 0.4
"""Share of the content words of the shorter claim that both must have where they are of two acts."""

_AGE = re.compile(r"be \d+$")
_WORD = re.compile(r"\w+(?:[’'.-]\w+)*")
_WHY_MORE = "Only one report has “{words}”."
_WHY_LESS = "One report tells this in less detail."
_WHY_OTHER = "One report has “{one}” where the other has “{other}”."
_WHY_OTHERWISE = "The reports put this in other words."


def retelling_contrasts(left: Key, right: Key, reader: StoryReader) -> Iterator[Contrast]:
    """Yield the case that one of two claims of one fact says more than the other, or says it otherwise.

    Args:
        left: one claim.
        right: the other, of another report.
        reader: the story.
    """
    mine, theirs = reader.claims[left], reader.claims[right]
    ours, others = frozenset(mine.lemmas), frozenset(theirs.lemmas)
    if min(len(ours), len(others)) < SHORTEST or ours == others or any(_AGE.match(c.predicate) for c in (mine, theirs)):
        return
    same = mine.predicate == theirs.predicate
    more = ours < others or others < ours
    own = ours ^ others
    if len(own) < (FEWEST_MORE if more else FEWEST_OWN):
        return
    common = len(ours & others) / min(len(ours), len(others))
    if not same and (more or common < LEAST_COMMON):
        return
    texts = reader.words(mine.span), reader.words(theirs.span)
    yield Contrast(
        type=DifferenceType.WORDING,
        slot="predicate",
        left=mine.span,
        right=theirs.span,
        left_value=" ".join(sorted(ours)),
        right_value=" ".join(sorted(others)),
        why=_why(*texts, more=(len(ours) > len(others)) if more else None),
        rule="told_in_less_detail" if more else "told_in_other_words",
        score=round(common, 4),
    )


def _why(left: str, right: str, *, more: bool | None) -> str:
    """Return one sentence on two clauses, with their own words exactly as they stand.

    Args:
        left: one clause.
        right: the other.
        more: whether the left one has more; None where each has words of its own.
    """
    one, other = own_words(left, right), own_words(right, left)
    if more is not None:
        kept = one if more else other
        return _WHY_MORE.format(words=kept) if kept else _WHY_LESS
    return _WHY_OTHER.format(one=one, other=other) if one and other else _WHY_OTHERWISE


def own_words(text: str, other: str) -> str:
    """Return the longest stretch of a text whose words that say something are not in another; "" if there is none.

    It is given back as it stands, blanks folded; words that say nothing by themselves stand in its middle alone.
    """
    known, silent = {stem(word) for word in _WORD.findall(other)}, stop_words()
    best, start, end = "", None, 0
    for found in [*_WORD.finditer(text), None]:
        word = found.group().casefold() if found else ""
        if found and word in silent:
            continue
        if found and stem(word) not in known:
            start, end = found.start() if start is None else start, found.end()
        elif start is not None:
            best = max(best, text[start:end], key=len)
            start = None
    return " ".join(best.split()) if len(best) <= LONGEST else ""

"""What one report's telling of a matter has and another's has not: said in other words, or with less detail.

The claims of one fact tell one matter. Where their content words are the same, so is the telling; where the words of
one are among those of the other, the other says more; where each has words of its own, the wording differs.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from tellings.reconcile.readings import StoryReader
from tellings.reconcile.slots import Contrast
from tellings.types.dossier import DifferenceType
from tellings.types.matches import Key

FEWEST_OWN = 3
"""Content words that only one of two claims has, counted on both sides, from which two acts are told differently:
a single word put for another is shown as such, and is often grammar."""

FEWEST_MORE = 1
"""Content words that one of two claims of one act has more from which it says more."""

SHORTEST = 2
"""Content words below which a claim is a fragment ("which left seven")."""

LEAST_COMMON = 0.4
"""Share of the content words of the shorter claim that both must have where they are of two acts."""

_AGE = re.compile(r"be \d+$")
_WHY_MORE = "Only one report has “{words}”."
_WHY_OTHER = "The reports put this in other words (“{one}”, “{other}”)."


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
    only = [[w for w in c.lemmas if w in side] for c, side in ((mine, ours - others), (theirs, others - ours))]
    why = (
        _WHY_MORE.format(words=", ".join(only[0] or only[1]))
        if more
        else _WHY_OTHER.format(one=", ".join(only[0]), other=", ".join(only[1]))
    )
    yield Contrast(
        type=DifferenceType.WORDING,
        slot="predicate",
        left=mine.span,
        right=theirs.span,
        left_value=" ".join(sorted(ours)),
        right_value=" ".join(sorted(others)),
        why=why,
        rule="told_in_less_detail" if more else "told_in_other_words",
        score=round(common, 4),
    )

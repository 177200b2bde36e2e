"""Of many pairs of passages that differ in one slot: each departing reading once, where it shows best."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from tellings.reconcile.readings import StoryReader
from tellings.reconcile.slots import Contrast


def settled(contrasts: Sequence[Contrast], reader: StoryReader) -> list[Contrast]:
    """Return each departing reading once for each report that departs, between the two spans that show it best.

    Args:
        contrasts: of one matter.
        reader: the story.
    """
    best: dict[tuple[str, str, str, str], Contrast] = {}
    readings: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    for contrast in contrasts:
        readings[contrast.slot][contrast.left_value].add(contrast.left.article)
        readings[contrast.slot][contrast.right_value].add(contrast.right.article)
    for contrast in contrasts:
        known = readings[contrast.slot]
        departs = _departing(contrast, known, reader)
        key = (contrast.slot, contrast.type.value, *departs)
        if key not in best or _quality(contrast, known, reader) < _quality(best[key], known, reader):
            best[key] = contrast
    return list(best.values())


def _departing(contrast: Contrast, known: dict[str, set[str]], reader: StoryReader) -> tuple[str, str]:
    """Return the side that departs from the commoner reading: its report and what it says."""
    left, right = known[contrast.left_value], known[contrast.right_value]
    if len(left) != len(right):
        departs = contrast.right if len(left) > len(right) else contrast.left
    else:
        departs = max(contrast.left, contrast.right, key=reader.place)
    value = contrast.left_value if departs is contrast.left else contrast.right_value
    return departs.article, value


def _quality(
    contrast: Contrast, known: dict[str, set[str]], reader: StoryReader
) -> tuple[float, int, int, int, tuple[int, int, int], tuple[int, int, int]]:
    """Return what sorts contrasts of one departing reading: surest, against the commonest reading, the latest.

    Of readings that are as common, the latest report has the better knowledge of the matter.
    """
    support = len(known[contrast.left_value]) + len(known[contrast.right_value])
    length = len(contrast.left) + len(contrast.right)
    article, _ = _departing(contrast, known, reader)
    other = contrast.right if contrast.left.article == article else contrast.left
    latest = -reader.order[other.article]
    return -contrast.score, -support, latest, length, reader.place(contrast.left), reader.place(contrast.right)

"""Where a sight of a text belongs among the versions of an article."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple


class Sighting(NamedTuple):
    """A version and the time between its first and its last sight."""

    version: int
    number: int
    digest: str
    first: str
    last: str


class Placed(NamedTuple):
    """The version that a sight belongs to with its new window; ``version`` is None where it begins one."""

    version: int | None
    number: int
    first: str
    last: str
    changed: bool


def place(sightings: Sequence[Sighting], digest: str, seen: str) -> Placed:
    """Return where a text seen at a time belongs, whatever was seen before or after and in whichever order it is told.

    A text belongs to a version of the same words if it was seen within that version's time, or if no other text was
    seen between; otherwise it begins a version of its own.

    Args:
        sightings: the article's versions in any order.
        digest: hash of the words seen.
        seen: when, in the store's form.
    """
    inside = [held for held in sightings if held.first <= seen <= held.last and held.digest == digest]
    if inside:
        held = min(inside, key=lambda one: one.number)
        return Placed(held.version, held.number, held.first, held.last, changed=False)
    before = max(
        (held for held in sightings if held.last <= seen), key=lambda one: (one.last, one.number), default=None
    )
    if before is not None and before.digest == digest:
        return Placed(before.version, before.number, before.first, seen, changed=True)
    after = min(
        (held for held in sightings if held.first > seen), key=lambda one: (one.first, one.number), default=None
    )
    if after is not None and after.digest == digest:
        return Placed(after.version, after.number, seen, after.last, changed=True)
    return Placed(None, 0, seen, seen, changed=True)

"""What persons decided about articles: these two belong together, these two do not."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

Pairs = dict[str, dict[str, None]]


class Rulings:
    """Pairs of articles held together or kept apart, in the order in which they were decided."""

    def __init__(self) -> None:
        """Begin without rulings."""
        self._together: Pairs = {}
        self._apart: Pairs = {}
        self._pinned: dict[str, None] = {}

    def pin(self, article: str) -> None:
        """Rule that an article is where a person wants it: no two stories with such articles are joined."""
        self._pinned[article] = None

    def hold_together(self, left: str, right: str) -> None:
        """Rule that two articles, arrived or to come, are of one story; withdraws the opposite."""
        _drop(self._apart, left, right)
        _put(self._together, left, right)

    def keep_apart(self, left: str, right: str) -> None:
        """Rule that two articles, arrived or to come, are of two stories; withdraws the opposite."""
        _drop(self._together, left, right)
        _put(self._apart, left, right)

    def withdraw(self, left: str, right: str) -> None:
        """Take back what was ruled about two articles; where they are now does not change."""
        _drop(self._together, left, right)
        _drop(self._apart, left, right)

    def partners(self, article: str) -> Iterable[str]:
        """Return the articles that one belongs with, in order of ruling."""
        return self._together.get(article, {})

    def part(self, left: Sequence[str], right: Sequence[str]) -> bool:
        """Return whether a ruling keeps an article of one group apart from one of the other."""
        if bool(self._apart) and _crosses(self._apart, left, right):
            return True
        return bool(self._pinned) and not (
            self._pinned.keys().isdisjoint(left) or self._pinned.keys().isdisjoint(right)
        )

    def reconcile(self, left: Sequence[str], right: Sequence[str], *, apart: bool = False) -> None:
        """Withdraw the rulings between two groups that a new one contradicts.

        Args:
            left: article ids.
            right: article ids.
            apart: whether the groups are now apart; otherwise they are now one.
        """
        pairs = self._together if apart else self._apart
        others = set(right)
        for one in left:
            for other in [ident for ident in pairs.get(one, {}) if ident in others]:
                _drop(pairs, one, other)

    def to_state(self) -> dict[str, Any]:
        """Return the rulings as plain values."""
        return {
            "together": {one: list(others) for one, others in self._together.items()},
            "apart": {one: list(others) for one, others in self._apart.items()},
            "pinned": list(self._pinned),
        }

    @classmethod
    def from_state(cls, state: dict[str, Any]) -> Rulings:
        """Return the rulings that ``to_state`` described."""
        rulings = cls()
        rulings._together = {one: dict.fromkeys(others) for one, others in state["together"].items()}
        rulings._apart = {one: dict.fromkeys(others) for one, others in state["apart"].items()}
        rulings._pinned = dict.fromkeys(state.get("pinned", ()))
        return rulings


def _put(pairs: Pairs, left: str, right: str) -> None:
    if left != right:
        pairs.setdefault(left, {})[right] = None
        pairs.setdefault(right, {})[left] = None


def _drop(pairs: Pairs, left: str, right: str) -> None:
    for one, other in ((left, right), (right, left)):
        held = pairs.get(one, {})
        held.pop(other, None)
        if not held:
            pairs.pop(one, None)


def _crosses(pairs: Pairs, left: Sequence[str], right: Sequence[str]) -> bool:
    others = set(right)
    return any(ident in others for one in left for ident in pairs.get(one, {}))

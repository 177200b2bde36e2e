"""Which stories have left the window: found when they do, without looking at the others."""

from __future__ import annotations

import heapq
from collections.abc import Mapping

from tellings.match.storygroup import Group, Rules


class StoryWindow:
    """The ends of stories, as two queues: by arrivals, then, for those that days still hold, by days.

    A story has ended once more than ``window_articles`` have come since its last one, and its newest is more than
    ``window_days`` older than the newest of all, where it has a date. Entries are not taken out when a story gets
    news; they are found to be stale when their turn comes. So an arrival costs the logarithm of the window.
    """

    def __init__(self, rules: Rules) -> None:
        """Begin without stories."""
        self._rules = rules
        self._arrivals: list[tuple[int, str]] = []
        self._days: list[tuple[int, int, str]] = []

    def touch(self, group: Group) -> None:
        """Note a story that is new or has news."""
        heapq.heappush(self._arrivals, (group.touched, group.id))

    def ended(self, groups: Mapping[str, Group], *, arrival: int, clock: int | None) -> list[Group]:
        """Return the stories that have left the window and forget them.

        Args:
            groups: the stories that are held, by id.
            arrival: number of the newest article.
            clock: day of the newest dated article, None before there is one.
        """
        ended: dict[str, Group] = {}
        while self._arrivals and arrival - self._arrivals[0][0] > self._rules.window_articles:
            touched, ident = heapq.heappop(self._arrivals)
            group = groups.get(ident)
            if group is not None and group.touched == touched:
                if group.newest is None or clock is None:
                    ended[ident] = group
                else:
                    heapq.heappush(self._days, (group.newest, touched, ident))
        while self._days and clock is not None and clock - self._days[0][0] > self._rules.window_days:
            newest, touched, ident = heapq.heappop(self._days)
            group = groups.get(ident)
            if group is not None and (group.newest, group.touched) == (newest, touched):
                ended[ident] = group
        return list(ended.values())

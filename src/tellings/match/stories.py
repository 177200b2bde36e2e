"""Articles grouped into stories as they arrive.

A ``StoryStream`` takes one article after another, in any order, and puts each into a story or opens a new one. It
never reads an article twice and asks only stories within its window that share telling words. What it is unsure of
stands as a story of its own and is joined later, when more articles have made the matter plain; the machine joins
stories and says why, it never takes one apart. What a person decides binds it from then on.
"""

from __future__ import annotations

import hashlib
import math
from collections.abc import Callable, Container, Iterable, Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from tellings.errors import TellingsError
from tellings.match.storyfeatures import read_marks
from tellings.match.storygroup import Group, Rules, absorb, cohesion, explain, likeness, load_rules, single
from tellings.match.storyindex import StoryIndex
from tellings.match.storyrulings import Rulings
from tellings.match.storywindow import StoryWindow
from tellings.match.storywords import WordCounts
from tellings.match.vectors import embed as embed_texts
from tellings.types.matches import Grounds
from tellings.types.stories import Assignment, Joining, StoryArticle, StorySummary

STATE_VERSION = 1
"""Raised when what ``to_state`` writes changes its meaning; an older state is then refused."""

BY_A_PERSON = Grounds(rule="person", score=1.0, detail="a person put it there")

Embed = Callable[[Sequence[str]], NDArray[np.float32]]


class StoryStream:
    """Stories that form as articles arrive. Same articles in the same order, same stories.

    Attributes:
        rules: weights and bars.
        rulings: what persons decided about which articles belong together.
    """

    def __init__(self, *, rules: Rules | None = None, embed: Embed = embed_texts) -> None:
        """Begin without stories.

        Args:
            rules: None for those of the package.
            embed: gives unit vectors of texts, shape (n, 384).
        """
        self.rules = rules or load_rules()
        self.rulings = Rulings()
        self._embed = embed
        self._counts = WordCounts()
        self._groups: dict[str, Group] = {}
        self._where: dict[str, str] = {}
        self._waiting: dict[str, tuple[int, int | None]] = {}
        self._index = StoryIndex()
        self._window = StoryWindow(self.rules)
        self._clock: int | None = None

    def add(self, article: StoryArticle) -> Assignment:
        """Put an article into a story.

        An article that is already in a story stays there.

        Args:
            article: the next one, in any order; order of publication serves best.

        Returns:
            Where it went and why, and what else happened because of it.
        """
        if (held := self._where.get(article.id)) is not None:
            return Assignment(article=article.id, story=held, opened=False, score=1.0)
        fresh = self._read(article)
        arrival = self._counts.seen
        self._tick(fresh)
        joined = self._decide_waiting(arrival)
        closed = self._close(arrival)
        target, value = self._target(fresh)
        opened = target is None or value < 0.0
        grounds: tuple[Grounds, ...] = ()
        if target is not None and not opened:
            grounds = BY_A_PERSON, *explain(target, fresh, self.rules)
            grounds = grounds if value == math.inf else grounds[1:]
            self._absorb(target, fresh)
            group = target
        else:
            group = fresh
            self._enter(fresh)
        self._touch(group, arrival)
        if not opened:  # a story just opened was looked at already, and nothing was near enough
            joined += self._join_sure(group)
        return Assignment(
            article=article.id,
            story=self._where[article.id],
            opened=opened,
            score=_share(value + (0.0 if opened else self.rules.sure)),
            grounds=grounds,
            joined=tuple(joined),
            closed=closed,
        )

    def settle(self) -> tuple[Joining, ...]:
        """Decide now what still waits: at the end of an archive, or before a desk shows its list."""
        return tuple(self._decide_waiting(None))

    def stories(self) -> tuple[StorySummary, ...]:
        """Return every story that still takes articles, in order of opening."""
        return tuple(group.summary() for group in sorted(self._groups.values(), key=lambda one: (one.opened, one.id)))

    def story(self, ident: str) -> StorySummary:
        """Return one story.

        Raises:
            TellingsError: it takes no more articles or never existed.
        """
        return self._group(ident).summary()

    def story_of(self, article: str) -> str | None:
        """Return the story an article is in, None if the stream holds it no longer."""
        return self._where.get(article)

    def rename(self, story: str, title: str | None) -> None:
        """Give a story a title that stays; None goes back to the most central headline."""
        self._group(story).renamed = title or None

    def merge(self, kept: str, gone: str) -> Joining:
        """Join two stories because a person says so; rulings that kept their articles apart are withdrawn.

        Only rulings between the two stories fall; the first articles of both are held together from then on.
        """
        first, second = self._group(kept), self._group(gone)
        self.rulings.reconcile(first.members, second.members)
        self.rulings.hold_together(first.members[0], second.members[0])
        self._absorb(first, second)
        return Joining(kept=kept, gone=gone, grounds=(BY_A_PERSON,))

    def part(self, story: str, articles: Iterable[str], read: Callable[[str], StoryArticle]) -> str:
        """Take articles out of a story into one of their own because a person says so.

        Args:
            story: the story they are in.
            articles: their ids, fewer than the story has.
            read: gives an article of the story by its id; the story's articles are read again, no others.

        Returns:
            The id of the new story. The two are never joined by the machine.

        Raises:
            TellingsError: the story is not held, or the articles are not a proper part of it.
        """
        group = self._group(story)
        taken = [ident for ident in group.members if ident in set(articles)]
        left = [ident for ident in group.members if ident not in set(taken)]
        if not taken or not left:
            raise TellingsError(f"{story} cannot be parted: name some of its articles, not all", code="M001")
        self._remove(group)
        kept = self._rebuild(left, read, ident=group.id, like=group)
        new = self._rebuild(taken, read, ident=self._new_id(taken[0]), like=group)
        new.renamed = None
        self.rulings.reconcile(left, taken, apart=True)
        self.rulings.keep_apart(left[0], taken[0])
        self._enter(kept)
        self._enter(new)
        return new.id

    def move(self, article: str, story: str, read: Callable[[str], StoryArticle]) -> None:
        """Put an article into another story because a person says so; it is never put back by the machine.

        Args:
            article: id of an article that the stream holds.
            story: where it belongs.
            read: see ``part``.
        """
        source, target = self._group(self._where.get(article, "")), self._group(story)
        if source.id == target.id:
            return
        if len(source.members) == 1:
            self.merge(story, source.id)
            return
        alone = self.part(source.id, [article], read)
        self.merge(story, alone)

    def members(self) -> dict[str, tuple[str, ...]]:
        """Return the articles of every story that still takes some, the one without news for longest first."""
        return {ident: tuple(group.members) for ident, group in self._groups.items()}

    def to_state(self, *, only: Container[str] | None = None) -> dict[str, Any]:
        """Return everything as plain values that JSON takes; ``from_state`` goes on as if never stopped.

        Args:
            only: ids of the stories to write out, for a caller that keeps the others; None for all. ``from_state``
                wants all of them, in the order of ``members``.
        """
        return {
            "version": STATE_VERSION,
            "seen": self._counts.seen,
            "counts": self._counts.counts,
            "clock": self._clock,
            "waiting": {ident: list(due) for ident, due in self._waiting.items()},
            "rulings": self.rulings.to_state(),
            "groups": [group.to_state() for group in self._groups.values() if only is None or group.id in only],
        }

    @classmethod
    def from_state(
        cls, state: Mapping[str, Any], *, rules: Rules | None = None, embed: Embed = embed_texts
    ) -> StoryStream:
        """Return the stream that ``to_state`` described.

        Raises:
            TellingsError: the state is of another version.
        """
        if state.get("version") != STATE_VERSION:
            message = f"this state of stories is of version {state.get('version')}, not {STATE_VERSION}: group afresh"
            raise TellingsError(message, code="M002")
        stream = cls(rules=rules, embed=embed)
        stream._counts = WordCounts(state["seen"], dict(state["counts"]))
        stream._clock = state["clock"]
        stream.rulings = Rulings.from_state(state["rulings"])
        for entry in state["groups"]:
            stream._enter(Group.from_state(entry))
        stream._waiting = {ident: (due[0], due[1]) for ident, due in state["waiting"].items()}
        return stream

    def _read(self, article: StoryArticle) -> Group:
        marks = read_marks(article, self._counts, embed=self._embed)
        ident = self._new_id(article.id)
        return single(article.id, marks, arrival=self._counts.seen, ident=ident, key_terms=self.rules.key_terms)

    def _new_id(self, article: str) -> str:
        """Return a story id made of its first article's, another one where that is taken."""
        seed, number = article, 1
        while (ident := "s" + hashlib.sha256(seed.encode("utf-8", "replace")).hexdigest()[:12]) in self._groups:
            number += 1
            seed = f"{article} {number}"
        return ident

    def _group(self, ident: str) -> Group:
        group = self._groups.get(ident)
        if group is None:
            raise TellingsError(f"the stream holds no story {ident or 'of this article'}: it is closed", code="M003")
        return group

    def _enter(self, group: Group) -> None:
        self._groups[group.id] = group
        self._index.add(group)
        self._window.touch(group)
        self._where.update(dict.fromkeys(group.members, group.id))

    def _remove(self, group: Group) -> None:
        self._index.remove(group)
        del self._groups[group.id]
        self._waiting.pop(group.id, None)
        for ident in group.members:
            self._where.pop(ident, None)

    def _absorb(self, kept: Group, gone: Group) -> None:
        """Add a story, held or fresh, to a held one."""
        between = likeness(kept, gone, self.rules)
        if gone.id in self._groups and gone is self._groups[gone.id]:
            self._remove(gone)
        absorb(kept, gone, between=between)
        self._index.add(kept)
        self._where.update(dict.fromkeys(gone.members, kept.id))
        self._groups[kept.id] = self._groups.pop(kept.id)
        self._window.touch(kept)

    def _rebuild(self, articles: list[str], read: Callable[[str], StoryArticle], *, ident: str, like: Group) -> Group:
        """Return a story made afresh of articles that were counted before."""
        built: Group | None = None
        for article in articles:
            marks = read_marks(read(article), self._counts, embed=self._embed, is_new=False)
            one = single(article, marks, arrival=like.touched, ident=ident, key_terms=self.rules.key_terms)
            if built is None:
                built = one
            else:
                absorb(built, one, between=likeness(built, one, self.rules))
        assert built is not None  # callers give one article or more
        built.opened, built.renamed = like.opened, like.renamed
        return built

    def _tick(self, fresh: Group) -> None:
        if fresh.newest is not None:
            self._clock = fresh.newest if self._clock is None else max(self._clock, fresh.newest)

    def _candidates(self, group: Group) -> list[tuple[float, Group]]:
        """Return stories near in words and by no ruling kept apart, with log-odds less what cohesion asks."""
        out = []
        for ident in self._index.near(group, self.rules, self._groups.__getitem__):
            other = self._groups[ident]
            if self.rulings.part(group.members, other.members):
                continue
            bar = self.rules.cohesion * max(cohesion(group, self.rules), cohesion(other, self.rules))
            out.append((likeness(group, other, self.rules) - bar, other))
        return out

    def _best(self, group: Group) -> tuple[float, Group] | None:
        return max(self._candidates(group), key=lambda found: (found[0], -found[1].opened), default=None)

    def _target(self, fresh: Group) -> tuple[Group | None, float]:
        """Return the story for an article and by how much it passes the bar; infinite where a person said so."""
        for partner in self.rulings.partners(fresh.members[0]):
            if partner in self._where:
                return self._groups[self._where[partner]], math.inf
        best = self._best(fresh)
        return (None, -math.inf) if best is None else (best[1], best[0] - self.rules.sure)

    def _join_sure(self, group: Group) -> list[Joining]:
        """Join a story that grew with others, as long as one passes the bar."""
        joined = []
        while (best := self._best(group)) is not None and best[0] >= self.rules.sure:
            kept, gone = sorted((group, best[1]), key=lambda one: (one.opened, one.id))
            joined.append(self._join(kept, gone))
            group = kept
        return joined

    def _join(self, kept: Group, gone: Group) -> Joining:
        grounds = explain(kept, gone, self.rules)
        self._absorb(kept, gone)
        return Joining(kept=kept.id, gone=gone.id, grounds=grounds)

    def _decide_waiting(self, arrival: int | None) -> list[Joining]:
        """Join stories whose time of waiting is over with the nearest one, if it is near enough; None: all of them."""
        joined = []
        for ident, due in list(self._waiting.items()):
            if ident not in self._waiting or not self._is_due(due, arrival):
                continue
            del self._waiting[ident]
            group = self._groups[ident]
            best = self._best(group)
            if best is not None and best[0] >= self.rules.enough:
                kept, gone = sorted((group, best[1]), key=lambda one: (one.opened, one.id))
                joined.append(self._join(kept, gone))
                joined += self._join_sure(kept)
        return joined

    def _is_due(self, due: tuple[int, int | None], arrival: int | None) -> bool:
        number, day = due
        return (
            arrival is None or arrival >= number or (day is not None and self._clock is not None and self._clock > day)
        )

    def _touch(self, group: Group, arrival: int) -> None:
        """Move a story behind all others: those without news for longest stand first."""
        group.touched = arrival
        self._groups[group.id] = self._groups.pop(group.id)
        self._window.touch(group)
        due_day = None if group.newest is None or self._clock is None else self._clock + self.rules.patience_days
        self._waiting.setdefault(group.id, (arrival + self.rules.patience_articles, due_day))

    def _close(self, arrival: int) -> tuple[str, ...]:
        """Let go of the stories that have left the window."""
        ended = self._window.ended(self._groups, arrival=arrival, clock=self._clock)
        for group in ended:
            self._remove(group)
        return tuple(group.id for group in ended)


def _share(log_odds: float) -> float:
    """Return log-odds as a share in [0.0, 1.0]."""
    return round(1 / (1 + math.exp(-max(-60.0, min(60.0, log_odds)))), 4)

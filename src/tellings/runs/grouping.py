"""The story stream beside the store: articles that are in no story get one.

The store is what counts: where an article stands there, it stands in the stream. What the stream remembers of a
story lies with the story, everything else in one state of the store; both change in the transaction that places the
articles. So a kill loses at most one lot of work, and of two processes one keeps its lot and the other reads again.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from typing import Final, TypeVar

from sqlalchemy import Connection

from tellings.errors import StoreConflict, TellingsError
from tellings.match.stories import StoryStream
from tellings.match.storyrulings import Rulings
from tellings.store import Store
from tellings.store.articles import get_article, list_articles, texts
from tellings.store.codec import pack, unpack
from tellings.store.decisions import get_decision
from tellings.store.dossiers import LONGEST_TITLE
from tellings.store.grouping import (
    Place,
    decided_so_far,
    join_stories,
    kept_profiles,
    named_by_hand,
    places,
    retitle,
    unplaced,
)
from tellings.store.states import get_state, put_state, state_change
from tellings.store.stories import MACHINE, assign, create_story, lock, set_profile, standing
from tellings.types.articles import Article
from tellings.types.matches import Grounds
from tellings.types.store import DecisionKind, StoredArticle
from tellings.types.stories import Assignment, Joining, StoryArticle

Result = TypeVar("Result")

STATE: Final = "story stream"
"""Name of the state in the store."""

LOT: Final = 200
"""Articles placed in one transaction: about a second of work, and as long as others may have to wait."""

TRIES: Final = 30
"""How often a lot is begun anew because somebody else was faster; each time somebody's work was kept."""

REASONS: Final = 3
"""Grounds named in a reason: a person reads no more at a glance."""


@dataclass(slots=True)
class Held:
    """The stream as it stood at a change of the state.

    Attributes:
        stream: the stories that still take articles.
        change: of the state that it stands for.
        mark: of the decisions that it knows.
        stories: the store's story for each of the stream's.
        by_hand: stories in which a person has placed an article, or that a person named.
        dirty: stories of the stream whose profile is to be written.
        gone: stories of the store whose profile is to be taken away.
    """

    stream: StoryStream
    change: int = 0
    mark: str = ""
    stories: dict[str, int] = field(default_factory=dict)
    by_hand: frozenset[int] = frozenset()
    dirty: set[str] = field(default_factory=set)
    gone: set[int] = field(default_factory=set)


@dataclass(frozen=True, slots=True, kw_only=True)
class Lot:
    """What became of one lot: articles placed, stories opened and joined, and the last article's moment."""

    placed: int = 0
    opened: int = 0
    joined: int = 0
    last: int = 0


class Grouper:
    """Places articles; keeps the stream between calls as long as nobody else has changed its state."""

    def __init__(self, store: Store, *, clock: Callable[[], str]) -> None:
        self._store = store
        self._clock = clock
        self._held: Held | None = None

    def place(self, *, after: int, stop: Callable[[], bool]) -> Lot | None:
        """Place the next lot of articles that are in no story, oldest first.

        Args:
            after: only articles with a later moment.
            stop: asked between two articles; what was placed until then is kept.

        Returns:
            What became of them; None if there is none left, or none was begun.

        Raises:
            StoreError: the store refused.
        """
        return self._repeat(lambda: self._place(after, stop))

    def settle(self) -> Lot:
        """Decide now about the stories that wait for more articles."""
        return self._repeat(self._settle)

    def _repeat(self, work: Callable[[], Result]) -> Result:
        for attempt in range(TRIES):
            try:
                return work()
            except StoreConflict:
                self._held = None
                if attempt == TRIES - 1:
                    raise
                time.sleep(0.05 * (attempt + 1))
            except BaseException:
                self._held = None  # the stream may have gone on beyond what was kept
                raise
        raise AssertionError("unreachable: the last attempt returns or raises")

    def _place(self, after: int, stop: Callable[[], bool]) -> Lot | None:
        with self._store.read() as connection:
            waiting = unplaced(connection, after=after, limit=LOT)
            if not waiting:
                return None
            held = self._held = _fresh(connection, self._held)
            found = texts(connection, [one.current for one in waiting])
        done: list[Assignment] = []
        for one in waiting:
            if stop():
                break
            done.append(held.stream.add(story_article(one, found[one.current])))
        if not done:
            return None
        lot = self._keep(held, done, ())
        return replace(lot, last=waiting[len(done) - 1].moment)

    def _settle(self) -> Lot:
        with self._store.read() as connection:
            held = self._held = _fresh(connection, self._held)
        joined = held.stream.settle()
        if not joined and not held.dirty and not held.gone:
            return Lot()
        return self._keep(held, (), joined)

    def _keep(self, held: Held, done: Sequence[Assignment], settled: Sequence[Joining]) -> Lot:
        at = self._clock()
        kept = self._store.write(lambda connection: _Writer(connection, held, at).write(done, settled))
        self._held = kept
        joined = len(settled) + sum(len(one.joined) for one in done)
        return Lot(placed=len(done), opened=sum(one.opened for one in done), joined=joined)


def story_article(stored: StoredArticle, article: Article) -> StoryArticle:
    """Return what the grouping reads of an article: what belongs to it, and when it was published or else seen."""
    text = "\n".join(article.text[block.start : block.end] for block in article.blocks)
    published = article.published or stored.first_seen_at
    return StoryArticle(id=str(stored.id), text=text, title=article.title, published=published)


# ---------------------------------------------------------------------------------------------- reading


def _fresh(connection: Connection, held: Held | None) -> Held:
    """Return the stream as the store has it now."""
    if held is None or held.change != state_change(connection, STATE):
        held = _load(connection)
    mark = decided_so_far(connection)
    if held.mark != mark:
        _follow(connection, held)
        held.mark = mark
    return held


def _load(connection: Connection) -> Held:
    change, state = get_state(connection, STATE)
    profiles = {ident: unpack(content) for ident, content in kept_profiles(connection).items()}
    groups = {profile["id"]: profile for profile in profiles.values()}
    if state is not None:
        try:
            whole = {**state["stream"], "groups": [groups[ident] for ident in state["order"]]}
            stream = StoryStream.from_state(whole)
        except (KeyError, TellingsError):
            state = None  # of another release, or a story was lost: what is newest is grouped afresh
    if state is None:
        return _begin(connection, change, profiles)
    stories = {profile["id"]: ident for ident, profile in profiles.items()}
    return Held(stream=stream, change=change, stories=stories)


def _begin(connection: Connection, change: int, profiles: dict[int, object]) -> Held:
    """Return a stream that has read the newest articles that stand in stories, as far as its window goes."""
    held = Held(stream=StoryStream(), change=change, gone=set(profiles))
    known = [one for one in list_articles(connection, limit=held.stream.rules.window_articles) if one.story is not None]
    for one in reversed(known):
        held.stream.add(story_article(one, texts(connection, [one.current])[one.current]))
    held.dirty.update(held.stream.members())
    return held


def _follow(connection: Connection, held: Held) -> None:
    """Let the stream's stories be those of the store, and let it know what persons ruled."""
    stream = held.stream
    idents = [int(article) for articles in stream.members().values() for article in articles]
    where = places(connection, idents)
    _part(connection, held, where)
    _merge(held, where)
    before = set(held.stories.values())
    held.stories = {ident: where[int(articles[0])].story for ident, articles in stream.members().items()}
    held.gone |= before - set(held.stories.values())
    held.gone -= set(held.stories.values())
    named = named_by_hand(connection, held.stories.values())
    placed = {place.story for place in where.values() if place.by != MACHINE}
    held.by_hand = named | placed
    stream.rulings = _rulings(connection, held, where)


def _part(connection: Connection, held: Held, where: dict[int, Place]) -> None:
    """Take apart what stands in several stories of the store."""

    def read(article: str) -> StoryArticle:
        stored = get_article(connection, int(article))
        return story_article(stored, texts(connection, [stored.current])[stored.current])

    for ident, articles in held.stream.members().items():
        parts: dict[int, list[str]] = {}
        for article in articles:
            parts.setdefault(where[int(article)].story, []).append(article)
        stays = held.stories.get(ident) if held.stories.get(ident) in parts else next(iter(parts))
        for story, some in parts.items():
            if story != stays:
                held.dirty |= {ident, held.stream.part(ident, some, read)}


def _merge(held: Held, where: dict[int, Place]) -> None:
    """Put together what stands in one story of the store."""
    first: dict[int, str] = {}
    for ident, articles in held.stream.members().items():
        story = where[int(articles[0])].story
        if story in first:
            held.stream.merge(first[story], ident)
            held.dirty.add(first[story])
        else:
            first[story] = ident


def _rulings(connection: Connection, held: Held, where: dict[int, Place]) -> Rulings:
    """Return what persons ruled, as the articles stand now.

    An article that a person has placed, or the first one of a story that a person named, is pinned. What a split or
    a move took away is kept apart from the story it was taken from.
    """
    rulings = Rulings()
    groups = held.stream.members()
    here = {story: groups[ident][0] for ident, story in held.stories.items()}
    for story in sorted(held.by_hand & here.keys()):
        rulings.pin(here[story])
    taken: dict[tuple[int, int], str] = {}
    for article, place in sorted(where.items()):
        if place.by != MACHINE:
            rulings.pin(str(article))
            if place.decision is not None:
                taken.setdefault((place.decision, place.story), str(article))
    for (ident, story), one in taken.items():
        decision = get_decision(connection, ident)
        if decision.kind in (DecisionKind.SPLIT, DecisionKind.MOVE) and decision.other is not None:
            other = standing(connection, decision.other)
            if other != story and other in here:
                rulings.keep_apart(one, here[other])
    return rulings


# ---------------------------------------------------------------------------------------------- writing


class _Writer:
    """Writes what the stream did in one transaction; the stream is not touched, so that it may be done again."""

    def __init__(self, connection: Connection, held: Held, at: str) -> None:
        self._connection = connection
        self._held = held
        self._at = at
        self._stories = dict(held.stories)
        self._dirty = set(held.dirty)
        self._gone = set(held.gone)

    def write(self, done: Sequence[Assignment], settled: Sequence[Joining]) -> Held:
        """Write a lot.

        Raises:
            StoreConflict: somebody else wrote or decided since the stream was read (T009).
        """
        held, stream = self._held, self._held.stream
        state = {"stream": stream.to_state(only=()), "order": list(stream.members())}
        change = put_state(self._connection, STATE, state, change=held.change)
        lock(self._connection, self._touched(done, settled))
        if decided_so_far(self._connection) != held.mark:
            raise StoreConflict("somebody decided about stories in between: read them again", code="T009")
        for assignment in done:
            self._assign(assignment)
        for joining in settled:
            self._join(joining)
        self._keep_profiles()
        return Held(stream=stream, change=change, mark=held.mark, stories=self._stories, by_hand=held.by_hand)

    def _touched(self, done: Sequence[Assignment], settled: Sequence[Joining]) -> set[int]:
        """Return the stories of the store that are about to change and exist."""
        idents = {one.story for one in done}
        for joining in (*settled, *(joining for one in done for joining in one.joined)):
            idents |= {joining.kept, joining.gone}
        return {self._stories[ident] for ident in idents if ident in self._stories}

    def _assign(self, done: Assignment) -> None:
        for joining in done.joined:
            self._join(joining)
        if done.opened:
            title = get_article(self._connection, int(done.article)).title or ""
            self._stories[done.story] = create_story(self._connection, _short(title), at=self._at)
        score = 1.0 - done.score if done.opened else done.score
        reason = _reason(done.grounds, opened=done.opened)
        story = self._stories[done.story]
        assign(self._connection, int(done.article), story, score=round(score, 4), reason=reason, at=self._at)
        self._dirty.add(done.story)
        for ident in done.closed:
            self._gone.add(self._stories.pop(ident))
            self._dirty.discard(ident)

    def _join(self, joining: Joining) -> None:
        """Join in the store what the stream joined; the story with a person's hand in it is the one that stays."""
        kept, gone = self._stories[joining.kept], self._stories.pop(joining.gone)
        if gone in self._held.by_hand and kept not in self._held.by_hand:
            kept, gone = gone, kept
        reason = _reason(joining.grounds, opened=False)
        score = joining.grounds[0].score if joining.grounds else 1.0
        self._stories[joining.kept] = join_stories(
            self._connection, gone, kept, score=score, reason=f"Its story was joined to this one. {reason}", at=self._at
        )
        self._gone.add(gone)
        self._dirty.discard(joining.gone)
        self._dirty.add(joining.kept)

    def _keep_profiles(self) -> None:
        stream = self._held.stream
        for story in sorted(self._gone - set(self._stories.values())):
            set_profile(self._connection, story, None)
        dirty = self._dirty & self._stories.keys()
        for profile in stream.to_state(only=dirty)["groups"]:
            story = self._stories[profile["id"]]
            set_profile(self._connection, story, pack(profile))
            retitle(self._connection, story, _short(stream.story(profile["id"]).title), at=self._at)


def _short(title: str) -> str:
    return " ".join(title.split())[:LONGEST_TITLE] or "without a headline"


def _reason(grounds: Sequence[Grounds], *, opened: bool) -> str:
    """Return grounds as one sentence."""
    if opened:
        return "No story was near enough, so it opened this one."
    telling = [ground for ground in grounds if ground.detail and (ground.rule != "published" or ground.score > 0.5)]
    told = "; ".join(ground.detail for ground in telling[:REASONS])
    return f"It tells of the same: {told}." if told else "It tells of the same."

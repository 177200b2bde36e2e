"""What is new in the store → stories, labels, dossiers; the one door by which the store is brought up to date.

Three steps, each incremental and each kept in short transactions of its own: articles in no story get one; stories
whose dossier is behind get their lacking labels and a new dossier; versions of stories that are not behind get the
labels of a new release. Killed at any moment it goes on where it was; two at once share the work.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Final

from sqlalchemy import Connection, select

from tellings.config import Settings
from tellings.runs.dossiers import build_dossier
from tellings.runs.grouping import Grouper
from tellings.runs.labels import LOT, MAKER, Failed, label_versions, release_of
from tellings.store import Store
from tellings.store.labels import unlabelled
from tellings.store.moments import now
from tellings.store.stories import get_story, mark_stale, stale_stories
from tellings.store.tables import articles, members

ROUND: Final = 64
"""Stories whose dossiers are built between two looks at what is stale."""

Tell = Callable[[str, int, int | None], None]


@dataclass(slots=True)
class Summary:
    """What was done.

    Attributes:
        placed: articles that got a story.
        opened: stories that were opened.
        joined: stories that turned out to be one with another.
        labelled: versions that got labels.
        failed: versions that could not be labelled; see the drops.
        dossiers: dossiers that were built anew.
        stopped: whether it was told to stop before everything was done.
    """

    placed: int = 0
    opened: int = 0
    joined: int = 0
    labelled: int = 0
    failed: int = 0
    dossiers: int = 0
    stopped: bool = False

    def __bool__(self) -> bool:
        """Return whether anything was done."""
        return bool(self.placed or self.joined or self.labelled or self.dossiers)


def bring_up_to_date(
    store: Store,
    *,
    settings: Settings | None = None,
    clock: Callable[[], str] = now,
    stop: Callable[[], bool] | None = None,
    settle: bool = False,
) -> Summary:
    """Bring stories, labels and dossiers up to what the store holds; doing it again does nothing.

    Args:
        store: an open store.
        settings: None takes them from the environment.
        clock: tells the time in the store's form.
        stop: asked between two pieces of work; True ends the run, and what was done until then is kept.
        settle: decide also about stories that wait for more articles, as at the end of an archive.

    Returns:
        What was done.

    Raises:
        SettingError: the parser is not installed (S001); stories are formed all the same.
        StoreError: the store refused.
    """
    return Keeper(store, settings=settings, clock=clock).bring_up_to_date(stop=stop, settle=settle)


class Keeper:
    """Brings a store up to date again and again; remembers the stream between two times, so each costs by the new."""

    def __init__(
        self,
        store: Store,
        *,
        settings: Settings | None = None,
        clock: Callable[[], str] = now,
        tell: Tell | None = None,
    ) -> None:
        """Begin.

        Args:
            store: an open store.
            settings: None takes them from the environment.
            clock: tells the time in the store's form.
            tell: called with what is done, how many and of how many; None says nothing.
        """
        self._store = store
        self._settings = settings or Settings()
        self._clock = clock
        self._grouper = Grouper(store, clock=clock)
        self._failed: Failed = {}
        self._tell = tell or _say_nothing
        self._hopeless: dict[int, int] = {}

    def bring_up_to_date(self, *, stop: Callable[[], bool] | None = None, settle: bool = False) -> Summary:
        """See the function of this name."""
        done = Summary()
        halt = stop or _never
        self._place(done, halt, settle=settle)
        before = len(self._failed)
        self._build(done, halt)
        self._relabel(done, halt)
        done.failed = len(self._failed) - before
        done.stopped = done.stopped or halt()
        return done

    def rebuild(self, stories: Sequence[int]) -> int:
        """Build the dossiers of some stories now; return how many have one."""
        built = (self._dossier(story) for story in stories)
        return sum(1 for one in built if one)

    def _place(self, done: Summary, halt: Callable[[], bool], *, settle: bool) -> None:
        after = 0
        while not halt():
            lot = self._grouper.place(after=after, stop=halt)
            if lot is None:
                break
            after = lot.last
            done.placed += lot.placed
            done.opened += lot.opened
            done.joined += lot.joined
            self._tell("stories", done.placed, None)
        if settle and not halt():
            done.joined += self._grouper.settle().joined

    def _build(self, done: Summary, halt: Callable[[], bool]) -> None:
        """Label and build story by story; two processes begin at different ones."""
        while not halt():
            with self._store.read() as connection:
                behind = stale_stories(connection, limit=ROUND + len(self._hopeless))
                behind = tuple(one for one in behind if not self._is_hopeless(connection, one))
                lacking = _current(connection, behind)
            if not behind:
                return
            self._label(done, _turned(lacking), halt)
            for story in _turned(behind):
                if halt():
                    return
                if self._dossier(story):
                    done.dossiers += 1
                    self._tell("dossiers", done.dossiers, None)

    def _dossier(self, story: int) -> bool:
        with self._store.read() as connection:
            held = get_story(connection, story)
        if not held.stale or held.reports == 0:
            return False
        built = build_dossier(self._store, story, settings=self._settings, clock=self._clock, failed=self._failed)
        if built is None:
            self._hopeless[story] = held.change
        return built is not None

    def _is_hopeless(self, connection: Connection, story: int) -> bool:
        """Return whether no report of a story could be told, and it has not changed since."""
        return story in self._hopeless and get_story(connection, story).change == self._hopeless[story]

    def _label(self, done: Summary, wanted: Sequence[int], halt: Callable[[], bool]) -> list[int]:
        made: list[int] = []
        step = LOT if self._settings.processes == 1 else max(1, len(wanted))
        for start in range(0, len(wanted), step):
            if halt():
                break
            some = wanted[start : start + step]
            new = label_versions(self._store, some, settings=self._settings, clock=self._clock, failed=self._failed)
            done.labelled += len(new)
            made += new
            self._tell("label", done.labelled, None)
        return made

    def _relabel(self, done: Summary, halt: Callable[[], bool]) -> None:
        """Label what has labels of an older release alone, and build the dossiers of its stories anew."""
        release, after = release_of(self._settings), 0
        while not halt():
            with self._store.read() as connection:
                wanted = unlabelled(connection, maker=MAKER, release=release, after=after, limit=ROUND)
            if not wanted:
                return
            after = wanted[-1]
            made = self._label(done, wanted, halt)
            if made:
                self._store.write(partial(_mark, versions=made))
                self._build(done, halt)


def _current(connection: Connection, stories: Sequence[int]) -> list[int]:
    """Return the current versions of some stories; those that have labels are passed over when their turn comes."""
    query = select(articles.c.current).join(members).where(members.c.story_id.in_(stories))
    return list(connection.execute(query.order_by(articles.c.current)).scalars())


def _mark(connection: Connection, versions: Sequence[int]) -> None:
    query = select(members.c.story_id).join(articles).where(articles.c.current.in_(versions)).distinct()
    for story in sorted(connection.execute(query).scalars()):
        mark_stale(connection, story)


def _turned(items: Sequence[int]) -> list[int]:
    """Return items in an order that begins elsewhere in every process, so that two seldom do the same at once."""
    at = os.getpid() % len(items) if items else 0
    return [*items[at:], *items[:at]]


def _never() -> bool:
    return False


def _say_nothing(_what: str, _done: int, _total: int | None) -> None:
    """Report no progress."""

"""Archives → the store: each file is a shard of a run; several processes and machines may work on one run.

What a batch of records gave and the mark behind it are one transaction: killed at any moment, the run goes on from
its last mark, loses nothing before it and repeats nothing.
"""

from __future__ import annotations

import hashlib
import multiprocessing
import os
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from sqlalchemy import Connection

from tellings.collect.archives import Entry, Skipped, Wanted, read_archive
from tellings.errors import InputError, SettingError, StoreConflict, StoreError, TellingsError
from tellings.extract.publishers import publishers
from tellings.runs.intake import keep, read_capture
from tellings.runs.processes import is_dead, own_name, stopping
from tellings.store import Store, open_store
from tellings.store.moments import instant, later, now
from tellings.store.runs import (
    add_shards,
    advance,
    claim_shard,
    finish_shard,
    release_shard,
    shards_of,
    start_run,
)
from tellings.types.articles import Article, Capture, Dropped
from tellings.types.collecting import Shard, StoredRun

#: A batch ends with so many pages, so many bytes of them, so many records or so many seconds, whichever comes first.
#: Small: what a killed run has to read again is at most half a second's work, and others wait for a writer that long.
_BATCH_PAGES = 32
_BATCH_BYTES = 4_000_000
_BATCH_RECORDS = 2000
_BATCH_SECONDS = 0.5
#: A claim holds so long after the last batch: far longer than any page takes. It binds other machines only; a claim
#: of a process of this one ends with that process.
_HOLD_SECONDS = 300.0
_POLL_SECONDS = 0.5
#: The store takes names of 300 characters.
_NAME = 300


@dataclass(frozen=True, slots=True, kw_only=True)
class ArchiveOptions:
    """What an archive run takes in.

    Attributes:
        wanted: which records are read.
        languages: only articles in these (ISO 639-1); empty for all, those of no known language included.
        name: of the run; None for one that follows from the rest, so that the same options go on with the same run.
    """

    wanted: Wanted = field(default_factory=Wanted)
    languages: frozenset[str] = frozenset()
    name: str | None = None

    def settings(self) -> dict[str, object]:
        """Return what shapes the outcome of the run, as JSON."""
        wanted = self.wanted
        return {
            "domains": sorted(wanted.domains),
            "languages": sorted(self.languages),
            "since": wanted.since,
            "until": wanted.until,
            "pattern": wanted.pattern,
            "max_bytes": wanted.max_bytes,
        }

    def run_name(self) -> str:
        """Return the name of the run."""
        digest = hashlib.sha256(repr(sorted(self.settings().items())).encode()).hexdigest()
        return self.name or f"archives {digest[:12]}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Summary:
    """How an archive run stands; ``shards`` are those of the archives given, ``is_done`` whether all are done."""

    run: str
    shards: tuple[Shard, ...]
    is_done: bool

    def counts(self) -> tuple[int, Counter[str]]:
        """Return how many articles were kept in all, and how many records were dropped or skipped by reason."""
        dropped: Counter[str] = Counter()
        for shard in self.shards:
            dropped.update(shard.dropped)
        return sum(shard.kept for shard in self.shards), dropped


def domains_of(outlets: Sequence[str]) -> frozenset[str]:
    """Return the domains of outlets, each given by its domain or by its name in our table.

    Raises:
        SettingError: a name is not in the table (R020).
    """
    found: set[str] = set()
    for outlet in outlets:
        named = {one.domain for one in publishers().values() if one.name.casefold() == outlet.strip().casefold()}
        if not named and "." in outlet and " " not in outlet.strip():
            named = {outlet.strip().casefold()}
        if not named:
            raise SettingError(f"no outlet of the name {outlet!r} is known: give its domain", code="R020")
        found |= named
    return frozenset(found)


def time_given(value: str) -> str:
    """Return a time or date as the store writes times.

    Raises:
        SettingError: it cannot be read (R021).
    """
    try:
        return instant(value)
    except StoreError as error:
        raise SettingError(f"{value!r} is no date or time: give it as 2026-03-01", code="R021") from error


def shard_name(path: Path) -> str:
    """Return the name of an archive's shard: its path and size, so that another file at the path is another shard."""
    name = f"{path.as_posix()} ({path.stat().st_size} bytes)"
    if len(name) <= _NAME:
        return name
    return hashlib.sha256(name.encode("utf-8", "surrogatepass")).hexdigest()[:16] + " …" + name[-_NAME + 20 :]


def run_archives(
    store: Store,
    archives: Sequence[Path],
    options: ArchiveOptions,
    *,
    processes: int = 1,
    stop: Callable[[], bool] = lambda: False,
    tell: Callable[[Shard], None] = lambda _shard: None,
) -> Summary:
    """Take archives into the store; go on where an earlier run of the same options was ended.

    Args:
        store: the store.
        archives: files by their absolute paths, the same on every machine that works on them.
        options: what is taken in.
        processes: how many work at once, each on an archive of its own.
        stop: asked between pages; True ends the run cleanly.
        tell: called in this process when an archive is begun and when it has come further.

    Returns:
        How the run stands: done unless ``stop`` ended it or a process failed.

    Raises:
        StoreError: the store refused.
        InputError: an archive cannot be read (C002); the others can be gone on with.
    """
    names = {shard_name(path): path for path in archives}

    def begin(connection: Connection) -> StoredRun:
        run = start_run(connection, options.run_name(), kind="archive", at=now(), settings=options.settings())
        add_shards(connection, run.id, names)
        return run

    run = store.write(begin)
    work = _Work(run=run, names=names, options=options)
    if processes == 1:
        _Worker(store, work, stop=stop, tell=tell).run()
    else:
        _share(store, work, processes=min(processes, len(names)), stop=stop, tell=tell)
    with store.read() as connection:
        mine = tuple(shard for shard in shards_of(connection, run.id) if shard.name in names)
    return Summary(run=run.name, shards=mine, is_done=all(shard.done_at for shard in mine))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Work:
    """What every process of a run knows."""

    run: StoredRun
    names: dict[str, Path]
    options: ArchiveOptions


class _Worker:
    """One process at work on shards of a run."""

    def __init__(
        self,
        store: Store,
        work: _Work,
        *,
        stop: Callable[[], bool],
        tell: Callable[[Shard], None] = lambda _shard: None,
    ) -> None:
        self._store = store
        self._work = work
        self._stop = stop
        self._tell = tell
        self._who = own_name()
        self._names = dict(work.names)
        self._failed: InputError | None = None

    def run(self) -> None:
        """Work until every shard is done; wait for those that others work on.

        Raises:
            InputError: an archive could not be read; the others are done.
        """
        while not self._stop():
            shard = self._claim()
            if shard is None:
                if self._all_done():
                    break
                time.sleep(_POLL_SECONDS)
                continue
            self._tell(shard)
            try:
                self._read(shard)
            except StoreConflict:
                continue  # another worker took it over; nothing of the last batch was kept
            except InputError as error:
                del self._names[shard.name]
                self._failed = self._failed or error
        if self._failed is not None:
            raise self._failed

    def _claim(self) -> Shard | None:
        def claim(connection: Connection) -> Shard | None:
            self._free_dead(connection)
            names, run = self._work.names, self._work.run.id
            return claim_shard(connection, run, who=self._who, at=now(), hold_seconds=_HOLD_SECONDS, among=names.keys())

        try:
            return self._store.write(claim)
        except StoreConflict:
            return None

    def _free_dead(self, connection: Connection) -> None:
        """Give back the claims of processes of this machine that are no more."""
        for shard in self._open(connection):
            if shard.claimed_by is not None and is_dead(shard.claimed_by):
                release_shard(connection, shard)

    def _open(self, connection: Connection) -> list[Shard]:
        mine = shards_of(connection, self._work.run.id)
        return [shard for shard in mine if shard.done_at is None and shard.name in self._names]

    def _all_done(self) -> bool:
        with self._store.read() as connection:
            return not self._open(connection)

    def _read(self, shard: Shard) -> None:
        """Read a shard to its end, or until told to stop; then give the claim back."""
        entries = read_archive(self._names[shard.name], mark=shard.position, wanted=self._work.options.wanted)
        try:
            for batch in self._batches(entries):
                shard = self._keep(shard, batch)
                self._tell(shard)
        except InputError:
            self._release(shard)
            raise
        if self._stop():
            self._release(shard)
        else:
            self._store.write(lambda connection: finish_shard(connection, shard, at=now()))

    def _release(self, shard: Shard) -> None:
        self._store.write(lambda connection: release_shard(connection, shard))

    def _batches(self, entries: Iterator[Entry]) -> Iterator[list[_Read]]:
        """Read pages; yield them by batches. What was read when told to stop is the last batch."""
        batch: list[_Read] = []
        pages, size, since = 0, 0, time.monotonic()
        for entry in entries:
            batch.append(self._page(entry))
            if isinstance(entry.outcome, Capture):
                pages, size = pages + 1, size + len(entry.outcome.content)
            is_late = time.monotonic() - since >= _BATCH_SECONDS or self._stop()
            if is_late or pages >= _BATCH_PAGES or size >= _BATCH_BYTES or len(batch) >= _BATCH_RECORDS:
                yield batch
                if self._stop():
                    return
                batch, pages, size, since = [], 0, 0, time.monotonic()
        if batch:
            yield batch

    def _page(self, entry: Entry) -> _Read:
        """Return what one record gives; of records that give no page only the reason is held."""
        outcome = entry.outcome
        if not isinstance(outcome, Capture):
            return _Read(entry=entry, read=outcome)
        read = read_capture(outcome)
        languages = self._work.options.languages
        if languages and isinstance(read, Article) and read.language not in languages:
            return _Read(entry=replace(entry, outcome=Skipped("another language")), read=Skipped("another language"))
        return _Read(entry=entry, read=read)

    def _keep(self, shard: Shard, batch: list[_Read]) -> Shard:
        """Keep a batch and move the mark behind it, in one transaction."""
        run = self._work.run

        def work(connection: Connection) -> Shard:
            kept, dropped = 0, Counter[str]()
            for one in batch:
                outcome, read = one.entry.outcome, one.read
                if isinstance(read, Skipped):
                    dropped[read.reason] += 1
                    continue
                assert not isinstance(outcome, Skipped), "what is skipped is never read"
                taken = keep(connection, outcome, read, at=one.entry.at or run.started_at, run=run.id)
                if taken.dropped is None:
                    kept += 1
                else:
                    dropped[taken.dropped.code] += 1
            until = later(now(), _HOLD_SECONDS)
            mark = batch[-1].entry.mark
            return advance(connection, shard, mark, kept=kept, dropped=dropped, until=until)

        return self._store.write(work)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Read:
    """One record and what it gave."""

    entry: Entry
    read: Article | Dropped | Skipped


def _share(
    store: Store, work: _Work, *, processes: int, stop: Callable[[], bool], tell: Callable[[Shard], None]
) -> None:
    """Let several processes work; hand a request to stop on to them."""
    address = store.engine.url.render_as_string(hide_password=False)
    context = multiprocessing.get_context("spawn")
    workers = [context.Process(target=_work_alone, args=(address, work, os.getpid())) for _ in range(processes)]
    for worker in workers:
        worker.start()
    told, known = False, dict[str, Shard]()
    while any(worker.is_alive() for worker in workers):
        time.sleep(_POLL_SECONDS)
        with store.read() as connection:
            found = {shard.name: shard for shard in shards_of(connection, work.run.id) if shard.name in work.names}
        for name, shard in found.items():
            if shard.claimed_by is not None and shard != known.get(name):
                tell(shard)
        known = found
        if stop() and not told:
            told = True
            for worker in workers:
                worker.terminate()
    for worker in workers:
        worker.join()


def _work_alone(address: str, work: _Work, parent: int) -> None:
    """Be one of several processes; end when told to, or when the one that began them is no more."""
    with stopping() as told, open_store(address) as store:
        try:
            _Worker(store, work, stop=lambda: told() or os.getppid() != parent).run()
        except TellingsError as error:
            raise SystemExit(f"tellings: {error}") from error

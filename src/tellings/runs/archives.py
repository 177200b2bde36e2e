"""Archives → the store: each file is a shard of a run; several machines may work on one run.

One process reads a file and writes the store, others take the pages apart; their results come back in the order of the
file, so that the store is the same with any number of them. What a batch of records gave and the mark behind it are one
transaction: killed at any moment, the run goes on from its last mark, loses nothing before it and repeats nothing.
"""

from __future__ import annotations

import hashlib
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, closing
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from sqlalchemy import Connection

from tellings.collect.archives import Entry, Skipped, Wanted, read_archive
from tellings.errors import InputError, SettingError, StoreConflict, StoreError
from tellings.extract.publishers import publishers
from tellings.runs.intake import keep, read_capture
from tellings.runs.processes import is_dead, own_name
from tellings.store import Store
from tellings.store.moments import instant, later, now
from tellings.store.prepared import Prepared, prepare
from tellings.store.runs import (
    add_shards,
    advance,
    claim_shard,
    finish_shard,
    release_shard,
    shards_of,
    start_run,
)
from tellings.types.articles import Capture, Dropped
from tellings.types.collecting import Shard, StoredRun
from tellings.workers.base import Job
from tellings.workers.guarded import Crew
from tellings.workers.local import run_job

#: A batch ends with so many pages, so many bytes of them, so many records or so many seconds, whichever comes first.
#: Small: what a killed run has to read again is at most half a second's work, and others wait for a writer that long.
_BATCH_PAGES = 32
_BATCH_BYTES = 4_000_000
_BATCH_RECORDS = 2000
_BATCH_SECONDS = 0.5
#: A claim holds so long after the last batch: far longer than any page takes. It binds other machines only; a claim
#: of a process of this one ends with that process.
_HOLD_SECONDS = 300.0
#: A claim is prolonged that often while nothing comes: a page that ends no process but its time is waited for longer.
_RENEW_SECONDS = 60.0
_POLL_SECONDS = 0.5
#: The store takes names of 300 characters.
_NAME = 300
#: A page that every process can read, or it can read none.
_PAGE = (
    b"<!DOCTYPE html><title>A page</title><article><h1>A page</h1><p>The town has a bridge, and a mill.</p></article>"
)

#: What a page gave: columns for the store, or why it gave none.
Read = Prepared | Dropped | Skipped


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
    processes: int = 0,
    stop: Callable[[], bool] = lambda: False,
    tell: Callable[[Shard], None] = lambda _shard: None,
) -> Summary:
    """Take archives into the store; go on where an earlier run of the same options was ended.

    Args:
        store: the store.
        archives: files by their absolute paths, the same on every machine that works on them.
        options: what is taken in.
        processes: how many take pages apart, beside this one, which reads the archives and writes the store. A page
            that ends such a process is dropped. 0 does it in this process, without that safety.
        stop: asked between pages; True ends the run cleanly.
        tell: called when an archive is begun and when it has come further.

    Returns:
        How the run stands: done unless ``stop`` ended it.

    Raises:
        StoreError: the store refused.
        InputError: an archive cannot be read (C002); the others can be gone on with.
        TellingsError: no process can be started (W003).
    """
    names = {shard_name(path): path for path in archives}

    def begin(connection: Connection) -> StoredRun:
        run = start_run(connection, options.run_name(), kind="archive", at=now(), settings=options.settings())
        add_shards(connection, run.id, names)
        return run

    run = store.write(begin)
    work = _Work(run=run, names=names, options=options)
    with ExitStack() as stack:
        job = Job(stage="extract", run=partial(read_page, languages=options.languages), name=_source_of)
        crew = stack.enter_context(Crew(job, _warm(), processes=processes)) if processes else None
        _Worker(store, work, results=partial(_results, job, crew), stop=stop, tell=tell).run()
    with store.read() as connection:
        mine = tuple(shard for shard in shards_of(connection, run.id) if shard.name in names)
    return Summary(run=run.name, shards=mine, is_done=all(shard.done_at for shard in mine))


def read_page(capture: Capture, *, languages: frozenset[str]) -> Read:
    """Return what a page gives the store; articles in other languages than those asked for are skipped."""
    read = read_capture(capture)
    if isinstance(read, Dropped):
        return read
    if languages and read.language not in languages:
        return Skipped("another language")
    return prepare(read, capture)


def _source_of(capture: Capture) -> str:
    return capture.source


def _warm() -> Capture:
    digest = hashlib.sha256(_PAGE).hexdigest()
    return Capture(source="https://example.org/", content=_PAGE, media_type="text/html", sha256=digest)


def _page_of(entry: Entry) -> Capture | None:
    return entry.outcome if isinstance(entry.outcome, Capture) else None


Results = Iterator[tuple[Entry, Read | None] | None]


def _results(job: Job[Capture, Read], crew: Crew[Capture, Read] | None, entries: Iterator[Entry]) -> Results:
    """Yield every record with what its page gave, None where it holds none; None alone while nothing comes."""
    if crew is not None:
        yield from crew.results(entries, _page_of)
        return
    for entry in entries:
        page = _page_of(entry)
        yield entry, None if page is None else next(run_job(job, [page]))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Work:
    """What a run works on."""

    run: StoredRun
    names: dict[str, Path]
    options: ArchiveOptions


class _Worker:
    """This process at work on shards of a run."""

    def __init__(
        self,
        store: Store,
        work: _Work,
        *,
        results: Callable[[Iterator[Entry]], Results],
        stop: Callable[[], bool],
        tell: Callable[[Shard], None],
    ) -> None:
        self._store = store
        self._work = work
        self._results = results
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
            with closing(self._results(entries)) as results:  # type: ignore[type-var]
                for batch in self._batches(results):
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

    def _batches(self, results: Results) -> Iterator[list[_Read]]:
        """Yield what was read by batches, an empty one when nothing has come for long.

        What was read when told to stop is the last batch.
        """
        batch: list[_Read] = []
        pages, size, since = 0, 0, time.monotonic()
        for one in results:
            if one is not None:
                batch.append(_Read(entry=one[0], read=one[1]))
                page = _page_of(one[0])
                pages, size = pages + (page is not None), size + (0 if page is None else len(page.content))
            spent = time.monotonic() - since
            is_late = self._stop() or spent >= (_BATCH_SECONDS if batch else _RENEW_SECONDS)
            if is_late or pages >= _BATCH_PAGES or size >= _BATCH_BYTES or len(batch) >= _BATCH_RECORDS:
                yield batch
                if self._stop():
                    return
                batch, pages, size, since = [], 0, 0, time.monotonic()
        if batch:
            yield batch

    def _keep(self, shard: Shard, batch: list[_Read]) -> Shard:
        """Keep a batch and move the mark behind it, in one transaction."""
        run = self._work.run

        def work(connection: Connection) -> Shard:
            kept, dropped = 0, Counter[str]()
            for one in batch:
                outcome = one.entry.outcome
                read = one.read or outcome
                if isinstance(outcome, Skipped) or isinstance(read, (Skipped, Capture)):
                    assert isinstance(read, Skipped), "every page is read"
                    dropped[read.reason] += 1
                    continue
                taken = keep(connection, outcome, read, at=one.entry.at or run.started_at, run=run.id)
                if taken.dropped is None:
                    kept += 1
                else:
                    dropped[taken.dropped.code] += 1
            until = later(now(), _HOLD_SECONDS)
            mark = batch[-1].entry.mark if batch else shard.position
            return advance(connection, shard, mark, kept=kept, dropped=dropped, until=until)

        return self._store.write(work)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Read:
    """One record and what its page gave, None where it holds none."""

    entry: Entry
    read: Read | None

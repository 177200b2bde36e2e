"""Kill an archive run at random moments, go on, and compare the store with that of an undisturbed run.

Used by ``tools/killing.py``; the tests kill at exact points of the run instead (``killed.py``).
"""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Connection, select

from tellings.store import open_store
from tellings.store.articles import get_version
from tellings.store.captures import get_capture
from tellings.store.inspection import check_store
from tellings.store.tables import articles, bodies, captures, drops, runs, shard_drops, shards, versions
from tests.collect.madewarcs import mixed_records, write_archive

ROOT = Path(__file__).resolve().parents[2]
#: Statuses of a run that is done: without and with drops.
DONE = (0, 3)


def make_archives(folder: Path, *, files: int, pages: int) -> None:
    """Write archives of made-up pages; some addresses come again with other texts, in the same file and the next."""
    for number in range(files):
        suffix = ".warc" if number % 3 == 2 else ".warc.gz"
        path = folder / f"part-{number:02}{suffix}"
        raws = list(mixed_records(number * (pages - 3), pages))
        raws[len(raws) // 2] = raws[len(raws) // 2][:-40]  # one damaged record in every file
        write_archive(path, raws)


@dataclass(frozen=True)
class Whole:
    """An undisturbed run: its marks (``progress``) and the seconds that its work took."""

    marks: dict[str, tuple[int, int]]
    seconds: float


def begin(address: str, folder: Path, *, processes: int = 1) -> subprocess.Popen[bytes]:
    """Begin the command itself, in a process group of its own."""
    command = [sys.executable, "-m", "tellings", "archive", str(folder), "--store", address]
    command += ["--processes", str(processes)]
    environment = os.environ | {"OMP_NUM_THREADS": "1", "COLUMNS": "500"}
    return subprocess.Popen(
        command, cwd=ROOT, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, start_new_session=True
    )


def finish(address: str, folder: Path, *, processes: int = 1) -> float:
    """Run to the end and return the seconds from the first line that it says of its work to its end."""
    with begin(address, folder, processes=processes) as run:
        assert run.stderr is not None
        first = run.stderr.readline()
        since = time.monotonic()
        _, told = run.communicate(timeout=900)
    if run.returncode not in DONE:
        raise RuntimeError((first + told).decode(errors="replace"))
    return time.monotonic() - since


def dump(address: str) -> dict[str, list[tuple[object, ...]]]:
    """Return all that a run leaves in a store, in order, without numbers of rows and the clock of the run."""
    with open_store(address) as store, store.read() as connection:
        damage = list(check_store(connection))
        assert damage == [], damage
        return {
            "articles": _articles(connection),
            "versions": _versions(connection),
            "captures": _captures(connection),
            "bodies": sorted(tuple(row) for row in connection.execute(select(bodies.c.sha256, bodies.c.size))),
            "drops": _drops(connection),
            "shards": sorted(
                tuple(row)
                for row in connection.execute(
                    select(shards.c.name, shards.c.position, shards.c.kept, shards.c.done_at.is_not(None))
                )
            ),
            "counts": sorted(
                tuple(row)
                for row in connection.execute(select(shard_drops.c.shard, shard_drops.c.reason, shard_drops.c.count))
            ),
            "runs": [(row.name, row.finished_at is not None) for row in connection.execute(select(runs))],
        }


def _articles(connection: Connection) -> list[tuple[object, ...]]:
    query = select(articles, versions.c.body_sha256).join(versions, versions.c.id == articles.c.current)
    names = ("key", "address", "outlet", "title", "language", "published", "versions", "first_seen_at", "last_seen_at")
    rows = connection.execute(query).all()
    return sorted((*(getattr(row, name) for name in names), row.gone_at, row.body_sha256) for row in rows)


def _versions(connection: Connection) -> list[tuple[object, ...]]:
    query = select(versions.c.id, articles.c.address).join(articles, articles.c.id == versions.c.article_id)
    found: list[tuple[object, ...]] = []
    for ident, address in connection.execute(query.order_by(versions.c.id)).all():
        held, text = get_version(connection, ident)
        capture = None if held.capture is None else get_capture(connection, held.capture)
        came = None if capture is None else (capture.source, capture.fetched_at, capture.sha256)
        found.append((address, held.number, held.body_sha256, held.seen_at, held.last_seen_at, came, repr(text)))
    return sorted(found, key=repr)


def _captures(connection: Connection) -> list[tuple[object, ...]]:
    columns = (captures.c.source, captures.c.fetched_at, captures.c.sha256, captures.c.status, captures.c.headers)
    return sorted(tuple(row) for row in connection.execute(select(*columns)))


def _drops(connection: Connection) -> list[tuple[object, ...]]:
    """Return the drops; those of records without a date bear the time of the run, which is left out."""
    columns = (drops.c.source, drops.c.stage, drops.c.code, drops.c.reason, drops.c.times, drops.c.first_at)
    rows = connection.execute(select(*columns)).all()
    return sorted((*row[:5], None if "@" in row[0] else row[5]) for row in rows)


def progress(address: str) -> dict[str, tuple[int, int]]:
    """Return how far a run says it is: mark and articles kept, by shard."""
    with open_store(address) as store, store.read() as connection:
        rows = connection.execute(select(shards.c.name, shards.c.position, shards.c.kept))
        return {row.name: (row.position, row.kept) for row in rows}


def stored(address: str) -> set[tuple[str, str]]:
    """Return address and text of every version."""
    with open_store(address) as store, store.read() as connection:
        query = select(articles.c.address, versions.c.body_sha256).join(
            articles, articles.c.id == versions.c.article_id
        )
        return {(row[0], row[1]) for row in connection.execute(query)}


def _kept(marks: dict[str, tuple[int, int]]) -> int:
    return sum(kept for _, kept in marks.values())


def survive(address: str, folder: Path, *, kills: int, seed: int, processes: int = 1, whole: Whole) -> tuple[int, int]:
    """Kill a run so many times at random moments, then let it end.

    Moments are counted from the first new progress in the store and measured by ``whole``, the undisturbed run on the
    same machine: up to twice the share of its time that falls to one kill while the run is behind the kills, a tenth of
    that while it is ahead of them, so that they spread over the run whatever the machine does. Every fifth comes before
    there is progress. Every other one ends the first process alone. After every kill nothing that was reported or kept
    before may be missing. A run that ends before a kill is left at that.

    Returns:
        How many kills came while the run was there, and how many of them found new progress.

    Raises:
        AssertionError: something was lost.
    """
    pick = random.Random(seed)  # noqa: S311 -- repeatable on purpose
    share = whole.seconds / (kills + 1)
    marks: dict[str, tuple[int, int]] = {}
    held: set[tuple[str, str]] = set()
    landed = hits = 0
    for number in range(kills):
        ahead = _kept(marks) * (kills + 1) > _kept(whole.marks) * (number + 1)
        with begin(address, folder, processes=processes) as run:
            assert run.stderr is not None
            if number % 5 == 4:
                time.sleep(pick.uniform(0.0, 5.0))
            else:
                run.stderr.readline()
                _await_progress(address, run, marks)
                time.sleep(pick.uniform(0.0, share * (0.2 if ahead else 2.0)))
            ended = run.poll() is not None
            _kill(run, alone=number % 2 == 1)
        now, texts = progress(address), stored(address)
        assert all(now[name] >= mark for name, mark in marks.items()), "a mark went back"
        assert held <= texts, "a text was lost"
        landed += not ended
        hits += not ended and now != marks
        marks, held = now, texts
    finish(address, folder, processes=processes)
    return landed, hits


def _await_progress(address: str, run: subprocess.Popen[bytes], marks: dict[str, tuple[int, int]]) -> None:
    """Wait until a run has kept something, or has ended."""
    while run.poll() is None and progress(address) == marks:
        time.sleep(0.05)


def _kill(run: subprocess.Popen[bytes], *, alone: bool) -> None:
    """End a run without warning; ``alone``: its first process only; those that read pages for it end by themselves."""
    if run.poll() is None:
        if alone:
            run.kill()
        else:
            os.killpg(run.pid, signal.SIGKILL)
    run.communicate(timeout=60)

"""Runs over archives that end themselves without warning at exact points: ``killed.py ADDRESS FOLDER KILLS``.

A point is a statement to the database, or what comes right before or after a commit. The first run, on a store of its
own, counts them; each of the others dies at one of them, spread over the whole, in a process of its own (forked, so
that nothing is imported twice). The last one goes to the end. Prints how many died, and how many states they left.
"""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Callable
from pathlib import Path

from sqlalchemy import event

from tellings.collect.archives import find_archives
from tellings.runs import archives as module
from tellings.runs.archives import ArchiveOptions, run_archives
from tellings.store import Store, open_store
from tests.runs.killing import progress

#: Records of a batch: small, so that the points lie in many transactions.
BATCH = 2


def watch(store: Store, reach: Callable[[], None]) -> None:
    """Call at every point."""

    def statement(*_: object) -> None:
        reach()

    event.listen(store.engine, "before_cursor_execute", statement)
    event.listen(store.engine, "commit", statement)
    event.listen(store.engine, "checkin", statement)  # the first thing after a commit


def run(address: str, folder: Path, fatal: int | None = None) -> int:
    """Run to the end, or to a point; return how many there were."""
    points = 0

    def reach() -> None:
        nonlocal points
        points += 1
        if points == fatal:
            os.kill(os.getpid(), signal.SIGKILL)

    with open_store(address) as store:
        watch(store, reach)
        assert run_archives(store, find_archives([folder]), ArchiveOptions()).is_done
    return points


def apart(work: Callable[[], object]) -> int:
    """Do some work in a fork; return how that ended: 0, or the signal."""
    child = os.fork()
    if child == 0:
        work()
        os._exit(0)
    _, status = os.waitpid(child, 0)
    return os.waitstatus_to_exitcode(status)


def main(address: str, folder: Path, kills: int) -> None:
    """Count the points, then die at some of them."""
    module._BATCH_RECORDS = BATCH  # type: ignore[misc]
    module._BATCH_SECONDS = float("inf")  # type: ignore[misc]
    whole = run(str(folder.with_name("counted.db")), folder)
    died, states = 0, set()
    for number in range(kills):
        # each dies a share of the way behind the last one; the odd steps fall on every kind of point
        fatal = whole // (kills + 1) + 7 * number % 23
        died += apart(lambda fatal=fatal: run(address, folder, fatal)) == -signal.SIGKILL  # type: ignore[misc]
        states.add(str(progress(address)))
    ended = apart(lambda: run(address, folder))
    assert ended == 0, ended
    sys.stdout.write(f"{died} {len(states)}\n")


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]), int(sys.argv[3]))

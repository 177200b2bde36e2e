"""Run a stage in this process, or in several processes of this machine."""

from __future__ import annotations

import multiprocessing
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from functools import partial

from tellings.types.articles import Dropped
from tellings.workers.base import Item, Job, Result


def run_job(job: Job[Item, Result], items: Iterable[Item], *, processes: int = 1) -> Iterator[Result | Dropped]:
    """Yield the result of every item in order, or a ``Dropped`` with code W001 where the stage failed.

    Args:
        job: the stage to run.
        items: what to run it on.
        processes: 1 runs here and lazily; more starts that many fresh processes and hands all items out.

    Raises:
        Exception: whatever the stage raised, if ``job.on_error`` is ``stop``.
    """
    if processes == 1:
        for item in items:
            here: Result | Dropped = _outcome(job, item, partial(job.run, item))
            yield here
        return
    with ProcessPoolExecutor(processes, mp_context=multiprocessing.get_context("spawn")) as pool:
        waiting = [(item, pool.submit(job.run, item)) for item in items]
        for item, future in waiting:
            there: Result | Dropped = _outcome(job, item, future.result)
            yield there


def _outcome(job: Job[Item, Result], item: Item, compute: Callable[[], Result]) -> Result | Dropped:
    """Return one item's result; the only place where an unforeseen failure of a stage is caught.

    One bad item must cost that item alone.
    """
    try:
        return compute()
    except Exception as error:
        if job.on_error == "stop":
            raise
        reason = f"the stage {job.stage!r} failed on this input ({type(error).__name__}: {error}); the rest was read"
        return Dropped(source=job.name(item), stage=job.stage, code="W001", reason=reason)

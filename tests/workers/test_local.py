"""Every item gives its result or a drop, in order, here and in other processes."""

from __future__ import annotations

import pytest

from tellings.types.articles import Dropped
from tellings.workers.base import Job
from tellings.workers.local import run_job

# int can be found by name in a fresh process, which a function of a test module cannot
JOB = Job(stage="count", run=int, name=repr)


@pytest.mark.parametrize("processes", [1, 2])
def test_run_job_keeps_the_order_and_records_failures(processes: int) -> None:
    outcomes = list(run_job(JOB, ["4", "four", "8"], processes=processes))
    assert [outcomes[0], outcomes[2]] == [4, 8]
    failed = outcomes[1]
    assert isinstance(failed, Dropped)
    assert (failed.source, failed.stage, failed.code) == ("'four'", "count", "W001")
    assert "ValueError: invalid literal" in failed.reason


@pytest.mark.parametrize("processes", [1, 2])
def test_run_job_stops_when_told_to(processes: int) -> None:
    job = Job(stage="count", run=int, name=repr, on_error="stop")
    outcomes = run_job(job, ["4", "four", "8"], processes=processes)
    assert next(outcomes) == 4
    with pytest.raises(ValueError, match="four"):
        next(outcomes)


def test_run_job_in_this_process_is_lazy() -> None:
    seen = []

    def note(number: int) -> int:
        seen.append(number)
        return number

    outcomes = run_job(Job(stage="note", run=note, name=str), iter([1, 2, 3]))
    next(outcomes)
    assert seen == [1]

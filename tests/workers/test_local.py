"""Every item gives its result or a drop, in order, here and in other processes."""

from __future__ import annotations

import pytest

from tellings.types.articles import Dropped
from tellings.workers.base import Job
from tellings.workers.local import run_job


def halve(number: int) -> int:
    if number % 2:
        message = f"{number} is odd"
        raise ValueError(message)
    return number // 2


JOB = Job(stage="halve", run=halve, name=str)


@pytest.mark.parametrize("processes", [1, 2])
def test_run_job_keeps_the_order_and_records_failures(processes: int) -> None:
    outcomes = list(run_job(JOB, [2, 3, 8], processes=processes))
    assert [outcomes[0], outcomes[2]] == [1, 4]
    failed = outcomes[1]
    assert isinstance(failed, Dropped)
    assert (failed.source, failed.stage, failed.code) == ("3", "halve", "W001")
    assert "ValueError: 3 is odd" in failed.reason


def test_run_job_stops_when_told_to() -> None:
    job = Job(stage="halve", run=halve, name=str, on_error="stop")
    outcomes = run_job(job, [2, 3, 8])
    assert next(outcomes) == 1
    with pytest.raises(ValueError, match="3 is odd"):
        next(outcomes)


def test_run_job_in_this_process_is_lazy() -> None:
    seen = []

    def note(number: int) -> int:
        seen.append(number)
        return number

    outcomes = run_job(Job(stage="note", run=note, name=str), iter([1, 2, 3]))
    next(outcomes)
    assert seen == [1]

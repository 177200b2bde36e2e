"""An item that ends its process, or never lets go of it, costs itself; order and everything else stay."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from tests.workers.deadly import deadly

from tellings.errors import TellingsError
from tellings.types.articles import Dropped
from tellings.workers import guarded as module
from tellings.workers.base import Job
from tellings.workers.guarded import TRIES, Crew

ROOT = Path(__file__).resolve().parents[2]
JOB = Job(stage="shout", run=deadly, name=repr)


@pytest.fixture(autouse=True)
def _findable(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let fresh processes import the stages of these tests by name."""
    monkeypatch.syspath_prepend(str(ROOT))


def outcomes(
    items: list[str | None], *, processes: int = 2, seconds: float = 600.0
) -> list[tuple[str | None, str | Dropped | None]]:
    with Crew(JOB, "warm", processes=processes, item_seconds=seconds) as crew:
        return [one for one in crew.results(items, lambda entry: entry) if one is not None]


def test_crew_keeps_the_order_and_passes_what_has_no_item() -> None:
    items = [None if number % 3 == 0 else f"item {number}" for number in range(1500)]
    assert outcomes(items) == [(item, None if item is None else item.upper()) for item in items]


def test_crew_without_entries_starts_nothing() -> None:
    with Crew(JOB, "exit") as crew:
        assert list(crew.results([], str)) == []
        assert [one for one in crew.results([None, None], lambda entry: entry) if one] == [(None, None)] * 2


@pytest.mark.parametrize(
    ("poison", "reason"),
    [
        ("exit", "the input ended every process that read it (status 7), 3 times; the rest was read"),
        ("fault", "the input ended every process that read it (signal 11), 3 times; the rest was read"),
    ],
)
def test_crew_drops_what_ends_its_process(poison: str, reason: str) -> None:
    items: list[str | None] = ["a", "b", poison, "c", None, "d"]
    found = outcomes(items)
    dropped = Dropped(source=repr(poison), stage="shout", code="W002", reason=reason)
    assert found == [("a", "A"), ("b", "B"), (poison, dropped), ("c", "C"), (None, None), ("d", "D")]


@pytest.mark.parametrize("poison", ["sleep", "loop"])
def test_crew_drops_what_never_ends(poison: str) -> None:
    found = outcomes(["a", poison, "b"], processes=1, seconds=0.3)
    reason = f"the input took more than 0.3 seconds, {TRIES} times; the rest was read"
    dropped = Dropped(source=repr(poison), stage="shout", code="W002", reason=reason)
    assert found == [("a", "A"), (poison, dropped), ("b", "B")]


def test_crew_survives_one_poison_after_another() -> None:
    found = outcomes(["exit", "exit", "a"])
    assert [one if isinstance(one, str) else one.code for _, one in found if one] == ["W002", "W002", "A"]


def test_crew_lets_failures_and_endless_memory_cost_their_item() -> None:
    found = [outcome for _, outcome in outcomes(["memory", "fail", "a"], processes=1)]
    assert [outcome.reason.split("(")[1] for outcome in found if isinstance(outcome, Dropped)] == [
        "MemoryError: ); the rest was read",
        "ValueError: fail); the rest was read",
    ]
    assert found[2] == "A"


def test_crew_tries_again_alone_and_only_as_often_as_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever was given to a process behind the item that ended it was never begun, and is not counted."""
    monkeypatch.setattr(module, "TRIES", 1)
    found = outcomes(["exit", *"abcdefgh"], processes=1)
    assert [one for _, one in found][1:] == list("ABCDEFGH")
    assert isinstance(found[0][1], Dropped)


def test_crew_that_can_run_nothing_says_so() -> None:
    with Crew(JOB, "exit") as crew, pytest.raises(TellingsError, match=r"W003: .*\(status 7\)"):
        list(crew.results(["a"], lambda entry: entry))


def test_crew_sends_items_of_any_size_and_takes_results_of_any_size() -> None:
    large = "x" * 5_000_000
    assert [outcome for _, outcome in outcomes([large, "a", large, large, "b"])] == [
        large.upper(),
        "A",
        large.upper(),
        large.upper(),
        "B",
    ]


def test_crew_that_is_left_early_forgets_what_was_under_way() -> None:
    with Crew(JOB, "warm", processes=2) as crew:
        results = crew.results(["a", "sleep", "sleep", "b"], lambda entry: entry)
        assert next(one for one in results if one is not None) == ("a", "A")
        results.close()
        assert [one for one in crew.results(["c"], lambda entry: entry) if one] == [("c", "C")]


def test_crew_says_when_nothing_comes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "POLL_SECONDS", 0.01)
    with Crew(JOB, "warm", item_seconds=600) as crew:
        results = crew.results(["sleep"], lambda entry: entry)
        assert [next(results) for _ in range(3)] == [None, None, None]


def test_crew_ends_with_the_process_that_hired_it() -> None:
    """Its processes hold the pipe that is read here: it ends when all of them have ended."""
    script = f"""
import sys
sys.path.insert(0, {str(ROOT)!r})
from tellings.workers.base import Job
from tellings.workers.guarded import Crew
from tests.workers.deadly import deadly
if __name__ == "__main__":
    with Crew(Job(stage="shout", run=deadly, name=repr), "warm", processes=2) as crew:
        for one in crew.results(iter(lambda: "a", "b"), lambda entry: entry):
            if one:
                print(one[1], flush=True)
"""
    with subprocess.Popen([sys.executable, "-c", script], stdout=subprocess.PIPE, start_new_session=True) as hirer:
        assert hirer.stdout is not None
        assert hirer.stdout.readline() == b"A\n"
        os.kill(hirer.pid, signal.SIGKILL)
        hirer.communicate(timeout=120)
        assert hirer.returncode == -signal.SIGKILL


def test_crew_hears_no_request_to_stop() -> None:
    with Crew(JOB, "warm", processes=1) as crew:
        results = crew.results(["a", "b"], lambda entry: entry)
        assert next(one for one in results if one is not None) == ("a", "A")
        [member] = crew._members
        assert member._process.pid is not None
        os.kill(member._process.pid, signal.SIGTERM)
        os.kill(member._process.pid, signal.SIGINT)
        assert [one for one in results if one is not None] == [("b", "B")]

"""A process that brings a store up to date: ``worker.py ADDRESS``; the tests start several and kill some."""

from __future__ import annotations

import sys

from tellings.config import Settings
from tellings.runs import grouping
from tellings.runs.stories import Keeper
from tellings.store import open_store
from tests.store.made import NOON


def say(text: str) -> None:
    """Tell the test that waits."""
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


def main(address: str) -> None:
    """Bring a store up to date in small lots and say when it is done."""
    grouping.LOT = 3  # type: ignore[misc]
    with open_store(address) as store:
        keeper = Keeper(
            store, settings=Settings(), clock=lambda: NOON, tell=lambda what, done, _: say(f"{what} {done}")
        )
        say("begun")
        say(str(keeper.bring_up_to_date()))


if __name__ == "__main__":
    main(sys.argv[1])

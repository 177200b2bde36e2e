"""A process of its own that follows the feeds of a store once: ``python -m tests.runs.watcher STORE``."""

from __future__ import annotations

import sys

from tellings.collect.fetch import Fetcher, FetchOptions
from tellings.runs.polling import WatchOptions
from tellings.runs.watch import Watcher
from tellings.store import open_store


def main(address: str) -> None:
    """Do what is due; claims run out after a second."""
    options = FetchOptions(allow_private=("127.0.0.0/8",), pause_seconds=0.0)
    with open_store(address) as store, Fetcher(options) as fetcher:
        Watcher(store=store, fetcher=fetcher, options=WatchOptions(hold_seconds=1, batch=3)).run(once=True)


if __name__ == "__main__":
    main(sys.argv[1])

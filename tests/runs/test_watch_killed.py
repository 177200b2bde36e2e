"""A watching process is killed while it waits for an answer, again and again; the store ends as if it had not been."""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path

from tellings.store import Store, open_store
from tellings.store.articles import list_articles
from tellings.store.drops import list_drops
from tellings.store.feeds import add_feed, count_entries
from tellings.store.inspection import check_store
from tellings.store.moments import now
from tests.collect.site import Site
from tests.runs.test_watch import serve_articles, serve_feed

ROOT = Path(__file__).resolve().parents[2]
PATHS = [f"/{number}" for number in range(6)]
#: Which request of each process is its last; one that does not come so far ends by itself.
FATAL = (2, 4)


def state(store: Store) -> tuple[object, ...]:
    with store.read() as connection:
        assert list(check_store(connection)) == []
        articles = sorted((one.address, one.versions, one.title, one.gone_at) for one in list_articles(connection))
        return articles, count_entries(connection), list_drops(connection)


def run_watcher(address: str, site: Site, *, fatal: int) -> bool:
    """Run a process and kill it at a request; return whether it ended by itself."""
    command = [sys.executable, "-m", "tests.runs.watcher", address]
    with subprocess.Popen(command, cwd=ROOT) as process:
        count = 0
        answer = site._answer

        def watched(handler: object) -> None:
            nonlocal count
            count += 1
            if count == fatal:
                process.kill()
            answer(handler)  # type: ignore[arg-type]

        site._answer = watched  # type: ignore[method-assign,assignment]
        try:
            process.wait(timeout=60)
        finally:
            site._answer = answer  # type: ignore[method-assign]
        return process.returncode == 0


def test_watch_killed_at_any_request_ends_as_if_undisturbed(address: str, tmp_path: Path) -> None:
    with Site() as site:
        serve_feed(site, *PATHS)
        serve_articles(site, *PATHS)
        with open_store(tmp_path / "calm.db") as calm, open_store(address) as store:
            for held in (calm, store):
                held.write(lambda connection: add_feed(connection, site.url("/feed"), at=now()))
            assert run_watcher(str(tmp_path / "calm.db"), site, fatal=0)
            killed = [not run_watcher(address, site, fatal=fatal) for fatal in FATAL]
            assert killed[0]
            assert killed.count(True) >= 2
            deadline = time.monotonic() + 120
            while state(store) != state(calm):
                assert time.monotonic() < deadline, state(store)
                time.sleep(1.1)
                assert run_watcher(address, site, fatal=0)
            assert len(state(store)[0]) == len(PATHS)  # type: ignore[arg-type]

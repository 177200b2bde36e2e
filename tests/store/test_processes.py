"""Several processes at once, and processes that are killed."""

from __future__ import annotations

import os
import random
import subprocess
import sys
import time
from pathlib import Path

from sqlalchemy import select

from tellings.store import Store, open_store
from tellings.store.articles import list_articles, versions_of
from tellings.store.drops import list_drops
from tellings.store.inspection import check_store
from tellings.store.runs import get_run, shards_of
from tellings.store.stories import create_story, get_story, members_of
from tellings.store.tables import captures
from tests.store.made import NOON
from tests.store.worker import ITEMS, SHARDS

ROOT = Path(__file__).resolve().parents[2]
KILLS = 5


def start(address: str, task: str, number: int) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "tests.store.worker", address, task, str(number)]
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    return subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True)


def test_processes_lose_no_update_and_make_nothing_twice(store: Store, address: str) -> None:
    with store.begin() as connection:
        story = create_story(connection, "The mill", at=NOON)
    workers = [start(address, "crowd", number) for number in range(4)]
    assert [worker.wait(120) for worker in workers] == [0] * 4
    for worker in workers:
        assert worker.stdout is not None
        worker.stdout.close()
    with store.read() as connection:
        held = list_articles(connection, limit=1000)
        assert len(held) == 10 + 4 * 10
        assert all(len(versions_of(connection, article.id)) == 1 for article in held)
        assert get_story(connection, story).reports == len(members_of(connection, story)) == 50
        assert list(check_store(connection)) == []


def contents(store: Store) -> tuple[object, ...]:
    """Return all that a run leaves, without numbers that count tries."""
    with store.read() as connection:
        assert list(check_store(connection)) == []
        articles = sorted(
            (held.address, held.versions, held.first_seen_at, held.last_seen_at)
            for held in list_articles(connection, limit=1000)
        )
        drops = sorted((drop.source, drop.code, drop.times) for drop in list_drops(connection, limit=1000))
        kept = sorted(connection.execute(select(captures.c.source, captures.c.sha256)).all())
        run = get_run(connection, "march")
        shards = [
            (shard.name, shard.position, shard.kept, dict(shard.dropped)) for shard in shards_of(connection, run.id)
        ]
        return articles, drops, kept, shards, run.kept, dict(run.dropped), run.finished_at


def test_processes_killed_at_any_moment_lose_and_repeat_nothing(address: str, tmp_path: Path) -> None:
    undisturbed = str(tmp_path / "undisturbed.db")
    open_store(undisturbed).close()
    whole = start(undisturbed, "archive", 0)
    told, _ = whole.communicate(timeout=120)
    assert whole.returncode == 0
    assert len(told.splitlines()) == ITEMS * SHARDS
    with open_store(undisturbed) as store:
        expected = contents(store)

    chance, said = random.Random(7), []  # noqa: S311 -- repeatable on purpose
    for _ in range(KILLS):
        worker = start(address, "archive", 0)
        assert worker.stdout is not None
        said += [worker.stdout.readline()]
        time.sleep(chance.uniform(0, 0.15))
        worker.kill()
        said += worker.communicate(timeout=60)[0].splitlines(keepends=True)
    last = start(address, "archive", 0)
    said += last.communicate(timeout=120)[0].splitlines(keepends=True)
    assert last.returncode == 0
    reported = [line for line in said if line.endswith("\n")]
    assert len(reported) == len(set(reported))
    with open_store(address) as store:
        assert contents(store) == expected

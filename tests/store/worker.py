"""A process that works in a store: ``worker.py ADDRESS TASK NUMBER``; the tests start several and kill some."""

from __future__ import annotations

import sys

from sqlalchemy import Connection

from tellings.store import Store, open_store
from tellings.store.articles import put_article
from tellings.store.captures import put_capture
from tellings.store.drops import put_drop
from tellings.store.runs import add_shards, advance, claim_shard, finish_shard, start_run
from tellings.store.stories import assign, create_story
from tellings.types.articles import Dropped
from tests.store.made import NOON, THREE, TWO, article, capture

ITEMS = 12
SHARDS = 3


def keep_one(connection: Connection, shard: str, number: int) -> bool:
    """Keep item ``number`` of a shard; every fourth one is lost."""
    where = f"https://x.example/{shard}/{number}"
    if number % 4 == 3:
        dropped = Dropped(source=where, stage="extract", code="E002", reason="no article text")
        put_drop(connection, dropped, at=NOON)
        return False
    ident = put_capture(connection, capture(f"<p>{where}</p>".encode(), source=where))
    put_article(connection, article(f"Text of {where}.", url=where), seen_at=NOON, capture=ident)
    return True


def run_archive(store: Store, who: str) -> None:
    """Go on with the run ``march`` until nothing is left, saying aloud what is done."""

    def begin(connection: Connection) -> int:
        run = start_run(connection, "march", kind="archive", at=NOON)
        add_shards(connection, run.id, [f"s{number}" for number in range(SHARDS)])
        return run.id

    run = store.write(begin)
    while shard := store.write(lambda connection: claim_shard(connection, run, who=who, at=NOON, hold_seconds=3600)):
        for number in range(shard.position, ITEMS):
            with store.begin() as connection:
                kept = keep_one(connection, shard.name, number)
                dropped = {} if kept else {"E002": 1}
                shard = advance(connection, shard, number + 1, kept=int(kept), dropped=dropped, until=THREE)
            print(shard.name, shard.position, flush=True)  # noqa: T201 -- the report that the test holds it to
        with store.begin() as connection:
            finish_shard(connection, shard, at=TWO)


def crowd(store: Store, number: int) -> None:
    """Put the same articles as every other process, and one's own, into one story."""
    for turn in range(10):

        def work(connection: Connection, turn: int = turn) -> None:
            for where in (f"https://x.example/shared/{turn}", f"https://x.example/own/{number}/{turn}"):
                put = put_article(connection, article(f"Text {turn}.", url=where), seen_at=NOON)
                assign(connection, put.article, 1, score=1.0, reason="same", at=NOON)

        store.write(work)


def main() -> None:
    """Do one task."""
    address, task, number = sys.argv[1:]
    with open_store(address) as store:
        if task == "archive":
            run_archive(store, f"w{number}")
        elif task == "story":
            store.write(lambda connection: create_story(connection, "The mill", at=NOON))
        else:
            crowd(store, int(number))


if __name__ == "__main__":
    main()

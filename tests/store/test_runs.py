"""Runs, shards, claims and marks."""

from __future__ import annotations

import pytest

from tellings.errors import StoreConflict, StoreError
from tellings.store import Store
from tellings.store.articles import list_articles, put_article
from tellings.store.runs import (
    add_shards,
    advance,
    claim_shard,
    finish_shard,
    get_run,
    list_runs,
    release_shard,
    shards_of,
    start_run,
)
from tests.store.made import NOON, ONE, THREE, TWO, article


def test_runs_same_name_is_gone_on_with_under_the_same_settings_only(store: Store) -> None:
    with store.begin() as connection:
        first = start_run(connection, "march", kind="archive", at=NOON, settings={"language": "en", "max": 5})
        again = start_run(connection, "march", kind="archive", at=ONE, settings={"max": 5, "language": "en"})
        assert first == again
        with pytest.raises(StoreConflict):
            start_run(connection, "march", kind="archive", at=ONE, settings={"max": 6, "language": "en"})
        assert list_runs(connection) == (first,)


def test_runs_counts_add_up_over_shards_and_the_last_one_ends_the_run(store: Store) -> None:
    with store.begin() as connection:
        run = start_run(connection, "march", kind="archive", at=NOON)
        add_shards(connection, run.id, ["b.warc", "a.warc", "a.warc"])
        add_shards(connection, run.id, ["a.warc"])
        one = claim_shard(connection, run.id, who="w1", at=NOON, hold_seconds=60)
        two = claim_shard(connection, run.id, who="w2", at=NOON, hold_seconds=60)
        assert one is not None
        assert two is not None
        assert (one.name, two.name) == ("a.warc", "b.warc")
        assert claim_shard(connection, run.id, who="w3", at=NOON, hold_seconds=60) is None
        one = advance(connection, one, 100, kept=3, dropped={"E002": 2, "C004": 1})
        one = advance(connection, one, 250, kept=1, dropped={"E002": 1}, until=TWO)
        assert (one.position, one.kept, one.dropped, one.claimed_until) == (250, 4, {"C004": 1, "E002": 3}, TWO)
        finish_shard(connection, one, at=ONE)
        assert get_run(connection, run.id).finished_at is None
        finish_shard(connection, advance(connection, two, 10, kept=1), at=TWO)
        done = get_run(connection, "march")
    assert (done.kept, done.dropped, done.finished_at) == (5, {"C004": 1, "E002": 3}, TWO)


def test_runs_claim_that_ran_out_goes_to_another_and_the_first_one_keeps_nothing(store: Store) -> None:
    with store.begin() as connection:
        run = start_run(connection, "march", kind="archive", at=NOON)
        add_shards(connection, run.id, ["a.warc"])
        slow = claim_shard(connection, run.id, who="slow", at=NOON, hold_seconds=60)
        other = claim_shard(connection, run.id, who="other", at=ONE, hold_seconds=60)
        assert slow is not None
        assert other is not None

    def late() -> None:
        with store.begin() as connection:
            put_article(connection, article(), seen_at=ONE)
            advance(connection, slow, 10, kept=1)

    with pytest.raises(StoreConflict):
        late()
    with store.begin() as connection:
        assert list_articles(connection) == ()
        other = advance(connection, other, 5)
        with pytest.raises(StoreError):
            advance(connection, other, 4)
        release_shard(connection, other)
        again = claim_shard(connection, run.id, who="third", at=ONE, hold_seconds=60)
        assert again is not None
        assert again.position == 5


def test_runs_worker_gets_its_own_shard_back_after_a_restart(store: Store) -> None:
    with store.begin() as connection:
        run = start_run(connection, "march", kind="archive", at=NOON)
        add_shards(connection, run.id, ["a.warc", "b.warc"])
        first = claim_shard(connection, run.id, who="w1", at=NOON, hold_seconds=3600)
        assert claim_shard(connection, run.id, who="w1", at=NOON, hold_seconds=3600) == first


def test_runs_finished_shard_is_never_claimed_or_moved_again(store: Store) -> None:
    with store.begin() as connection:
        run = start_run(connection, "march", kind="archive", at=NOON)
        add_shards(connection, run.id, ["a.warc"])
        shard = claim_shard(connection, run.id, who="w1", at=NOON, hold_seconds=60)
        assert shard is not None
        finish_shard(connection, shard, at=ONE)
        assert claim_shard(connection, run.id, who="w1", at=THREE, hold_seconds=60) is None
        with pytest.raises(StoreConflict):
            advance(connection, shard, 5)
        assert [held.done_at for held in shards_of(connection, run.id)] == [ONE]


def test_runs_names_that_no_index_takes_are_refused(store: Store) -> None:
    with store.begin() as connection:
        with pytest.raises(StoreError) as raised:
            start_run(connection, "x" * 301, kind="archive", at=NOON)
        assert raised.value.code == "T010"

"""What was lost, why and when."""

from __future__ import annotations

from tellings.store import Store
from tellings.store.drops import count_drops, drops_of, list_drops, put_drop
from tellings.store.runs import start_run
from tellings.types.articles import Dropped
from tests.store.made import NOON, ONE, TWO


def lost(source: str = "https://x.example/1", code: str = "E002", reason: str = "no article text") -> Dropped:
    return Dropped(source=source, stage="extract", code=code, reason=reason)


def test_drops_same_loss_is_counted_and_told_again_changes_nothing(store: Store) -> None:
    with store.begin() as connection:
        first = put_drop(connection, lost(), at=NOON)
        assert put_drop(connection, lost(), at=NOON) == first
        assert put_drop(connection, lost(reason="a wall"), at=ONE) == first
        assert put_drop(connection, lost(code="E001"), at=ONE) != first
        held = list_drops(connection, code="E002")
    assert [(one.reason, one.first_at, one.last_at, one.times) for one in held] == [("a wall", NOON, ONE, 2)]


def test_drops_page_by_time_without_gap(store: Store) -> None:
    with store.begin() as connection:
        run = start_run(connection, "march", kind="archive", at=NOON).id
        for number in range(5):
            put_drop(connection, lost(f"f{number}"), at=(NOON, ONE, ONE, TWO, ONE)[number], run=run)
        pages, after = [], None
        while page := list_drops(connection, run=run, after=after, limit=2):
            pages.append([one.source for one in page])
            after = page[-1]
        assert pages == [["f3", "f4"], ["f2", "f1"], ["f0"]]
        assert count_drops(connection) == (("extract", "E002", 5),)
        assert count_drops(connection, since=TWO) == (("extract", "E002", 1),)


def test_drops_of_one_address_say_where_the_refused_page_is(store: Store) -> None:
    with store.begin() as connection:
        put_drop(connection, lost(), at=NOON, capture=7)
        put_drop(connection, lost(code="C021"), at=TWO)
        put_drop(connection, lost("https://x.example/2"), at=ONE)
        held = drops_of(connection, "https://x.example/1")
        assert [(one.code, one.capture) for one in held] == [("C021", None), ("E002", 7)]
        put_drop(connection, lost(), at=ONE, capture=8)
        assert drops_of(connection, "https://x.example/1")[1].capture == 8

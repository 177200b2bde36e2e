"""Feeds that are left alone, and what feeds lost, as the desk shows them."""

from __future__ import annotations

from collections.abc import Callable

from starlette.testclient import TestClient

from tellings.runs.following import pause
from tellings.store import Store
from tellings.store.drops import put_drop
from tellings.store.feeds import add_feed, get_feed
from tellings.types.articles import Dropped

Make = Callable[..., TestClient]
AT = "2031-05-04T11:00:00Z"
FEED = "https://lantern.example/feed"


def test_sources_show_a_paused_feed_as_never_due(client: Make, desk_store: Store) -> None:
    desk_store.write(lambda held: add_feed(held, FEED, at=AT))
    desk = client()
    assert '<td data-name="Due"><time>2031-05-04 11:00' in desk.get("/sources").text
    pause(desk_store, FEED)
    text = desk.get("/sources").text
    assert '<span class="tag health-paused">paused</span>' in text
    assert '<td data-name="Due">never</td>' in text
    with desk_store.read() as connection:
        assert get_feed(connection, 1).next_due == AT


def test_drops_show_what_a_feed_lost(client: Make, desk_store: Store) -> None:
    lost = Dropped(source=FEED, stage="collect", code="C035", reason="3 entries of the feed have no address")
    for at in (AT, "2031-05-04T12:00:00Z"):
        desk_store.write(lambda held, at=at: put_drop(held, lost, at=at))  # type: ignore[misc]
    text = client().get("/drops?code=C035").text
    assert "3 entries of the feed have no address" in text
    assert "2 times" in text

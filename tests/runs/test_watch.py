"""Feeds are followed politely, pages come in once, changes are versions, and nothing is lost when work breaks off."""

from __future__ import annotations

import threading

import pytest

from tellings.errors import StoreError
from tellings.runs.watch import News, Watcher
from tellings.store import Store
from tellings.store.articles import get_version, list_articles, versions_of
from tellings.store.feeds import (
    count_entries,
    entries_of,
    get_feed,
    list_feeds,
    remove_feed,
    update_feed,
)
from tellings.store.inspection import check_store
from tellings.types.collecting import Health
from tests.collect.site import Call, Site, article, edited
from tests.runs.followed import HOUR, Desk, feed_of, serve_articles, serve_feed


def test_watch_takes_in_what_a_feed_names_once(desk: Desk, site: Site) -> None:
    serve_feed(site, "/a", "/b")
    serve_articles(site, "/a", "/b", "/c")
    desk.follow(outlet="The Lower Marrow Lantern")
    assert desk.once() == [("feed", "well"), ("page", "new"), ("page", "new")]
    assert desk.once() == []
    feed = desk.feed()
    assert (feed.kind, feed.title, feed.health, feed.failures) == ("rss", "The Lantern", Health.WELL, 0)
    assert desk.article("/a").outlet == "The Lower Marrow Lantern"
    desk.pass_time(900)
    site.calls.clear()
    serve_feed(site, "/c", "/a")
    assert desk.once() == [("feed", "well"), ("page", "new")]
    assert site.paths() == ["/feed", "/c"]


def test_watch_asks_with_validators_and_waits_longer_where_nothing_is_new(desk: Desk, site: Site) -> None:
    serve_feed(site, "/a")
    serve_articles(site, "/a")
    desk.follow()
    desk.once()
    waits = [desk.feed().wait_seconds]
    for _ in range(12):
        desk.pass_time(7 * HOUR)
        desk.once()
        waits.append(desk.feed().wait_seconds)
    assert waits[0] == 450
    assert waits == sorted(waits)
    assert waits[-1] == 6 * 3600
    conditional = [call for call in site.calls if call.path == "/feed" and "if-none-match" in call.headers]
    assert len(conditional) == 12


def test_watch_page_edited_three_times_is_one_article_with_its_versions(desk: Desk, site: Site) -> None:
    serve_feed(site, "/a")
    bodies = [article(middle=f"{count} members were in favour.") for count in ("Nine", "Ten", "Eleven", "Twelve")]
    site.add("/a", edited(*bodies))
    desk.follow()
    happened = [desk.once()]
    for hours in (1, 4, 12, 24, 72, 168, 500):
        desk.pass_time(hours * HOUR)
        happened.append([one for one in desk.once() if one[0] == "page"])
    assert happened[0] == [("feed", "well"), ("page", "new")]
    assert happened[1:] == [[("page", "changed")]] * 3 + [[("page", "same")]] * 3 + [[]]
    with desk.store.read() as connection:
        (found,) = list_articles(connection)
        texts = [get_version(connection, version.id)[1].text for version in versions_of(connection, found.id)]
        assert list(check_store(connection)) == []
    assert [any(f"{count} members" in text for text in texts) for count in ("Nine", "Ten", "Eleven", "Twelve")] == [
        True
    ] * 4
    assert found.versions == 4


def test_watch_page_that_disappears_is_gone_and_may_come_back(desk: Desk, site: Site) -> None:
    serve_feed(site, "/a")
    serve_articles(site, "/a")
    desk.follow()
    desk.once()
    site.add("/a", lambda call: call.answer(410, b"gone"))
    desk.pass_time(HOUR)
    assert ("page", "gone") in desk.once()
    assert desk.article("/a").gone_status == 410
    serve_articles(site, "/a")
    desk.pass_time(4 * HOUR)
    assert ("page", "same") in desk.once()
    assert desk.article("/a").gone_at is None


def test_watch_moved_page_makes_no_second_article(desk: Desk, site: Site) -> None:
    serve_feed(site, "/a")
    serve_articles(site, "/a")
    desk.follow()
    desk.once()
    site.add("/a", lambda call: call.answer(301, Location="/2026/a"))
    site.page("/2026/a", article(title="The bridge of /a", middle="It was told anew."))
    desk.pass_time(HOUR)
    assert ("page", "changed") in desk.once()
    with desk.store.read() as connection:
        assert [(one.address, one.versions) for one in list_articles(connection)] == [(site.url("/a"), 2)]


def test_watch_failures_that_may_pass_are_tried_again_and_others_not(desk: Desk, site: Site) -> None:
    serve_feed(site, "/busy", "/gone", "/wall")
    site.add("/busy", lambda call: call.answer(503))
    site.page("/wall", "<html><body><h1>Log in</h1><form><input type=password></form></body></html>")
    desk.follow()
    assert desk.once() == [("feed", "well")] + [("page", "dropped")] * 3
    for hours in (1, 2, 5, 20, 100):
        desk.pass_time(hours * HOUR)
        desk.once()
    asked = site.paths()
    assert (asked.count("/busy"), asked.count("/gone"), asked.count("/wall")) == (4, 1, 1)
    with desk.store.read() as connection:
        states = {entry.address: (entry.state, entry.next_due) for entry in entries_of(connection, desk.feed().id)}
    assert states[site.url("/busy")] == ("failed", None)
    assert states[site.url("/gone")] == ("dropped", None)


def test_watch_feed_that_fails_is_asked_less_and_recovers(desk: Desk, site: Site) -> None:
    site.add("/feed", lambda call: call.answer(500))
    desk.follow()
    gaps = []
    for _ in range(4):
        assert desk.once() == [("feed", "failing")]
        before = desk.feed()
        gaps.append(before.next_due)
        desk.pass_time(6 * HOUR)
    feed = desk.feed()
    assert (feed.failures, feed.health) == (4, Health.FAILING)
    assert "[C023]" in (feed.error or "")
    serve_feed(site, "/a")
    serve_articles(site, "/a")
    assert desk.once() == [("feed", "well"), ("page", "new")]
    assert (desk.feed().failures, desk.feed().error) == (0, None)


def test_watch_feed_that_asks_to_wait_is_left_alone(desk: Desk, site: Site) -> None:
    site.add("/feed", lambda call: call.answer(429, b"", Retry_After="90000"))
    desk.follow()
    assert desk.once() == [("feed", "failing")]
    assert desk.feed().next_due == "2026-03-02T13:00:00Z"


def test_watch_sitemap_index_gives_its_newest_pages(desk: Desk, site: Site) -> None:
    index = "".join(f"<sitemap><loc>{place}</loc></sitemap>" for place in ("/map.xml", "http://other.example/map.xml"))
    site.page("/feed", f"<sitemapindex>{index}</sitemapindex>", Content_Type="application/xml")
    pages = (
        "<url><loc>/a</loc><lastmod>2026-03-01</lastmod></url><url><loc>/old</loc><lastmod>2026-01-01</lastmod></url>"
    )
    site.page("/map.xml", f"<urlset>{pages}<url><loc>/undated</loc></url></urlset>", Content_Type="application/xml")
    serve_articles(site, "/a")
    desk.follow()
    assert desk.once() == [("feed", "well"), ("page", "new")]
    assert site.paths() == ["/feed", "/map.xml", "/a"]
    assert desk.feed().kind == "sitemap"


def test_watch_stops_after_the_page_in_work_and_goes_on_later(desk: Desk, site: Site) -> None:
    serve_feed(site, "/a", "/b", "/c")
    serve_articles(site, "/a", "/b", "/c")
    feed = desk.follow()

    def stop_at_first_page(news: News) -> None:
        desk.news.append(news)
        if news.what == "page":
            desk.watcher.stop.set()

    desk.watcher.tell = stop_at_first_page
    desk.watcher.run()
    with desk.store.read() as connection:
        assert count_entries(connection) == {(feed, "kept"): 1, (feed, "new"): 2}
    desk.watcher.stop = threading.Event()
    desk.watcher.tell = desk.news.append
    assert desk.once() == [("page", "new")] * 2


def test_watch_killed_between_pages_loses_and_repeats_nothing(desk: Desk, site: Site) -> None:
    """A process that vanishes leaves its claims; another comes back to them when they have run out."""
    serve_feed(site, "/a", "/b", "/c")
    serve_articles(site, "/a", "/b", "/c")
    desk.follow()

    class KilledError(BaseException):
        pass

    def kill(news: News) -> None:
        if news.what == "page":
            raise KilledError

    desk.watcher.tell = kill
    give_back, Watcher._give_back = Watcher._give_back, lambda *_: None  # type: ignore[assignment,method-assign]
    try:
        with pytest.raises(KilledError):
            desk.watcher.run()
    finally:
        Watcher._give_back = give_back  # type: ignore[method-assign]
    desk.watcher.tell = desk.news.append
    assert desk.once() == []
    desk.pass_time(1.01 * HOUR)
    pages = [one for one in desk.once() if one[0] == "page"]
    assert sorted(word for _, word in pages) == ["new", "new", "same"]
    with desk.store.read() as connection:
        assert sorted(one.versions for one in list_articles(connection)) == [1, 1, 1]


def test_watch_two_at_once_ask_for_everything_once(store: Store, site: Site) -> None:
    paths = [f"/{number}" for number in range(12)]
    serve_feed(site, *paths)
    serve_articles(site, *paths)
    desks = [Desk(store, site, batch=2) for _ in range(2)]
    desks[0].follow()
    threads = [threading.Thread(target=desk.watcher.run, kwargs={"once": True}) for desk in desks]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    for desk in desks:
        desk.once()
        desk.fetcher.close()
    assert sorted(site.paths()) == sorted(["/feed", *paths])
    with store.read() as connection:
        assert len(list_articles(connection)) == 12


def test_watch_feed_removed_while_it_is_asked_stays_removed(desk: Desk, site: Site) -> None:
    feed = desk.follow()

    def remove(call: Call) -> None:
        desk.store.write(lambda connection: remove_feed(connection, feed))
        call.answer(200, feed_of("/a").encode(), Content_Type="application/rss+xml")

    site.add("/feed", remove)
    desk.once()
    with desk.store.read() as connection:
        assert list_feeds(connection) == ()


def test_watch_feed_paused_while_it_is_asked_stays_paused(desk: Desk, site: Site) -> None:
    from dataclasses import replace  # noqa: PLC0415 -- for this test alone

    feed = desk.follow()

    def pause(call: Call) -> None:
        def work(connection: object) -> None:
            held = get_feed(connection, feed)  # type: ignore[arg-type]
            update_feed(connection, replace(held, health=Health.PAUSED))  # type: ignore[arg-type]

        desk.store.write(work)
        call.answer(500)

    site.add("/feed", pause)
    desk.once()
    assert desk.feed().health is Health.PAUSED
    desk.pass_time(100 * HOUR)
    assert desk.once() == []


def test_watch_calls_for_stories_only_after_news(desk: Desk, site: Site) -> None:
    serve_feed(site, "/a")
    serve_articles(site, "/a")
    desk.follow()
    called: list[Store] = []
    desk.watcher.after = called.append
    desk.once()
    desk.pass_time(HOUR)
    desk.once()
    assert called == [desk.store]


def test_watch_goes_on_until_stopped_and_sleeps_in_between(desk: Desk, site: Site) -> None:
    serve_feed(site, "/a")
    serve_articles(site, "/a")
    desk.follow()
    slept: list[float] = []

    def rest(seconds: float) -> None:
        slept.append(seconds)
        desk.time.sleep(seconds)
        if len(slept) == 10:
            desk.watcher.stop.set()

    desk.watcher.rest = rest
    desk.watcher.run()
    assert len(slept) == 10
    assert all(1 <= seconds <= 60 for seconds in slept)
    assert site.paths().count("/feed") == 2


def test_watch_goes_on_when_the_store_is_busy_for_a_while(desk: Desk, site: Site) -> None:
    serve_feed(site, "/a")
    serve_articles(site, "/a")
    desk.follow()
    failures = [StoreError("locked", code="T005"), StoreError("no answer", code="T002")]

    def after(_store: Store) -> None:
        desk.watcher.stop.set()

    def rest(_seconds: float) -> None:
        desk.news.append(News(at="", what="rest", address="", word=""))

    round_of = Watcher.round

    def failing(self: Watcher) -> int:
        if failures:
            raise failures.pop(0)
        return round_of(self)

    desk.watcher.after, desk.watcher.rest = after, rest
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Watcher, "round", failing)
        desk.watcher.run()
        assert [(one.what, one.word) for one in desk.news][:4] == [("store", "busy"), ("rest", "")] * 2
        failures.append(StoreError("damaged", code="T007"))
        desk.watcher.stop.clear()
        with pytest.raises(StoreError):
            desk.watcher.run()

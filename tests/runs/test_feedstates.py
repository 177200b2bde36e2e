"""How a feed does after each answer: moved, gone, paused, slower as it says itself; and what it loses on the way."""

from __future__ import annotations

import datetime as dt

import pytest

from tellings.errors import InputError
from tellings.runs.feedstates import WatchOptions, well
from tellings.runs.following import pause, resume
from tellings.store.captures import get_capture
from tellings.store.drops import drops_of
from tellings.store.feeds import entries_of, former_addresses, list_feeds
from tellings.store.inspection import check_store
from tellings.types.articles import Unchanged
from tellings.types.collecting import Health, StoredFeed
from tests.collect.site import Call, Site, redirect
from tests.runs.followed import HOUR, Desk, serve_articles, serve_feed


def test_feedstates_feed_that_is_gone_for_good_is_asked_no_more_and_says_so(desk: Desk, site: Site) -> None:
    site.add("/feed", lambda call: call.answer(410))
    desk.follow()
    assert desk.once() == [("feed", "gone")]
    assert desk.news[0].detail.endswith("[C021]; asked no more")
    desk.pass_time(1000 * 24 * HOUR)
    assert desk.once() == []
    assert (desk.feed().health, site.paths()) == (Health.GONE, ["/feed"])
    serve_feed(site)
    resume(desk.store, site.url("/feed"))
    desk.pass_time(365 * 24 * HOUR)
    assert desk.once() == [("feed", "well")]


def test_feedstates_feed_that_is_not_there_five_times_is_gone_and_asked_once_a_week(desk: Desk, site: Site) -> None:
    desk.follow()
    words = []
    for _ in range(6):
        words += [word for _, word in desk.once()]
        last = desk.time.clock().now()
        desk.pass_time(7 * HOUR)
    assert words == ["failing"] * 4 + ["gone"]
    assert desk.feed().next_due == "2026-03-09T16:00:00Z"
    assert str(last) == "2026-03-02 23:00:00+00:00"
    desk.pass_time(8 * 24 * HOUR)
    site.page("/feed", "<html><head><title>Sorry</title></head><body>no feed</body></html>")
    assert desk.once() == [("feed", "gone")]
    assert "[C032]" in (desk.feed().error or "")


def move_feed_to(site: Site, target: str, *, status: int = 301) -> None:
    site.add("/feed", redirect(target, status=status))


def polls(desk: Desk, *hours: float) -> list[str]:
    """Poll after so many hours each; return where the feed is followed after each poll."""
    places = []
    for wait in hours:
        desk.once()
        places.append(desk.feed().address.removeprefix(desk.site.url("")))
        desk.pass_time(wait * HOUR)
    return places


@pytest.mark.parametrize("status", [301, 308])
def test_feedstates_feed_moved_for_good_takes_its_new_address(desk: Desk, site: Site, status: int) -> None:
    """Three answers in a row, over a day; what it named and its headings stay."""
    serve_feed(site, "/a")
    serve_articles(site, "/a", "/b")
    feed = desk.follow()
    desk.once()
    desk.pass_time(7 * HOUR)
    site.add("/new", site.routes[None, "/feed"])
    move_feed_to(site, "/new", status=status)
    assert polls(desk, 7, 7, 7, 7) == ["/feed"] * 4
    assert f"says that it was moved for good to {site.url('/new')}" in desk.news[0].detail
    assert polls(desk, 7) == ["/new"]
    assert f"moved for good from {site.url('/feed')}" in desk.news[0].detail
    site.calls.clear()
    with desk.store.read() as connection:
        assert former_addresses(connection, feed) == ((site.url("/feed"), "2026-03-02T23:00:00Z"),)
        assert [entry.address for entry in entries_of(connection, feed)] == [site.url("/a")]
    serve_feed(site, "/b")
    site.add("/new", site.routes[None, "/feed"])
    assert ("page", "new") in desk.once()
    assert [path for path in site.paths() if path != "/a"] == ["/new", "/b"]
    assert desk.follow() == feed


@pytest.mark.parametrize("status", [302, 303, 307])
def test_feedstates_feed_that_redirects_for_now_keeps_its_address(desk: Desk, site: Site, status: int) -> None:
    serve_feed(site)
    site.add("/new", site.routes[None, "/feed"])
    move_feed_to(site, "/new", status=status)
    desk.follow()
    assert polls(desk, *[13] * 5) == ["/feed"] * 5
    assert desk.feed().moved_to is None


def test_feedstates_feed_moves_only_as_far_as_it_is_said_for_good(desk: Desk, site: Site) -> None:
    serve_feed(site)
    site.add("/end", site.routes[None, "/feed"])
    site.add("/two", redirect("/end", status=302))
    site.add("/one", redirect("/two", status=308))
    move_feed_to(site, "/one")
    desk.follow()
    assert polls(desk, *[13] * 3) == ["/feed", "/feed", "/two"]


def test_feedstates_feed_that_is_said_to_move_by_mistake_stays(desk: Desk, site: Site) -> None:
    """Two answers a day apart, then one without: it begins anew. A move to what is no feed is none."""
    serve_feed(site)
    plain = site.routes[None, "/feed"]
    site.add("/new", plain)
    site.page("/page", "<html><body>Be patient</body></html>")
    desk.follow()
    for route in (redirect("/new", status=301), redirect("/new", status=301), plain):
        site.add("/feed", route)
        assert polls(desk, 25) == ["/feed"]
    assert desk.feed().moved_times == 0
    move_feed_to(site, "/page")
    assert polls(desk, *[25] * 5) == ["/feed"] * 5
    assert (desk.feed().health, desk.feed().moved_to) == (Health.FAILING, None)


def test_feedstates_feed_moved_to_that_of_another_leaves_both(desk: Desk, site: Site) -> None:
    serve_feed(site)
    site.add("/other", site.routes[None, "/feed"])
    move_feed_to(site, "/other")
    first, second = desk.follow(), desk.follow("/other")
    for _ in range(5):
        desk.once()
        desk.pass_time(13 * HOUR)
    with desk.store.read() as connection:
        found = {feed.id: (feed.address, feed.health) for feed in list_feeds(connection)}
    assert found == {first: (site.url("/feed"), Health.WELL), second: (site.url("/other"), Health.WELL)}
    assert desk.feed().moved_to == site.url("/other")


def test_feedstates_no_feed_is_moved_from_https_to_http() -> None:
    feed = StoredFeed(
        id=1, address="https://x.example/feed", kind="rss", title=None, outlet=None, etag=None, last_modified=None,
        next_due="2026-03-01T12:00:00Z", wait_seconds=900, failures=0, health=Health.WELL, error=None, checked_at=None,
        changed_at=None, change=1,
    )  # fmt: skip
    at, options = "2026-03-01T12:00:00Z", WatchOptions()
    for target, kept in (("http://x.example/feed", None), ("https://y.example/feed", "https://y.example/feed")):
        answer = Unchanged(source=feed.address, url=target, fetched_at=at, moved_to=target)
        assert well(feed, answer, at, options).moved_to == kept


@pytest.mark.parametrize(
    ("said", "header", "seconds"),
    [
        ("<ttl>120</ttl>", "", 7200),
        ("<ttl>1</ttl>", "max-age=60", 900),
        ("<ttl>100000</ttl>", "", 6 * 3600),
        ("", "public, max-age=3600", 3600),
        ("", "max-age=3600, no-cache", 900),
        ("<sy:updatePeriod>hourly</sy:updatePeriod><sy:updateFrequency>2</sy:updateFrequency>", "", 1800),
        ("<sy:updatePeriod> daily </sy:updatePeriod><ttl>oops</ttl>", "max-age=7000", 6 * 3600),
    ],
)
def test_feedstates_feed_that_says_when_to_come_back_is_asked_then(
    desk: Desk, site: Site, said: str, header: str, seconds: int
) -> None:
    """The pause found by news is 900 s here (600 and half as much again); what is said lengthens it, up to 6 hours."""
    feed = f"<rss version='2.0'><channel><title>The Lantern</title>{said}</channel></rss>"
    fields = {"Cache_Control": header} if header else {}
    site.page("/feed", feed, Content_Type="application/rss+xml", **fields)
    desk.follow(wait_seconds=600)
    desk.once()
    due = desk.time.clock().now() + dt.timedelta(seconds=seconds)
    assert desk.feed().next_due == due.strftime("%Y-%m-%dT%H:%M:%SZ")
    assert desk.feed().wait_seconds == 900


def test_feedstates_feed_that_has_not_changed_keeps_to_what_it_said(desk: Desk, site: Site) -> None:
    body = b"<rss version='2.0'><channel><title>x</title><ttl>180</ttl></channel></rss>"

    def send(call: Call) -> None:
        if call.count == 1:
            call.answer(200, body, ETag='"1"')
        else:
            call.answer(304, ETag='"1"', **({"Cache_Control": "max-age=14400"} if call.count == 3 else {}))

    site.add("/feed", send)
    desk.follow()
    waits = []
    for _ in range(3):
        desk.once()
        due = dt.datetime.fromisoformat(desk.feed().next_due)
        waits.append((due - desk.time.clock().now()).total_seconds() / HOUR)
        desk.pass_time(5 * HOUR)
    assert waits == [3, 3, 4]


def test_feedstates_what_a_feed_loses_is_counted_among_the_losses(desk: Desk, site: Site) -> None:
    """Entries without an address or with a bad one, a damaged document; an entry named twice is no loss."""
    items = "<item><title>One</title></item>" * 2 + "<item><title>Two</title><link>javascript:alert(1)</link></item>"
    items += "<item><link>/a</link></item>" * 2 + "<item><title>Cut"
    site.page("/feed", f"<rss version='2.0'><channel><title>x</title>{items}", Content_Type="application/rss+xml")
    serve_articles(site, "/a")
    desk.follow()
    assert desk.once() == [("feed", "well"), ("page", "new")]
    assert "[C038]" in desk.news[0].detail
    desk.pass_time(HOUR)
    desk.once()
    with desk.store.read() as connection:
        held = drops_of(connection, site.url("/feed"))
    assert sorted((one.code, one.times) for one in held) == [("C035", 2), ("C036", 2), ("C038", 2)]
    reasons = {one.code: one.reason for one in held}
    assert reasons["C035"].startswith("3 entries of the feed have no address")
    assert reasons["C036"].startswith("1 entry of the feed has an address that cannot be asked")


def test_feedstates_feed_that_fails_is_among_the_losses_until_it_does_well(desk: Desk, site: Site) -> None:
    site.add("/feed", lambda call: call.answer(500))
    desk.follow()
    for _ in range(2):
        desk.once()
        desk.pass_time(6 * HOUR)
    with desk.store.read() as connection:
        held = drops_of(connection, site.url("/feed"))
    assert [(one.stage, one.code, one.times) for one in held] == [("collect", "C023", 2)]


def test_feedstates_parts_of_a_sitemap_that_cannot_be_read_are_losses(desk: Desk, site: Site) -> None:
    places = ("/lost.xml", "/map.xml", "http://other.example/map.xml")
    index = "".join(f"<sitemap><loc>{place}</loc></sitemap>" for place in places)
    site.page("/feed", f"<sitemapindex>{index}</sitemapindex>", Content_Type="application/xml")
    site.page("/map.xml", "<urlset><url><lastmod>2026-03-01</lastmod></url></urlset>", Content_Type="application/xml")
    desk.follow()
    assert desk.once() == [("feed", "well")]
    with desk.store.read() as connection:
        assert [one.code for one in drops_of(connection, site.url("/lost.xml"))] == ["C021"]
        held = {one.code: one.reason for one in drops_of(connection, site.url("/feed"))}
    assert sorted(held) == ["C035", "C039"]
    assert held["C039"].startswith("1 part of the feed has an address on another host")


def test_feedstates_wall_is_kept_to_be_looked_at(desk: Desk, site: Site) -> None:
    serve_feed(site, "/wall")
    wall = "<html><body><h1>Log in</h1><form><input type=password></form></body></html>"
    site.page("/wall", wall)
    desk.follow()
    assert ("page", "dropped") in desk.once()
    with desk.store.read() as connection:
        (lost,) = drops_of(connection, site.url("/wall"))
        assert (lost.code, lost.capture is not None) == ("E010", True)
        assert get_capture(connection, lost.capture or 0).content == wall.encode()
        assert list(check_store(connection)) == []


def test_feedstates_page_that_asks_to_wait_is_left_alone_so_long(desk: Desk, site: Site) -> None:
    serve_feed(site, "/busy")
    site.add("/busy", lambda call: call.answer(503, b"", Retry_After="18000"))
    desk.follow()
    desk.once()
    with desk.store.read() as connection:
        (entry,) = entries_of(connection, desk.feed().id)
    assert entry.next_due == "2026-03-01T17:00:00Z"


def test_feedstates_robots_that_ask_to_wait_hold_the_feed(desk: Desk, site: Site) -> None:
    site.add("/robots.txt", lambda call: call.answer(503, b"", Retry_After="90000"))
    desk.follow()
    assert desk.once() == [("feed", "failing")]
    assert desk.feed().next_due == "2026-03-02T13:00:00Z"
    assert site.paths() == []


def test_feedstates_paused_feed_and_its_pages_are_left_alone_until_it_is_resumed(desk: Desk, site: Site) -> None:
    serve_feed(site, "/a")
    serve_articles(site, "/a")
    desk.follow()
    desk.once()
    assert pause(desk.store, site.url("/feed")) == site.url("/feed")
    desk.pass_time(100 * HOUR)
    assert desk.once() == []
    resume(desk.store, str(desk.feed().id))
    desk.pass_time(400 * 24 * HOUR)
    assert desk.once() == [("feed", "well"), ("page", "same")]
    assert resume(desk.store, site.url("/feed")) == site.url("/feed")
    with pytest.raises(InputError, match="R004"):
        pause(desk.store, "https://x.example/")

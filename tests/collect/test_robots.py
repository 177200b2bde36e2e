"""robots.txt from the test site."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tellings.types.articles import Capture, Dropped
from tests.collect.fetching import StillTime, code_of, fetcher
from tests.collect.site import Call, Site, article, endless_redirects, huge_body, redirect


@pytest.fixture
def site() -> Iterator[Site]:
    with Site() as running:
        running.page("/a.html", article())
        yield running


def outcome(site: Site, time: StillTime | None = None, path: str = "/a.html") -> object:
    with fetcher(time) as fetching:
        return fetching.fetch(site.url(path))


@pytest.mark.parametrize("status", [400, 401, 403, 404, 410])
def test_robots_that_are_not_there_allow(site: Site, status: int) -> None:
    site.add("/robots.txt", lambda call: call.answer(status, b"User-agent: *\nDisallow: /\n"))
    assert isinstance(outcome(site), Capture)


@pytest.mark.parametrize("status", [429, 500, 503])
def test_robots_with_a_fault_refuse_for_now(site: Site, status: int) -> None:
    site.add("/robots.txt", lambda call: call.answer(status, b"") if call.count == 1 else call.answer(404))
    still = StillTime()
    with fetcher(still) as fetching:
        assert code_of(fetching.fetch(site.url("/a.html"))) == "C018"
        assert code_of(fetching.fetch(site.url("/a.html"))) == "C018"
        still.sleep(601)
        assert isinstance(fetching.fetch(site.url("/a.html")), Capture)
    assert site.paths(robots=True) == ["/robots.txt", "/robots.txt", "/a.html"]


@pytest.mark.parametrize("status", [429, 503])
@pytest.mark.parametrize(
    ("asked", "seconds"),
    [("5", 60), ("120", 120), ("90000", 90000), ("Sun, 01 Mar 2026 13:00:00 GMT", 3600), ("x", 600)],
)
def test_robots_that_ask_to_wait_are_asked_again_then(site: Site, status: int, asked: str, seconds: int) -> None:
    def busy(call: Call) -> None:
        if call.count == 1:
            call.answer(status, b"", Retry_After=asked)
        else:
            call.answer(404)

    site.add("/robots.txt", busy)
    still = StillTime()
    with fetcher(still) as fetching:
        got = fetching.fetch(site.url("/a.html"))
        assert code_of(got) == "C018"
        assert isinstance(got, Dropped)
        assert (got.status, got.wait_seconds) == (status, None if asked == "x" else seconds)
        still.sleep(seconds - 20)
        got = fetching.fetch(site.url("/a.html"))
        assert code_of(got) == "C018"
        assert isinstance(got, Dropped)
        assert got.wait_seconds == (None if asked == "x" else 20)
        still.sleep(20)
        assert isinstance(fetching.fetch(site.url("/a.html")), Capture)
    assert site.paths(robots=True) == ["/robots.txt", "/robots.txt", "/a.html"]


def test_robots_are_asked_for_once_a_site_and_day(site: Site) -> None:
    site.robots("User-agent: *\nDisallow: /no\n")
    still = StillTime()
    with fetcher(still) as fetching:
        for _ in range(3):
            fetching.fetch(site.url("/a.html"))
        assert site.paths(robots=True).count("/robots.txt") == 1
        still.sleep(86401)
        fetching.fetch(site.url("/a.html"))
    assert site.paths(robots=True).count("/robots.txt") == 2


def test_robots_rules_for_us_go_before_those_for_all(site: Site) -> None:
    site.robots("User-agent: *\nDisallow: /\n\nUser-agent: Tellings\nDisallow: /b\n")
    site.page("/b.html", article())
    assert isinstance(outcome(site), Capture)
    assert code_of(outcome(site, path="/b.html")) == "C017"


def test_robots_are_not_passed_by_dots(site: Site) -> None:
    site.robots("User-agent: *\nDisallow: /secret/\n")
    site.page("/secret/a.html", article())
    assert code_of(outcome(site, path="/open/../secret/a.html")) == "C017"


def test_robots_lengthen_the_pause(site: Site) -> None:
    site.robots("User-agent: *\nCrawl-delay: 7\n")
    still = StillTime()
    with fetcher(still) as fetching:
        for _ in range(3):
            assert isinstance(fetching.fetch(site.url("/a.html")), Capture)
    assert still.slept == [7.0, 7.0]


@pytest.mark.parametrize("delay", ["86400", "1e30"])
def test_robots_that_ask_for_a_long_pause_get_one_request(site: Site, delay: str) -> None:
    site.robots(f"User-agent: *\nCrawl-delay: {delay}\n")
    still = StillTime()
    with fetcher(still) as fetching:
        assert isinstance(fetching.fetch(site.url("/a.html")), Capture)
        assert code_of(fetching.fetch(site.url("/a.html"))) == "C030"
    assert still.slept == []


@pytest.mark.parametrize("delay", ["-5", "nan", "inf", "soon"])
def test_robots_that_ask_for_an_odd_pause_get_ours(site: Site, delay: str) -> None:
    site.robots(f"User-agent: *\nCrawl-delay: {delay}\n")
    still = StillTime()
    with fetcher(still) as fetching:
        for _ in range(2):
            assert isinstance(fetching.fetch(site.url("/a.html")), Capture)
    assert still.slept == [1.0]


def test_robots_redirects_are_followed_through_the_same_guard(site: Site) -> None:
    site.add("/robots.txt", redirect("/rules.txt"))
    site.page("/rules.txt", "User-agent: *\nDisallow: /a", Content_Type="text/plain")
    assert code_of(outcome(site)) == "C017"
    site.add("/robots.txt", redirect("http://169.254.169.254/latest/"))
    assert code_of(outcome(site)) == "C018"


def test_robots_redirects_without_end_allow(site: Site) -> None:
    site.add("/robots.txt", endless_redirects("/robots.txt"))
    assert isinstance(outcome(site), Capture)
    assert len(site.calls) == 6 + 1


def test_robots_are_read_up_to_a_limit(site: Site) -> None:
    site.robots("User-agent: *\nDisallow: /first\n" + "#" * 600_000 + "\nDisallow: /a\n")
    assert isinstance(outcome(site), Capture)
    assert code_of(outcome(site, path="/first")) == "C017"


def test_robots_of_a_gigabyte_refuse_for_now(site: Site) -> None:
    site.add("/robots.txt", huge_body())
    assert code_of(outcome(site)) == "C018"


def test_robots_of_noise_allow(site: Site) -> None:
    def noise(call: Call) -> None:
        call.answer(200, bytes(range(256)) * 100, Content_Type="text/plain")

    site.add("/robots.txt", noise)
    assert isinstance(outcome(site), Capture)

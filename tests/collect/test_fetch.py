"""Fetching from the test site: every way in which an answer can go wrong, with its outcome."""

from __future__ import annotations

import gzip
import hashlib
import threading
import time
from collections.abc import Callable, Iterator
from typing import Any

import brotli
import pytest
import zstandard

from tellings.collect.fetch import Fetcher, FetchOptions, user_agent, validators_of
from tellings.collect.guard import Guard, GuardedBackend
from tellings.types.articles import Capture, Dropped, Unchanged, Validators
from tests.collect.fetching import StillTime, code_of, fetcher
from tests.collect.site import (
    Call,
    Route,
    Site,
    article,
    broken_off,
    busy,
    edited,
    endless_redirects,
    gzip_bomb,
    huge_body,
    redirect,
    slow_drip,
    slow_header,
)


@pytest.fixture
def site() -> Iterator[Site]:
    with Site() as running:
        yield running


def one(site: Site, path: str, *, host: str = "127.0.0.1", **options: Any) -> object:  # noqa: ANN401
    with fetcher(**options) as fetching:
        return fetching.fetch(site.url(path, host=host))


def page(outcome: object) -> Capture:
    assert isinstance(outcome, Capture), outcome
    return outcome


def test_fetch_keeps_bytes_headers_and_time(site: Site) -> None:
    site.page("/a.html", article(), Last_Modified="Sun, 01 Mar 2026 10:00:00 GMT")
    got = page(one(site, "/a.html"))
    assert got.content == article().encode()
    assert got.sha256 == hashlib.sha256(got.content).hexdigest()
    assert got.source == got.url == site.url("/a.html")
    assert (got.status, got.media_type, got.charset) == (200, "text/html", "utf-8")
    assert got.fetched_at == "2026-03-01T12:00:00Z"
    assert ("last-modified", "Sun, 01 Mar 2026 10:00:00 GMT") in got.headers


def test_fetch_says_who_it_is(site: Site) -> None:
    site.page("/a.html", article())
    one(site, "/a.html", contact="desk@lower-marrow.example")
    assert {call.headers["user-agent"] for call in site.calls} == {user_agent("desk@lower-marrow.example")}
    assert user_agent("desk@lower-marrow.example").endswith(" (+desk@lower-marrow.example)")
    assert user_agent("a\r\nX-Evil: 1)").count("\n") == 0
    assert user_agent().startswith("Tellings/")


@pytest.mark.parametrize(
    ("name", "pack"), [("gzip", gzip.compress), ("br", brotli.compress), ("zstd", zstandard.compress)]
)
def test_fetch_unpacks(site: Site, name: str, pack: Callable[[bytes], bytes]) -> None:
    site.page("/a.html", pack(article().encode()), Content_Encoding=name)
    assert page(one(site, "/a.html")).content == article().encode()
    assert name in site.calls[-1].headers["accept-encoding"]


def test_fetch_follows_redirects_and_tells_where_it_ended(site: Site) -> None:
    site.add("/old", redirect("/new?x=1#part", status=301))
    site.add("/new", redirect(f"//second.example:{site.port}/end"))
    site.page("/end", article(), host="second.example")
    got = page(one(site, "/old"))
    assert got.source == site.url("/old")
    assert got.url == site.url("/end", host="second.example")
    assert site.paths() == ["/old", "/new?x=1", "/end"]


def test_fetch_follows_a_redirect_that_sets_a_cookie_and_looks_for_it(site: Site) -> None:
    def gate(call: Call) -> None:
        if call.headers.get("cookie") == "seen=1":
            call.answer(200, article().encode(), Content_Type="text/html")
        else:
            call.answer(302, Location="/a.html", Set_Cookie="seen=1; Path=/")

    site.add("/a.html", gate)
    with fetcher() as fetching:
        page(fetching.fetch(site.url("/a.html")))
        page(fetching.fetch(site.url("/a.html")))
    assert [call.headers.get("cookie") for call in site.calls if call.path == "/a.html"] == [
        None, "seen=1", None, "seen=1",
    ]  # fmt: skip


@pytest.mark.parametrize(
    "target",
    [
        "http://10.0.0.7/",
        "http://inside.example/",
        "http://two-faced.example/",
        "http://169.254.169.254/latest/meta-data/",
        "http://[::1]/",
        "http://[::ffff:7f00:1]/",
        "http://[64:ff9b::a00:7]/",
        "http://0.0.0.0/",
        "http://100.64.0.1/",
        "http://224.0.0.1/",
        "http://2130706433/",
        "http://0x7f.1/",
        "http://0177.0.0.1/",
        "http://127.1/",
    ],
)
def test_fetch_refuses_redirects_into_private_addresses(site: Site, target: str) -> None:
    site.add("/out", redirect(target))
    assert code_of(one(site, "/out")) == "C014"
    assert site.paths() == ["/out"]


def test_fetch_refuses_loopback_unless_allowed(site: Site) -> None:
    site.page("/a.html", article())
    assert code_of(one(site, "/a.html", allow_private=())) == "C014"
    assert code_of(one(site, "/a.html", host="news.example", allow_private=())) == "C014"
    assert site.calls == []


@pytest.mark.parametrize(
    ("target", "code"),
    [
        ("file:///etc/passwd", "C011"),
        ("ftp://news.example/a", "C011"),
        ("gopher://news.example/a", "C011"),
        ("http://user:secret@news.example/", "C012"),
        ("http://93.184.216.34:25/", "C013"),
        ("http://[::1", "C010"),
        ("http://a b.example/", "C010"),
        ("http://nowhere.invalid/", "C015"),
    ],
)
def test_fetch_refuses_addresses_given_and_redirected_to(site: Site, target: str, code: str) -> None:
    site.add("/out", redirect(target))
    with fetcher() as fetching:
        assert code_of(fetching.fetch(target)) == code
        assert code_of(fetching.fetch(site.url("/out"))) == code
        assert code_of(fetching.fetch("http://")) == "C010"
    assert set(site.paths()) == {"/out"}


def test_fetch_asks_no_name_twice_so_that_a_second_answer_gains_nothing(site: Site) -> None:
    answers = iter([["93.184.216.34"], ["127.0.0.1"]])
    asked: list[str] = []

    def resolve(host: str) -> list[str]:
        asked.append(host)
        return next(answers)

    site.page("/a.html", article())
    connected: list[str] = []
    backend = GuardedBackend(Guard(resolve=resolve))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("socket.create_connection", lambda place, _limit: connected.append(place[0]) or _NoSocket())
        backend.connect_tcp("rebind.example", 80)
    assert (asked, connected) == (["rebind.example"], ["93.184.216.34"])


class _NoSocket:
    def setsockopt(self, *_: object) -> None:
        """Take any option."""


def test_fetch_ends_endless_redirects_and_circles(site: Site) -> None:
    site.add("/on", endless_redirects("/on"))
    site.add("/one", redirect("/two"))
    site.add("/two", redirect("/one"))
    assert code_of(one(site, "/on", max_redirects=10)) == "C016"
    assert len(site.paths()) == 11
    assert code_of(one(site, "/one")) == "C016"
    assert site.paths()[11:] == ["/one", "/two"]


def test_fetch_says_that_a_redirect_names_no_place(site: Site) -> None:
    site.add("/nowhere", lambda call: call.answer(302))
    assert code_of(one(site, "/nowhere")) == "C028"


@pytest.mark.parametrize("route", [slow_drip(), slow_header()])
def test_fetch_ends_a_slow_drip(site: Site, route: Route) -> None:
    site.add("/slow", route)
    start = time.monotonic()
    assert code_of(one(site, "/slow", total_seconds=0.3, obey_robots=False)) == "C020"
    assert time.monotonic() - start < 20
    assert site.paths() == ["/slow"]


def test_fetch_ends_a_silence(site: Site) -> None:
    site.add("/silent", lambda call: time.sleep(4) if call.count < 2 else call.answer(200, b"<p>Here now.</p>"))
    still = StillTime()
    assert page(one(site, "/silent", read_seconds=1.5, time=still)).content == b"<p>Here now.</p>"
    assert still.slept == [1.0]


@pytest.mark.parametrize("say_length", [True, False])
def test_fetch_leaves_a_body_of_a_gigabyte(site: Site, say_length: bool) -> None:  # noqa: FBT001
    site.add("/huge", huge_body(say_length=say_length))
    start = time.monotonic()
    assert code_of(one(site, "/huge", max_bytes=4_000_000)) == "C024"
    assert time.monotonic() - start < 30


def test_fetch_leaves_a_gzip_bomb(site: Site) -> None:
    site.add("/bomb", gzip_bomb())
    assert code_of(one(site, "/bomb")) == "C025"


def test_fetch_says_that_a_body_is_damaged(site: Site) -> None:
    site.page("/a.html", b"no gzip at all", Content_Encoding="gzip")
    site.page("/b.html", gzip.compress(article().encode())[:-20], Content_Encoding="gzip")
    assert code_of(one(site, "/a.html")) == "C026"
    assert code_of(one(site, "/b.html")) == "C026"


def test_fetch_tries_again_when_a_body_breaks_off(site: Site) -> None:
    site.add("/a.html", broken_off(article().encode()))
    still = StillTime()
    assert code_of(one(site, "/a.html", time=still)) == "C019"
    assert len(site.paths()) == 3
    assert still.slept == [1.0, 2.0]


def test_fetch_asks_whether_a_page_has_changed(site: Site) -> None:
    first, second, third = article(middle="First."), article(middle="Second."), article(middle="Third.")
    site.add("/a.html", edited(first, second, third))
    seen = []
    with fetcher() as fetching:
        known: Validators | None = None
        for _ in range(5):
            got = fetching.fetch(site.url("/a.html"), known=known)
            assert isinstance(got, (Capture, Unchanged))
            known = validators_of(got) if isinstance(got, Capture) else known
            seen.append(got.content.decode() if isinstance(got, Capture) else "same")
    assert seen == [first, second, third, "same", "same"]


def test_fetch_sends_validators_to_the_address_that_gave_them_alone(site: Site) -> None:
    site.add("/old", redirect("/a.html"))
    site.add("/a.html", edited(article()))
    with fetcher() as fetching:
        got = page(fetching.fetch(site.url("/old")))
        again = fetching.fetch(site.url("/old"), known=validators_of(got))
    assert isinstance(again, Unchanged)
    assert (again.source, again.url) == (site.url("/old"), site.url("/a.html"))
    assert [call.headers.get("if-none-match") for call in site.calls if call.path == "/old"] == [None, None]


def test_fetch_says_that_304_was_not_asked_for(site: Site) -> None:
    site.add("/a.html", lambda call: call.answer(304))
    assert code_of(one(site, "/a.html")) == "C028"


@pytest.mark.parametrize(
    ("value", "slept"),
    [("7", [7.0]), ("Sun, 01 Mar 2026 12:00:30 GMT", [30.0]), ("soon", [1.0]), ("0", [1.0])],
)
@pytest.mark.parametrize("status", [429, 503])
def test_fetch_waits_as_long_as_asked(site: Site, value: str, slept: list[float], status: int) -> None:
    site.page("/then", article())
    site.add("/a.html", busy(1, site.routes[None, "/then"], status=status, Retry_After=value))
    still = StillTime()
    page(one(site, "/a.html", time=still))
    assert still.slept == slept


def test_fetch_does_not_wait_longer_than_the_limit(site: Site) -> None:
    site.page("/then", article())
    site.add("/a.html", busy(1, site.routes[None, "/then"], Retry_After="86400"))
    still = StillTime()
    with fetcher(still) as fetching:
        assert code_of(fetching.fetch(site.url("/a.html"))) == "C030"
        assert code_of(fetching.fetch(site.url("/then"))) == "C030"
    assert still.slept == []
    assert site.paths() == ["/a.html"]


def test_fetch_gives_up_on_a_fault_after_every_try(site: Site) -> None:
    site.add("/a.html", lambda call: call.answer(500))
    still = StillTime()
    assert code_of(one(site, "/a.html", time=still, attempts=4)) == "C023"
    assert still.slept == [1.0, 2.0, 4.0]


@pytest.mark.parametrize(
    ("status", "code"), [(404, "C021"), (410, "C021"), (403, "C022"), (451, "C022"), (418, "C028")]
)
def test_fetch_tells_refusals_apart_and_asks_once(site: Site, status: int, code: str) -> None:
    site.add("/a.html", lambda call: call.answer(status, b"no"))
    assert code_of(one(site, "/a.html")) == code
    assert len(site.paths()) == 1


@pytest.mark.parametrize(
    ("kind", "body", "code"),
    [
        ("image/jpeg", b"\xff\xd8\xff\xe0 picture", "C027"),
        ("application/pdf", b"%PDF-1.7", "C027"),
        ("text/html", b"%PDF-1.7 by mistake", "C027"),
        ("application/rss+xml", b"<?xml version='1.0'?><rss/>", "C027"),
        ("text/html", b" \n", "C003"),
    ],
)
def test_fetch_leaves_what_can_be_no_article(site: Site, kind: str, body: bytes, code: str) -> None:
    site.page("/a", body, Content_Type=kind)
    assert code_of(one(site, "/a")) == code


def test_fetch_keeps_any_kind_when_asked(site: Site) -> None:
    site.page("/feed", "<?xml version='1.0'?><rss/>", Content_Type="application/rss+xml; charset=ISO-8859-1")
    with fetcher() as fetching:
        got = page(fetching.fetch(site.url("/feed"), any_kind=True))
    assert (got.media_type, got.charset) == ("application/rss+xml", "iso-8859-1")


def test_fetch_keeps_to_robots(site: Site) -> None:
    site.robots("User-agent: *\nDisallow: /private/\nAllow: /private/open.html\n")
    site.page("/private/a.html", article())
    site.page("/private/open.html", article())
    site.add("/out", redirect("/private/a.html"))
    with fetcher() as fetching:
        assert code_of(fetching.fetch(site.url("/private/a.html"))) == "C017"
        assert code_of(fetching.fetch(site.url("/out"))) == "C017"
        page(fetching.fetch(site.url("/private/open.html")))
    assert site.paths(robots=True) == ["/robots.txt", "/out", "/private/open.html"]
    page(one(site, "/private/a.html", obey_robots=False))


def test_fetch_pauses_between_two_requests_to_one_host(site: Site) -> None:
    for name in "abc":
        site.page(f"/{name}", article())
    still = StillTime()
    with fetcher(still, pause_seconds=2.5) as fetching:
        list(fetching.fetch_all([site.url(f"/{name}") for name in "abc"]))
    assert still.slept == [2.5, 2.5]


def test_fetch_all_keeps_the_order_and_asks_a_host_for_one_page_at_a_time(site: Site) -> None:
    at_once: dict[str, int] = {}
    most: list[int] = []

    def count(call: Call) -> None:
        at_once[call.host] = at_once.get(call.host, 0) + 1
        most.append(at_once[call.host])
        time.sleep(0.01)
        at_once[call.host] -= 1
        call.answer(200, f"<p>{call.host}{call.path}</p>".encode(), Content_Type="text/html")

    hosts = [f"h{number}.example" for number in range(6)]
    urls = [site.url(f"/{page}", host=host) for page in range(3) for host in hosts]
    for number in range(3):
        site.add(f"/{number}", count)
    with fetcher() as fetching:
        got = [page(outcome) for outcome in fetching.fetch_all(["no address", *urls][1:])]
    assert [capture.url for capture in got] == urls
    assert max(most) == 1


def test_fetch_all_stops_when_nobody_listens(site: Site) -> None:
    for number in range(50):
        site.page(f"/{number}", article())
    with fetcher() as fetching:
        outcomes = fetching.fetch_all([site.url(f"/{number}") for number in range(50)])
        page(next(outcomes))
        outcomes.close()  # type: ignore[attr-defined]
    assert len(site.paths()) < 50


def test_fetch_uses_a_connection_again(site: Site) -> None:
    ports = set()

    def note(call: Call) -> None:
        ports.add(call.handler.client_address[1])
        call.answer(200, article().encode(), Content_Type="text/html")

    site.add("/a", note)
    site.add("/b", note)
    with fetcher() as fetching:
        list(fetching.fetch_all([site.url("/a"), site.url("/b")]))
    assert len(ports) == 1


def test_fetch_trusts_no_proxy_of_the_environment(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:9")
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:9")
    site.page("/a.html", article())
    page(one(site, "/a.html"))


def test_fetch_says_that_nobody_answers() -> None:
    with Site() as gone:
        address = gone.url("/a.html")
    with fetcher(attempts=1, obey_robots=False) as fetching:
        assert code_of(fetching.fetch(address)) == "C019"


def test_fetcher_may_be_closed_without_use() -> None:
    Fetcher().close()


def test_fetch_says_where_a_page_was_moved_for_good(site: Site) -> None:
    """Up to the first redirect of another kind; and also where the page has not changed."""
    site.add("/a", redirect("/b?x=1#part", status=301))
    site.add("/b", redirect("/c", status=308))
    site.add("/c", redirect("/d", status=307))
    site.add("/d", edited(article()))
    site.add("/now", redirect("/a"))
    with fetcher() as fetching:
        got = page(fetching.fetch(site.url("/a")))
        again = fetching.fetch(site.url("/a"), known=validators_of(got))
        assert isinstance(again, Unchanged)
        assert got.moved_to == again.moved_to == site.url("/c")
        assert page(fetching.fetch(site.url("/d"))).moved_to is None
        assert page(fetching.fetch(site.url("/now"))).moved_to is None


@pytest.mark.parametrize(
    ("status", "asked", "code", "seconds"),
    [
        (410, None, "C021", None),
        (403, "60", "C022", None),
        (418, None, "C028", None),
        (503, "90", "C023", 90.0),
        (429, "86400", "C030", 86400.0),
        (500, "soon", "C023", None),
    ],
)
def test_fetch_tells_status_and_wait_of_what_was_dropped(
    site: Site, status: int, asked: str | None, code: str, seconds: float | None
) -> None:
    headers = {} if asked is None else {"Retry_After": asked}
    site.add("/a", lambda call: call.answer(status, b"no", **headers))
    got = one(site, "/a", attempts=1)
    assert code_of(got) == code
    assert isinstance(got, Dropped)
    assert (got.status, got.wait_seconds) == (status, seconds)


def test_fetch_tells_no_status_where_nothing_answered(site: Site) -> None:
    got = one(site, "/a.html", host="inside.example")
    assert isinstance(got, Dropped)
    assert (got.code, got.status, got.wait_seconds) == ("C014", None, None)


def test_fetch_gives_a_resolver_its_own_time() -> None:
    """A name server that never answers costs no more than the time for one answer; its thread is left behind."""
    over = threading.Event()

    def resolve(_host: str) -> list[str]:
        over.wait(60)
        return ["127.0.0.1"]

    options = FetchOptions(total_seconds=0.2, obey_robots=False, allow_private=("127.0.0.0/8",))
    try:
        with Fetcher(options, resolve=resolve) as fetching:
            got = fetching.fetch("http://slow.example/a")
            assert code_of(got) == "C020"
            assert isinstance(got, Dropped)
            assert "no address of the host slow.example was found within" in got.reason
    finally:
        over.set()


def test_fetch_losses_are_the_same_whatever_answer_told_them(site: Site) -> None:
    """A dossier's JSON keeps neither status nor wait; what comes back from there is no second loss."""
    got = one(site, "/nothing.html")
    assert isinstance(got, Dropped)
    plain = Dropped(source=got.source, stage=got.stage, code=got.code, reason=got.reason)
    assert got.status == 404
    assert list(dict.fromkeys([plain, got])) == [plain]

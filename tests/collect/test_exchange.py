"""TLS and HTTP/2: the certificate is that of the name, though the connection goes to a number."""

from __future__ import annotations

import random
import socket
import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from tellings.collect.addresses import Address, parse_address
from tellings.collect.exchange import Answer, place_of
from tellings.types.articles import Capture, Dropped
from tests.collect.fetching import code_of, fetcher
from tests.collect.site import article
from tests.collect.tlssite import Listener, Pages, http2, make_certificate

HTML = {"content-type": "text/html; charset=utf-8"}


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    return make_certificate(tmp_path_factory.mktemp("tls"), "news.example")


@pytest.fixture
def listener(certificate: tuple[Path, Path]) -> Iterator[Listener]:
    pages: Pages = {"/a.html": (HTML, article().encode()), "/huge": (HTML, bytes(9_000_000))}
    with Listener(http2(*certificate, pages)) as running:
        yield running


def test_exchange_speaks_http2_over_one_connection(listener: Listener, certificate: tuple[Path, Path]) -> None:
    answers: list[Answer] = []
    with fetcher(ca_file=str(certificate[0]), record=answers.append) as fetching:
        for _ in range(2):
            got = fetching.fetch(f"https://news.example:{listener.port}/a.html")
            assert isinstance(got, Capture), got
            assert got.content == article().encode()
    assert [answer.version for answer in answers] == ["HTTP/2"] * 3
    assert listener.connections == 1


def test_exchange_goes_on_after_a_body_that_was_not_read(listener: Listener, certificate: tuple[Path, Path]) -> None:
    with fetcher(ca_file=str(certificate[0]), max_bytes=1_000_000) as fetching:
        for _ in range(2):
            assert code_of(fetching.fetch(f"https://news.example:{listener.port}/huge")) == "C024"
            got = fetching.fetch(f"https://news.example:{listener.port}/a.html")
            assert isinstance(got, Capture), got


def test_exchange_trusts_no_unknown_certificate(listener: Listener) -> None:
    with fetcher() as fetching:
        assert code_of(fetching.fetch(f"https://news.example:{listener.port}/a.html")) == "C029"


def test_exchange_trusts_no_certificate_of_another_name(listener: Listener, certificate: tuple[Path, Path]) -> None:
    with fetcher(ca_file=str(certificate[0])) as fetching:
        assert code_of(fetching.fetch(f"https://other.example:{listener.port}/a.html")) == "C029"
        assert code_of(fetching.fetch(f"https://127.0.0.1:{listener.port}/a.html")) == "C029"


def test_exchange_ends_a_handshake_that_does_not_end() -> None:
    def drip(connection: socket.socket) -> None:
        connection.sendall(b"\x16\x03\x03\x40\x00")
        for _ in range(2_000):
            connection.sendall(b"\x02")
            time.sleep(0.02)

    start = time.monotonic()
    with Listener(drip) as listener, fetcher(total_seconds=0.3, attempts=1, obey_robots=False) as fetching:
        outcome = fetching.fetch(f"https://news.example:{listener.port}/")
        assert code_of(outcome) in {"C020"}
    assert time.monotonic() - start < 20


@pytest.mark.parametrize(
    "noise",
    [b"", b"\0" * 100, b"HTTP/1.1 abc OK\r\n\r\n", b"HTTP/1.1 200 OK\r\nContent-Length: -5\r\n\r\n", b"SSH-2.0-x\r\n"],
)
def test_exchange_says_that_an_answer_is_no_http(noise: bytes) -> None:
    def talk(connection: socket.socket) -> None:
        connection.recv(65536)
        connection.sendall(noise)
        connection.close()

    with Listener(talk) as listener, fetcher(attempts=1, obey_robots=False) as fetching:
        assert code_of(fetching.fetch(f"http://news.example:{listener.port}/")) == "C019"


_ANSWERS = (
    b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\nContent-Length: 12\r\n\r\n<p>words</p>",
    b"HTTP/1.1 302 Found\r\nLocation: http://b.example:%d/b?x=1#y\r\nContent-Length: 0\r\n"
    b"Set-Cookie: a=b; Expires=Sun, 01 Mar 2026 12:00:00 GMT; Domain=.b.example; Secure\r\n\r\n",
    b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nTransfer-Encoding: chunked\r\n\r\n3\r\n<p>\r\n0\r\n\r\n",
    b"HTTP/1.1 429 No\r\nRetry-After: Sun, 01 Mar 2026 12:00:30 GMT\r\nContent-Length: 0\r\n\r\n",
)


def _noisy(answer: bytes, pick: random.Random) -> bytes:
    """Return an answer with bytes changed, left out, put in and said twice at up to six places."""
    noisy = bytearray(answer)
    for _ in range(pick.randint(0, 6)):
        at = pick.randrange(len(noisy))
        match pick.randint(0, 3):
            case 0:
                noisy[at] = pick.randrange(256)
            case 1:
                del noisy[at : at + pick.randint(1, 8)]
            case 2:
                noisy[at:at] = pick.randbytes(pick.randint(1, 6))
            case _:
                noisy[at:at] = noisy[at : at + pick.randint(1, 20)]
    return bytes(noisy)


def test_exchange_gives_an_outcome_for_every_noise() -> None:
    pick = random.Random(4)  # noqa: S311 -- noise, no secret

    def talk(connection: socket.socket) -> None:
        connection.recv(65536)
        answer = pick.choice(_ANSWERS).replace(b"%d", str(listener.port).encode())
        connection.sendall(_noisy(answer, pick))
        connection.close()

    options = {"attempts": 2, "obey_robots": False, "total_seconds": 2.0, "max_redirects": 4, "max_wait_seconds": 0.5}
    with Listener(talk) as listener, fetcher(**options) as fetching:
        kinds = {type(fetching.fetch(f"http://h{n}.example:{listener.port}/a")) for n in range(300)}
    assert kinds == {Capture, Dropped}


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        (b"Location: http://xn--ews-9da.example/\r\n", "C010"),
        (b"Location: http://\xa3\xff.example/\r\n", "C010"),
        (b"Location: //[\r\n", "C010"),
        (b"Location: /\r\nSet-Cookie: \xbe=\xff; Path=/\r\n", "C016"),
        (b"Location: /\r\nSet-Cookie: =; Expires=Sun, 01 Mgr 2026 12:00:00 GMT; Max-Age=x; Version=z\r\n", "C016"),
    ],
)
def test_exchange_reads_odd_fields_of_a_redirect(fields: bytes, code: str) -> None:
    def talk(connection: socket.socket) -> None:
        connection.recv(65536)
        connection.sendall(b"HTTP/1.1 302 Found\r\nContent-Length: 0\r\nConnection: close\r\n" + fields + b"\r\n")
        connection.close()

    with Listener(talk) as listener, fetcher(attempts=1, obey_robots=False) as fetching:
        assert code_of(fetching.fetch(f"http://news.example:{listener.port}/")) == code


def test_exchange_ends_header_fields_without_end() -> None:
    def talk(connection: socket.socket) -> None:
        connection.recv(65536)
        connection.sendall(b"HTTP/1.1 200 OK\r\n")
        for number in range(100_000):
            connection.sendall(b"X-%d: %s\r\n" % (number, b"a" * 1000))

    with Listener(talk) as listener, fetcher(attempts=1, obey_robots=False) as fetching:
        assert code_of(fetching.fetch(f"http://news.example:{listener.port}/")) == "C019"


@pytest.mark.parametrize(
    "written",
    [
        "http://a.example", "https://a.example:443/x", "http://a.example:8080/?", "http://A.example/b/../c?d=e&f=%c3%bc",
        "https://sub-domain.a.example/~who/(x);y=1,2:3@4/!$'*+?q=a?b/c", "http://93.184.216.34:8000/a_b",
        "http://[2606:2800:220:1::1]:8080/a", "http://b\u00fccher.example/\u00fc?\u00fc=1", "http://xn--bcher-kva.example/",
        "http://a.example/%zz%2", "http://a.example/a|b{c}[d]^`<>?x=[1]|{2}", "http://a.example/a;b?c#d", "http://a_b.example/",
        "http://a.example//x//y/?a=//b", "http://a.example/%e2%82%ac/%41",
    ],
)  # fmt: skip
def test_exchange_sends_every_address_as_httpx_would(written: str) -> None:
    address = parse_address(written)
    assert isinstance(address, Address), address
    url, netloc = place_of(address)
    other = httpx.URL(address.url)
    assert (url.scheme, url.host, url.port, url.target) == (
        other.raw_scheme,
        other.raw_host,
        other.port,
        other.raw_path,
    )
    assert netloc == other.netloc

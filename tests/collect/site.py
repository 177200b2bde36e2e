"""A web site of our own, served on loopback, with every way in which an answer can go wrong.

    with Site() as site:
        site.page("/a.html", "<html>…")                    # a plain page
        site.add("/moved", redirect("/a.html"))            # a ready-made misbehaviour
        @site.route("/odd")                                # anything else: write to the socket yourself
        def odd(call: Call) -> None: ...
        site.url("/a.html")                                # http://127.0.0.1:PORT/a.html
        site.url("/a.html", host="news.example")           # another name for the same place; see ``resolve``

``site.calls`` holds every request in order. A route may hold for one host alone (``host=``); otherwise for all.
"""

from __future__ import annotations

import gzip
import threading
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Self

ARTICLE = """<!DOCTYPE html><html lang="en"><head><title>{title}</title></head><body><article><h1>{title}</h1>
<p>The council of Lower Marrow voted on Tuesday to rebuild the footbridge over the river Tarn by next spring.</p>
<p>{middle}</p>
<p>“We waited nine years for this bridge,” said Orla Venning, who keeps the bakery beside the old crossing.</p>
<p>The work will cost 2.4 million crowns and is paid for by the province, according to the council's minutes.</p>
</article></body></html>"""


def article(title: str = "Lower Marrow gets its bridge back", middle: str = "Eleven members were in favour.") -> str:
    """Return a small page that holds an article."""
    return ARTICLE.format(title=title, middle=middle)


@dataclass(slots=True)
class Call:
    """One request and the means to answer it."""

    method: str
    host: str
    path: str
    headers: dict[str, str]
    handler: BaseHTTPRequestHandler = field(repr=False)
    count: int = 1

    def answer(self, status: int = 200, body: bytes = b"", **headers: str) -> None:
        """Send a whole answer; ``content_type="…"`` becomes a Content-Type field."""
        fields = {name.replace("_", "-"): value for name, value in headers.items()}
        fields.setdefault("Content-Length", str(len(body)))
        self.begin(status, fields)
        self.handler.wfile.write(body)

    def begin(self, status: int, headers: dict[str, str]) -> None:
        """Send the status line and header fields."""
        self.handler.send_response(status)
        for name, value in headers.items():
            self.handler.send_header(name, value)
        self.handler.end_headers()

    def pour(self, pieces: Iterable[bytes], *, wait_seconds: float = 0.0) -> None:
        """Send pieces of a body until they end or the reader hangs up, and close."""
        self.handler.close_connection = True
        for piece in pieces:
            self.handler.wfile.write(piece)
            self.handler.wfile.flush()
            if wait_seconds:
                time.sleep(wait_seconds)


Route = Callable[[Call], None]


class Site:
    """A threaded server on a free port of 127.0.0.1."""

    def __init__(self) -> None:
        self.routes: dict[tuple[str | None, str], Route] = {}
        self.calls: list[Call] = []
        self._counts: dict[tuple[str, str], int] = {}
        self._lock = threading.Lock()
        site = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"
            server_version = "TestSite"
            disable_nagle_algorithm = True

            def do_GET(self) -> None:
                site._answer(self)

            def log_message(self, *_: object) -> None:
                """Say nothing."""

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        self._server.block_on_close = False
        self._server.handle_error = lambda *_: None  # type: ignore[method-assign]
        self.port = int(self._server.server_address[1])
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.01,), daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, _t: type[BaseException] | None, _e: BaseException | None, _b: TracebackType | None) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    def url(self, path: str, *, host: str = "127.0.0.1") -> str:
        """Return the address of a path."""
        return f"http://{host}:{self.port}{path}"

    def add(self, path: str, route: Route, *, host: str | None = None) -> None:
        """Answer a path (without its query) with a function."""
        self.routes[host, path] = route

    def route(self, path: str, *, host: str | None = None) -> Callable[[Route], Route]:
        """Decorate a function that answers a path."""

        def register(function: Route) -> Route:
            self.add(path, function, host=host)
            return function

        return register

    def page(self, path: str, body: str | bytes, *, host: str | None = None, **headers: str) -> None:
        """Answer a path with a page, UTF-8 unless it is bytes."""
        content = body.encode() if isinstance(body, str) else body
        headers.setdefault("Content_Type", "text/html; charset=utf-8")
        self.add(path, lambda call: call.answer(200, content, **headers), host=host)

    def robots(self, text: str, *, host: str | None = None) -> None:
        """Answer ``/robots.txt``; without this it is a 404."""
        self.page("/robots.txt", text, host=host, Content_Type="text/plain")

    def paths(self, *, robots: bool = False) -> list[str]:
        """Return what was asked for, in order, ``/robots.txt`` left out unless wanted."""
        with self._lock:
            return [call.path for call in self.calls if robots or call.path != "/robots.txt"]

    def _answer(self, handler: BaseHTTPRequestHandler) -> None:
        host = handler.headers.get("Host", "").partition(":")[0]
        path = handler.path.partition("?")[0]
        call = Call(
            method=handler.command,
            host=host,
            path=handler.path,
            headers={name.lower(): value for name, value in handler.headers.items()},
            handler=handler,
        )
        with self._lock:
            call.count = self._counts[host, path] = self._counts.get((host, path), 0) + 1
            self.calls.append(call)
        route = self.routes.get((host, path)) or self.routes.get((None, path))
        if route is None:
            call.answer(404, b"nothing here", Content_Type="text/plain")
        else:
            route(call)


def redirect(target: str, *, status: int = 302) -> Route:
    """Return a route that sends the reader elsewhere."""
    return lambda call: call.answer(status, Location=target)


def endless_redirects(path: str) -> Route:
    """Return a route that always sends the reader to an address not seen before."""
    return lambda call: call.answer(302, Location=f"{path}?n={call.count}")


def slow_drip(*, wait_seconds: float = 0.02, pieces: int = 10_000) -> Route:
    """Return a route that sends one byte after another, each well before a read would time out."""

    def drip(call: Call) -> None:
        call.begin(200, {"Content-Type": "text/html", "Content-Length": str(pieces)})
        call.pour((b"a" for _ in range(pieces)), wait_seconds=wait_seconds)

    return drip


def slow_header(*, wait_seconds: float = 0.02, pieces: int = 10_000) -> Route:
    """Return a route that never comes to the end of its header fields."""

    def drip(call: Call) -> None:
        call.handler.wfile.write(b"HTTP/1.1 200 OK\r\nX-Slow: ")
        call.pour((b"a" for _ in range(pieces)), wait_seconds=wait_seconds)

    return drip


def huge_body(*, total: int = 1_000_000_000, say_length: bool = True) -> Route:
    """Return a route with a body of a gigabyte, sent piece by piece until the reader hangs up."""

    def pour(call: Call) -> None:
        length = {"Content-Length": str(total)} if say_length else {"Connection": "close"}
        call.begin(200, {"Content-Type": "text/html", **length})
        call.pour(b"<p>" + b"word " * 13106 for _ in range(total // 65533))

    return pour


def gzip_bomb(*, megabytes: int = 100) -> Route:
    """Return a route with a small body that unpacks to many megabytes."""
    packed = gzip.compress(b"\0" * (megabytes * 1_000_000), mtime=0)
    return lambda call: call.answer(200, packed, Content_Type="text/html", Content_Encoding="gzip")


def broken_off(body: bytes) -> Route:
    """Return a route that promises twice the body it sends."""

    def send(call: Call) -> None:
        call.begin(200, {"Content-Type": "text/html", "Content-Length": str(2 * len(body))})
        call.pour([body])

    return send


def busy(times: int, then: Route, *, status: int = 429, **headers: str) -> Route:
    """Return a route that refuses some times before it answers."""
    return lambda call: call.answer(status, b"later", **headers) if call.count <= times else then(call)


def edited(*bodies: str) -> Route:
    """Return a route for a page that is edited: one body a visit, the last for ever; a known ETag gives 304."""

    def send(call: Call) -> None:
        at = min(call.count, len(bodies)) - 1
        tag = f'"v{at}"'
        if call.headers.get("if-none-match") == tag:
            call.answer(304, ETag=tag)
        else:
            call.answer(200, bodies[at].encode(), Content_Type="text/html; charset=utf-8", ETag=tag)

    return send

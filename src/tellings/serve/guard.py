"""What stands between the network and the pages: hosts, sizes, rates, and the headers of every answer.

Plain ASGI, so that it holds for streamed answers, static files and errors alike.
"""

from __future__ import annotations

import json
import time
from collections import OrderedDict
from collections.abc import Callable, MutableMapping
from typing import Any, Final

from starlette.datastructures import Headers, MutableHeaders
from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from tellings.serve.options import DeskOptions

POLICY: Final = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "font-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
)
"""No inline script or style, nothing from anywhere else: an article's text cannot act even if it slipped through."""

HEADERS: Final = {
    "content-security-policy": POLICY,
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), geolocation=(), microphone=()",
}
"""Nobody else learns where a reader was. With ``no-referrer`` a browser would send the desk's own forms with
``Origin: null``, which is how a page of nowhere looks, and they would be refused."""

VISITORS: Final = 10_000
"""Addresses whose rate is remembered; the one not seen for longest is forgotten first, so memory stays bounded."""


class Guard:
    """Refuses what must not get in and puts the headers on what goes out."""

    def __init__(self, app: ASGIApp, options: DeskOptions, *, now: Callable[[], float] = time.monotonic) -> None:
        self._app = app
        self._options = options
        self._now = now
        self._rates: OrderedDict[str, tuple[float, float]] = OrderedDict()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle one request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        answer = _dressed(send, scope["path"])
        refused = self._refusal(scope)
        if refused is not None:
            await _refuse(answer, *refused)
            return
        counted = _Counted(receive, self._options.body_bytes)
        await self._app(scope, counted, answer)

    def _refusal(self, scope: Scope) -> tuple[int, str, str, dict[str, str]] | None:
        """Return status, code, message and headers if the request must not get in."""
        headers = Headers(scope=scope)
        host = _host_of(headers.get("host", ""))
        if host not in self._options.hosts:
            return 421, "H003", "this desk does not answer under that name: start it with --host-name NAME", {}
        if _is_foreign(scope, headers):
            return 403, "H004", "a page of another site may not change anything here", {}
        length = headers.get("content-length", "0")
        if not (length.isascii() and length.isdigit()) or int(length[:20]) > self._options.body_bytes:
            return 413, "H005", _too_large(self._options), {}
        wait = self._wait(scope)
        if wait > 0:
            return 429, "H006", "too many requests: wait a moment", {"retry-after": str(int(wait) + 1)}
        return None

    def _wait(self, scope: Scope) -> float:
        """Take one request from the visitor's bucket; return the seconds until there is one again, 0 if there is."""
        client = scope.get("client")
        name = client[0] if client else ""
        rate = self._options.requests_per_minute / 60
        now = self._now()
        left, at = self._rates.pop(name, (float(self._options.requests_per_minute), now))
        left = min(float(self._options.requests_per_minute), left + (now - at) * rate)
        allowed = left >= 1
        self._rates[name] = (left - 1 if allowed else left, now)
        while len(self._rates) > VISITORS:
            self._rates.popitem(last=False)
        return 0.0 if allowed else (1 - left) / rate


class _Counted:
    """Hands on what is received, up to a limit."""

    def __init__(self, receive: Receive, limit: int) -> None:
        self._receive = receive
        self._left = limit

    async def __call__(self) -> Message:
        message = await self._receive()
        self._left -= len(message.get("body", b""))
        if self._left < 0:
            raise HTTPException(413, "the request is too large")
        return message


def _too_large(options: DeskOptions) -> str:
    return f"the request is larger than {options.body_bytes:,} bytes"


def _host_of(value: str) -> str:
    """Return the host of a ``Host`` header without port and brackets."""
    name = value.strip().lower()
    if name.startswith("["):
        return name[1:].partition("]")[0]
    return name.partition(":")[0]


def _is_foreign(scope: Scope, headers: Headers) -> bool:
    """Return whether a changing request comes from a page of another site, as browsers say."""
    if scope["method"] in ("GET", "HEAD", "OPTIONS"):
        return False
    if headers.get("sec-fetch-site", "same-origin") not in ("same-origin", "none"):
        return True
    origin = headers.get("origin")
    return origin is not None and origin.partition("://")[2].lower() != headers.get("host", "").lower()


def _dressed(send: Send, path: str) -> Send:
    async def dressed(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            for name, value in HEADERS.items():
                headers.setdefault(name, value)
            if not path.startswith("/static/"):
                headers.setdefault("cache-control", "no-store")
        await send(message)

    return dressed


async def _refuse(send: Send, status: int, code: str, message: str, extra: MutableMapping[str, str]) -> None:
    """Answer in the one shape of errors; a browser shows it as text."""
    body = json.dumps({"error": {"code": code, "message": message}}).encode()
    fields: dict[str, Any] = {"content-type": "application/json", "content-length": str(len(body)), **extra}
    headers = [(name.encode(), str(value).encode()) for name, value in fields.items()]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body})

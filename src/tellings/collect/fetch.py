"""Addresses → captures: polite, within limits, and never where nobody should ask.

    with Fetcher(FetchOptions(contact="desk@example.org")) as fetcher:
        for outcome in fetcher.fetch_all(["https://example.org/a", "https://example.org/b"]):
            ...  # a Capture, an Unchanged or a Dropped, in the order of the addresses

What a page must go through: the address itself (``addresses``), the rules of its site (``robots``), the pause of its
host (``pace``), the check of every IP address (``guard``), limits of time and size (``exchange``, ``inflate``); then
the status, redirects one by one with all of it again, and the kind of the body.
"""

from __future__ import annotations

import hashlib
import re
import threading
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import CancelledError, Future, ThreadPoolExecutor
from dataclasses import replace
from importlib.metadata import version
from types import TracebackType
from typing import Self
from urllib.parse import urljoin

import httpx

from tellings.collect.addresses import Address, Refusal, parse_address
from tellings.collect.exchange import Answer, Failure, Headers, Limits, Record, Wire, first_field, place_of
from tellings.collect.guard import Guard, Resolver, parse_networks, resolve_host
from tellings.collect.inflate import ACCEPT_ENCODING
from tellings.collect.options import FetchOptions
from tellings.collect.pace import Clock, Pace, WaitTooLongError, retry_after_seconds
from tellings.collect.robots import Robots
from tellings.collect.webkinds import charset_of, is_no_text, media_type_of_answer, no_page_reason
from tellings.types.articles import Capture, Dropped, Hints, Unchanged, Validators

__all__ = ["FetchOptions", "Fetched", "Fetcher", "user_agent", "validators_of"]

Fetched = Capture | Unchanged | Dropped

_REDIRECTS = frozenset({301, 302, 303, 307, 308})
#: Redirects that give an address another for good (RFC 9110 sections 15.4.2 and 15.4.9).
_FOR_GOOD = frozenset({301, 308})
#: Answers after which another try may help.
_PASSING = frozenset({429, 500, 502, 503, 504})
_GONE = frozenset({404, 410})
_SHUT = frozenset({401, 402, 403, 407, 451})
_LIFETIME = re.compile(r";\s*(?:expires|max-age)\b[^;]*", re.IGNORECASE)
_ACCEPT = "text/html,application/xhtml+xml,application/json;q=0.8,text/plain;q=0.8,*/*;q=0.5"


def user_agent(contact: str = "") -> str:
    """Return how we name ourselves: ``Tellings/0.1.0 (+contact)``."""
    name = f"Tellings/{version('tellings')}"
    words = "".join(char for char in contact if " " <= char <= "~" and char not in "()").strip()
    return f"{name} (+{words})" if words else name


def validators_of(capture: Capture | Unchanged) -> Validators:
    """Return what to hand to ``Fetcher.fetch`` later, so that an unchanged page is not sent again."""
    fields = dict(reversed(capture.headers))
    return Validators(url=capture.url, etag=fields.get("etag"), last_modified=fields.get("last-modified"))


class Fetcher:
    """Fetches pages; keeps connections, the rules of sites and the pauses of hosts while it is open.

    Args:
        options: how pages are asked for.
        clock: where time comes from, for everything but the time limits of a connection.
        resolve: host → IP addresses.
        record: called with every complete answer, redirects and ``robots.txt`` included; None for nobody. It is
            called by several threads.
    """

    def __init__(
        self,
        options: FetchOptions = FetchOptions(),  # noqa: B008 -- frozen, so it can be shared
        *,
        clock: Clock = Clock(),  # noqa: B008 -- likewise
        resolve: Resolver = resolve_host,
        record: Record | None = None,
    ) -> None:
        self._options = options
        self._clock = clock
        self._record = record
        self._user_agent = user_agent(options.contact)
        guard = Guard(parse_networks(options.allow_private), resolve=resolve)
        limits = Limits(
            connect_seconds=options.connect_seconds, read_seconds=options.read_seconds, max_bytes=options.max_bytes
        )
        self._wire = Wire(guard, limits, now=clock.now, connections=4 * options.hosts_at_once, ca_file=options.ca_file)
        self._pace = Pace(pause_seconds=options.pause_seconds, max_wait_seconds=options.max_wait_seconds, clock=clock)
        self._robots = Robots(self._ask_robots, clock=clock)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, _t: type[BaseException] | None, _e: BaseException | None, _b: TracebackType | None) -> None:
        self.close()

    def close(self) -> None:
        """Close every connection."""
        self._wire.close()

    def fetch_all(
        self,
        urls: Sequence[str],
        *,
        known: Mapping[str, Validators] | None = None,
        any_kind: bool = False,
        hints: Hints = Hints(origin="option"),  # noqa: B008 -- frozen, so it can be shared
    ) -> Iterator[Fetched]:
        """Fetch addresses: several hosts at once, one host's pages one after another.

        Args:
            urls: the addresses. What was fetched is held until those before it are handed out: give long lists in
                parts.
            known: validators by address, from an earlier capture.
            any_kind: as for ``fetch``.
            hints: what the caller says about every page that does not say it itself.

        Yields:
            One outcome for each address, in their order.
        """
        futures: list[Future[Fetched]] = [Future() for _ in urls]
        groups: dict[str, list[int]] = {}
        for at, url in enumerate(urls):
            address = parse_address(url)
            groups.setdefault(address.host if isinstance(address, Address) else "", []).append(at)
        stop = threading.Event()

        def work(group: list[int]) -> None:
            for at in group:
                if stop.is_set():
                    futures[at].cancel()
                    continue
                try:
                    validators = (known or {}).get(urls[at])
                    outcome = self.fetch(urls[at], known=validators, any_kind=any_kind, hints=hints)
                except BaseException as error:  # noqa: BLE001 -- raised again where the outcome is asked for
                    futures[at].set_exception(error)
                else:
                    futures[at].set_result(outcome)

        with ThreadPoolExecutor(max_workers=self._options.hosts_at_once, thread_name_prefix="fetch") as pool:
            for group in groups.values():
                pool.submit(work, group)
            try:
                for future in futures:
                    yield future.result()
            except CancelledError:
                return
            finally:
                stop.set()

    def fetch(
        self,
        url: str,
        *,
        known: Validators | None = None,
        any_kind: bool = False,
        hints: Hints = Hints(origin="option"),  # noqa: B008 -- frozen, so it can be shared
    ) -> Fetched:
        """Fetch one address.

        Args:
            url: the address.
            known: validators from an earlier capture; an unchanged page then gives ``Unchanged``.
            any_kind: keep whatever comes (a feed, a sitemap); otherwise only what can be an article.
            hints: what the caller says about the page if it does not say it itself.
        """
        address = parse_address(url)
        if isinstance(address, Refusal):
            return _lost(url, Failure(code=address.code, reason=address.reason))
        outcome: Answer | Failure = Failure(code="C019", reason="it was not asked for")
        for attempt in range(self._options.attempts):
            outcome = self._follow(address, known, any_kind=any_kind)
            if isinstance(outcome, Answer) or not outcome.again:
                break
            wait_seconds = max(self._options.backoff_seconds * 2**attempt, outcome.wait_seconds or 0.0)
            self._pace.hold(outcome.host, wait_seconds)
            if wait_seconds > self._options.max_wait_seconds:
                break
        if isinstance(outcome, Failure):
            return _lost(url, outcome)
        return _outcome(url, outcome, any_kind=any_kind, hints=hints)

    def _follow(self, address: Address, known: Validators | None, *, any_kind: bool) -> Answer | Failure:
        """Ask for a page and wherever it sends us; return the last answer if it is 200 or an expected 304."""
        cookies = httpx.Cookies()
        seen: set[tuple[str, str]] = set()
        hops: list[tuple[int, str]] = []
        left = self._options.total_seconds
        for _ in range(self._options.max_redirects + 1):
            cookie = _cookie(cookies, address)
            if isinstance(cookie, Failure):
                return cookie
            if (address.url, cookie) in seen:
                reason = f"the page sends its reader round in a circle by {address.url[:200]}: look at the address"
                return Failure(code="C016", reason=reason, host=address.host)
            seen.add((address.url, cookie))
            headers = self._headers(address, known, cookie)
            answer, taken = self._ask(address, headers, seconds=left, any_kind=any_kind)
            left -= taken
            if isinstance(answer, Failure):
                return answer
            if answer.status not in _REDIRECTS:
                conditional = "If-None-Match" in headers or "If-Modified-Since" in headers
                return self._judge(address, replace(answer, moved_to=_moved_to(hops)), conditional=conditional)
            _keep_cookies(cookies, address, answer)
            target = _target(address, answer)
            if isinstance(target, Failure):
                return target
            hops.append((answer.status, target.url))
            address = target
        reason = f"the page sends its reader on more than {self._options.max_redirects} times: look at the address"
        return Failure(code="C016", reason=reason, host=address.host)

    def _ask(
        self, address: Address, headers: dict[str, str], *, seconds: float, any_kind: bool
    ) -> tuple[Answer | Failure, float]:
        """Ask for one address when its site and its turn allow; return the outcome and the seconds it took."""
        if self._options.obey_robots:
            refusal = self._robots.refuses(address)
            if refusal is not None:
                return refusal, 0.0
            self._pace.lengthen(address.host, self._robots.pause_seconds(address))

        def screen(status: int, fields: Headers) -> Failure | None:
            declared = first_field(fields, "content-type") or ""
            if status != 200 or any_kind or not is_no_text(declared):
                return None
            return Failure(code="C027", reason=no_page_reason(declared), host=address.host, status=status)

        try:
            with self._pace.turn(address.host):
                start = self._clock.monotonic()
                answer = self._wire.ask(
                    address, headers, seconds=max(seconds, 0.001), screen=screen, record=self._record
                )
                return answer, self._clock.monotonic() - start
        except WaitTooLongError as error:
            return self._too_long(address.host, error.seconds), 0.0

    def _ask_robots(self, address: Address) -> Answer | Failure:
        try:
            with self._pace.turn(address.host, counts=False):
                return self._wire.ask(
                    address,
                    self._headers(address, None, ""),
                    seconds=self._options.total_seconds,
                    screen=lambda _status, _fields: None,
                    record=self._record,
                )
        except WaitTooLongError as error:
            return self._too_long(address.host, error.seconds)

    def _headers(self, address: Address, known: Validators | None, cookie: str) -> dict[str, str]:
        headers = {
            "User-Agent": self._user_agent,
            "Accept": _ACCEPT,
            "Accept-Encoding": ACCEPT_ENCODING,
            "Accept-Language": "en,*;q=0.5",
        }
        if cookie:
            headers["Cookie"] = cookie
        if known is not None and known.url in {None, address.url}:
            for name, value in (("If-None-Match", known.etag), ("If-Modified-Since", known.last_modified)):
                if value and value.isascii() and value.isprintable():
                    headers[name] = value
        return headers

    def _judge(self, address: Address, answer: Answer, *, conditional: bool) -> Answer | Failure:
        """Return an answer that is a page, or what its status says."""
        status, host = answer.status, address.host
        if status == 200 or (status == 304 and conditional):
            return answer
        if status in _PASSING:
            asked = retry_after_seconds(answer.header("retry-after"), self._clock.now())
            if asked is not None and asked > self._options.max_wait_seconds:
                self._pace.hold(host, asked)
                return self._too_long(host, asked, status=status)
            reason = f"{host} is busy or has a fault of its own (status {status}): try later"
            return Failure(code="C023", reason=reason, host=host, again=True, wait_seconds=asked, status=status)
        if status in _GONE:
            reason = f"there is no such page (status {status}): it was moved or taken away"
            return Failure(code="C021", reason=reason, host=host, status=status)
        if status in _SHUT:
            reason = f"{host} does not show this page to us (status {status}): save it with a browser"
            return Failure(code="C022", reason=reason, host=host, status=status)
        return Failure(code="C028", reason=f"{host} gave status {status} instead of a page", host=host, status=status)

    def _too_long(self, host: str, seconds: float, *, status: int | None = None) -> Failure:
        limit = self._options.max_wait_seconds
        reason = f"{host} asks to wait {seconds:.0f} s, longer than the {limit:.0f} s that we wait: try later"
        return Failure(code="C030", reason=reason, host=host, wait_seconds=seconds, status=status)


def _cookie(cookies: httpx.Cookies, address: Address) -> str | Failure:
    """Return the Cookie field for an address, "" for none; a failure where the address cannot be sent at all."""
    try:
        place_of(address)
    except (httpx.InvalidURL, UnicodeError) as error:
        reason = f"the address cannot be read ({error}): look at the spelling"
        return Failure(code="C010", reason=reason, host=address.host)
    if not cookies:
        return ""
    request = httpx.Request("GET", address.url)
    cookies.set_cookie_header(request)
    found: str = request.headers.get("cookie", "")
    return found


def _moved_to(hops: Sequence[tuple[int, str]]) -> str | None:
    """Return where redirects for good lead to, up to the first of another kind."""
    moved = None
    for status, target in hops:
        if status not in _FOR_GOOD:
            break
        moved = target
    return moved


def _target(address: Address, answer: Answer) -> Address | Failure:
    location = (answer.header("location") or "").strip().replace(" ", "%20")
    if not location:
        reason = f"{address.host} redirects (status {answer.status}) without saying where to"
        return Failure(code="C028", reason=reason, host=address.host, status=answer.status)
    try:
        target = parse_address(urljoin(address.url, location))
    except ValueError as error:
        target = Refusal("C010", f"it cannot be read ({error})")
    if isinstance(target, Refusal):
        reason = f"the page redirects to {location[:200]}, which is refused: {target.reason}"
        return Failure(code=target.code, reason=reason, host=address.host, status=answer.status)
    return target


def _keep_cookies(cookies: httpx.Cookies, address: Address, answer: Answer) -> None:
    """Keep the cookies of a redirect while one page is fetched: many sites send one and look for it.

    Their own lifetime does not matter then.
    """
    fields = [
        (name, _LIFETIME.sub("", value))
        for name, value in answer.headers
        if name == "set-cookie" and value.isascii() and value.isprintable()
    ]
    if fields:
        request = httpx.Request("GET", address.url)
        cookies.extract_cookies(httpx.Response(answer.status, headers=fields, request=request))


def _outcome(source: str, answer: Answer, *, any_kind: bool, hints: Hints) -> Fetched:
    moment = answer.at.strftime("%Y-%m-%dT%H:%M:%SZ")
    if answer.status == 304:
        return Unchanged(
            source=source, url=answer.url, fetched_at=moment, headers=answer.headers, moved_to=answer.moved_to
        )
    declared = answer.header("content-type") or ""
    if not answer.body.strip(b"\x00\xef\xbb\xbf\xff\xfe \t\r\n"):
        return _lost(source, Failure(code="C003", reason="the page is empty", status=answer.status))
    media_type = media_type_of_answer(declared, answer.body, any_kind=any_kind)
    if media_type is None:
        return _lost(source, Failure(code="C027", reason=no_page_reason(declared), status=answer.status))
    return Capture(
        source=source,
        content=answer.body,
        media_type=media_type,
        sha256=hashlib.sha256(answer.body).hexdigest(),
        hints=Hints(url=answer.url),
        options=hints,
        url=answer.url,
        fetched_at=moment,
        status=answer.status,
        headers=answer.headers,
        charset=charset_of(declared),
        moved_to=answer.moved_to,
    )


def _lost(source: str, failure: Failure) -> Dropped:
    return Dropped(
        source=source,
        stage="collect",
        code=failure.code,
        reason=failure.reason,
        status=failure.status,
        wait_seconds=failure.wait_seconds,
    )

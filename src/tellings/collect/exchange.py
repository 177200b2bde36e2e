"""One request and its answer, within every limit; what goes wrong becomes a code and a sentence."""

from __future__ import annotations

import datetime as dt
import re
import ssl
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from typing import NamedTuple

import certifi
import httpcore
import httpx

from tellings.collect.addresses import Address
from tellings.collect.guard import Guard, GuardedBackend, Refused
from tellings.collect.inflate import MAX_RATIO, BombError, DamagedError, TooLargeError, inflate

#: Of an answer that is no page (a redirect, an error) so much is read, so that its connection can be used again.
_ASIDE_BYTES = 65536

Headers = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Failure:
    """Why there is no answer, or none that helps.

    Attributes:
        code: a code of ``tellings.errors``.
        reason: one sentence: what, and what to do.
        host: the host that failed.
        again: whether another try may help.
        wait_seconds: how long the host asks to wait before; None if it does not say.
        status: the HTTP status that says so; None where no answer does.
    """

    code: str
    reason: str
    host: str = ""
    again: bool = False
    wait_seconds: float | None = None
    status: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What a server sent.

    Attributes:
        url: the address that was asked.
        status: HTTP status.
        version: ``HTTP/1.1`` or ``HTTP/2``.
        asked: header fields of the request.
        headers: header fields of the answer in their order, names in lower case.
        packed: the body as it was sent; empty unless exchanges are recorded.
        body: the body, unpacked.
        at: when the header fields were there, in UTC.
        moved_to: where the redirects lead to that say "for good" and with which the answers began; None without one.
    """

    url: str
    status: int
    version: str
    asked: Headers
    headers: Headers
    packed: bytes = field(repr=False)
    body: bytes = field(repr=False)
    at: dt.datetime
    moved_to: str | None = None

    def header(self, name: str) -> str | None:
        """Return the first field of a name (in lower case), None if there is none."""
        return first_field(self.headers, name)


def first_field(fields: Headers, name: str) -> str | None:
    """Return the value of the first field of a name (in lower case), None if there is none."""
    return next((value for key, value in fields if key == name), None)


class Place(NamedTuple):
    """An address in the parts in which it is sent."""

    url: httpcore.URL
    netloc: bytes


#: Addresses that are sent as they stand: names in ASCII alone and nothing that would have to be quoted.
_PLAIN = re.compile(
    r"https?://((?:[a-z0-9-]+\.)*[a-z0-9-]+(?::\d+)?)(/(?:[\w.~!$&'()*+,;=:@/?-]|%[0-9A-Fa-f]{2})*)", re.ASCII
)


@lru_cache(maxsize=256)
def place_of(address: Address) -> Place:
    """Return an address as it is sent; httpx quotes what must be, and knows names in other alphabets.

    Raises:
        httpx.InvalidURL: httpx refuses it.
        UnicodeError: its host is a name in another alphabet, written wrongly.
    """
    plain = None if "xn--" in address.host else _PLAIN.fullmatch(address.url)
    port = None if address.is_standard_port else address.port
    if plain is not None:
        netloc, target = (part.encode("ascii") for part in plain.groups())
        scheme, host = address.scheme.encode("ascii"), address.host.encode("ascii")
        return Place(httpcore.URL(scheme=scheme, host=host, port=port, target=target), netloc)
    url = httpx.URL(address.url)
    if not url.host:
        raise httpx.InvalidURL("it names no host")
    return Place(httpcore.URL(scheme=url.raw_scheme, host=url.raw_host, port=url.port, target=url.raw_path), url.netloc)


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """How long and how large an answer may be; seconds and bytes."""

    connect_seconds: float
    read_seconds: float
    max_bytes: int


#: Says from status and header fields why a body is not wanted, None if it is.
Screen = Callable[[int, Headers], Failure | None]
Record = Callable[[Answer], None]


class Wire:
    """Asks one address at a time; may be used by several threads."""

    def __init__(
        self, guard: Guard, limits: Limits, *, now: Callable[[], dt.datetime], connections: int, ca_file: str | None
    ) -> None:
        self._limits = limits
        self._now = now
        self._backend = GuardedBackend(guard)
        context = ssl.create_default_context(cafile=ca_file or certifi.where())
        self._pool = httpcore.ConnectionPool(
            ssl_context=context,
            max_connections=connections,
            max_keepalive_connections=connections,
            keepalive_expiry=30.0,
            http2=True,
            network_backend=self._backend,
        )
        connect, read = limits.connect_seconds, limits.read_seconds
        self._timeout = {"connect": connect, "read": read, "write": read, "pool": connect}

    def close(self) -> None:
        """Close every connection."""
        self._pool.close()

    def ask(
        self, address: Address, headers: dict[str, str], *, seconds: float, screen: Screen, record: Record | None
    ) -> Answer | Failure:
        """Send one GET request.

        Args:
            address: where to.
            headers: the fields besides Host.
            seconds: how long everything may take, from the connection to the last byte.
            screen: says why an answer's body is not wanted.
            record: called with a complete answer.
        """
        with self._backend.deadline(seconds):
            try:
                request = self._request(address, headers)
                response = self._pool.handle_request(request)
                try:
                    answer = self._receive(address.url, request, response, screen=screen, keep=record is not None)
                except BaseException:
                    _hang_up(response)
                    raise
                finally:
                    response.close()
            except (Refused, httpx.InvalidURL, UnicodeError, httpcore.TimeoutException) as error:
                return self._not_asked(address, error, seconds)
            except (httpcore.NetworkError, httpcore.ProtocolError, httpcore.ConnectionNotAvailable) as error:
                return _broken(address, error)
            except (TooLargeError, BombError, DamagedError) as error:
                return self._unusable(address, error)
            except _Unwanted as error:
                return error.failure
        if record is not None:
            record(answer)
        return answer

    def _request(self, address: Address, headers: dict[str, str]) -> httpcore.Request:
        url, netloc = place_of(address)
        fields = [(name.encode("ascii"), value.encode("ascii")) for name, value in headers.items()]
        return httpcore.Request("GET", url, headers=[(b"Host", netloc), *fields], extensions={"timeout": self._timeout})

    def _receive(
        self, url: str, request: httpcore.Request, response: httpcore.Response, *, screen: Screen, keep: bool
    ) -> Answer:
        at = self._now()
        fields = _fields(response.headers)
        unwanted = screen(response.status, fields)
        if unwanted is not None:
            raise _Unwanted(unwanted)
        is_page = response.status == 200
        limit = self._limits.max_bytes if is_page else _ASIDE_BYTES
        length = first_field(fields, "content-length") or ""
        if is_page and length.isascii() and length.isdigit() and int(length[:20]) > limit:
            raise TooLargeError
        packed: list[bytes] = []

        def arriving() -> Iterator[bytes]:
            assert isinstance(response.stream, Iterable)
            for piece in response.stream:
                if keep:
                    packed.append(piece)
                yield piece

        encodings = ", ".join(value for name, value in fields if name == "content-encoding") if is_page else ""
        body = b""
        try:
            body = b"".join(inflate(arriving(), encodings, limit=limit))
        except TooLargeError:
            if is_page:
                raise
            _hang_up(response)
        return Answer(
            url=url,
            status=response.status,
            version=response.extensions.get("http_version", b"HTTP/1.1").decode("ascii", "replace"),
            asked=_fields(request.headers),
            headers=fields,
            packed=b"".join(packed),
            body=body,
            at=at,
        )

    def _not_asked(self, address: Address, error: Exception, seconds: float) -> Failure:
        if isinstance(error, Refused):
            return Failure(code=error.refusal.code, reason=error.refusal.reason, host=address.host)
        if isinstance(error, (httpx.InvalidURL, UnicodeError)):
            reason = f"the address cannot be read ({error}): look at the spelling"
            return Failure(code="C010", reason=reason, host=address.host)
        if self._backend.is_over():
            reason = f"{address.host} took longer than the {seconds:.3g} s that a whole answer may take: try later"
            return Failure(code="C020", reason=reason, host=address.host)
        reason = f"{address.host} did not answer in time: try later"
        return Failure(code="C020", reason=reason, host=address.host, again=True)

    def _unusable(self, address: Address, error: Exception) -> Failure:
        if isinstance(error, TooLargeError):
            limit = f"{self._limits.max_bytes:,}"
            reason = f"the page has more than {limit} bytes: raise TELLINGS_MAX_FILE_BYTES to read it"
            return Failure(code="C024", reason=reason, host=address.host)
        if isinstance(error, BombError):
            reason = f"the page unpacks to more than {MAX_RATIO} times what was sent, as no article does: not read"
            return Failure(code="C025", reason=reason, host=address.host)
        reason = f"the body cannot be unpacked ({error}): try later, or save the page with a browser"
        return Failure(code="C026", reason=reason, host=address.host)


class _Unwanted(Exception):  # noqa: N818 -- reads as what happened
    def __init__(self, failure: Failure) -> None:
        super().__init__(failure.reason)
        self.failure = failure


def _hang_up(response: httpcore.Response) -> None:
    """Close the connection of an answer that is not read to its end: what is left of it may be endless."""
    stream = response.extensions.get("network_stream")
    if stream is not None:
        stream.close()


def _broken(address: Address, error: Exception) -> Failure:
    cause = error.__cause__ or error.__context__
    if isinstance(cause, ssl.SSLCertVerificationError):
        reason = f"the certificate of {address.host} is not trusted ({cause.verify_message}): nothing was read"
        return Failure(code="C029", reason=reason, host=address.host)
    why = str(error) or type(error).__name__
    reason = f"the connection with {address.host} failed ({why[:200]}): try later"
    return Failure(code="C019", reason=reason, host=address.host, again=True)


def _fields(headers: Iterable[tuple[bytes, bytes]]) -> Headers:
    return tuple((name.decode("latin-1").lower(), value.decode("latin-1").replace("\0", "")) for name, value in headers)

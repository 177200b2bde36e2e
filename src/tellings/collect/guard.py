"""Which machines may be spoken to: names are resolved, every answer is checked, and the checked address is connected.

A name that resolves to a public address when it is checked and to a private one when it is connected ("DNS
rebinding") gains nothing here, because there is one resolution and the connection goes to the number it gave. The
certificate and the Host field are still those of the name. Connections are made nowhere else, so what holds here
holds after every redirect and for ``robots.txt``.

Sources: IANA IPv4 and IPv6 Special-Purpose Address Registries; RFC 6052 and 8215 (NAT64), RFC 3056 (6to4), RFC 4380
(Teredo), RFC 6598 (carrier-grade NAT).
"""

from __future__ import annotations

import contextlib
import ipaddress
import queue
import select
import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterable, Iterator, Sequence

import httpcore

from tellings.collect.addresses import Refusal
from tellings.errors import SettingError

IPAddress = ipaddress.IPv4Address | ipaddress.IPv6Address
IPNetwork = ipaddress.IPv4Network | ipaddress.IPv6Network
#: Host → IP addresses in text form; raises OSError where there are none.
Resolver = Callable[[str], Sequence[str]]

#: Ports a web site is served on in public. Any other is asked for only on a network that was allowed by name.
PORTS = frozenset({80, 443, 8000, 8008, 8080, 8443})

_KINDS: tuple[tuple[str, str], ...] = (
    ("this machine", "0.0.0.0/8 127.0.0.0/8 ::/128 ::1/128"),
    ("a private network", "10.0.0.0/8 172.16.0.0/12 192.168.0.0/16 fc00::/7 fec0::/10"),
    ("the link or a cloud's metadata", "169.254.0.0/16 fe80::/10 100.100.100.200/32 168.63.129.16/32"),
    ("carrier-grade NAT", "100.64.0.0/10"),
    ("many machines at once", "224.0.0.0/4 ff00::/8 255.255.255.255/32"),
    ("documentation or tests", "192.0.2.0/24 198.51.100.0/24 203.0.113.0/24 198.18.0.0/15 2001:db8::/32 3fff::/20"),
    ("a special purpose", "192.0.0.0/24 192.31.196.0/24 192.52.193.0/24 192.88.99.0/24 192.175.48.0/24 240.0.0.0/4"),
    ("a special purpose", "100::/64 100:0:0:1::/64 2001::/23 2620:4f:8000::/48 5f00::/16"),
)
_REFUSED: tuple[tuple[str, IPNetwork], ...] = tuple(
    (kind, ipaddress.ip_network(network)) for kind, networks in _KINDS for network in networks.split()
)
#: The only IPv6 space given out so far; what lies outside it is no public machine.
_GLOBAL_6 = ipaddress.IPv6Network("2000::/3")
#: IPv6 networks that carry an IPv4 address, with the bit at which it begins.
_CARRIERS: tuple[tuple[ipaddress.IPv6Network, int], ...] = (
    (ipaddress.IPv6Network("::ffff:0:0/96"), 96),
    (ipaddress.IPv6Network("::/96"), 96),
    (ipaddress.IPv6Network("64:ff9b::/96"), 96),
    (ipaddress.IPv6Network("2002::/16"), 16),
)
#: Always refused whatever they carry: local NAT64 prefixes hide any address, Teredo carries its own scrambled.
_TUNNELS = (ipaddress.IPv6Network("64:ff9b:1::/48"), ipaddress.IPv6Network("2001::/32"))


class Refused(Exception):  # noqa: N818 -- reads as what happened
    """A connection was refused before it was made; carries the ``Refusal``."""

    def __init__(self, refusal: Refusal) -> None:
        super().__init__(refusal.reason)
        self.refusal = refusal


def parse_networks(networks: Iterable[str]) -> tuple[IPNetwork, ...]:
    """Return networks from their text form (``127.0.0.0/8``).

    Raises:
        SettingError: one cannot be read.
    """
    try:
        return tuple(ipaddress.ip_network(network.strip()) for network in networks if network.strip())
    except ValueError as error:
        raise SettingError(f"allow_private: {error}: write networks such as 127.0.0.0/8", code="S003") from error


def kind_of(address: IPAddress) -> str | None:
    """Return what a machine that must not be asked is, in words; None for a public one."""
    if isinstance(address, ipaddress.IPv6Address):
        if any(address in tunnel for tunnel in _TUNNELS):
            return "a tunnel"
        for carrier, bit in _CARRIERS:
            if address in carrier and int(address) > 1:
                inner = ipaddress.IPv4Address((int(address) >> (96 - bit)) & 0xFFFFFFFF)
                return kind_of(inner)
        if address not in _GLOBAL_6:
            named = next((kind for kind, network in _REFUSED if address in network), None)
            return named or "no public network"
    return next((kind for kind, network in _REFUSED if address in network), None)


def resolve_host(host: str) -> list[str]:
    """Return the IP addresses of a host as the system's resolver gives them, without repeats."""
    found = socket.getaddrinfo(host, None, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(entry[4][0]) for entry in found))


class Guard:
    """Says which addresses of a host may be connected.

    Args:
        allowed: networks that are allowed although they are private, on any port. Dangerous: a page may redirect
            there, and what answers is read and kept.
        resolve: host → IP addresses; the system's resolver by default.
    """

    def __init__(self, allowed: Sequence[IPNetwork] = (), *, resolve: Resolver = resolve_host) -> None:
        self._allowed = tuple(allowed)
        self._resolve = resolve

    def addresses(self, host: str, port: int, *, seconds: float | None = None) -> list[str]:
        """Return the addresses to connect, in the resolver's order.

        One refused address among them refuses the host: its owner could choose which of them is asked.

        Args:
            host: name or number.
            port: to be connected.
            seconds: how long the resolver may take; None for as long as it likes.

        Raises:
            Refused: the host cannot be resolved or must not be asked.
        """
        try:
            given = [host] if _is_number(host) else self._resolved(host, seconds)
            found = [ipaddress.ip_address(one.partition("%")[0]) for one in given]
        except (OSError, UnicodeError, ValueError) as error:
            raise Refused(_unresolved(host, error)) from error
        if not found:
            raise Refused(_unresolved(host, OSError("no address")))
        for address in found:
            refusal = self._refusal(host, port, address)
            if refusal is not None:
                raise Refused(refusal)
        return [str(address) for address in found]

    def _resolved(self, host: str, seconds: float | None) -> list[str]:
        """Return what the resolver says within its time; the system's cannot be stopped, so a thread waits for it."""
        if seconds is None:
            return list(self._resolve(host))
        said: queue.SimpleQueue[list[str] | Exception] = queue.SimpleQueue()

        def ask() -> None:
            try:
                said.put(list(self._resolve(host)))
            except Exception as error:  # noqa: BLE001 -- raised again by the thread that asked
                said.put(error)

        threading.Thread(target=ask, daemon=True, name="resolve").start()
        try:
            found = said.get(timeout=seconds)
        except queue.Empty:
            reason = f"no address of the host {host} was found within {seconds:.3g} s: try later"
            raise Refused(Refusal("C020", reason)) from None
        if isinstance(found, Exception):
            raise found
        return found

    def _refusal(self, host: str, port: int, address: IPAddress) -> Refusal | None:
        if any(address in network for network in self._allowed):
            return None
        kind = kind_of(address)
        if kind is not None:
            where = host if host == str(address) else f"{host} ({address})"
            remedy = "allow its network with TELLINGS_ALLOW_PRIVATE if it is yours"
            return Refusal("C014", f"{where} belongs to {kind} and is not asked: {remedy}")
        if port not in PORTS:
            listed = ", ".join(map(str, sorted(PORTS)))
            return Refusal("C013", f"port {port} is none that web sites use ({listed}) and is not asked")
        return None


def _unresolved(host: str, error: Exception) -> Refusal:
    why = getattr(error, "strerror", None) or str(error) or "no answer"
    return Refusal("C015", f"no address is known for the host {host} ({why}): look at the spelling")


def _is_number(host: str) -> bool:
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return False
    return True


class _Deadline(threading.local):
    """When the exchange that this thread is in must be over, in seconds of ``time.monotonic``."""

    at: float | None = None

    def cap(self, timeout: float | None, late: type[Exception]) -> float | None:
        if self.at is None:
            return timeout
        left = self.at - time.monotonic()
        if left <= 0:
            raise late("the time for this answer is over")
        return left if timeout is None else min(timeout, left)


class GuardedStream(httpcore.NetworkStream):
    """A connection whose every read and write keeps the deadline of the thread that asks."""

    def __init__(self, sock: socket.socket, deadline: _Deadline) -> None:
        self._sock = sock
        self._deadline = deadline

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        """Read at most so many bytes, b"" at the end."""
        with _mapped(httpcore.ReadTimeout, httpcore.ReadError):
            self._sock.settimeout(self._deadline.cap(timeout, httpcore.ReadTimeout))
            return self._sock.recv(max_bytes)

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        """Write everything."""
        with _mapped(httpcore.WriteTimeout, httpcore.WriteError):
            while buffer:
                self._sock.settimeout(self._deadline.cap(timeout, httpcore.WriteTimeout))
                buffer = buffer[self._sock.send(buffer) :]

    def close(self) -> None:
        """Close the connection."""
        self._sock.close()

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.NetworkStream:
        """Return the connection under TLS; the handshake as a whole keeps the time limit."""
        limit = self._deadline.cap(timeout, httpcore.ConnectTimeout)
        end = None if limit is None else time.monotonic() + limit
        try:
            with _mapped(httpcore.ConnectTimeout, httpcore.ConnectError):
                self._sock.settimeout(0)
                sock = ssl_context.wrap_socket(
                    self._sock, server_hostname=server_hostname, do_handshake_on_connect=False
                )
                self._sock = sock
                _shake_hands(sock, end)
        except BaseException:
            self.close()
            raise
        return GuardedStream(sock, self._deadline)

    def get_extra_info(self, info: str) -> object:
        """Return what httpcore asks about a connection, None for what is not known."""
        if info == "ssl_object" and isinstance(self._sock, ssl.SSLSocket):
            return self._sock
        if info == "is_readable":
            return _is_readable(self._sock)
        if info == "server_addr":
            return self._sock.getpeername()
        return None


class GuardedBackend(httpcore.NetworkBackend):
    """Makes the connections of a pool, to checked addresses alone."""

    def __init__(self, guard: Guard) -> None:
        self._guard = guard
        self._deadline = _Deadline()

    @contextlib.contextmanager
    def deadline(self, seconds: float) -> Iterator[None]:
        """Let everything that this thread does inside end within some seconds."""
        self._deadline.at = time.monotonic() + seconds
        try:
            yield
        finally:
            self._deadline.at = None

    def is_over(self) -> bool:
        """Return whether this thread's time is over."""
        return self._deadline.at is not None and time.monotonic() >= self._deadline.at

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,
    ) -> httpcore.NetworkStream:
        """Connect the first address of a host that answers.

        Raises:
            Refused: the host must not be asked.
            httpcore.ConnectError: none answers.
        """
        problem: Exception = httpcore.ConnectError("no address answers")
        seconds = self._deadline.cap(timeout, httpcore.ConnectTimeout)
        for address in self._guard.addresses(host, port, seconds=seconds):
            try:
                with _mapped(httpcore.ConnectTimeout, httpcore.ConnectError):
                    limit = self._deadline.cap(timeout, httpcore.ConnectTimeout)
                    sock = socket.create_connection((address, port), limit)
                    sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
                return GuardedStream(sock, self._deadline)
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as error:
                problem = error
        raise problem


@contextlib.contextmanager
def _mapped(late: type[Exception], broken: type[Exception]) -> Iterator[None]:
    """Turn the errors of a socket into those that httpcore knows."""
    try:
        yield
    except TimeoutError as error:
        raise late(str(error)) from error
    except OSError as error:
        raise broken(str(error)) from error


def _shake_hands(sock: ssl.SSLSocket, end: float | None) -> None:
    while True:
        try:
            sock.do_handshake()
            return
        except ssl.SSLWantReadError:
            _wait(sock, end, writing=False)
        except ssl.SSLWantWriteError:
            _wait(sock, end, writing=True)


def _wait(sock: socket.socket, end: float | None, *, writing: bool) -> None:
    left = None if end is None else end - time.monotonic()
    if left is not None and left <= 0:
        raise TimeoutError("the TLS handshake took too long")
    poll = select.poll()
    poll.register(sock, select.POLLOUT if writing else select.POLLIN)
    poll.poll(None if left is None else left * 1000)


def _is_readable(sock: socket.socket) -> bool:
    """Return whether a connection that waits was closed by the other side or has unread bytes."""
    if sock.fileno() < 0:
        return True
    poll = select.poll()
    poll.register(sock, select.POLLIN)
    return bool(poll.poll(0))

"""Being a good guest: one request at a time for every host, with a pause between two, and longer ones when asked."""

from __future__ import annotations

import contextlib
import datetime as dt
import math
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from email.utils import parsedate_to_datetime


def _utc_now() -> dt.datetime:
    return dt.datetime.now(dt.UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class Clock:
    """Where time comes from; tests hand in their own.

    ``now`` gives the moment in UTC, ``monotonic`` seconds that never go back, ``sleep`` waits some seconds.
    """

    now: Callable[[], dt.datetime] = _utc_now
    monotonic: Callable[[], float] = time.monotonic
    sleep: Callable[[float], None] = time.sleep


class WaitTooLongError(Exception):
    """A host asks for a longer pause than the limit; ``seconds`` says how long."""

    def __init__(self, seconds: float) -> None:
        super().__init__(f"{seconds:.0f} s")
        self.seconds = seconds


@dataclass(slots=True)
class _Host:
    """What is known about one host: how long to pause, from when on it may be asked."""

    pause_seconds: float
    free_at: float = -math.inf
    lock: threading.Lock = field(default_factory=threading.Lock)


class Pace:
    """Keeps the pauses of every host.

    Args:
        pause_seconds: seconds between the end of one request and the start of the next.
        max_wait_seconds: a longer wait is not waited.
        clock: where time comes from.
    """

    def __init__(self, *, pause_seconds: float, max_wait_seconds: float, clock: Clock) -> None:
        self._pause_seconds = pause_seconds
        self._max_wait_seconds = max_wait_seconds
        self._clock = clock
        self._hosts: dict[str, _Host] = {}
        self._lock = threading.Lock()

    @contextlib.contextmanager
    def turn(self, host: str, *, counts: bool = True) -> Iterator[None]:
        """Wait until a host may be asked, and keep everybody else from asking it inside.

        Args:
            host: name of the host.
            counts: whether the next request pauses after this one; one for ``robots.txt`` does not count.

        Raises:
            WaitTooLongError: the wait would be longer than the limit.
        """
        state = self._host(host)
        with state.lock:
            wait_seconds = state.free_at - self._clock.monotonic()
            if wait_seconds > self._max_wait_seconds:
                raise WaitTooLongError(wait_seconds)
            if wait_seconds > 0:
                self._clock.sleep(wait_seconds)
            try:
                yield
            finally:
                if counts:
                    state.free_at = max(state.free_at, self._clock.monotonic() + state.pause_seconds)

    def lengthen(self, host: str, pause_seconds: float) -> None:
        """Pause at least so long between two requests, as the host's ``robots.txt`` asks."""
        state = self._host(host)
        state.pause_seconds = max(state.pause_seconds, pause_seconds)

    def hold(self, host: str, seconds: float) -> None:
        """Leave a host alone for some seconds from now on."""
        state = self._host(host)
        state.free_at = max(state.free_at, self._clock.monotonic() + seconds)

    def _host(self, host: str) -> _Host:
        with self._lock:
            return self._hosts.setdefault(host, _Host(self._pause_seconds))


def fresh_seconds(headers: Iterable[tuple[str, str]]) -> int | None:
    """Return how long an answer says that it stays as it is, None if it does not say.

    Source: RFC 9111 sections 4.2 and 5.2.2: ``max-age`` less what the answer spent in other caches (``Age``).

    Args:
        headers: fields of the answer, names in lower case.
    """
    fields = dict(reversed(list(headers)))
    said: dict[str, str] = {}
    for part in fields.get("cache-control", "").lower().split(","):
        name, _, value = part.partition("=")
        said.setdefault(name.strip(), value.strip(' \t"'))
    limit, age = said.get("max-age", ""), fields.get("age", "").strip()
    if {"no-store", "no-cache"} & said.keys() or not (limit.isascii() and limit.isdigit()):
        return None
    spent = int(age[:12]) if age.isascii() and age.isdigit() else 0
    return max(0, int(limit[:12]) - spent) or None


def retry_after_seconds(value: str | None, now: dt.datetime) -> float | None:
    """Return the wait that a Retry-After field asks for, None if there is none that can be read.

    Args:
        value: seconds, or a date as in RFC 9110 section 5.6.7.
        now: the moment, in UTC.
    """
    text = (value or "").strip()
    if text.isascii() and text.isdigit():
        return float(text[:12])
    try:
        moment = parsedate_to_datetime(text)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    moment = moment if moment.tzinfo else moment.replace(tzinfo=dt.UTC)
    return max(0.0, (moment - now).total_seconds())

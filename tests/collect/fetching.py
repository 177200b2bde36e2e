"""What the tests of fetching share: a clock that only sleeping moves, and a fetcher that may ask loopback."""

from __future__ import annotations

import datetime as dt
import threading
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from tellings.collect.exchange import Record
from tellings.collect.fetch import Fetcher, FetchOptions
from tellings.collect.pace import Clock
from tellings.types.articles import Dropped

LOOPBACK = ("127.0.0.0/8",)
START = dt.datetime(2026, 3, 1, 12, 0, 0, tzinfo=dt.UTC)


@dataclass(slots=True)
class StillTime:
    """Time that passes only while somebody sleeps."""

    slept: list[float] = field(default_factory=list)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def sleep(self, seconds: float) -> None:
        with self.lock:
            self.slept.append(round(seconds, 6))

    def clock(self) -> Clock:
        def now() -> dt.datetime:
            return START + dt.timedelta(seconds=sum(self.slept))

        return Clock(now=now, monotonic=lambda: 1000.0 + sum(self.slept), sleep=self.sleep)


def names(host: str) -> Sequence[str]:
    """Resolve every name that ends in ``.example`` to loopback, and a few to other places."""
    if host == "inside.example":
        return ["10.0.0.7"]
    if host == "two-faced.example":
        return ["93.184.216.34", "127.0.0.2", "169.254.169.254"]
    if host.endswith(".example"):
        return ["127.0.0.1"]
    raise OSError("Name or service not known")


def fetcher(time: StillTime | None = None, *, record: Record | None = None, **options: Any) -> Fetcher:  # noqa: ANN401
    """Return a fetcher that may ask loopback, in still time."""
    options = {"allow_private": LOOPBACK, "total_seconds": 10.0, **options}
    clock = (time or StillTime()).clock()
    return Fetcher(FetchOptions(**options), clock=clock, resolve=names, record=record)


def code_of(outcome: object) -> str:
    """Return the code of something dropped, with its reason where a test fails."""
    assert isinstance(outcome, Dropped), outcome
    assert outcome.stage == "collect"
    assert outcome.reason
    return outcome.code

"""What a site allows robots: ``robots.txt``, asked for once a site and kept.

Source: RFC 9309 (Robots Exclusion Protocol). The longest rule that fits decides; a site that says 4xx has no rules; one
that says 5xx, or cannot be reached, allows nothing for now; 500 KiB are read, five redirects followed.
"""

from __future__ import annotations

import math
import threading
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from urllib.parse import urljoin

from protego import Protego

from tellings.collect.addresses import Address, Refusal, parse_address
from tellings.collect.exchange import Answer, Failure
from tellings.collect.pace import Clock, retry_after_seconds

#: The name under which we look for rules meant for us.
ROBOT = "tellings"
#: RFC 9309 section 2.5.
MAX_BYTES = 500 * 1024
#: RFC 9309 section 2.3.1.2.
MAX_REDIRECTS = 5
#: RFC 9309 section 2.4: no longer than a day.
KEEP_SECONDS = 24 * 3600.0
#: A site whose rules could not be had is asked again after so long (set by hand).
KEEP_FAILURE_SECONDS = 600.0
#: … unless it says itself when (Retry-After): then, within these limits (set by hand).
LEAST_SECONDS = 60.0
MOST_SECONDS = 365 * 24 * 3600.0


@dataclass(frozen=True, slots=True)
class _Rules:
    """What one site allows until when: rules, or the failure to get them; both None where there are no rules."""

    until: float
    rules: Protego | None = None
    failure: Failure | None = None


@dataclass(slots=True)
class _Site:
    rules: _Rules | None = None
    lock: threading.Lock = field(default_factory=threading.Lock)


class Robots:
    """Remembers what every site allows.

    Args:
        ask: sends one request, as ``Wire.ask`` does; redirects are followed here.
        clock: where time comes from.
    """

    def __init__(self, ask: Callable[[Address], Answer | Failure], *, clock: Clock) -> None:
        self._ask = ask
        self._now, self._monotonic = clock.now, clock.monotonic
        self._sites: dict[str, _Site] = {}
        self._lock = threading.Lock()

    def refuses(self, address: Address) -> Failure | None:
        """Return why an address may not be asked for, None if it may."""
        known = self._known(address)
        if known.failure is not None:
            if known.failure.wait_seconds is None:
                return known.failure
            return replace(known.failure, wait_seconds=max(0.0, known.until - self._monotonic()))
        if known.rules is None or known.rules.can_fetch(address.url, ROBOT):
            return None
        reason = f"the robots.txt of {address.host} forbids this page to robots: save it with a browser"
        return Failure(code="C017", reason=reason, host=address.host)

    def pause_seconds(self, address: Address) -> float:
        """Return the pause between two requests that a site asks for, 0.0 if it asks for none."""
        rules = self._known(address).rules
        delay = rules.crawl_delay(ROBOT) if rules is not None else None
        return float(delay) if delay is not None and math.isfinite(delay) and delay > 0 else 0.0

    def _known(self, address: Address) -> _Rules:
        with self._lock:
            site = self._sites.setdefault(address.origin, _Site())
        with site.lock:
            if site.rules is None or site.rules.until <= self._monotonic():
                site.rules = self._fetch(address)
            return site.rules

    def _fetch(self, address: Address) -> _Rules:
        place = parse_address(address.origin + "/robots.txt")
        for _ in range(MAX_REDIRECTS + 1):
            if isinstance(place, Refusal):
                break
            answer = self._ask(place)
            if isinstance(answer, Failure):
                return _Rules(self._monotonic() + KEEP_FAILURE_SECONDS, failure=_for_now(address, answer))
            target = answer.header("location")
            if answer.status not in {301, 302, 303, 307, 308} or target is None:
                return self._read(address, answer)
            place = parse_address(urljoin(place.url, target.strip()))
        return _Rules(self._monotonic() + KEEP_SECONDS)

    def _read(self, address: Address, answer: Answer) -> _Rules:
        if answer.status == 200:
            text = answer.body[:MAX_BYTES].decode("utf-8-sig", "replace")
            return _Rules(self._monotonic() + KEEP_SECONDS, rules=Protego.parse(text))
        if answer.status >= 500 or answer.status == 429:
            asked = retry_after_seconds(answer.header("retry-after"), self._now())
            reason = f"the robots.txt of {address.host} cannot be had (status {answer.status}): try later"
            failure = Failure(code="C018", reason=reason, host=address.host, wait_seconds=asked, status=answer.status)
            wait_seconds = KEEP_FAILURE_SECONDS if asked is None else min(max(asked, LEAST_SECONDS), MOST_SECONDS)
            return _Rules(self._monotonic() + wait_seconds, failure=failure)
        return _Rules(self._monotonic() + KEEP_SECONDS)


def _for_now(address: Address, failure: Failure) -> Failure:
    """Return the failure to reach ``robots.txt`` as that of a page: a host that is refused stays refused by name."""
    if failure.host == address.host and failure.code in {"C013", "C014", "C015", "C029"}:
        return Failure(code=failure.code, reason=failure.reason, host=address.host)
    reason = f"the robots.txt of {address.host} cannot be had ({failure.reason}) [{failure.code}]"
    return Failure(code="C018", reason=reason, host=address.host)

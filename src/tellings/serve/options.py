"""What a desk is started with."""

from __future__ import annotations

import datetime as dt
import ipaddress
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final

from tellings.errors import SettingError

LOOPBACK_NAMES: Final = frozenset({"localhost", "127.0.0.1", "::1"})
"""Names of this machine for itself."""


def utc_now() -> dt.datetime:
    """Return the time, in UTC."""
    return dt.datetime.now(dt.UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class DeskOptions:
    """How a desk guards itself.

    Attributes:
        tokens: whether a token is needed; without, every visitor is the editor ``local``.
        hosts: names under which the desk answers, lower case, without port; any other ``Host`` is refused, so that
            no foreign page can reach a desk on loopback by a name of its own (DNS rebinding).
        secure: whether it is reached by https only; cookies are then never sent otherwise.
        body_bytes: largest request body; a form of the desk has a few kilobytes.
        requests_per_minute: per visitor; a page with its parts makes about five.
        session_hours: how long a browser stays signed in.
        clock: tells the time; tests set it.
    """

    tokens: bool = False
    hosts: frozenset[str] = LOOPBACK_NAMES
    secure: bool = False
    body_bytes: int = 1_000_000
    requests_per_minute: int = 600
    session_hours: int = 12
    clock: Callable[[], dt.datetime] = field(default=utc_now, repr=False)

    def now(self) -> str:
        """Return the time as the store writes it."""
        return self.clock().astimezone(dt.UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def is_loopback(host: str) -> bool:
    """Return whether nobody outside this machine can reach what listens on an address."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def check_binding(host: str, *, tokens: bool) -> None:
    """Refuse to listen where others can reach the desk and no token is asked for.

    Raises:
        SettingError: the address is not loopback and ``tokens`` is False (H002).
    """
    if not tokens and not is_loopback(host):
        message = (
            f"{host} can be reached from other machines: make a token with 'tellings token add', then use --tokens"
        )
        raise SettingError(message, code="H002")

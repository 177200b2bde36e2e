"""How pages are asked for; imports nothing that has to be installed for it."""

from __future__ import annotations

from dataclasses import dataclass

from tellings.config import Settings


@dataclass(frozen=True, slots=True, kw_only=True)
class FetchOptions:
    """How pages are asked for. Every default was set by hand.

    Attributes:
        contact: an address or page where a site's owner finds us; part of the user agent. "" for none.
        max_bytes: a larger body is dropped, packed or unpacked.
        connect_seconds: limit for one connection.
        read_seconds: limit for one silence of the server.
        total_seconds: limit for one try of a page with all its redirects, pauses left out.
        max_redirects: how many are followed; browsers follow 20, pages that are there need 1 to 4.
        attempts: how often a page is asked for when a failure may pass.
        backoff_seconds: wait before the second try; it doubles with every further one.
        pause_seconds: least time between two requests to one host; a site's Crawl-delay lengthens it.
        max_wait_seconds: a site that asks for a longer wait (Retry-After, Crawl-delay) is left for another time.
        hosts_at_once: how many hosts are asked at the same time.
        obey_robots: whether ``robots.txt`` is asked for and kept to.
        allow_private: networks that are asked although they are private, such as ``127.0.0.0/8``. Dangerous: any
            page may redirect there.
        ca_file: certificates to trust instead of the common ones; None for these.
    """

    contact: str = ""
    max_bytes: int = 32_000_000
    connect_seconds: float = 10.0
    read_seconds: float = 20.0
    total_seconds: float = 60.0
    max_redirects: int = 10
    attempts: int = 3
    backoff_seconds: float = 1.0
    pause_seconds: float = 1.0
    max_wait_seconds: float = 120.0
    hosts_at_once: int = 8
    obey_robots: bool = True
    allow_private: tuple[str, ...] = ()
    ca_file: str | None = None

    @classmethod
    def of(cls, settings: Settings) -> FetchOptions:
        """Return the options that the settings ask for."""
        return cls(
            contact=settings.contact,
            max_bytes=settings.max_file_bytes,
            total_seconds=settings.fetch_seconds,
            pause_seconds=settings.pause_seconds,
            hosts_at_once=settings.hosts_at_once,
            allow_private=tuple(part.strip() for part in settings.allow_private.split(",") if part.strip()),
        )

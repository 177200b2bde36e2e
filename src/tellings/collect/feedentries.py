"""What every kind of feed gives: addresses with what is said about them, and how many were left out and why."""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from email.utils import parsedate_to_datetime
from urllib.parse import urljoin

from tellings.collect.canonical import canonical_address

#: More entries of one feed are counted, not read: a news sitemap may hold 1,000, a feed rarely has over 200.
MAX_ENTRIES = 5000
#: A feed's clock may be ahead of ours; a date further ahead is not believed.
AHEAD = dt.timedelta(days=1)
#: Periods of RSS's module for syndication (https://web.resource.org/rss/1.0/modules/syndication/), in seconds.
_PERIODS = {"hourly": 3600, "daily": 86400, "weekly": 7 * 86400, "monthly": 30 * 86400, "yearly": 365 * 86400}
_ISO = re.compile(
    r"(\d{4})-?(\d{2})(?:-?(\d{2}))?"
    r"(?:[Tt ](\d{2}):?(\d{2})(?::?(\d{2})(?:[.,]\d+)?)?\s*([Zz]|UTC|GMT|[+-]\d{2}:?\d{2})?)?"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """An address that a feed names, with what the feed says about it; None where it says nothing.

    Attributes:
        address: canonical address of the page.
        title: headline as plain text.
        published: ISO 8601 in UTC to the second, or a date alone; a date that is not sane or lies ahead is None.
        updated: likewise.
        ident: the feed's own id of the entry (``guid``, ``id``).
        summary: plain text.
        outlet: who published it (``source``, ``news:publication``).
        authors: names, in order.
    """

    address: str
    title: str | None = None
    published: str | None = None
    updated: str | None = None
    ident: str | None = None
    summary: str | None = None
    outlet: str | None = None
    authors: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Feed:
    """What a feed says.

    Attributes:
        kind: ``rss``, ``atom``, ``json`` or ``sitemap``.
        title: its own title, None if it has none.
        entries: in its order, each address once.
        children: for an index of sitemaps, their addresses with the time of their last change (None if unknown).
        dropped: why entries were left out (``no_address``, ``bad_address``, ``doubled``, ``too_many``) and how many.
        broken: whether the document is damaged, so that entries may be missing.
        said_seconds: how long it says that it stays as it is (``ttl``, ``sy:updatePeriod``), None if it does not say.
    """

    kind: str
    title: str | None = None
    entries: tuple[Entry, ...] = ()
    children: tuple[tuple[str, str | None], ...] = ()
    dropped: tuple[tuple[str, int], ...] = ()
    broken: bool = False
    said_seconds: int | None = None


def sift(found: Iterable[tuple[str | None, Entry]], *, base: str) -> tuple[tuple[Entry, ...], Counter[str]]:
    """Return entries with canonical addresses, each once, and what was left out.

    Args:
        found: the address as the feed gives it (None for none) and the rest of the entry.
        base: what relative addresses are relative to.
    """
    kept: dict[str, Entry] = {}
    dropped: Counter[str] = Counter()
    for count, (address, entry) in enumerate(found):
        if count >= MAX_ENTRIES:
            dropped["too_many"] += 1
            continue
        if not address or not address.strip():
            dropped["no_address"] += 1
            continue
        whole = absolute(address, base)
        if whole is None:
            dropped["bad_address"] += 1
        elif whole in kept:
            dropped["doubled"] += 1
        else:
            kept[whole] = replace(entry, address=whole)
    return tuple(kept.values()), dropped


def absolute(address: str, base: str) -> str | None:
    """Return the canonical form of an address that may be relative, None if it can be no page's."""
    joined = "".join(address.split("\n")).replace("\t", "").replace("\r", "").strip().replace(" ", "%20")
    try:
        return canonical_address(urljoin(base, joined))
    except ValueError:
        return None


def counted(dropped: Counter[str]) -> tuple[tuple[str, int], ...]:
    """Return counts by reason, sorted."""
    return tuple(sorted(dropped.items()))


def said_pause(*, ttl: object, period: object, frequency: object) -> int | None:
    """Return how many seconds a feed says that it stays as it is, the longest it says; None if it does not say.

    Args:
        ttl: minutes, as RSS 2.0 gives them.
        period: ``hourly`` to ``yearly`` (``sy:updatePeriod``).
        frequency: how often in a period (``sy:updateFrequency``); once where it is not said.
    """
    often = _whole(frequency) or 1
    each = _PERIODS.get(period.strip().lower(), 0) if isinstance(period, str) else 0
    return max(60 * (_whole(ttl) or 0), each // often) or None


def _whole(value: object) -> int | None:
    """Return a whole number above 0 of at most six digits, None for anything else."""
    text = value.strip() if isinstance(value, str) else ""
    return int(text) or None if text.isascii() and text.isdigit() and len(text) <= 6 else None


def sane_date(value: object, *, now: dt.datetime) -> str | None:
    """Return a date as ISO 8601 in UTC (a date alone as it is), None if it is not one or is not to be believed.

    Years before 1990 are mistakes of clocks; so is what lies more than ``AHEAD`` ahead of ``now``.
    """
    if not isinstance(value, str) or not value.strip():
        return None
    text = value.strip()[:100]
    moment, whole = _iso(text) if text[:4].isdigit() else (_mail(text), False)
    if moment is None or moment.year < 1990 or moment > now + AHEAD:
        return None
    return moment.date().isoformat() if whole else moment.strftime("%Y-%m-%dT%H:%M:%SZ")


def _iso(text: str) -> tuple[dt.datetime | None, bool]:
    """Return an ISO 8601 moment, and whether only a day was given."""
    found = _ISO.fullmatch(text)
    if found is None or found.group(3) is None:
        return None, False
    year, month, day, hour, minute, second = (int(part or 0) for part in found.groups()[:6])
    try:
        moment = dt.datetime(year, month, day, hour, minute, min(second, 59), tzinfo=_zone(found.group(7)))
        return moment.astimezone(dt.UTC), found.group(4) is None
    except (ValueError, OverflowError):
        return None, False


def _zone(text: str | None) -> dt.tzinfo:
    if text is None or text[0] not in "+-":
        return dt.UTC
    digits = text[1:].replace(":", "")
    offset = dt.timedelta(hours=int(digits[:2]), minutes=int(digits[2:]))
    return dt.timezone(offset if text[0] == "+" else -offset)


def _mail(text: str) -> dt.datetime | None:
    """Return a moment as mail headers write it."""
    try:
        moment = parsedate_to_datetime(text)
        return (moment if moment.tzinfo else moment.replace(tzinfo=dt.UTC)).astimezone(dt.UTC)
    except (ValueError, OverflowError, TypeError, IndexError):
        return None

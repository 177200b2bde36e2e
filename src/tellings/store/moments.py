"""Times as the store writes them: one form that sorts as text, and moments that sort as numbers."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from tellings.errors import StoreError

#: Room for ids below the minute: 64 bits hold 68,000,000,000 rows and the minutes of 1714 to 2225.
SHIFT = 36
#: Minutes since 1970 that still fit; a report that claims an earlier or later time counts as of this one.
MOST_MINUTES = 2**27 - 1
#: When something is due that is never to be done again.
NEVER = "9999-12-31T23:59:59Z"


def instant(value: str | datetime) -> str:
    """Return a time as ``2026-03-01T09:30:00Z``; a time without a zone is taken as UTC.

    Raises:
        StoreError: the text is no ISO 8601 time (T010).
    """
    moment = value if isinstance(value, datetime) else _parse(value)
    if moment is None:
        raise StoreError(f"{value!r} is no time: give ISO 8601, such as 2026-03-01T09:30:00Z", code="T010")
    return moment.replace(tzinfo=moment.tzinfo or UTC).astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def now() -> str:
    """Return the present time in the store's form."""
    return instant(datetime.now(UTC))


def later(value: str, seconds: float) -> str:
    """Return the time so many seconds after another."""
    return instant(datetime.fromisoformat(instant(value)) + timedelta(seconds=seconds))


def first_moment(value: str) -> int:
    """Return the lowest moment of the minute of a time: rows at that time and later have a higher one.

    Raises:
        StoreError: the text is no ISO 8601 time (T010).
    """
    return _minutes(instant(value)) << SHIFT


def moment_of(published: str | None, seen_at: str, ident: int) -> int:
    """Return the moment of a row: its publication, or its first sight where no usable publication is known."""
    parsed = _parse(published) if published else None
    return (_minutes(instant(parsed or seen_at)) << SHIFT) | ident


def time_of(moment: int) -> str:
    """Return the time of a moment, to the minute."""
    return instant(datetime.fromtimestamp(0, UTC) + timedelta(minutes=moment >> SHIFT))


def _minutes(text: str) -> int:
    minutes = int((datetime.fromisoformat(text) - datetime.fromtimestamp(0, UTC)) // timedelta(minutes=1))
    return max(-MOST_MINUTES, min(MOST_MINUTES, minutes))


def _parse(text: str) -> datetime | None:
    try:
        parsed = datetime.fromisoformat(text)
        parsed.replace(tzinfo=parsed.tzinfo or UTC).astimezone(UTC)
    except (ValueError, OverflowError):
        return None
    return parsed

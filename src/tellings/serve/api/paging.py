"""Lists in parts: an opaque cursor names the last thing of a part, so that nothing is lost or told twice."""

from __future__ import annotations

import base64
import binascii
import datetime as dt
import json
from typing import Annotated, Any, Final

from fastapi import Path, Query
from pydantic import AfterValidator

from tellings.errors import DeskError, StoreError
from tellings.store.moments import first_moment
from tellings.store.rows import column_text

MOST: Final = 200
"""Things in one part: a few hundred kilobytes at most."""

LENGTH: Final = 300
"""Characters of a filter: what an index takes."""

Ident = Annotated[int, Path(ge=1, lt=2**62)]
Limit = Annotated[int, Query(ge=1, le=MOST, description="How many at most.")]
After = Annotated[str | None, Query(max_length=800, description="The `next` of the part before.")]
Filter = Annotated[str | None, Query(max_length=LENGTH), AfterValidator(lambda text: text and column_text(text))]
When = Annotated[dt.datetime | None, Query(description="A date or date-time; UTC where no zone is said.")]

Key = int | str


def seal(listing: str, *keys: Key) -> str:
    """Return the cursor that stands behind a thing with these keys in a listing."""
    return base64.urlsafe_b64encode(json.dumps([listing, *keys]).encode()).decode().rstrip("=")


def unseal(cursor: str | None, listing: str, *kinds: type[Key]) -> tuple[Any, ...] | None:
    """Return the keys of a cursor, None without one.

    Raises:
        DeskError: it is none that ``seal`` made for this listing (H011, 422).
    """
    if cursor is None:
        return None
    try:
        padded = cursor.encode("ascii") + b"=" * (-len(cursor) % 4)
        found = json.loads(base64.b64decode(padded, altchars=b"-_", validate=True))
    except (ValueError, binascii.Error, RecursionError) as error:
        raise _strange() from error
    if not isinstance(found, list) or not found or found[0] != listing or len(found) != len(kinds) + 1:
        raise _strange()
    keys = found[1:]
    for key, kind in zip(keys, kinds, strict=True):
        if type(key) is not kind or (isinstance(key, int) and not -(2**63) <= key < 2**63):
            raise _strange()
    return tuple(column_text(key) if isinstance(key, str) else key for key in keys)


def _strange() -> DeskError:
    return DeskError(422, "H011", "the cursor in 'after' is none of this list: begin again without it")


def moment(when: dt.datetime | None) -> int | None:
    """Return the lowest moment of a time, None without one.

    Raises:
        DeskError: the calendar has no such time in UTC (H011, 422).
    """
    if when is None:
        return None
    try:
        return first_moment(when.isoformat())
    except (StoreError, ValueError, OverflowError) as error:
        raise DeskError(422, "H011", f"{when.isoformat()} cannot be used: give a time from the year 1000 on") from error

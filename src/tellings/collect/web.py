"""The door to fetching for who may not have it installed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from tellings.collect.options import FetchOptions
from tellings.errors import InputError, MissingExtra
from tellings.types.articles import Capture, Dropped, Hints, Unchanged

if TYPE_CHECKING:
    from tellings.collect.exchange import Record
    from tellings.collect.fetch import Fetcher
    from tellings.collect.warc import WarcFile


def open_fetcher(options: FetchOptions | None = None, *, record: Record | None = None) -> Fetcher:
    """Return a fetcher, to be closed after use.

    Args:
        options: how pages are asked for; None for the defaults.
        record: called with every complete answer.

    Raises:
        MissingExtra: what fetching needs is not installed.
    """
    try:
        from tellings.collect.fetch import Fetcher  # noqa: PLC0415 -- optional part
    except ImportError as error:
        message = f"addresses need {error.name or 'more'}: pip install 'tellings[web]'"
        raise MissingExtra(message, code="S004") from error
    return Fetcher(options or FetchOptions(), record=record)


def open_warc(path: Path) -> WarcFile:
    """Return a WARC file to record into, to be closed after use.

    Raises:
        InputError: the file cannot be written.
        MissingExtra: what it needs is not installed.
    """
    try:
        from tellings.collect.warc import WarcFile  # noqa: PLC0415 -- optional part
    except ImportError as error:
        message = f"WARC files need {error.name or 'more'}: pip install 'tellings[web]'"
        raise MissingExtra(message, code="S004") from error
    try:
        return WarcFile(path)
    except OSError as error:
        message = f"{path} cannot be written ({error.strerror}): give another place"
        raise InputError(message, code="C031") from error


def fetch_pages(
    addresses: Sequence[str], *, options: FetchOptions | None = None, hints: Hints
) -> Iterator[Capture | Dropped]:
    """Fetch addresses and yield one outcome for each, in their order; nothing is imported where there are none.

    Raises:
        MissingExtra: what fetching needs is not installed.
    """
    if not addresses:
        return
    with open_fetcher(options) as fetcher:
        for outcome in fetcher.fetch_all(addresses, hints=hints):
            assert not isinstance(outcome, Unchanged), "nothing is known before"
            yield outcome

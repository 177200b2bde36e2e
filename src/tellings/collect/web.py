"""The door to fetching for who may not have it installed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from tellings.collect.options import FetchOptions
from tellings.errors import MissingExtra
from tellings.types.articles import Capture, Dropped, Hints, Unchanged

if TYPE_CHECKING:
    from tellings.collect.exchange import Record
    from tellings.collect.fetch import Fetcher


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

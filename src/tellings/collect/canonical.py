"""One form for the addresses of one page: without what only says how its reader came."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import Any
from urllib.parse import urlsplit

import yaml

from tellings.collect.addresses import Address, parse_address


def canonical_address(url: str) -> str | None:
    """Return the form under which an address is compared and kept, None if it can be no page's address.

    The host is written in lower case, the scheme's own port, the fragment and ``..`` fall away, and so do the query
    parameters of ``tracking.yaml``. Everything else stays as it is: the scheme, the other parameters and their order,
    a ``/`` at the end, upper and lower case of the path.
    """
    address = parse_address(url.strip())
    if not isinstance(address, Address):
        return None
    head, mark, query = address.url.partition("?")
    if not mark:
        return address.url
    kept = [part for part in query.split("&") if not _is_tracking(part.partition("=")[0])]
    return f"{head}?{'&'.join(kept)}" if any(kept) else head


def is_front_page(url: str) -> bool:
    """Return whether an address is that of a whole site: a host without a path or query."""
    parts = urlsplit(url)
    return parts.path in {"", "/"} and not parts.query


def _is_tracking(name: str) -> bool:
    prefixes, names = _tracking()
    lower = name.lower()
    return lower in names or lower.startswith(prefixes)


@cache
def _tracking() -> tuple[tuple[str, ...], frozenset[str]]:
    text = files("tellings.collect").joinpath("tracking.yaml").read_text(encoding="utf-8")
    table: dict[str, Any] = yaml.load(text, Loader=yaml.CSafeLoader)
    return tuple(table["prefixes"]), frozenset(table["names"])

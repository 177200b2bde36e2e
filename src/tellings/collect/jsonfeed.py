"""JSON Feed (https://www.jsonfeed.org/version/1.1/), versions 1 and 1.1."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator
from typing import Any

from tellings.collect.feedentries import Entry, Feed, counted, sane_date, sift
from tellings.collect.feedtext import plain_words


def parse_json_feed(text: str, *, url: str, now: dt.datetime) -> Feed | None:
    """Return what a JSON Feed says, None if the text is none.

    A document without the ``version`` that the format demands is taken if it has ``items`` with addresses.

    Args:
        text: the document.
        url: where it was found; relative addresses are relative to it.
        now: dates after it are not believed.
    """
    try:
        document = json.loads(text.lstrip("\ufeff \t\r\n"))
    except (ValueError, RecursionError):
        return None
    if not isinstance(document, dict) or not isinstance(document.get("items"), list):
        return None
    items = [item for item in document["items"] if isinstance(item, dict)]
    version = document.get("version")
    if not (isinstance(version, str) and "jsonfeed" in version) and not any(_address(item) for item in items):
        return None
    outlet = plain_words(document.get("title"), limit=200)
    entries, dropped = sift(_entries(items, now), base=url)
    lost = len(document["items"]) - len(items)
    if lost:
        dropped["no_address"] += lost
    return Feed(kind="json", title=outlet, entries=entries, dropped=counted(dropped))


def _entries(items: list[dict[str, Any]], now: dt.datetime) -> Iterator[tuple[str | None, Entry]]:
    for item in items:
        ident = item.get("id")
        yield (
            _address(item),
            Entry(
                address="",
                title=plain_words(item.get("title"), limit=500),
                published=sane_date(item.get("date_published"), now=now),
                updated=sane_date(item.get("date_modified"), now=now),
                ident=str(ident)[:1000] if isinstance(ident, str | int) else None,
                summary=plain_words(item.get("summary") or item.get("content_text"), limit=2000),
                authors=tuple(_authors(item)),
            ),
        )


def _address(item: dict[str, Any]) -> str | None:
    """Return where an item leads: its own page, otherwise its id if that is an address."""
    ident = item.get("id")
    named = item.get("url") or (ident if isinstance(ident, str) and "://" in ident else None)
    named = named or item.get("external_url")
    return named if isinstance(named, str) else None


def _authors(item: dict[str, Any]) -> Iterator[str]:
    authors = item.get("authors")
    for author in authors if isinstance(authors, list) else [item.get("author")]:
        name = plain_words(author.get("name"), limit=200) if isinstance(author, dict) else None
        if name:
            yield name

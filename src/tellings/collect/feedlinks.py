"""A page → the feeds that it names for its readers' programs (``<link rel="alternate">``)."""

from __future__ import annotations

from html.parser import HTMLParser

from tellings.collect.feedentries import absolute

#: Types of feeds as pages write them.
_TYPES = frozenset(
    {"application/rss+xml", "application/atom+xml", "application/feed+json", "application/rdf+xml", "text/rss+xml"}
)
#: Feeds are named in a page's head; the largest seen begins its body after 300,000 characters (set by hand).
_HEAD = 1_000_000
_MOST = 50


def feed_links(text: str, *, url: str) -> tuple[tuple[str, str | None], ...]:
    """Return the addresses of the feeds that a page names, with their titles (None if untitled), in its order.

    Args:
        text: the page.
        url: its address.
    """
    reader = _Links(url)
    reader.feed(text[:_HEAD])
    return tuple(reader.found.items())[:_MOST]


class _Links(HTMLParser):
    """Collects links to feeds; ``<base href>`` counts."""

    def __init__(self, url: str) -> None:
        super().__init__()
        self.base = url
        self.found: dict[str, str | None] = {}

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attrs}
        if tag == "base" and values.get("href"):
            self.base = absolute(values["href"], self.base) or self.base
        if tag not in {"link", "a"} or "alternate" not in values.get("rel", "").lower().split():
            return
        if values.get("type", "").partition(";")[0].strip().lower() not in _TYPES:
            return
        address = absolute(values.get("href", ""), self.base) if values.get("href") else None
        if address is not None:
            self.found.setdefault(address, " ".join(values.get("title", "").split())[:200] or None)

"""Bytes of a feed → the addresses it names: RSS 0.9x, 1.0 and 2.0, Atom, JSON Feed, sitemaps for news.

A feed is hostile text: nothing outside it is read, no entity of its own is believed, and whatever is wrong with it
costs as little as can be. RSS and Atom are read by feedparser, whose knowledge of odd feeds is long; everything that
it would do with the network, with files and with embedded HTML is left out.
"""

from __future__ import annotations

import datetime as dt
import io
import re
from collections.abc import Callable, Iterator
from typing import Any

import feedparser.api

from tellings.collect.feedentries import Entry, Feed, counted, said_pause, sane_date, sift
from tellings.collect.feedlinks import feed_links
from tellings.collect.feedtext import decoded, mended, plain_words, repaired, unpacked
from tellings.collect.jsonfeed import parse_json_feed
from tellings.collect.sitemaps import parse_sitemap
from tellings.types.articles import Dropped

__all__ = ["Entry", "Feed", "feed_links", "parse_feed"]

#: feedparser has no types.
_parse: Callable[..., Any] = feedparser.api.parse
_ROOT = re.compile(r"<(?![?!])(?:[\w.-]+:)?([A-Za-z]+)")
_KINDS = {"rss": "rss", "rdf": "rss", "channel": "rss", "feed": "atom"}


def parse_feed(content: bytes, *, url: str, now: dt.datetime, charset: str | None = None) -> Feed | Dropped:
    """Return what a feed says.

    Args:
        content: the bytes as they came; gzip is undone.
        url: where they came from; relative addresses are relative to it.
        now: dates more than a day after it are not believed.
        charset: what the answer's header names, None for nothing.

    Returns:
        The feed, or a ``Dropped`` where there is none: too large (C024), a page (C032), something else (C033).
    """
    raw = unpacked(content)
    if raw is None:
        return _lost(url, "C024", "the feed is larger than is read, or damaged: follow one of its parts")
    text = decoded(raw, charset)
    if text.lstrip("\ufeff \t\r\n")[:1] in {"{", "["}:
        found = parse_json_feed(text, url=url, now=now)
        return found or _lost(url, "C033", "this is JSON, but no JSON Feed: look at the address")
    text = mended(text)
    root = _root(text)
    if root in {"urlset", "sitemapindex"}:
        return parse_sitemap(text, url=url, now=now) or _lost(url, "C033", "the sitemap cannot be read at all")
    if root in _KINDS:
        return _parse_xml(text, url=url, now=now, kind=_KINDS[root])
    if root in {"html", "head", "body", "div", "p"}:
        return _a_page(text, url)
    return _lost(url, "C033", "this is neither RSS nor Atom, JSON Feed or a sitemap: look at the address")


def _a_page(text: str, url: str) -> Dropped:
    links = feed_links(text, url=url)
    remedy = f"it names {links[0][0][:300]} as its feed" if links else "look for the feed's own address"
    return _lost(url, "C032", f"this is a page and no feed: {remedy}")


def _root(text: str) -> str:
    """Return the name of the first element without its prefix, in lower case; "" if there is none."""
    at = 0
    while (start := text.find("<", at)) >= 0:
        if text.startswith("<!--", start):
            end = text.find("-->", start)
        elif text.startswith(("<?", "<!"), start):
            end = text.find(">", start)
        else:
            found = _ROOT.match(text, start)
            return found.group(1).lower() if found else ""
        if end < 0:
            return ""
        at = end + 1
    return ""


def _parse_xml(text: str, *, url: str, now: dt.datetime, kind: str) -> Feed | Dropped:
    repair = repaired(text)
    if repair is None:
        return _lost(url, "C024", "the feed has more elements than are read: follow one of its parts")
    whole, broken = repair
    # A stream, for feedparser takes bytes for the name of a file and opens it.
    parsed = _parse(
        io.BytesIO(whole.encode("utf-8")),
        response_headers={"content-location": url, "content-type": "application/xml; charset=utf-8"},
        resolve_relative_uris=False,
        sanitize_html=False,
    )
    entries, dropped = sift(_entries(parsed.entries, now), base=url)
    said = parsed.feed
    return Feed(
        kind=kind,
        title=plain_words(said.get("title"), limit=200),
        entries=entries,
        dropped=counted(dropped),
        broken=broken or bool(parsed.bozo),
        said_seconds=said_pause(
            ttl=said.get("ttl"), period=said.get("sy_updateperiod"), frequency=said.get("sy_updatefrequency")
        ),
    )


def _entries(found: list[Any], now: dt.datetime) -> Iterator[tuple[str | None, Entry]]:
    for item in found:
        source = item.get("source")
        yield (
            _address(item),
            Entry(
                address="",
                title=plain_words(item.get("title"), limit=500),
                published=_date(item, "published", now) or _date(item, "created", now),
                updated=_date(item, "updated", now),
                ident=_text(item.get("id")),
                summary=plain_words(item.get("summary"), limit=2000),
                outlet=plain_words(source.get("title"), limit=200) if isinstance(source, dict) else None,
                authors=_authors(item),
            ),
        )


def _address(item: Any) -> str | None:  # noqa: ANN401 -- feedparser's record
    """Return the address of an entry's page.

    The original address that FeedBurner keeps comes first; then the link for readers (``rel="alternate"``, HTML
    before other types); then the id, if it is an address. A file, a comment page or the feed itself is none.
    """
    original = _text(item.get("feedburner_origlink"))
    if original:
        return original
    links = [link for link in item.get("links", ()) if link.get("rel", "alternate") == "alternate" and link.get("href")]
    links.sort(key=lambda link: "html" not in link.get("type", "text/html"))
    if links:
        return _text(links[0]["href"])
    ident = _text(item.get("id"))
    if "link" in item and not item.get("links"):
        return _text(item["link"])
    return ident if ident and ident.startswith(("http://", "https://")) else None


def _date(item: Any, name: str, now: dt.datetime) -> str | None:  # noqa: ANN401 -- feedparser's record
    """Return a date by our own reading, or by feedparser's, which knows more forms."""
    if name not in item:  # feedparser gives `published` for a missing `updated`, with a warning
        return None
    said = item[name]
    ours = sane_date(said, now=now)
    if ours is not None:
        return ours
    parsed = item.get(f"{name}_parsed")
    if parsed is None:
        return None
    year, month, day, hour, minute, second = parsed[:6]
    return sane_date(f"{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{min(second, 59):02}Z", now=now)


def _authors(item: Any) -> tuple[str, ...]:  # noqa: ANN401 -- feedparser's record
    names = (plain_words(author.get("name"), limit=200) for author in item.get("authors", ()))
    found = dict.fromkeys(name for name in names if name)
    return tuple(found) or tuple(filter(None, [plain_words(item.get("author"), limit=200)]))


def _text(value: object) -> str | None:
    return value.strip() or None if isinstance(value, str) else None


def _lost(url: str, code: str, reason: str) -> Dropped:
    return Dropped(source=url, stage="collect", code=code, reason=reason)

"""Sitemaps, news sitemaps and indexes of sitemaps (https://www.sitemaps.org/protocol.html).

Names are compared without their namespace, for many sites leave it out or spell it wrongly.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from lxml import etree

from tellings.collect.feedentries import MAX_ENTRIES, Entry, Feed, absolute, counted, sane_date, sift
from tellings.collect.feedtext import plain_words


def parse_sitemap(text: str, *, url: str, now: dt.datetime) -> Feed | None:
    """Return what a sitemap says, None if the text is none.

    Args:
        text: the document, as ``feedtext.mended`` gives it.
        url: where it was found.
        now: dates after it are not believed.
    """
    parser = etree.XMLParser(
        recover=True, resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True, remove_pis=True
    )
    try:
        root = etree.fromstring(text.encode("utf-8"), parser)
    except (etree.XMLSyntaxError, ValueError):
        return None
    if root is None or _name(root) not in {"urlset", "sitemapindex"}:
        return None
    broken = bool(parser.error_log.filter_from_errors())
    if _name(root) == "sitemapindex":
        return Feed(kind="sitemap", children=tuple(_children(root, url, now)), broken=broken)
    entries, dropped = sift(_entries(root, now), base=url)
    return Feed(kind="sitemap", entries=entries, dropped=counted(dropped), broken=broken)


def _children(root: etree._Element, url: str, now: dt.datetime) -> Iterator[tuple[str, str | None]]:
    for item in list(root)[:MAX_ENTRIES]:
        address = absolute(_text(item, "loc") or "", url) if _text(item, "loc") else None
        if address is not None:
            yield address, sane_date(_text(item, "lastmod"), now=now)


def _entries(root: etree._Element, now: dt.datetime) -> Iterator[tuple[str | None, Entry]]:
    for item in root:
        if _name(item) != "url":
            continue
        news = _child(item, "news")
        publication = None if news is None else _child(news, "publication")
        yield (
            _text(item, "loc"),
            Entry(
                address="",
                title=plain_words(_text(news, "title"), limit=500),
                published=sane_date(_text(news, "publication_date"), now=now),
                updated=sane_date(_text(item, "lastmod"), now=now),
                outlet=plain_words(_text(publication, "name"), limit=200),
            ),
        )


def _name(element: etree._Element) -> str:
    """Return an element's name without namespace or prefix, in lower case."""
    tag = element.tag if isinstance(element.tag, str) else ""
    return tag.rpartition("}")[2].rpartition(":")[2].lower()


def _child(element: etree._Element | None, name: str) -> etree._Element | None:
    return None if element is None else next((child for child in element if _name(child) == name), None)


def _text(element: etree._Element | None, name: str) -> str | None:
    child = _child(element, name)
    return None if child is None else "".join(child.itertext()).strip() or None

"""OPML (http://opml.org/spec2.opml), the list of feeds that readers' programs exchange: in and out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from lxml import etree

from tellings.collect.feedentries import absolute
from tellings.collect.feedtext import CONTROL, decoded, mended, unpacked
from tellings.types.articles import Dropped

#: Outlines deeper than this are not read; programs nest two or three levels.
MAX_DEPTH = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class Outline:
    """A feed in a list of feeds.

    Attributes:
        address: canonical.
        title: None if untitled.
        categories: the headings it stands under, outermost first; empty outside every heading.
        also: likewise for every other place in which the list names it.
    """

    address: str
    title: str | None = None
    categories: tuple[str, ...] = ()
    also: tuple[tuple[str, ...], ...] = ()

    @property
    def headings(self) -> tuple[tuple[str, ...], ...]:
        """Return the headings of every place in which it stands under any."""
        return tuple(path for path in (self.categories, *self.also) if path)


def read_opml(content: bytes, *, source: str) -> tuple[tuple[Outline, ...], tuple[Dropped, ...]]:
    """Return the feeds of a list in its order, each once, and what could not be used.

    Args:
        content: the bytes of the document.
        source: its path or address, for what is dropped; relative addresses in it are not followed.
    """
    raw = unpacked(content)
    root = None
    if raw is not None:
        parser = etree.XMLParser(
            recover=True, resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True, remove_pis=True
        )
        try:
            root = etree.fromstring(mended(decoded(raw)).encode("utf-8"), parser)
        except (etree.XMLSyntaxError, ValueError):
            root = None
    if root is None or _name(root) not in {"opml", "outline", "body"}:
        return (), (_lost(source, "this is no OPML document: export the list anew from your feed reader"),)
    found: dict[str, Outline] = {}
    dropped: list[Dropped] = []
    for outline in _outlines(root, (), 0):
        if isinstance(outline, str):
            dropped.append(_lost(source, outline))
        else:
            known = found.setdefault(outline.address, outline)
            if outline.categories not in {known.categories, *known.also}:
                found[outline.address] = replace(known, also=(*known.also, outline.categories))
    if parser.error_log.filter_from_errors():
        dropped.append(_lost(source, "the list is damaged, so feeds may be missing: compare it with your feed reader"))
    return tuple(found.values()), tuple(dropped)


def write_opml(outlines: Iterable[Outline], *, title: str = "Tellings") -> str:
    """Return a list of feeds as OPML 2.0, grouped under their headings, in the order of the feeds."""
    root = etree.Element("opml", version="2.0")
    head = etree.SubElement(root, "head")
    etree.SubElement(head, "title").text = title
    body = etree.SubElement(root, "body")
    groups: dict[tuple[str, ...], etree._Element] = {(): body}
    for feed, headings in ((outline, place) for outline in outlines for place in outline.headings or ((),)):
        parent = body
        for depth in range(1, len(headings) + 1):
            path = headings[:depth]
            if path not in groups:
                groups[path] = etree.SubElement(parent, "outline", text=_clean(path[-1]))
            parent = groups[path]
        words = _clean(feed.title or feed.address)
        etree.SubElement(parent, "outline", type="rss", text=words, title=words, xmlUrl=_clean(feed.address))
    text: str = etree.tostring(root, encoding="unicode", pretty_print=True)
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{text}'


def _outlines(element: etree._Element, categories: tuple[str, ...], depth: int) -> Iterator[Outline | str]:
    """Yield feeds, and a sentence for each outline that should be one and is not."""
    for child in element:
        if _name(child) != "outline":
            if _name(child) == "body":
                yield from _outlines(child, categories, depth + 1)
            continue
        values = {str(name).lower(): str(value).strip() for name, value in child.attrib.items()}
        title = " ".join((values.get("title") or values.get("text") or "").split())[:300] or None
        address = values.get("xmlurl")
        if address or values.get("type", "").lower() in {"rss", "atom"}:
            whole = absolute(address or "", "")
            named = f"the feed {title or address or 'without a name'!r}"[:300]
            problem = f"has an address that cannot be asked ({address[:200]})" if address else "has no address (xmlUrl)"
            yield Outline(address=whole, title=title, categories=categories) if whole else f"{named} {problem}"
        if depth < MAX_DEPTH and len(child):
            yield from _outlines(child, (*categories, title) if title else categories, depth + 1)


def _name(element: etree._Element) -> str:
    tag = element.tag if isinstance(element.tag, str) else ""
    return tag.rpartition("}")[2].lower()


def _clean(text: str) -> str:
    """Return text without characters that XML forbids."""
    return CONTROL.sub("", text)


def _lost(source: str, reason: str) -> Dropped:
    return Dropped(source=source, stage="collect", code="C034", reason=reason)

"""Atom feeds (RFC 4287): titles, summaries and links, text only, nothing in them that XML forbids."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final
from xml.etree import ElementTree as ET  # only written here, never read

MEDIA_TYPE: Final = "application/atom+xml"
_NAMESPACE: Final = "http://www.w3.org/2005/Atom"
_FORBIDDEN = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One entry; ``ident`` stays the same for as long as it is about the same thing, ``updated`` is ISO 8601 in UTC."""

    ident: str
    title: str
    link: str
    updated: str
    summary: str
    author: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Feed:
    """A feed; ``updated`` is used where it has no entry, else that of its newest one."""

    ident: str
    title: str
    own: str
    page: str
    updated: str
    entries: Sequence[Entry]


def write_feed(feed: Feed) -> bytes:
    """Return a feed as XML."""
    ET.register_namespace("", _NAMESPACE)
    root = ET.Element(f"{{{_NAMESPACE}}}feed")
    newest = max((entry.updated for entry in feed.entries), default=feed.updated)
    for name, text in (("id", feed.ident), ("title", feed.title), ("updated", newest), ("generator", "Tellings")):
        _add(root, name, text)
    _person(root, "Tellings")
    _link(root, feed.own, "self", MEDIA_TYPE)
    _link(root, feed.page, "alternate", "text/html")
    for entry in feed.entries:
        part = ET.SubElement(root, f"{{{_NAMESPACE}}}entry")
        for name, text in (("id", entry.ident), ("title", entry.title), ("updated", entry.updated)):
            _add(part, name, text)
        if entry.author:
            _person(part, entry.author)
        _link(part, entry.link, "alternate", "text/html")
        _add(part, "summary", entry.summary)
    written: bytes = ET.tostring(root, encoding="utf-8", xml_declaration=True)
    return written


def _add(parent: ET.Element, name: str, text: str) -> None:
    ET.SubElement(parent, f"{{{_NAMESPACE}}}{name}").text = _FORBIDDEN.sub("\N{REPLACEMENT CHARACTER}", text)


def _person(parent: ET.Element, name: str) -> None:
    _add(ET.SubElement(parent, f"{{{_NAMESPACE}}}author"), "name", name)


def _link(parent: ET.Element, address: str, relation: str, kind: str) -> None:
    ET.SubElement(parent, f"{{{_NAMESPACE}}}link", {"href": address, "rel": relation, "type": kind})

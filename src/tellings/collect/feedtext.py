"""Bytes of a feed → text that a strict XML reader takes, with what feeds most often get wrong mended.

Nothing outside the bytes is ever read: document types with their entities are cut out before anybody parses them.
"""

from __future__ import annotations

import codecs
import html
import re
import zlib
from collections.abc import Iterator
from html.entities import html5
from itertools import islice

from lxml import etree

#: A larger feed is not read, packed or unpacked; the largest news sitemaps seen have 3 MB (set by hand).
MAX_BYTES = 20_000_000
#: feedparser takes 35 µs for an element; this many are 5,000 entries of 40, in some 7 s.
MAX_ELEMENTS = 200_000

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_DECLARED = re.compile(rb"<\?xml[^>]{0,200}?encoding\s*=\s*[\"']([A-Za-z0-9._:-]{2,40})[\"']")
_DECLARATION = re.compile(r"<\?xml\b[^<>]*>")
#: Characters that no XML document may hold.
CONTROL = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_CONTROL_REFERENCE = re.compile(r"&#(?:0*(?:[0-8]|1[124-9]|2\d|3[01])|[xX]0*(?:[0-8bBcCeEfF]|1[0-9a-fA-F]));")
_AMPERSAND = re.compile(r"&(?:(#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});)?")
_XML_NAMES = frozenset({"amp", "lt", "gt", "quot", "apos"})
_ROOT = re.compile(r"<[A-Za-z][\w.:-]{0,60}")
_PREFIX = re.compile(r"</?([A-Za-z][\w-]{0,30}):[A-Za-z]")
_MOST_PREFIXES = 30
#: What feeds mean by prefixes that they forget to declare.
_NAMESPACES = {
    "atom": "http://www.w3.org/2005/Atom",
    "content": "http://purl.org/rss/1.0/modules/content/",
    "dc": "http://purl.org/dc/elements/1.1/",
    "dcterms": "http://purl.org/dc/terms/",
    "feedburner": "http://rssnamespace.org/feedburner/ext/1.0",
    "media": "http://search.yahoo.com/mrss/",
    "news": "http://www.google.com/schemas/sitemap-news/0.9",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "sy": "http://purl.org/rss/1.0/modules/syndication/",
}
_TAG = re.compile(r"<[^<>]*>")


def unpacked(content: bytes) -> bytes | None:
    """Return bytes with gzip undone (``sitemap.xml.gz``), None where that fails or gives more than ``MAX_BYTES``."""
    if not content.startswith(b"\x1f\x8b"):
        return content if len(content) <= MAX_BYTES else None
    packer = zlib.decompressobj(wbits=31)
    try:
        found = packer.decompress(content, MAX_BYTES + 1)
    except zlib.error:
        return None
    return found if len(found) <= MAX_BYTES else None


def decoded(content: bytes, charset: str | None = None) -> str:
    """Return the text of a feed.

    A byte order mark decides; then UTF-8 if the bytes are valid in it, whatever is declared (nothing else looks like
    it by chance); then what the document and the header declare; then Windows-1252, which takes what is left.

    Args:
        content: the bytes.
        charset: what the answer's header names, None for nothing.
    """
    for mark, name in _BOMS:
        if content.startswith(mark):
            return content[len(mark) :].decode(name, "replace")
    if b"\x00" in content[:200]:
        name = "utf-16-be" if content[:1] == b"\x00" else "utf-16-le"
        return content.decode(name, "replace")
    declared = _DECLARED.search(content[:1000])
    names = ["utf-8", declared.group(1).decode() if declared else None, charset, "windows-1252"]
    for candidate in names:
        try:
            if candidate and codecs.lookup(candidate)._is_text_encoding:
                return content.decode(candidate)
        except (LookupError, UnicodeError):
            continue
    return content.decode("windows-1252", "replace")


def mended(text: str) -> str:
    """Return the text of an XML document without what keeps a strict reader from it.

    Cut out: what stands before the first tag, characters that XML forbids, the document type with its entities.
    Replaced: HTML's names of characters (``&nbsp;``) and bare ampersands, both outside CDATA.
    """
    text = CONTROL.sub("", text)
    start = text.find("<")
    text = _without_doctype(_DECLARATION.sub("", text[start:] if start > 0 else text))
    parts = list(_by_cdata(text))
    parts[::2] = [_AMPERSAND.sub(_reference, _CONTROL_REFERENCE.sub("", part)) for part in parts[::2]]
    return _with_namespaces("".join(parts).lstrip())


def _by_cdata(text: str) -> Iterator[str]:
    """Yield text outside and inside CDATA by turns; one that does not end is closed."""
    at = 0
    while (start := text.find("<![CDATA[", at)) >= 0:
        end = text.find("]]>", start)
        yield text[at:start]
        yield text[start : end + 3] if end >= 0 else text[start:] + "]]>"
        at = end + 3 if end >= 0 else len(text)
    yield text[at:]


def _with_namespaces(text: str) -> str:
    """Declare the prefixes that elements use and nobody declares, where feeds forget them."""
    root = _ROOT.search(text)
    if root is None:
        return text
    used = dict.fromkeys(_PREFIX.findall(text))
    missing = [name for name in used if not re.search(rf"\bxmlns:{re.escape(name)}\s*=", text[: root.end() + 10_000])]
    known = [name for name in missing if name.lower() != "xml"][:_MOST_PREFIXES]
    declared = "".join(f' xmlns:{name}="{_NAMESPACES.get(name.lower(), "urn:unknown:" + name)}"' for name in known)
    return text[: root.end()] + declared + text[root.end() :]


def repaired(text: str) -> tuple[str, bool] | None:
    """Return a document that every XML reader takes, and whether this one was damaged (cut off, tags that miss).

    The damaged is read as far as libxml2 makes sense of it and written anew. None if it has more than
    ``MAX_ELEMENTS``.
    """
    parser = etree.XMLParser(
        recover=True, resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True, remove_pis=True
    )
    try:
        root = etree.fromstring(text.encode("utf-8"), parser)
    except (etree.XMLSyntaxError, ValueError):
        root = None
    if root is None:
        return "", True
    if next(islice(root.iter(), MAX_ELEMENTS, None), None) is not None:
        return None
    if not len(parser.error_log):
        return text, False
    return etree.tostring(root, encoding="unicode"), True


def _without_doctype(text: str) -> str:
    """Cut out a document type: up to its ``>``, or the ``]>`` of its own declarations; to the end if it has none."""
    start = re.search(r"<!DOCTYPE\b", text[:10_000], re.IGNORECASE)
    if start is None:
        return text
    close = text.find(">", start.end())
    bracket = text.find("[", start.end())
    if 0 <= bracket < close:
        ending = re.compile(r"\]\s*>").search(text, bracket)
        return text[: start.start()] + (text[ending.end() :] if ending else "")
    return text[: start.start()] + (text[close + 1 :] if close >= 0 else "")


def _reference(found: re.Match[str]) -> str:
    name = found.group(1)
    if name is None:
        return "&amp;"
    if name.startswith("#") or name in _XML_NAMES:
        return found.group()
    return html.escape(html5[f"{name};"]) if f"{name};" in html5 else f"&amp;{name};"


def plain_words(value: object, *, limit: int) -> str | None:
    """Return a title or summary as plain text on one line: tags and references undone, cut to a number of characters.

    None for what is no text, or empty.
    """
    if not isinstance(value, str):
        return None
    words = " ".join(html.unescape(_TAG.sub(" ", value[: 20 * limit])).split())
    return words[:limit].rstrip() or None

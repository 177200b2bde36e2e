"""What kind of body an answer has, from its Content-Type field and its first bytes."""

from __future__ import annotations

import re
from email.message import Message

from tellings.collect.sniff import binary_kind, media_type_of_bytes

_NO_TEXT = ("image/", "audio/", "video/", "font/", "model/", "application/vnd.", "application/x-")
_NO_TEXT_NAMES = frozenset(
    {"application/pdf", "application/zip", "application/gzip", "application/msword", "application/wasm"}
)
_TEXT_AFTER_ALL = frozenset({"application/x-json", "application/x-ndjson", "application/x-httpd-php"})
_KNOWN = {
    "text/html": "text/html",
    "application/xhtml+xml": "text/html",
    "application/json": "application/json",
    "application/ld+json": "application/json",
    "text/json": "application/json",
    "text/markdown": "text/markdown",
    "text/x-markdown": "text/markdown",
}
_XML = re.compile(rb"\s*(?:<\?xml|<!--|<rss|<feed|<rdf|<urlset|<sitemapindex|<opml)", re.IGNORECASE)


def main_type(declared: str) -> str:
    """Return the media type of a Content-Type field in lower case, "" if it names none."""
    name = declared.partition(";")[0].strip().lower()
    return name if re.fullmatch(r"[\w.+-]{1,60}/[\w.+-]{1,100}", name) else ""


def charset_of(declared: str) -> str | None:
    """Return the charset of a Content-Type field in lower case, None if it names none."""
    message = Message()
    message["Content-Type"] = re.sub(r"[\r\n]", " ", declared[:500])
    charset = message.get_param("charset")
    if isinstance(charset, tuple):
        charset = charset[2]
    name = (charset or "").strip(" \"'").lower()
    return name if re.fullmatch(r"[\w.:-]{2,40}", name) else None


def is_no_text(declared: str) -> bool:
    """Return whether a Content-Type field names pictures, sound, programs or documents that are no text."""
    name = main_type(declared)
    if name in _TEXT_AFTER_ALL or name.endswith(("+xml", "+json")):
        return False
    return name.startswith(_NO_TEXT) or name in _NO_TEXT_NAMES


def no_page_reason(declared: str) -> str:
    """Return the sentence that says that an answer can be no article."""
    name = main_type(declared)
    if "xml" in name:
        return f"this is a feed or another XML document ({name}), no page: give the addresses of its articles"
    return f"this is no page ({name or 'binary data'}): give the address of the article"


def media_type_of_answer(declared: str, content: bytes, *, any_kind: bool = False) -> str | None:
    """Return the media type of a body, None if it can be no article.

    Args:
        declared: the Content-Type field, "" if there is none.
        content: the body.
        any_kind: whether any kind will do; then the field's own type is kept.
    """
    name = main_type(declared)
    known = _KNOWN.get(name)
    if any_kind:
        return known or name or media_type_of_bytes(content)
    if binary_kind(content) is not None:
        return None
    if known is not None:
        return known
    if name.endswith("+json"):
        return "application/json"
    found = media_type_of_bytes(content)
    if found == "text/plain" and _XML.match(content.lstrip(b"\xef\xbb\xbf")):
        return "text/html" if b"<html" in content[:2048].lower() else None
    return found

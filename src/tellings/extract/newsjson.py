"""JSON documents that hold an article: schema.org NewsArticle (JSON-LD) and IPTC ninjs 1.x and 2.x."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping

from tellings.extract.pagelines import text_of_markup
from tellings.extract.reading import Reading, Unreadable, read_text
from tellings.types.articles import Hints

#: How deep an article is looked for inside lists and graphs.
_DEPTH = 6
_ARTICLE_TYPE = re.compile(r"(?:^|[/#:])(?:\w*Article|BlogPosting|LiveBlogPosting|Report|NewsItem)$")
_MARKUP = re.compile(r"</?(?:p|br|div|h[1-6]|ul|ol|li|a|em|strong|b|i|span|blockquote|figure|img)\b[^<>]{0,500}>", re.I)
_NINJS_BODY = ("body_text", "body_html", "body_xhtml")

#: Keys of schema.org under which other articles stand, or parts of this one.
_OTHERS = frozenset(["liveBlogUpdate", "itemListElement", "citation", "mentions", "comment", "review", "relatedLink"])

Node = Mapping[str, object]


def read_json(text: str, *, title: str | None) -> Reading | Unreadable:
    """Read the first article of a JSON document; its body is the kept text, markup turned into lines.

    Args:
        text: the document.
        title: the headline if something outside the document tells it.
    """
    try:
        data = json.loads(text.lstrip("\ufeff"))
    except (ValueError, RecursionError) as error:
        return Unreadable("E003", f"this is not valid JSON: {error}")
    for node in _nodes(data, _DEPTH):
        read = _schema_org(node) or _ninjs(node)
        if read is not None:
            body, said = read
            return read_text(body, title=title or said.title, said=said)
    reason = "the JSON holds no article: neither a schema.org NewsArticle with articleBody nor a ninjs item with a body"
    return Unreadable("E003", reason)


def _nodes(data: object, depth: int, passed: frozenset[str] = frozenset()) -> Iterator[Node]:
    """Yield every object of a document down to a depth, outer ones first, but for those under the passed keys."""
    if depth < 0:
        return
    if isinstance(data, dict):
        yield data
        for key, value in data.items():
            if isinstance(value, dict | list) and key not in passed:
                yield from _nodes(value, depth - 1, passed)
    elif isinstance(data, list):
        for value in data:
            yield from _nodes(value, depth - 1, passed)


def _schema_org(node: Node) -> tuple[str, Hints] | None:
    types = node.get("@type", node.get("type"))
    names = types if isinstance(types, list) else [types]
    is_article = any(isinstance(name, str) and _ARTICLE_TYPE.search(name) for name in names)
    body = _body(node.get("articleBody")) or (_body(node.get("text")) if is_article else None)
    if body is None or not (is_article or "headline" in node):
        return None
    said = Hints(
        outlet=_names(node.get("publisher")) or _names(node.get("sourceOrganization")),
        title=_line(node.get("headline")) or _line(node.get("name")),
        byline=_names(node.get("author")) or _names(node.get("creator")),
        published=_line(node.get("datePublished")) or _line(node.get("dateCreated")),
        language=_language(node.get("inLanguage")),
        url=_line(node.get("url")) or _address(node.get("mainEntityOfPage")),
    )
    return body, said


def _ninjs(node: Node) -> tuple[str, Hints] | None:
    body = next((found for found in (_body(node.get(key)) for key in _NINJS_BODY) if found), None)
    body = body or _from_list(node.get("bodies"), "value", prefer="body")
    if body is None:
        return None
    said = Hints(
        outlet=_names(node.get("source"))
        or _names(node.get("copyrightholder"))
        or _info_source(node.get("infosources")),
        title=_line(node.get("headline")) or _from_list(node.get("headlines"), "value", prefer="main"),
        byline=_line(node.get("byline")) or _by(node.get("by")),
        published=_line(node.get("firstcreated")) or _line(node.get("versioncreated")),
        language=_line(node.get("language")),
        url=_address(node.get("altids")) or _web(node.get("uri")),
    )
    return body, said


def _body(value: object) -> str | None:
    """Return a body as text, None if there is none; paragraphs of a list are put on lines of their own."""
    if isinstance(value, list):
        value = "\n\n".join(part for part in value if isinstance(part, str))
    if not isinstance(value, str) or not value.strip():
        return None
    text = _valid(value)
    return text_of_markup(text) if _MARKUP.search(text) else text


def _from_list(value: object, key: str, *, prefer: str) -> str | None:
    """Return the text of the entry with a preferred role of a ninjs 2 list, else of the first entry."""
    entries = [entry for entry in value if isinstance(entry, dict)] if isinstance(value, list) else []
    entries.sort(key=lambda entry: entry.get("role") != prefer)
    return next((found for found in (_body(entry.get(key)) for entry in entries) if found), None)


def _names(value: object) -> str | None:
    """Return the names of people or organisations, given as text, object or list."""
    if isinstance(value, list):
        found = [name for name in map(_names, value) if name]
        return ", ".join(dict.fromkeys(found)) or None
    if isinstance(value, dict):
        return _line(value.get("name"))
    return _line(value)


def _info_source(value: object) -> str | None:
    return _names(value)


def _by(value: object) -> str | None:
    return _names(value)


def _language(value: object) -> str | None:
    if isinstance(value, dict):
        return _line(value.get("alternateName")) or _line(value.get("name"))
    return _line(value[0]) if isinstance(value, list) and value else _line(value)


def _address(value: object) -> str | None:
    return _web(value.get("@id") or value.get("url")) if isinstance(value, dict) else _web(value)


def _web(value: object) -> str | None:
    line = _line(value)
    return line if line and line.startswith(("http://", "https://")) else None


def _line(value: object) -> str | None:
    """Return a text on one line, markup taken off, None if there is nothing in it."""
    if not isinstance(value, str):
        return None
    text = _valid(value)
    if _MARKUP.search(text):
        text = text_of_markup(text)
    return " ".join(text.split()) or None


def _valid(text: str) -> str:
    """Return a text without halves of surrogate pairs, which JSON can hold and UTF-8 cannot."""
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def nodes_of(data: object) -> Iterator[Node]:
    """Yield every object of a page's JSON that may describe its article, outer ones first; no other articles."""
    return _nodes(data, _DEPTH, _OTHERS)


def body_said(node: Node) -> str | None:
    """Return the text that a schema.org node has of an article, that of all its live entries if these have more."""
    types = node.get("@type", node.get("type"))
    names = types if isinstance(types, list) else [types]
    if not any(isinstance(name, str) and _ARTICLE_TYPE.search(name) for name in names):
        return None
    updates = node.get("liveBlogUpdate")
    entries = updates if isinstance(updates, list) else [updates]
    parts: list[str | None] = []
    for entry in entries:
        if isinstance(entry, dict):
            parts += [_line(entry.get("headline")), _body(entry.get("articleBody"))]
    whole, live = _body(node.get("articleBody")) or "", "\n\n".join(part for part in parts if part)
    return max(whole, live, key=len) or None


def article_said(node: Node) -> dict[str, str]:
    """Return what a schema.org node says of an article, by field of ``Hints``; empty if it describes none."""
    types = node.get("@type", node.get("type"))
    names = types if isinstance(types, list) else [types]
    if not any(isinstance(name, str) and _ARTICLE_TYPE.search(name) for name in names):
        return {}
    said = {
        "title": _line(node.get("headline")) or _line(node.get("name")),
        "byline": _names(node.get("author")) or _names(node.get("creator")),
        "published": _line(node.get("datePublished")) or _line(node.get("dateCreated")),
        "updated": _line(node.get("dateModified")),
        "outlet": _names(node.get("publisher")) or _names(node.get("sourceOrganization")),
        "language": _language(node.get("inLanguage")),
        "url": _web(node.get("url")) or _address(node.get("mainEntityOfPage")),
    }
    return {name: value for name, value in said.items() if value}

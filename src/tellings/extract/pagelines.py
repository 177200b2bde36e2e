"""HTML → lines of visible text, in document order."""

from __future__ import annotations

import re
from dataclasses import dataclass

from lxml import etree, html

#: Elements whose text is never shown as part of a page.
_HIDDEN = frozenset(
    [
        "script",
        "style",
        "template",
        "noscript",
        "head",
        "svg",
        "math",
        "canvas",
        "object",
        "embed",
        "applet",
        "iframe",
        "select",
        "option",
        "datalist",
        "textarea",
        "audio",
        "video",
        "map",
        "meta",
        "link",
    ]
)
#: Elements that stand inside a line.
_INLINE = frozenset(
    [
        "a",
        "abbr",
        "acronym",
        "b",
        "bdi",
        "bdo",
        "big",
        "cite",
        "code",
        "data",
        "del",
        "dfn",
        "em",
        "font",
        "i",
        "ins",
        "kbd",
        "label",
        "mark",
        "meter",
        "nobr",
        "output",
        "q",
        "rp",
        "rt",
        "ruby",
        "s",
        "samp",
        "small",
        "span",
        "strike",
        "strong",
        "sub",
        "sup",
        "time",
        "tt",
        "u",
        "var",
        "wbr",
        "img",
    ]
)


@dataclass(frozen=True, slots=True)
class PageLine:
    """One line of a page: its words and the name of the block element they stand in."""

    text: str
    tag: str


class _Lines:
    """Gathers the text between two block boundaries."""

    def __init__(self) -> None:
        self.lines: list[PageLine] = []
        self._parts: list[str] = []
        self._tag = "body"

    def add(self, text: str | None) -> None:
        if text:
            self._parts.append(text)

    def end(self, tag: str) -> None:
        """End the line; what follows stands in ``tag``."""
        words = " ".join("".join(self._parts).split())
        if words:
            self.lines.append(PageLine(words, self._tag))
        self._parts.clear()
        self._tag = tag


def parse_markup(markup: str) -> html.HtmlElement | None:
    """Return the root of a page, None if there is nothing in it. Damaged markup is mended as browsers do."""
    parser = html.HTMLParser(encoding="utf-8", huge_tree=True, remove_comments=True, remove_pis=True)  # type: ignore[no-untyped-call]
    try:
        root = html.document_fromstring(_clean_bytes(markup), parser=parser, ensure_head_body=True)  # type: ignore[no-untyped-call]
    except (etree.ParserError, etree.XMLSyntaxError, ValueError):
        return None
    return root if isinstance(root, html.HtmlElement) else None


def _clean_bytes(markup: str) -> bytes:
    text = re.sub("[\x00-\x08\x0b\x0e-\x1f]", " ", markup.lstrip("\ufeff"))
    text = re.sub(r"^\s*<\?xml[^>]{0,200}\?>", "", text)
    return text.encode("utf-8", "replace")


def page_lines(root: html.HtmlElement) -> list[PageLine]:
    """Return the lines of visible text below an element, in document order."""
    gathered = _Lines()
    stack: list[tuple[html.HtmlElement, bool, str]] = [(root, False, "body")]
    while stack:
        element, leaving, outer = stack.pop()
        tag = element.tag if isinstance(element.tag, str) else ""
        if leaving:
            if tag not in _INLINE:
                gathered.end(outer)
            gathered.add(element.tail)
            continue
        if not tag or tag in _HIDDEN or _is_hidden(element):
            gathered.add(element.tail)
            continue
        inner = outer
        if tag not in _INLINE:
            inner = tag if tag not in {"br", "hr"} else outer
            gathered.end(inner)
        gathered.add(element.text)
        stack.append((element, True, outer))
        stack.extend((child, False, inner) for child in reversed(element))
    gathered.end("body")
    return gathered.lines


def _is_hidden(element: html.HtmlElement) -> bool:
    if element.get("hidden") is not None:
        return True
    style = element.get("style")
    return style is not None and bool(re.search(r"display\s*:\s*none", style[:500], re.I))


def text_of_markup(markup: str) -> str:
    """Return the visible text of a piece of HTML, one line for each block, blank lines between."""
    root = parse_markup(markup)
    return "" if root is None else "\n\n".join(line.text for line in page_lines(root))

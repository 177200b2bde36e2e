"""HTML → lines of visible text, in document order."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

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

#: Elements whose text is one line of prose: an element with a name of its own ("x-note") stands inside it, not behind.
_TEXT = frozenset(["p", "li", "dt", "dd", "td", "th", "h1", "h2", "h3", "h4", "h5", "h6", "figcaption"])
#: Classes of what only screen readers say, and of cards that open over the text when a reader points at a name. The
#: names are those of the common style sheets (Bootstrap, WordPress, Drupal, jQuery UI, Tippy); an element that has a
#: card ("tooltip") is shown, the card ("tooltip-text") is not.
_UNSEEN = re.compile(
    r"(?:^|\s)(?:sr-only|visually-?hidden|visuallyhidden|screen-?reader(?:-text|-only|s)?|u-visually-hidden|a11y-hidden|"
    r"tooltip-?_{0,2}(?:text|content|body|inner|box)|popover-?_{0,2}(?:content|body|inner)|hover-?card|"
    r"roll-?over-(?:block|content|[a-z]{1,20}-block)|tippy-(?:box|content)|ui-tooltip)(?:$|\s)",
    re.IGNORECASE,
)
_NOT_SHOWN = re.compile(r"display\s*:\s*none", re.IGNORECASE)
_ENTER, _INSIDE, _END = range(3)


@dataclass(frozen=True, slots=True)
class PageLine:
    """One line of a page.

    Attributes:
        text: its words, single blanks between them.
        tag: the name of the block element they stand in.
        linked: how many of its letters, blanks aside, stand in links.
        element: that block element; a ``br`` or ``hr`` ends a line and begins no element.
    """

    text: str
    tag: str
    linked: int = 0
    element: html.HtmlElement | None = field(default=None, compare=False, repr=False)

    @property
    def link_share(self) -> float:
        """Return the share of the letters that stand in links, in [0.0, 1.0]."""
        return self.linked / max(1, len(self.text) - self.text.count(" "))


class _Lines:
    """Gathers the text between two block boundaries."""

    def __init__(self, element: html.HtmlElement) -> None:
        self.lines: list[PageLine] = []
        self._parts: list[str] = []
        self._linked = 0
        self._tag = "body"
        self._element = element

    def add(self, text: str | None, *, linked: bool) -> None:
        if text:
            self._parts.append(text)
            if linked:
                self._linked += sum(map(len, text.split()))

    def end(self, tag: str, element: html.HtmlElement) -> None:
        """End the line; what follows stands in ``tag``."""
        if self._parts:
            words = " ".join("".join(self._parts).split())
            if words:
                self.lines.append(PageLine(words, self._tag, self._linked, self._element))
            self._parts.clear()
            self._linked = 0
        self._tag = tag
        self._element = element


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


@dataclass(frozen=True, slots=True)
class _Around:
    """What an element stands in: the block element around it, its name, and whether it is inside a link."""

    tag: str
    element: html.HtmlElement
    linked: bool = False


def page_lines(root: html.HtmlElement) -> list[PageLine]:
    """Return the lines of visible text below an element, in document order."""
    gathered = _Lines(root)
    #: An element with what it stands in, and how it is left again: not yet, inside a line, at the end of one.
    stack: list[tuple[html.HtmlElement, int, _Around]] = [(root, _ENTER, _Around("body", root))]
    while stack:
        element, step, outer = stack.pop()
        if step != _ENTER:
            if step == _END:
                gathered.end(outer.tag, outer.element)
            gathered.add(element.tail, linked=outer.linked)
            continue
        tag = element.tag if isinstance(element.tag, str) else ""
        if not tag or tag in _HIDDEN or _is_hidden(element):
            gathered.add(element.tail, linked=outer.linked)
            continue
        inner, step = outer, _INSIDE
        if tag == "a":
            inner = _Around(outer.tag, outer.element, linked=True)
        elif tag not in _INLINE and not ("-" in tag and outer.tag in _TEXT):
            inner = outer if tag in {"br", "hr"} else _Around(tag, element, outer.linked)
            step = _END
            gathered.end(inner.tag, inner.element)
        gathered.add(element.text, linked=inner.linked)
        stack.append((element, step, outer))
        stack.extend((child, _ENTER, inner) for child in reversed(element))
    gathered.end("body", root)
    return gathered.lines


def _is_hidden(element: html.HtmlElement) -> bool:
    names = element.keys()
    if not names:
        return False
    if "hidden" in names or ("role" in names and element.get("role") == "tooltip"):
        return True
    if "class" in names and _UNSEEN.search(element.get("class", "")[:300]):
        return True
    style = element.get("style") if "style" in names else None
    return style is not None and bool(_NOT_SHOWN.search(style[:500]))


def text_of_markup(markup: str) -> str:
    """Return the visible text of a piece of HTML, one line for each block, blank lines between."""
    root = parse_markup(markup)
    return "" if root is None else "\n\n".join(line.text for line in page_lines(root))

"""What of a page is the article: an extractor's choice, mended line by line.

An extractor leaves in what stands between the paragraphs (links to other stories, newsletter boxes, labels above the
first paragraph) and loses paragraphs that stand apart (behind an inset, in embedded posts). Each line is therefore
looked at again with its element: what is all links, says a known phrase of page furniture or stands in a box whose
class names such a thing goes; a sentence whose element is built as the article's paragraphs are comes back.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from lxml import html

from tellings.extract.boilerplate import Boilerplate, load_boilerplate
from tellings.extract.lines import Line
from tellings.extract.pagelines import PageLine
from tellings.extract.pageplaces import Part
from tellings.extract.publication import is_byline, is_publication_line
from tellings.extract.shape import link_sections
from tellings.types.articles import BlockKind

_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_ITEMS = frozenset({"li", "dt", "dd"})
#: Phrase rules that hold for lines of a page which an extractor chose. The others (lists of names, credits, lines
#: said twice) took more from the bodies of 181 public pages than they cleaned.
_PHRASES = frozenset(
    [
        "advertisement",
        "comments",
        "cookie_notice",
        "follow_us",
        "media_player",
        "newsletter",
        "read_more",
        "reader_callout",
        "share_widget",
        "subscription_wall",
        "syndication_note",
        "interface_icon",
        "assistant_widget",
    ]
)
#: Words in the class or id of a box below the article's own container that say it is no part of it. Set by hand.
_BOX = re.compile(
    r"(?:^|[\s_-])(?:related|recirc\w*|promo\w*|newsletter\w*|subscri\w*|sidebar|share|sharing|social-?\w*|comments?|"
    r"most-?(?:read|popular)|trending|read-?more|recommend\w*|outbrain|taboola|sponsor\w*|advert\w*|signup|"
    r"sign-up|breadcrumbs?|byline|tags?|taglist|toolbar|paywall|copyright|disclaimer|teaser\w*|author-?(?:bio|box|info))"
    r"(?:$|[\s_-])",
    re.IGNORECASE,
)
_ADDRESS = re.compile(r"https?://\S{1,2000}")
_POST = re.compile(r"\b(?:twitter-tweet|twitter-video|instagram-media|fb-post|bluesky-embed|mastodon-embed)\b")
#: Classes of an element that holds the sentence below the headline.
_STANDFIRST = re.compile(
    r"(?:^|[\s_-])(?:standfirst|sub-?title|sub-?head(?:line|ing)?|dek|deck|article-?summary|strapline|teaser-?text|"
    r"kicker|excerpt|article__summary|sub-?headline)(?:$|[\s_-])",
    re.IGNORECASE,
)
#: From this share of letters in links a line is a link and nothing else.
_ALL_LINK = 0.85
#: Words of a line that counts as a paragraph.
_PROSE = 12
#: … or its letters, for scripts that put no blanks between words.
_PROSE_LETTERS = 60
#: A box that holds this share of the paragraphs is none: a page that names its whole body so.
_BODY = 0.2
#: A label above the first paragraph has at most so many words.
_LABEL = 14
#: So many paragraphs built alike show how the article's paragraphs are built …
_ALIKE = 3
#: … by their element and so many around it.
_DEPTH = 4


@dataclass(frozen=True, slots=True)
class Choice:
    """What becomes of one line: the kind of its block, or why it is left out; ``part`` is what of it is the block."""

    part: Part
    kind: BlockKind | None = None
    reason: str = ""


def choose(lines: Sequence[PageLine], chosen: Mapping[int, Part], *, titles: Sequence[str]) -> dict[int, Choice]:
    """Return a choice for each line that an extractor chose or that belongs to what it chose.

    Args:
        lines: the visible lines of the page, in order.
        chosen: the lines an extractor chose, each with the part of it.
        titles: the headline in every form that the page's head or something outside it has it.
    """
    page = _Page(lines, dict(chosen))
    page.bring_back()
    reasons = page.reasons(frozenset(filter(None, map(fold, titles))))
    found: dict[int, Choice] = {}
    for index in sorted(page.parts):
        part = page.parts[index]
        if index in reasons:
            found[index] = Choice(part, reason=reasons[index])
        else:
            found[index] = Choice(part, kind=page.kind(index))
    return found


class _Page:
    """The lines of a page and those that were chosen."""

    def __init__(self, lines: Sequence[PageLine], parts: dict[int, Part]) -> None:
        self.lines = lines
        self.parts = parts
        self.places = [Line(0, len(line.text), line.text) for line in lines]
        prose = [index for index in sorted(parts) if self.is_prose(index)]
        self.first = prose[0] if prose else min(parts, default=0)
        self.last = prose[-1] if prose else max(parts, default=0)
        self.shapes = Counter(_shape(lines[index].element) for index in prose)
        self.usual = {shape for shape, count in self.shapes.items() if count >= _ALIKE}
        self.inner = _common([lines[index].element for index in prose])

    def is_prose(self, index: int) -> bool:
        line = self.places[index]
        long = len(line.words) >= _PROSE or len(line.text) >= _PROSE_LETTERS
        return long and line.is_closed and self.lines[index].link_share < _ALL_LINK

    def kind(self, index: int) -> BlockKind:
        tag = self.lines[index].tag
        if self.is_standfirst(index):
            return BlockKind.STANDFIRST
        if tag in _HEADINGS:
            return BlockKind.HEADING
        return BlockKind.ITEM if tag in _ITEMS else BlockKind.PARAGRAPH

    def is_standfirst(self, index: int) -> bool:
        """Return whether a line is a heading above the first paragraph, or sits in an element that says it is one."""
        line = self.lines[index]
        if line.tag in _HEADINGS:
            return index < self.first
        if line.element is None or index > self.first:
            return False
        outer = line.element.getparent()
        names = [line.element.get("class", "")] + ([] if outer is None else [outer.get("class", "")])
        return _STANDFIRST.search(" ".join(map(str, names))[:300]) is not None

    def bring_back(self) -> None:
        """Add the sentences that are built as the article's paragraphs are, and the words of embedded posts."""
        for index, line in enumerate(self.lines):
            if index in self.parts or index < self.first:
                continue
            alike = self.is_prose(index) and _shape(line.element) in self.usual
            post = index < self.last and _is_post(line.element)
            if (alike or post) and not self.boxed(line.element):
                self.parts[index] = (0, len(line.text))

    def boxed(self, element: html.HtmlElement | None) -> bool:
        """Return whether an element stands in a box below the article's container that names itself furniture."""
        while element is not None and element not in self.inner:
            if element.tag in {"aside", "nav", "footer", "form", "button"}:
                return True
            if _BOX.search(f"{element.get('class', '')} {element.get('id', '')}"[:300]):
                return True
            element = element.getparent()
        return False

    def reasons(self, titles: frozenset[str]) -> dict[int, str]:
        """Return why chosen lines are left out again."""
        rules = load_boilerplate()
        found: dict[int, str] = {}
        order = sorted(self.parts)
        for index in order:
            reason = self._reason(index, rules, titles)
            if reason:
                found[index] = reason
        known = {at: found[index] for at, index in enumerate(order) if index in found}
        sections = link_sections([self.places[index] for index in order], rules, known)
        for at, reason in sections.items():
            if reason == "related_articles" and not self.is_prose(order[at]):
                found.setdefault(order[at], reason)
        return found

    def _reason(self, index: int, rules: Boilerplate, titles: frozenset[str]) -> str | None:
        line, place = self.lines[index], self.places[index]
        if line.tag == "figcaption":
            return "caption"
        if fold(line.text[:1000]) in titles:
            return "title"
        inside = self.first <= index <= self.last
        if line.link_share >= _ALL_LINK and not (inside and line.tag in _HEADINGS | _ITEMS) and len(place.words) >= 4:
            return "related_articles"
        if self.boxed(line.element):
            return "page_furniture"
        phrase = rules.rule_for(place, first=index <= self.first, edge=not inside)
        if phrase in _PHRASES:
            return phrase
        if is_byline(place) or is_publication_line(place):
            return "byline"
        return "head_line" if self._is_label(index) else None

    def _is_label(self, index: int) -> bool:
        """Return whether a line above the first paragraph is a label: built otherwise, and no sentence."""
        line, place = self.lines[index], self.places[index]
        if index >= self.first or place.is_closed or line.tag in _ITEMS | _HEADINGS or not self.usual:
            return False
        return _ADDRESS.fullmatch(line.text) is not None or (
            len(place.words) <= _LABEL and _shape(line.element) not in self.shapes
        )


def _is_post(element: html.HtmlElement | None) -> bool:
    """Return whether an element stands in a post of a social network that the article shows."""
    for _ in range(_DEPTH):
        if element is None:
            return False
        if _POST.search(str(element.get("class", ""))[:300]):
            return True
        element = element.getparent()
    return False


def _shape(element: html.HtmlElement | None) -> tuple[str, ...]:
    """Return how an element is built: its name, and names and classes of what stands around it."""
    if element is None:
        return ()
    around: list[str] = [str(element.tag)]
    outer = element.getparent()
    while outer is not None and len(around) < _DEPTH:
        around.append(f"{outer.tag} {outer.get('class', '')}")
        outer = outer.getparent()
    return tuple(around)


def _common(elements: Sequence[html.HtmlElement | None]) -> frozenset[html.HtmlElement]:
    """Return the elements that stand around a good part of some elements: the article's container and beyond."""
    counts: Counter[html.HtmlElement] = Counter()
    for element in elements:
        outer = element
        while outer is not None:
            counts[outer] += 1
            outer = outer.getparent()
    return frozenset(element for element, count in counts.items() if count > _BODY * len(elements))


def fold(text: str) -> str:
    """Return the words of a text in lower case, single blanks between."""
    return " ".join(re.findall(r"\w+", text.casefold()))

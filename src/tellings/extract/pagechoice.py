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
from itertools import islice

from lxml import html

from tellings.extract.boilerplate import Boilerplate, load_boilerplate
from tellings.extract.lines import Line
from tellings.extract.pagelines import PageLine
from tellings.extract.pagelive import LivePage
from tellings.extract.pageplaces import Part
from tellings.extract.pagequotes import attributions, quotation_list
from tellings.extract.pageshape import DEPTH, Around, ancestors, around, shape
from tellings.extract.pagetail import TailLine, tail_reasons
from tellings.extract.publication import is_byline, is_publication_line
from tellings.extract.shape import link_sections
from tellings.types.articles import BlockKind

_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_ITEMS = frozenset({"li", "dt", "dd"})
_CELLS = frozenset({"td", "th"})
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
    r"sign-up|breadcrumbs?|byline|tags?|taglist|toolbar|paywall|copyright|disclaimer|teaser\w*|author-?(?:bio|box|info)|about-?(?:the-)?author|modal|lightbox|scrim|pop-?up|dialog|"
    r"print-(?:header|footer|only)|latest-?(?:news|stories|box)|more-(?:from|on|stories|news)|read-?(?:also|next)|also-?read|"
    r"up-?next|you-?may-?(?:also-?)?like|around-the-web|\w{1,20}-cta|cta|contextual-player|donat(?:e|ion)|membership|"
    r"in-?line-?(?:link|links|related|newsletter|promo|story))"
    r"(?:$|[\s_-])",
    re.IGNORECASE,
)
#: Classes of what stands below a picture.
_CAPTION = re.compile(
    r"(?:^|[\s_-])(?:caption(?:-?text)?|cutline|wp-caption-text|(?:photo|image|picture|img)-?_{0,2}(?:credit|caption)s?)"
    r"(?:$|[\s_-])",
    re.IGNORECASE,
)
#: Classes of a heading inside the text that is no heading element.
_SUBHEAD = re.compile(
    r"(?:^|[\s_-])(?:sub-?head(?:line|ing|er)?|cross-?head(?:ing)?|section-?(?:head|heading|title)|inter-?title)(?:$|[\s_-])",
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
#: A link of fewer words may be a word of the article.
_LINK = 4
#: Words of a line that counts as a paragraph.
_PROSE = 12
#: … or its letters, for scripts that put no blanks between words.
_PROSE_LETTERS = 60
#: A label above the first paragraph has at most so many words.
_LABEL = 14
#: So many paragraphs built alike show how the article's paragraphs are built.
_ALIKE = 3


@dataclass(frozen=True, slots=True)
class Choice:
    """What becomes of one line: the kind of its block, or why it is left out; ``part`` is what of it is the block."""

    part: Part
    kind: BlockKind | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Outside:
    """What is known of a page beside its lines.

    Attributes:
        titles: the headline in every form that the page's head or something outside it has it.
        own: names of the site.
        live: its entries if it is a live page.
    """

    titles: Sequence[str] = ()
    own: Sequence[str] = ()
    live: LivePage | None = None


def choose(lines: Sequence[PageLine], chosen: Mapping[int, Part], outside: Outside) -> dict[int, Choice]:
    """Return a choice for each line that an extractor chose or that belongs to what it chose.

    Args:
        lines: the visible lines of the page, in order.
        chosen: the lines an extractor chose, each with the part of it.
        outside: what else is known of the page.
    """
    page = _Page(lines, dict(chosen), outside.live)
    page.bring_back()
    reasons = page.reasons(frozenset(filter(None, map(fold, outside.titles))))
    reasons |= page.tail(reasons, outside.own)
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

    def __init__(self, lines: Sequence[PageLine], parts: dict[int, Part], live: LivePage | None = None) -> None:
        self.lines = lines
        self.live = live
        entries = [] if live is None else [at for entry in live.entries for at in entry]
        self.parts = parts | {at: (0, len(lines[at].text)) for at in entries if at not in parts}
        self.parts.update({} if live is None else live.parts)
        self.whole = frozenset(entries)
        self.places = [Line(0, len(line.text), line.text) for line in lines]
        prose = [index for index in sorted(parts) if self.is_prose(index)]
        below = [index for index in prose if lines[index].tag not in _HEADINGS] or prose
        self.first = below[0] if below else min(parts, default=0)
        self.last = prose[-1] if prose else max(parts, default=0)
        self.shapes = Counter(shape(lines[index].element) for index in prose)
        self.usual = {built for built, count in self.shapes.items() if count >= _ALIKE}
        self.around = around(lines, below)
        if live is not None:
            self.around = Around(self.around.inner | live.elements, self.around.core)
        self.end = max((at for at in below if self.around.holds(lines[at].element)), default=self.last)
        self.series = Counter(_sibling(lines[at]) for at in parts if at > self.first and lines[at].tag in _HEADINGS)

    def is_prose(self, index: int) -> bool:
        line = self.places[index]
        if not line.is_closed or self.lines[index].link_share >= _ALL_LINK:
            return False
        return len(line.text) >= _PROSE_LETTERS or len(line.words) >= _PROSE

    def kind(self, index: int) -> BlockKind:
        tag = self.lines[index].tag
        if self.live is not None and index in self.live.heads:
            return BlockKind.HEADING
        if self.is_standfirst(index):
            return BlockKind.STANDFIRST
        if tag in _HEADINGS or (len(self.places[index].words) <= _LABEL and self._is_subhead(index)):
            return BlockKind.HEADING
        return BlockKind.ITEM if tag in _ITEMS else BlockKind.PARAGRAPH

    def is_standfirst(self, index: int) -> bool:
        """Return whether a line is a heading above the first paragraph, or sits in an element that says it is one."""
        line = self.lines[index]
        if line.tag in _HEADINGS:
            return index < self.first and not self.series[_sibling(line)]
        if line.element is None or index > self.first:
            return False
        outer = line.element.getparent()
        names = [line.element.get("class", "")] + ([] if outer is None else [outer.get("class", "")])
        return _STANDFIRST.search(" ".join(map(str, names))[:300]) is not None

    def bring_back(self) -> None:
        """Add what is built as the article's paragraphs and headings are, and the words of embedded posts."""
        sections = load_boilerplate()
        self._bring_back_quotations()
        for index, line in enumerate(self.lines):
            if index in self.parts:
                continue
            if self._is_alike(index) or (self._is_subhead(index) and sections.section_for(self.places[index]) is None):
                if not self.boxed(line.element):
                    self.parts[index] = (0, len(line.text))
            elif (
                self.first < index < self.last and _is_post(line.element) and not self.boxed(line.element, named=False)
            ):
                self.parts[index] = (0, len(line.text))

    def _bring_back_quotations(self) -> None:
        """Add what a list of quotations lacks, and who said what between paragraphs."""

        def boxed(index: int) -> bool:
            return self.boxed(self.lines[index].element)

        found = set(quotation_list(self.lines, boxed))
        for index in sorted(attributions(self.lines)):
            if self.first < index <= self.end + 1 and index - 1 in found | self.parts.keys() and not boxed(index):
                found.add(index)
        for index in sorted(found - self.parts.keys()):
            self.parts[index] = (0, len(self.lines[index].text))
        self.whole |= found

    def _is_alike(self, index: int) -> bool:
        """Return whether a line is a sentence built as the article's paragraphs are."""
        line = self.lines[index]
        if index < self.first:
            return self.is_prose(index) and shape(line.element) in self.shapes and self.around.holds(line.element)
        short = index < self.last and self.places[index].is_sentence and line.link_share < _ALL_LINK
        return (short or self.is_prose(index)) and shape(line.element) in self.usual

    def _is_subhead(self, index: int) -> bool:
        """Return whether a line between paragraphs is a heading by its element or by what its class says."""
        line = self.lines[index]
        if not self.first < index < self.end or line.link_share >= _ALL_LINK or not self.around.holds(line.element):
            return False
        named = line.element is not None and _SUBHEAD.search(str(line.element.get("class", ""))[:300])
        return line.tag in _HEADINGS or bool(named)

    def boxed(self, element: html.HtmlElement | None, *, named: bool = True) -> bool:
        """Return whether an element stands in a box below the article's container that is furniture.

        Args:
            element: where the line stands.
            named: whether a box that only its class or id names so counts too.
        """
        while element is not None and element not in self.around.inner:
            if element.tag in {"aside", "nav", "footer", "form", "button"}:
                return True
            if named and _BOX.search(f"{element.get('class', '')} {element.get('id', '')}"[:300]):
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
            if reason == "related_articles" and order[at] not in self.whole and not self.is_prose(order[at]):
                found.setdefault(order[at], reason)
        return found

    def tail(self, known: Mapping[int, str], own: Sequence[str]) -> dict[int, str]:
        """Return why lines at the end of what is still kept are left out."""
        kept = [index for index in sorted(self.parts) if index not in known]
        if kept and kept[-1] in self.whole:
            return {}
        lines = [
            TailLine(
                place=self.places[index],
                heading=self.lines[index].tag in _HEADINGS,
                link=self.lines[index].link_share >= _ALL_LINK,
                item=self.lines[index].tag in _ITEMS | _CELLS,
            )
            for index in kept
        ]
        return {kept[at]: reason for at, reason in tail_reasons(lines, own=own).items()}

    def _reason(self, index: int, rules: Boilerplate, titles: frozenset[str]) -> str | None:
        line, place = self.lines[index], self.places[index]
        if line.tag == "figcaption" or self._is_caption(line):
            return "caption"
        if fold(line.text[:1000]) in titles:
            return "title"
        whole = index in self.whole
        inside = whole or self.first <= index <= self.last
        if self._is_related(index, inside=inside):
            return "related_articles"
        named = not (inside and _is_post(line.element))
        if self.boxed(line.element, named=named) or (self._is_outside(index) and not whole) or self._is_beside(index):
            return "page_furniture"
        phrase = rules.rule_for(place, first=index <= self.first, edge=not inside)
        if phrase in _PHRASES:
            return phrase
        if whole and (self.live is None or index in self.live.heads):
            return None
        if is_byline(place) or is_publication_line(place):
            return "byline"
        return "head_line" if self._is_label(index) else None

    def _is_related(self, index: int, *, inside: bool) -> bool:
        """Return whether a line is all link and neither heading, item nor the name below a quotation."""
        line = self.lines[index]
        if line.link_share < _ALL_LINK or (inside and line.tag in _HEADINGS | _ITEMS):
            return False
        quoted = index in self.whole and self.live is None
        return len(self.places[index].words) >= _LINK and not quoted

    def _is_beside(self, index: int) -> bool:
        """Return whether a line of a live page stands between its entries, or is none of an entry's own words."""
        if self.live is None or index < self.live.entries[0][0]:
            return False
        line = self.lines[index]
        name = line.link_share >= _ALL_LINK and line.tag not in _HEADINGS and index not in self.live.heads
        return index not in self.whole or index in self.live.passed or name

    def _is_caption(self, line: PageLine) -> bool:
        """Return whether a line stands below a picture, by the class of its element or of the one around it."""
        for element in islice(ancestors(line.element), 2):
            if element in self.around.inner:
                return False
            if _CAPTION.search(str(element.get("class", ""))[:300]):
                return True
        return False

    def _is_outside(self, index: int) -> bool:
        """Return whether a line behind the article's container is none of its paragraphs."""
        line = self.lines[index]
        if index < self.end or self.around.holds(line.element):
            return False
        return not (self.is_prose(index) and shape(line.element) in self.usual)

    def _is_label(self, index: int) -> bool:
        """Return whether a line above the first paragraph is a label: built otherwise, and no sentence."""
        line, place = self.lines[index], self.places[index]
        if index >= self.first or place.is_closed or line.tag in _ITEMS | _HEADINGS or not self.usual:
            return False
        return _ADDRESS.fullmatch(line.text) is not None or (
            len(place.words) <= _LABEL and shape(line.element) not in self.shapes
        )


def _is_post(element: html.HtmlElement | None) -> bool:
    """Return whether an element stands in a post of a social network that the article shows."""
    for _ in range(DEPTH):
        if element is None:
            return False
        if _POST.search(str(element.get("class", ""))[:300]):
            return True
        element = element.getparent()
    return False


def _sibling(line: PageLine) -> tuple[str, html.HtmlElement | None]:
    """Return what headings of one series share: the name of the element and what it stands in."""
    return line.tag, None if line.element is None else line.element.getparent()


def fold(text: str) -> str:
    """Return the words of a text in lower case, single blanks between."""
    return " ".join(re.findall(r"\w+", text.casefold()))

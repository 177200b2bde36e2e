"""HTML pages: what trafilatura takes for the article, found again in the visible text of the page.

The kept text is every visible line of the page, so that a reader sees what was left out; trafilatura says which of
it is the article. Its paragraphs are looked up in the kept text letter by letter, blanks aside, so that every block
is exactly words of the page.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, replace

import trafilatura
from lxml import etree, html
from trafilatura.settings import Document

from tellings.extract.lines import split_lines
from tellings.extract.metadata import find_metadata, iso_moment
from tellings.extract.pagelines import PageLine, page_lines, parse_markup
from tellings.extract.plain import Cleaned
from tellings.extract.reading import Reading, Unreadable, too_long
from tellings.types.articles import Block, BlockKind, DroppedSpan, Hints

_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_ITEMS = frozenset({"li", "dt", "dd"})
#: A paragraph of fewer letters (blanks aside) may stand in many places; it is only looked for between its neighbours.
_SHORT = 24
#: Why a line that is no part of the article is left out, where its element tells.
_REASONS = {"figcaption": "caption", "nav": "navigation", "footer": "navigation", "button": "navigation"}
#: Latest date that is believed; fixed, so that the result does not hang on the day of the run.
_LATEST = "2100-12-31"


@dataclass(frozen=True, slots=True)
class _Letters:
    """A kept text without blanks, with the place of each letter in it."""

    text: str
    places: tuple[int, ...]


def read_page(markup: str, *, title: str | None, url: str | None = None) -> Reading | Unreadable:
    """Read a saved web page.

    Args:
        markup: the page.
        title: the headline if something outside the page tells it.
        url: its address if known.
    """
    root = parse_markup(markup)
    lines = [] if root is None else page_lines(root)
    if root is None or not lines:
        return Unreadable("E002", "no article text was found: the page shows no words")
    text = "\n".join(line.text for line in lines)
    excess = too_long(text)
    if excess is not None:
        return excess
    paragraphs, said = _trafilatura(etree.tostring(root, encoding="unicode", method="html"), url)
    if not paragraphs:
        return Unreadable(
            "E002", "no article text was found on the page: it may be an index or need scripts to show it"
        )
    said = replace(said, published=_with_time(root, said.published))
    inside = _find_paragraphs(text, paragraphs)
    return _reading(text, lines, inside, said, title or said.title)


def _trafilatura(markup: str, url: str | None) -> tuple[list[str], Hints]:
    """Return the paragraphs that trafilatura takes for the article, and what the head of the page says."""
    document = trafilatura.bare_extraction(
        markup,
        url=url,
        include_comments=False,
        include_tables=True,
        with_metadata=True,
        date_extraction_params={"original_date": True, "extensive_search": False, "max_date": _LATEST},
    )
    if not isinstance(document, Document):
        return [], Hints()
    said = Hints(
        outlet=document.sitename,
        title=document.title,
        byline=document.author,
        published=document.date,
        url=document.url,
    )
    return [line for line in (document.text or "").split("\n") if line.strip()], said


#: Where a page gives the moment of publication with its time of day, which htmldate cuts off.
_MOMENTS = (
    "//meta[@property='article:published_time' or @name='article:published_time']/@content",
    "//meta[@itemprop='datePublished']/@content",
    "//time[@itemprop='datePublished']/@datetime",
)
_JSON_MOMENT = re.compile(r'"datePublished"\s*:\s*"([0-9T:.+Z -]{10,35})"')


def _with_time(root: html.HtmlElement, date: str | None) -> str | None:
    """Return the moment of publication with its time of day if the page gives one on that date."""
    if date is None:
        return None
    scripts = root.xpath("//script[@type='application/ld+json']/text()")
    found = [str(value) for path in _MOMENTS for value in root.xpath(path)]
    found += [match.group(1) for script in scripts for match in _JSON_MOMENT.finditer(str(script)[:200_000])]
    moments = (iso_moment(value) for value in found)
    return next((moment for moment in moments if moment and moment.startswith(date) and len(moment) > 10), date)


def _letters(text: str) -> _Letters:
    places = tuple(at for at, char in enumerate(text) if not char.isspace())
    return _Letters("".join(text[at] for at in places), places)


def _find_paragraphs(text: str, paragraphs: Sequence[str]) -> list[tuple[int, int]]:
    """Return where the paragraphs stand in the kept text, in order; those that are not there are left out.

    Those that stand there once are found first; the others are looked for between their neighbours.
    """
    page = _letters(text)
    wanted = ["".join(paragraph.split()).lstrip("-•*") for paragraph in paragraphs]
    found: dict[int, int] = {}
    last = -1
    for index, letters in enumerate(wanted):
        first = page.text.find(letters) if len(letters) >= _SHORT else -1
        if first > last and page.text.find(letters, first + 1) < 0:
            found[index] = first
            last = first + len(letters) - 1
    for index, letters in enumerate(wanted):
        if index in found or not letters:
            continue
        after = max((found[other] + len(wanted[other]) for other in found if other < index), default=0)
        before = min((found[other] for other in found if other > index), default=len(page.text))
        at = page.text.find(letters, after, before)
        if at >= 0:
            found[index] = at
    return [
        (page.places[found[index]], page.places[found[index] + len(wanted[index]) - 1] + 1) for index in sorted(found)
    ]


def _reading(
    text: str, lines: Sequence[PageLine], inside: Sequence[tuple[int, int]], said: Hints, title: str | None
) -> Reading:
    """Return the lines of the page as blocks and dropped stretches."""
    blocks: list[Block] = []
    dropped: list[DroppedSpan] = []
    at = 0
    starts = [start for start, _ in inside]
    wanted = _fold(title or "")
    titled = False
    for line in lines:
        end = at + len(line.text)
        stretch = _covered(at, end, inside, starts)
        if not titled and wanted and line.tag in _HEADINGS and _fold(line.text) == wanted:
            titled = True
            blocks.append(Block(start=at, end=end, kind=BlockKind.TITLE))
        elif stretch is None:
            dropped.append(DroppedSpan(start=at, end=end, reason=_REASONS.get(line.tag, "page_furniture")))
        else:
            begin, stop = stretch
            if begin > at:
                dropped.append(DroppedSpan(start=at, end=begin, reason="page_furniture"))
            blocks.append(Block(start=begin, end=stop, kind=_kind(line)))
            if stop < end:
                dropped.append(DroppedSpan(start=stop, end=end, reason="page_furniture"))
        at = end + 1
    cleaned = Cleaned(
        blocks=tuple(blocks), dropped=tuple(dropped), lines=tuple(split_lines(text)), title=None, reasons={}
    )
    return Reading(
        text=text, blocks=cleaned.blocks, dropped=cleaned.dropped, found=find_metadata(text, cleaned), said=said
    )


def _covered(start: int, end: int, inside: Sequence[tuple[int, int]], starts: Sequence[int]) -> tuple[int, int] | None:
    """Return the part of a line that belongs to the article, None if none does."""
    first = max(0, bisect_right(starts, start) - 1)
    parts = [
        (max(start, begin), min(end, stop))
        for begin, stop in inside[first : bisect_left(starts, end)]
        if begin < end and stop > start
    ]
    return (min(part[0] for part in parts), max(part[1] for part in parts)) if parts else None


def _kind(line: PageLine) -> BlockKind:
    if line.tag in _HEADINGS:
        return BlockKind.HEADING
    return BlockKind.ITEM if line.tag in _ITEMS else BlockKind.PARAGRAPH


def _fold(text: str) -> str:
    return " ".join(re.findall(r"\w+", text.casefold()))

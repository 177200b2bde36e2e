"""Plain text → what belongs to the article and what does not.

The kept text is never changed. Its lines are sorted by rule and shape: phrases of page furniture first
(``boilerplate.yaml``), then blocks of links, galleries, credits and captions, then what stands out by its place.
What is left is the article: title, standfirst, headings, paragraphs, list items.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from tellings.extract import insets, shape
from tellings.extract.boilerplate import load_boilerplate
from tellings.extract.credits import ends_in_credit, glued_credit, is_caption_with_credit, is_credit_line, sign_off
from tellings.extract.headlines import find_title, kind_of_rest
from tellings.extract.lines import Line, is_item, join_wrapped, split_lines
from tellings.extract.markdown import is_picture
from tellings.extract.publication import date_within, is_byline, is_publication_line
from tellings.types.articles import Block, BlockKind, DroppedSpan

#: A line of more characters is no prose: the longest paragraph in 512 scraped pages had 3,100. Also what keeps the
#: parser's memory bounded. Set by hand.
MAX_LINE = 100_000

#: A longer text is a book or a log, no report: about 160,000 words. Bounds time and memory of every later stage.
MAX_TEXT = 1_000_000

_ITEM_MARK = re.compile(r"(?:[-*•·▪◦‣–]|\d{1,2}[.)])\s+")
_RULE_LINE = re.compile(r"[\s_*=~•·—–.|#-]{1,200}")
_MARKDOWN_HEADING = re.compile(r"(#{1,6})\s+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Cleaned:
    """What was made of a text.

    Attributes:
        blocks: what belongs to the article, in order.
        dropped: what does not, in order.
        lines: the lines or paragraphs it was read as.
        title: index into ``lines`` of the headline, None if it is not in the text.
        reasons: reason by index into ``lines``, for lines dropped whole.
    """

    blocks: tuple[Block, ...]
    dropped: tuple[DroppedSpan, ...]
    lines: tuple[Line, ...]
    title: int | None
    reasons: dict[int, str]


@dataclass(slots=True)
class _Page:
    """The lines of a text and what is known of them so far."""

    lines: list[Line]
    reasons: dict[int, str] = field(default_factory=dict)
    title: int | None = None

    def free(self, index: int) -> bool:
        return index not in self.reasons and index != self.title

    def add(self, found: dict[int, str]) -> None:
        for index, reason in found.items():
            if index != self.title:
                self.reasons.setdefault(index, reason)

    def prose(self) -> list[int]:
        return [index for index, line in enumerate(self.lines) if self.free(index) and shape.is_prose(line)]


def clean(text: str, *, title: str | None = None, markdown: bool = False, head_end: int = 0) -> Cleaned:
    """Sort the lines of a text.

    Args:
        text: the kept text.
        title: the headline if something outside the text tells it.
        markdown: whether ``#`` marks headings.
        head_end: where the head of a Markdown file ends in the text, 0 if it has none.
    """
    lines = split_lines(text)
    front = [line for line in lines if line.start < head_end]
    page = _Page(lines=[*front, *join_wrapped(lines[len(front) :], text)])
    page.add(dict.fromkeys(range(len(front)), "front_matter"))
    if markdown:
        page.add({index: "picture" for index, line in enumerate(page.lines) if is_picture(line.text)})
    page.add({index: "line_too_long" for index, line in enumerate(page.lines) if len(line.text) > MAX_LINE})
    page.add({index: "rule_line" for index, line in enumerate(page.lines) if _RULE_LINE.fullmatch(line.text[:201])})
    _phrases(page, title)
    _shapes(page)
    kinds = kind_of_rest(page.lines, page.free, page.title, has_outer_title=title is not None, markdown=markdown)
    page.add({index: "stray_heading" for index, kind in kinds.items() if kind is None})
    blocks, dropped = _cut(page, {index: kind for index, kind in kinds.items() if kind is not None}, markdown=markdown)
    return Cleaned(
        blocks=tuple(blocks), dropped=tuple(dropped), lines=tuple(page.lines), title=page.title, reasons=page.reasons
    )


def _phrases(page: _Page, title: str | None) -> None:
    """Find the title, then drop what the phrase rules, blocks of links and credits name."""
    rules = load_boilerplate()
    prose = page.prose() or [0]
    before_title = {
        index: "head"
        for index, line in enumerate(page.lines[: prose[0] + 1])
        if page.free(index) and (rules.rule_for(line, first=True, edge=index < prose[0]) or _stands_beside_title(line))
    }
    page.title = find_title(page.lines, title, lambda index: page.free(index) and index not in before_title)
    seen = False
    for index, line in enumerate(page.lines):
        if not page.free(index):
            seen = seen or index == page.title
            continue
        edge = index < prose[0] or index > prose[-1]
        reason = rules.rule_for(line, first=not seen, edge=edge)
        if reason is not None:
            page.reasons[index] = reason
        else:
            seen = True
    page.add(shape.link_sections(page.lines, rules, page.reasons))
    page.add(shape.numbered_galleries(page.lines))
    page.add(_lines_that(page, is_credit_line, "photo_credit"))
    page.add(_lines_that(page, is_caption_with_credit, "caption"))


def _stands_beside_title(line: Line) -> bool:
    """Return whether a line is a credit, byline or date, of which pages have some above their title."""
    dated = len(line.words) <= 12 and date_within(line.text) is not None
    return dated or is_credit_line(line) or is_byline(line) or ends_in_credit(line)


def _shapes(page: _Page) -> None:
    """Drop what is known by its shape and place."""
    prose = page.prose() or [0]
    page.add(_lines_that(page, is_byline, "byline"))
    page.add(_lines_that(page, is_publication_line, "publication_date"))
    page.add(_dated_head_lines(page, prose[0]))
    page.add(insets.captions(page.lines, page.free))
    page.add(shape.tag_lines(page.lines, prose[-1]))
    page.add(insets.repeated_lines(page.lines, page.free, title=page.title))
    page.add(insets.quotation_interrupters(page.lines, page.free))
    page.add(insets.caption_runs(page.lines, page.free))
    page.add(shape.author_notes(page.lines, page.free))
    page.add(shape.edge_lines(page.lines, page.free, title=page.title))


def _dated_head_lines(page: _Page, first_prose: int) -> dict[int, str]:
    """Return the lines above the first paragraph that hold a full date among few other words."""
    return {
        index: "publication_date"
        for index in range(first_prose)
        if page.free(index) and not page.lines[index].is_sentence and date_within(page.lines[index].text) is not None
    }


def _lines_that(page: _Page, test: Callable[[Line], bool], reason: str) -> dict[int, str]:
    return {index: reason for index, line in enumerate(page.lines) if page.free(index) and test(line)}


def _cut(page: _Page, kinds: dict[int, BlockKind], *, markdown: bool) -> tuple[list[Block], list[DroppedSpan]]:
    """Return the blocks and the dropped stretches, marks and glued credits cut off the blocks' ends."""
    blocks: list[Block] = []
    dropped: list[DroppedSpan] = []
    for index, line in enumerate(page.lines):
        if index in page.reasons:
            dropped.append(DroppedSpan(start=line.start, end=line.end, reason=page.reasons[index]))
            continue
        start, end = line.start, line.end
        for length, reason in _marks_in_front(line, kinds[index], markdown=markdown):
            cut = start + length
            dropped.append(
                DroppedSpan(
                    start=start,
                    end=start + len(line.text[start - line.start : cut - line.start].rstrip()),
                    reason=reason,
                )
            )
            start = cut
        signed = sign_off(line.text)
        if signed is not None:
            end = line.start + len(line.text[: signed[0]].rstrip())
        blocks.append(Block(start=start, end=end, kind=kinds[index]))
        if signed is not None:
            dropped.append(DroppedSpan(start=line.start + signed[0], end=line.end, reason="agency_credit"))
    return blocks, dropped


def _marks_in_front(line: Line, kind: BlockKind, *, markdown: bool) -> Sequence[tuple[int, str]]:
    """Return length and reason of what stands before the words of a block: a list mark, a glued credit."""
    marks = _MARKDOWN_HEADING.match(line.text) if markdown else None
    if marks is not None and kind in {BlockKind.TITLE, BlockKind.HEADING}:
        return [(marks.end(), "markup")]
    item = _ITEM_MARK.match(line.text) if kind is BlockKind.ITEM and is_item(line) else None
    if item is not None:
        return [(item.end(), "list_mark")]
    glued = glued_credit(line.text)
    if glued and kind is BlockKind.PARAGRAPH:
        rest = line.text[glued:]
        return [(glued + len(rest) - len(rest.lstrip()), "photo_credit")]
    return []

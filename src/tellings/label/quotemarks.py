"""Quotation marks that belong together, block by block.

News text opens and closes quotations in every way: curly and straight marks, single and double, guillemets,
an opening mark in each paragraph and one closing mark at the very end, a blank before the closing mark,
“ closed by ". Straight marks are therefore never paired by counting; each mark is read by what stands on
either side of it, and an opening mark while its own kind is still open means that the end is missing.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from tellings.types.articles import Article, BlockKind

DOUBLE, SINGLE, ANGLE = "double", "single", "angle"
_FAMILY = {
    "“": DOUBLE, "”": DOUBLE, "„": DOUBLE, "‟": DOUBLE, '"': DOUBLE, "＂": DOUBLE,
    "‘": SINGLE, "’": SINGLE, "‚": SINGLE, "‛": SINGLE, "'": SINGLE, "`": SINGLE,
    "«": ANGLE, "»": ANGLE, "‹": ANGLE, "›": ANGLE,
}  # fmt: skip
_OPENS = frozenset("“„‟‘‛«‹")
_CLOSES = frozenset("”»›")
# Two single marks or backticks stand for a double one where a typewriter had none.
_MARK = re.compile("''|``|[" + "".join(_FAMILY) + "]")
_BEFORE_OPEN = frozenset("([{—–-/…:;,")
_ELISIONS = re.compile(r"(?:em|tis|twas|til|cause|round|bout|n)\b|\d\ds?\b", re.IGNORECASE)
_CLOSING_SINGLE = re.compile(r"\S['’](?!\w)")
# Characters looked ahead for the real end of a single quotation: two long sentences; keeps the scan linear.
_POSSESSIVE_WINDOW = 400
_SENTENCE_END = re.compile(r"[.!?…](?=\s|$)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Quotation:
    """A stretch between quotation marks.

    Attributes:
        block: index into ``Article.blocks``.
        start: first character inside the marks, an offset into the kept text.
        end: one past the last character inside, blanks dropped.
        outer_start: offset of the opening mark.
        outer_end: one past the closing mark; the end of the content where that mark is missing.
        family: ``double``, ``single`` or ``angle``.
        depth: 0 for an outermost quotation, 1 for one inside it …
        closed: False where the closing mark is missing.
    """

    block: int
    start: int
    end: int
    outer_start: int
    outer_end: int
    family: str
    depth: int
    closed: bool = True


@dataclass(frozen=True, slots=True)
class _Mark:
    """A quotation mark: its place in the block, its family."""

    at: int
    end: int
    family: str


def find_quotations(article: Article) -> tuple[Quotation, ...]:
    """Return every stretch between quotation marks in an article's blocks, by start, outer before inner.

    Args:
        article: its kept text and blocks are read; dropped stretches are not.
    """
    found: list[Quotation] = []
    for index, block in enumerate(article.blocks):
        follows = block.kind is not BlockKind.CAPTION and _goes_on_quoted(article, index + 1)
        found += _in_block(article.text[block.start : block.end], index, block.start, follows=follows)
    return tuple(sorted(found, key=lambda quotation: (quotation.outer_start, -quotation.outer_end)))


def _goes_on_quoted(article: Article, index: int) -> bool:
    """Whether the first block from that index on that is no caption begins with an opening mark."""
    following = (block for block in article.blocks[index:] if block.kind is not BlockKind.CAPTION)
    block = next(following, None)
    return block is not None and article.text[block.start] in "“\"‘'«„"


def _in_block(text: str, index: int, offset: int, *, follows: bool) -> list[Quotation]:
    last_single = _last_single_close(text)
    stack: list[_Mark] = []
    found: list[tuple[_Mark, int, int]] = []
    for match in _MARK.finditer(text):
        family = DOUBLE if len(match[0]) > 1 else _FAMILY[match[0]]
        mark = _Mark(match.start(), match.end(), family)
        is_open = any(opened.family == family for opened in stack)
        role = _role(text, mark, is_open=is_open, last_single=last_single)
        if is_open and role != "none":
            while stack[-1].family != family:
                stack.pop()
            closed = role == "close"
            found.append((stack.pop(), mark.at, mark.end if closed else mark.at))
        if role == "open":
            stack.append(mark)
    for opened in stack:
        if opened.family != SINGLE:
            end = _missing_end(text, opened.at, follows=follows)
            found.append((opened, end, end))
    return _settle([q for pair in found for q in _quotation(text, *pair, index=index, offset=offset)])


def _quotation(text: str, opened: _Mark, end: int, outer: int, *, index: int, offset: int) -> list[Quotation]:
    """Return the quotation between an opening mark and an end, nothing if no word stands there."""
    closed = outer > end
    start = opened.end
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    if not any(char.isalnum() for char in text[start:end]):
        return []
    return [
        Quotation(
            block=index,
            start=offset + start,
            end=offset + end,
            outer_start=offset + opened.at,
            outer_end=offset + (outer if closed else end),
            family=opened.family,
            depth=0,
            closed=closed,
        )
    ]


def _settle(found: list[Quotation]) -> list[Quotation]:
    """Set depths anew, since a mark that was thought open may have fallen away."""
    settled: list[Quotation] = []
    ends: list[int] = []
    for quotation in sorted(found, key=lambda item: (item.outer_start, -item.outer_end)):
        while ends and ends[-1] <= quotation.outer_start:
            ends.pop()
        settled.append(replace(quotation, depth=len(ends)))
        ends.append(quotation.outer_end)
    return settled


def _last_single_close(text: str) -> int:
    """Offset of the last mark in the block that can close a single quotation, -1 if there is none."""
    for match in reversed(list(re.finditer("['’]", text))):
        at = match.start()
        if _can_close_single(text, at):
            return at
    return -1


def _can_close_single(text: str, at: int) -> bool:
    before = text[at - 1] if at else " "
    after = text[at + 1] if at + 1 < len(text) else " "
    if before.isspace():
        return False
    return not after.isalnum() or (before in ".,!?…" and after.isupper())


def _role(text: str, mark: _Mark, *, is_open: bool, last_single: int) -> str:
    """Return ``open``, ``close`` or ``none`` for a mark."""
    char = text[mark.at]
    before = text[mark.at - 1] if mark.at else " "
    after = text[mark.end] if mark.end < len(text) else " "
    if mark.family == SINGLE:
        if _may_open_single(text, mark, before, after):
            return "open" if mark.at < last_single else "none"
        return _single_close(text, mark, is_open=is_open, last_single=last_single)
    if char in _OPENS and mark.end - mark.at == 1:
        return "open"
    if char in _CLOSES:
        return "close" if is_open else "none"
    return _straight_role(before, after, is_open=is_open)


def _straight_role(before: str, after: str, *, is_open: bool) -> str:
    blank_before = before.isspace() or before in _BEFORE_OPEN or before in "‘'“"
    blank_after = after.isspace() or not (after.isalnum() or after in "[($£€…‘'-–—.@#")
    if before in ",;:…—–-" and is_open and not after.isalnum():
        return "close"
    if blank_before and not blank_after:
        return "open"
    if is_open:
        return "close"
    if blank_before:
        return "open"
    # between two letters: an opening mark glued to the word before it, as in `said:"We`
    return "open" if after.isupper() and not before.isdigit() else "none"


def _may_open_single(text: str, mark: _Mark, before: str, after: str) -> bool:
    char = text[mark.at]
    if char in "’`" or not (before.isspace() or before in _BEFORE_OPEN or before in '"“«'):
        return False
    if char == "'" and _ELISIONS.match(text, mark.end):
        return False
    return after.isalnum() or after in '[(…“"£$'


def _single_close(text: str, mark: _Mark, *, is_open: bool, last_single: int) -> str:
    if text[mark.at] in "‘‛‚`" or not is_open or not _can_close_single(text, mark.at):
        return "none"
    return "none" if _is_plural_possessive(text, mark.at, last_single) else "close"


def _is_plural_possessive(text: str, at: int, last_single: int) -> bool:
    """Whether the mark after an s belongs to the word ("the workers' rights") since a later mark closes."""
    window = at + 1 + _POSSESSIVE_WINDOW
    marks = [i for i in (text.find("‘", at + 1, window), text.find(" '", at + 1, window)) if i >= 0]
    later = at < last_single and not marks and _CLOSING_SINGLE.search(text, at + 1, window) is not None
    return text[at - 1] == "s" and later and text[at + 1 : at + 2] == " " and text[at + 2 : at + 3].islower()


def _missing_end(text: str, at: int, *, follows: bool) -> int:
    """Where a quotation ends that nobody closes: the block's end, or the sentence's end in mid-sentence."""
    lead = text[:at].rstrip()
    if follows or not lead or lead[-1] in ":,.!?":
        return len(text)
    end = _SENTENCE_END.search(text, at)
    return end.end() if end else len(text)

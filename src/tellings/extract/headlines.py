"""Which line is the title, which the standfirst, which lines are headings, and which are list items."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from tellings.extract.credits import glued_credit
from tellings.extract.lines import Line, is_item
from tellings.extract.shape import is_prose, title_share
from tellings.types.articles import BlockKind

#: A headline has at most this many words; of 512 scraped pages one had more.
_MAX_TITLE = 28
#: A shorter line is a label if a longer one that could be the headline stands below it.
_MIN_TITLE = 4
_MAX_STANDFIRST = 50
_MAX_HEADING = 12
#: So many headings in a row are a list whose marks were lost.
_LIST_RUN = 3
#: How many lines from the top a title that is known from outside is looked for.
_TITLE_LINES = 40


def find_title(lines: Sequence[Line], known: str | None, free: Callable[[int], bool]) -> int | None:
    """Return the index of the line that is the headline, None if the text has none.

    Args:
        lines: the lines of the text.
        known: the headline as something outside the text tells it, None if nothing does.
        free: whether a line is not yet known to be furniture.
    """
    if known is not None:
        wanted = _letters(known)
        for index, line in enumerate(lines[:_TITLE_LINES]):
            if free(index) and len(line.text) < 400 and _same_headline(_letters(line.text), wanted):
                return index
        return None
    prose = next((index for index in range(len(lines)) if free(index) and is_prose(lines[index])), None)
    head = [index for index in range(prose or 0) if free(index)]
    if not head or not looks_like_headline(lines[head[0]]):
        return None
    long = (index for index in head if len(lines[index].words) >= _MIN_TITLE and looks_like_headline(lines[index]))
    return next(long, head[0])


def looks_like_headline(line: Line) -> bool:
    """Return whether a line could be a headline: short, and not ended as a sentence is."""
    text = re.sub(r"^#{1,6}\s+", "", line.text)
    count = len(line.words)
    if not 2 <= count <= _MAX_TITLE or is_item(line):
        return False
    if re.search(r"[.:;,…][\"”’')*_]*$", text) and not re.search(r"\b(?:[A-Z]\.){2,}$", text):
        return False
    return text[0].isupper() or text[0].isdigit() or text[0] in "\"“‘'‚«£$€*_[(¿¡"


def kind_of_rest(
    lines: Sequence[Line],
    free: Callable[[int], bool],
    title: int | None,
    *,
    has_outer_title: bool,
    markdown: bool,
) -> dict[int, BlockKind | None]:
    """Return what each line that is left is to its reader; None for a heading that nothing follows."""
    kept = [index for index in range(len(lines)) if free(index) or index == title]
    standfirst = _standfirst(lines, kept, title, has_outer_title=has_outer_title)
    kinds: dict[int, BlockKind | None] = {}
    for place, index in enumerate(kept):
        line = lines[index]
        after = lines[kept[place + 1]] if place + 1 < len(kept) else None
        if index == title:
            kinds[index] = BlockKind.TITLE
        elif index == standfirst:
            kinds[index] = BlockKind.STANDFIRST
        elif is_item(line) and not glued_credit(line.text):
            kinds[index] = BlockKind.ITEM
        elif (markdown and line.text.startswith("#")) or _is_heading(line):
            kinds[index] = BlockKind.HEADING if after is not None else None
        else:
            kinds[index] = BlockKind.PARAGRAPH
    _list_runs(kept, kinds)
    if len(kept) == 1:
        kinds = {index: kind or BlockKind.PARAGRAPH for index, kind in kinds.items()}
    return kinds


def _list_runs(kept: Sequence[int], kinds: dict[int, BlockKind | None]) -> None:
    """Make headings that follow one another list items: a heading stands above text."""
    run: list[int] = []
    for index in (*kept, None):
        if index is not None and kinds[index] in {BlockKind.HEADING, None}:
            run.append(index)
            continue
        if len(run) >= _LIST_RUN:
            kinds.update(dict.fromkeys(run, BlockKind.ITEM))
        run = []


def _standfirst(lines: Sequence[Line], kept: Sequence[int], title: int | None, *, has_outer_title: bool) -> int | None:
    """Return the index of the standfirst, None if there is none.

    It is the line behind the title, one sentence or less, when it does not end as a sentence does or when a byline,
    date or credit parts it from the text; without a title in the text, a first line that looks like a headline.
    """
    if title is None:
        first = kept[0] if kept else None
        if first is None or not has_outer_title or len(kept) < 2:
            return None
        return first if looks_like_headline(lines[first]) and len(lines[first].words) >= 6 else None
    place = kept.index(title)
    if place + 2 >= len(kept):
        return None
    line, after = lines[kept[place + 1]], kept[place + 2]
    if not 6 <= len(line.words) <= _MAX_STANDFIRST or is_item(line):
        return None
    parted = after > kept[place + 1] + 1 or bool(re.match(r"[·•|]", lines[after].text))
    sentences = len(re.findall(r"[.!?][\"”’']?\s+[A-Z“\"]", line.text))
    if (not line.is_sentence or (parted and sentences <= 1)) and is_prose(lines[after]):
        return kept[place + 1]
    return None


def _is_heading(line: Line) -> bool:
    """Return whether a line is short and not ended as a sentence is."""
    if line.is_closed and not re.search(r"[?!][\"”’']?$", line.text):
        return False
    if line.text[0] in '"“' or line.text[0].islower():
        return False
    count = len(line.words)
    return 1 <= count <= _MAX_HEADING or (count <= _MAX_HEADING + 6 and title_share(line) > 0.8)


def _letters(text: str) -> str:
    return " ".join(re.findall(r"\w+", text.casefold()))


def _same_headline(line: str, wanted: str) -> bool:
    """Return whether two headlines are the same but for marks, or one is the other with the outlet's name behind it."""
    if not line or not wanted:
        return False
    if line == wanted:
        return True
    short, long = sorted((line, wanted), key=len)
    return long.startswith(short + " ") and len(short) >= 20 and len(short) >= 0.7 * len(long)

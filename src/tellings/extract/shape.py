"""Furniture that is known by its shape and place, not by its words: galleries, teasers, tag lines, captions.

Every function takes the lines of a text and what is known of them so far, and returns a reason for each line it
would drop. Losing a line of the article is worse than keeping a caption, so each asks for more than one sign.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence

from tellings.extract.boilerplate import Boilerplate
from tellings.extract.lines import Line, is_item

Reasons = dict[int, str]

_NUMBERED = re.compile(r"(\d{1,3})\s?/\s?(\d{1,3})\b\s*")
_ELLIPSIS = re.compile(r"(?:\.\.\.|…)[\"”’']?$")
_FUNCTION_WORDS = frozenset(
    [
        "a",
        "an",
        "the",
        "of",
        "in",
        "on",
        "at",
        "to",
        "for",
        "and",
        "or",
        "but",
        "by",
        "with",
        "from",
        "as",
        "is",
        "are",
        "was",
        "were",
        "be",
        "been",
        "has",
        "have",
        "had",
        "it",
        "its",
        "he",
        "she",
        "they",
        "his",
        "her",
        "their",
        "this",
        "that",
        "these",
        "those",
        "who",
        "which",
        "what",
        "when",
        "where",
        "how",
        "why",
        "not",
        "no",
        "will",
        "would",
        "could",
        "should",
        "may",
    ]
)


def is_prose(line: Line) -> bool:
    """Return whether a line is a paragraph of running text beyond doubt."""
    count = len(line.words)
    if _ELLIPSIS.search(line.text[-5:]) and count < 40:
        return False
    return (count >= 12 and line.is_closed) or (count >= 8 and line.is_sentence and not is_item(line)) or count >= 45


def title_share(line: Line) -> float:
    """Return the share of a line's content words that begin with a capital, in [0.0, 1.0]; 0.0 without words."""
    content = [word for word in line.words if word.casefold() not in _FUNCTION_WORDS]
    return sum(not word[0].islower() for word in content) / len(content) if content else 0.0


def numbered_galleries(lines: Sequence[Line]) -> Reasons:
    """Find runs of captions numbered "3/34", on lines of their own or one after another in one line."""
    found: Reasons = {}
    totals = Counter(match.group(2) for line in lines for match in [_NUMBERED.match(line.text)] if match)
    for index, line in enumerate(lines):
        starts = _NUMBERED.match(line.text)
        inside = [match.groups() for match in _NUMBERED.finditer(line.text[:20000])]
        run = [number for number, total in inside if inside and total == inside[0][1]]
        counted = run == [str(number) for number in range(1, len(run) + 1)] and len(run) >= 3
        if (starts is not None and totals[starts.group(2)] >= 3) or counted:
            found[index] = "gallery"
    for index in sorted(found):
        before = index - 1
        while before >= 0 and before not in found and len(lines[before].words) <= 8 and not lines[before].is_sentence:
            found[before] = "gallery"
            before -= 1
    return found


def link_sections(lines: Sequence[Line], rules: Boilerplate, known: Mapping[int, str]) -> Reasons:
    """Find "Related articles" and its like with the teasers behind them.

    A teaser is a headline, alone or with one line of summary; two paragraphs of prose in a row are the article again.
    """
    found: Reasons = {}
    for index, line in enumerate(lines):
        reason = rules.section_for(line) if index not in found else None
        if reason is None or (index == 0 and len(lines) > 1 and reason not in known.values()):
            continue
        found[index] = reason
        for teaser in range(index + 1, _section_end(lines, index, known)):
            found.setdefault(teaser, reason)
    return found


def _section_end(lines: Sequence[Line], header: int, known: Mapping[int, str]) -> int:
    """Return the index of the first line behind a header that belongs to the article again."""
    index = header + 1
    last_prose: int | None = None
    summaries = 0
    while index < len(lines):
        line = lines[index]
        if is_prose(line) and index not in known:
            if last_prose == index - 1 or index == header + 1 or len(line.words) > 60:
                return last_prose if last_prose == index - 1 and summaries <= 1 else index
            last_prose, summaries = index, summaries + 1
        index += 1
    if last_prose is not None and summaries == 1 and last_prose < len(lines) - 1:
        return index
    return index


def tag_lines(lines: Sequence[Line], last_prose: int) -> Reasons:
    """Find lists of topics behind the last paragraph: "Floods, River Board, Northern Region"."""
    found: Reasons = {}
    for index in range(last_prose + 1, len(lines)):
        line = lines[index]
        parts = [part.strip() for part in re.split(r"[,|•·/;#]", line.text) if part.strip()]
        short = all(len(part.split()) <= 6 for part in parts)
        if line.is_closed or len(line.text) > 600:
            continue
        if (len(parts) >= 3 and short and title_share(line) >= 0.7) or line.text.startswith("#"):
            found[index] = "tags"
    return found


def quotation_interrupters(lines: Sequence[Line], free: Callable[[int], bool]) -> Reasons:
    """Find short lines between two paragraphs of one running quotation: links and labels of pictures.

    A quotation over several paragraphs opens a mark in each and closes only the last; no heading stands inside it.
    """
    found: Reasons = {}
    prose = [index for index in range(len(lines)) if free(index) and is_prose(lines[index])]
    for before, after in zip(prose, prose[1:], strict=False):
        between = [index for index in range(before + 1, after) if free(index)]
        if not between or not lines[after].text.startswith(('"', "“")) or not _leaves_open(lines[before].text):
            continue
        for index in between:
            line = lines[index]
            if not line.is_closed and not line.text.startswith(('"', "“")) and len(line.words) <= 16:
                found[index] = "inset"
    return found


def _leaves_open(text: str) -> bool:
    """Return whether a paragraph opens a quotation that it does not close."""
    if text.count("“") + text.count("”") > 0:
        return text.rfind("“") > text.rfind("”")
    return text.count('"') % 2 == 1


def repeated_lines(lines: Sequence[Line], free: Callable[[int], bool]) -> Reasons:
    """Find pull quotes and captions that say again what a paragraph says, and labels that stand there twice."""
    found: Reasons = {}
    prose = {index: _words_of(lines[index]) for index in range(len(lines)) if free(index) and is_prose(lines[index])}
    seen: set[str] = set()
    for index, line in enumerate(lines):
        if not free(index):
            continue
        if line.folded in seen and len(line.words) <= 60:
            found[index] = "repeated"
            continue
        seen.add(line.folded)
        if line.is_sentence or not 5 <= len(line.words) <= 45 or index in prose:
            continue
        words = _words_of(line)
        stem = words[: max(5, len(words) - 3)]
        needle = " " + " ".join(stem) + " "
        if any(needle in " " + " ".join(other) + " " for other in prose.values()):
            found[index] = "pull_quote"
    return found


def _words_of(line: Line) -> tuple[str, ...]:
    return tuple(word.casefold() for word in line.words)


#: Share of a line's four-word runs that stand in another line of the same tail, from which it is one of a set of captions.
_SHARED = 0.4


def caption_runs(lines: Sequence[Line], free: Callable[[int], bool]) -> Reasons:
    """Find the captions of a picture series left at the end: lines that are cut off or repeat one another."""
    tail: list[int] = []
    alike = 0
    candidates = [index for index in range(len(lines)) if free(index)]
    runs = {index: _runs(lines[index]) for index in candidates}
    counts = Counter(run for found in runs.values() for run in found)
    for index in reversed(candidates):
        line = lines[index]
        shared = sum(counts[run] > 1 for run in runs[index]) / len(runs[index]) if runs[index] else 0.0
        if shared >= _SHARED and len(line.words) <= 60 and '"' not in line.text and "“" not in line.text:
            alike += 1
        elif line.is_closed or is_item(line):
            break
        tail.append(index)
    if alike < 2:
        return {}
    first = min(index for index in tail)
    return {index: "caption" for index in tail if index >= first}


def _runs(line: Line) -> frozenset[tuple[str, ...]]:
    words = _words_of(line)
    return frozenset(words[at : at + 4] for at in range(len(words) - 3))


_CAPTION_OPENER = re.compile(
    r"(?:the scene|a view|an aerial view|aerial view|a general view|general view|a photo|a picture|an image|a screengrab|"
    r"screengrab|a still|still from|file photo|file picture|file image|file|pictured|above|below|left|right|top|clockwise|"
    r"from left|a handout|handout|this photo|this image|this picture|this handout|in this|a satellite image|"
    r"satellite image|a map|map|a graphic|graphic|footage|scenes from)\b",
    re.IGNORECASE,
)
_IN_THIS_PICTURE = re.compile(
    r"(?:in this|this) (?:\w+\.? ){0,6}?(?:photo|image|picture|photograph|screengrab|frame|grab|file)\b"
    r"|(?:a|file) (?:photo|picture|image|photograph)(?: of| issued| taken| released| provided| shows|:)"
    r"|(?:photo|picture|image|handout|screengrab|satellite image) (?:released|provided|taken|issued|shows|obtained)\b",
    re.IGNORECASE,
)


def captions(lines: Sequence[Line], free: Callable[[int], bool]) -> Reasons:
    """Find lines that say they are captions, and cut-off lines that begin as captions do or repeat another one."""
    found: Reasons = {}
    for index, line in enumerate(lines):
        if not free(index) or len(line.words) > 70:
            continue
        if _IN_THIS_PICTURE.match(line.text) or (
            not line.is_closed and len(line.words) >= 4 and _CAPTION_OPENER.match(line.text)
        ):
            found[index] = "caption"
    return found

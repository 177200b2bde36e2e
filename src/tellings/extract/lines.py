"""Lines of a kept text, and the paragraphs they make up."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

_LINE = re.compile("[^\n\r\x0b\x0c\x85\u2028\u2029]+")
_WORD = re.compile(r"[^\W_]+(?:['’.,-][^\W_]+)*")

#: Characters cut from both ends of a line before it is looked at: blanks and invisible marks.
BLANKS = (
    " \t\n\r\x0b\x0c\x1c\x1d\x1e\x1f\x85\xa0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a"
    "\u200b\u2028\u2029\u202f\u205f\u3000\ufeff"
)

_TERMINAL = re.compile(r"[.!?…:;。।؟][\"”’'»)\]*_]{0,4}(?:\s[\"“”’'])?$")
_STRONG = re.compile(r"[.!?…。।؟][\"”’'»)\]*_]{0,4}(?:\s[\"“”’'])?$")

#: A text is hard-wrapped when its lines stay this short …
_WRAP_WIDTH = 100
#: … and at least this share of the lines that another follows at once fill the width and go on in mid-sentence.
_WRAP_SHARE = 0.5
_FULL_LINE = 0.7
#: Fewer such lines do not show how a text was wrapped.
_WRAP_LINES = 4
#: A line this short ends its paragraph even in a hard-wrapped text, as a heading does.
_SHORT_WRAPPED = 0.5


@dataclass(frozen=True)
class Line:
    """One line, or a paragraph of wrapped lines: ``text[start:end]`` of the kept text, without blanks at its ends.

    ``gap`` is True where an empty line stands before it.
    """

    start: int
    end: int
    text: str
    gap: bool = False

    @cached_property
    def words(self) -> tuple[str, ...]:
        """The words of its first 2,000 characters, as written."""
        return tuple(_WORD.findall(self.text[:2000]))

    @cached_property
    def folded(self) -> str:
        """Its first 400 characters in lower case, plain quotation marks, single blanks, marks at the ends cut."""
        text = self.text[:400].casefold().translate(_PLAIN)
        return " ".join(text.split()).strip(" \t-–—*_#•·|:>»«<.…!")

    @cached_property
    def first_word(self) -> str:
        """The first word of its folded form, "" if it begins with a mark."""
        return re.split(r"[^\w'’-]", self.folded, maxsplit=1)[0]

    @cached_property
    def is_closed(self) -> bool:
        """Whether it ends as a sentence, or as one that introduces what follows, does."""
        return bool(_TERMINAL.search(self.text[-8:]))

    @cached_property
    def is_sentence(self) -> bool:
        """Whether it ends as a sentence does."""
        return bool(_STRONG.search(self.text[-8:]))


_PLAIN = str.maketrans({"‘": "'", "’": "'", "“": '"', "”": '"', "\xa0": " ", "\u200b": "", "\ufeff": ""})


def split_lines(text: str) -> list[Line]:
    """Return the lines of a text that are not blank, in order."""
    lines: list[Line] = []
    last_end = 0
    for found in _LINE.finditer(text):
        words = found.group().strip(BLANKS)
        if words:
            start = found.start() + len(found.group()) - len(found.group().lstrip(BLANKS))
            between = text[last_end:start]
            gap = len(re.findall("\r\n|[\n\r\u2028\u2029]", between)) > 1
            lines.append(Line(start, start + len(words), words, gap))
            last_end = start + len(words)
    return lines


def join_wrapped(lines: Sequence[Line], text: str) -> list[Line]:
    """Return paragraphs: the lines themselves, or runs of lines where the text was wrapped at a fixed width."""
    if not _is_wrapped(lines):
        return list(lines)
    width = max(len(line.text) for line in lines)
    joined: list[Line] = []
    run: list[Line] = []
    for line in lines:
        if run and (line.gap or _starts_anew(line) or _ends_paragraph(run[-1], width)):
            joined.append(_paragraph(run, text))
            run = []
        run.append(line)
    if run:
        joined.append(_paragraph(run, text))
    return joined


def _is_wrapped(lines: Sequence[Line]) -> bool:
    width = max((len(line.text) for line in lines), default=0)
    followed = [line for line, after in pairwise(lines) if not after.gap and len(line.words) > 5]
    if len(followed) < _WRAP_LINES or width > _WRAP_WIDTH:
        return False
    full = sum(not line.is_closed and len(line.text) >= _FULL_LINE * width for line in followed)
    return full >= _WRAP_SHARE * len(followed)


_ITEM = re.compile(r"(?:[-*•·▪◦‣–]|\d{1,2}[.)])\s+\S")


def _starts_anew(line: Line) -> bool:
    return bool(_ITEM.match(line.text)) or line.text.startswith(("#", ">"))


def _ends_paragraph(line: Line, width: int) -> bool:
    return len(line.text) < _SHORT_WRAPPED * width


def _paragraph(run: Sequence[Line], text: str) -> Line:
    start, end = run[0].start, run[-1].end
    return Line(start, end, text[start:end], run[0].gap)


def is_item(line: Line) -> bool:
    """Return whether a line begins as a list item does."""
    return bool(_ITEM.match(line.text))

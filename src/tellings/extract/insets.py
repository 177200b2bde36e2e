"""Captions, pull quotes and insets: lines that stand inside an article and say again or beside what it says.

Every function returns a reason for each line it would drop.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Sequence
from itertools import pairwise

from tellings.extract.lines import Line, is_item
from tellings.extract.shape import Reasons, is_prose

#: A line said twice is dropped the second time only from this many words on: shorter ones are labels of a list or
#: the same question put to several people. Set on 181 public pages (recall of body text).
_MIN_REPEATED = 8


def quotation_interrupters(lines: Sequence[Line], free: Callable[[int], bool]) -> Reasons:
    """Find short lines between two paragraphs of one running quotation: links and labels of pictures.

    A quotation over several paragraphs opens a mark in each and closes only the last; no heading stands inside it.
    """
    found: Reasons = {}
    prose = [index for index in range(len(lines)) if free(index) and is_prose(lines[index])]
    for before, after in pairwise(prose):
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


def repeated_lines(lines: Sequence[Line], free: Callable[[int], bool], *, title: int | None) -> Reasons:
    """Find pull quotes and captions that say again what a paragraph says, and labels that stand there twice."""
    found: Reasons = {}
    prose = {index: _words_of(lines[index]) for index in range(len(lines)) if free(index) and is_prose(lines[index])}
    seen: set[str] = set()
    counts = Counter(line.folded for line in lines)
    for index, line in enumerate(lines):
        if not free(index):
            continue
        if title is not None and line.folded == lines[title].folded:
            found[index] = "repeated"
            continue
        if line.folded in seen and _MIN_REPEATED <= len(line.words) <= 60 and counts[line.folded] == 2:
            found[index] = "repeated"
            continue
        seen.add(line.folded)
        if line.is_sentence or not _MIN_REPEATED <= len(line.words) <= 45 or index in prose:
            continue
        words = _words_of(line)
        stem = words[: max(5, len(words) - 3)]
        needle = " " + " ".join(stem) + " "
        if any(needle in " " + " ".join(other) + " " for other in prose.values()):
            found[index] = "pull_quote"
    return found


def _words_of(line: Line) -> tuple[str, ...]:
    return tuple(word.casefold() for word in line.words)


#: Share of a line's four-word runs that stand in other lines too, from which it is one of a set of captions.
_SHARED = 0.4
#: Such a tail holds at most this share of a text's words: a text made of lists is no picture series.
_MAX_TAIL = 0.35


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
    words = sum(len(lines[index].words) for index in candidates)
    if alike < 2 or sum(len(lines[index].words) for index in tail) > _MAX_TAIL * words:
        return {}
    first = min(index for index in tail)
    return {index: "caption" for index in tail if index >= first}


def _runs(line: Line) -> frozenset[tuple[str, ...]]:
    words = _words_of(line)
    return frozenset(words[at : at + 4] for at in range(len(words) - 3))


_CAPTION_OPENER = re.compile(
    r"(?:the scene|a view|an aerial view|aerial view|a general view|general view|a photo|a picture|an image|"
    r"a screengrab|screengrab|a still|still from|file photo|file picture|file image|file|pictured|above|below|left|"
    r"right|top|clockwise|"
    r"from left|a handout|handout|this photo|this image|this picture|this handout|in this|a satellite image|"
    r"satellite image|a map|map|a graphic|graphic|footage|scenes from)\b",
    re.IGNORECASE,
)
_TAKEN = (
    r"(?:(?:undated|handout|combination|combo|video|file|satellite|aerial|[A-Z][a-z]+\.?,?|\d{1,2},?|\d{4},?) ){0,6}"
)
_PICTURE = r"(?:photo|image|picture|photograph|screengrab|screenshot|frame grab|grab|handout)\b"
_IN_THIS_PICTURE = re.compile(
    rf"(?:FILE(?: PHOTO)?\s?[-–—:]\s*)?(?:[Ii]n this {_TAKEN}{_PICTURE}"
    rf"|[Tt]his {_TAKEN}{_PICTURE}.{{0,60}}?\b(?:shows?|provided|released|taken|made|issued)\b)"
    r"|FILE(?: PHOTO)?\s?[-–—:]"
    r"|(?i:above|below|left|right|pictured|top|bottom|file|file photo|main image|caption) ?:"
    rf"|(?i:a|file|undated|handout) {_PICTURE}(?: of| issued| taken| released| provided| shows|:)"
    rf"|[A-Z]?(?i:{_PICTURE}) (?:released|provided|taken|issued|shows|obtained)\b"
)


#: A picture agency's caption: present tense, and the full date of the picture.
_SHOWN = re.compile(
    r"\b(?:attends?|arrives?|talks?|walks?|holds?|speaks?|waves?|shakes?|poses?|sits?|gathers?|listens?|looks?|leaves?|"
    r"stands?|reacts?|watch(?:es)?|greets?|displays?|march(?:es)?|address(?:es)?|carr(?:y|ies)|is seen|are seen|"
    r"is pictured|are pictured|disembarks?|gestures?|smiles?|wears?|works?|inspects?|protests?|rides?|runs?)\b"
)
_MONTHS = (
    "January|February|March|April|May|June|July|August|September|October|November|December|"
    "Jan\\.?|Feb\\.?|Mar\\.?|Apr\\.?|Aug\\.?|Sept?\\.?|Oct\\.?|Nov\\.?|Dec\\.?"
)
_DATED = re.compile(rf"\b(?:{_MONTHS}) \d{{1,2}},? (?:19|20)\d\d\b|\b\d{{1,2}} (?:{_MONTHS}) (?:19|20)\d\d\b")
#: Words of reporting in the past, which such a caption's first sentence does not have.
_TOLD = re.compile(
    r"\b(?:said|says|told|tells|according|announced|was|were|had|has|have|will|would|which|that|since|until)\b"
)


def _is_agency_caption(line: Line) -> bool:
    """Return whether a line tells in the present tense what a picture of a full date shows."""
    if len(line.words) > 60 or re.search('["“”]', line.text):
        return False
    dated = _DATED.search(line.text)
    if dated is None:
        return False
    first = line.text[: dated.end()]
    return _SHOWN.search(first[:160]) is not None and _TOLD.search(first) is None


def captions(lines: Sequence[Line], free: Callable[[int], bool]) -> Reasons:
    """Find lines that say they are captions, and cut-off lines that begin as captions do or repeat another one."""
    found: Reasons = {}
    for index, line in enumerate(lines):
        if not free(index) or len(line.words) > 70:
            continue
        if (
            _IN_THIS_PICTURE.match(line.text)
            or _is_agency_caption(line)
            or (not line.is_closed and len(line.words) >= 4 and _CAPTION_OPENER.match(line.text))
        ):
            found[index] = "caption"
    return found

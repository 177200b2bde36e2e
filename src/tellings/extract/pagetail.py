"""What stands behind the last paragraph of an article on a page: links, topics, notes on the writer and the company.

A page is read from its end upwards, and the first line that ``pagetail.yaml`` does not name ends the reading: the same
words inside an article stay. What a company says of itself below a press release falls too: it is the same below each
of its releases, and tells nothing of the event.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

import yaml

from tellings.extract.boilerplate import is_reported
from tellings.extract.lines import Line

Reasons = dict[int, str]

#: Letters of a line that are compared.
_LETTERS = 1500
#: Of a page's kept lines, so many from the end are looked at one by one. Set by hand.
_MOST = 12
#: A site says of itself in the last so many paragraphs.
_NOTES = 4
_PLAIN = str.maketrans({"‘": "'", "’": "'", "“": '"', "”": '"', "\xa0": " "})


@dataclass(frozen=True, slots=True)
class TailLine:
    """A line of the article as it stands at its end.

    Attributes:
        place: its words.
        heading: whether its element is a heading.
        link: whether it is all link.
        item: whether it is an item of a list or a cell of a table.
    """

    place: Line
    heading: bool
    link: bool
    item: bool


@dataclass(frozen=True, slots=True)
class _Rules:
    lines: tuple[tuple[str, int, re.Pattern[str]], ...]
    ending: re.Pattern[str]
    ending_words: int
    share: float
    what: re.Pattern[str]
    whereabouts: re.Pattern[str]
    note_words: int


@lru_cache(maxsize=1)
def _rules() -> _Rules:
    """Return the rules of ``pagetail.yaml``, read once."""
    source = files("tellings.extract").joinpath("pagetail.yaml").read_text(encoding="utf-8")
    data: Mapping[str, object] = yaml.load(source, Loader=yaml.CSafeLoader)
    lines, endings, company = data["lines"], data["endings"], data["company"]
    assert isinstance(lines, list)
    assert isinstance(endings, dict)
    assert isinstance(company, dict)
    return _Rules(
        lines=tuple((str(entry["id"]), int(entry["words"]), _any_of(entry["patterns"])) for entry in lines),
        ending=_any_of(endings["company_note"]),
        ending_words=int(endings["words"]),
        share=float(endings["share"]),
        what=re.compile(company["what"], re.IGNORECASE),
        whereabouts=re.compile(company["whereabouts"], re.IGNORECASE),
        note_words=int(company["words"]),
    )


def _any_of(patterns: Sequence[str]) -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{pattern})" for pattern in patterns))


def tail_reasons(lines: Sequence[TailLine], *, own: Sequence[str] = ()) -> Reasons:
    """Return why lines at the end of an article are left out, by their place in the sequence.

    Args:
        lines: the lines kept so far, in order.
        own: names of the site itself: what it says of itself at the end is no news.
    """
    found = _from_ending(lines)
    kept = len(lines) - len(found)
    for index in range(kept - 1, max(-1, kept - 1 - _MOST), -1):
        reason = _reason(lines[index])
        if reason is None:
            break
        found[index] = reason
        kept = index
    return found | _company(lines[:kept], [name.casefold() for name in own])


def _folded(line: Line) -> str:
    return " ".join(line.text[:_LETTERS].translate(_PLAIN).casefold().split()).strip(" \t*_•·|>»«<.…!?:")


def _reason(line: TailLine) -> str | None:
    """Return why a line that nothing of the article follows is none of it, None if it may be."""
    words = len(line.place.words)
    if line.heading:
        return "related_articles" if line.link else "tail_line"
    if line.link and not line.place.is_sentence and (words >= 4 or not line.item):
        return "related_articles"
    if is_reported(line.place):
        return None
    folded = _folded(line.place)
    for name, most, pattern in _rules().lines:
        if words <= most and pattern.fullmatch(folded):
            return name
    return None


def _from_ending(lines: Sequence[TailLine]) -> Reasons:
    """Find "About Lowmere Bridges" or "Notes to editors" with all that follows, if that is not much of the text."""
    rules = _rules()
    total = sum(len(line.place.words) for line in lines)
    behind = 0
    start = None
    for index in range(len(lines) - 1, 0, -1):
        line = lines[index]
        behind += len(line.place.words)
        if behind > rules.share * total:
            break
        short = len(line.place.words) <= rules.ending_words and not line.place.is_sentence and not line.link
        if short and not (line.item or _continues(line)) and rules.ending.fullmatch(_folded(line.place)):
            start = index
    return {} if start is None else dict.fromkeys(range(start, len(lines)), "company_note")


def _continues(line: TailLine) -> bool:
    """Return whether a line that is no heading ends as a list goes on: "About 40 people", "About three in four,"."""
    return not line.heading and re.match(r"\W*(?i:about) (?![A-Z])", line.place.text) is not None


def _company(lines: Sequence[TailLine], own: Sequence[str]) -> Reasons:
    """Find the last paragraphs in which a site says of itself what it is and where."""
    rules = _rules()
    first = max(1, len(lines) - _NOTES)
    found: Reasons = {}
    signs: set[str] = set()
    for index in range(len(lines) - 1, first - 1, -1):
        text = lines[index].place.text[:_LETTERS]
        what, where = rules.what.search(text), rules.whereabouts.search(text)
        named = any(text.casefold().startswith(name) for name in own if name)
        if not named or len(lines[index].place.words) > rules.note_words or not (what or where):
            break
        signs |= {"what"} if what else set()
        signs |= {"where"} if where else set()
        found[index] = "company_note"
    return found if len(signs) == len(("what", "where")) else {}

"""Live pages: entries that are units of their own, each with its time, its heading and its text.

A page is taken for one where it says so (schema.org LiveBlogPosting, a class, the address, the headline) and shows
entries that repeat, each with a time. All entries stay, in the order of the page.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from lxml import html

from tellings.extract.pagelines import PageLine
from tellings.extract.pageshape import ancestors

#: Entries that a page must show that says what it is …
_LEAST = 2
#: … and one whose address or headline alone says so.
_LEAST_UNSURE = 3
#: An entry has so many words.
_WORDS = 8
#: A headline in a link has at least so many words; from this share of letters in links a line is a link.
_TEASER = 4
_ALL_LINK = 0.85
#: Words of a line in an entry that can be its heading …
_HEAD = 24
#: … or its time.
_TIME = 8
_CLASS = re.compile(
    r"(?:^|[\s_-])(?:live-?blog\w*|live-?(?:entry|entries|post|posts|update|updates|feed|stream|text|ticker|coverage|page)|"
    r"lx-stream|ticker|news-?ticker|block--live)(?:$|[\s_-])",
    re.IGNORECASE,
)
_LIVE = re.compile("live|lx-stream|ticker", re.IGNORECASE)
#: What holds things with a time that are no entries.
_BESIDE = frozenset({"aside", "nav", "footer", "form"})
_OTHERS = re.compile(
    r"(?:^|[\s_-])(?:comments?|comment-?(?:list|thread|section)|related\w*|sidebar|most-?(?:read|popular)|recommend\w*|"
    r"trending|disqus\w*)(?:$|[\s_-])",
    re.IGNORECASE,
)
_ADDRESS = re.compile(
    r"/live(?:blog)?(?:[/-]|$)|-live(?:-updates?)?(?:[/-]|\.html|$)|live-(?:updates|blog|ticker)|/ticker/"
)
_TITLE = re.compile(
    r"(?:\W*live\b|.{0,200}\b(?:live updates?|live blog|as it happened|minute by minute)\b)", re.IGNORECASE
)
_MOMENT = re.compile(
    r"data-(?:[a-z]{1,20}-)?(?:time(?:stamp)?|date(?:time)?|published(?:-at|-time)?|created(?:-at)?|utime|pub-?date)$"
)
#: A clock time or a date, and little else.
_CLOCK = re.compile(
    r"\b\d{1,2}(?:[:.]\d{2}(?:[:.]\d{2})?\s{0,2}(?:[ap]\.?m\.?)?|\s{0,2}[ap]\.?m\.?|h\d{2})(?!\w)", re.IGNORECASE
)
#: What stands behind the time of an entry in the same line.
_BEHIND = re.compile(
    r"[\s|·•/–-]{0,5}(?:perma-?link|share|copy|tweet|#)(?!\w).*|[\s|·•/–-]{1,5}(?:link|post|pin(?:ned)?|by|save)(?!\w).*",
    re.IGNORECASE,
)
#: How long ago an entry was written when the page was saved: it says nothing once the page is kept.
_AGO = re.compile(
    r"\b(?:ago|just now|updated?)\b|^\d{1,3}\s?[smhd]$|^\d{1,3} (?:sec|min|hour|hr|day)s?$", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class LivePage:
    """The entries of a live page.

    Attributes:
        entries: for each the places of its lines, in order.
        heads: lines that are the heading of an entry, or its time.
        elements: the elements of the entries.
        parts: by line what of it is the time of an entry, where a link stands behind it.
        passed: lines that say how long ago an entry was written.
    """

    entries: tuple[tuple[int, ...], ...]
    elements: frozenset[html.HtmlElement]
    parts: Mapping[int, tuple[int, int]]
    heads: frozenset[int]
    passed: frozenset[int]


def find_entries(
    root: html.HtmlElement, lines: Sequence[PageLine], *, declared: bool, url: str | None, titles: Iterable[str]
) -> LivePage | None:
    """Return the entries of a live page, None if the page is none.

    Args:
        root: the page.
        lines: its visible lines.
        declared: whether its head says that it is a LiveBlogPosting.
        url: its address, None if it is not known.
        titles: its headlines.
    """
    unsure = _ADDRESS.search(url or "") is not None or any(_TITLE.match(title[:400]) for title in titles)
    if not (declared or unsure or _CLASS.search(_names(root))):
        return None
    chosen = _entry_elements(root)
    if not chosen or not (declared or unsure or _is_named(chosen[0])):
        return None
    owners = {element: number for number, element in enumerate(chosen)}
    parts: list[list[int]] = [[] for _ in chosen]
    for index, line in enumerate(lines):
        owner = next((owners[outer] for outer in ancestors(line.element) if outer in owners), None)
        if owner is not None:
            parts[owner].append(index)
    entries = [part for part in parts if sum(len(lines[at].text.split()) for at in part) >= _WORDS]
    if len(entries) < (_LEAST if declared else _LEAST_UNSURE) or (not declared and _are_teasers(lines, entries)):
        return None
    entries.sort()
    heads = frozenset(at for entry in entries for at in _heads(lines, entry))
    passed = frozenset(at for entry in entries for at in entry if _is_time(lines[at]) and at not in heads)
    cut = {at: _BEHIND.search(lines[at].text) for at in heads if _is_time(lines[at])}
    spans = {at: (0, found.start()) for at, found in cut.items() if found and found.start()}
    return LivePage(tuple(map(tuple, entries)), frozenset(chosen), spans, heads, passed)


def _entry_elements(root: html.HtmlElement) -> list[html.HtmlElement]:
    """Return the elements that repeat with a time in each: children of one element, and others named as they are."""
    timed: dict[html.HtmlElement, dict[html.HtmlElement, None]] = {}
    for moment in _moments(root):
        path = list(ancestors(moment))
        for inner, outer in pairwise(path):
            timed.setdefault(outer, {})[inner] = None
    best: list[html.HtmlElement] = []
    for outer, children in timed.items():
        if _is_beside(outer):
            continue
        tags = Counter(child.tag for child in children)
        tag, _ = min(tags.items(), key=lambda item: (-item[1], str(item[0])))
        alike = [child for child in children if child.tag == tag]
        if len(alike) > len(best):
            best = alike
    if len(best) < _LEAST:
        return []
    shared = set.intersection(*(set((child.get("class") or "").split()) for child in best))
    if not shared:
        return [child for child in best[0].getparent() if child.tag == best[0].tag]
    found = [one for one in root.iter(best[0].tag) if shared <= set((one.get("class") or "").split())]
    known = frozenset(found)
    return [one for one in found if not any(outer in known for outer in one.iterancestors())]


def _names(root: html.HtmlElement) -> str:
    """Return the classes and ids of a page that may say that it is live, a line each."""
    every = [*root.xpath("//@class", smart_strings=False), *root.xpath("//@id", smart_strings=False)]
    return "\n".join(name for name in every if _LIVE.search(name))


def _is_beside(element: html.HtmlElement) -> bool:
    """Return whether what repeats in an element is no part of the page's own text: comments, teasers."""
    return any(
        one.tag in _BESIDE or _OTHERS.search(f"{one.get('class', '')} {one.get('id', '')}"[:300])
        for one in ancestors(element)
        if one.tag not in {"html", "body", "main"}
    )


def _is_named(entry: html.HtmlElement) -> bool:
    """Return whether the class or id of an entry, or of what stands around it, says that it is one of a live page."""
    return any(_CLASS.search(f"{one.get('class', '')} {one.get('id', '')}"[:300]) for one in ancestors(entry))


def _are_teasers(lines: Sequence[PageLine], entries: Sequence[Sequence[int]]) -> bool:
    """Return whether half of what repeats are headlines in links: a list of other pages."""
    linked = sum(
        any(lines[at].link_share >= _ALL_LINK and len(lines[at].text.split()) >= _TEASER for at in entry)
        for entry in entries
    )
    return 2 * linked >= len(entries)


def _moments(root: html.HtmlElement) -> Iterable[html.HtmlElement]:
    """Yield the elements that carry a time, at most 2,000."""
    count = 0
    for element in root.iter():
        if not isinstance(element.tag, str):
            continue
        if element.tag == "time" or any(_MOMENT.match(name) for name in element.keys()):  # noqa: SIM118 -- lxml's
            yield element
            count += 1
            if count == 2000:
                return


def _heads(lines: Sequence[PageLine], entry: Sequence[int]) -> Iterable[int]:
    """Yield the lines of an entry that are its time or its heading; a bold line is one above the first paragraph."""
    above = True
    for index in entry:
        line = lines[index]
        if _is_time(line):
            if _CLOCK.search(line.text) and not _AGO.search(line.text):
                yield index
        elif (line.tag[:1] == "h" and line.tag[1:].isdigit()) or (above and _is_bold(line)):
            yield index
        elif len(line.text.split()) >= _WORDS:
            above = False


def _is_time(line: PageLine) -> bool:
    """Return whether a line says when its entry was written and nothing else."""
    words = line.text.split()
    if len(words) > _TIME or line.element is None:
        return False
    clock = _CLOCK.search(line.text)
    rest = _CLOCK.sub("", line.text)
    marked = next(iter(line.element.iter("time")), None) is not None or line.element.tag == "time"
    return (clock is not None and sum(char.islower() for char in rest) <= _HEAD) or (
        marked and _AGO.search(line.text) is not None
    )


def _is_bold(line: PageLine) -> bool:
    """Return whether the whole of a short line is set bold."""
    if line.element is None or len(line.text.split()) > _HEAD:
        return False
    bold = "".join("".join(one.itertext()) for one in line.element.iter("b", "strong"))
    return bool(bold.strip()) and "".join(bold.split()) == "".join(line.text.split())

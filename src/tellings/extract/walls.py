"""Pages that are no article: walls, shells, errors, lists of links. Each is named, so that nobody takes it for news.

A page with a fair amount of prose is an article whatever else stands on it: sites put "subscribe to continue" and
consent boxes beside whole articles too. Only where little or no prose was found do the words of the page decide.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

import yaml
from lxml import html

from tellings.extract.reading import Unreadable

#: Kinds of ``walls.yaml`` and their codes.
_CODES = {
    "consent": "E006",
    "paywall": "E007",
    "script_shell": "E008",
    "error_page": "E009",
    "login": "E010",
    "bot_check": "E011",
}
#: Visible lines looked at, and the words of a line that can be a wall's.
_MAX_LINES = 400
_MAX_WORDS = 60
#: A page whose visible words are fewer than this and which loads scripts is a shell.
_SHELL_WORDS = 25
#: A headline in a link has at least so many words …
_TEASER = 4
#: … and so many of them, with so few paragraphs of prose, make an index page. Set on made-up pages and checked for
#: false alarms on 181 public articles.
_TEASERS = 8
_FEW = 2
#: Prose below which JSON-LD's word counts that the text is not free to read …
_NOT_FREE = 40
#: … below which it counts if the text breaks off, or a line asks for a subscription …
_PREVIEW = 150
#: … and below which the part that JSON-LD names as paid for is looked at: with fewer visible words it is not there.
_BEGINNING = 400
_PAID = 20
#: A page that says nothing of access shows a beginning alone if it breaks off within so many words and asks for more.
_UNSAID = 120
_BREAKS_OFF = re.compile(r"(?:\.\.\.|…)[\"”’'»)\]]{0,3}$|[^.!?…:;。।؟\"”’'»)\]*_\d]$")


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """What a page shows, as far as it tells an article from something else.

    Attributes:
        titles: its title and first heading.
        lines: its visible lines.
        linked: for each line whether it is all link.
        prose: words of the paragraphs taken for the article.
        paragraphs: how many these are.
        teasers: how many of its blocks are headlines in links.
        free: what JSON-LD says of access, None if nothing.
        paid: visible words of the part that JSON-LD says is paid for, None if it names none that the page has.
        ending: the last line taken for the article, "" if there is none.
        is_article: whether the head says that the page is an article.
    """

    titles: Sequence[str]
    lines: Sequence[str]
    linked: Sequence[bool]
    prose: int
    paragraphs: int
    teasers: int
    free: bool | None
    is_article: bool
    paid: int | None = None
    ending: str = ""


@dataclass(frozen=True, slots=True)
class _Wall:
    code: str
    reason: str
    words: int
    titles: re.Pattern[str]
    lines: re.Pattern[str]


@lru_cache(maxsize=1)
def _walls() -> tuple[_Wall, ...]:
    """Return the walls of ``walls.yaml`` in their order, read once."""
    source = files("tellings.extract").joinpath("walls.yaml").read_text(encoding="utf-8")
    data: Mapping[str, Mapping[str, object]] = yaml.load(source, Loader=yaml.CSafeLoader)
    return tuple(
        _Wall(
            code=_CODES[kind],
            reason=str(entry["reason"]),
            words=int(str(entry["words"])),
            titles=_any_of(entry["titles"]),
            lines=_any_of(entry["lines"]),
        )
        for kind, entry in data.items()
    )


def _any_of(phrases: object) -> re.Pattern[str]:
    assert isinstance(phrases, list)
    return re.compile(r"\b(?:" + "|".join(re.escape(str(phrase)) for phrase in phrases) + r")\b")


def find_wall(shown: Shown, root: html.HtmlElement) -> Unreadable | None:
    """Return what a page is in place of an article, None if it is one."""
    titles = [_fold(title) for title in shown.titles]
    lines = [_fold(line) for line in shown.lines[:_MAX_LINES] if len(line.split()) <= _MAX_WORDS]
    hidden = [_fold(" ".join(element.itertext())[:600]) for element in root.iter("noscript")]
    if _has_password(root):
        lines.append("forgot your password")
    for wall in _walls():
        if shown.prose >= wall.words:
            continue
        said = lines + (hidden if wall.code == "E008" else [])
        if any(wall.titles.match(title) for title in titles) or any(wall.lines.search(line) for line in said):
            return Unreadable(wall.code, wall.reason)
    if _is_beginning(shown, lines):
        return next(Unreadable(wall.code, wall.reason) for wall in _walls() if wall.code == "E007")
    return _shell(shown, root) or _index(shown)


def _is_beginning(shown: Shown, lines: Sequence[str]) -> bool:
    """Return whether a page shows no more than the beginning of a text that is paid for."""
    if shown.free is False and shown.prose < _NOT_FREE:
        return True
    if shown.free is False and shown.paid is not None and shown.paid < _PAID and shown.prose < _BEGINNING:
        return True
    if shown.free or shown.prose >= _PREVIEW:
        return False
    paywall = next(wall for wall in _walls() if wall.code == "E007")
    asks = any(paywall.lines.search(line) for line in lines)
    cut = _BREAKS_OFF.search(shown.ending[-8:]) is not None
    return (asks or cut) if shown.free is False else asks and cut and shown.prose < _UNSAID


def _shell(shown: Shown, root: html.HtmlElement) -> Unreadable | None:
    words = sum(len(line.split()) for line in shown.lines)
    if words < _SHELL_WORDS and not shown.paragraphs and next(root.iter("script"), None) is not None:
        return next(Unreadable(wall.code, wall.reason) for wall in _walls() if wall.code == "E008")
    return None


def _index(shown: Shown) -> Unreadable | None:
    """Return that a page lists other pages: many headlines in links, hardly a paragraph that is not one's summary."""
    links = sum(linked and len(line.split()) >= _TEASER for line, linked in zip(shown.lines, shown.linked, strict=True))
    bare = shown.paragraphs <= _FEW and links >= _TEASERS and shown.prose < 80
    teasers = shown.teasers >= _TEASERS and shown.teasers >= shown.paragraphs
    if (bare or teasers) and not shown.is_article:
        return Unreadable("E012", "the page lists other pages (an index): give the address of one article")
    return None


def _has_password(root: html.HtmlElement) -> bool:
    return any((field.get("type") or "").casefold() == "password" for field in root.iter("input"))


def _fold(text: str) -> str:
    return " ".join(re.findall(r"\w+", text[:2000].casefold()))

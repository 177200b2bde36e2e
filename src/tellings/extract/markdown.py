"""What Markdown files carry besides prose: a head of ``key: value`` lines between two rules, and pictures."""

from __future__ import annotations

import re
from dataclasses import dataclass

from tellings.types.articles import Hints

_FRONT = re.compile(r"\ufeff?---[ \t]*\r?\n(.{0,8000}?)\r?\n---[ \t]*(?:\r?\n|\Z)", re.DOTALL)
_FIELD = re.compile(r"^([A-Za-z_]+)[ \t]*:[ \t]*(\S.*?)[ \t]*\r?$", re.MULTILINE)
_PICTURE = re.compile(r"!\[[^\]]{0,500}\]\([^)]{0,2000}\)")

_KEYS = {
    "title": "title",
    "headline": "title",
    "author": "byline",
    "authors": "byline",
    "byline": "byline",
    "date": "published",
    "published": "published",
    "outlet": "outlet",
    "source": "outlet",
    "publisher": "outlet",
    "language": "language",
    "lang": "language",
    "url": "url",
    "link": "url",
}


@dataclass(frozen=True, slots=True)
class FrontMatter:
    """The head of a Markdown file: where it ends in the text, and what it says."""

    end: int
    said: Hints


def read_front_matter(text: str) -> FrontMatter:
    """Return the head of a Markdown file; it ends at 0 where there is none."""
    found = _FRONT.match(text)
    if found is None:
        return FrontMatter(0, Hints())
    said: dict[str, str] = {}
    for field in _FIELD.finditer(found.group(1)):
        key = _KEYS.get(field.group(1).lower())
        if key is not None:
            said.setdefault(key, field.group(2).strip("\"'[]"))
    return FrontMatter(found.end(), Hints(**said))


def is_picture(text: str) -> bool:
    """Return whether a line is nothing but an embedded picture."""
    return _PICTURE.fullmatch(text) is not None

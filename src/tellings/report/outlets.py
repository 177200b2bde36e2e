"""How the page names each article: a short name, a tag of two to four letters, a colour.

All three depend on the outlet's name alone as long as no two outlets claim the same one, so that an outlet keeps
them when another report arrives.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Mapping
from pathlib import PurePosixPath
from typing import Any

from tellings.report.dates import written
from tellings.report.parts import ArticleCard

HUES = 12
"""Colours of the palette in ``static/page.css``; more than these are hard to tell apart in a small square."""

LONGEST_NAME = 22
"""Characters of a short name: what fits beside a line on a phone."""

_DATED_BY = {
    "option": "date given when it was read",
    "metadata": "date from its metadata",
    "text": "date from its text",
    "file": "date of its file",
}
_DOMAIN = re.compile(r"^(?:https?://)?(?:www\.)?([\w-]+)(?:\.[\w-]+)*\.[a-z]{2,}/?$", re.IGNORECASE)
_WORD = re.compile(r"[^\W_]+")
_ARTICLES = frozenset({"the", "a", "an", "le", "la", "el", "der", "die", "das"})


def article_cards(articles: Iterable[Mapping[str, Any]]) -> tuple[ArticleCard, ...]:
    """Return a card for each article of a document, in its order."""
    cards: list[ArticleCard] = []
    tags: set[str] = set()
    names: set[str] = set()
    hues: dict[str, int] = {}
    for number, article in enumerate(articles, start=1):
        outlet = (article.get("outlet") or "").strip() or None
        name = _unique(_short_name(outlet) if outlet else f"Report {number}", names)
        tag = _unique_tag(_tag(name, domain=bool(outlet and _DOMAIN.match(outlet))), tags)
        if (outlet or name) not in hues:
            hues[outlet or name] = _hue(outlet or name, hues.values())
        published = article.get("published")
        cards.append(
            ArticleCard(
                number=number,
                id=article["id"],
                tag=tag,
                name=name,
                hue=hues[outlet or name],
                outlet=outlet,
                title=article.get("title"),
                byline=article.get("byline"),
                published=written(published),
                dated_by=_DATED_BY.get(article.get("published_from") or "", "") if published else "",
                source=article.get("path") or article.get("url") or "",
                language=article.get("language"),
                labelled=article.get("labelled", True),
                agency=article.get("agency"),
                sha256=article["sha256"],
                words=sum(len(article["text"][start:end].split()) for start, end in article["body"]),
            )
        )
    return tuple(cards)


def _short_name(outlet: str) -> str:
    """Return an outlet without its article and domain: "The Guardian" → "Guardian", "bbc.com" → "bbc"."""
    domain = _DOMAIN.match(outlet)
    name = str(domain[1]) if domain else " ".join(outlet.split())
    first, _, rest = name.partition(" ")
    if rest and first.lower() in _ARTICLES:
        name = rest
    return name if len(name) <= LONGEST_NAME else name[: LONGEST_NAME - 1].rstrip() + "…"


def _tag(name: str, *, domain: bool = False) -> str:
    """Return the initials of a name of several words, the first letters of one word ("theherald" gives "Her")."""
    if domain and name.lower().startswith("the") and len(name) >= 7:
        name = name[3:]
    words: list[str] = _WORD.findall(name) or ["?"]
    if len(words) == 1:
        return words[0].upper() if len(words[0]) <= 3 else words[0][:3].capitalize()
    if words[-1].isdigit():
        return words[0][:1].upper() + words[-1]
    return "".join(word[0] for word in words[:3]).upper()


def _unique(name: str, taken: set[str]) -> str:
    made, again = name, 1
    while made.casefold() in taken:
        again += 1
        made = f"{name} {again}"
    taken.add(made.casefold())
    return made


def _unique_tag(tag: str, taken: set[str]) -> str:
    made, again = tag, 1
    while made.casefold() in taken:
        again += 1
        made = f"{tag}{again}"
    taken.add(made.casefold())
    return made


def _hue(name: str, taken: Iterable[int]) -> int:
    """Return the colour that a name asks for, or the next free one; all twelve are used before one comes twice."""
    used = list(taken)
    wanted = int(hashlib.sha256(name.casefold().encode("utf-8", "surrogatepass")).hexdigest(), 16) % HUES
    fewest = min(used.count(hue) for hue in range(HUES))
    return next(hue for step in range(HUES) if used.count(hue := (wanted + step) % HUES) == fewest)


def file_name(source: str) -> str:
    """Return the last part of a path or address."""
    return PurePosixPath(source).name or source

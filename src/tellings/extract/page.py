"""HTML pages: what an extractor takes for the article, found again in the visible text of the page and mended.

The kept text is every visible line of the page, so that a reader sees what was left out. trafilatura says which of
it is the article (``pageplaces``); its choice is mended line by line (``pagechoice``). Every block is exactly words
of the page.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from urllib.parse import urlsplit

import trafilatura
from lxml import html
from trafilatura.settings import Document

from tellings.extract.language import detect_language, normal_code
from tellings.extract.lines import split_lines
from tellings.extract.metadata import find_metadata
from tellings.extract.pagechoice import Choice, Outside, choose, fold
from tellings.extract.pagehead import PageHead, read_head
from tellings.extract.pagelines import PageLine, page_lines, parse_markup
from tellings.extract.pagelive import find_entries
from tellings.extract.pageplaces import chosen_lines
from tellings.extract.pageshape import ancestors
from tellings.extract.plain import Cleaned
from tellings.extract.reading import Reading, Unreadable, read_text, too_long
from tellings.extract.walls import Shown, find_wall
from tellings.types.articles import Block, BlockKind, DroppedSpan, Hints

#: Why a line that is no part of the article is left out, where its element tells.
_REASONS = {"figcaption": "caption", "nav": "navigation", "footer": "navigation", "button": "navigation"}
#: Above this share of letters in links the quick choice took a menu for the article; the careful one is asked.
_MENU = 0.4
#: A line is all link from this share of letters in links.
_ALL_LINK = 0.85
#: JSON-LD's text is taken where the page shows less than this share of its words …
_MUCH_LESS = 0.4
#: … and it has so many: a summary has fewer. Both set by hand; no page of 181 public ones shows so little of its text.
_HIDDEN = 80
#: Findings that a text in JSON-LD mends: nothing shown, a consent box, a shell of scripts.
_MENDED = frozenset({"E002", "E006", "E008"})
_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """What is known of a page from outside.

    Attributes:
        title: the headline if something outside the page tells it.
        url: its address if known.
        fetched_at: when it was fetched, ISO 8601; no date after it is believed. None for a file.
    """

    title: str | None = None
    url: str | None = None
    fetched_at: str | None = None


def read_page(markup: str, *, known: Page | None = None) -> Reading | Unreadable:
    """Read a web page.

    Args:
        markup: the page.
        known: what is known of it from outside.
    """
    known = known or Page()
    root = parse_markup(markup)
    lines = [] if root is None else page_lines(root)
    if root is None:
        return Unreadable("E002", "no article text was found: the page shows no words")
    text = "\n".join(line.text for line in lines)
    excess = too_long(text)
    if excess is not None:
        return excess
    head = read_head(root, url=known.url, fetched_at=known.fetched_at)
    titles = tuple(title for title in (known.title, *head.titles) if title)
    live = find_entries(root, lines, declared=head.live, url=head.url or known.url, titles=titles)
    outside = Outside(titles=titles, own=_own_names(head, known.url), live=live)
    choices = choose(lines, _chosen(root, lines, known.url), outside)
    shown = _shown(lines, choices, head)
    wall = find_wall(shown, root)
    if wall is None and not any(choice.kind for choice in choices.values()):
        wall = Unreadable("E002", "no article text was found on the page: it shows no paragraph of prose")
    hidden = _hidden_body(head, shown, wall)
    if hidden is not None:
        return _from_body(hidden, head, known)
    return wall if wall is not None else _reading(text, lines, choices, head)


def _hidden_body(head: PageHead, shown: Shown, wall: Unreadable | None) -> str | None:
    """Return the text that JSON-LD has of the article where the page shows much less of it; None for all other pages.

    What a page says is not free stays where it is, and so does whatever stands behind a log-in or a paywall.
    """
    body = next(iter(head.bodies), None)
    if body is None or head.free is False or (wall is not None and wall.code not in _MENDED):
        return None
    words = len(body.split())
    return body if words >= _HIDDEN and shown.prose < _MUCH_LESS * words else None


def _from_body(body: str, head: PageHead, known: Page) -> Reading | Unreadable:
    """Return the text of JSON-LD as the kept text, with what the head says."""
    reading = read_text(body, title=known.title or head.title)
    if isinstance(reading, Unreadable):
        return reading
    said, evidence = _said(head, "\n".join(reading.text[block.start : block.end] for block in reading.blocks))
    evidence = tuple(sorted((*evidence, ("text", "json-ld"))))
    return replace(reading, said=said, updated=head.updated, evidence=evidence)


def _chosen(root: html.HtmlElement, lines: Sequence[PageLine], url: str | None) -> dict[int, tuple[int, int]]:
    """Return the lines that trafilatura takes for the article: by its quick way, by the careful one if that fails."""
    words = [line.text for line in lines]
    found: dict[int, tuple[int, int]] = {}
    for fast in (True, False):
        document = trafilatura.bare_extraction(root, url=url, include_comments=False, include_tables=True, fast=fast)
        if not isinstance(document, Document):
            continue
        found = chosen_lines(words, document.text or "")
        letters = sum(len(lines[index].text) for index in found)
        linked = sum(lines[index].linked for index in found)
        if found and linked <= _MENU * letters:
            break
    return found


def _own_names(head: PageHead, url: str | None) -> tuple[str, ...]:
    """Return what the site is called: its name, and the part of its host that was registered."""
    try:
        host = urlsplit(head.url or url or "").hostname or ""
    except ValueError:
        host = ""
    labels = [label for label in host.split(".")[:-1] if label not in {"www", "co", "com", "org", "net", "ac", "gov"}]
    return tuple(name for name in (head.outlet, labels[-1] if labels else None) if name)


def _shown(lines: Sequence[PageLine], choices: dict[int, Choice], head: PageHead) -> Shown:
    kept = [lines[index] for index, choice in choices.items() if choice.kind]
    prose = [line for line in kept if len(line.text.split()) >= 8 and line.link_share < _ALL_LINK]
    headings = [lines[i] for i, choice in choices.items() if lines[i].tag in _HEADINGS and choice.reason != "title"]
    top = next((line.text for line in lines if line.tag in {"h1", "h2"}), "")
    return Shown(
        titles=[*head.titles, top],
        lines=[line.text for line in lines],
        linked=[line.link_share >= _ALL_LINK for line in lines],
        prose=sum(len(line.text.split()) for line in prose),
        paragraphs=len(prose),
        teasers=sum(line.link_share >= _ALL_LINK for line in headings),
        free=head.free,
        paid=_paid_words(lines, head),
        ending=kept[-1].text if kept else "",
        is_article=head.kind == "article" or head.evidence.get("published") == "json-ld",
    )


def _paid_words(lines: Sequence[PageLine], head: PageHead) -> int | None:
    """Return how many words the page shows of what it says is paid for, None if it has no such part."""
    if not head.paid:
        return None
    names = frozenset(head.paid)
    seen: dict[html.HtmlElement, bool] = {}

    def is_paid(element: html.HtmlElement) -> bool:
        if element not in seen:
            marks = {"." + name for name in (element.get("class") or "").split()} | {"#" + (element.get("id") or "")}
            seen[element] = not names.isdisjoint(marks)
        return seen[element]

    found = [len(line.text.split()) for line in lines if any(map(is_paid, ancestors(line.element)))]
    return sum(found) if found else None


def _reading(text: str, lines: Sequence[PageLine], choices: dict[int, Choice], head: PageHead) -> Reading:
    """Return the lines of the page as blocks and dropped stretches."""
    blocks: list[Block] = []
    dropped: list[DroppedSpan] = []
    titles = [fold(title) for title in head.titles]
    at, titled = 0, False
    for index, line in enumerate(lines):
        end = at + len(line.text)
        choice = choices.get(index)
        if not titled and line.tag in _HEADINGS and fold(line.text) in titles:
            titled = True
            blocks.append(Block(start=at, end=end, kind=BlockKind.TITLE))
        elif choice is None or choice.kind is None:
            reason = _REASONS.get(line.tag, choice.reason if choice else "page_furniture")
            dropped.append(DroppedSpan(start=at, end=end, reason=reason))
        else:
            begin, stop = at + choice.part[0], at + choice.part[1]
            if begin > at:
                dropped.append(DroppedSpan(start=at, end=begin, reason="page_furniture"))
            blocks.append(Block(start=begin, end=stop, kind=choice.kind))
            if stop < end:
                dropped.append(DroppedSpan(start=stop, end=end, reason="page_furniture"))
        at = end + 1
    cleaned = Cleaned(
        blocks=tuple(blocks), dropped=tuple(dropped), lines=tuple(split_lines(text)), title=None, reasons={}
    )
    said, evidence = _said(head, "\n".join(text[block.start : block.end] for block in blocks))
    return Reading(
        text=text,
        blocks=cleaned.blocks,
        dropped=cleaned.dropped,
        found=find_metadata(text, cleaned),
        said=said,
        updated=head.updated,
        evidence=evidence,
    )


def _said(head: PageHead, body: str) -> tuple[Hints, tuple[tuple[str, str], ...]]:
    """Return what the head says, and by field where from; the words of a text come before its declared language."""
    evidence = dict(head.evidence)
    detected = detect_language(body)
    if detected and detected != normal_code(head.language):
        evidence["language"] = "text"
    said = Hints(
        outlet=head.outlet,
        title=head.title,
        byline=head.byline,
        published=head.published,
        language=detected or head.language,
        url=head.url,
    )
    return said, tuple(sorted(evidence.items()))

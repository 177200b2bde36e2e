"""One capture → one article, or the reason why there is none."""

from __future__ import annotations

import hashlib
from pathlib import PurePosixPath
from urllib.parse import urlsplit

from tellings.extract.captions import caption_blocks
from tellings.extract.decode import decode
from tellings.extract.language import detect_language, normal_code
from tellings.extract.metadata import date_in_name, iso_moment
from tellings.extract.newsjson import read_json
from tellings.extract.page import Page, read_page
from tellings.extract.plain import MAX_LINE
from tellings.extract.reading import Reading, Unreadable, read_text
from tellings.types.articles import Article, BlockKind, Capture, Dropped, DroppedSpan
from tellings.types.spans import Span

Place = tuple[int, int] | None


def extract(capture: Capture) -> Article | Dropped:
    """Find the article in a capture.

    The kept text of a plain or Markdown file is exactly the decoded file. Of a page it is the visible text, block by
    block; of a JSON document the body. What a ``meta.json`` says comes first, then what the source says beside its
    text, then the text, then the caller's options, then the name of the file.

    Returns:
        The article, or a ``Dropped`` with one of the codes E001 to E012.
    """
    decoded = decode(capture.content, declared=capture.media_type == "text/html", charset=capture.charset)
    if decoded is None:
        reason = "the bytes are no text in any known encoding: save it as UTF-8"
        return Dropped(source=capture.source, stage="extract", code="E001", reason=reason)
    reading = _read(capture, decoded.text)
    if isinstance(reading, Reading) and not reading.blocks:
        reading = _nothing_left(reading)
    if isinstance(reading, Unreadable):
        return Dropped(source=capture.source, stage="extract", code=reading.code, reason=reading.reason)
    return _article(capture, reading)


def _read(capture: Capture, text: str) -> Reading | Unreadable:
    title = capture.hints.title or capture.options.title
    if capture.media_type == "text/html":
        url = capture.hints.url or capture.options.url or capture.url
        url = url or (capture.source if "://" in capture.source else None)
        return read_page(text, known=Page(title=title, url=url, fetched_at=capture.fetched_at))
    if capture.media_type == "application/json":
        return read_json(text, title=title)
    return read_text(text, title=title, markdown=capture.media_type == "text/markdown")


def _nothing_left(reading: Reading) -> Unreadable:
    if any(span.reason == "line_too_long" for span in reading.dropped):
        longest = max(span.end - span.start for span in reading.dropped)
        reason = f"one line has {longest:,} characters, more than the {MAX_LINE:,} that prose can have: break it up"
        return Unreadable("E004", reason)
    return Unreadable("E002", "no article text was found: there are no words, or page furniture alone")


def _article(capture: Capture, reading: Reading) -> Article:
    said, found, hints, options = reading.said, reading.found, capture.hints, capture.options
    ident = f"a{capture.sha256[:12]}"
    text = reading.text
    url = hints.url or said.url or options.url or capture.url
    published, published_from = _published(capture, reading)
    language = normal_code(hints.language or said.language or options.language) or detect_language(_body(reading))
    is_address = "://" in capture.source
    captions, dropped = caption_blocks(text, reading.dropped)

    def span(place: Place) -> Span | None:
        return None if place is None else Span(article=ident, start=place[0], end=place[1])

    def words(place: Place) -> str | None:
        return None if place is None else " ".join(text[place[0] : place[1]].split())

    return Article(
        id=ident,
        path=None if is_address else capture.source,
        url=url or (capture.source if is_address else None),
        outlet=hints.outlet or said.outlet or options.outlet or _host(url),
        title=hints.title or words(found.title) or said.title or options.title,
        title_span=span(found.title),
        byline=hints.byline or said.byline or words(found.byline) or options.byline,
        byline_span=span(found.byline),
        dateline_span=span(found.dateline),
        agency=found.agency,
        agency_span=span(found.agency_place),
        published=published,
        published_from=published_from,
        updated=reading.updated,
        evidence=reading.evidence,
        language=language,
        labelled=_is_labelled(language, reading),
        sha256=hashlib.sha256(text.encode("utf-8")).hexdigest(),
        capture_sha256=capture.sha256,
        text=text,
        blocks=tuple(sorted((*reading.blocks, *captions), key=lambda block: block.start)),
        dropped=_with_mark(text, dropped),
    )


def _published(capture: Capture, reading: Reading) -> tuple[str | None, str | None]:
    """Return the moment of publication and which evidence gave it."""
    evidence = (
        (iso_moment(capture.hints.published), "metadata"),
        (iso_moment(reading.said.published), "metadata"),
        (reading.found.published, "text"),
        (iso_moment(capture.options.published), "option"),
        (date_in_name(PurePosixPath(capture.source).name), "file"),
    )
    return next(((moment, origin) for moment, origin in evidence if moment is not None), (None, None))


def _body(reading: Reading) -> str:
    blocks = [block for block in reading.blocks if block.kind is not BlockKind.TITLE] or list(reading.blocks)
    return "\n".join(reading.text[block.start : block.end] for block in blocks)


def _is_labelled(language: str | None, reading: Reading) -> bool:
    """Return whether a text is English; one too short to tell counts as English if its letters are Latin."""
    if language is not None:
        return language == "en"
    letters = [char for char in _body(reading) if char.isalpha()]
    return bool(letters) and sum(ord(char) < 0x250 for char in letters) * 2 > len(letters)


def _with_mark(text: str, dropped: tuple[DroppedSpan, ...]) -> tuple[DroppedSpan, ...]:
    """Return the dropped stretches with the byte order mark, if the text begins with one."""
    if not text.startswith("\ufeff"):
        return dropped
    return (DroppedSpan(start=0, end=1, reason="byte_order_mark"), *dropped)


def _host(url: str | None) -> str | None:
    """Return the host of an address without "www.", None if there is none."""
    try:
        host = urlsplit(url or "").hostname
    except ValueError:
        return None
    return host.removeprefix("www.") if host else None

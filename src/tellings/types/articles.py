"""What comes in: captures, the articles found in them, and what was left out."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from tellings.types.spans import Span


@dataclass(frozen=True, slots=True, kw_only=True)
class Hints:
    """What somebody says about a source that the source need not say itself.

    Every field is None where nothing was said. ``published`` is an ISO 8601 date or date-time.
    ``origin`` names who said it: ``"option"`` (the command line) or ``"metadata"`` (a ``meta.json``,
    or fields beside the text in a JSON capture). ``charset`` is what the header of an answer named, kept beside a
    saved page.
    """

    outlet: str | None = None
    title: str | None = None
    byline: str | None = None
    published: str | None = None
    language: str | None = None
    url: str | None = None
    origin: str = "metadata"
    charset: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Capture:
    """Bytes as they came.

    Attributes:
        source: the path or address as the user gave it (folders expanded, always with ``/``).
        content: the bytes, untouched.
        media_type: ``text/plain``, ``text/markdown``, ``text/html`` or ``application/json``.
        sha256: hex digest of ``content``.
        hints: what was said about this source from outside.
        options: what the caller says about every source that does not say it itself; asked after ``hints`` and after
            the source's own words.
        url: the address that answered, after every redirect; None for a file.
        fetched_at: when it answered, ISO 8601 in UTC to the second; None for a file.
        status: the HTTP status; None for a file.
        headers: header fields of the answer in their order, names in lower case; empty for a file.
        charset: the charset that the answer's header names; None where it names none.
        moved_to: where the address was moved for good: what the redirects 301 and 308 lead to with which the answers
            began; None where the first answer was no such redirect.
    """

    source: str
    content: bytes = field(repr=False)
    media_type: str
    sha256: str
    hints: Hints = Hints()
    options: Hints = Hints(origin="option")
    url: str | None = None
    fetched_at: str | None = None
    status: int | None = None
    headers: tuple[tuple[str, str], ...] = ()
    charset: str | None = None
    moved_to: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Unchanged:
    """An address whose page is the same as when it was captured before: the answer was 304, without a body.

    Attributes:
        source: the address as asked for.
        url: the address that answered, after every redirect.
        fetched_at: when it answered, ISO 8601 in UTC to the second.
        headers: header fields of the answer in their order, names in lower case.
        moved_to: as for a ``Capture``.
    """

    source: str
    url: str
    fetched_at: str
    headers: tuple[tuple[str, str], ...] = ()
    moved_to: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Validators:
    """What a server gave with a page, to ask later whether the page is still the same.

    Every field is None where nothing was given. ``url`` is the address that gave them and the only one they are
    sent to.
    """

    url: str | None = None
    etag: str | None = None
    last_modified: str | None = None


class BlockKind(StrEnum):
    """What a block of an article is to its reader.

    A caption is labelled like the rest, but it is no part of the running text.
    """

    TITLE = "title"
    STANDFIRST = "standfirst"
    HEADING = "heading"
    PARAGRAPH = "paragraph"
    ITEM = "item"
    CAPTION = "caption"


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """One kept line, paragraph, heading or list item: ``text[start:end]``, without blanks at its ends."""

    start: int
    end: int
    kind: BlockKind


@dataclass(frozen=True, slots=True, kw_only=True)
class DroppedSpan:
    """A stretch of the kept text that is not part of the article.

    ``reason`` is the id of the rule that found it, such as ``related_articles`` or ``photo_credit``.
    """

    start: int
    end: int
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Article:
    """One outlet's report.

    Attributes:
        id: ``a`` and twelve hex digits of the capture's SHA-256.
        path: path of the file it was read from, None for an address.
        url: address of the page if known.
        outlet: name of the outlet, None if unknown.
        title: headline, None if unknown; it may come from outside the text.
        title_span: where the headline stands in ``text``, None if it does not.
        byline: author line as stated, None if unknown.
        byline_span: its place in ``text``, None if it is not in there.
        dateline_span: place of a dateline ("LONDON, Nov 9"), None if there is none.
        agency: news agency credited for the text as a whole ("Reuters"), None if none is.
        agency_span: where that credit stands; set with ``agency`` None for a note that the text came by a feed unnamed.
        published: ISO 8601 date or date-time, None if unknown.
        published_from: ``option``, ``metadata``, ``text`` or ``file``; None when ``published`` is.
        updated: ISO 8601 date or date-time of the last change that the source states, None if it states none.
        evidence: for what a web page says of itself, by field where it says it, in order of the fields: ``json-ld``,
            ``open-graph``, ``meta``, ``link``, ``visible``, ``htmldate``, ``text``, or ``publishers`` (our own table).
        language: ISO 639-1 code, None if undecided.
        labelled: whether the text will be labelled (English only).
        sha256: hex digest of ``text`` in UTF-8.
        capture_sha256: hex digest of the bytes it came in.
        text: the kept text. No stage ever changes it.
        blocks: what belongs to the article, in reading order, not overlapping; a title inside the text is a block.
        dropped: what does not belong to it, in order, not overlapping each other or the blocks.
    """

    id: str
    path: str | None = None
    url: str | None = None
    outlet: str | None = None
    title: str | None = None
    title_span: Span | None = None
    byline: str | None = None
    byline_span: Span | None = None
    dateline_span: Span | None = None
    agency: str | None = None
    agency_span: Span | None = None
    published: str | None = None
    published_from: str | None = None
    updated: str | None = None
    evidence: tuple[tuple[str, str], ...] = ()
    language: str | None = None
    labelled: bool = True
    sha256: str
    capture_sha256: str
    text: str = field(repr=False)
    blocks: tuple[Block, ...] = ()
    dropped: tuple[DroppedSpan, ...] = ()

    def words(self, span: Span) -> str:
        """Return the exact words a span of this article points at."""
        return self.text[span.start : span.end]

    def span(self, start: int, end: int) -> Span:
        """Return the span of this article between two offsets."""
        return Span(article=self.id, start=start, end=end)


@dataclass(frozen=True, slots=True, kw_only=True)
class Dropped:
    """An input, or a part of one, that gave no article.

    Attributes:
        source: path or address.
        stage: the stage that gave up, such as ``collect`` or ``extract``.
        code: a short searchable code, such as ``C003``; see ``tellings.errors``.
        reason: one plain sentence: what, and what to do.
        status: the HTTP status that said so, None where no answer did. Two losses are the same without it.
        wait_seconds: how long the site asks to wait before it is asked again, None where it does not say; likewise.
    """

    source: str
    stage: str
    code: str
    reason: str
    status: int | None = field(default=None, compare=False)
    wait_seconds: float | None = field(default=None, compare=False)

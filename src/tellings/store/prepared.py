"""What an article and its capture put into columns, made without a database.

Compressing a page, hashing it and taking its words apart takes longer than writing the rows. Whoever holds a
transaction lets others wait, so a long run does this before it, and in other processes.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

from tellings.errors import StoreError
from tellings.store.codec import deflate, encode, pack
from tellings.store.moments import instant
from tellings.store.rows import address_key, column_text, column_words
from tellings.store.search import search_words_of
from tellings.types.articles import Article, Capture


@dataclass(frozen=True, slots=True, kw_only=True)
class PreparedCapture:
    """The columns of a capture.

    Attributes:
        body: of ``bodies``: hash, size and the compressed bytes.
        values: of ``captures``.
    """

    body: dict[str, object]
    values: dict[str, object]


@dataclass(frozen=True, slots=True, kw_only=True)
class Prepared:
    """The columns of an article's text; the fields of ``Article`` that have columns of their own bear its names.

    Attributes:
        id: ``Article.id``.
        digest: ``body_sha256`` of the article.
        content: the whole article, encoded.
        words: of headline and body as the search holds them, with blanks between.
        capture: what it was extracted from, None if that is not to be kept.
    """

    id: str
    path: str | None
    url: str | None
    title: str | None
    outlet: str | None
    language: str | None
    published: str | None
    digest: str
    content: bytes
    words: str
    capture: PreparedCapture | None


def prepare(article: Article, capture: Capture | None = None) -> Prepared:
    """Return the columns of an article and of the capture that it was extracted from.

    Raises:
        StoreError: as `prepare_capture`.
    """
    return Prepared(
        id=article.id,
        path=article.path,
        url=article.url,
        title=article.title,
        outlet=article.outlet,
        language=article.language,
        published=article.published,
        digest=body_sha256(article),
        content=encode(article),
        words=search_words_of(article),
        capture=None if capture is None else prepare_capture(capture),
    )


def prepare_capture(capture: Capture) -> PreparedCapture:
    """Return the columns of a capture.

    Raises:
        StoreError: ``sha256`` is not that of the bytes, or the time is none (T010).
    """
    if hashlib.sha256(capture.content).hexdigest() != capture.sha256:
        raise StoreError(f"the hash of {capture.source} is not that of its bytes: make the capture anew", code="T010")
    values: dict[str, object] = {
        "key": address_key(capture.source),
        "source": column_text(capture.source),
        "url": column_words(capture.url),
        "fetched_at": "" if capture.fetched_at is None else instant(capture.fetched_at),
        "status": capture.status,
        "headers": pack([list(pair) for pair in capture.headers]),
        "media_type": column_text(capture.media_type),
        "charset": column_words(capture.charset),
        "sha256": capture.sha256,
    }
    body = {"sha256": capture.sha256, "size": len(capture.content), "content": deflate(capture.content)}
    return PreparedCapture(body=body, values=values)


def body_sha256(article: Article) -> str:
    """Return the hash of what a reader reads: headline and blocks, blanks evened out.

    What falls away (buttons, related stories) and markup do not count, so they make no new version.
    """
    parts = [article.title or "", *(article.text[block.start : block.end] for block in article.blocks)]
    words = "\n".join(" ".join(part.split()) for part in parts)
    return hashlib.sha256(words.encode("utf-8", "surrogatepass")).hexdigest()

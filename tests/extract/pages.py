"""Captures made by hand, for the tests of this folder."""

from __future__ import annotations

import hashlib
from itertools import pairwise

from tellings.extract import extract
from tellings.extract.lines import BLANKS
from tellings.types.articles import Article, Capture, Hints

#: Two paragraphs of an article about made-up people and places.
FIRST = (
    "The mayor of Lowmere said on Monday that the old bridge would be closed for three weeks after a crack was found."
)
SECOND = "Repairs will begin at once, the council of the small town announced, and a ferry will run from Saturday on."
THIRD = "Drivers must take the long way round through Upper Lowmere, which adds forty minutes to the trip."


def capture(
    content: str | bytes,
    *,
    media_type: str = "text/plain",
    source: str = "report.txt",
    hints: Hints | None = None,
    options: Hints | None = None,
) -> Capture:
    """Return a capture of some text (as UTF-8) or bytes."""
    data = content.encode("utf-8") if isinstance(content, str) else content
    return Capture(
        source=source,
        content=data,
        media_type=media_type,
        sha256=hashlib.sha256(data).hexdigest(),
        hints=hints or Hints(),
        options=options or Hints(origin="option"),
    )


def read(content: str | bytes, **fields: object) -> Article:
    """Return the article of some content; fails if there is none."""
    article = extract(capture(content, **fields))  # type: ignore[arg-type]
    assert isinstance(article, Article), article
    return article


def kept(article: Article) -> list[tuple[str, str]]:
    """Return kind and words of every block that is part of the running text: all but captions."""
    return [(kind, words) for kind, words in _blocks(article) if kind != "caption"]


def left_out(article: Article) -> list[tuple[str, str]]:
    """Return reason and words of every line that is no part of the running text, captions included."""
    captions = [("caption", words) for kind, words in _blocks(article) if kind == "caption"]
    return captions + dropped(article)


def _blocks(article: Article) -> list[tuple[str, str]]:
    return [(block.kind.value, article.text[block.start : block.end]) for block in article.blocks]


def dropped(article: Article) -> list[tuple[str, str]]:
    """Return reason and words of every dropped stretch."""
    return [(span.reason, article.text[span.start : span.end]) for span in article.dropped]


def assert_tiled(article: Article) -> None:
    """Fail unless blocks and dropped stretches lie in order, apart, and hold every character that is not blank."""
    spans = sorted([(b.start, b.end) for b in article.blocks] + [(d.start, d.end) for d in article.dropped])
    assert all(left[1] <= right[0] for left, right in pairwise(spans))
    covered = {at for start, end in spans for at in range(start, end)}
    missing = [at for at, char in enumerate(article.text) if char.strip(BLANKS) and at not in covered]
    assert not missing, repr(article.text[missing[0] - 20 : missing[0] + 20])
    assert list(article.blocks) == sorted(article.blocks, key=lambda block: block.start)
    assert list(article.dropped) == sorted(article.dropped, key=lambda span: span.start)
    for start, end in spans:
        assert start < end

"""A dossier's articles, as they were when it was made.

A dossier holds its reports whole: the kept text, what in it belongs to the article, and what was known about it. So
new reports can join a story whose files are long gone.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tellings.errors import SchemaError
from tellings.report.verify import verify
from tellings.types.articles import Article, Block, BlockKind, Dropped, DroppedSpan
from tellings.types.spans import Span

Json = Mapping[str, Any]


def restore(document: Json) -> tuple[tuple[Article, ...], tuple[Dropped, ...]]:
    """Return the articles of a dossier and the inputs that gave none, both in its order.

    The articles equal those that the dossier was made from.

    Args:
        document: a dossier as ``to_json`` gives it or a file holds it.

    Raises:
        AnchorError: a kept text was changed, or a ref does not hold.
        SchemaError: an article lacks what is needed to read it again.
    """
    if document.get("schema") != "dossier/1":
        message = "the document is no dossier of schema 'dossier/1': 'tellings read --format json' writes one"
        raise SchemaError(message)
    verify(document)
    try:
        articles = tuple(_article(part) for part in document["articles"])
        dropped = tuple(_dropped(part) for part in document["dropped"])
    except (KeyError, TypeError, ValueError) as error:
        message = f"an article of the dossier cannot be read again ({error!r}): make the dossier anew from its reports"
        raise SchemaError(message) from error
    return articles, dropped


def _article(part: Json) -> Article:
    blocks = tuple(
        Block(start=block["start"], end=block["end"], kind=BlockKind(block["kind"])) for block in part["blocks"]
    )
    captions = {(block.start, block.end) for block in blocks if block.kind is BlockKind.CAPTION}
    return Article(
        id=part["id"],
        path=part["path"],
        url=part["url"],
        outlet=part["outlet"],
        title=part["title"],
        title_span=_span(part["title_ref"]),
        byline=part["byline"],
        byline_span=_span(part["byline_ref"]),
        dateline_span=_span(part["dateline_ref"]),
        agency=part["agency"],
        agency_span=_span(part["agency_ref"]),
        published=part["published"],
        published_from=part["published_from"],
        updated=part.get("updated"),
        evidence=tuple(part.get("evidence", {}).items()),
        language=part["language"],
        labelled=part["labelled"],
        sha256=part["sha256"],
        capture_sha256=part["capture_sha256"],
        text=part["text"],
        blocks=blocks,
        dropped=tuple(
            DroppedSpan(start=gone["start"], end=gone["end"], reason=gone["reason"])
            for gone in part["dropped"]
            if (gone["start"], gone["end"]) not in captions
        ),
    )


def _span(ref: Json | None) -> Span | None:
    return None if ref is None else Span(article=ref["article"], start=ref["start"], end=ref["end"])


def _dropped(part: Json) -> Dropped:
    source = part.get("path") or part.get("url") or ""
    return Dropped(source=source, stage=part["stage"], code=part["code"], reason=part["reason"])

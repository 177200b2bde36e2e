"""Statements for public sets of attributions (PolNeAR): source, cue and content spans."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any

from spacy.language import Language

from tellings.evaluate.articles import article_from_text
from tellings.label import label
from tellings.types.articles import Article
from tellings.types.labels import Statement, StatementKind
from tellings.types.spans import Span

_MARKS = "“”\"‘’'«»"
_THAT = re.compile(r"\bthat\s+$")


def predict(rows: Iterable[dict[str, Any]], *, pipeline: Language) -> Iterator[dict[str, Any]]:
    """Yield a row of predictions for each row of gold.

    The set writes spans its own way, which is followed here and only here: a direct quotation with its marks,
    a clause with the "that" before it, quotations under one cue as one attribution.

    Args:
        rows: with ``doc``, ``text``, ``published`` and ``title``; nothing else is read.
        pipeline: a spaCy pipeline as the labels use it.

    Yields:
        ``{"doc", "attributions": [{"source": [[s, e]], "cue": [[s, e]], "content": [[s, e], …]}]}``.
    """
    for row in rows:
        article = article_from_text(
            row["text"], id_seed=row["doc"], title=row.get("title"), published=row.get("published")
        )
        statements = label(article, pipeline=pipeline).statements
        yield {"doc": row["doc"], "attributions": list(_attributions(statements, article))}


def _attributions(statements: tuple[Statement, ...], article: Article) -> Iterator[dict[str, list[list[int]]]]:
    open_row: dict[str, list[list[int]]] | None = None
    for statement in statements:
        content = _content(statement, article.text)
        goes_on = statement.kind is StatementKind.DIRECT and open_row is not None
        cue = [_pair(statement.cue)] if statement.cue is not None else []
        if goes_on and open_row is not None and (not cue or cue == open_row["cue"]):
            open_row["content"].append(content)
            continue
        if open_row is not None:
            yield open_row
        span = statement.speaker.span if statement.speaker is not None else None
        open_row = {"source": [_pair(span)] if span is not None else [], "cue": cue, "content": [content]}
    if open_row is not None:
        yield open_row


def _pair(span: Span) -> list[int]:
    return [span.start, span.end]


def _content(statement: Statement, text: str) -> list[int]:
    start, end = statement.content.start, statement.content.end
    if statement.kind is StatementKind.DIRECT:
        start -= text[start - 1 : start] in tuple(_MARKS)
        end += text[end : end + 1] in tuple(_MARKS)
    else:
        that = _THAT.search(text, max(0, start - 6), start)
        start = that.start() if that else start
    return [start, end]

"""Full-text search: FTS5 on SQLite, tsvector with GIN on PostgreSQL, the same answers on both."""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import Connection, text

from tellings.store.words import words
from tellings.types.articles import Article

#: PostgreSQL keeps no position beyond 16,383 and no vector over 1 MB; what lies behind is not searched.
MAX_WORDS = 16_000
MAX_BYTES = 500_000


def index_version(connection: Connection, moment: int, article: Article) -> None:
    """Make a version's headline and body findable under its moment; a version is indexed once and for all."""
    forms = list(_forms(article))
    if connection.dialect.name == "postgresql":
        places: dict[str, list[str]] = {}
        for number, form in enumerate(forms, start=1):
            places.setdefault(form, []).append(str(number))
        vector = " ".join(f"'{form}':{','.join(held)}" for form, held in places.items())
        statement = "INSERT INTO search_words (moment, words) VALUES (:moment, CAST(:words AS tsvector))"
        connection.execute(text(statement), {"moment": moment, "words": vector})
    else:
        statement = "INSERT INTO search_words (rowid, words) VALUES (:moment, :words)"
        connection.execute(text(statement), {"moment": moment, "words": " ".join(forms)})


def _forms(article: Article) -> Iterator[str]:
    """Yield the words of headline and body in search form, as many as both databases can hold."""
    count = size = 0
    pieces = [(article.title, 0, len(article.title))] if article.title and article.title_span is None else []
    pieces += [(article.text, block.start, block.end) for block in article.blocks]
    for source, start, end in pieces:
        for word in words(source, start, end):
            count += 1
            size += len(word.form.encode()) + 8
            if count > MAX_WORDS or size > MAX_BYTES:
                return
            yield word.form

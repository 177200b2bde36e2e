"""Full-text search: FTS5 on SQLite, tsvector with GIN on PostgreSQL, the same answers on both.

Both index the words of `words.py`, so neither database's own idea of a word matters. Every version is indexed once
under its moment and never changed; only the current version of an article answers. Newest first.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from sqlalchemy import Connection, Row, select, text

from tellings.store.articles_rows import as_article, select_articles
from tellings.store.codec import decode
from tellings.store.finding import find
from tellings.store.passages import passages
from tellings.store.query import Node, leaves, parse
from tellings.store.rows import insert_into
from tellings.store.tables import articles, facts, versions
from tellings.store.words import RULE, words
from tellings.types.articles import Article
from tellings.types.store import Filters, Hit

#: PostgreSQL keeps no position beyond 16,383 and no vector over 1 MB; what lies behind is not searched.
MAX_WORDS = 16_000
MAX_BYTES = 500_000
#: Versions that are indexed anew at a time.
BATCH = 200


class Found(NamedTuple):
    """Answers of a page, newest first, and how many there are in all, counted no further than was asked."""

    hits: tuple[Hit, ...]
    total: int


def search(
    connection: Connection,
    question: str,
    *,
    filters: Filters | None = None,
    before: int | None = None,
    limit: int = 20,
) -> tuple[Hit, ...]:
    """Return the articles that answer a question, newest first, each with the passages that do.

    Args:
        connection: any transaction.
        question: words, phrases, ``OR``, ``-``, ``*``, brackets (`query.py`); "" for all that the filters leave.
        filters: what to narrow it to.
        before: only with an earlier moment: ``Hit.moment`` of the last one of the page before.
        limit: how many at most.

    Raises:
        StoreError: the question cannot be understood (T014).
    """
    node = parse(question)
    return _hits(connection, node, find(connection, node, filters or Filters(), before=before, limit=limit))


def count_hits(connection: Connection, question: str, *, filters: Filters | None = None, most: int = 1000) -> int:
    """Return how many articles answer a question, counting no further than ``most``.

    Raises:
        StoreError: the question cannot be understood (T014).
    """
    return len(find(connection, parse(question), filters or Filters(), limit=most))


def search_and_count(
    connection: Connection,
    question: str,
    *,
    filters: Filters | None = None,
    before: int | None = None,
    limit: int = 20,
    most: int = 1000,
) -> Found:
    """Return a page as ``search`` does and the count of ``count_hits``, for the price of the dearer one.

    Raises:
        StoreError: the question cannot be understood (T014).
    """
    node, filters = parse(question), filters or Filters()
    every = find(connection, node, filters, limit=max(most, limit))
    page = [moment for moment in every if before is None or moment < before][:limit]
    if len(page) < limit and len(every) >= max(most, limit):  # the page lies behind what was counted
        page = list(find(connection, node, filters, before=before, limit=limit))
    return Found(_hits(connection, node, page), min(len(every), most))


def _hits(connection: Connection, node: Node | None, found: Sequence[int]) -> tuple[Hit, ...]:
    wanted = list(leaves(node)) if node is not None else []
    return tuple(
        Hit(
            article=as_article(row),
            moment=row.answered_at,
            passages=passages(decode(row.content, Article), wanted) if wanted else (),
        )
        for row in _rows(connection, found)
    )


def _rows(connection: Connection, found: Sequence[int]) -> Sequence[Row[Any]]:
    """Return articles with their texts by the moments of their current versions, in that order.

    Texts are read only for what is shown: a database that has to sort carries every column along.
    """
    query = select_articles().join(versions, versions.c.id == articles.c.current)
    query = query.add_columns(versions.c.content, versions.c.moment.label("answered_at"))
    return connection.execute(query.where(versions.c.moment.in_(found)).order_by(versions.c.moment.desc())).all()


# ---------------------------------------------------------------------------------------------- index


def search_words_of(article: Article) -> str:
    """Return the words of headline and body as the search holds them, with blanks between."""
    return " ".join(_forms(article))


def index_version(connection: Connection, moment: int, article: Article | str) -> None:
    """Make a version's headline and body findable under its moment; a version is indexed once and for all.

    Args:
        connection: a transaction that may write.
        moment: of the version.
        article: its text, or the `search_words_of` it.
    """
    forms = article if isinstance(article, str) else search_words_of(article)
    if connection.dialect.name == "postgresql":
        places: dict[str, list[str]] = {}
        for number, form in enumerate(forms.split(), start=1):
            places.setdefault(form, []).append(str(number))
        vector = " ".join(f"'{form}':{','.join(held)}" for form, held in places.items())
        statement = "INSERT INTO search_words (moment, words) VALUES (:moment, CAST(:words AS tsvector))"
        connection.execute(text(statement), {"moment": moment, "words": vector})
    else:
        statement = "INSERT INTO search_words (rowid, words) VALUES (:moment, :words)"
        connection.execute(text(statement), {"moment": moment, "words": forms})


def unindex_version(connection: Connection, moment: int, article: Article) -> None:
    """Take a version out of the search; ``article`` is its text as it was indexed."""
    if connection.dialect.name == "postgresql":
        connection.execute(text("DELETE FROM search_words WHERE moment = :moment"), {"moment": moment})
        return
    # an index that keeps no texts has to be told the words that it shall forget
    statement = "INSERT INTO search_words (search_words, rowid, words) VALUES ('delete', :moment, :words)"
    connection.execute(text(statement), {"moment": moment, "words": " ".join(_forms(article))})


def search_rule(connection: Connection) -> str:
    """Return the number of the rule of splitting words that the search was built with."""
    found: str | None = connection.execute(select(facts.c.value).where(facts.c.name == "search_rule")).scalar()
    return found or "1"


def rebuild_search(connection: Connection) -> int:
    """Index every version anew, as after a change of the rule of splitting words; return how many."""
    clear = "INSERT INTO search_words (search_words) VALUES ('delete-all')"
    connection.execute(text("TRUNCATE search_words" if connection.dialect.name == "postgresql" else clear))
    count = after = 0
    while rows := _batch(connection, after):
        for row in rows:
            index_version(connection, row.moment, decode(row.content, Article))
        after, count = rows[-1].id, count + len(rows)
    statement = insert_into(connection, facts).values(name="search_rule", value=RULE)
    connection.execute(statement.on_conflict_do_update(index_elements=["name"], set_={"value": RULE}))
    return count


def _batch(connection: Connection, after: int) -> Sequence[Any]:
    query = select(versions.c.id, versions.c.moment, versions.c.content).where(versions.c.id > after)
    return connection.execute(query.order_by(versions.c.id).limit(BATCH)).all()


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

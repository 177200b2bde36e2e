"""Full-text search: FTS5 on SQLite, tsvector with GIN on PostgreSQL, the same answers on both.

Both index the words of `words.py`, so neither database's own idea of a word matters. Every version is indexed once
under its moment and never changed; only the current version of an article answers. Newest first.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from sqlalchemy import Connection, Row, Select, exists, func, select, text

from tellings.store.articles_rows import as_article, select_articles
from tellings.store.candidates import POSTGRES, SQLITE, among, answers, candidates, name_column
from tellings.store.codec import decode
from tellings.store.passages import passages
from tellings.store.query import Node, leaves, parse
from tellings.store.rows import insert_into
from tellings.store.tables import articles, facts, members, names, sayings, slots, versions
from tellings.store.words import RULE, words
from tellings.types.articles import Article
from tellings.types.store import Filters, Hit

#: PostgreSQL keeps no position beyond 16,383 and no vector over 1 MB; what lies behind is not searched.
MAX_WORDS = 16_000
MAX_BYTES = 500_000
#: Versions that are indexed anew at a time.
BATCH = 200
#: Texts that are looked at before anything is counted: a page of 20 of a word that stands in every tenth text, in 5 ms.
NEWEST = 300


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
    found = _newest(connection, node, filters or Filters(), before=before, limit=limit)
    rows = _rows(connection, found)
    wanted = list(leaves(node)) if node is not None else []
    return tuple(
        Hit(
            article=as_article(row),
            moment=row.answered_at,
            passages=passages(decode(row.content, Article), wanted) if wanted else (),
        )
        for row in rows
    )


def count_hits(connection: Connection, question: str, *, filters: Filters | None = None, most: int = 1000) -> int:
    """Return how many articles answer a question, counting no further than ``most``.

    Raises:
        StoreError: the question cannot be understood (T014).
    """
    node, filters = parse(question), filters or Filters()
    bare = node is not None and filters == Filters()
    _, query = (
        _walk(connection, node, filters)
        if bare and node
        else _query(connection, node, filters, counted=not _frequent(connection, node, filters))
    )
    counted = select(func.count()).select_from(query.limit(most).subquery())
    found: int = connection.execute(counted).scalar_one()
    return found


def _newest(
    connection: Connection, node: Node | None, filters: Filters, *, before: int | None, limit: int
) -> Sequence[int]:
    """Return the moments of the newest answers, in order.

    A page that the newest texts fill is full whatever else the store holds, so for frequent words nothing is counted.
    """
    narrow = filters.outlet or filters.story or filters.person or filters.said_by
    if node is not None and not narrow:
        edge = _edge(connection, filters.until if before is None else before)
        found = _page(connection, _walk(connection, node, filters), since=edge, before=before, limit=limit)
        if edge is None or len(found) == limit:
            return found
    return _page(connection, _query(connection, node, filters), since=None, before=before, limit=limit)


def _frequent(connection: Connection, node: Node | None, filters: Filters) -> bool:
    """Return whether a tenth of the newest texts within the days answers; asked only where there are days."""
    if node is None or (filters.since is None and filters.until is None):
        return False
    some, edge = NEWEST // 10, _edge(connection, filters.until)
    return len(_page(connection, _walk(connection, node, filters), since=edge, before=None, limit=some)) == some


def _edge(connection: Connection, until: int | None) -> int | None:
    """Return the moment down to which there are so many texts as are looked at first, None if there are fewer."""
    newest = select(versions.c.moment).where(versions.c.moment.is_not(None))
    newest = newest if until is None else newest.where(versions.c.moment < until)
    edge: int | None = connection.execute(newest.order_by(versions.c.moment.desc()).offset(NEWEST).limit(1)).scalar()
    return edge


def _page(
    connection: Connection, asked: tuple[Any, Select[Any]], *, since: int | None, before: int | None, limit: int
) -> Sequence[int]:
    moment, query = asked
    query = query if since is None else query.where(moment >= since)
    query = query if before is None else query.where(moment < before)
    return connection.execute(query.order_by(moment.desc()).limit(limit)).scalars().all()


def _rows(connection: Connection, found: Sequence[int]) -> Sequence[Row[Any]]:
    """Return articles with their texts by the moments of their current versions, in that order.

    Texts are read only for what is shown: a database that has to sort carries every column along.
    """
    query = select_articles().join(versions, versions.c.id == articles.c.current)
    query = query.add_columns(versions.c.content, versions.c.moment.label("answered_at"))
    return connection.execute(query.where(versions.c.moment.in_(found)).order_by(versions.c.moment.desc())).all()


def _query(
    connection: Connection, node: Node | None, filters: Filters, *, counted: bool = False
) -> tuple[Any, Select[Any]]:
    """Return the column to sort by, and the query for the moments of what answers."""
    few = candidates(connection, node, filters)
    if few is None and node is not None:
        return _walk(connection, node, filters, counted=counted)
    moment = versions.c.moment
    query = select(moment).select_from(articles)
    # "+ 0" keeps SQLite from reading all articles and sorting them: only from versions to articles is there a way
    named = filters.outlet or filters.story or filters.person or filters.said_by
    apart = few is None and not named and connection.dialect.name == "sqlite"
    query = query.join(versions, (versions.c.id + 0 if apart else versions.c.id) == articles.c.current)
    query = query.outerjoin(members, members.c.article_id == articles.c.id)
    query = query if few is None else query.where(among(connection, moment, few))
    return moment, _narrow(_within(query, filters, moment), filters, moment, apart=few is not None)


def _walk(connection: Connection, node: Node, filters: Filters, *, counted: bool = False) -> tuple[Any, Select[Any]]:
    """Return the same for words that many texts have: the newest come out of the search's index first.

    With ``counted`` PostgreSQL does not go by the days, for it takes reading the words of a text for cheap.
    """
    postgres = connection.dialect.name == "postgresql"
    moment = POSTGRES.c.moment if postgres else SQLITE.c.rowid
    query = select(moment).select_from(articles).join(versions, versions.c.id == articles.c.current)
    query = query.outerjoin(members, members.c.article_id == articles.c.id)
    query = query.join(POSTGRES if postgres else SQLITE, moment == versions.c.moment)
    query = query.where(answers(connection, node))
    dated = moment + 0 if postgres and counted else moment
    return moment, _narrow(_within(query, filters, dated), filters, moment, apart=not postgres)


def _within(query: Select[Any], filters: Filters, moment: Any) -> Select[Any]:  # noqa: ANN401 -- a column
    """Narrow a query to days."""
    query = query if filters.since is None else query.where(moment >= filters.since)
    return query if filters.until is None else query.where(moment < filters.until)


def _narrow(query: Select[Any], filters: Filters, moment: Any, *, apart: bool) -> Select[Any]:  # noqa: ANN401 -- a column
    """Narrow a query; with ``apart`` the moments of names are only compared, not looked up in the search's index."""
    equal = ((articles.c.outlet, filters.outlet), (articles.c.language, filters.language))
    for held, wanted in (*equal, (members.c.story_id, filters.story)):
        query = query if wanted is None else query.where(held == wanted)
    for rows, person in ((names, filters.person), (sayings, filters.said_by)):
        if person is not None:
            named, key = name_column(rows, person)
            compared = moment + 0 if apart else moment
            query = query.where(compared.in_(select(rows.c.moment).where(named == key)))
    if filters.differs_in is not None:
        same = (slots.c.story_id == members.c.story_id, slots.c.slot == filters.differs_in)
        query = query.where(exists(select(slots.c.story_id).where(*same)))
    return query


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

"""Which texts answer a search, newest first: one query for a page and for the count beside it.

A text answers under the moment of its version, as long as that is what stands at its address
(``articles.current_moment``).

FTS5 gives what has a word by falling moment, so on SQLite a search is a walk from the newest back that ends when
enough is found. PostgreSQL finds words through an index without order: that is quick where few texts have them, and
walking back is quick where many do. Which it is, the newest texts tell; the database's own guess was wrong by a
hundred times for phrases, and it takes reading a text's words for cheap.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Connection, Select, select, text

from tellings.store.candidates import POSTGRES, SQLITE, answers, conditions, leaves_few
from tellings.store.query import Node
from tellings.store.tables import articles
from tellings.types.store import Filters

#: Texts that are looked at to see how many answer: 3 ms on PostgreSQL.
NEWEST = 300
#: Of these, so many make a search frequent: walking back then fills a count of 1,000 within 10,000 texts, 60 ms.
FREQUENT = 30


def find(
    connection: Connection, node: Node | None, filters: Filters, *, before: int | None = None, limit: int
) -> Sequence[int]:
    """Return the moments of the newest texts that answer, newest first.

    Args:
        connection: any transaction.
        node: what is to stand in them, None for anything.
        filters: what to narrow it to.
        before: only with an earlier moment.
        limit: how many at most.
    """
    until = min((one for one in (filters.until, before) if one is not None), default=None)
    if node is None:
        return _without_words(connection, filters, until, limit)
    if connection.dialect.name == "sqlite":
        return _on_sqlite(connection, node, filters, until, limit)
    return _on_postgresql(connection, node, filters, until, limit)


def _without_words(connection: Connection, filters: Filters, until: int | None, limit: int) -> Sequence[int]:
    moment = articles.c.current_moment
    query = select(moment).where(moment.is_not(None))
    for condition in conditions(filters, moment):
        few = leaves_few(connection, condition)
        query = query.where(moment.in_(condition.listed) if few else condition.holds)
    return _newest(connection, _within(query, filters.since, until, moment), moment, limit)


def _on_sqlite(connection: Connection, node: Node, filters: Filters, until: int | None, limit: int) -> Sequence[int]:
    """Walk through what the index of the search gives; "+ 0" keeps SQLite from asking it for single texts instead."""
    moment = SQLITE.c.rowid
    query = select(moment).join(articles, articles.c.current_moment == moment + 0).where(answers(connection, node))
    for condition in conditions(filters, moment + 0):
        few = leaves_few(connection, condition)
        query = query.where((moment + 0).in_(condition.listed) if few else condition.holds)
    return _newest(connection, _within(query, filters.since, until, moment), moment, limit)


# ---------------------------------------------------------------------------------------------- PostgreSQL


def _on_postgresql(
    connection: Connection, node: Node, filters: Filters, until: int | None, limit: int
) -> Sequence[int]:
    moment = POSTGRES.c.moment
    asked = list(conditions(filters, moment))
    few = [leaves_few(connection, condition) for condition in asked]
    if any(few):
        query = _walk(connection, node, filters.since, until)
        for condition, is_few in zip(asked, few, strict=True):
            query = query.where(moment.in_(condition.listed) if is_few else condition.holds)
        with _without(connection, "seqscan"):
            return _newest(connection, query, moment, limit)
    edge = _edge(connection, until)
    since = edge if filters.since is None or edge is None else max(edge, filters.since)
    walk = _walk(connection, node, filters.since, until).where(*(condition.holds for condition in asked))
    with _without(connection, "bitmapscan"):
        some = _newest(connection, _within(walk, since, None, moment), moment, max(FREQUENT, min(limit, NEWEST)))
        if edge is None or len(some) >= limit or since != edge:
            return some[:limit]
        if len(some) >= FREQUENT:
            return _newest(connection, walk, moment, limit)
    with _without(connection, "seqscan"):
        return _by_index(connection, node, filters, until, limit)


def _walk(connection: Connection, node: Node, since: int | None, until: int | None) -> Select[Any]:
    moment = POSTGRES.c.moment
    query = select(moment).join(articles, articles.c.current_moment == moment).where(answers(connection, node))
    return _within(query, since, until, moment)


def _by_index(connection: Connection, node: Node, filters: Filters, until: int | None, limit: int) -> Sequence[int]:
    """Take all texts that have the words out of their index first, and look at everything else of them afterwards."""
    words = select(POSTGRES.c.moment).where(answers(connection, node))
    # "+ 0": by the words, not by the days
    found = _within(words, filters.since, until, POSTGRES.c.moment + 0).cte("found").prefix_with("MATERIALIZED")
    query = select(found.c.moment).join(articles, articles.c.current_moment == found.c.moment)
    query = query.where(*(condition.holds for condition in conditions(filters, found.c.moment)))
    return _newest(connection, query, found.c.moment, limit)


def _edge(connection: Connection, until: int | None) -> int | None:
    """Return the moment down to which there are so many texts as are looked at first, None if there are fewer."""
    moment = articles.c.current_moment
    newest = _within(select(moment).where(moment.is_not(None)), None, until, moment)
    edge: int | None = connection.execute(newest.order_by(moment.desc()).offset(NEWEST).limit(1)).scalar()
    return edge


@contextmanager
def _without(connection: Connection, way: str) -> Iterator[None]:
    """Keep PostgreSQL from one way to read a table where there is another."""
    connection.execute(text(f"SET LOCAL enable_{way} = off"))
    yield
    connection.execute(text(f"SET LOCAL enable_{way} TO DEFAULT"))


# ---------------------------------------------------------------------------------------------- both


def _within(query: Select[Any], since: int | None, until: int | None, moment: Any) -> Select[Any]:  # noqa: ANN401 -- a column
    query = query if since is None else query.where(moment >= since)
    return query if until is None else query.where(moment < until)


def _newest(connection: Connection, query: Select[Any], moment: Any, limit: int) -> Sequence[int]:  # noqa: ANN401 -- a column
    return connection.execute(query.order_by(moment.desc()).limit(limit)).scalars().all()

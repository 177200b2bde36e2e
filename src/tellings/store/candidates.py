"""The few texts that can answer a search, where the search is narrow enough to name them.

A search that leaves thousands of texts is answered by walking from the newest back; the first page is soon full. One
that leaves few would walk through the whole store. So each condition is first asked how many texts it leaves, through
its own index and no further than `FEW`; if one leaves fewer, only those are looked at.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from sqlalchemy import BigInteger, Connection, Select, any_, cast, column, func, literal, select, table
from sqlalchemy.dialects.postgresql import ARRAY, TSQUERY

from tellings.store.query import Node, to_fts5, to_tsquery
from tellings.store.rows import indexed_text
from tellings.store.tables import articles, members, names, sayings, slots, versions
from tellings.store.words import name_key
from tellings.types.store import Filters

#: How many texts a condition may leave to be named one by one. On 100,000 articles naming 2,000 takes some 10 ms on
#: both databases; what more of them answer fills a page of 20 within 1,200 steps from the newest back.
FEW = 2_000

SQLITE = table("search_words", column("rowid", BigInteger), column("search_words"))
POSTGRES = table("search_words", column("moment", BigInteger), column("words"))


def candidates(connection: Connection, node: Node | None, filters: Filters) -> list[int] | None:
    """Return moments among which all answers are, None if there are too many to name.

    Whether a text is still current is left to the search itself.
    """
    found: set[int] | None = None
    for some in _of_filters(connection, filters):
        found = some if found is None else found & some
    if node is not None and found is None:
        found = _at_most(connection, _by_words(connection, node))
    elif node is not None and found:
        found = set(_answering(connection, node, found))
    return None if found is None else sorted(found)


def among(connection: Connection, held: Any, moments: Iterable[int]) -> Any:  # noqa: ANN401 -- columns
    """Return the condition that a column has one of some numbers, which are handed over as one value."""
    if connection.dialect.name == "postgresql":
        return held == any_(literal(list(moments), ARRAY(BigInteger)))
    given = func.json_each(json.dumps(list(moments))).table_valued(column("value", BigInteger))
    return held.in_(select(given.c.value))


def answers(connection: Connection, node: Node) -> Any:  # noqa: ANN401 -- a condition
    """Return the condition that a text in the search's index answers."""
    if connection.dialect.name == "postgresql":
        return POSTGRES.c.words.op("@@")(cast(literal(to_tsquery(node)), TSQUERY))
    return SQLITE.c.search_words.op("MATCH")(to_fts5(node))


def name_column(rows: Any, person: str) -> tuple[Any, str]:  # noqa: ANN401 -- the names or the sayings
    """Return the column in which somebody is looked up, and what for."""
    key = indexed_text(name_key(person)[0])
    return (rows.c.key if " " in key else rows.c.last), key  # one word is the last word of itself


def _of_filters(connection: Connection, filters: Filters) -> Iterator[set[int]]:
    """Yield the moments that each filter leaves, for those that leave few."""
    current = select(versions.c.moment).select_from(articles).join(versions, versions.c.id == articles.c.current)
    equal = ((articles.c.outlet, filters.outlet), (articles.c.language, filters.language))
    queries: list[Select[Any]] = [current.where(held == wanted) for held, wanted in equal if wanted is not None]
    for rows, person in ((names, filters.person), (sayings, filters.said_by)):
        if person is not None:
            held, key = name_column(rows, person)
            queries.append(select(rows.c.moment).where(held == key))
    days = [versions.c.moment >= filters.since] if filters.since is not None else []
    days += [versions.c.moment < filters.until] if filters.until is not None else []
    queries += [select(versions.c.moment).where(*days)] if days else []
    within: Iterable[int] | None = None if filters.story is None else (filters.story,)
    if within is None and filters.differs_in is not None:
        within = _at_most(connection, select(slots.c.story_id).where(slots.c.slot == filters.differs_in))
    if within is not None:
        belonging = current.join(members, members.c.article_id == articles.c.id)
        queries.append(belonging.where(among(connection, members.c.story_id, within)))
    for query in queries:
        some = _at_most(connection, query)
        if some is not None:
            yield some


def _at_most(connection: Connection, query: Select[Any]) -> set[int] | None:
    """Return the numbers that a query finds, None if there are more than a few."""
    found = connection.execute(query.limit(FEW + 1)).scalars().all()
    return None if len(found) > FEW else set(found)


def _by_words(connection: Connection, node: Node) -> Select[Any]:
    moment = POSTGRES.c.moment if connection.dialect.name == "postgresql" else SQLITE.c.rowid
    return select(moment).where(answers(connection, node))


def _answering(connection: Connection, node: Node, moments: Iterable[int]) -> Sequence[int]:
    """Return those of some moments whose texts answer."""
    query = _by_words(connection, node)
    if connection.dialect.name == "postgresql":
        query = query.where(among(connection, POSTGRES.c.moment, moments))
    else:  # "+ 0": one way through all that answer is shorter than a search in the index for each moment
        query = query.where(among(connection, SQLITE.c.rowid + 0, moments))
    return connection.execute(query).scalars().all()

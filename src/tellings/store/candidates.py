"""What a search asks of a text besides its words, each thing as a condition and as the list of texts that have it.

A condition that leaves few texts is handed to the database as their list: then only those are looked at. One that
leaves many is asked of one text after the other, from the newest back, and the first page is soon full.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

from sqlalchemy import BigInteger, Connection, Select, cast, column, func, literal, select, table
from sqlalchemy.dialects.postgresql import TSQUERY

from tellings.store.query import Node, to_fts5, to_tsquery
from tellings.store.rows import indexed_text
from tellings.store.tables import articles, members, names, sayings, slots
from tellings.store.words import name_key
from tellings.types.store import Filters

#: How many texts a condition may leave to be handed over as a list. On 100,000 articles a list of 5,000 takes 3 ms on
#: SQLite and 15 ms on PostgreSQL; what more of them answer fills a page of 20 within 500 steps from the newest back.
FEW = 5_000

SQLITE = table("search_words", column("rowid", BigInteger), column("search_words"))
POSTGRES = table("search_words", column("moment", BigInteger), column("words"))


class Condition(NamedTuple):
    """One thing that is asked of a text.

    Attributes:
        listed: the query for the moments of the texts that have it; others among them are not current.
        holds: whether an article of the query has it.
        counted: the query whose rows are as many as the texts, at least.
    """

    listed: Select[Any]
    holds: Any
    counted: Select[Any]


def conditions(filters: Filters, moment: Any) -> Iterator[Condition]:  # noqa: ANN401 -- a column
    """Yield what filters ask for but days.

    Args:
        filters: as a person set them.
        moment: the column of the query with the moments of texts.
    """
    equal = ((articles.c.outlet, filters.outlet), (articles.c.language, filters.language))
    for held, wanted in equal:
        if wanted is not None:
            other = articles.alias()
            listed = select(other.c.current_moment).where(other.c[held.name] == wanted)
            yield Condition(listed, held == wanted, listed)
    for rows, person in ((names, filters.person), (sayings, filters.said_by)):
        if person is not None:
            named, key = name_column(rows, person)
            listed = select(rows.c.moment).where(named == key)
            in_text = select(literal(1)).where(named == key, rows.c.moment == moment)
            yield Condition(listed, _there_is(in_text, rows), listed)
    if filters.story is not None:
        of_story = members.c.story_id == filters.story
        yield _of_members(of_story, select(literal(1)).where(of_story))
    if filters.differs_in is not None:
        differing = select(slots.c.story_id).where(slots.c.slot == filters.differs_in)
        same = (slots.c.story_id == members.c.story_id, slots.c.slot == filters.differs_in)
        yield _of_members(members.c.story_id.in_(differing), select(literal(1)).where(*same))


def _of_members(condition: Any, held: Select[Any]) -> Condition:  # noqa: ANN401 -- a condition
    """Return what is asked of the story that an article is in; ``held`` asks it of one article once that is named."""
    other = articles.alias()
    listed = select(other.c.current_moment).join(members, members.c.article_id == other.c.id).where(condition)
    holds = _there_is(held.where(members.c.article_id == articles.c.id), members, slots)
    return Condition(listed, holds, select(members.c.article_id).where(condition))


def _there_is(query: Select[Any], *inside: Any) -> Any:  # noqa: ANN401 -- tables, a condition
    """Return the condition that a query of some tables finds something.

    It is asked of each text that comes up. An EXISTS would be the same, but PostgreSQL turns that about and finds
    every text of which it holds first; where that is a third of the store, it takes a hundred times as long.
    """
    return query.limit(1).correlate_except(*inside).scalar_subquery().is_not(None)


def leaves_few(connection: Connection, condition: Condition) -> bool:
    """Return whether no more than a few texts have something; counted no further."""
    some = condition.counted.with_only_columns(literal(1)).limit(FEW + 1).subquery()
    found: int = connection.execute(select(func.count()).select_from(some)).scalar_one()
    return found <= FEW


def name_column(rows: Any, person: str) -> tuple[Any, str]:  # noqa: ANN401 -- the names or the sayings
    """Return the column in which somebody is looked up, and what for."""
    key = indexed_text(name_key(person)[0])
    return (rows.c.key if " " in key else rows.c.last), key  # one word is the last word of itself


def answers(connection: Connection, node: Node) -> Any:  # noqa: ANN401 -- a condition
    """Return the condition that a text in the search's index answers."""
    if connection.dialect.name == "postgresql":
        return POSTGRES.c.words.op("@@")(cast(literal(to_tsquery(node)), TSQUERY))
    return SQLITE.c.search_words.op("MATCH")(to_fts5(node))

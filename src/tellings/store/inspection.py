"""What a store holds, and whether it is whole."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

from sqlalchemy import Connection, func, or_, select, text

from tellings.errors import StoreError
from tellings.store.codec import decode, inflate, unpack
from tellings.store.tables import articles, bodies, dossiers, labels, members, metadata, stories, versions
from tellings.types.articles import Article
from tellings.types.labels import Labels

#: Rows that are read at a time.
BATCH = 200


def count_rows(connection: Connection) -> dict[str, int]:
    """Return the number of rows of every table, by name."""
    return {
        name: connection.execute(select(func.count()).select_from(table)).scalar_one()
        for name, table in sorted(metadata.tables.items())
    }


def check_store(connection: Connection) -> Iterator[str]:
    """Yield what is wrong with a store, one sentence each; nothing if it is whole.

    Every kept byte, text, label and dossier is read, and its hash compared where it has one.
    """
    if connection.dialect.name == "sqlite":
        yield from _sqlite_findings(connection)
    yield from _each(connection, select(bodies.c.sha256, bodies.c.content), bodies.c.sha256, _body)
    yield from _each(connection, select(versions.c.id, versions.c.content), versions.c.id, _version)
    wanted = select(labels.c.version_id, labels.c.content).execution_options(yield_per=BATCH)
    for version, content in connection.execute(wanted):
        yield from _finding(f"the labels of version {version}", partial(decode, content, Labels))
    listed = select(dossiers.c.story_id, dossiers.c.revision, dossiers.c.content).execution_options(yield_per=BATCH)
    for story, revision, content in connection.execute(listed):
        yield from _finding(f"dossier {revision} of story {story}", partial(unpack, content))
    yield from _links(connection)


def _sqlite_findings(connection: Connection) -> Iterator[str]:
    for (said,) in connection.execute(text("PRAGMA integrity_check")):
        if said != "ok":
            yield f"SQLite: {said}"
    for row in connection.execute(text("PRAGMA foreign_key_check")):
        yield f"table {row[0]}, row {row[1]}: what it points to in {row[2]} is not there"


def _each(connection: Connection, query: Any, key: Any, look: Callable[[Any], None]) -> Iterator[str]:  # noqa: ANN401
    """Look at every row of a table with contents, a batch at a time."""
    after = None
    while True:
        batch = query if after is None else query.where(key > after)
        rows = connection.execute(batch.order_by(key).limit(BATCH)).all()
        for row in rows:
            yield from _finding(f"{key.table.name} {row[0]}", partial(look, row))
        if len(rows) < BATCH:
            return
        after = rows[-1][0]


def _finding(what: str, look: Callable[[], object]) -> Iterator[str]:
    try:
        look()
    except StoreError as error:
        yield f"{what}: {error}"


def _body(row: Any) -> None:  # noqa: ANN401 -- a row
    if hashlib.sha256(inflate(row.content)).hexdigest() != row.sha256:
        raise StoreError("the bytes do not match their hash", code="T010")


def _version(row: Any) -> None:  # noqa: ANN401 -- a row
    article = decode(row.content, Article)
    if hashlib.sha256(article.text.encode("utf-8", "surrogatepass")).hexdigest() != article.sha256:
        raise StoreError("the text does not match its hash", code="T010")


def _links(connection: Connection) -> Iterator[str]:
    """Yield what the tables say about each other that is not so."""
    lost = select(articles.c.id).outerjoin(versions, versions.c.id == articles.c.current)
    wrong = or_(versions.c.id.is_(None), versions.c.article_id != articles.c.id)
    for ident in connection.execute(lost.where(wrong)).scalars():
        yield f"article {ident}: its current version is not there"
    indexed = "SELECT count(*) FROM search_words"
    if connection.dialect.name == "sqlite":
        indexed = "SELECT count(*) FROM search_words_docsize"
    there = connection.execute(text(indexed)).scalar_one()
    held = connection.execute(select(func.count()).select_from(versions)).scalar_one()
    if there != held:
        yield f"the search knows {there} versions of {held}: run 'tellings store upgrade --rebuild-search'"
    counted = select(stories.c.id, stories.c.reports, func.count(members.c.article_id).label("real"))
    grouped = counted.outerjoin(members).group_by(stories.c.id, stories.c.reports)
    for row in connection.execute(grouped.having(func.count(members.c.article_id) != stories.c.reports)):
        yield f"story {row.id}: it counts {row.reports} articles and has {row.real}"

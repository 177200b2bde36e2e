"""One article for each address, with every text that stood there.

The same words again are no new version, even where the page around them changed. Articles may arrive in any order
of time: a run that reads an old archive finds its place between what is there. Putting the same again changes nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import Any, NamedTuple

from sqlalchemy import Connection, Select, bindparam, func, select, update
from sqlalchemy.sql.dml import ReturningInsert

from tellings.store.articles_rows import as_article, select_articles
from tellings.store.captures import put_capture
from tellings.store.codec import decode
from tellings.store.moments import instant, moment_of
from tellings.store.prepared import Prepared, body_sha256, prepare
from tellings.store.rows import address_key, column_text, column_words, indexed_text, insert_in, present
from tellings.store.search import index_version
from tellings.store.sightings import Sighting, place
from tellings.store.stories import mark_stale
from tellings.store.tables import articles, members, versions
from tellings.types.articles import Article, Capture
from tellings.types.store import Put, StoredArticle, StoredVersion


def put_article(
    connection: Connection,
    article: Article | Prepared,
    *,
    seen_at: str,
    capture: int | Capture | None = None,
    address: str | None = None,
) -> Put:
    """Keep an article as the text that stood at its address at a time.

    Args:
        connection: a transaction that may write.
        article: as extracted, or ``prepare`` of it with its capture.
        seen_at: when its text was seen, ISO 8601.
        capture: the capture it was extracted from, kept only if the text is a new version; or the id of a kept one. Not
            asked for where ``article`` brings one.
        address: canonical address; without it the article's own ``url``, its ``path`` else.

    Returns:
        Which version holds its text, and whether article and version are new.

    Raises:
        StoreError: the article has neither address nor path and none is given (T010).
    """
    seen = instant(seen_at)
    where = present(address or article.url or article.path, "address or path of the article")
    ident, is_new = _article_row(connection, where, seen)
    digest = article.digest if isinstance(article, Prepared) else body_sha256(article)
    sights = [] if is_new else [Sighting(*row) for row in connection.execute(_SIGHTINGS, {"article": ident})]
    placed = place(sights, digest, seen)
    added = None
    if placed.version is None:
        text = article if isinstance(article, Prepared) else prepare(article)
        number = 1 if is_new else connection.execute(_BUMP, {"row": ident}).scalar_one()
        added = _add_version(connection, text, capture, (ident, number, seen))
        version = added.id
    else:
        version, number = placed.version, placed.number
        if placed.first != placed.last or placed.changed:
            window = {"seen_at": placed.first, "last_seen_at": placed.last}
            connection.execute(update(versions).where(versions.c.id == version).values(window))
    _set_current(connection, ident, seen, added=added)
    return Put(article=ident, version=version, number=number, new_article=is_new, new_version=placed.version is None)


def _article_row(connection: Connection, address: str, seen: str) -> tuple[int, bool]:
    """Return the id of an address, made if need be; its row is locked, so one process at a time adds versions."""
    values = {"key": address_key(address), "address": column_text(address), "first_seen_at": seen, "last_seen_at": seen}
    row = connection.execute(_claim(connection.dialect.name), values).one()
    return row.id, row.versions == 0


@cache
def _claim(dialect: str) -> ReturningInsert[Any]:
    statement = insert_in(dialect, articles)
    statement = statement.on_conflict_do_update(index_elements=["key"], set_={"key": statement.excluded.key})
    return statement.returning(articles.c.id, articles.c.versions)


# Statements for every article of a run are built once: building one takes longer than what the database does.
_SIGHTINGS = select(
    versions.c.id, versions.c.number, versions.c.body_sha256, versions.c.seen_at, versions.c.last_seen_at
).where(versions.c.article_id == bindparam("article"))
_BUMP = (
    update(articles)
    .where(articles.c.id == bindparam("row"))
    .values(versions=articles.c.versions + 1)
    .returning(articles.c.versions)
)
_NEW_VERSION = versions.insert().returning(versions.c.id)
_VERSION_MOMENT = update(versions).where(versions.c.id == bindparam("row"))
_CHANGE = update(articles).where(articles.c.id == bindparam("row"))
_NEWEST = (
    select(versions.c.id, versions.c.title, versions.c.moment)
    .where(versions.c.article_id == bindparam("article"))
    .order_by(versions.c.last_seen_at.desc(), versions.c.number.desc())
    .limit(1)
)
_STATE = select(articles.c.current, articles.c.first_seen_at, articles.c.last_seen_at, articles.c.gone_at).where(
    articles.c.id == bindparam("row")
)


class _Added(NamedTuple):
    """A version that was added now."""

    id: int
    number: int
    moment: int
    title: str | None
    text: Prepared


class _State(NamedTuple):
    """What an article's row says; that of a new one."""

    current: int | None
    first_seen_at: str
    last_seen_at: str
    gone_at: str | None


def _add_version(
    connection: Connection, article: Prepared, capture: int | Capture | None, where: tuple[int, int, str]
) -> _Added:
    """Keep a text as a version; ``where`` is the article's id, the version's number, and when it was seen."""
    ident, number, at = where
    kept = capture if article.capture is None else article.capture
    values = {
        "article_id": ident,
        "number": number,
        "ident": article.id,
        "body_sha256": article.digest,
        "capture_id": kept if kept is None or isinstance(kept, int) else put_capture(connection, kept),
        "seen_at": at,
        "last_seen_at": at,
        "title": column_words(article.title),
        "content": article.content,
    }
    version: int = connection.execute(_NEW_VERSION, values).scalar_one()
    moment = moment_of(article.published, at, version)
    connection.execute(_VERSION_MOMENT, {"row": version, "moment": moment})
    index_version(connection, moment, article.words)
    return _Added(version, number, moment, column_words(article.title), article)


def _set_current(connection: Connection, ident: int, seen: str, *, added: _Added | None) -> None:
    """Let the article's row say what its newest version says.

    Args:
        connection: a transaction that may write.
        ident: of the article.
        seen: when it was seen.
        added: the version that was added now, None if none was.
    """
    version: Any = added
    row: Any = _State(None, seen, seen, None)
    is_first = added is not None and added.number == 1
    if not is_first:
        version = connection.execute(_NEWEST, {"article": ident}).one()
        row = connection.execute(_STATE, {"row": ident}).one()
    first = min(row.first_seen_at, seen)
    values: dict[str, object] = {"first_seen_at": first, "last_seen_at": max(row.last_seen_at, seen)}
    values |= {"versions": 1} if is_first else {}
    if row.gone_at is not None and seen >= row.gone_at:
        values |= {"gone_at": None, "gone_status": None}
    if row.current != version.id:
        at_hand = added is not None and added.id == version.id
        article = added.text if added is not None and at_hand else _text_of(connection, version.id)
        values |= {
            "current": version.id,
            "current_moment": version.moment,
            "outlet": None if article.outlet is None else indexed_text(article.outlet),
            "title": version.title,
            "language": None if article.language is None else indexed_text(article.language),
            "published": column_words(article.published),
            "moment": moment_of(article.published, first, ident),
        }
        if not is_first:
            _mark_story(connection, ident)
    connection.execute(_CHANGE, {"row": ident, **values})


def _text_of(connection: Connection, version: int) -> Article:
    content = connection.execute(select(versions.c.content).where(versions.c.id == version)).scalar_one()
    return decode(content, Article)


def _mark_story(connection: Connection, ident: int) -> None:
    """Note that the dossier of the article's story is no longer of the newest texts."""
    story = connection.execute(select(members.c.story_id).where(members.c.article_id == ident)).scalar()
    if story is not None:
        mark_stale(connection, story)


def note_gone(connection: Connection, article: int, *, at: str, status: int | None = None) -> None:
    """Note that nothing stands at an article's address any more; its texts stay. A later sight withdraws it.

    Args:
        connection: a transaction that may write.
        article: id of the article.
        at: when that was found.
        status: the HTTP status of the answer (404, 410), None if there was no answer.
    """
    when = instant(at)
    row = present(connection.execute(select(articles).where(articles.c.id == article)).first(), f"article {article}")
    if row.gone_at is None and when > row.last_seen_at:
        values = {"gone_at": when, "gone_status": status}
        connection.execute(update(articles).where(articles.c.id == article).values(values))


# ---------------------------------------------------------------------------------------------- reading


def get_article(connection: Connection, article: int | str) -> StoredArticle:
    """Return an article by its id, or by its key (``r…``).

    Raises:
        StoreError: there is none (T013).
    """
    wanted = articles.c.id == article if isinstance(article, int) else articles.c.key == article
    return as_article(present(connection.execute(select_articles().where(wanted)).first(), f"article {article}"))


def find_article(connection: Connection, address: str) -> StoredArticle | None:
    """Return the article at an address or path, None if there is none."""
    row = connection.execute(select_articles().where(articles.c.key == address_key(address))).first()
    return None if row is None else as_article(row)


def list_articles(
    connection: Connection,
    *,
    outlet: str | None = None,
    language: str | None = None,
    since: int | None = None,
    before: int | None = None,
    limit: int = 50,
) -> tuple[StoredArticle, ...]:
    """Return articles, newest first.

    Args:
        connection: any transaction.
        outlet: only of this outlet.
        language: only in this language.
        since: only with this moment or a later one (`moments.first_moment` of a time).
        before: only with an earlier moment: that of the last one of the page before.
        limit: how many at most.
    """
    query = select_articles().where(articles.c.moment.is_not(None))
    wanted = ((articles.c.outlet, outlet), (articles.c.language, language))
    for column, value in wanted:
        query = query if value is None else query.where(column == value)
    query = query if since is None else query.where(articles.c.moment >= since)
    query = query if before is None else query.where(articles.c.moment < before)
    return tuple(as_article(row) for row in connection.execute(query.order_by(articles.c.moment.desc()).limit(limit)))


def articles_of(connection: Connection, story: int) -> tuple[StoredArticle, ...]:
    """Return the articles of a story, oldest first."""
    query = select_articles().where(members.c.story_id == story).order_by(articles.c.moment)
    return tuple(as_article(row) for row in connection.execute(query))


def heads_of(connection: Connection, wanted: Sequence[int], *, each: int) -> dict[int, tuple[StoredArticle, ...]]:
    """Return the newest articles of several stories by story id, newest first.

    Args:
        connection: any transaction.
        wanted: ids of the stories.
        each: how many of each at most.
    """
    place = func.row_number().over(partition_by=members.c.story_id, order_by=articles.c.moment.desc())
    numbered = select(members.c.article_id, place.label("place")).join(articles)
    first = numbered.where(members.c.story_id.in_(wanted)).subquery()
    query = select_articles().join(first, first.c.article_id == articles.c.id).where(first.c.place <= each)
    found: dict[int, list[StoredArticle]] = {}
    for row in connection.execute(query.order_by(articles.c.moment.desc())):
        found.setdefault(row.story, []).append(as_article(row))
    return {story: tuple(held) for story, held in found.items()}


def outlets(connection: Connection) -> tuple[tuple[str, int], ...]:
    """Return every outlet with the number of its articles, by name."""
    query = select(articles.c.outlet, func.count()).where(articles.c.outlet.is_not(None))
    rows = connection.execute(query.group_by(articles.c.outlet).order_by(articles.c.outlet))
    return tuple((row[0], row[1]) for row in rows)


_VERSION = tuple(column for column in versions.c if column.name not in ("content", "article_id", "capture_id"))


def _select_versions() -> Select[Any]:
    return select(*_VERSION, versions.c.article_id.label("article"), versions.c.capture_id.label("capture"))


def versions_of(connection: Connection, article: int) -> tuple[StoredVersion, ...]:
    """Return the versions of an article in the order in which they stood there."""
    query = _select_versions().where(versions.c.article_id == article).order_by(versions.c.seen_at, versions.c.number)
    return tuple(StoredVersion(**row._mapping) for row in connection.execute(query))


def get_version(connection: Connection, version: int) -> tuple[StoredVersion, Article]:
    """Return a version with its text.

    Raises:
        StoreError: there is none of this id (T013), or this release cannot read it (T010).
    """
    query = _select_versions().add_columns(versions.c.content).where(versions.c.id == version)
    values = dict(present(connection.execute(query).first(), f"version {version}")._mapping)
    content = values.pop("content")
    return StoredVersion(**values), decode(content, Article)


def texts(connection: Connection, wanted: Sequence[int]) -> dict[int, Article]:
    """Return the texts of several versions by version id; an id that there is not is left out."""
    query = select(versions.c.id, versions.c.content).where(versions.c.id.in_(wanted))
    return {row.id: decode(row.content, Article) for row in connection.execute(query)}


def article_ids(connection: Connection, wanted: Sequence[int]) -> dict[str, int]:
    """Return, for versions by their ids, the ids of their articles by ``Article.id`` of the text."""
    query = select(versions.c.ident, versions.c.article_id).where(versions.c.id.in_(wanted)).order_by(versions.c.id)
    return {row.ident: row.article_id for row in connection.execute(query)}

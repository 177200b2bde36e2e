"""One article for each address, with every text that stood there.

The same words again are no new version, even where the page around them changed. Articles may arrive in any order
of time: a run that reads an old archive finds its place between what is there. Putting the same again changes nothing.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, Select, func, select, update

from tellings.store.articles_rows import as_article, select_articles
from tellings.store.captures import put_capture
from tellings.store.codec import decode, encode
from tellings.store.moments import instant, moment_of
from tellings.store.rows import address_key, column_text, column_words, indexed_text, insert_into, present
from tellings.store.search import index_version
from tellings.store.sightings import Sighting, place
from tellings.store.stories import mark_stale
from tellings.store.tables import articles, members, versions
from tellings.types.articles import Article, Capture
from tellings.types.store import Put, StoredArticle, StoredVersion


def body_sha256(article: Article) -> str:
    """Return the hash of what a reader reads: headline and blocks, blanks evened out.

    What falls away (buttons, related stories) and markup do not count, so they make no new version.
    """
    parts = [article.title or "", *(article.text[block.start : block.end] for block in article.blocks)]
    words = "\n".join(" ".join(part.split()) for part in parts)
    return hashlib.sha256(words.encode("utf-8", "surrogatepass")).hexdigest()


def put_article(
    connection: Connection,
    article: Article,
    *,
    seen_at: str,
    capture: int | Capture | None = None,
    address: str | None = None,
) -> Put:
    """Keep an article as the text that stood at its address at a time.

    Args:
        connection: a transaction that may write.
        article: as extracted.
        seen_at: when its text was seen, ISO 8601.
        capture: the capture it was extracted from, kept only if the text is a new version; or the id of a kept one.
        address: canonical address; without it the article's own ``url``, its ``path`` else.

    Returns:
        Which version holds its text, and whether article and version are new.

    Raises:
        StoreError: the article has neither address nor path and none is given (T010).
    """
    seen = instant(seen_at)
    where = present(address or article.url or article.path, "address or path of the article")
    ident, is_new = _article_row(connection, where, seen)
    digest = body_sha256(article)
    sights = [Sighting(*row) for row in connection.execute(_sightings(ident))]
    placed = place(sights, digest, seen)
    if placed.version is None:
        version, number = _add_version(connection, ident, article, (digest, seen, capture))
    else:
        version, number = placed.version, placed.number
        if placed.first != placed.last or placed.changed:
            window = {"seen_at": placed.first, "last_seen_at": placed.last}
            connection.execute(update(versions).where(versions.c.id == version).values(window))
    _set_current(connection, ident, seen)
    return Put(article=ident, version=version, number=number, new_article=is_new, new_version=placed.version is None)


def _article_row(connection: Connection, address: str, seen: str) -> tuple[int, bool]:
    """Return the id of an address, made if need be; its row is locked, so one process at a time adds versions."""
    values = {"key": address_key(address), "address": column_text(address), "first_seen_at": seen, "last_seen_at": seen}
    statement = insert_into(connection, articles).values(values)
    statement = statement.on_conflict_do_update(index_elements=["key"], set_={"key": values["key"]})
    row = connection.execute(statement.returning(articles.c.id, articles.c.versions)).one()
    return row.id, row.versions == 0


def _sightings(article: int) -> Select[Any]:
    columns = (versions.c.id, versions.c.number, versions.c.body_sha256, versions.c.seen_at, versions.c.last_seen_at)
    return select(*columns).where(versions.c.article_id == article)


def _add_version(
    connection: Connection, ident: int, article: Article, seen: tuple[str, str, int | Capture | None]
) -> tuple[int, int]:
    digest, at, capture = seen
    bump = update(articles).where(articles.c.id == ident).values(versions=articles.c.versions + 1)
    number: int = connection.execute(bump.returning(articles.c.versions)).scalar_one()
    values = {
        "article_id": ident,
        "number": number,
        "ident": article.id,
        "body_sha256": digest,
        "capture_id": put_capture(connection, capture) if isinstance(capture, Capture) else capture,
        "seen_at": at,
        "last_seen_at": at,
        "title": column_words(article.title),
        "content": encode(article),
    }
    version: int = connection.execute(versions.insert().values(values).returning(versions.c.id)).scalar_one()
    moment = moment_of(article.published, at, version)
    connection.execute(update(versions).where(versions.c.id == version).values(moment=moment))
    index_version(connection, moment, article)
    return version, number


def _set_current(connection: Connection, ident: int, seen: str) -> None:
    """Let the article's row say what its newest version says."""
    newest = (versions.c.last_seen_at.desc(), versions.c.number.desc())
    query = select(versions).where(versions.c.article_id == ident).order_by(*newest).limit(1)
    version = connection.execute(query).one()
    row = connection.execute(select(articles).where(articles.c.id == ident)).one()
    first = min(row.first_seen_at, seen)
    values: dict[str, object] = {"first_seen_at": first, "last_seen_at": max(row.last_seen_at, seen)}
    if row.gone_at is not None and seen >= row.gone_at:
        values |= {"gone_at": None, "gone_status": None}
    if row.current != version.id:
        article = decode(version.content, Article)
        values |= {
            "current": version.id,
            "outlet": None if article.outlet is None else indexed_text(article.outlet),
            "title": version.title,
            "language": None if article.language is None else indexed_text(article.language),
            "published": column_words(article.published),
            "moment": moment_of(article.published, first, ident),
        }
        _mark_story(connection, ident)
    connection.execute(update(articles).where(articles.c.id == ident).values(values))


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
    """Return the first articles of several stories by story id, oldest first.

    Args:
        connection: any transaction.
        wanted: ids of the stories.
        each: how many of each at most.
    """
    place = func.row_number().over(partition_by=members.c.story_id, order_by=articles.c.moment)
    numbered = select(members.c.article_id, place.label("place")).join(articles)
    first = numbered.where(members.c.story_id.in_(wanted)).subquery()
    query = select_articles().join(first, first.c.article_id == articles.c.id).where(first.c.place <= each)
    found: dict[int, list[StoredArticle]] = {}
    for row in connection.execute(query.order_by(articles.c.moment)):
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

"""Labels of a version, by who made them; and the names and statements in them, to be looked up.

Labels carry their maker and its release. A new release asks for ``unlabelled`` versions and labels them again; the
labels of the older one stay until they are put away.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import Connection, Row, Select, and_, delete, exists, func, or_, select, tuple_

from tellings.store.articles_rows import as_article, select_articles
from tellings.store.codec import decode, encode
from tellings.store.moments import instant
from tellings.store.rows import column_text, indexed_text, insert_into, present
from tellings.store.tables import articles, labels, names, sayings, versions
from tellings.store.words import name_key
from tellings.types.labels import Labels
from tellings.types.store import Saying, StoredArticle


def put_labels(connection: Connection, version: int, marks: Labels, *, maker: str, release: str, at: str) -> None:
    """Keep the labels of a version; those of the same maker and release before are replaced.

    Args:
        connection: a transaction that may write.
        version: id of the version.
        marks: its labels.
        maker: who made them, such as ``tellings``.
        release: its version and what else shapes its output, in one word.
        at: when they were made.

    Raises:
        StoreError: there is no such version (T013).
    """
    row = connection.execute(select(versions.c.moment).where(versions.c.id == version)).first()
    moment = present(row, f"version {version}")[0]
    values = {
        "version_id": version,
        "maker": indexed_text(maker),
        "release": indexed_text(release),
        "made_at": instant(at),
        "content": encode(marks),
    }
    statement = insert_into(connection, labels).values(values)
    newer = {"made_at": values["made_at"], "content": values["content"]}
    same = ["version_id", "maker", "release"]
    connection.execute(statement.on_conflict_do_update(index_elements=same, set_=newer))
    for table, rows in ((names, _names(marks)), (sayings, _sayings(marks))):
        connection.execute(delete(table).where(table.c.version_id == version))
        if rows:
            fixed = {"version_id": version, "moment": moment}
            statement = insert_into(connection, table).on_conflict_do_nothing()
            connection.execute(statement, [row | fixed for row in rows])


def get_labels(
    connection: Connection, version: int, *, maker: str | None = None, release: str | None = None
) -> Labels | None:
    """Return the labels of a version that were made last, None if there are none.

    Args:
        connection: any transaction.
        version: id of the version.
        maker: only of this maker.
        release: only of this release of it.

    Raises:
        StoreError: this release of Tellings cannot read them (T010): label the version again.
    """
    query = _narrowed(select(labels.c.content).where(labels.c.version_id == version), maker, release)
    order = (labels.c.made_at.desc(), labels.c.maker, labels.c.release.desc())
    content = connection.execute(query.order_by(*order).limit(1)).scalar()
    return None if content is None else decode(content, Labels)


def labelled(connection: Connection, wanted: Iterable[int], *, maker: str, release: str) -> frozenset[int]:
    """Return those of some versions that have the labels of a release."""
    found: set[int] = set()
    every = sorted(set(wanted))
    for start in range(0, len(every), 1_000):  # SQLite takes 32,766 values in one statement
        some = labels.c.version_id.in_(every[start : start + 1_000])
        found.update(connection.execute(_narrowed(select(labels.c.version_id).where(some), maker, release)).scalars())
    return frozenset(found)


def unlabelled(
    connection: Connection, *, maker: str, release: str, after: int = 0, limit: int = 100
) -> tuple[int, ...]:
    """Return ids of current versions that lack the labels of a release, above an id, in their order."""
    has = _narrowed(select(labels.c.version_id).where(labels.c.version_id == articles.c.current), maker, release)
    query = select(articles.c.current).where(articles.c.current > after, ~exists(has))
    return tuple(connection.execute(query.order_by(articles.c.current).limit(limit)).scalars())


def drop_labels(connection: Connection, *, maker: str, release: str) -> int:
    """Put away the labels of an old release where the version has labels of another; return how many."""
    other = labels.alias()
    newer = exists(
        select(other.c.version_id).where(
            other.c.version_id == labels.c.version_id, or_(other.c.maker != maker, other.c.release != release)
        )
    )
    gone = connection.execute(delete(labels).where(labels.c.maker == maker, labels.c.release == release, newer))
    return gone.rowcount


def count_labels(connection: Connection) -> tuple[tuple[str, str, int], ...]:
    """Return maker, release and number of labelled versions."""
    query = select(labels.c.maker, labels.c.release, func.count()).group_by(labels.c.maker, labels.c.release)
    rows = connection.execute(query.order_by(labels.c.maker, labels.c.release))
    return tuple((row[0], row[1], row[2]) for row in rows)


def sayings_of(
    connection: Connection, person: str, *, after: Saying | None = None, limit: int = 50
) -> tuple[Saying, ...]:
    """Return what current versions have somebody say, newest report first, in each in reading order.

    Args:
        connection: any transaction.
        person: a name, or its last word; accents and case do not matter.
        after: the last one of the page before.
        limit: how many at most.
    """
    query = select(sayings, versions.c.article_id).join(versions, versions.c.id == sayings.c.version_id)
    query = query.join(articles, articles.c.current == versions.c.id).where(_named(sayings, person))
    place = (sayings.c.start, sayings.c.statement)
    if after is not None:
        behind = and_(sayings.c.moment == after.moment, tuple_(*place) > (after.start, after.statement))
        query = query.where(or_(sayings.c.moment < after.moment, behind))
    rows = connection.execute(query.order_by(sayings.c.moment.desc(), *place).limit(limit))
    return tuple(_as_saying(row) for row in rows)


def articles_naming(
    connection: Connection, person: str, *, before: int | None = None, limit: int = 50
) -> tuple[tuple[StoredArticle, int], ...]:
    """Return articles whose current version names somebody or something, newest first, with that version's moment."""
    query = select_articles().join(names, names.c.version_id == articles.c.current).where(_named(names, person))
    query = query.add_columns(names.c.moment.label("named_at"))
    query = query if one_name(person) else query.distinct()
    query = query if before is None else query.where(names.c.moment < before)
    rows = connection.execute(query.order_by(names.c.moment.desc()).limit(limit))
    return tuple((as_article(row), row.named_at) for row in rows)


def one_name(person: str) -> bool:
    """Return whether words are a whole name, and no last word that many names can have."""
    return " " in name_key(person)[0]


def newest_names(
    connection: Connection, wanted: str | Sequence[int], *, limit: int = 300
) -> tuple[tuple[str, str, str, int], ...]:
    """Return who and what is named, most reports first, counted in the newest reports only.

    Args:
        connection: any transaction.
        wanted: a name or its last word, or the ids of versions.
        limit: how many places are looked at for a name; it bounds the work, however often it stands in the store.

    Returns:
        Key, name, type and number of reports of each.
    """
    columns = (names.c.key, names.c.name, names.c.type, names.c.moment)
    if isinstance(wanted, str):
        query = select(*columns).join(articles, articles.c.current == names.c.version_id).where(_named(names, wanted))
        query = query.order_by(names.c.moment.desc()).limit(limit)
    else:
        query = select(*columns).where(names.c.version_id.in_(wanted)).order_by(names.c.moment.desc())
    found: dict[str, tuple[str, str]] = {}
    counts: Counter[str] = Counter()
    for row in connection.execute(query):
        found.setdefault(row.key, (row.name, row.type))
        counts[row.key] += 1
    return tuple((key, *found[key], counts[key]) for key in sorted(found, key=lambda key: (-counts[key], key)))


def names_of(connection: Connection, version: int) -> tuple[tuple[str, str, int], ...]:
    """Return name, type and number of mentions of everybody and everything that a version names, most named first."""
    query = select(names.c.name, names.c.type, names.c.mentions).where(names.c.version_id == version)
    rows = connection.execute(query.order_by(names.c.mentions.desc(), names.c.key))
    return tuple((row[0], row[1], row[2]) for row in rows)


# ---------------------------------------------------------------------------------------------- rows


def _narrowed(query: Select[Any], maker: str | None, release: str | None) -> Select[Any]:
    query = query if maker is None else query.where(labels.c.maker == maker)
    return query if release is None else query.where(labels.c.release == release)


def _named(table: Any, person: str) -> Any:  # noqa: ANN401 -- SQLAlchemy's tables and conditions
    """Return the condition by the one index that serves it: a name of one word has it as its last word too."""
    column = table.c.key if one_name(person) else table.c.last
    return column == indexed_text(name_key(person)[0])


def _names(marks: Labels) -> list[dict[str, object]]:
    counts: dict[str, int] = {}
    for mention in marks.mentions:
        counts[mention.chain] = counts.get(mention.chain, 0) + 1
    rows: dict[str, dict[str, object]] = {}
    for chain in marks.chains:
        key, last = (indexed_text(part) for part in name_key(chain.name))
        if not chain.named or not key or key in rows:
            continue
        kind = {"name": column_text(chain.name), "type": chain.type.value, "mentions": counts.get(chain.id, 0)}
        rows[key] = {"key": key, "last": last, **kind}
    return list(rows.values())


def _sayings(marks: Labels) -> list[dict[str, object]]:
    rows: list[dict[str, object]] = []
    full = {chain.id: chain.name for chain in marks.chains if chain.named}
    for statement in marks.statements:
        if statement.speaker is None or not statement.speaker.named:
            continue
        name = full.get(statement.speaker.chain or "", statement.speaker.name)
        key, last = (indexed_text(part) for part in name_key(name))
        place = {"start": statement.content.start, "end": statement.content.end, "kind": statement.kind.value}
        if key:
            speaker = {"key": key, "last": last, "speaker": column_text(name)}
            rows.append({"statement": statement.id, **speaker, **place})
    return rows


def _as_saying(row: Row[Any]) -> Saying:
    wanted = [name for name in Saying.__dataclass_fields__ if name not in ("article", "version")]
    return Saying(**{name: getattr(row, name) for name in wanted}, article=row.article_id, version=row.version_id)

"""Dossiers of a story, revision by revision, as the JSON documents that ``tellings read`` writes."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, delete, func, select, update

from tellings.store.agenda import put_agenda
from tellings.store.codec import pack, unpack
from tellings.store.kin import put_kin
from tellings.store.moments import instant
from tellings.store.rows import column_text, indexed_text, present
from tellings.store.stories import MACHINE, demand
from tellings.store.tables import articles, dossiers, members, slots, stories
from tellings.types.store import StoredDossier

#: Differences of this type are no news: the same is told in other words.
_WORDING = "wording"
#: Characters of a story's title; a headline has a third of it.
LONGEST_TITLE = 300


def put_dossier(  # noqa: PLR0913 -- what a dossier is
    connection: Connection,
    story: int,
    document: Mapping[str, Any],
    *,
    versions: Sequence[int],
    at: str,
    maker: str,
    news: str = "",
) -> StoredDossier:
    """Keep a new revision of a story's dossier; the same document again makes none.

    The story stays marked as behind if its articles are no longer those that the dossier was built of. Unless a
    person named it, it is called as the dossier is.

    Args:
        connection: a transaction that may write.
        story: id of the story.
        document: the dossier as JSON.
        versions: ids of the versions in it.
        at: when it was built.
        maker: who built it, with its release.
        news: what changed since the revision before, in one line; "" leaves what was said before.

    Raises:
        StoreError: there is no such story (T013), or the document is no JSON (T010).
    """
    held = demand(connection, story, None)
    content, inside = pack(document), sorted(versions)
    newest = select(dossiers.c.content).where(dossiers.c.story_id == story, dossiers.c.revision == held.revision)
    revision = held.revision
    if connection.execute(newest).scalar() != content:
        revision += 1
        row = {"story_id": story, "revision": revision, "built_at": instant(at), "maker": column_text(maker)}
        connection.execute(dossiers.insert().values(row | {"versions": pack(inside), "content": content}))
        _count_differences(connection, story, document)
    put_agenda(connection, story, document, inside=inside)
    put_kin(connection, story, revision, document, inside=inside)
    now_in = select(articles.c.current).join(members).where(members.c.story_id == story).order_by(articles.c.current)
    current = connection.execute(now_in).scalars().all()
    values = {
        "revision": revision,
        "stale": list(current) != inside,
        "independent": max((fact.get("independent", 0) for fact in document.get("facts", ())), default=0),
        "differences": sum(1 for _ in _differences(document)),
        "types": _types(document),
        "updated_at": instant(at),
        "change": stories.c.change + 1,
    }
    title = " ".join(column_text(str(document.get("story", {}).get("title") or "")).split())[:LONGEST_TITLE]
    if title and held.titled_by == MACHINE:
        values["title"] = title
    if news and revision > held.revision:
        values |= {"news": column_text(news), "news_at": instant(at)}
    connection.execute(update(stories).where(stories.c.id == story).values(values))
    return list_revisions(connection, story)[-1]


def get_dossier(
    connection: Connection, story: int, revision: int | None = None
) -> tuple[StoredDossier, dict[str, Any]]:
    """Return a revision of a story's dossier, the newest without one, with its document.

    Raises:
        StoreError: there is none (T013), or it is damaged (T010).
    """
    query = select(dossiers).where(dossiers.c.story_id == story)
    query = query if revision is None else query.where(dossiers.c.revision == revision)
    row = connection.execute(query.order_by(dossiers.c.revision.desc()).limit(1)).first()
    row = present(row, f"dossier of story {story}")
    record = StoredDossier(
        story=story,
        revision=row.revision,
        built_at=row.built_at,
        maker=row.maker,
        versions=tuple(unpack(row.versions)),
    )
    return record, unpack(row.content)


def list_revisions(connection: Connection, story: int) -> tuple[StoredDossier, ...]:
    """Return every revision of a story's dossier, oldest first, without the documents."""
    wanted = (dossiers.c.revision, dossiers.c.built_at, dossiers.c.maker, dossiers.c.versions)
    rows = connection.execute(select(*wanted).where(dossiers.c.story_id == story).order_by(dossiers.c.revision))
    return tuple(
        StoredDossier(
            story=story,
            revision=row.revision,
            built_at=row.built_at,
            maker=row.maker,
            versions=tuple(unpack(row.versions)),
        )
        for row in rows
    )


def revision_before(connection: Connection, story: int, revision: int) -> int:
    """Return the kept revision before another one, the same one where there is none before."""
    query = select(func.max(dossiers.c.revision)).where(dossiers.c.story_id == story, dossiers.c.revision < revision)
    found: int | None = connection.execute(query).scalar()
    return revision if found is None else found


def slots_of(connection: Connection, story: int) -> dict[str, int]:
    """Return in which slots (``number``, ``time`` …) the newest dossier differs, and how often."""
    rows = connection.execute(select(slots.c.slot, slots.c.count.label("times")).where(slots.c.story_id == story))
    return {row.slot: row.times for row in sorted(rows)}


def _types(document: Mapping[str, Any]) -> str:
    """Return how many differences of each type a dossier has, as JSON."""
    matters = (*document.get("facts", ()), *document.get("utterances", ()))
    counts = Counter(str(one.get("type", "")) for matter in matters for one in matter.get("differences", ()))
    return json.dumps(dict(sorted(counts.items())))


def _differences(document: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    """Yield the differences of facts and utterances that are more than wording."""
    for matter in (*document.get("facts", ()), *document.get("utterances", ())):
        for difference in matter.get("differences", ()):
            if difference.get("type") != _WORDING:
                yield difference


def _count_differences(connection: Connection, story: int, document: Mapping[str, Any]) -> None:
    counts = Counter(str(difference.get("slot", "")) for difference in _differences(document))
    connection.execute(delete(slots).where(slots.c.story_id == story))
    rows = [{"story_id": story, "slot": indexed_text(slot), "count": count} for slot, count in sorted(counts.items())]
    if rows:
        connection.execute(slots.insert(), rows)

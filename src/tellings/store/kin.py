"""How the reports of a story hang together by its newest dossier, kept apart from it.

A dossier of thirty reports has megabytes; what is asked for beside each of its articles has one line for each pair.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from sqlalchemy import Connection, delete, select

from tellings.store.articles import article_ids
from tellings.store.codec import pack, unpack
from tellings.store.tables import dossiers, kin


class Kin(NamedTuple):
    """Two articles of a story, by id; ``kind`` and ``why`` as the dossier says them, ``share`` in [0.0, 1.0]."""

    left: int
    right: int
    kind: str
    share: float
    why: str


def put_kin(
    connection: Connection, story: int, revision: int, document: Mapping[str, Any], *, inside: Iterable[int]
) -> None:
    """Keep how the reports of a story's newest dossier hang together, in place of what was said before.

    Args:
        connection: a transaction that may write.
        story: id of the story.
        revision: of the dossier.
        document: the dossier as JSON.
        inside: ids of the versions in it.
    """
    pairs = [list(pair) for pair in _pairs(connection, document, inside)]
    connection.execute(delete(kin).where(kin.c.story_id == story))
    connection.execute(kin.insert().values(story_id=story, revision=revision, content=pack(pairs)))


def kin_of(connection: Connection, story: int, revision: int) -> tuple[Kin, ...]:
    """Return how the reports of a dossier hang together, from the dossier itself where it was not kept apart."""
    apart = select(kin.c.content).where(kin.c.story_id == story, kin.c.revision == revision)
    content = connection.execute(apart).scalar()
    if content is not None:
        return tuple(Kin(*pair) for pair in unpack(content))
    whole = select(dossiers).where(dossiers.c.story_id == story, dossiers.c.revision == revision)
    row = connection.execute(whole).first()
    return () if row is None else _pairs(connection, unpack(row.content), unpack(row.versions))


def _pairs(connection: Connection, document: Mapping[str, Any], inside: Iterable[int]) -> tuple[Kin, ...]:
    """Return the pairs of a document whose two articles the store has."""
    ids = article_ids(connection, sorted(inside))
    return tuple(
        Kin(ids[left], ids[right], str(pair["kind"]), float(pair["share"]), str(pair["why"]))
        for pair in document.get("lineage", ())
        for left, right in [pair["pair"]]
        if left in ids and right in ids
    )

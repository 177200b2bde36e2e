"""A store with a made-up ferry, a made-up mill, and what does no good: lone surrogates, control characters, drops."""

from __future__ import annotations

from dataclasses import replace

from sqlalchemy import Connection

from tellings.report.jsonform import to_json
from tellings.store import Store
from tellings.store.access import create_token
from tellings.store.articles import put_article
from tellings.store.decisions import rename_story
from tellings.store.dossiers import put_dossier
from tellings.store.drops import put_drop
from tellings.store.feeds import Named, add_feed, see_entries
from tellings.store.labels import put_labels
from tellings.store.stories import assign, create_story
from tellings.types.articles import Dropped
from tellings.types.store import Ruling, Scope
from tests.report.story import ferry
from tests.store.made import NOON, ONE, THREE, TWO, article, capture

ODD = "The mill \ud800 burned \x00 down, said \u202eMara Tull\u202c, \U0001f525."


def fill(store: Store) -> dict[str, str]:
    """Fill an empty store; return the secret of a token for each scope.

    Story 1 is the ferry's with two revisions, story 2 the mill's with two versions of one report.
    """
    return store.write(_fill)


def _fill(connection: Connection) -> dict[str, str]:
    dossier = ferry()
    story = create_story(connection, "Ferry aground", at=NOON)
    inside = []
    for part, marks in zip(dossier.articles, dossier.labels, strict=True):
        put = put_article(connection, part, seen_at=NOON)
        put_labels(connection, put.version, marks, maker="tellings", release="1", at=NOON)
        assign(connection, put.article, story, score=0.9, reason="the same ship", at=NOON)
        inside.append(put.version)
    before = to_json(replace(dossier, positions=()))
    for document, at in ((before, ONE), (to_json(dossier), TWO)):
        put_dossier(connection, story, document, versions=inside, at=at, maker="tellings 0")
    mill = create_story(connection, "Mill fire", at=NOON)
    put = put_article(connection, article(), seen_at=NOON, capture=capture())
    put_article(connection, article(ODD, published="9999-01-01"), seen_at=ONE)
    assign(connection, put.article, mill, score=0.4, reason="alone", at=NOON)
    rename_story(connection, mill, "Fire at the mill", ruling=Ruling(who="Ada", why="shorter", at=TWO))
    lost = Dropped(source="https://x.example/\ud800", stage="extract", code="E002", reason="no text \x00")
    put_drop(connection, lost, at=THREE)
    put_drop(connection, Dropped(source="b", stage="collect", code="C003", reason="empty"), at=TWO)
    feed = add_feed(connection, "https://lantern.example/rss", at=NOON)
    see_entries(connection, feed, [Named("https://lantern.example/mill", "Mill")], at=NOON)
    return {scope.value: create_token(connection, scope.value, scope=scope, at=NOON)[1] for scope in Scope}

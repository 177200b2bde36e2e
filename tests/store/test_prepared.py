"""Columns that were prepared elsewhere give the same store as an article that is handed in whole."""

from __future__ import annotations

import pickle
from dataclasses import replace

import pytest
from sqlalchemy import Connection, select, text

from tellings.errors import StoreError
from tellings.store import Store
from tellings.store.articles import get_version, put_article
from tellings.store.captures import get_capture
from tellings.store.prepared import prepare
from tellings.store.search import search
from tellings.store.tables import articles, captures, metadata, versions
from tests.store.made import NOON, article, capture

LATER = "2026-03-01T13:00:00Z"


def rows(connection: Connection) -> list[object]:
    found: list[object] = [list(connection.execute(select(table))) for table in metadata.sorted_tables]
    return [*found, list(connection.execute(text("SELECT count(*) FROM search_words")))]


def test_prepared_columns_give_the_same_store(store: Store) -> None:
    """A new article, its second version, the first text again, and one that came before them all."""
    texts = ["The mill at Orrin Ford burned.", "The mill burned for nine hours.", "The mill at Orrin Ford burned."]
    seen = [NOON, LATER, "2026-03-01T14:00:00Z", "2026-02-28T12:00:00Z"]

    def work(connection: Connection, *, ahead: bool) -> list[object]:
        for words, at in zip([*texts, "A fire."], seen, strict=True):
            made, page = article(words), capture(words.encode(), source="https://a.example/1", fetched_at=at)
            given = pickle.loads(pickle.dumps(prepare(made, page))) if ahead else made  # noqa: S301 -- made here
            put_article(connection, given, seen_at=at, capture=page, address="https://a.example/1")
        assert len(search(connection, "mill")) == 1
        return rows(connection)

    found = []
    for ahead in (False, True):
        with store.engine.connect() as connection:
            found.append(work(connection, ahead=ahead))
            connection.rollback()
            if store.dialect == "postgresql":  # numbers that were given are not taken back
                for table in (articles, versions, captures):
                    connection.execute(text(f"ALTER SEQUENCE {table.name}_id_seq RESTART"))
                connection.commit()
    assert found[0] == found[1]


def test_prepared_article_brings_its_capture(store: Store) -> None:
    page = capture(b"<p>The mill burned.</p>")
    with store.begin() as connection:
        put = put_article(connection, prepare(article("The mill burned."), page), seen_at=NOON)
        held, text_of = get_version(connection, put.version)
        assert held.capture is not None
        assert get_capture(connection, held.capture).content == page.content
        assert text_of == article("The mill burned.")
        alone = put_article(connection, prepare(article("It burned again.")), seen_at=LATER)
        assert get_version(connection, alone.version)[0].capture is None


def test_prepared_capture_whose_hash_is_wrong_is_refused() -> None:
    with pytest.raises(StoreError, match="T010"):
        prepare(article("The mill burned."), replace(capture(b"x"), sha256="0" * 64))

"""Articles that are taken out for good: nothing of what they said is left, on both databases."""

from __future__ import annotations

import pytest
from sqlalchemy import text

from tellings.errors import StoreError
from tellings.store import Store
from tellings.store.articles import find_article, list_articles, put_article
from tellings.store.decisions import get_decision, rename_story
from tellings.store.dossiers import list_revisions, put_dossier
from tellings.store.inspection import check_store, count_rows
from tellings.store.labels import put_labels
from tellings.store.removal import list_removals, readmit, removal_of, remove_article, removed, same_words, wipe
from tellings.store.search import search
from tellings.store.stories import assign, create_story, get_story
from tellings.store.tables import metadata
from tellings.types.labels import Labels
from tellings.types.store import Ruling
from tests.store.made import NOON, ONE, TWO, article, capture

QUENBY = "Quenby"
"""A word that only the removed article has."""
MILL, OTHER = "https://lantern.example/mill", "https://courier.example/mill"


def fill(store: Store) -> tuple[int, int, int]:
    """Keep two articles of one story with a dossier of both; return the two and the story."""
    with store.begin() as connection:
        gone = put_article(
            connection,
            article(f"Miller {QUENBY} closed the mill at Orrin Ford.", title=f"{QUENBY} closes mill"),
            seen_at=NOON,
            capture=capture(f"<p>{QUENBY}</p>".encode()),
        )
        later = article(f"Miller {QUENBY} opened it again.", title=f"{QUENBY} opens mill")
        put_article(connection, later, seen_at=ONE, capture=capture(f"<p>{QUENBY} 2</p>".encode(), fetched_at=ONE))
        stays = put_article(
            connection,
            article("The mill at Orrin Ford is shut.", url=OTHER, title="Mill shut"),
            seen_at=NOON,
            capture=capture(b"<p>shut</p>", source=OTHER, url=OTHER),
        )
        put_labels(connection, gone.version, Labels(article="a1"), maker="tellings", release="1", at=NOON)
        story = create_story(connection, f"{QUENBY} closes mill", at=NOON)
        for one in (gone, stays):
            assign(connection, one.article, story, score=1.0, reason="the same", at=NOON)
        document = {"schema": "dossier/1", "facts": [], "story": {"title": f"{QUENBY} closes mill"}}
        put_dossier(connection, story, document, versions=[stays.version], at=NOON, maker="t")
        put_dossier(
            connection,
            story,
            document | {"articles": [QUENBY]},
            versions=[gone.version, stays.version],
            at=ONE,
            maker="t",
            news=f"1 new report ({QUENBY})",
        )
        rename_story(connection, story, "The mill", ruling=Ruling(who="ann", why="plainer", at=ONE))
    return gone.article, stays.article, story


def test_removal_leaves_nothing_but_its_record(store: Store) -> None:
    gone, stays, story = fill(store)
    with store.begin() as connection:
        made = remove_article(connection, gone, who="ann", why="a court said so", at=TWO)
    assert (made.address, made.article, made.story, made.who, made.why) == (MILL, gone, story, "ann", "a court said so")
    with store.read() as connection:
        assert [one.id for one in list_articles(connection)] == [stays]
        assert search(connection, QUENBY) == ()
        assert [hit.article.id for hit in search(connection, "mill")] == [stays]
        assert [one.revision for one in list_revisions(connection, story)] == [1]
        held = get_story(connection, story)
        assert (held.reports, held.stale, held.news, held.title, held.revision) == (1, True, "", "The mill", 2)
        assert get_decision(connection, 1).before == "(removed)"
        assert (removal_of(connection, gone), list_removals(connection)) == (made, (made,))
        rows = count_rows(connection)
        assert (rows["bodies"], rows["captures"], rows["versions"], rows["labels"]) == (1, 1, 1, 0)
        assert list(check_store(connection)) == []
        for name, table in metadata.tables.items():
            assert QUENBY not in str(connection.execute(table.select()).all()), name
    with pytest.raises(StoreError, match="T013"), store.begin() as connection:
        remove_article(connection, gone, who="ann", why="again", at=TWO)


def test_removal_clears_the_files_of_the_database(store: Store) -> None:
    gone, _, _ = fill(store)
    with store.begin() as connection:
        remove_article(connection, gone, who="ann", why="a court said so", at=TWO)
    wipe(store)
    if store.path is None:
        with store.read() as connection:
            assert connection.execute(text("SELECT count(*) FROM search_words")).scalar() == 1
        return
    files = [store.path, store.path.with_name(store.path.name + "-wal")]
    kept = b"".join(file.read_bytes() for file in files if file.exists())
    assert QUENBY.encode() not in kept
    assert QUENBY.lower().encode() not in kept
    assert b"a court said so" in kept


def test_removal_keeps_what_another_address_has_too(store: Store) -> None:
    with store.begin() as connection:
        whole = capture(b"<p>one page, two addresses</p>")
        one = put_article(connection, article(), seen_at=NOON, capture=whole)
        two = put_article(connection, article(url=OTHER), seen_at=NOON, capture=whole)
        assert same_words(connection, one.article) == (OTHER,)
        remove_article(connection, one.article, who="ann", why="asked to", at=ONE)
        assert count_rows(connection)["bodies"] == 1
        assert find_article(connection, OTHER) is not None
        assert same_words(connection, two.article) == ()


def test_removal_keeps_the_address_out_until_it_is_let_in(store: Store) -> None:
    gone, _, _ = fill(store)
    with store.begin() as connection:
        assert removed(connection, MILL) is None
        remove_article(connection, gone, who="ann", why="asked to", at=ONE)
        assert removed(connection, MILL) is not None
        assert readmit(connection, MILL, who="ben", at=TWO) == 1
        assert removed(connection, MILL) is None
        kept = list_removals(connection)[0]
        assert (kept.lifted_at, kept.lifted_by) == (TWO, "ben")
    with pytest.raises(StoreError, match="T013"), store.begin() as connection:
        readmit(connection, MILL, who="ben", at=TWO)

"""Revisions of a story's dossier and its figures."""

from __future__ import annotations

import pytest
from sqlalchemy import delete

from tellings.errors import StoreError
from tellings.store import Store
from tellings.store.articles import get_article, put_article
from tellings.store.dossiers import get_dossier, list_revisions, put_dossier, slots_of
from tellings.store.kin import Kin, kin_of
from tellings.store.stories import assign, create_story, get_story, list_stories, stale_stories, stories_differing
from tellings.store.tables import kin
from tests.store.made import NOON, ONE, TWO, article

NUMBER = {"type": "contradiction", "slot": "number"}
WORDING = {"type": "wording", "slot": "predicate"}
DOCUMENT = {
    "schema": "dossier/1",
    "facts": [{"independent": 2, "differences": [NUMBER, WORDING]}, {"independent": 1, "differences": [NUMBER]}],
    "utterances": [{"differences": [{"type": "update", "slot": "time"}]}],
    "text": "nul \x00 lone \ud800",
}


def test_dossiers_revisions_count_up_and_the_same_document_makes_none(store: Store) -> None:
    with store.begin() as connection:
        story = create_story(connection, "The mill", at=NOON)
        put = put_article(connection, article(), seen_at=NOON)
        assign(connection, put.article, story, score=1.0, reason="first", at=NOON)
        first = put_dossier(connection, story, DOCUMENT, versions=[put.version], at=NOON, maker="tellings 1")
        again = put_dossier(connection, story, DOCUMENT, versions=[put.version], at=ONE, maker="tellings 1")
        assert first == again
        second = put_dossier(connection, story, {"facts": []}, versions=[put.version], at=TWO, maker="tellings 2")
        assert [held.revision for held in list_revisions(connection, story)] == [1, 2]
        assert get_dossier(connection, story) == (second, {"facts": []})
        assert get_dossier(connection, story, 1) == (first, DOCUMENT)
        assert list(get_dossier(connection, story, 1)[1]) == list(DOCUMENT)


def test_dossiers_give_the_story_its_figures(store: Store) -> None:
    with store.begin() as connection:
        plain = create_story(connection, "Plain", at=NOON)
        story = create_story(connection, "The mill", at=NOON)
        for number, where in enumerate((story, plain)):
            put = put_article(connection, article(url=f"https://x.example/{number}"), seen_at=NOON)
            assign(connection, put.article, where, score=1.0, reason="first", at=NOON)
        put_dossier(connection, story, DOCUMENT, versions=[1], at=NOON, maker="tellings 1")
        held = get_story(connection, story)
        assert (held.revision, held.independent, held.differences) == (1, 2, 3)
        assert slots_of(connection, story) == {"number": 2, "time": 1}
        assert stories_differing(connection, "number") == (story,)
        assert [one.id for one in list_stories(connection, order="differences")] == [story, plain]
        put_dossier(connection, story, {"facts": []}, versions=[1], at=ONE, maker="tellings 1")
        assert stories_differing(connection, "number") == ()


def test_dossiers_built_of_older_texts_leave_the_story_behind(store: Store) -> None:
    with store.begin() as connection:
        story = create_story(connection, "The mill", at=NOON)
        put = put_article(connection, article(), seen_at=NOON)
        assign(connection, put.article, story, score=1.0, reason="first", at=NOON)
        changed = put_article(connection, article("It burned."), seen_at=ONE)
        put_dossier(connection, story, DOCUMENT, versions=[put.version], at=TWO, maker="tellings 1")
        assert stale_stories(connection) == (story,)
        current = get_article(connection, put.article).current
        assert current == changed.version
        put_dossier(connection, story, DOCUMENT, versions=[current], at=TWO, maker="tellings 1")
        assert stale_stories(connection) == ()


def test_dossiers_that_are_not_there_or_no_json_are_said_so(store: Store) -> None:
    with store.begin() as connection:
        story = create_story(connection, "The mill", at=NOON)
        with pytest.raises(StoreError) as raised:
            get_dossier(connection, story)
        assert raised.value.code == "T013"
        with pytest.raises(StoreError) as raised:
            put_dossier(connection, story, {"x": float("nan")}, versions=[], at=NOON, maker="m")
        assert raised.value.code == "T010"


def test_dossiers_kin_is_the_same_from_beside_and_from_the_dossier(store: Store) -> None:
    with store.begin() as connection:
        story = create_story(connection, "The mill", at=NOON)
        texts = [article(f"Text {number}.", url=f"https://x.example/{number}") for number in range(2)]
        puts = [put_article(connection, text, seen_at=NOON) for text in texts]
        pair = {"pair": [texts[1].id, texts[0].id], "kind": "copy", "share": 0.75, "why": "one passage", "passages": []}
        lost = pair | {"pair": [texts[1].id, "a000000000000"]}
        document = {"facts": [], "lineage": [pair, lost]}
        put_dossier(connection, story, document, versions=[put.version for put in puts], at=NOON, maker="t 1")
        apart = kin_of(connection, story, 1)
        assert apart == (Kin(puts[1].article, puts[0].article, "copy", 0.75, "one passage"),)
        connection.execute(delete(kin))
        assert kin_of(connection, story, 1) == apart
        assert kin_of(connection, story, 2) == ()

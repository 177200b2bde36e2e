"""What people decide about stories, and that the machine respects it."""

from __future__ import annotations

import pytest
from sqlalchemy import Connection

from tellings.errors import StoreConflict, StoreError
from tellings.store import Store
from tellings.store.articles import put_article
from tellings.store.decisions import (
    decisions_on,
    list_decisions,
    merge_stories,
    move_article,
    rename_story,
    split_story,
    undo,
)
from tellings.store.stories import assign, create_story, get_story, member_of, members_of
from tellings.types.store import DecisionKind, Ruling
from tests.store.made import NOON, ONE, TWO, article

ANN = Ruling(who="ann", why="one fire, not two", at=ONE)
BEN = Ruling(who="ben", why="another mill", at=TWO)


def two_stories(connection: Connection) -> tuple[int, int, list[int]]:
    """Make two stories of two articles each; return both and the articles."""
    stories = [create_story(connection, title, at=NOON) for title in ("Mill burns", "Fire at a mill")]
    articles = []
    for number in range(4):
        put = put_article(connection, article(url=f"https://x.example/{number}"), seen_at=NOON)
        assign(connection, put.article, stories[number // 2], score=0.7, reason=f"words {number}", at=NOON)
        articles.append(put.article)
    return stories[0], stories[1], articles


def places(connection: Connection, articles: list[int]) -> list[int]:
    return [member.story for ident in articles if (member := member_of(connection, ident))]


def test_decisions_merge_holds_for_what_comes_later_and_undoes_whole(store: Store) -> None:
    with store.begin() as connection:
        one, two, articles = two_stories(connection)
        before = [member_of(connection, ident) for ident in articles]
        made = merge_stories(connection, two, one, ruling=ANN)
        assert (made.kind, made.story, made.other, made.who) == (DecisionKind.MERGE, one, two, "ann")
        assert made.articles == tuple(articles[2:])
        assert places(connection, articles) == [one] * 4
        assert (get_story(connection, two).merged_into, get_story(connection, two).reports) == (one, 0)
        late = put_article(connection, article(url="https://x.example/late"), seen_at=TWO).article
        assert assign(connection, late, two, score=0.5, reason="like the second", at=TWO) == one
        undone = undo(connection, made.id, who="ben", at=TWO)
        assert (undone.undone_at, undone.undone_by) == (TWO, "ben")
        assert [member_of(connection, ident) for ident in articles] == before
        assert places(connection, [late]) == [one]
        assert (get_story(connection, two).merged_into, get_story(connection, two).reports) == (None, 2)
        assert get_story(connection, one).reports == 3


def test_decisions_split_and_move_bind_the_machine(store: Store) -> None:
    with store.begin() as connection:
        one, two, articles = two_stories(connection)
        made = split_story(connection, one, [articles[1]], title="The other mill", ruling=BEN)
        fresh = get_story(connection, made.story)
        assert (fresh.title, fresh.titled_by, fresh.reports) == ("The other mill", "ben", 1)
        assert assign(connection, articles[1], one, score=1.0, reason="words", at=TWO) == made.story
        move_article(connection, articles[2], one, ruling=ANN)
        assert assign(connection, articles[2], two, score=1.0, reason="words", at=TWO) == one
        assert places(connection, articles) == [one, made.story, one, two]
        member = member_of(connection, articles[2])
        assert member is not None
        assert (member.by, member.reason) == ("ann", "one fire, not two")


def test_decisions_undoing_an_early_one_leaves_the_later_one(store: Store) -> None:
    with store.begin() as connection:
        one, two, articles = two_stories(connection)
        early = merge_stories(connection, two, one, ruling=ANN)
        third = create_story(connection, "Third", at=NOON)
        late = move_article(connection, articles[2], third, ruling=BEN)
        undo(connection, early.id, who="ann", at=TWO)
        assert places(connection, articles) == [one, one, third, two]
        undo(connection, late.id, who="ann", at=TWO)
        assert places(connection, articles) == [one, one, two, two]
        assert [made.id for made in decisions_on(connection, two)] == [early.id]
        assert [made.id for made in list_decisions(connection)] == [late.id, early.id]
        assert [made.id for made in list_decisions(connection, before=late.id)] == [early.id]
        with pytest.raises(StoreConflict):
            undo(connection, early.id, who="ann", at=TWO)


def test_decisions_rename_is_undone_to_the_name_and_namer_before(store: Store) -> None:
    with store.begin() as connection:
        story, _, _ = two_stories(connection)
        first = rename_story(connection, story, "The fire", ruling=ANN)
        second = rename_story(connection, story, "The great fire", ruling=BEN)
        assert (second.before, second.after) == ("The fire", "The great fire")
        undo(connection, second.id, who="ann", at=TWO)
        held = get_story(connection, story)
        assert (held.title, held.titled_by) == ("The fire", "ann")
        undo(connection, first.id, who="ann", at=TWO)
        held = get_story(connection, story)
        assert (held.title, held.titled_by) == ("Mill burns", "machine")


def test_decisions_on_a_story_that_changed_meanwhile_are_refused(store: Store) -> None:
    with store.begin() as connection:
        one, _, articles = two_stories(connection)
        seen = get_story(connection, one).change
        rename_story(connection, one, "The fire", ruling=Ruling(who="ann", why="", at=ONE, change=seen))
        old = Ruling(who="ben", why="", at=TWO, change=seen)
        for act in (
            lambda: rename_story(connection, one, "A fire", ruling=old),
            lambda: split_story(connection, one, articles[:1], title="x", ruling=old),
        ):
            with pytest.raises(StoreConflict):
                act()
        assert get_story(connection, one).title == "The fire"


def test_decisions_without_sense_are_refused(store: Store) -> None:
    with store.begin() as connection:
        one, two, articles = two_stories(connection)
        merge_stories(connection, two, one, ruling=ANN)
        senseless = (
            lambda: merge_stories(connection, one, one, ruling=ANN),
            lambda: merge_stories(connection, two, one, ruling=ANN),
            lambda: merge_stories(connection, one, two, ruling=ANN),
            lambda: split_story(connection, one, [], title="x", ruling=ANN),
            lambda: split_story(connection, one, articles, title="x", ruling=ANN),
            lambda: move_article(connection, articles[0], one, ruling=ANN),
            lambda: move_article(connection, articles[0], two, ruling=ANN),
            lambda: move_article(connection, articles[0], 99, ruling=ANN),
        )
        for act in senseless:
            with pytest.raises(StoreError):
                act()
        assert len(members_of(connection, one)) == 4

"""Stories as the machine forms them."""

from __future__ import annotations

import pytest

from tellings.errors import StoreError
from tellings.store import Store
from tellings.store.articles import put_article
from tellings.store.moments import first_moment
from tellings.store.stories import (
    assign,
    create_story,
    get_story,
    list_stories,
    member_of,
    members_of,
    profiles,
    set_profile,
    stale_stories,
)
from tests.store.made import NOON, ONE, article


def test_stories_count_their_articles_and_span_their_time(store: Store) -> None:
    with store.begin() as connection:
        story = create_story(connection, "The mill", at=NOON)
        assert list_stories(connection) == ()
        for day in ("2026-03-03", "2026-03-01", "2026-03-02"):
            put = put_article(connection, article(url=f"https://x.example/{day}", published=day), seen_at=NOON)
            assert assign(connection, put.article, story, score=0.8, reason="same names", at=NOON) == story
        held = get_story(connection, story)
    assert held.reports == 3
    assert first_moment("2026-03-01") < held.first_moment < first_moment("2026-03-01T00:01")
    assert first_moment("2026-03-03") < held.last_moment < first_moment("2026-03-03T00:01")
    assert held.stale


def test_stories_machine_may_change_its_mind(store: Store) -> None:
    with store.begin() as connection:
        first, second = (create_story(connection, title, at=NOON) for title in ("One", "Two"))
        put = put_article(connection, article(), seen_at=NOON)
        assign(connection, put.article, first, score=0.6, reason="words", at=NOON)
        assert assign(connection, put.article, second, score=0.9, reason="names", at=ONE) == second
        assert assign(connection, put.article, second, score=0.1, reason="again", at=ONE) == second
        member = member_of(connection, put.article)
        assert member is not None
        assert (member.story, member.score, member.reason, member.by) == (second, 0.9, "names", "machine")
        assert members_of(connection, first) == ()
        assert [get_story(connection, story).reports for story in (first, second)] == [0, 1]


def test_stories_list_in_three_orders_and_pages_without_gap(store: Store) -> None:
    with store.begin() as connection:
        made = []
        for number in range(6):
            story = create_story(connection, f"Story {number}", at=NOON)
            day = f"2026-03-0{number // 2 + 1}"
            put = put_article(connection, article(url=f"https://x.example/{number}", published=day), seen_at=NOON)
            assign(connection, put.article, story, score=1.0, reason="first", at=NOON)
            made.append(story)
        pages, after = [], None
        while page := list_stories(connection, after=after, limit=4):
            pages.append([story.id for story in page])
            after = page[-1]
        assert pages == [made[:1:-1], made[1::-1]]
        window = {"since": first_moment("2026-03-02"), "until": first_moment("2026-03-03")}
        assert [story.id for story in list_stories(connection, **window)] == [made[3], made[2]]
        assert [story.id for story in list_stories(connection, order="differences")] == made[::-1]


def test_stories_grouping_remembers_within_a_window(store: Store) -> None:
    with store.begin() as connection:
        story = create_story(connection, "The mill", at=NOON)
        set_profile(connection, story, b"\x00\x01")
        assert profiles(connection, since=0) == {}
        put = put_article(connection, article(published="2026-03-02"), seen_at=NOON)
        assign(connection, put.article, story, score=1.0, reason="first", at=NOON)
        assert profiles(connection, since=first_moment("2026-03-02")) == {story: b"\x00\x01"}
        assert profiles(connection, since=first_moment("2026-03-03")) == {}
        assert stale_stories(connection) == (story,)
        assert stale_stories(connection, after=story) == ()


def test_stories_unknown_story_or_article_is_refused(store: Store) -> None:
    with store.begin() as connection:
        put = put_article(connection, article(), seen_at=NOON)
        with pytest.raises(StoreError) as raised:
            assign(connection, put.article, 99, score=1.0, reason="", at=NOON)
        assert raised.value.code == "T013"
        story = create_story(connection, "The mill", at=NOON)
        with pytest.raises(StoreError) as raised:
            assign(connection, 99, story, score=1.0, reason="", at=NOON)
        assert raised.value.code == "T013"

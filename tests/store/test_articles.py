"""Articles, their versions, and what a later or earlier sight changes."""

from __future__ import annotations

import itertools

import pytest

from tellings.errors import StoreError
from tellings.store import Store
from tellings.store.articles import (
    articles_of,
    body_sha256,
    find_article,
    get_article,
    get_version,
    heads_of,
    list_articles,
    note_gone,
    outlets,
    put_article,
    texts,
    versions_of,
)
from tellings.store.captures import put_capture
from tellings.store.moments import first_moment
from tellings.store.stories import assign, create_story, get_story
from tellings.types.articles import DroppedSpan
from tests.store.made import NOON, ONE, THREE, TWO, article, capture


def test_articles_first_sight_makes_article_and_version(store: Store) -> None:
    with store.begin() as connection:
        kept = put_capture(connection, capture())
        put = put_article(connection, article(), seen_at=NOON, capture=kept)
    assert (put.number, put.new_article, put.new_version) == (1, True, True)
    with store.read() as connection:
        held = get_article(connection, put.article)
        version, text = get_version(connection, put.version)
    assert held.address == "https://lantern.example/mill"
    assert (held.outlet, held.title, held.language, held.versions) == ("The Lantern", "Mill closes", "en", 1)
    assert held.current == put.version
    assert (version.capture, version.seen_at, version.last_seen_at) == (kept, NOON, NOON)
    assert text == article()


def test_articles_same_words_again_are_no_new_version(store: Store) -> None:
    with store.begin() as connection:
        first = put_article(connection, article(), seen_at=NOON)
        again = put_article(connection, article(), seen_at=ONE)
        held = versions_of(connection, first.article)
    assert again.version == first.version
    assert not again.new_version
    assert [(one.seen_at, one.last_seen_at) for one in held] == [(NOON, ONE)]


def test_articles_changed_words_are_a_new_version_of_the_same_article(store: Store) -> None:
    with store.begin() as connection:
        first = put_article(connection, article(), seen_at=NOON)
        second = put_article(connection, article("The mill at Orrin Ford burned."), seen_at=ONE)
        back = put_article(connection, article(), seen_at=TWO)
        held = get_article(connection, first.article)
    assert [first.number, second.number, back.number] == [1, 2, 3]
    assert first.article == second.article == back.article
    assert (held.versions, held.current, held.last_seen_at) == (3, back.version, TWO)


def test_articles_furniture_and_blanks_make_no_version() -> None:
    plain = article("The mill closed.\nTwo men left.")
    text = "The mill  closed.\nTwo men left.\nRead also: a fire"
    blocks = article("The mill  closed.\nTwo men left.").blocks
    other = article(text, blocks=blocks, dropped=(DroppedSpan(start=32, end=len(text), reason="related_articles"),))
    assert body_sha256(plain) == body_sha256(other)
    assert body_sha256(plain) != body_sha256(article("The mill closed.\nTwo men left.", title="Mill shut"))


def test_articles_any_order_of_arrival_gives_the_same_history(store: Store) -> None:
    told = [("one", NOON), ("one", ONE), ("two", TWO), ("one", THREE)]
    histories = set()
    for number, order in enumerate(itertools.permutations(told)):
        with store.begin() as connection:
            where = f"https://lantern.example/{number}"
            for text, seen in order:
                put = put_article(connection, article(text, url=where), seen_at=seen)
            for text, seen in order:
                assert not put_article(connection, article(text, url=where), seen_at=seen).new_version
            current = get_version(connection, get_article(connection, put.article).current)[1].text
            rows = versions_of(connection, put.article)
            histories.add((current, tuple(get_version(connection, row.id)[1].text for row in rows)))
    assert {current for current, _ in histories} == {"one"}
    assert all(history[0] == "one" and "two" in history for _, history in histories)


def test_articles_older_text_does_not_become_the_current_one(store: Store) -> None:
    with store.begin() as connection:
        put_article(connection, article("late", title="Late"), seen_at=TWO)
        old = put_article(connection, article("early", title="Early"), seen_at=NOON)
        held = get_article(connection, old.article)
    assert (held.title, held.first_seen_at, held.last_seen_at) == ("Late", NOON, TWO)


def test_articles_gone_is_noted_and_withdrawn_by_a_later_sight(store: Store) -> None:
    with store.begin() as connection:
        put = put_article(connection, article(), seen_at=NOON)
        note_gone(connection, put.article, at=ONE, status=410)
        note_gone(connection, put.article, at=TWO, status=404)
        gone = get_article(connection, put.article)
        put_article(connection, article(), seen_at=NOON)
        still = get_article(connection, put.article)
        put_article(connection, article(), seen_at=THREE)
        back = get_article(connection, put.article)
    assert (gone.gone_at, gone.gone_status) == (ONE, 410)
    assert still.gone_at == ONE
    assert (back.gone_at, back.gone_status) == (None, None)


def test_articles_list_is_newest_first_and_pages_without_gap(store: Store) -> None:
    with store.begin() as connection:
        for number in range(7):
            day = f"2026-03-0{number + 1}"
            where = f"https://post.example/{number}"
            put_article(connection, article(url=where, published=day, outlet="The Post"), seen_at=NOON)
        put_article(connection, article(), seen_at=NOON)
    with store.read() as connection:
        pages, before = [], None
        while page := list_articles(connection, outlet="The Post", before=before, limit=3):
            pages.append([held.published for held in page])
            before = page[-1].moment
        since = list_articles(connection, outlet="The Post", since=first_moment("2026-03-06"))
        assert outlets(connection) == (("The Lantern", 1), ("The Post", 7))
    days = [f"2026-03-0{number}" for number in range(7, 0, -1)]
    assert pages == [days[:3], days[3:6], days[6:]]
    assert [held.published for held in since] == ["2026-03-07", "2026-03-06"]


def test_articles_hostile_text_is_kept_exactly(store: Store) -> None:
    text = "nul \x00 lone \ud800 bidi \u202e emoji \U0001f600 <script>alert(1)</script> ' \" \\ %s :x"
    hostile = article(text, title=text, outlet="o" * 10_000 + "\x00", url="https://x.example/" + "y" * 9_000)
    with store.begin() as connection:
        put = put_article(connection, hostile, seen_at=NOON)
        assert get_version(connection, put.version)[1] == hostile
        assert find_article(connection, hostile.url or "") is not None
        assert texts(connection, [put.version, 999]) == {put.version: hostile}


def test_articles_without_any_date_sort_by_first_sight(store: Store) -> None:
    with store.begin() as connection:
        put = put_article(connection, article(published=None), seen_at=NOON)
        nonsense = put_article(connection, article(published="soon", url="https://x.example/2"), seen_at=ONE)
        moments = [get_article(connection, one.article).moment for one in (put, nonsense)]
    assert first_moment(NOON) < moments[0] < first_moment(ONE) < moments[1]


def test_articles_changed_text_marks_the_dossier_as_behind(store: Store) -> None:
    with store.begin() as connection:
        put = put_article(connection, article(), seen_at=NOON)
        story = create_story(connection, "The mill", at=NOON)
        assign(connection, put.article, story, score=0.9, reason="same names", at=NOON)
        before = get_story(connection, story).change
        put_article(connection, article(), seen_at=ONE)
        assert get_story(connection, story).change == before
        put_article(connection, article("It burned."), seen_at=TWO)
        assert get_story(connection, story).change == before + 1
        assert [held.id for held in articles_of(connection, story)] == [put.article]


def test_articles_unknown_ones_are_said_so(store: Store) -> None:
    with store.read() as connection:
        assert find_article(connection, "https://nowhere.example/") is None
        for ask in (lambda: get_article(connection, 5), lambda: get_version(connection, 5)):
            with pytest.raises(StoreError) as raised:
                ask()
            assert raised.value.code == "T013"


def test_articles_nothing_is_kept_of_a_transaction_that_fails(store: Store) -> None:
    def work() -> None:
        with store.begin() as connection:
            put_article(connection, article(), seen_at=NOON)
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        work()
    with store.read() as connection:
        assert list_articles(connection) == ()


def test_articles_heads_are_the_newest_of_each_story(store: Store) -> None:
    with store.begin() as connection:
        stories = [create_story(connection, title, at=NOON) for title in ("The mill", "The ferry", "Nothing")]
        for number in (3, 1, 2, 4):
            when = f"2026-03-0{number}T09:00:00+00:00"
            put = put_article(connection, article(url=f"https://x.example/{number}", published=when), seen_at=NOON)
            assign(connection, put.article, stories[number // 4], score=1.0, reason="first", at=NOON)
        heads = heads_of(connection, stories, each=2)
        whole = {story: articles_of(connection, story) for story in stories}
    assert {story: held[::-1][:2] for story, held in whole.items() if held} == heads
    assert [one.address[-1] for one in heads[stories[0]]] == ["3", "2"]

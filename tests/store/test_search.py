"""Search: the same answers on both databases, with passages that open at the place."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tellings.errors import StoreError
from tellings.store import Store
from tellings.store.articles import get_version, put_article
from tellings.store.dossiers import put_dossier
from tellings.store.labels import put_labels
from tellings.store.moments import first_moment
from tellings.store.search import count_hits, rebuild_search, search, search_rule
from tellings.store.stories import assign, create_story
from tellings.types.articles import Article
from tellings.types.labels import Chain, EntityType, Labels, Speaker, Statement, StatementKind
from tellings.types.store import Filters
from tests.store.made import NOON, ONE, article

TEXTS = (
    "The old mill at Orrin Ford burned down.\nFirefighters from three towns came.",
    "The council of Orrin Ford met about the dam.\nNo mill was named.",
    "Flood waters reached the dam at Lower Hessing.",
    "The mill owner, Oswin Tarr, denied that the old dam leaked.",
)


def text(number: int, **fields: object) -> Article:
    values = {"url": f"https://x.example/{number}", "title": f"Title{number}", "published": f"2026-03-0{number + 1}"}
    return article(TEXTS[number], **(values | fields))


@pytest.fixture
def filled(store: Store) -> Store:
    """Return a store with four articles, numbered from 1."""
    with store.begin() as connection:
        for number in range(len(TEXTS)):
            put_article(connection, text(number), seen_at=NOON)
    return store


def found(store: Store, question: str, filters: Filters | None = None) -> list[int]:
    with store.read() as connection:
        hits = search(connection, question, filters=filters)
        assert count_hits(connection, question, filters=filters) == len(hits)
    return [hit.article.id for hit in hits]


@pytest.mark.parametrize(
    ("question", "articles"),
    [
        ("mill", [4, 2, 1]),
        ("MILLS", [4, 2, 1]),
        ('"orrin ford"', [2, 1]),
        ('"ford orrin"', []),
        ("mill dam", [4, 2]),
        ("flood OR burned", [3, 1]),
        ("mill -dam", [1]),
        ("dam -(council OR flood)", [4]),
        ("fire*", [1]),
        ('"the old d*', []),
        ("title2", [3]),
        ("nothing", []),
        ("", [4, 3, 2, 1]),
        ("' OR 1=1; DROP TABLE articles --", []),
        ('NEAR("mill" "dam")', []),
        ("words : mill", []),
        ("^mill {a b}", []),
    ],
)
def test_search_answers(filled: Store, question: str, articles: list[int]) -> None:
    assert found(filled, question) == articles


def test_search_passages_open_at_the_words(filled: Store) -> None:
    with filled.read() as connection:
        hits = search(connection, '"old mill" OR town* OR dam')
        for hit in hits:
            kept = get_version(connection, hit.article.current)[1].text
            for passage in hit.passages:
                assert passage.text == kept[passage.start : passage.end]
                assert passage.marks
        first = hits[-1]
    assert [kept_words(first.article.id, passage.marks) for passage in first.passages] == [["old mill"], ["towns"]]


def kept_words(ident: int, marks: tuple[tuple[int, int], ...]) -> list[str]:
    return [TEXTS[ident - 1][start:end] for start, end in marks]


def test_search_long_text_gives_three_short_passages(store: Store) -> None:
    filler = "nothing of note was said here " * 20
    with store.begin() as connection:
        body = "\n".join(f"{filler} the mill {filler} the dam and the mill {filler}" for _ in range(5))
        put_article(connection, article(body), seen_at=NOON)
        (hit,) = search(connection, "mill dam")
    assert len(hit.passages) == 3
    for passage in hit.passages:
        assert len(passage.text) <= 240
        assert {body[start:end] for start, end in passage.marks} == {"mill", "dam"}
        assert passage.start == 0 or not body[passage.start - 1].isalnum()


def test_search_only_current_texts_answer(filled: Store) -> None:
    with filled.begin() as connection:
        put_article(connection, article("The bridge stands.", url="https://x.example/0"), seen_at=ONE)
    assert found(filled, "firefighter") == []
    assert found(filled, "bridge") == [1]


def test_search_pages_without_gap(filled: Store) -> None:
    with filled.read() as connection:
        seen, before = [], None
        while page := search(connection, "mill OR dam", before=before, limit=2):
            seen += [hit.article.id for hit in page]
            before = page[-1].moment
    assert seen == [4, 3, 2, 1]


def test_search_narrows(filled: Store) -> None:
    with filled.begin() as connection:
        put_article(connection, text(0, url="https://y.example/", outlet="The Post", language="de"), seen_at=NOON)
        kept = text(3)
        tarr = Speaker(name="Tarr", chain="c0")
        said = Statement(id="s0", kind=StatementKind.INDIRECT, content=kept.span(29, 59), speaker=tarr)
        people = (Chain(id="c0", type=EntityType.PERSON, name="Oswin Tarr"),)
        marks = Labels(article=kept.id, chains=people, statements=(said,))
        put_labels(connection, 4, marks, maker="m", release="1", at=NOON)
        put_labels(connection, 1, Labels(article=text(0).id, chains=people), maker="m", release="1", at=NOON)
        story = create_story(connection, "The dam", at=NOON)
        assign(connection, 3, story, score=1.0, reason="first", at=NOON)
        put_dossier(
            connection,
            story,
            {"facts": [{"differences": [{"type": "contradiction", "slot": "number"}]}]},
            versions=[3],
            at=NOON,
            maker="m",
        )
    assert found(filled, "mill", Filters(outlet="The Post")) == [5]
    assert found(filled, "mill", Filters(language="de")) == [5]
    assert found(filled, "mill", Filters(person="tarr")) == [4, 1]
    assert found(filled, "", Filters(said_by="Oswin Tarr")) == [4]
    window = Filters(since=first_moment("2026-03-02"), until=first_moment("2026-03-04"))
    assert found(filled, "dam", window) == [3, 2]
    assert found(filled, "dam", Filters(story=story)) == [3]
    assert found(filled, "dam", Filters(differs_in="number")) == [3]
    assert found(filled, "dam", Filters(differs_in="time")) == []


def test_search_built_anew_gives_the_same(filled: Store) -> None:
    before = found(filled, "mill OR dam")
    with filled.begin() as connection:
        assert rebuild_search(connection) == 4
        assert search_rule(connection) == "1"
    assert found(filled, "mill OR dam") == before


def test_search_text_beyond_every_limit_is_kept_and_found_by_its_beginning(store: Store) -> None:
    body = "beginning " + " ".join(f"w{number}" for number in range(40_000)) + " ending"
    with store.begin() as connection:
        put_article(connection, article(body + " mill" * 20_000), seen_at=NOON)
    assert found(store, "beginning") == [1]
    assert found(store, "ending") == []


def test_search_that_cannot_be_understood_says_so(store: Store) -> None:
    with store.read() as connection:
        with pytest.raises(StoreError) as raised:
            search(connection, "(mill")
        assert raised.value.code == "T014"


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(max_size=40) | st.text(alphabet="ab\"'()-*:& |!<>\\OR NOT", max_size=40))
def test_search_no_question_breaks_a_database(store: Store, question: str) -> None:
    with store.read() as connection:
        try:
            search(connection, question)
        except StoreError as error:
            assert error.code == "T014"  # noqa: PT017 -- some questions are understood


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(max_size=60))
def test_search_any_text_is_indexed(store: Store, body: str) -> None:
    whole = article(body, blocks=())
    with store.begin() as connection:
        put_article(
            connection, article(body, title=body, id=whole.id, url=f"https://x.example/{whole.id}"), seen_at=NOON
        )

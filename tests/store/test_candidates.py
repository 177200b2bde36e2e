"""Every way to the answers leads to the same: from the newest back, or from a few that a condition leaves."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from sqlalchemy import Connection

from tellings.store import Store, candidates, finding, search
from tellings.store.articles import put_article
from tellings.store.dossiers import put_dossier
from tellings.store.labels import put_labels
from tellings.store.moments import first_moment
from tellings.store.stories import assign, create_story
from tellings.store.tables import articles
from tellings.types.labels import Chain, EntityType, Labels, Speaker, Statement, StatementKind
from tellings.types.store import Filters
from tests.store.made import NOON, ONE, article

COUNT = 12
QUESTIONS = ("ferry", "third", '"the ferry left"', "ferry -third", "third OR rope", "rop*", "harbour", "zebra")
FILTERS = (
    Filters(),
    Filters(outlet="Even Post"),
    Filters(language="de"),
    Filters(person="Ada Quill"),
    Filters(person="quill"),
    Filters(said_by="quill"),
    Filters(differs_in="number"),
    Filters(differs_in="place"),
    Filters(story=1),
    Filters(story=9),
    Filters(since=first_moment("2026-03-04"), until=first_moment("2026-03-10")),
    Filters(outlet="Even Post", differs_in="number", person="quill"),
    Filters(outlet="Nobody's"),
)


def body(number: int) -> str:
    words = ["The ferry left the harbour late."]
    words += ["Every third one did."] * (number % 3 == 0)
    words += ["A rope broke, said Ada Quill."] * (number in (2, 7))
    return "\n".join(words)


@pytest.fixture
def filled(store: Store) -> Store:
    """Return a store with twelve articles, the fifth of which was changed."""
    with store.begin() as connection:
        for number in range(COUNT):
            _put(connection, number)
        kept = article("The ferry sank.", url="https://x.example/5", published="2026-03-06")
        put_article(connection, kept, seen_at=ONE)
        story = create_story(connection, "The ferry", at=NOON)
        for ident in (2, 3, 4, 8):
            assign(connection, ident, story, score=1.0, reason="first", at=NOON)
        facts = {"facts": [{"differences": [{"type": "contradiction", "slot": "number"}]}]}
        put_dossier(connection, story, facts, versions=[2, 3, 4, 8], at=NOON, maker="m")
    return store


def _put(connection: Connection, number: int) -> None:
    kept = article(
        body(number),
        url=f"https://x.example/{number}",
        published=f"2026-03-{number + 1:02}",
        outlet="Odd Post" if number % 2 else "Even Post",
        language="de" if number == 3 else "en",
    )
    put_article(connection, kept, seen_at=NOON)
    if number in (2, 7, 8):
        quill = Chain(id="c0", type=EntityType.PERSON, name="Ada Quill")
        speaker = Speaker(name="Ada Quill", chain="c0")
        said = Statement(id="s0", kind=StatementKind.INDIRECT, content=kept.span(0, 9), speaker=speaker)
        statements = (said,) if number != 8 else ()
        marks = Labels(article=kept.id, chains=(quill,), statements=statements)
        put_labels(connection, number + 1, marks, maker="m", release="1", at=NOON)


def answers(store: Store, question: str, filters: Filters) -> list[int]:
    """Return all answers, in pages of two, after checking that they count as many."""
    found: list[int] = []
    before = None
    with store.read() as connection:
        while page := search.search(connection, question, filters=filters, before=before, limit=2):
            found += [hit.article.id for hit in page]
            before = page[-1].moment
        assert search.count_hits(connection, question, filters=filters) == len(found)
        assert search.count_hits(connection, question, filters=filters, most=1) == min(1, len(found))
    return found


def every_answer(store: Store) -> list[list[int]]:
    return [answers(store, question, filters) for question in ("", *QUESTIONS) for filters in FILTERS]


def test_candidates_every_limit_gives_the_same_answers(filled: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    expected = every_answer(filled)
    assert len(expected[0]) == COUNT
    for few in (0, 3, 4, 12):
        monkeypatch.setattr(candidates, "FEW", few)
        monkeypatch.setattr(finding, "NEWEST", few % 4)
        monkeypatch.setattr(finding, "FREQUENT", few % 3)
        assert every_answer(filled) == expected


@pytest.mark.parametrize(
    ("question", "filters", "expected"),
    [
        ("third", Filters(), [10, 7, 4, 1]),
        ("rope", Filters(outlet="Even Post"), [3]),
        ("ferry", Filters(differs_in="number"), [8, 4, 3, 2]),
        ("ferry", Filters(said_by="quill"), [8, 3]),
        ("late", Filters(outlet="Odd Post", person="quill"), [8]),
        ("ferry -late", Filters(), [6]),
        ("harbour", Filters(story=1, language="de"), [4]),
    ],
)
@pytest.mark.parametrize("few", [0, 3, 100])
def test_candidates_answers_by_hand(
    filled: Store,
    question: str,
    filters: Filters,
    expected: Sequence[int],
    few: int,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(candidates, "FEW", few)
    monkeypatch.setattr(finding, "NEWEST", 1)
    assert answers(filled, question, filters) == expected


@pytest.mark.parametrize(("few", "is_few"), [(3, False), (4, True), (5, True)])
def test_candidates_are_few_up_to_the_limit(
    filled: Store, few: int, *, is_few: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(candidates, "FEW", few)
    with filled.read() as connection:
        (of_story,) = candidates.conditions(Filters(story=1), articles.c.current_moment)
        assert candidates.leaves_few(connection, of_story) is is_few


def test_candidates_days_alone_are_no_condition() -> None:
    days = Filters(since=first_moment("2026-03-04"), until=first_moment("2026-03-10"))
    assert list(candidates.conditions(days, articles.c.current_moment)) == []


@pytest.mark.parametrize("question", ["", "ferry", "third OR rope"])
@pytest.mark.parametrize("most", [1, 3, 100])
def test_search_and_count_is_a_page_and_the_count(filled: Store, question: str, most: int) -> None:
    with filled.read() as connection:
        every = search.search(connection, question, limit=100)
        for before in (None, *(hit.moment for hit in every)):
            page = search.search(connection, question, before=before, limit=2)
            found = search.search_and_count(connection, question, before=before, limit=2, most=most)
            assert found == (page, min(most, len(every)))

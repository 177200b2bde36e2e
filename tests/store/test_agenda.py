"""Plans and positions of newest dossiers, listed across stories."""

from __future__ import annotations

import pytest
from sqlalchemy import update

from tellings.store import Store
from tellings.store.agenda import due_day, in_full, last_plan, list_plans, positions_of
from tellings.store.articles import put_article
from tellings.store.decisions import merge_stories
from tellings.store.dossiers import put_dossier
from tellings.store.stories import assign, create_story
from tellings.store.tables import plans, positions
from tellings.types.store import Ruling
from tests.store.made import NOON, ONE, article


def words(ident: str = "a1") -> dict[str, object]:
    return {"article": ident, "start": 4, "end": 8, "text": "mill"}


def document(ident: str, *dues: str | None, actor: str = "Ines Okoro-Dahl") -> dict[str, object]:
    plans = [
        {
            "id": f"p{number}",
            "label": "the mill",
            "label_ref": words(ident),
            "actors": [{"name": "Oswin Tarr"}, {"name": "the board"}],
            "status": "done" if due and due.startswith("2030") else "planned",
            "due": due,
            "due_text": None,
            "evidence": [words(ident)],
        }
        for number, due in enumerate(dues)
    ]
    position = {
        "id": "o1",
        "actor": actor,
        "issue": "the mill",
        "issue_ref": words(ident),
        "stance": "against",
        "evidence": [words(ident)],
        "changes": [{"how": "softened", "why": "She would wait now.", "evidence": [words(ident)], "earlier": None}],
    }
    return {"facts": [], "plans": plans, "positions": [position]}


def filled(store: Store, *dues: str | None, number: int = 1) -> int:
    with store.begin() as connection:
        story = create_story(connection, f"Story {number}", at=NOON)
        made = article(url=f"https://x.example/{number}")
        put = put_article(connection, made, seen_at=NOON)
        assign(connection, put.article, story, score=1.0, reason="first", at=NOON)
        put_dossier(connection, story, document(made.id, *dues), versions=[put.version], at=NOON, maker="t")
    return story


@pytest.mark.parametrize(
    ("due", "day"),
    [
        (None, ""),
        ("2031-05", "2031-05"),
        ("2031-05-04T10:00:00Z", "2031-05-04"),
        ("2031-05-01/2031-05-09", "2031-05-09"),
        ("2031-05-01/", "2031-05-01"),
        ("/2031-06", "2031-06"),
    ],
)
def test_agenda_a_plan_is_due_by_its_last_day(due: str | None, day: str) -> None:
    assert due_day(due) == day


def test_agenda_lists_plans_by_the_day_they_are_due_page_by_page(store: Store) -> None:
    story = filled(store, "2031-05-04", None, "2030-01", "2031-05")
    with store.read() as connection:
        assert [plan.due for plan in list_plans(connection)] == ["2030-01", "2031-05", "2031-05-04"]
        assert [plan.due for plan in list_plans(connection, since="")] == ["", "2030-01", "2031-05", "2031-05-04"]
        first = list_plans(connection, since="2030", limit=2)
        assert [plan.due for plan in list_plans(connection, after=first[-1])] == ["2031-05-04"]
        assert list_plans(connection, after=(first[-1].due, first[-1].story, first[-1].ident)) == (
            list_plans(connection, after=first[-1])
        )
        assert [plan.due for plan in list_plans(connection, before="2031-05")] == ["2030-01"]
        assert [plan.due for plan in list_plans(connection, status="done")] == ["2030-01"]
        late = last_plan(connection, before="2031-05-01")
        assert late is not None
        assert (late.due, late.story, late.title, late.actors) == ("2031-05", story, "Story 1", "Oswin Tarr, the board")
        assert (late.article, late.start, late.end, late.reports) == (1, 4, 8, 1)
        assert last_plan(connection, before="2029") is None


def test_agenda_follows_the_newest_dossier_and_merged_stories_fall_away(store: Store) -> None:
    story, other = filled(store, "2031-05-04"), filled(store, "2031-06", number=2)
    with store.begin() as connection:
        put_dossier(connection, story, {"facts": []}, versions=[1], at=ONE, maker="t")
        assert [plan.story for plan in list_plans(connection)] == [other]
        merge_stories(connection, other, story, ruling=Ruling(who="Ada", why="one matter", at=ONE))
        assert list_plans(connection) == ()
        assert positions_of(connection, "Okoro-Dahl") == ()


def test_agenda_finds_where_somebody_stands_by_name_or_last_word(store: Store) -> None:
    filled(store, number=1)
    filled(store, number=2)
    with store.read() as connection:
        found = positions_of(connection, "ines okoro dahl")
        assert [one.title for one in found] == ["Story 2", "Story 1"]
        assert found == positions_of(connection, "Dahl")
        assert (found[0].stance, found[0].turns) == ("against", "softened: She would wait now.")
        assert positions_of(connection, "Dahl", before=found[0].moment) == found[1:]
        last = (found[0].moment, found[0].story, found[0].ident)
        assert positions_of(connection, "Dahl", after=last) == found[1:]
        assert positions_of(connection, "Tarr") == ()


@pytest.mark.parametrize("older", [False, True])
def test_agenda_says_in_full_what_the_dossiers_say(store: Store, *, older: bool) -> None:
    """Rows of an older release have no content of their own: then the dossier is opened."""
    filled(store, "2031-05-01", None, number=1)
    filled(store, "2031-05-02", number=2)
    with store.begin() as connection:
        if older:
            connection.execute(update(plans).where(plans.c.story_id == 1).values(content=None))
            connection.execute(update(positions).values(content=None))
        found = list_plans(connection, since="")
        told = in_full(connection, found)
        assert sorted(told) == [(1, "p0"), (1, "p1"), (2, "p0")]
        assert [(revision, one["due"]) for revision, one in (told[row.story, row.ident] for row in found)] == [
            (1, None),
            (1, "2031-05-01"),
            (1, "2031-05-02"),
        ]
        assert sorted(in_full(connection, found[:1])) == [(1, "p1")]
        stands = in_full(connection, positions_of(connection, "Ines Okoro-Dahl"))
        assert {key: one["changes"][0]["how"] for key, (_, one) in stands.items()} == {
            (1, "o1"): "softened",
            (2, "o1"): "softened",
        }
        assert in_full(connection, ()) == {}

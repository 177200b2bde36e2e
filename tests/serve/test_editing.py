"""Editing stories: merge, split, move, rename, undo, and two people at once; on both databases."""

from __future__ import annotations

import datetime as dt
import re
import threading
from collections.abc import Callable

import pytest
from httpx import Response
from starlette.testclient import TestClient

from tellings.config import Settings
from tellings.runs.stories import bring_up_to_date
from tellings.serve import DeskOptions, create_app
from tellings.store import Store
from tellings.store.access import create_token, list_audit
from tellings.store.decisions import list_decisions
from tellings.store.dossiers import list_revisions
from tellings.store.inspection import check_store
from tellings.store.stories import get_story, member_of
from tellings.types.store import Scope
from tests.runs.made import TOPICS, put_report
from tests.store.conftest import address, postgres, stencil, store, template
from tests.store.made import NOON

__all__ = ["address", "postgres", "stencil", "store", "template"]

LATER = dt.datetime(2031, 5, 4, 12, 0, tzinfo=dt.UTC)
Put = Callable[..., Response]


@pytest.fixture
def topics(store: Store) -> dict[str, list[int]]:
    """Keep three reports of every story, bring the store up to date, and return the articles by topic."""
    with store.begin() as connection:
        made = {topic: [put_report(connection, topic, n) for n in range(3)] for topic in TOPICS}
    bring_up_to_date(store, settings=Settings(), clock=lambda: NOON)
    return made


def client(store: Store, **options: object) -> TestClient:
    held = DeskOptions(clock=lambda: LATER, **options)  # type: ignore[arg-type]
    return TestClient(create_app(store, options=held), base_url="http://localhost", follow_redirects=False)


def story_of(store: Store, article: int) -> int:
    with store.read() as connection:
        place = member_of(connection, article)
    assert place is not None
    return place.story


def form_of(desk: TestClient, story: int) -> dict[str, str]:
    """Return the hidden fields of a story's forms."""
    page = desk.get(f"/stories/{story}/edit")
    assert page.status_code == 200, page.text
    found = dict(re.findall(r'type="hidden" name="(csrf|decided)" value="([^"]*)"', page.text))
    assert set(found) == {"csrf", "decided"}
    return found


def send(desk: TestClient, story: int, what: str, **fields: object) -> Response:
    held = form_of(desk, story) | {"why": "I know the town."} | fields
    return desk.post(f"/stories/{story}/{what}", data=held)


def test_editing_rename_is_on_record_and_undone(store: Store, topics: dict[str, list[int]]) -> None:
    desk, mill = client(store), story_of(store, topics["mill"][0])
    with store.read() as connection:
        before = get_story(connection, mill).title
    answer = send(desk, mill, "rename", title="  Fire <b>at</b> the mill ")
    assert (answer.status_code, answer.headers["location"]) == (303, f"/stories/{mill}/edit?done=1")
    page = desk.get(answer.headers["location"])
    assert "Fire &lt;b&gt;at&lt;/b&gt; the mill" in page.text
    assert "I know the town." in page.text
    assert "<b>at" not in page.text
    held = form_of(desk, mill)
    assert desk.post("/decisions/1/undo", data=held).status_code == 303
    with store.read() as connection:
        assert get_story(connection, mill).title == before
        made = list_decisions(connection)[0]
        assert (made.who, made.why, made.undone_by) == ("local", "I know the town.", "local")
        assert [one.action for one in list_audit(connection)] == ["story.undo", "story.rename"]
    assert "undone" in desk.get("/decisions").text
    again = desk.post("/decisions/1/undo", data=held)
    assert again.status_code == 409
    assert "Somebody was faster" in again.text


def test_editing_merge_by_number_or_address_builds_the_dossier(store: Store, topics: dict[str, list[int]]) -> None:
    desk = client(store)
    mill, vote, whale = (story_of(store, topics[topic][0]) for topic in ("mill", "vote", "whale"))
    assert send(desk, mill, "merge", other=str(vote)).status_code == 303
    assert send(desk, mill, "merge", other=f"http://localhost/stories/{whale}?from=1").status_code == 303
    with store.read() as connection:
        held = get_story(connection, mill)
        assert (held.reports, held.stale, held.revision) == (9, False, 3)
        assert {get_story(connection, one).merged_into for one in (vote, whale)} == {mill}
    moved = desk.get(f"/stories/{vote}/edit")
    assert (moved.status_code, moved.headers["location"]) == (303, f"/stories/{mill}/edit")


def test_editing_split_and_move_and_undo(store: Store, topics: dict[str, list[int]]) -> None:
    desk = client(store)
    mill, vote = story_of(store, topics["mill"][0]), story_of(store, topics["vote"][0])
    answer = send(desk, mill, "split", articles=topics["mill"][:2], title="The dryer")
    assert answer.status_code == 303
    away = story_of(store, topics["mill"][0])
    assert answer.headers["location"] == f"/stories/{away}/edit?done=1"
    assert away != mill == story_of(store, topics["mill"][2])
    with store.read() as connection:
        assert [len(list_revisions(connection, one)) for one in (mill, away)] == [2, 1]
        assert not get_story(connection, away).stale
    assert send(desk, vote, "move", article=topics["vote"][1], other=str(away)).status_code == 303
    assert story_of(store, topics["vote"][1]) == away
    held = form_of(desk, vote)
    for decision in (2, 1):
        assert desk.post(f"/decisions/{decision}/undo", data=held).status_code == 303
    assert {story_of(store, one) for one in topics["mill"]} == {mill}
    assert {story_of(store, one) for one in topics["vote"]} == {vote}
    bring_up_to_date(store, settings=Settings(), clock=lambda: NOON)
    assert {story_of(store, one) for one in topics["mill"]} == {mill}


def test_editing_large_story_is_left_to_the_next_run(
    store: Store, topics: dict[str, list[int]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tellings.serve.editing.AT_ONCE", 5)
    desk = client(store)
    mill, vote = story_of(store, topics["mill"][0]), story_of(store, topics["vote"][0])
    answer = send(desk, mill, "merge", other=str(vote))
    assert "The dossier is behind" in desk.get(answer.headers["location"]).text
    assert bring_up_to_date(store, settings=Settings(), clock=lambda: NOON).dossiers == 1
    assert "The dossier is up to date" in desk.get(answer.headers["location"]).text


@pytest.mark.parametrize(
    ("what", "fields", "says"),
    [
        ("rename", {"title": "   "}, "Say a title"),
        ("rename", {"title": "Fire", "why": " "}, "Say why"),
        ("merge", {"other": "1", "why": "\t"}, "Say why"),
        ("rename", {"title": "x" * 301}, "at most 300"),
        ("merge", {"other": "the mill"}, "by its number"),
        ("merge", {"other": "SELF"}, "choose two"),
        ("split", {"title": "All", "articles": "ALL"}, "leaves some"),
        ("split", {"title": "None"}, "choose them anew"),
        ("split", {"title": "Odd", "articles": [2**62]}, "less than"),
        ("move", {"article": 1, "other": "SELF"}, "choose one"),
        ("move", {"article": "x", "other": "1"}, "valid integer"),
    ],
)
def test_editing_refuses_what_cannot_be_done(
    store: Store, topics: dict[str, list[int]], what: str, fields: dict[str, object], says: str
) -> None:
    desk, mill = client(store), story_of(store, topics["mill"][0])
    given = {"SELF": str(mill), "ALL": topics["mill"]}
    sent = {name: given.get(value, value) if isinstance(value, str) else value for name, value in fields.items()}
    answer = send(desk, mill, what, **sent)
    assert answer.status_code == 422
    assert says in answer.text
    with store.read() as connection:
        assert list_decisions(connection) == ()
        assert list_audit(connection) == ()


def test_editing_unknown_stories_and_decisions_are_missing(store: Store, topics: dict[str, list[int]]) -> None:
    desk = client(store)
    held = form_of(desk, story_of(store, topics["mill"][0])) | {"why": "x", "title": "y", "other": "1"}
    assert desk.get("/stories/999/edit").status_code == 404
    for what in ("rename", "merge", "split"):
        assert desk.post(f"/stories/999/{what}", data=held).status_code == 404, what
    assert send(desk, story_of(store, topics["mill"][0]), "merge", other="999").status_code == 404
    assert desk.post("/decisions/999/undo", data=held).status_code == 404
    assert desk.get(f"/stories/{2**62}/edit").status_code == 422


def test_editing_needs_the_forms_secret_and_an_editor(store: Store, topics: dict[str, list[int]]) -> None:
    desk, mill = client(store), story_of(store, topics["mill"][0])
    held = form_of(desk, mill) | {"why": "x", "title": "y", "csrf": "0" * 43}
    assert desk.post(f"/stories/{mill}/rename", data=held).status_code == 403
    with store.begin() as connection:
        _, secret = create_token(connection, "Ilka", scope=Scope.READ, at=NOON)
    guest = client(store, tokens=True)
    guest.headers["authorization"] = f"Bearer {secret}"
    assert guest.get(f"/stories/{mill}/edit").status_code == 403
    assert guest.get("/decisions").status_code == 200
    assert guest.post("/decisions/1/undo", data=held).status_code == 403
    with store.read() as connection:
        assert list_decisions(connection) == ()


def test_editing_the_second_of_two_is_told_what_the_first_did(store: Store, topics: dict[str, list[int]]) -> None:
    desk, mill = client(store), story_of(store, topics["mill"][0])
    first, second = form_of(desk, mill), form_of(desk, mill)
    assert desk.post(f"/stories/{mill}/rename", data=first | {"title": "One", "why": "a"}).status_code == 303
    for what in ("rename", "merge", "split", "move"):
        fields = {"title": "Two", "why": "b", "other": "2", "articles": topics["mill"][:1], "article": 1}
        answer = desk.post(f"/stories/{mill}/{what}", data=second | fields)
        assert answer.status_code == 409, what
        assert "Somebody was faster" in answer.text
        assert "renamed story" in answer.text
    with store.read() as connection:
        assert get_story(connection, mill).title == "One"
        assert len(list_decisions(connection)) == 1


def test_editing_reports_and_dossiers_that_come_meanwhile_are_no_conflict(
    store: Store, topics: dict[str, list[int]]
) -> None:
    desk, mill, vote = client(store), story_of(store, topics["mill"][0]), story_of(store, topics["vote"][0])
    held = form_of(desk, mill)
    assert send(desk, vote, "rename", title="The vote").status_code == 303  # another story
    with store.begin() as connection:
        put_report(connection, "mill", 7)
    assert bring_up_to_date(store, settings=Settings(), clock=lambda: NOON).dossiers == 1
    with store.read() as connection:
        assert get_story(connection, mill).reports == 4
    sent = held | {"title": "The dryer", "why": "late, but nobody else was here", "articles": topics["mill"][:1]}
    assert desk.post(f"/stories/{mill}/split", data=sent).status_code == 303


def test_editing_a_conflict_tells_what_changed_and_keeps_what_was_typed(
    store: Store, topics: dict[str, list[int]]
) -> None:
    desk, mill = client(store), story_of(store, topics["mill"][0])
    assert send(desk, mill, "rename", title="First", why="long before").status_code == 303
    late = form_of(desk, mill)
    assert send(desk, mill, "rename", title="Second", why="in between").status_code == 303
    typed = {"title": "A <dryer>", "why": "I typed this", "articles": topics["mill"][1:2]}
    answer = desk.post(f"/stories/{mill}/split", data=late | typed)
    assert answer.status_code == 409
    told = answer.text[answer.text.index('role="alert"') : answer.text.index("<datalist")]
    assert "Second" in told
    assert "in between" in told
    assert "long before" not in told
    assert 'value="A &lt;dryer&gt;"' in answer.text
    assert answer.text.count('value="I typed this"') == 1
    assert f'value="{topics["mill"][1]}" checked' in answer.text
    assert answer.text.count(" checked") == 1
    again = dict(re.findall(r'name="(csrf|decided)" value="([^"]*)"', answer.text))
    assert desk.post(f"/stories/{mill}/split", data=again | typed).status_code == 303


def test_editing_an_undoing_in_between_is_told(store: Store, topics: dict[str, list[int]]) -> None:
    desk, mill = client(store), story_of(store, topics["mill"][0])
    assert send(desk, mill, "rename", title="First", why="long before").status_code == 303
    late = form_of(desk, mill)
    assert desk.post("/decisions/1/undo", data=late).status_code == 303
    answer = desk.post(f"/stories/{mill}/rename", data=late | {"title": "Mine", "why": "mine"})
    told = answer.text[answer.text.index('role="alert"') : answer.text.index("<datalist")]
    assert (answer.status_code, "undone" in told, "long before" in told) == (409, True, True)


def test_editing_a_story_that_was_merged_meanwhile_leads_to_the_one_that_stands(
    store: Store, topics: dict[str, list[int]]
) -> None:
    desk, mill, vote = client(store), story_of(store, topics["mill"][0]), story_of(store, topics["vote"][0])
    late = form_of(desk, vote)
    assert send(desk, mill, "merge", other=str(vote)).status_code == 303
    answer = desk.post(f"/stories/{vote}/rename", data=late | {"title": "The vote", "why": "mine"})
    assert answer.status_code == 409
    assert f"Story {vote} was merged into this one." in answer.text
    assert f'action="/stories/{mill}/rename"' in answer.text
    assert 'value="The vote"' in answer.text


def test_editing_by_two_people_at_once_loses_nothing(store: Store, topics: dict[str, list[int]]) -> None:
    mill, vote = story_of(store, topics["mill"][0]), story_of(store, topics["vote"][0])
    gate, answers = threading.Barrier(4), []

    def edit(desk: TestClient, story: int, other: int, topic: str, number: int) -> None:
        gate.wait()
        for turn in range(6):
            what = ("rename", "move", "undo")[(turn + number) % 3]
            held = form_of(desk, story) | {"why": f"turn {turn}", "other": str(other), "title": f"Name {number}.{turn}"}
            place = "/decisions/1/undo" if what == "undo" else f"/stories/{story}/{what}"
            answers.append(desk.post(place, data=held | {"article": topics[topic][turn % 3]}).status_code)

    first = client(store)
    assert first.get("/decisions").status_code == 200  # the routes are made ready before anybody is at work

    people = [
        threading.Thread(
            target=edit, args=(TestClient(first.app, base_url="http://localhost", follow_redirects=False), *args)
        )
        for args in ((mill, vote, "mill", 0), (mill, vote, "mill", 1), (vote, mill, "vote", 2), (vote, mill, "vote", 3))
    ]
    for one in people:
        one.start()
    for one in people:
        one.join()
    assert len(answers) == 24
    assert set(answers) <= {303, 404, 409, 422}
    with store.read() as connection:
        assert list(check_store(connection)) == []
        made = list_decisions(connection)
        done = len(made) + sum(1 for one in made if one.undone_at)
        assert done == answers.count(303) == len(list_audit(connection))
    assert {story_of(store, one) for topic in ("mill", "vote") for one in topics[topic]} <= {mill, vote}

"""Removing a report for good from the desk and the command line; on both databases."""

from __future__ import annotations

import datetime as dt
import re

import pytest
from starlette.testclient import TestClient
from typer.testing import CliRunner

from tellings.cli import app
from tellings.config import Settings
from tellings.runs.intake import take
from tellings.runs.removal import take_down
from tellings.runs.stories import bring_up_to_date
from tellings.serve import DeskOptions, create_app
from tellings.store import Store
from tellings.store.access import create_token, list_audit
from tellings.store.articles import find_article, get_article
from tellings.store.dossiers import get_dossier
from tellings.store.inspection import check_store
from tellings.store.stories import get_story, member_of
from tellings.types.store import Scope
from tests.collect.site import article as page_of
from tests.runs.made import TOPICS, put_report
from tests.store.conftest import address, postgres, stencil, store, template
from tests.store.made import NOON, capture

__all__ = ["address", "postgres", "stencil", "store", "template"]

LATER = dt.datetime(2031, 5, 4, 12, 0, tzinfo=dt.UTC)


@pytest.fixture
def mill(store: Store) -> list[int]:
    """Keep three reports of each story with their dossiers; return those of the mill."""
    with store.begin() as connection:
        made = {topic: [put_report(connection, topic, n) for n in range(3)] for topic in TOPICS}
    bring_up_to_date(store, settings=Settings(), clock=lambda: NOON)
    return made["mill"]


def client(store: Store, **options: object) -> TestClient:
    held = DeskOptions(clock=lambda: LATER, **options)  # type: ignore[arg-type]
    return TestClient(create_app(store, options=held), base_url="http://localhost", follow_redirects=False)


def secret_of(page: str) -> str:
    found = re.search(r'name="csrf" value="([^"]+)"', page)
    assert found is not None
    return found[1]


def story_of(store: Store, article: int) -> int:
    with store.read() as connection:
        place = member_of(connection, article)
    assert place is not None
    return place.story


def test_removing_tells_the_story_anew_and_keeps_the_record(store: Store, mill: list[int]) -> None:
    desk, story = client(store), story_of(store, mill[0])
    assert "outlet 0 wrote" in desk.get(f"/stories/{story}").text
    asked = desk.get(f"/articles/{mill[0]}/remove")
    assert "cannot be undone" in asked.text
    sent = {"csrf": secret_of(asked.text), "why": "A court <said> so", "sure": "yes"}
    for lacking in ("why", "sure"):
        refused = desk.post(f"/articles/{mill[0]}/remove", data=sent | {lacking: ""})
        assert (refused.status_code, "nothing was done" in refused.text) == (422, True)
    done = desk.post(f"/articles/{mill[0]}/remove", data=sent)
    assert (done.status_code, done.headers["location"]) == (303, "/decisions#removed")
    record = desk.get("/decisions").text
    assert "A court &lt;said&gt; so" in record
    assert "https://outlet0.example/mill" in record
    gone = desk.get(f"/articles/{mill[0]}")
    assert (gone.status_code, "H013" in gone.text, "A court" in gone.text) == (410, True, True)
    assert desk.get("/articles/999").status_code == 404
    page = desk.get(f"/stories/{story}")
    assert (page.status_code, "outlet 0 wrote" in page.text, "outlet 1 wrote" in page.text) == (200, False, True)
    assert "outlet0" not in desk.get("/search?q=mill").text
    with store.read() as connection:
        held = get_story(connection, story)
        assert (held.reports, held.stale) == (2, False)
        assert held.revision == get_dossier(connection, story)[0].revision > 1
        assert [one.action for one in list_audit(connection)] == ["article.remove"]
        assert list(check_store(connection)) == []


def test_removing_leaves_the_grouping_at_work(store: Store, mill: list[int]) -> None:
    take_down(store, mill[2], who="ann", why="asked to", settings=Settings(), clock=lambda: NOON)
    with store.begin() as connection:
        late = put_report(connection, "mill", 5)
    bring_up_to_date(store, settings=Settings(), clock=lambda: NOON)
    assert story_of(store, late) == story_of(store, mill[0])


def test_removing_the_only_report_of_a_story_leaves_an_empty_page(store: Store, mill: list[int]) -> None:
    desk, story = client(store), story_of(store, mill[0])
    for one in mill:
        take_down(store, one, who="ann", why="asked to", settings=Settings(), clock=lambda: NOON)
    page = desk.get(f"/stories/{story}")
    assert (page.status_code, "wrote about" in page.text) == (200, False)
    assert "Fire chief" not in page.text
    assert f'href="/stories/{story}"' not in desk.get("/").text


def test_removing_keeps_the_address_out_until_it_is_let_in(store: Store) -> None:
    page = capture(page_of().encode())
    put = take(store, page).put
    assert put is not None
    take_down(store, put.article, who="ann", why="asked to", settings=Settings(), clock=lambda: NOON)
    again = take(store, page)
    assert again.dropped is not None
    assert (again.word, again.dropped.code) == ("dropped", "R006")
    desk = client(store)
    assert "R006" in desk.get("/drops").text
    secret = secret_of(desk.get("/decisions").text)
    sent = {"csrf": secret, "address": "https://lantern.example/mill"}
    assert desk.post("/readmit", data=sent).status_code == 303
    assert "let in again" in desk.get("/decisions").text
    assert desk.post("/readmit", data=sent).status_code == 404
    assert take(store, page).word == "new"


def test_removing_needs_an_editor_and_the_forms_secret(store: Store, mill: list[int]) -> None:
    desk = client(store)
    sent = {"csrf": "0" * 43, "why": "x", "sure": "yes"}
    assert desk.post(f"/articles/{mill[0]}/remove", data=sent).status_code == 403
    with store.begin() as connection:
        _, secret = create_token(connection, "Ilka", scope=Scope.READ, at=NOON)
    guest = client(store, tokens=True)
    guest.headers["authorization"] = f"Bearer {secret}"
    assert guest.get(f"/articles/{mill[0]}/remove").status_code == 403
    assert guest.post(f"/articles/{mill[0]}/remove", data=sent).status_code == 403
    assert "Remove this report" not in guest.get(f"/articles/{mill[0]}").text
    with store.read() as connection:
        assert get_article(connection, mill[0]).id == mill[0]


def test_removing_on_the_command_line(store: Store, mill: list[int], address: str) -> None:
    runner = CliRunner()
    at = ["--store", address]
    wanted = "https://outlet1.example/mill"
    assert runner.invoke(app, ["store", "remove", wanted, *at]).exit_code == 2
    assert runner.invoke(app, ["store", "remove", wanted, "--why", " ", *at]).exit_code == 1
    told = runner.invoke(app, ["store", "remove", wanted, "--why", "a court said so", *at])
    assert told.exit_code == 0, told.output
    with store.read() as connection:
        assert find_article(connection, wanted) is None
        assert get_story(connection, story_of(store, mill[0])).reports == 2
    assert runner.invoke(app, ["store", "remove", wanted, "--why", "again", *at]).exit_code == 1
    assert runner.invoke(app, ["store", "remove", str(mill[0]), "--why", "by number", *at]).exit_code == 0
    assert runner.invoke(app, ["store", "readmit", wanted, *at]).exit_code == 0
    assert runner.invoke(app, ["store", "readmit", wanted, *at]).exit_code == 1

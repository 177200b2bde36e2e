"""The page of a story: its dossier, what changed since the last look, its reports, revisions, stories merged away."""

from __future__ import annotations

import re

import pytest

from tellings.store.access import last_look, note_look
from tellings.store.articles import put_article
from tellings.store.decisions import merge_stories, rename_story
from tellings.store.dossiers import get_dossier, put_dossier
from tellings.store.stories import assign, create_story, list_stories
from tellings.types.store import Ruling, StoredStory
from tests.serve.conftest import Desk
from tests.store.made import NOON, article


@pytest.fixture
def dam(sample_desk: Desk) -> StoredStory:
    """Return the sample's story: five reports, two revisions, the first one seen."""
    with sample_desk.store.read() as connection:
        return next(one for one in list_stories(connection) if one.reports == 5)


def test_story_shows_its_dossier_with_every_section(sample_desk: Desk, dam: StoredStory) -> None:
    answer = sample_desk.client.get(f"/stories/{dam.id}")
    assert answer.status_code == 200
    for anchor in ("reports", "brief", "agreed", "differs", "said", "plans", "positions", "grid", "lineage", "texts"):
        assert f'<section id="{anchor}"' in answer.text
    assert answer.text.count("<h1>") == 1
    targets = set(re.findall(r'id="(p\d+)"', answer.text))
    assert targets >= set(re.findall(r'href="#(p\d+)"', answer.text))
    for form in ("html", "md", "json", "csv", "atom"):
        assert f'href="/stories/{dam.id}/export.{form}"' in answer.text


def test_story_has_no_inline_script_or_style(sample_desk: Desk, dam: StoredStory) -> None:
    text = sample_desk.client.get(f"/stories/{dam.id}").text
    assert not re.search(r"<script(?![^>]*\ssrc=\"/static/)|<style|\sstyle=|\son[a-z]+=", text)
    for address in re.findall(r'(?:src|href)="(/static/[^"]+)"', text):
        assert sample_desk.client.get(address).status_code == 200


def test_story_tells_what_changed_since_the_last_look_once(sample_desk: Desk, dam: StoredStory) -> None:
    first = sample_desk.client.get(f"/stories/{dam.id}").text
    assert "What changed since revision 1" in first
    assert first.index('id="changed"') < first.index('id="reports"')
    with sample_desk.store.read() as connection:
        look = last_look(connection, "local", dam.id)
    assert look is not None
    assert (look.revision, look.at) == (2, "2024-03-15T04:00:00Z")
    again = sample_desk.client.get(f"/stories/{dam.id}").text
    assert "Nothing changed since you looked last" in again
    assert 'id="changed"' not in again
    asked = sample_desk.client.get(f"/stories/{dam.id}?since=1&revision=").text
    assert "What changed since revision 1" in asked


def test_story_says_why_each_report_is_in_it(sample_desk: Desk, dam: StoredStory) -> None:
    text = sample_desk.client.get(f"/stories/{dam.id}").text
    reports = text[text.index('id="reports"') : text.index('id="brief"')]
    assert reports.count("put here by the machine") == 5
    assert len(re.findall(r'class="title" href="/articles/\d+"', reports)) == 5


def test_story_shows_an_older_revision_and_leaves_the_look_alone(sample_desk: Desk, dam: StoredStory) -> None:
    text = sample_desk.client.get(f"/stories/{dam.id}?revision=1").text
    assert "This is revision 1" in text
    with sample_desk.store.read() as connection:
        look = last_look(connection, "local", dam.id)
    assert look is not None
    assert look.revision == 1
    assert sample_desk.client.get(f"/stories/{dam.id}?revision=9").status_code == 404


def test_story_changes_have_a_page_of_their_own(sample_desk: Desk, dam: StoredStory) -> None:
    answer = sample_desk.client.get(f"/stories/{dam.id}/changes?from=1")
    assert answer.status_code == 200
    assert "Meridian World Service was not there before" in answer.text
    assert 'href="#p' not in answer.text
    assert sample_desk.client.get(f"/stories/{dam.id}/changes?from=7").status_code == 404


def test_story_that_was_merged_leads_to_the_one_that_stands(sample_desk: Desk, dam: StoredStory) -> None:
    with sample_desk.store.begin() as connection:
        other = next(one for one in list_stories(connection) if one.id != dam.id)
        ruling = Ruling(who="Ada", why="one matter", at="2024-03-15T03:00:00Z")
        merge_stories(connection, other.id, dam.id, ruling=ruling)
    answer = sample_desk.client.get(f"/stories/{other.id}")
    assert (answer.status_code, answer.headers["location"]) == (307, f"/stories/{dam.id}")
    page = sample_desk.client.get(f"/stories/{dam.id}").text
    assert "put here by Ada" in page
    assert "dossier being rebuilt" in page


def test_story_that_is_not_there_is_a_page_that_says_so(sample_desk: Desk) -> None:
    assert sample_desk.client.get("/stories/999").status_code == 404
    assert sample_desk.client.get("/stories/0").status_code == 422
    assert sample_desk.client.get(f"/stories/{2**70}").status_code == 422


def test_story_without_a_dossier_shows_its_reports_and_escapes_them(sample_desk: Desk) -> None:
    hostile = '<img src=x onerror=alert(1)>"\u202e'
    with sample_desk.store.begin() as connection:
        story = create_story(connection, "To be named", at=NOON)
        put = put_article(connection, article(title=hostile, outlet=hostile), seen_at=NOON)
        assign(connection, put.article, story, score=0.5, reason=hostile, at=NOON)
        rename_story(connection, story, hostile, ruling=Ruling(who=hostile, why="because", at=NOON))
    answer = sample_desk.client.get(f"/stories/{story}")
    assert answer.status_code == 200
    assert "not built yet" in answer.text
    assert "<img" not in answer.text
    assert "\u202e" not in answer.text


def test_story_with_a_damaged_dossier_still_shows_its_reports(sample_desk: Desk, dam: StoredStory) -> None:
    with sample_desk.store.begin() as connection:
        put_dossier(connection, dam.id, {"schema": "other/1"}, versions=[1], at="2024-03-15T03:00:00Z", maker="t")
        note_look(connection, "local", dam.id, revision=3, at="2024-03-15T03:00:00Z")
    answer = sample_desk.client.get(f"/stories/{dam.id}")
    assert answer.status_code == 200
    assert "cannot be shown" in answer.text
    assert answer.text.count('class="title" href="/articles/') == 5


def test_stories_list_says_what_changed_last_and_counts_wordings_apart(sample_desk: Desk, dam: StoredStory) -> None:
    text = sample_desk.client.get("/").text
    card = text[text.index(f'href="/stories/{dam.id}"') : text.index("</ul>", text.index(f'href="/stories/{dam.id}"'))]
    assert "1 new report (Meridian World Service)" in card
    assert f'href="/stories/{dam.id}/changes"' in card
    assert f"{dam.types['update']} updates" in card
    assert f"{dam.types['wording']} in other words" in card
    assert f"<b>{dam.differences} differences</b>" in card
    assert dam.differences == sum(dam.types.values()) - dam.types["wording"]
    assert card.index("Meridian World Service</bdi>") < card.index("NewsBrick</bdi>")


def test_stories_are_called_as_their_dossier_is(sample_desk: Desk, dam: StoredStory) -> None:
    with sample_desk.store.read() as connection:
        _, document = get_dossier(connection, dam.id)
    assert dam.title == document["story"]["title"]


def test_story_changes_without_revisions_are_those_of_the_newest(sample_desk: Desk, dam: StoredStory) -> None:
    client = sample_desk.client
    assert client.get(f"/stories/{dam.id}/changes").text == client.get(f"/stories/{dam.id}/changes?from=1&to=2").text
    assert "Nothing changed" in client.get(f"/stories/{dam.id}/changes?to=1").text
    assert client.get(f"/stories/{dam.id}/changes?from=7").status_code == 404

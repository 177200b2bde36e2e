"""Exports of a story: page, Markdown, JSON, table of facts, feed of its changes."""

from __future__ import annotations

import base64
import csv
import hashlib
import io
import json
import re
from collections.abc import Callable
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from starlette.testclient import TestClient

from tellings.report.jsonform import dump_document
from tellings.runs.stories import bring_up_to_date
from tellings.serve.exports import COLUMNS, facts_csv
from tellings.store import Store
from tellings.store.access import create_token
from tellings.store.articles import put_article
from tellings.store.decisions import merge_stories
from tellings.store.dossiers import put_dossier
from tellings.store.stories import assign, create_story
from tellings.types.store import Ruling, Scope
from tests.store.made import NOON, ONE, TWO, article

ATOM = "{http://www.w3.org/2005/Atom}"
Client = Callable[..., TestClient]


def put_story(store: Store, *documents: dict[str, Any], title: str = "Mill closes") -> int:
    """Keep a story of one article with a revision for each document."""
    with store.begin() as connection:
        story = create_story(connection, title, at=NOON)
        put = put_article(connection, article(url=f"https://lantern.example/{story}"), seen_at=NOON)
        assign(connection, put.article, story, score=1.0, reason="alone", at=NOON)
        for at, document in zip((ONE, TWO), documents, strict=False):
            put_dossier(connection, story, document, versions=[put.version], at=at, maker="tellings test")
    return story


@pytest.fixture
def story(desk_store: Store, sample_document: dict[str, Any]) -> int:
    """Keep the sample story's dossier, the first revision of two without its plans."""
    return put_story(desk_store, sample_document | {"plans": []}, sample_document)


def test_exports_are_files_with_a_name(client: Client, story: int, sample_document: dict[str, Any]) -> None:
    desk = client()
    for form, kind in (
        ("html", "text/html"),
        ("md", "text/markdown"),
        ("json", "application/json"),
        ("csv", "text/csv"),
    ):
        answer = desk.get(f"/stories/{story}/export.{form}")
        assert answer.status_code == 200, form
        assert answer.headers["content-type"].startswith(kind)
        name = f'attachment; filename="story-{story}-revision-2.{form}"'
        assert answer.headers["content-disposition"] == name
        again = desk.get(f"/stories/{story}/export.{form}", headers={"if-none-match": answer.headers["etag"]})
        assert (again.status_code, again.content) == (304, b"")
    assert desk.get(f"/stories/{story}/export.json").text == dump_document(sample_document)


def test_exports_page_allows_its_own_script_and_style_alone(client: Client, story: int) -> None:
    page = client().get(f"/stories/{story}/export.html").text
    policy = re.search(r'http-equiv="Content-Security-Policy" content="([^"]+)"', page)
    assert policy is not None
    for tag in ("script", "style"):
        (found,) = re.findall(rf"<{tag}>(.*?)</{tag}>", page, flags=re.DOTALL)
        digest = base64.b64encode(hashlib.sha256(found.encode()).digest()).decode()
        assert f"{tag}-src &#39;sha256-{digest}&#39;" in policy[1] or f"{tag}-src 'sha256-{digest}'" in policy[1]
    assert "http" not in re.sub(r'(href="https?:[^"]*"|https?://\S+|http-equiv)', "", policy[1])


def test_exports_table_has_every_support_with_its_exact_words(sample_document: dict[str, Any]) -> None:
    content = facts_csv(sample_document)
    assert content.startswith("\ufeff")
    rows = list(csv.DictReader(io.StringIO(content[1:], newline="")))
    assert len(rows) == sum(len(fact["support"]) for fact in sample_document["facts"])
    texts = {one["id"]: one["text"] for one in sample_document["articles"]}
    for row in rows:
        assert set(row) == set(COLUMNS)
        words = texts[row["article"]][int(row["start"]) : int(row["end"])]
        assert row["words"] in (words, f"'{words}")
    told = [row for row in rows if row["differences"]]
    assert {row["kind"] for row in told} >= {"differing"}
    assert all(re.match(r"\w+ in \w+: “.+” against “.+” \(.+\)", row["differences"], re.DOTALL) for row in told)


@pytest.mark.parametrize(
    "words", ["=HYPERLINK(1)", "+1 (555)", "-5 degrees", "@SUM(A1)", "\t=1+1", "\r=1", "  =1", "\uff1d1+1", "\uff201"]
)
def test_exports_table_has_no_formulas(words: str) -> None:
    one = {"id": "a1", "outlet": words, "url": None, "path": words, "published": None, "text": words}
    support = {"article": "a1", "start": 0, "end": len(words), "claim": "c1"}
    fact = {"id": "f1", "kind": "single", "independent": 1, "weight": 0.5, "support": [support], "differences": []}
    content = facts_csv({"articles": [one], "facts": [fact]})
    (row,) = csv.DictReader(io.StringIO(content[1:], newline=""))
    assert {row["words"], row["outlet"], row["address"]} == {f"'{words}"}
    assert (row["start"], row["weight"], row["published"]) == ("0", "0.5", "")


def test_exports_feed_has_an_entry_for_each_revision(client: Client, story: int) -> None:
    desk = client()
    answer = desk.get(f"/stories/{story}/export.atom")
    assert (answer.status_code, answer.headers["content-type"].split(";")[0]) == (200, "application/atom+xml")
    assert "content-disposition" not in answer.headers
    root = ET.fromstring(answer.content)  # noqa: S314 -- written by the desk itself
    assert root.tag == f"{ATOM}feed"
    for part in (root, *root.iter(f"{ATOM}entry")):
        for name in ("id", "title", "updated"):
            assert len(part.findall(f"{ATOM}{name}")) == 1
    entries = list(root.iter(f"{ATOM}entry"))
    assert [one.findtext(f"{ATOM}updated") for one in entries] == [TWO, ONE]
    idents = [one.findtext(f"{ATOM}id") or "" for one in entries]
    assert idents == [f"urn:tellings:story:{story}:{NOON}:revision:{number}" for number in (2, 1)]
    assert "change" in (entries[0].findtext(f"{ATOM}title") or "")
    assert "plan" in (entries[0].findtext(f"{ATOM}summary") or "").lower()
    other = TestClient(desk.app, base_url="http://127.0.0.1").get(f"/stories/{story}/export.atom")
    assert [one.findtext(f"{ATOM}id") for one in ET.fromstring(other.content).iter(f"{ATOM}entry")] == idents  # noqa: S314
    assert b"http://127.0.0.1/stories/" in other.content
    assert b"http://localhost" not in other.content


def test_exports_feed_of_hostile_words_is_xml(client: Client, desk_store: Store) -> None:
    hostile = put_story(desk_store, title="</title><script>\x0b & ]]>")
    answer = client().get(f"/stories/{hostile}/export.atom")
    root = ET.fromstring(answer.content)  # noqa: S314 -- written by the desk itself
    assert root.findtext(f"{ATOM}title") == "Tellings: </title><script>\ufffd & ]]>"
    assert not list(root.iter("script"))


def test_exports_of_what_is_not_there_are_missing(client: Client, desk_store: Store, story: int) -> None:
    desk, empty = client(), put_story(desk_store)
    assert desk.get(f"/stories/{story}/export.pdf").status_code == 404
    assert desk.get("/stories/999/export.json").status_code == 404
    assert desk.get(f"/stories/{empty}/export.json").status_code == 404
    assert desk.get(f"/stories/{empty}/export.atom").status_code == 200
    assert desk.get(f"/stories/{2**62}/export.json").status_code == 422
    assert client(tokens=True).get(f"/stories/{story}/export.json").status_code == 303


def test_exports_of_a_merged_story_are_those_of_the_one_that_stands(
    client: Client, desk_store: Store, story: int
) -> None:
    gone = put_story(desk_store)
    with desk_store.begin() as connection:
        merge_stories(connection, gone, story, ruling=Ruling(who="Ilka", why="the same", at=TWO))
        _, secret = create_token(connection, "reader", scope=Scope.READ, at=NOON)
    desk = client(tokens=True)
    answer = desk.get(f"/stories/{gone}/export.atom", headers={"authorization": f"Bearer {secret}"})
    assert (answer.status_code, answer.headers["location"]) == (307, f"/stories/{story}/export.atom")


@pytest.mark.models
def test_exports_from_reports_to_files(client: Client, desk_store: Store) -> None:
    from tellings.collect import FetchOptions, collect  # noqa: PLC0415
    from tellings.config import Settings  # noqa: PLC0415
    from tellings.runs.intake import take  # noqa: PLC0415
    from tellings.types.articles import Hints  # noqa: PLC0415
    from tests.conftest import SAMPLE  # noqa: PLC0415 -- only this test reads it

    settings = Settings()
    options = FetchOptions.of(settings)
    for outcome in collect([SAMPLE], hints=Hints(origin="option"), max_bytes=1_000_000, options=options):
        take(desk_store, outcome, at=NOON)
    done = bring_up_to_date(desk_store, settings=settings, clock=lambda: NOON, settle=True)
    assert (done.placed, done.labelled, done.failed, done.dossiers) == (5, 5, 0, 1)
    desk = client()
    document = json.loads(desk.get("/stories/1/export.json").text)
    assert len(document["articles"]) == 5
    for form in ("html", "md", "csv"):
        content = desk.get(f"/stories/1/export.{form}").text
        assert all((one["outlet"] or "") in content for one in document["articles"]), form

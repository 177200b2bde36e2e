"""What the API changes: decisions, feeds, tokens; by whom, and only if nobody was faster."""

from __future__ import annotations

import re

import pytest
from starlette.testclient import TestClient

from tellings.config import Settings
from tellings.runs.labels import MAKER, release_of
from tellings.serve.cookies import SEED
from tellings.store.access import list_audit
from tellings.store.articles import articles_of
from tellings.store.labels import get_labels, put_labels
from tests.serve.api.conftest import Filled
from tests.store.made import NOON

RENAME = {"kind": "rename", "story": 1, "title": "Blue Heron", "why": "its name"}


def test_decisions_rename_and_undo(filled: Filled) -> None:
    client = filled.client("edit")
    made = client.post("decisions", json=RENAME)
    assert made.status_code == 201
    assert made.headers["location"] == f"/api/v1/decisions/{made.json()['id']}"
    assert client.get(made.headers["location"]).json() == made.json()
    assert (made.json()["who"], made.json()["before"], made.json()["after"]) == (
        "edit",
        "Ferry runs aground off Port Ansel",
        "Blue Heron",
    )
    assert client.get("stories/1").json()["title"] == "Blue Heron"
    undone = client.post(f"decisions/{made.json()['id']}/undo")
    assert (undone.status_code, undone.json()["undone_by"]) == (200, "edit")
    assert client.get("stories/1").json()["title"] == "Ferry runs aground off Port Ansel"
    again = client.post(f"decisions/{made.json()['id']}/undo")
    assert (again.status_code, again.json()["error"]["code"]) == (409, "T009")
    with filled.store.read() as connection:
        assert [line.action for line in list_audit(connection)] == ["story.undo", "story.rename"]


def test_decisions_split_move_and_merge(filled: Filled) -> None:
    client = filled.client("edit")
    split = client.post(
        "decisions", json={"kind": "split", "story": 1, "articles": [4], "title": " In Greek ", "why": "so"}
    ).json()
    assert (split["kind"], split["other"], split["articles"]) == ("split", 1, [4])
    fresh = split["story"]
    assert client.get(f"stories/{fresh}").json()["title"] == "In Greek"
    assert client.post("decisions", json={"kind": "move", "story": 2, "article": 3, "why": "so"}).status_code == 201
    assert client.get("articles/3").json()["story"] == 2
    assert client.post("decisions", json={"kind": "merge", "story": fresh, "into": 1, "why": "so"}).status_code == 201
    merged = client.get(f"stories/{fresh}").json()
    assert (merged["merged_into"], merged["reports"], merged["first_at"]) == (1, 0, None)
    assert client.get("stories/1").json()["reports"] == 3


def test_decisions_build_the_dossiers_of_small_stories_anew(filled: Filled) -> None:
    with filled.store.begin() as connection:  # labels of this release, or building waits for the next run
        for one in articles_of(connection, 1):
            marks = get_labels(connection, one.current)
            assert marks is not None
            put_labels(connection, one.current, marks, maker=MAKER, release=release_of(Settings()), at=NOON)
    client = filled.client("edit")
    made = client.post(
        "decisions", json={"kind": "split", "story": 1, "articles": [4], "title": "In Greek", "why": "so"}
    ).json()
    for story, reports in ((1, 3), (made["story"], 1)):
        told = client.get(f"stories/{story}").json()
        assert (told["stale"], told["reports"]) == (False, reports)
        assert len(client.get(f"stories/{story}/dossier").json()["articles"]) == reports
    client.post(f"decisions/{made['id']}/undo")
    assert client.get("stories/1").json()["stale"] is False
    assert len(client.get("stories/1/dossier").json()["articles"]) == 4


@pytest.mark.parametrize(
    ("sent", "status", "code"),
    [
        ({"kind": "merge", "story": 1, "into": 1, "why": "so"}, 422, "T010"),
        ({"kind": "merge", "story": 1, "into": 99, "why": "so"}, 404, "T013"),
        ({"kind": "split", "story": 1, "articles": [5], "title": "x", "why": "so"}, 422, "T010"),
        ({"kind": "split", "story": 1, "articles": [], "title": "x", "why": "so"}, 422, "H011"),
        ({"kind": "rename", "story": 1, "title": " ", "why": "so"}, 422, "H011"),
        ({"kind": "rename", "story": 2**70, "title": "x", "why": "so"}, 422, "H011"),
        ({"kind": "rename", "story": 1, "title": "x", "more": 1, "why": "so"}, 422, "H011"),
        ({"kind": "burn", "story": 1, "why": "so"}, 422, "H011"),
        ({**RENAME, "change": 99}, 409, "T009"),
        ({**RENAME, "why": ""}, 422, "H011"),
        ({**RENAME, "why": " \n"}, 422, "H011"),
        ({"kind": "rename", "story": 1, "title": "x"}, 422, "H011"),
        ({"kind": "merge", "story": 1, "into": 2}, 422, "H011"),
        ({"kind": "split", "story": 1, "articles": [4], "title": "x"}, 422, "H011"),
        ({"kind": "move", "story": 2, "article": 3}, 422, "H011"),
        ([], 422, "H011"),
    ],
)
def test_decisions_that_cannot_be_are_refused(filled: Filled, sent: object, status: int, code: str) -> None:
    answer = filled.client("edit").post("decisions", json=sent)
    assert (answer.status_code, answer.json()["error"]["code"]) == (status, code)


def test_of_two_editors_the_second_is_told(filled: Filled) -> None:
    first, second = filled.client("edit"), filled.client("admin")
    seen = second.get("stories/1")
    assert first.post("decisions", json=RENAME, headers={"if-match": seen.headers["etag"]}).status_code == 201
    late = second.post("decisions", json={**RENAME, "title": "Heron"}, headers={"if-match": seen.headers["etag"]})
    assert (late.status_code, late.json()["error"]["code"]) == (412, "T009")
    late = second.post("decisions", json={**RENAME, "title": "Heron", "change": seen.json()["change"]})
    assert (late.status_code, late.json()["error"]["code"]) == (409, "T009")
    assert second.get("stories/1").json()["title"] == "Blue Heron"
    tag = second.get("stories/1").headers["etag"]
    weak = second.post("decisions", json={**RENAME, "title": "Heron"}, headers={"if-match": f"W/{tag}"})
    assert weak.status_code == 412
    assert second.post("decisions", json=RENAME, headers={"if-match": f'"old", {tag}'}).status_code == 201


def test_a_reader_may_change_nothing_and_an_editor_makes_no_tokens(filled: Filled) -> None:
    reader, editor = filled.client("read"), filled.client("edit")
    assert reader.post("decisions", json=RENAME).json()["error"]["code"] == "H008"
    assert reader.post("feeds", json={"address": "https://x.example/rss"}).status_code == 403
    assert reader.delete("feeds/1").status_code == 403
    for address in ("tokens", "audit"):
        assert editor.get(address).status_code == 403
    assert editor.post("tokens", json={"name": "x", "scope": "admin"}).status_code == 403


def test_feeds_are_followed_once_and_left(filled: Filled) -> None:
    client = filled.client("edit")
    sent = {"address": "https://herald.example/rss", "outlet": "Herald"}
    made = client.post("feeds", json=sent)
    assert (made.status_code, made.json()["health"], made.json()["entries"]) == (201, "new", {})
    assert client.post("feeds", json=sent).status_code == 200
    assert client.get(made.headers["location"]).json() == made.json()
    assert client.delete(made.headers["location"]).status_code == 204
    assert client.delete(made.headers["location"]).status_code == 404
    with filled.store.read() as connection:
        assert [line.action for line in list_audit(connection)] == ["feed.remove", "feed.add"]


@pytest.mark.parametrize("address", ["ftp://x.example/rss", "https://a:b@x.example/", "file:///etc/passwd", "https://"])
def test_feeds_only_take_addresses_that_may_be_asked_for(filled: Filled, address: str) -> None:
    assert filled.client("edit").post("feeds", json={"address": address}).status_code == 422


def test_tokens_are_shown_once_and_withdrawn_at_once(filled: Filled) -> None:
    client = filled.client("admin")
    made = client.post("tokens", json={"name": "Bea", "expires_at": "2031-06-01T00:00:00+02:00"}).json()
    assert (made["scope"], made["expires_at"]) == ("read", "2031-05-31T22:00:00Z")
    assert made["secret"] not in client.get("tokens").text
    assert made["secret"] not in client.get("audit").text
    other = filled.client(None)
    other.headers["authorization"] = f"Bearer {made['secret']}"
    assert other.get("stories").status_code == 200
    assert client.delete(f"tokens/{made['id']}").status_code == 204
    assert other.get("stories").status_code == 401
    assert [line["action"] for line in client.get("audit").json()["items"]] == ["token.revoke", "token.add"]


def signed_in(filled: Filled) -> TestClient:
    client = filled.client(None)
    found = re.search(r'name="csrf" value="([^"]+)"', client.get("/login").text)
    assert found is not None
    sent = {"token": filled.secrets["edit"], "csrf": found.group(1)}
    assert client.post("/login", data=sent).status_code == 303
    return client


def test_a_browser_needs_the_secret_of_its_forms_to_change_anything(filled: Filled) -> None:
    client = signed_in(filled)
    assert client.get("stories/1").status_code == 200
    for headers in ({}, {"x-csrf-token": "x" * 43}):
        answer = client.post("decisions", json=RENAME, headers=headers)
        assert (answer.status_code, answer.json()["error"]["code"]) == (403, "H009")
        assert client.delete("feeds/1", headers=headers).status_code == 403
    assert client.post("decisions", json=RENAME, headers={"x-csrf-token": client.cookies[SEED]}).status_code == 201


def test_a_body_with_strange_characters_is_refused_or_kept_harmless(filled: Filled) -> None:
    client = filled.client("edit")
    headers = {"content-type": "application/json"}
    for body in (b'{"kind":"rename","story":1,"title":"\\ud800"}', b'{"\\ud800":1}', b"\xff", b"[" * 100_000):
        assert client.post("decisions", content=body, headers=headers).status_code in (400, 422)
    kept = client.post("decisions", json={**RENAME, "title": "a\x00b"})
    assert kept.json()["after"] == "a\ufffdb"


def test_a_desk_without_tokens_answers_everybody(filled: Filled) -> None:
    client = filled.client(None, tokens=False)
    assert client.get("tokens").status_code == 200
    sent = {"kind": "rename", "story": 1, "title": "Blue Heron", "why": "so"}
    assert client.post("decisions", json=sent).json()["who"] == "local"

"""The desk's guards: who gets in, from where, with what, and what every answer carries."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from starlette.testclient import TestClient

from tellings.errors import SettingError
from tellings.serve.options import check_binding
from tellings.store import Store
from tellings.store.access import create_token, list_audit, list_tokens, revoke_token
from tellings.types.articles import Dropped
from tellings.types.store import Scope

Make = Callable[..., TestClient]
AT = "2031-05-04T11:00:00Z"


def secret_of(store: Store, scope: Scope = Scope.READ, **rest: str) -> str:
    return store.write(lambda connection: create_token(connection, "Ada", scope=scope, at=AT, **rest)[1])


def form_of(client: TestClient, address: str) -> str:
    found = re.search(r'name="csrf" value="([^"]+)"', client.get(address).text)
    assert found is not None
    return found.group(1)


def test_app_shows_its_pages_on_an_empty_store(client: Make) -> None:
    desk = client()
    for address, words in (("/", "No story yet"), ("/sources", "No feed is followed"), ("/drops", "Nothing was left")):
        answer = desk.get(address)
        assert answer.status_code == 200
        assert words in answer.text


def test_app_every_answer_forbids_what_is_not_the_desks_own(client: Make) -> None:
    desk = client()
    for address in ("/", "/nowhere", "/static/desk.css", "/api/v1/nowhere"):
        headers = desk.get(address).headers
        assert "default-src 'none'" in headers["content-security-policy"]
        assert "unsafe" not in headers["content-security-policy"]
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["referrer-policy"] == "same-origin"
    assert desk.get("/").headers["cache-control"] == "no-store"


def test_app_pages_have_no_inline_script_or_style_and_ask_nobody_else(client: Make) -> None:
    text = client().get("/").text
    assert not re.search(r"<script(?![^>]*\ssrc=\"/static/)|<style|\sstyle=|\son[a-z]+=", text)
    assert not re.search(r'(?:href|src|action)="(?!/|#)', text)


def test_app_refuses_a_host_that_is_not_its_own(client: Make) -> None:
    answer = client().get("/", headers={"host": "evil.example"})
    assert answer.status_code == 421
    assert answer.json()["error"]["code"] == "H003"
    assert client().get("/", headers={"host": "[::1]:8000"}).status_code == 200


@pytest.mark.parametrize(
    "headers", [{"origin": "http://evil.example"}, {"sec-fetch-site": "cross-site"}, {"origin": "null"}]
)
def test_app_refuses_changes_from_pages_of_other_sites(client: Make, headers: dict[str, str]) -> None:
    desk = client()
    answer = desk.post("/login", data={"csrf": form_of(desk, "/login")}, headers=headers)
    assert (answer.status_code, answer.json()["error"]["code"]) == (403, "H004")


def test_app_refuses_large_bodies_with_and_without_a_stated_length(client: Make) -> None:
    desk = client(body_bytes=1000)
    told = desk.post("/login", data={"token": "x" * 2000})
    assert (told.status_code, told.json()["error"]["code"]) == (413, "H005")
    untold = desk.post(
        "/login",
        content=(b"token=" + b"x" * 500 for _ in range(4)),
        headers={"content-type": "application/x-www-form-urlencoded"},
    )
    assert untold.status_code == 413


@pytest.mark.parametrize("length", ["\u00b2", "9" * 5000, "-1"])
def test_app_refuses_a_length_that_is_no_number(client: Make, length: str) -> None:
    answer = client().post("/login", content=b"", headers={b"content-length": length.encode("latin-1")})
    assert (answer.status_code, answer.json()["error"]["code"]) == (413, "H005")


def test_app_slows_down_who_asks_too_often(client: Make) -> None:
    desk = client(requests_per_minute=3)
    answers = [desk.get("/") for _ in range(4)]
    assert [answer.status_code for answer in answers] == [200, 200, 200, 429]
    assert int(answers[-1].headers["retry-after"]) >= 1


def test_session_without_a_token_only_the_login_opens(client: Make) -> None:
    desk = client(tokens=True)
    assert desk.get("/").headers["location"] == "/login"
    assert desk.get("/login").status_code == 200


def test_session_signs_in_with_a_token_and_out_again(client: Make, desk_store: Store) -> None:
    desk = client(tokens=True)
    secret = secret_of(desk_store)
    answer = desk.post("/login", data={"token": secret, "csrf": form_of(desk, "/login")})
    assert answer.status_code == 303
    cookie = answer.headers["set-cookie"].lower()
    assert "httponly" in cookie
    assert "samesite=strict" in cookie
    assert secret not in cookie
    page = desk.get("/")
    assert "Ada" in page.text
    with desk_store.read() as connection:
        assert [entry.action for entry in list_audit(connection)] == ["session.begin"]
        assert list_tokens(connection)[1].expires_at == "2031-05-05T00:00:00Z"
    desk.post("/logout", data={"csrf": form_of(desk, "/")})
    assert desk.get("/").status_code == 303


def test_session_ends_with_the_token_it_was_begun_with(client: Make, desk_store: Store) -> None:
    desk = client(tokens=True)
    desk.post("/login", data={"token": secret_of(desk_store), "csrf": form_of(desk, "/login")})
    assert desk.get("/").status_code == 200
    with desk_store.begin() as connection:
        revoke_token(connection, list_tokens(connection)[0].id, at="2031-05-04T12:00:00Z")
    assert desk.get("/").status_code == 303


def test_session_of_a_token_is_not_that_of_another_of_its_name(client: Make, desk_store: Store) -> None:
    first, second = client(tokens=True), client(tokens=True)
    for desk in (first, second):
        desk.post("/login", data={"token": secret_of(desk_store), "csrf": form_of(desk, "/login")})
    with desk_store.begin() as connection:
        revoke_token(connection, list_tokens(connection)[0].id, at="2031-05-04T12:00:00Z")
        create_token(connection, "Ada", scope=Scope.EDIT, at="2031-05-04T12:00:00Z")
    assert (first.get("/").status_code, second.get("/").status_code) == (303, 200)
    with desk_store.read() as connection:
        assert [one.parent for one in list_tokens(connection)] == [None, 1, None, 3, None]


def test_session_signing_out_leaves_a_bearer_token_as_it_is(client: Make, desk_store: Store) -> None:
    desk = client(tokens=True)
    bearer = {"authorization": f"Bearer {secret_of(desk_store)}"}
    desk.post("/logout", data={"csrf": form_of(desk, "/login")}, headers=bearer)
    assert desk.get("/", headers=bearer).status_code == 200


def test_session_a_form_in_a_strange_charset_is_refused(client: Make) -> None:
    desk = client(tokens=True)
    form_of(desk, "/login")
    body = b'--x\r\nContent-Disposition: form-data; name="csrf"\r\n\r\n\\ud800\r\n--x--\r\n'
    kind = {"content-type": "multipart/form-data; boundary=x; charset=unicode_escape"}
    answer = desk.post("/login", content=body, headers=kind)
    assert (answer.status_code, "H009" in answer.text) == (403, True)


def test_session_refuses_a_wrong_token_and_an_expired_one(client: Make, desk_store: Store) -> None:
    desk = client(tokens=True)
    for secret in ("tellings_wrong", secret_of(desk_store, expires_at="2031-05-04T11:59:00Z")):
        answer = desk.post("/login", data={"token": secret, "csrf": form_of(desk, "/login")})
        assert answer.status_code == 403
        assert "not valid" in answer.text


def test_session_refuses_a_form_without_its_secret(client: Make, desk_store: Store) -> None:
    desk = client(tokens=True)
    desk.get("/login")
    for sent in ("", "x" * 43):
        answer = desk.post("/login", data={"token": secret_of(desk_store), "csrf": sent})
        assert answer.status_code == 403
        assert "H009" in answer.text


def test_session_a_bearer_token_opens_a_page(client: Make, desk_store: Store) -> None:
    desk = client(tokens=True)
    assert desk.get("/", headers={"authorization": f"Bearer {secret_of(desk_store)}"}).status_code == 200
    assert desk.get("/", headers={"authorization": "Bearer no"}).status_code == 303


def test_faults_are_a_page_for_people_and_json_for_programs(client: Make) -> None:
    desk = client()
    page = desk.get("/nowhere")
    assert page.status_code == 404
    assert "<h1>Nothing here</h1>" in page.text
    assert desk.get("/api/v1/nowhere").json()["error"]["code"] == "H010"
    assert desk.get("/?day=2031-13-40").status_code == 422


def test_drops_escape_what_they_show(client: Make, desk_store: Store) -> None:
    lost = Dropped(source="<img src=x onerror=alert(1)>\u202e", stage="extract", code="E002", reason="<b>none</b>")
    from tellings.store.drops import put_drop  # noqa: PLC0415 -- used once

    desk_store.write(lambda connection: put_drop(connection, lost, at=AT))
    text = client().get("/drops").text
    assert "&lt;img src=x onerror" in text
    assert "<img" not in text
    assert "\u202e" not in text


def test_options_a_desk_open_to_others_insists_on_tokens() -> None:
    check_binding("127.0.0.1", tokens=False)
    check_binding("localhost", tokens=False)
    check_binding("192.0.2.7", tokens=True)
    with pytest.raises(SettingError, match="H002"):
        check_binding("192.0.2.7", tokens=False)
    with pytest.raises(SettingError, match="H002"):
        check_binding("0.0.0.0", tokens=False)  # noqa: S104 -- what must be refused

"""What the API answers to readers: shapes, tags, parts of lists, filters, errors."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from jsonschema import Draft202012Validator
from starlette.testclient import TestClient

from tellings.report.verify import verify
from tellings.store import open_store
from tellings.store.articles import put_article
from tellings.store.dossiers import put_dossier
from tellings.store.stories import assign, create_story
from tests.serve.api.conftest import Filled, Stencil, filled_of
from tests.store.made import NOON, article
from tests.store.test_agenda import document

LISTS = (
    "stories",
    "stories?order=differences",
    "stories?order=independent",
    "stories/1/members",
    "stories/1/revisions",
    "articles",
    "articles/5/versions",
    "search",
    "statements?speaker=Reyl",
    "outlets",
    "drops",
    "tokens",
)


@pytest.fixture(scope="module")
def filled(stencil_of_desk: Stencil) -> Iterator[Filled]:
    """One store for all: nothing here changes it."""
    with open_store(stencil_of_desk.path) as store:
        yield filled_of(store, stencil_of_desk.secrets)


def pages(client: TestClient, address: str) -> Iterator[dict[str, object]]:
    """Yield a list's parts of one thing each."""
    join = "&" if "?" in address else "?"
    cursor = ""
    while True:
        answer = client.get(f"{address}{join}limit=1{cursor}")
        assert answer.status_code == 200
        yield answer.json()
        if answer.json()["next"] is None:
            return
        cursor = f"&after={answer.json()['next']}"


@pytest.mark.parametrize("address", LISTS)
def test_lists_in_parts_are_the_list(filled: Filled, address: str) -> None:
    client = filled.client("admin")
    whole = client.get(address).json()["items"]
    parts = list(pages(client, address))
    assert len(whole) > 1
    assert [one for part in parts for one in part["items"]] == whole  # type: ignore[attr-defined]
    assert all(len(part["items"]) == 1 for part in parts)  # type: ignore[arg-type]


@pytest.mark.parametrize("address", [*LISTS, "stories/1", "stories/1/dossier", "versions/6", "versions/1/labels"])
def test_every_answer_has_a_tag_that_saves_the_second_time(filled: Filled, address: str) -> None:
    client = filled.client("admin")
    tag = client.get(address).headers["etag"]
    assert not tag.startswith("W/")
    for sent in (tag, f"W/{tag}", f'"other", {tag}', "*"):
        again = client.get(address, headers={"if-none-match": sent})
        assert (again.status_code, again.content, again.headers["etag"]) == (304, b"", tag)
    other = client.get(address, headers={"if-none-match": '"other"'})
    assert other.status_code == 200
    assert other.headers["cache-control"] == "private, no-cache"


def test_a_numbered_revision_may_be_kept(filled: Filled) -> None:
    answer = filled.client("read").get("stories/1/dossier?revision=1")
    assert "immutable" in answer.headers["cache-control"]
    assert answer.headers["tellings-revision"] == "1"


def test_a_dossier_follows_its_schema_and_can_be_proved(filled: Filled) -> None:
    client = filled.client("read")
    document = client.get("stories/1/dossier").json()
    Draft202012Validator(client.get("dossier.schema.json").json()).validate(document)
    assert verify(document) > 20


def test_changes_between_revisions_are_told_with_the_words(filled: Filled) -> None:
    found = filled.client("read").get("stories/1/changes?from=1").json()
    assert (found["before"], found["after"]) == (1, 2)
    assert [change["kind"] for change in found["changes"]] == ["position_new"]
    assert "Per Aske opposes" in found["changes"][0]["after"][0]["text"]


def test_changes_without_a_revision_are_those_of_the_newest(filled: Filled) -> None:
    client = filled.client("read")
    asked = client.get("stories/1/changes").json()
    assert (asked["before"], asked["after"]) == (1, 2)
    assert asked == client.get("stories/1/changes?from=1&to=2").json()
    first = client.get("stories/1/changes?to=1").json()
    assert (first["before"], first["after"], first["changes"]) == (1, 1, [])


def test_members_say_why_they_are_there(filled: Filled) -> None:
    member = filled.client("read").get("stories/2/members").json()["items"][0]
    assert (member["by"], member["score"], member["reason"]) == ("machine", 0.4, "alone")
    assert member["article"]["address"] == "https://lantern.example/mill"


def test_a_text_comes_through_with_every_character(filled: Filled) -> None:
    client = filled.client("read")
    version = client.get("versions/6").json()
    assert version["text"].startswith("The mill \ud800 burned \x00 down, said \u202eMara")
    passage = client.get("search?q=burned").json()["items"][0]["passages"][0]
    assert version["text"][passage["start"] : passage["end"]] == passage["text"]
    assert [version["text"][mark["start"] : mark["end"]] for mark in passage["marks"]] == ["burned"]


def test_a_time_that_nobody_lives_to_see_does_no_harm(filled: Filled) -> None:
    article = filled.client("read").get("articles/5").json()
    assert article["published"] == "9999-01-01"
    assert article["at"].startswith("2225-")


def test_an_article_is_found_by_number_key_and_address(filled: Filled) -> None:
    client = filled.client("read")
    article = client.get("articles/5").json()
    assert client.get(f"articles/{article['key']}").json() == article
    assert client.get("articles", params={"address": article["address"]}).json()["items"] == [article]
    assert client.get("articles", params={"address": "https://no.example/"}).json()["items"] == []


def test_search_is_narrowed_by_every_filter(filled: Filled) -> None:
    client = filled.client("read")
    for asked, count in (
        ("q=ferry", 3),
        ("q=ferry&outlet=Northern Wire", 1),
        ("language=el", 1),
        ("said_by=Reyl", 2),
        ("story=2", 1),
        ("person=Reyl&until=2031-03-04T09:00:00Z", 1),
        ("differs_in=nothing", 0),
    ):
        found = client.get(f"search?count=true&{asked}").json()
        assert (len(found["items"]), found["total"]) == (count, count), asked


def test_people_statements_positions_and_plans(filled: Filled) -> None:
    client = filled.client("read")
    assert client.get("people?name=reyl").json()["items"] == [{"name": "Tomas Reyl", "type": "person", "reports": 2}]
    said = client.get("statements?speaker=reyl").json()["items"]
    assert said[0]["text"].startswith("We heard a crack like lightning")
    assert [one["stance"] for one in client.get("positions?actor=aske").json()["items"]] == ["against"]
    assert client.get("positions?actor=reyl").json()["items"] == []
    plan = client.get("plans").json()["items"][0]
    assert (plan["story"], plan["due"], plan["actors"]) == (1, "2031-03-04/2031-03-07", ["Straitline"])


@pytest.mark.parametrize(
    ("asked", "count"),
    [
        ("due_from=2031-03-07", 1),
        ("due_from=2031-03-08", 0),
        ("due_to=2031-03-07", 1),
        ("due_to=2031-03-06", 0),
        ("status=done", 0),
        ("status=planned", 1),
    ],
)
def test_plans_by_day_and_status(filled: Filled, asked: str, count: int) -> None:
    assert len(filled.client("read").get(f"plans?{asked}").json()["items"]) == count


def test_plans_come_by_the_day_they_are_due_in_full_parts(filled: Filled) -> None:
    with filled.store.begin() as connection:
        for number, dues in ((1, ("2032-01", None)), (2, ("2031-06-01", "2031-05"))):
            story = create_story(connection, f"Story {number}", at=NOON)
            made = article(url=f"https://y.example/{number}")
            put = put_article(connection, made, seen_at=NOON)
            assign(connection, put.article, story, score=1.0, reason="first", at=NOON)
            put_dossier(connection, story, document(made.id, *dues), versions=[put.version], at=NOON, maker="t")
    client = filled.client("read")
    dues, cursor = [], ""
    while cursor is not None:
        part = client.get(f"plans?limit=2{cursor and '&after=' + cursor}").json()
        assert len(part["items"]) == 2 or part["next"] is None
        dues += [one["due"] for one in part["items"]]
        cursor = part["next"]
    assert dues == [None, "2031-03-04/2031-03-07", "2031-05", "2031-06-01", "2032-01"]
    first = client.get("positions?actor=dahl&limit=1").json()
    second = client.get(f"positions?actor=dahl&limit=1&after={first['next']}").json()
    assert {first["items"][0]["story"], second["items"][0]["story"]} == {3, 4}
    assert (second["next"], second["items"][0]["changes"][0]["how"]) == (None, "softened")


@pytest.mark.parametrize(
    ("asked", "dues"),
    [
        ("due_from=2026-12-10", ["2026", "2026-12", "2026-12-24", "2027-01"]),
        ("due_from=2026-12-10&due_to=2026-12-20", ["2026", "2026-12"]),
        ("due_from=2026-12-01&due_to=2026-12-31", ["2026", "2026-12", "2026-12-09", "2026-12-24"]),
        ("due_from=2026-11-30&due_to=2026-11-30", ["2026"]),
        ("due_to=2025-12-31", []),
        ("due_from=2027-02-01&due_to=2028-01-01", []),
        ("due_from=2027-01-31", ["2027-01"]),
    ],
)
def test_plans_of_a_month_or_year_lie_in_every_window_with_a_day_of_it(
    filled: Filled, asked: str, dues: list[str]
) -> None:
    with filled.store.begin() as connection:
        story = create_story(connection, "Far", at=NOON)
        made = article(url="https://z.example/far")
        put = put_article(connection, made, seen_at=NOON)
        assign(connection, put.article, story, score=1.0, reason="first", at=NOON)
        # the quarter before it ends in a month, as the reports' times are written
        known = document(made.id, "2026", "2026-10/2026-12", "2026-12-24", "2026-12-09", "2027-01")
        put_dossier(connection, story, known, versions=[put.version], at=NOON, maker="t")
    found = filled.client("read").get(f"plans?{asked}").json()["items"]
    assert [one["due"].partition("/")[2] or one["due"] for one in found if one["story"] == story] == dues


@pytest.mark.parametrize(
    ("address", "status", "code"),
    [
        ("nowhere", 404, "H010"),
        ("stories/77", 404, "T013"),
        ("stories/1/dossier?revision=9", 404, "T013"),
        ("versions/5/labels", 404, "H010"),
        ("articles/r0000000000000000", 404, "T013"),
        ("articles/x", 422, "H011"),
        ("stories/0", 422, "H011"),
        ("stories/99999999999999999999999", 422, "H011"),
        ("stories?limit=201", 422, "H011"),
        ("stories?order=best", 422, "H011"),
        ("stories?since=0001-01-01", 422, "H011"),
        ("stories?since=9999-12-31T23:59:59-23:00", 422, "H011"),
        ("search?q=(", 422, "T014"),
        ("stories/1/changes?from=0", 422, "H011"),
        ("stories/1/changes?from=7", 404, "T013"),
        ("stories/2/changes", 404, "T013"),
    ],
)
def test_errors_have_one_shape(filled: Filled, address: str, status: int, code: str) -> None:
    answer = filled.client("read").get(address)
    assert answer.status_code == status
    assert set(answer.json()) == {"error"}
    assert answer.json()["error"]["code"] == code
    assert not answer.json()["error"]["message"].startswith(code)


@pytest.mark.parametrize(
    "cursor",
    [
        "x",
        "%00",
        "\u00e9",
        "W10",
        "bnVsbA",
        "WyJzdG9yaWVzLm5ld2VzdCIsMSwyXQ",
        "WyJzdG9yaWVzLm5ld2VzdCIsdHJ1ZSwxLDFd",
        "WyJzdG9yaWVzLm5ld2VzdCIsMSwxLDEuMF0",
        "WyJzdG9yaWVzLm5ld2VzdCIsMSwxLDk5OTk5OTk5OTk5OTk5OTk5OTk5OTk5XQ",
        "WyJzdG9yaWVzLm5ld2VzdCIsMSwxLDBd",
        "W1tbW1tb" * 90,
    ],
)
def test_a_cursor_that_was_not_given_is_refused(filled: Filled, cursor: str) -> None:
    answer = filled.client("read").get("stories", params={"after": cursor})
    assert (answer.status_code, answer.json()["error"]["code"]) == (422, "H011")


def test_a_cursor_of_another_list_is_refused(filled: Filled) -> None:
    client = filled.client("read")
    cursor = client.get("articles?limit=1").json()["next"]
    assert client.get("stories", params={"after": cursor}).status_code == 422


def test_a_filter_with_nul_finds_nothing(filled: Filled) -> None:
    assert filled.client("read").get("articles?outlet=%00").json()["items"] == []


def test_nothing_but_health_opens_without_a_token(filled: Filled) -> None:
    client = filled.client(None)
    document = client.get("/api/v1/openapi.json").json()
    assert len(document["paths"]) > 25
    for path, operations in document["paths"].items():
        for method in operations:
            address = path.replace("{article}", "1").replace("{", "").replace("}", "")
            filler = {"story": "1", "version": "1", "capture": "1", "decision": "1", "feed": "1", "token": "1"}
            address = "/".join(filler.get(part, part) for part in address.split("/"))
            status = client.request(method, address).status_code
            assert status == (200 if path == "/api/v1/health" else 401), (method, path)


def test_a_method_that_is_not_there_is_said_with_those_that_are(filled: Filled) -> None:
    answer = filled.client("edit").delete("stories/1")
    assert (answer.status_code, answer.headers["allow"]) == (405, "GET")


def test_the_description_names_every_error_and_the_token(filled: Filled) -> None:
    document = filled.client(None).get("/api/v1/openapi.json").json()
    read = document["paths"]["/api/v1/stories"]["get"]
    assert {"200", "304", "401", "403", "404", "422", "429", "503"} <= set(read["responses"])
    assert read["responses"]["422"]["content"]["application/json"]["schema"]["$ref"].endswith("/Failure")
    assert read["security"] == [{"token": []}]
    assert "HTTPValidationError" not in document["components"]["schemas"]

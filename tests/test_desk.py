"""The client against a desk that listens on loopback."""

from __future__ import annotations

import doctest
import re
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import httpx
import pytest
import uvicorn

import tellings
from tellings import Desk, tables
from tellings.errors import DeskError
from tellings.serve import DeskOptions, create_app
from tellings.store import open_store
from tests.serve.api.made import fill


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, dict[str, str]]]:
    """Yield the address of a running desk and secrets by scope."""
    with open_store(tmp_path_factory.mktemp("desk") / "desk.db") as store:
        secrets = fill(store)
        app = create_app(store, options=DeskOptions(tokens=True, requests_per_minute=1_000_000))
        server = uvicorn.Server(uvicorn.Config(app, port=0, log_level="critical", ws="none", lifespan="off"))
        thread = threading.Thread(target=server.run, daemon=True)
        thread.start()
        while not server.started:
            time.sleep(0.01)
        port = server.servers[0].sockets[0].getsockname()[1]
        yield f"http://127.0.0.1:{port}", secrets
        server.should_exit = True
        thread.join(timeout=10)


@pytest.fixture
def desk(served: tuple[str, dict[str, str]]) -> Iterator[Desk]:
    with Desk(served[0], served[1]["edit"]) as desk:
        yield desk


def test_desk_reads_everything(desk: Desk) -> None:
    assert desk.health().status == "ok"
    assert [story.id for story in desk.stories(order="independent")] == [1, 2]
    assert [member.article.id for member in desk.members(1)] == [4, 3, 1, 2]
    assert [revision.revision for revision in desk.revisions(1)] == [1, 2]
    assert [change.kind for change in desk.changes(1, 1).changes] == ["position_new"]
    article = next(desk.articles(outlet="The Lantern"))
    assert desk.article(article.key) == desk.article(article.id) == article
    assert [version.number for version in desk.versions(article.id)] == [1, 2]
    assert desk.version(6).text.startswith("The mill \ud800 burned \x00")
    assert desk.labels(1).statements[0].speaker is not None
    assert desk.capture(1).status == 200
    assert desk.capture(1).headers[1].name == "etag"
    assert [hit.article.outlet for hit in desk.search("ferry", outlet="Northern Wire")] == ["Northern Wire"]
    assert [name.name for name in desk.people("reyl")] == ["Tomas Reyl"]
    assert {saying.speaker for saying in desk.statements("reyl")} == {"Tomas Reyl"}
    assert [position.stance for position in desk.positions("aske")] == ["against"]
    assert [plan.status for plan in desk.plans(due_to="2031-12-31")] == ["planned"]
    assert [drop.code for drop in desk.drops()] == ["E002", "C003"]
    assert len(list(desk.outlets())) == 4


def test_desk_a_dossier_becomes_tables(desk: Desk) -> None:
    rows = tables.facts(desk.dossier(1))
    assert len(rows) == 5
    assert tables.positions(desk.dossier(1, revision=1)) == []


def test_api_document_tells_what_happens(served: tuple[str, dict[str, str]]) -> None:
    text = (Path(__file__).resolve().parent.parent / "docs" / "api.md").read_text(encoding="utf-8")
    told = {"address": served[0], "token": served[1]["read"]}
    test = doctest.DocTestParser().get_doctest(text, told, "api.md", "docs/api.md", 0)
    assert len(test.examples) > 10
    assert doctest.DocTestRunner(optionflags=doctest.ELLIPSIS).run(test).failed == 0


def test_api_document_names_every_address_and_table(served: tuple[str, dict[str, str]]) -> None:
    text = (Path(__file__).resolve().parent.parent / "docs" / "api.md").read_text(encoding="utf-8")
    with httpx.Client(base_url=served[0], trust_env=False) as client:
        paths = client.get("/api/v1/openapi.json").json()["paths"]
    real = {(method.upper(), path.removeprefix("/api/v1")) for path, ways in paths.items() for method in ways}
    assert set(re.findall(r"^\| `([A-Z]+) (\S+?)`", text, flags=re.MULTILINE)) == real
    for name, columns in tables.COLUMNS.items():
        assert f"| `{name}` | {', '.join(columns)} |" in text


def test_desk_lists_go_on_behind_a_part(desk: Desk) -> None:
    for number in range(103):
        desk.follow(f"https://feed{number:03}.example/rss")
    listed = [feed.address for feed in desk.feeds()]
    assert len(listed) == 104
    assert listed == sorted(set(listed))
    for feed in list(desk.feeds())[:103]:
        desk.unfollow(feed.id)
    assert len(list(desk.feeds())) == 1


def test_desk_decides_and_undoes(desk: Desk) -> None:
    seen = desk.story(1)
    made = desk.rename(1, "Blue Heron", why="its name", change=seen.change)
    assert (made.who, desk.story(1).title) == ("edit", "Blue Heron")
    with pytest.raises(DeskError) as raised:
        desk.rename(1, "Heron", why="its name", change=seen.change)
    assert (raised.value.status, raised.value.code) == (409, "T009")
    desk.undo(made.id)
    split = desk.split(1, [4], title="In Greek", why="another language")
    desk.undo(desk.move(3, 2, why="another ship").id)
    desk.merge(split.story, 1, why="one ship")
    assert [one.kind for one in desk.decisions(1)] == ["merge", "move", "split", "rename"]
    assert desk.story(1).reports == 4


def test_desk_refusals_are_errors_with_their_code(served: tuple[str, dict[str, str]], desk: Desk) -> None:
    address, secrets = served
    with Desk(address) as stranger, Desk(address, secrets["read"]) as reader, Desk("http://127.0.0.1:1") as nowhere:
        for broken, status, code in (
            (lambda: desk.story(99), 404, "T013"),
            (lambda: list(desk.search("(")), 422, "T014"),
            (lambda: stranger.story(1), 401, "H007"),
            (lambda: reader.rename(1, "x", why="y"), 403, "H008"),
            (nowhere.health, 0, "C019"),
        ):
            with pytest.raises(tellings.TellingsError) as raised:
                broken()
            assert isinstance(raised.value, DeskError)
            assert (raised.value.status, raised.value.code) == (status, code)


class Busy(BaseHTTPRequestHandler):
    """Is busy until ``left`` is 0, then well; or answers what no desk does."""

    left = 0
    body = b'{"status":"ok","version":"9"}'

    def do_GET(self) -> None:
        """Answer."""
        is_busy = Busy.left > 0
        Busy.left -= 1
        self.send_response(429 if is_busy else 200)
        if is_busy and Busy.left % 2:
            self.send_header("retry-after", "7")
        self.send_header("content-length", str(len(self.body)))
        self.end_headers()
        self.wfile.write(self.body)

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture
def busy() -> Iterator[str]:
    server = HTTPServer(("127.0.0.1", 0), Busy)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()
    Busy.body = b'{"status":"ok","version":"9"}'


def test_desk_waits_as_long_as_it_is_told_and_gives_up(busy: str) -> None:
    waits: list[float] = []
    with Desk(busy, sleep=waits.append) as desk:
        Busy.left = 2
        assert desk.health().version == "9"
        assert waits == [7.0, 2.0]
        Busy.left = 4
        with pytest.raises(DeskError) as raised:
            desk.health()
        assert raised.value.status == 429
        assert len(waits) == 5


@pytest.mark.parametrize("body", [b"<html>", b"[]", b'{"status":"ill"}', b"\xff"])
def test_desk_what_is_no_desk_is_said_so(busy: str, body: bytes) -> None:
    Busy.left, Busy.body = 0, body
    with Desk(busy) as desk, pytest.raises(DeskError, match="no desk"):
        desk.health()

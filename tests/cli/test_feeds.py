"""The commands that fill the store, run as the document about feeds runs them."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from typer.testing import CliRunner

from tellings.cli import app
from tellings.cli.terminal import Bar
from tellings.collect.opml import read_opml
from tests.collect.site import Site, article, edited

FEED = "<rss version='2.0'><channel><title>{0}</title><item><title>About</title><link>{1}</link></item></channel></rss>"


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Site]:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("TELLINGS_ALLOW_PRIVATE", "127.0.0.0/8")
    monkeypatch.setenv("TELLINGS_PAUSE_SECONDS", "0")
    monkeypatch.setenv("TELLINGS_STORE", str(tmp_path / "tellings.db"))
    with Site() as opened:
        yield opened


def run(*words: str, status: int = 0) -> tuple[str, str]:
    """Run a command; return its output and its messages."""
    result = CliRunner().invoke(app, list(words))
    error = result.exception
    assert result.exit_code == status, (result.output, error)
    return result.stdout, result.stderr


def serve(site: Site, number: int) -> None:
    page = f"/{number}.html"
    site.page(f"/{number}.xml", FEED.format(f"Paper {number}", page), Content_Type="application/rss+xml")
    site.page(page, article(title=f"Matter {number}", middle=f"It is the matter of paper {number}."))


@pytest.mark.usefixtures("site")
def test_feeds_an_empty_store_says_what_to_do() -> None:
    assert "'tellings feeds add ADDRESS'" in run("watch", "--once")[1]
    assert run("watch", "--once", "--json") == ("", "")
    out, told = run("stories")
    assert (out, "'tellings add'" in told) == ("", True)


def test_feeds_ten_from_a_list_are_followed(site: Site) -> None:
    """What docs/feeds.md shows."""
    outlines = "".join(f'<outline text="Paper {n}" type="rss" xmlUrl="{site.url(f"/{n}.xml")}"/>' for n in range(10))
    Path("feeds.opml").write_text(
        f"<opml version='2.0'><body><outline text='Papers'>{outlines}</outline></body></opml>"
    )
    for number in range(10):
        serve(site, number)
    assert "10 feeds are new, 0 feeds were followed already" in run("feeds", "import", "feeds.opml")[1]
    assert "0 feeds are new, 10 feeds were" in run("feeds", "import", "feeds.opml")[1]
    log = run("watch", "--once", "--no-stories")[1]
    assert log.count(" page new ") == 10
    assert log.count(" feed well ") == 10
    lines = run("feeds", "list")[0].splitlines()
    assert [line.split("\t")[1:4:2] for line in lines] == [["well", "1"]] * 10
    assert json.loads(run("feeds", "list", "--json")[0].splitlines()[0])["title"] == "Paper 0"
    assert run("watch", "--once", "--no-stories") == ("", "")
    run("feeds", "export", "--output", "mine.opml")
    run("feeds", "remove", site.url("/3.xml"), "1")
    assert len(run("feeds", "list")[0].splitlines()) == 8
    assert "2 feeds are new, 8 feeds were" in run("feeds", "import", "mine.opml")[1]


def test_feeds_of_a_page_are_found_and_what_is_none_is_said(site: Site) -> None:
    serve(site, 1)
    link = '<link rel="alternate" type="application/rss+xml" href="/1.xml">'
    site.page("/", f"<html><head>{link}</head><body>Front page</body></html>")
    assert f"followed: {site.url('/1.xml')}" in run("feeds", "add", site.url("/"))[1]
    assert "followed already" in run("feeds", "add", site.url("/1.xml"))[1]
    assert "[C032]" in run("feeds", "add", site.url("/1.html"), status=3)[1]
    assert "[C021]" in run("feeds", "add", site.url("/nothing"), status=3)[1]
    run("feeds", "add", "--no-check", site.url("/later.xml"))
    assert len(run("feeds", "list")[0].splitlines()) == 2


def test_feeds_list_with_a_broken_feed_says_which(site: Site) -> None:
    Path("x.opml").write_text('<opml><body><outline type="rss" text="Lost"/></body></opml>')
    assert "the feed 'Lost' has no address" in run("feeds", "import", "x.opml", status=3)[1]
    assert "R004" in str(CliRunner().invoke(app, ["feeds", "remove", "https://x.example/"]).exception)
    assert "C002" in str(CliRunner().invoke(app, ["feeds", "import", "none.opml"]).exception)


def test_add_and_versions_show_what_changed(site: Site) -> None:
    bodies = [article(middle=f"{count} members were in favour.") for count in ("Nine", "Ten", "Eleven")]
    site.add("/a", edited(*bodies))
    url = site.url("/a")
    words = []
    for _ in range(3):
        words.append(run("add", url)[1].split(":")[0])
        time.sleep(1.1)
    assert words == ["new", "changed", "changed"]
    lines = run("versions", url)[0].splitlines()
    assert [line[0] for line in lines[:3]] == ["1", "2", "3"]
    assert lines[4:] == ["[-Ten-] {+Eleven+} members were in favour."]
    assert "[-Nine-] {+Eleven+} members were in favour." in run("versions", url, "--compare", "1", "3")[0]
    plain = run("versions", url, "--compare", "1", "2", "--no-words")[0]
    assert "\n-Nine members were in favour.\n+Ten members were in favour.\n" in plain
    assert "R003" in str(CliRunner().invoke(app, ["versions", url, "--compare", "1", "9"]).exception)
    assert "R005" in str(CliRunner().invoke(app, ["versions", "nowhere.txt"]).exception)


def test_add_files_and_say_what_was_lost(site: Site) -> None:
    Path("a.html").write_text(article(), encoding="utf-8")
    Path("b.txt").write_text("", encoding="utf-8")
    log = run("add", "a.html", "b.txt", status=3)[1]
    assert "new: " in log
    assert "dropped b.txt: the file is empty [C003]" in log
    assert "same: " in run("add", "a.html")[1]
    assert run("versions", "a.html")[0].startswith("1\t")


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_watch_ends_cleanly_on_signals(site: Site, number: signal.Signals) -> None:
    serve(site, 1)
    run("feeds", "add", "--no-check", site.url("/1.xml"))
    command = [sys.executable, "-m", "tellings", "watch", "--no-stories", "--json"]
    with subprocess.Popen(command, stderr=subprocess.PIPE, env=dict(os.environ), text=True) as process:
        assert process.stderr is not None
        first, second = (json.loads(process.stderr.readline()) for _ in range(2))
        process.send_signal(number)
        assert process.wait(timeout=120) == 0
        assert process.stderr.read() == ""
    assert (first["what"], first["word"], second["what"], second["word"]) == ("feed", "well", "page", "new")


@pytest.mark.usefixtures("site")
def test_feeds_keep_their_headings_from_list_to_list() -> None:
    one, two = (f'<outline text="Paper {n}" type="rss" xmlUrl="https://x.example/{n}"/>' for n in (1, 2))
    nested = f'<outline text="Press &amp; radio"><outline text="Nørth">{one}</outline>{two}</outline>'
    body = f'{nested}<outline text="Daily">{one}</outline>'
    Path("in.opml").write_text(f"<opml version='2.0'><body>{body}</body></opml>", encoding="utf-8")
    assert "2 feeds are new, 0 feeds were followed already" in run("feeds", "import", "in.opml")[1]
    first = run("feeds", "export")[0]
    read, _ = read_opml(first.encode(), source="x")
    assert [(feed.title, feed.headings) for feed in read] == [
        ("Paper 1", (("Press & radio", "Nørth"), ("Daily",))),
        ("Paper 2", (("Press & radio",),)),
    ]
    Path("plain.opml").write_text(f"<opml version='2.0'><body>{one}</body></opml>")
    assert "0 feeds are new, 1 feed was followed already" in run("feeds", "import", "plain.opml")[1]
    assert run("feeds", "export")[0] == first
    Path("other.opml").write_text(f"<opml version='2.0'><body><outline text='Mine'>{one}</outline></body></opml>")
    run("feeds", "import", "other.opml")
    listed = [json.loads(line) for line in run("feeds", "list", "--json")[0].splitlines()]
    assert [feed["headings"] for feed in listed] == [[["Mine"]], [["Press & radio"]]]


def test_feeds_pause_and_resume(site: Site) -> None:
    serve(site, 1)
    run("feeds", "add", "--no-check", site.url("/1.xml"))
    assert f"paused: {site.url('/1.xml')}" in run("feeds", "pause", site.url("/1.xml"))[1]
    assert run("feeds", "list")[0].split("\t")[1:3] == ["paused", "never"]
    assert run("watch", "--once", "--no-stories") == ("", "")
    assert f"resumed: {site.url('/1.xml')}" in run("feeds", "resume", "1")[1]
    assert " page new " in run("watch", "--once", "--no-stories")[1]
    assert "R004" in str(CliRunner().invoke(app, ["feeds", "pause", "https://x.example/"]).exception)


def test_drops_are_listed_and_a_refused_page_is_written(site: Site) -> None:
    wall = "<html><body><h1>Log in</h1><form><input type=password></form></body></html>"
    site.page("/wall", wall)
    for path in ("/wall", "/wall", "/gone"):
        run("add", site.url(path), status=3)
    lines = [line.split("\t")[2:5] for line in run("drops")[0].splitlines()]
    assert sorted(lines) == [["collect", "C021", site.url("/gone")], ["extract", "E010", site.url("/wall")]]
    assert json.loads(run("drops", "--code", "E010", "--json")[0])["source"] == site.url("/wall")
    assert run("drops", site.url("/gone"), "--code", "E010")[0] == ""
    run("drops", site.url("/wall"), "--output", "kept/wall.html")
    assert Path("kept/wall.html").read_text() == wall
    for words in ([site.url("/gone")], []):
        assert "R005" in str(CliRunner().invoke(app, ["drops", *words, "--output", "x.html"]).exception)


def test_pages_of_addresses_and_files_move_the_same_bar(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    told: list[tuple[str, int, int | None]] = []
    monkeypatch.setattr(Bar, "__call__", lambda _bar, *step: told.append(step))
    site.page("/a", article())
    site.page("/b", article(title="Another matter", middle="It is told elsewhere."))
    run("extract", site.url("/a"), site.url("/b"))
    assert told[:2] == [("collect", 1, 2), ("collect", 2, 2)]
    assert {step[0] for step in told} == {"collect", "extract"}
    told.clear()
    Path("papers").mkdir()
    Path("papers/a.html").write_text(article(), encoding="utf-8")
    run("extract", "papers", site.url("/b"))
    assert told[:2] == [("collect", 1, None), ("collect", 2, None)]

"""The command line on addresses."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from typer.testing import CliRunner

from tellings.cli import app
from tests.collect.site import Site, article, redirect


@pytest.fixture
def site(monkeypatch: pytest.MonkeyPatch) -> Iterator[Site]:
    monkeypatch.setenv("TELLINGS_ALLOW_PRIVATE", "127.0.0.0/8")
    monkeypatch.setenv("TELLINGS_PAUSE_SECONDS", "0")
    with Site() as running:
        yield running


def test_web_fetch_keeps_pages_that_extract_reads(site: Site, tmp_path: Path) -> None:
    site.page("/a.html", article("Bridge to be rebuilt"))
    site.add("/b.html", redirect("http://10.0.0.1/"))
    folder, warc = tmp_path / "pages", tmp_path / "all.warc.gz"
    urls = [site.url("/a.html"), site.url("/b.html")]
    result = CliRunner().invoke(app, ["fetch", *urls, "--output", str(folder), "--warc", str(warc)])
    assert result.exit_code == 3
    assert "C014" in result.output
    assert warc.stat().st_size > 500
    [entry] = json.loads((folder / "meta.json").read_text(encoding="utf-8"))
    assert entry["source"] == urls[0]
    kept = CliRunner().invoke(app, ["extract", str(folder)])
    assert json.loads(kept.stdout)["title"] == "Bridge to be rebuilt"


def test_web_extract_takes_addresses_and_files(site: Site, tmp_path: Path) -> None:
    site.page("/a.html", article("Bridge to be rebuilt"))
    (tmp_path / "b.txt").write_text("The bridge at Lower Marrow was closed on Monday after the flood, officials said.")
    result = CliRunner().invoke(app, ["extract", site.url("/a.html"), str(tmp_path / "b.txt")])
    items = [json.loads(line) for line in result.stdout.splitlines()]
    assert {(item["url"], item["path"]) for item in items} == {
        (site.url("/a.html"), None),
        (None, (tmp_path / "b.txt").as_posix()),
    }


@pytest.mark.parametrize("option", ["--warc", "--output"])
def test_web_fetch_says_that_a_place_cannot_be_written(site: Site, tmp_path: Path, option: str) -> None:
    site.page("/a.html", article())
    (tmp_path / "file").write_text("in the way")
    place = str(tmp_path / "file" / "inside")
    result = CliRunner().invoke(app, ["fetch", site.url("/a.html"), option, place])
    assert result.exit_code == 1
    assert "C031" in str(result.exception)


def test_web_read_lists_what_was_lost_with_the_keys_of_the_contract(site: Site, tmp_path: Path) -> None:
    site.page("/a.html", article("Bridge to be rebuilt"))
    output = tmp_path / "dossier.json"
    urls = [site.url("/a.html"), site.url("/nothing.html")]
    result = CliRunner().invoke(app, ["read", *urls, "--format", "json", "--output", str(output)])
    assert result.exit_code == 3, result.output
    (lost,) = json.loads(output.read_text(encoding="utf-8"))["dropped"]
    assert (sorted(lost), lost["code"]) == (["code", "reason", "stage", "url"], "C021")

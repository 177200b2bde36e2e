"""Addresses among files, and what is said where fetching is not installed."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tellings import pipeline
from tellings.collect import FetchOptions, collect
from tellings.config import Settings
from tellings.errors import MissingExtra
from tellings.types.articles import Capture, Dropped
from tests.collect.site import Site, article


@pytest.fixture
def site() -> Iterator[Site]:
    with Site() as running:
        yield running


OPTIONS = FetchOptions(allow_private=("127.0.0.0/8",), pause_seconds=0.0, backoff_seconds=0.0)


def test_web_collects_files_and_addresses_in_the_order_given(site: Site, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("The bridge at Lower Marrow was closed on Monday after the flood.")
    (tmp_path / "b.txt").write_text("The bridge at Lower Marrow will be rebuilt by spring.")
    site.page("/one", article("One"))
    site.page("/two", article("Two"))
    site.page("/again", article("One"))
    paths = [site.url("/two"), tmp_path / "a.txt", site.url("/one"), site.url("/again"), tmp_path / "b.txt"]
    got = list(collect(paths, options=OPTIONS))
    assert [item.source for item in got] == [str(path) for path in paths]
    assert [type(item) for item in got] == [Capture, Capture, Capture, Dropped, Capture]
    assert isinstance(got[3], Dropped)
    assert got[3].code == "C006"


def test_web_reads_addresses_into_articles(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    site.page("/one.html", article("Bridge to be rebuilt in Lower Marrow"))
    monkeypatch.setenv("TELLINGS_ALLOW_PRIVATE", "127.0.0.0/8")
    monkeypatch.setenv("TELLINGS_PAUSE_SECONDS", "0")
    articles, dropped = pipeline.read_articles(
        [site.url("/one.html"), site.url("/none.html")], hints=None, settings=Settings(), progress=lambda *_: None
    )
    assert [(item.url, item.path, item.title) for item in articles] == [
        (site.url("/one.html"), None, "Bridge to be rebuilt in Lower Marrow")
    ]
    assert [item.code for item in dropped] == ["C021"]


def test_web_reads_a_charset_that_only_the_header_names(site: Site) -> None:
    words = article(middle="Старый мост через реку закрыли после паводка, рассказала Орла Веннинг.")
    site.page(
        "/koi", words.replace("“", '"').replace("”", '"').encode("koi8-r"), Content_Type="text/html; charset=KOI8-R"
    )
    [got] = collect([site.url("/koi")], options=OPTIONS)
    assert isinstance(got, Capture)
    assert got.charset == "koi8-r"
    read = pipeline.extract(got)
    assert not isinstance(read, Dropped)
    assert "Старый мост через реку" in read.text


def test_web_reads_utf_8_that_the_header_calls_latin(site: Site) -> None:
    site.page("/a", article(middle="Zoë Ærø said “yes”."), Content_Type="text/html; charset=ISO-8859-1")
    [got] = collect([site.url("/a")], options=OPTIONS)
    assert isinstance(got, Capture)
    read = pipeline.extract(got)
    assert not isinstance(read, Dropped)
    assert "Zoë Ærø said “yes”." in read.text


def test_web_names_the_extra_that_is_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "httpx", None)
    for name in ("fetch", "exchange"):
        monkeypatch.delitem(sys.modules, f"tellings.collect.{name}", raising=False)
    with pytest.raises(MissingExtra, match=r"pip install 'tellings\[web\]'"):
        list(collect(["https://news.example/a"]))


def test_web_needs_nothing_for_files(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setitem(sys.modules, "httpx", None)
    (tmp_path / "a.txt").write_text("The bridge at Lower Marrow was closed on Monday.")
    [got] = collect([tmp_path])
    assert isinstance(got, Capture)

"""Pages in a folder, for reading later."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from tellings.collect import collect
from tellings.collect.saving import read_saved, save_pages, saved_validators
from tellings.types.articles import Capture, Dropped, Unchanged
from tests.collect.fetching import fetcher
from tests.collect.site import Site, article, edited


@pytest.fixture
def site() -> Iterator[Site]:
    with Site() as running:
        yield running


def keep(urls: list[str], folder: Path) -> list[object]:
    seen: list[object] = []

    def outcomes() -> Iterator[Capture | Unchanged | Dropped]:
        for outcome in fetching.fetch_all(urls, known=saved_validators(read_saved(folder))):
            seen.append(outcome)
            yield outcome

    with fetcher() as fetching:
        save_pages(outcomes(), folder)
    return seen


def test_saving_gives_back_the_same_captures(site: Site, tmp_path: Path) -> None:
    site.page("/a.html", article("One").encode("cp1252"), Content_Type="text/html; charset=windows-1252")
    site.page("/b", '{"@type": "NewsArticle", "headline": "Two"}', Content_Type="application/json")
    fetched = keep([site.url("/a.html"), site.url("/gone"), site.url("/b")], tmp_path)
    read = [item for item in collect([tmp_path]) if isinstance(item, Capture)]
    assert len(read) == 2
    for capture in (item for item in fetched if isinstance(item, Capture)):
        [again] = [item for item in read if item.sha256 == capture.sha256]
        assert (again.content, again.media_type) == (capture.content, capture.media_type)
        assert (again.charset, again.hints.url) == (capture.charset, capture.hints.url)


def test_saving_again_asks_for_changes_and_keeps_one_file_a_page(site: Site, tmp_path: Path) -> None:
    site.add("/a.html", edited(article(middle="First."), article(middle="Second.")))
    site.page("/b.html", article("Other"))
    kinds = [[type(item) for item in keep([site.url("/a.html")], tmp_path)] for _ in range(3)]
    assert kinds == [[Capture], [Capture], [Unchanged]]
    keep([site.url("/b.html")], tmp_path)
    entries = json.loads((tmp_path / "meta.json").read_text(encoding="utf-8"))
    assert [entry["source"] for entry in entries] == [site.url("/a.html"), site.url("/b.html")]
    assert "Second." in (tmp_path / entries[0]["file"]).read_text(encoding="utf-8")
    assert len(list(tmp_path.iterdir())) == 3


def test_saving_asks_afresh_for_a_page_whose_file_is_gone(site: Site, tmp_path: Path) -> None:
    site.add("/a.html", edited(article()))
    keep([site.url("/a.html")], tmp_path)
    next(tmp_path.glob("*.html")).unlink()
    assert [type(item) for item in keep([site.url("/a.html")], tmp_path)] == [Capture]


def test_saving_keeps_the_entries_of_others(site: Site, tmp_path: Path) -> None:
    (tmp_path / "meta.json").write_text('[{"file": "own.txt", "outlet": "The Marrow Post"}]')
    site.page("/a.html", article())
    keep([site.url("/a.html")], tmp_path)
    entries = json.loads((tmp_path / "meta.json").read_text(encoding="utf-8"))
    assert [entry["file"] == "own.txt" for entry in entries] == [True, False]


@pytest.mark.parametrize(
    "path", ["/../../etc/passwd", "/%2e%2e/x", "/", "/a/b/" + "c" * 500, "/ä b".replace(" ", "%20")]
)
def test_saving_stays_in_its_folder(site: Site, tmp_path: Path, path: str) -> None:
    for asked in (path, "/etc/passwd", "/%C3%A4%20b"):
        site.page(asked, article())
    keep([site.url(path)], tmp_path / "in")
    assert [item.name for item in tmp_path.iterdir()] == ["in"]
    assert len(list((tmp_path / "in").glob("127-0-0-1*.html"))) == 1

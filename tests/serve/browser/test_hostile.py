"""Articles, names, feeds and questions that mean harm: shown as what they are, running nothing, breaking nothing."""

from __future__ import annotations

import csv
import io
import shutil
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from urllib.parse import quote

import pytest
from playwright.sync_api import Browser, Page
from running_desk import running

from tellings.store import Store, open_store
from tellings.store.articles import list_articles
from tellings.store.stories import list_stories
from tests.serve.browser import hostile
from tests.serve.browser.conftest import WIDTHS, Desk, width_of

pytestmark = pytest.mark.browser

OWNED = """() => [
  window.owned === undefined ? 0 : 1,
  document.querySelectorAll("main script, main img, main iframe, main object, main embed, main svg[onload]").length,
  [...document.querySelectorAll("*")].filter(n => [...n.attributes].some(a => a.name.startsWith("on"))).length,
  [...document.querySelectorAll("[href], [action], [src]")].map(
    n => (n.getAttribute("href") || n.getAttribute("action") || n.getAttribute("src") || "/").trim().toLowerCase()
  ).filter(a => !/^(https?:\\/\\/|\\/|#|\\?)/.test(a)).length,
]"""
"""What ran, what stands there that could load or run, handlers, links that lead neither to the web nor here."""


@pytest.fixture(scope="module")
def hostile_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("hostile") / "hostile.db"
    with open_store(path) as store:
        hostile.fill(store)
    return path


@pytest.fixture
def evil(hostile_file: Path, tmp_path: Path, browser: Browser) -> Iterator[Desk]:
    path = tmp_path / "desk.db"
    shutil.copy(hostile_file, path)
    with open_store(path) as store, running(store) as base:
        desk = Desk(base, store, browser)
        yield desk
        desk.close()


def addresses(store: Store) -> list[str]:
    """Return the address of every page on what the store holds."""
    with store.read() as connection:
        stories = [one.id for one in list_stories(connection)]
        articles = list_articles(connection)
    found = ["/", "/people", "/plans", "/decisions", "/sources", "/drops", "/search"]
    for one in stories:
        found += [f"/stories/{one}", f"/stories/{one}/edit"]
    found += [f"/stories/{stories[-1]}?since=1", f"/stories/{stories[-1]}/changes?from=1"]
    for article in articles:
        found += [f"/articles/{article.id}?marks=statements,names,times,quantities&start=0&end=90"]
        if article.versions > 1:
            found.append(f"/articles/{article.id}/versions")
    for left, right in pairwise(articles):
        found.append(f"/compare?left={left.id}&right={right.id}")
    return found


def asked() -> list[str]:
    """Return addresses that mean harm themselves."""
    words = [one.replace("\x00", "")[:900] for one in hostile.EVERY]
    made = [f"/search?q={quote(one)}" for one in words]
    made += [f"/search?q=dam&outlet={quote(one)}&person={quote(one)}&said_by={quote(one)}" for one in words[:5]]
    return made + [f"/people/{quote(one, safe='')}" for one in words[:6]] + [f"/{quote(one)}" for one in words[:5]]


def test_hostile_articles_run_nothing_and_break_no_page(evil: Desk) -> None:
    broken = []
    page = evil.open()
    names = people(page, evil)
    for address in addresses(evil.store) + names:
        answer = page.goto(address)
        assert answer is not None
        assert answer.status == 200, address
        page.evaluate("document.querySelectorAll('details').forEach(box => { box.open = true })")
        for width in (*WIDTHS, 360):
            page.set_viewport_size({"width": width, "height": 900})
            if width_of(page) > width:
                broken.append(f"{address} at {width} is {width_of(page)} wide")
        page.set_viewport_size({"width": 1280, "height": 900})
        if page.evaluate(OWNED) != [0, 0, 0, 0]:
            broken.append(f"{address} has {page.evaluate(OWNED)}")
    assert broken == []


def people(page: Page, desk: Desk) -> list[str]:
    """Return the addresses of the people and bodies that pages lead to."""
    page.goto("/people")
    with desk.store.read() as connection:
        articles = [one.id for one in list_articles(connection)]
    found = set(page.evaluate("[...document.querySelectorAll('main a[href^=\"/people/\"]')].map(a => a.pathname)"))
    for one in articles:
        page.goto(f"/articles/{one}")
        found |= set(page.evaluate("[...document.querySelectorAll('a[href^=\"/people/\"]')].map(a => a.pathname)"))
    assert len(found) >= 3
    return [one for one in sorted(found) if len(one) < 8000]


def test_hostile_questions_are_only_words(evil: Desk) -> None:
    broken = []
    page = evil.open(width=390)
    for address in asked():
        answer = page.goto(address)
        assert answer is not None
        assert answer.status in (200, 400, 404, 422), address
        if width_of(page) > 390 or page.evaluate(OWNED) != [0, 0, 0, 0]:
            broken.append(f"{address[:200]} is {width_of(page)} wide and has {page.evaluate(OWNED)}")
    evil.seen.complaints[:] = [one for one in evil.seen.complaints if "Failed to load resource" not in one]
    assert broken == []


def test_hostile_words_are_shown_as_they_are(evil: Desk) -> None:
    page = evil.open("/drops")
    text = page.locator("main").inner_text()
    assert hostile.SCRIPT in text
    assert "U+202E" in text
    assert "\u202e" not in text
    page.goto("/search?q=dam")
    assert "<script>window.owned=1" in page.locator(".hits").inner_text()


def test_hostile_lines_of_a_dossier_open(evil: Desk) -> None:
    with evil.store.read() as connection:
        story = next(one.id for one in list_stories(connection) if one.reports == 4)
    page = evil.open(f"/stories/{story}", width=390)
    for line in page.locator("main a[data-p]").all()[:20]:
        line.evaluate("node => node.click()")
        assert page.locator("#desk-body mark.hit").count() > 0
        assert width_of(page) <= 390
    assert page.evaluate(OWNED) == [0, 0, 0, 0]


def test_hostile_exports_are_harmless_elsewhere(evil: Desk, tmp_path: Path) -> None:
    with evil.store.read() as connection:
        story = next(one.id for one in list_stories(connection) if one.reports == 4)
    page = evil.open("/")
    for form in ("html", "csv"):
        with page.expect_download() as waiting:
            page.evaluate(f"location.assign('/stories/{story}/export.{form}')")
        waiting.value.save_as(tmp_path / f"story.{form}")
    rows = list(csv.reader(io.StringIO((tmp_path / "story.csv").read_text(encoding="utf-8-sig"))))
    assert len(rows) > 3
    assert [cell for row in rows for cell in row if cell.startswith(("=", "+", "-", "@", "\t", "\r"))] == []
    context = evil.browser.new_context(viewport={"width": 390, "height": 900})
    seen: list[str] = []
    own = context.new_page()
    own.on("request", lambda request: seen.append(request.url))
    own.on("dialog", lambda dialog: seen.append(dialog.message))
    own.goto((tmp_path / "story.html").as_uri())
    assert width_of(own) <= 390
    assert own.evaluate("window.owned") is None
    assert [one for one in seen if not one.startswith("file:")] == []
    context.close()

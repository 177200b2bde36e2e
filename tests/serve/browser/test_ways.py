"""The main ways through the desk, at a desk's width and a phone's, with script; reading also without."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page

from tellings.store.access import create_token
from tellings.types.store import Scope
from tests.serve.browser.conftest import WIDTHS, Desk, article_called, story_called, width_of

pytestmark = pytest.mark.browser

BOTH = pytest.mark.parametrize("width", WIDTHS)

DAM = "Corran promises"


def follow(page: Page, link: Locator) -> None:
    """Click on what leads to another page or place, and wait for it."""
    with page.expect_navigation(wait_until="domcontentloaded"):
        link.click()


def expect_status(desk: Desk, status: int) -> None:
    """Take away what the browser's console says of a page with a status that was meant."""
    found = [one for one in desk.seen.complaints if f"status of {status}" in one]
    assert len(found) == 1
    desk.seen.complaints.remove(found[0])


def titles(page: Page) -> list[str]:
    return page.locator(".card h2 a").all_inner_texts()


@BOTH
def test_ways_stories_of_the_day_sorted_and_filtered(desk: Desk, width: int) -> None:
    page = desk.open(width=width)
    assert len(titles(page)) == 4
    assert page.get_by_text("changed since you looked").count() == 3
    page.get_by_label("Order").select_option("differences")
    follow(page, page.get_by_role("button", name="Show"))
    assert DAM in titles(page)[0]
    told = [re.search(r"(\d+) differences?", text) for text in page.locator(".figures").all_inner_texts()]
    figures = [int(found[1]) if found else 0 for found in told]
    assert figures == sorted(figures, reverse=True)
    assert figures[0] > 0
    page.locator("input[name=day]").fill("2024-03-12")
    follow(page, page.get_by_role("button", name="Show"))
    assert titles(page) == []
    page.locator("input[name=day]").fill("2024-03-14")
    follow(page, page.get_by_role("button", name="Show"))
    assert any("Cranes" in title for title in titles(page))
    follow(page, page.get_by_role("link", name="2024-03-13"))
    assert page.locator("input[name=day]").input_value() == "2024-03-13"
    assert any("Gannet House" in title for title in titles(page))
    follow(page, page.get_by_role("link", name="All days"))
    assert len(titles(page)) == 4


@BOTH
def test_ways_a_story_says_what_changed_since_the_last_look(desk: Desk, width: int) -> None:
    page = desk.open(width=width)
    follow(page, page.get_by_role("link", name=re.compile(DAM)).first)
    assert "You looked last at revision 1" in page.locator(".notice").inner_text()
    follow(page, page.get_by_role("link", name="What changed since"))
    changed = page.locator("#changed")
    assert "Dam minister resigns" in changed.inner_text()
    assert changed.bounding_box() is not None
    page.reload()
    assert page.get_by_text("Nothing changed since you looked last").is_visible()
    assert page.locator("#changed").count() == 0
    page.goto("/")
    assert page.get_by_text("changed since you looked").count() == 2


@BOTH
def test_ways_a_line_of_the_dossier_shows_its_words(desk: Desk, width: int) -> None:
    page = desk.open(f"/stories/{story_called(desk.store, DAM)}", width=width)
    page.locator("#agreed a.words").first.click()
    passages = page.locator("#desk-body .found")
    assert passages.count() >= 2
    assert passages.first.locator("mark.hit").first.is_visible()
    assert width_of(page) <= width


@BOTH
def test_ways_an_article_opens_at_a_passage_and_shows_highlights(desk: Desk, width: int) -> None:
    ident = article_called(desk.store, "Valley wakes")
    page = desk.open(f"/articles/{ident}", width=width)
    said = page.locator(".speakers a", has_text="I warned them")
    follow(page, said)
    assert page.evaluate("location.hash").startswith("#")
    follow(page, page.get_by_role("link", name="Hide Statements"))
    assert page.locator(".body mark.m-statements").count() == 0
    follow(page, page.get_by_role("link", name="Show Quantities"))
    assert "1,200" in "".join(page.locator(".body mark.m-quantities").all_inner_texts())
    follow(page, page.locator(".speakers a", has_text="Nobody wrote back"))
    place = page.locator("mark.m-passage").first
    assert "Nobody wrote back" in place.inner_text()
    box = place.bounding_box()
    assert box
    assert 0 <= box["y"] < 900


@BOTH
def test_ways_two_versions_side_by_side(desk: Desk, width: int) -> None:
    page = desk.open(f"/articles/{article_called(desk.store, 'Four paintings')}", width=width)
    follow(page, page.get_by_role("link", name="Two versions side by side"))
    assert page.locator("del", has_text="three").last.is_visible()
    assert page.locator("ins", has_text="four").last.is_visible()
    one, other = page.locator("del").first.bounding_box(), page.locator("ins").first.bounding_box()
    assert one
    assert other
    assert (one["x"] < other["x"] - 200) == (width > 700)
    page.get_by_label("beside").select_option("1")
    follow(page, page.get_by_role("button", name="Show"))
    assert page.locator("del, ins").count() == 0


@BOTH
def test_ways_two_reports_side_by_side(desk: Desk, width: int) -> None:
    page = desk.open(f"/stories/{story_called(desk.store, DAM)}", width=width)
    page.locator("select[name=left]").select_option(str(article_called(desk.store, "Corran promises")))
    page.locator("select[name=right]").select_option(str(article_called(desk.store, "Dam minister")))
    follow(page, page.get_by_role("button", name="Side by side"))
    assert page.locator("#differing .matter").count() > 0
    assert "1986" in page.locator("#differing").inner_text()
    follow(page, page.locator("#differing a.open").first)
    assert page.locator("mark.m-passage").first.is_visible()


@BOTH
def test_ways_search_narrows_and_opens_at_the_passage(desk: Desk, width: int) -> None:
    page = desk.open("/search", width=width)
    page.get_by_label("Words to search for").fill("receipt OR “not one letter”")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert page.locator(".hits > li").count() >= 2
    page.get_by_label("Outlet").fill("The Savin Courier")
    page.get_by_label("Said by").fill("Dovic Harrane")
    follow(page, page.get_by_role("button", name="Search"))
    assert page.locator(".hits > li").count() == 1
    follow(page, page.locator(".passage a").first)
    passage = page.locator("mark.m-passage").first
    assert passage.is_visible()
    assert "/articles/" in page.url
    page.go_back()
    follow(page, page.get_by_role("link", name=re.compile("^outlet")))
    assert page.get_by_label("Outlet").input_value() == ""
    page.get_by_label("Words to search for").fill('"never closed')
    page.get_by_label("Story differs in").select_option("number")
    follow(page, page.get_by_role("button", name="Search"))
    assert page.get_by_label("Words to search for").input_value() == '"never closed'
    desk.seen.complaints[:] = [one for one in desk.seen.complaints if "status of 400" not in one]


@BOTH
def test_ways_a_person_and_what_they_said(desk: Desk, width: int) -> None:
    page = desk.open(f"/articles/{article_called(desk.store, 'Corran promises')}", width=width)
    follow(page, page.locator(".speakers h3 a", has_text="Ilsabet Corran"))
    assert "Ilsabet Corran" in page.locator("h1").inner_text()
    assert page.locator("main").inner_text().count("every page") >= 1
    follow(page, page.locator("main a[href*='/articles/']").first)
    assert "/articles/" in page.url
    page.goto("/people")
    assert page.get_by_role("link", name="Ilsabet Corran").first.is_visible()


@BOTH
def test_ways_plans_and_what_became_of_them(desk: Desk, width: int) -> None:
    page = desk.open(width=width)
    follow(page, page.get_by_role("link", name="Plans", exact=True))
    assert page.locator("h1").inner_text() == "Plans"
    assert "30 June" in page.locator("main").inner_text()
    follow(page, page.locator("main a[href*='/articles/'], main a[href*='/stories/']").first)
    assert re.search(r"/(articles|stories)/\d+", page.url)


@BOTH
def test_ways_a_person_renames_splits_moves_merges_and_undoes(desk: Desk, width: int) -> None:
    dam = story_called(desk.store, DAM)
    ferries = story_called(desk.store, "Saltmere")
    page = desk.open(f"/stories/{dam}/edit", width=width)
    page.locator("#title-rename").fill("The gate at Ulverane")
    page.locator("#why-rename").fill("shorter")
    follow(page, page.get_by_role("button", name="Rename"))
    assert page.locator("h1").inner_text() == "Edit: The gate at Ulverane"
    page.get_by_role("checkbox", name=re.compile("NewsBrick")).check()
    page.locator("#title-split").fill("What NewsBrick made of it")
    page.locator("#why-split").fill("a rewrite")
    follow(page, page.get_by_role("button", name="Split"))
    assert "took 1 report out" in page.get_by_role("status").inner_text()
    page.goto(f"/stories/{dam}/edit")
    page.locator("#article").select_option(label="The Daily Lantern: PM vows dam probe as thousands flee flood")
    page.locator("#other-move").fill(str(ferries))
    page.locator("#why-move").fill("by mistake")
    follow(page, page.get_by_role("button", name="Move", exact=True))
    assert "moved 1 report" in page.get_by_role("status").inner_text()
    follow(page, page.get_by_role("status").get_by_role("button", name=re.compile("Undo")))
    page.goto(f"/stories/{ferries}/edit")
    page.locator("#other-merge").fill(f"/stories/{story_called(desk.store, 'Cranes')}")
    page.locator("#why-merge").fill("both are of the valley")
    follow(page, page.get_by_role("button", name=re.compile("Merge into")))
    assert "joined story" in page.get_by_role("status").inner_text()
    page.goto("/decisions")
    assert page.locator("main li").count() == 4
    assert "undone" in page.locator("main").inner_text()
    follow(page, page.get_by_role("button", name=re.compile("Undo")).first)
    page.goto("/")
    assert sorted(one.split()[0] for one in titles(page)) == ["Cranes", "Ferry", "Four", "The", "What"]


@BOTH
def test_ways_exports_sources_and_what_was_left_out(desk: Desk, width: int, tmp_path: Path) -> None:
    page = desk.open(f"/stories/{story_called(desk.store, DAM)}", width=width)
    for name, start in (("page", "<!doctype html>"), ("Markdown", "# "), ("JSON", "{"), ("facts as CSV", "")):
        with page.expect_download() as waiting:
            page.locator(".exports").get_by_role("link", name=name, exact=True).click()
        waiting.value.save_as(tmp_path / "export")
        text = (tmp_path / "export").read_text(encoding="utf-8-sig")
        assert text.lower().startswith(start)
        assert "Ulverane" in text
    follow(page, page.get_by_role("link", name="Sources", exact=True))
    assert page.get_by_text("the server answered 503").is_visible()
    assert page.get_by_text("The Savin Courier").first.is_visible()
    follow(page, page.get_by_role("link", name="Left out", exact=True))
    follow(page, page.get_by_role("link", name=re.compile("extract E002")))
    assert page.locator(".lines li").count() == 2


@BOTH
def test_ways_sign_in_with_a_token_and_out_again(desk_with_tokens: Desk, width: int) -> None:
    desk = desk_with_tokens
    secret = desk.store.write(lambda one: create_token(one, "Ada", scope=Scope.READ, at="2024-03-14T17:00:00Z")[1])
    page = desk.open(width=width)
    assert page.url.endswith("/login")
    page.get_by_label("Token").fill("tellings_wrong")
    follow(page, page.get_by_role("button", name="Sign in"))
    assert page.get_by_role("alert").is_visible()
    page.get_by_label("Token").fill(secret)
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert page.locator(".out").inner_text().startswith("Ada")
    page.goto(f"/stories/{story_called(desk.store, DAM)}")
    assert page.get_by_role("link", name="Merge, split, rename").count() == 0
    follow(page, page.get_by_role("button", name="Sign out"))
    page.goto("/")
    assert page.url.endswith("/login")
    desk.seen.complaints[:] = [one for one in desk.seen.complaints if "status of 403" not in one]


@BOTH
def test_ways_everything_reads_without_script(desk: Desk, width: int) -> None:
    page = desk.open(width=width, java_script_enabled=False)
    follow(page, page.get_by_role("link", name=re.compile(DAM)).first)
    assert "Dam minister resigns" in page.locator("#changed").inner_text()
    link = page.locator("#agreed a.words").first
    target = str(link.get_attribute("href"))
    follow(page, link)
    assert page.url.endswith(target)
    follow(page, page.locator(".reports a.title").first)
    follow(page, page.get_by_role("link", name="Show Names"))
    assert page.locator("mark.m-names").count() > 3
    page.goto("/search?q=dam")
    follow(page, page.locator(".passage a").first)
    assert page.locator("mark.m-passage").first.is_visible()
    page.goto("/people/ilsabet-corran")
    assert "Corran" in page.locator("h1").inner_text()
    page.goto("/plans")
    assert "30 June" in page.locator("main").inner_text()


def test_ways_by_keyboard_from_the_list_to_the_words(desk: Desk) -> None:
    page = desk.open()
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.keyboard.press("Enter")
    for _ in range(12):
        page.keyboard.press("Tab")
        if DAM in page.evaluate("document.activeElement.textContent"):
            break
    assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") == "solid"
    page.keyboard.press("Enter")
    page.wait_for_url("**/stories/*")
    page.locator("#agreed a.words").first.focus()
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "desk-title"
    page.keyboard.press("Escape")
    assert page.evaluate("document.activeElement.matches('#agreed a.words')")


@BOTH
def test_ways_who_comes_second_reads_what_the_first_did_and_types_nothing_again(desk: Desk, width: int) -> None:
    address = f"/stories/{story_called(desk.store, DAM)}/edit"
    first, second = desk.open(address, width=width), desk.open(address, width=width)
    first.locator("#title-rename").fill("The gate at Ulverane")
    first.locator("#why-rename").fill("shorter")
    follow(first, first.get_by_role("button", name="Rename"))
    second.get_by_role("checkbox", name=re.compile("NewsBrick")).check()
    second.locator("#title-split").fill("What NewsBrick made of it")
    second.locator("#why-split").fill("a rewrite")
    follow(second, second.get_by_role("button", name="Split"))
    told = second.get_by_role("alert").inner_text()
    assert "Somebody was faster" in told
    expect_status(desk, 409)
    assert "The gate at Ulverane" in told
    follow(second, second.get_by_role("button", name="Split"))
    assert "took 1 report out" in second.get_by_role("status").inner_text()


@BOTH
def test_ways_a_report_is_removed_for_good(desk: Desk, width: int) -> None:
    article = article_called(desk.store, "Cranes nest")
    page = desk.open(f"/articles/{article}", width=width)
    follow(page, page.get_by_role("link", name="Remove this report for good"))
    page.get_by_label("Why").fill("the outlet asked for it")
    page.get_by_label("I am sure").check()
    follow(page, page.get_by_role("button", name="Remove for good"))
    assert "the outlet asked for it" in page.locator("#removed").inner_text()
    page.goto("/")
    assert not any("Cranes" in title for title in titles(page))
    gone = page.goto(f"/articles/{article}")
    assert gone is not None
    assert gone.status == 410
    assert "the outlet asked for it" in page.locator("main").inner_text()
    expect_status(desk, 410)

"""The page in a real browser: what a reader can do, and what an article cannot."""

from __future__ import annotations

from typing import Any

import pytest

from tests.browser.conftest import Opener

pytestmark = pytest.mark.browser

AGREED = "#agreed .fact a.words"


def test_page_a_click_on_a_line_shows_its_passage_in_every_report(open_page: Opener) -> None:
    page = open_page()
    page.locator(AGREED).click()
    cards = page.locator("#desk-body .found")
    assert cards.count() == 3
    assert page.locator("#desk-title").inner_text() == "In the words of 3 reports"
    hits = [card.locator("mark.hit").all_inner_texts() for card in cards.all()]
    words = ["".join("".join(hit).split("\n")) for hit in hits]
    assert words == ["No one was killed", "nobody had died", "U+202ENo one lost their life"]
    assert "Morrow, who heads the coast guard, said" in cards.nth(1).inner_text()
    assert page.url.endswith("dossier.html")


def test_page_the_passage_is_marked_in_the_full_text_too(open_page: Opener) -> None:
    page = open_page()
    page.locator(AGREED).click()
    assert page.locator("#r2 mark.hit").all_inner_texts() == ["nobody had died"]
    page.locator("#desk-body .found").nth(1).locator(".jump").click()
    assert page.evaluate("location.hash").startswith("#p")
    assert page.locator("#r2 mark.hit").is_visible()


def test_page_a_chip_shows_its_own_report_only(open_page: Opener) -> None:
    page = open_page()
    page.locator("#agreed .fact .chip", has_text="Northern Wire").click()
    assert page.locator("#desk-body .found h3 bdi").all_inner_texts() == ["Northern Wire"]


def test_page_works_by_keyboard(open_page: Opener) -> None:
    page = open_page()
    page.locator(AGREED).focus()
    page.keyboard.press("Enter")
    assert page.locator("#desk-body .found").count() == 3
    assert page.evaluate("document.activeElement.id") == "desk-title"
    page.keyboard.press("Escape")
    assert page.locator("#desk-body .found").count() == 0
    assert page.evaluate("document.activeElement.matches('#agreed .fact a.words')")


def test_page_the_first_tab_skips_to_the_account(open_page: Opener) -> None:
    page = open_page()
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.keyboard.press("Enter")
    assert page.evaluate("location.hash") == "#brief"


def test_page_every_line_opens(open_page: Opener) -> None:
    page = open_page()
    page.evaluate("document.querySelectorAll('details').forEach(box => { box.open = true })")
    lines = page.locator("main a[data-p]")
    assert lines.count() > 50
    for line in lines.all():
        line.evaluate("node => node.click()")
        assert page.locator("#desk-body mark.hit").count() > 0
    assert page.seen["errors"] == []


def test_page_marked_words_show_what_rests_on_them(open_page: Opener) -> None:
    page = open_page()
    page.locator("#r2 mark", has_text="nobody had died").click()
    assert page.locator("#desk-title").inner_text() == "What rests on these words"
    assert "Agreed" in page.locator("#desk-body .found .note").all_inner_texts()
    page.locator("#desk-body .found button").first.click()
    assert page.evaluate("document.activeElement.matches('a.words')")


def test_page_nothing_in_an_article_runs(open_page: Opener) -> None:
    page = open_page()
    page.locator(AGREED).click()
    assert page.title() == "Ferry runs aground off Port Ansel – 4 reports"
    assert page.locator("img").count() == 0
    assert page.locator("script").count() == 1
    assert "<script>" in page.locator("#r3").inner_text()


def test_page_even_injected_script_is_refused_by_the_policy(open_page: Opener) -> None:
    page = open_page()
    page.evaluate(
        "() => { const s = document.createElement('script'); s.textContent = \"document.title='owned'\";"
        " document.body.append(s); const i = document.createElement('div');"
        " i.innerHTML = '<img src=x onerror=\"document.title=1\">'; document.body.append(i) }"
    )
    page.wait_for_timeout(200)
    assert page.title() != "owned"
    assert page.title() != "1"
    assert any("Content Security Policy" in entry for entry in page.seen["errors"])


def test_page_a_hostile_story_title_is_inert(open_page: Opener, ferry_document: dict[str, Any]) -> None:
    title = "</title><script>document.title='owned'</script><img src=x onerror=\"document.title='owned'\">"
    page = open_page({**ferry_document, "story": {**ferry_document["story"], "title": title}})
    page.wait_for_timeout(100)
    assert page.title().startswith("</title><script>")
    assert page.locator("h1").inner_text().startswith("</title><script>")
    assert page.seen["errors"] == []


def test_page_no_request_leaves_it(open_page: Opener) -> None:
    page = open_page()
    page.locator(AGREED).click()
    page.locator("#theme").click()
    page.wait_for_timeout(200)
    assert [url for url in page.seen["requests"] if not url.startswith("file:")] == []
    assert len(page.seen["requests"]) == 1
    assert page.seen["errors"] == []


@pytest.mark.parametrize("width", [360, 390, 768, 1024, 1280, 1920])
def test_page_has_no_sideways_scroll(open_page: Opener, width: int) -> None:
    page = open_page(width=width)
    page.evaluate("document.querySelectorAll('details').forEach(box => { box.open = true })")
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.locator(AGREED).click()
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_page_on_a_phone_passages_come_from_below(open_page: Opener) -> None:
    page = open_page(width=390)
    assert not page.locator("#desk").is_visible()
    page.locator(AGREED).click()
    box = page.locator("#desk").bounding_box()
    assert box
    assert box["x"] == 0
    assert box["y"] + box["height"] == pytest.approx(900, abs=1)
    page.locator("#desk-close").click()
    assert not page.locator("#desk").is_visible()


def brightness(page: Any) -> float:  # noqa: ANN401 -- a page of playwright
    colour = page.evaluate("getComputedStyle(document.body).backgroundColor")
    return sum(int(part) for part in colour[4:-1].split(",")) / 3


def test_page_is_light_or_dark_as_the_reader_has_it(open_page: Opener) -> None:
    assert brightness(open_page()) > 200
    assert brightness(open_page(color_scheme="dark")) < 60


def test_page_the_button_turns_it_dark_and_back(open_page: Opener) -> None:
    page = open_page()
    page.locator("#theme").click()
    assert brightness(page) < 60
    page.reload()
    assert brightness(page) < 60
    page.locator("#theme").click()
    assert brightness(page) > 200


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_page_words_stand_out_from_paper(open_page: Opener, scheme: str) -> None:
    page = open_page(color_scheme=scheme)
    page.evaluate("document.querySelectorAll('details').forEach(box => { box.open = true })")
    page.locator(AGREED).click()
    weak = page.evaluate(CONTRAST)
    assert weak == []


CONTRAST = """() => {
  const light = c => { const v = c.map(x => x / 255).map(x => x <= .04045 ? x / 12.92 : ((x + .055) / 1.055) ** 2.4);
    return .2126 * v[0] + .7152 * v[1] + .0722 * v[2]; };
  const parse = c => c.match(/[\\d.]+/g).map(Number);
  const behind = node => { for (let n = node; n; n = n.parentElement) {
    const c = parse(getComputedStyle(n).backgroundColor);
    if (c.length === 3 || c[3] > 0) { return c.slice(0, 3); } } return [255, 255, 255]; };
  const weak = new Set();
  for (const node of document.querySelectorAll("main *, header *, nav *, aside *, footer *")) {
    if (![...node.childNodes].some(n => n.nodeType === 3 && n.textContent.trim())) { continue; }
    const style = getComputedStyle(node);
    const svg = node.namespaceURI.endsWith("svg");
    if (svg || !node.getClientRects().length || style.visibility === "hidden") { continue; }
    const a = light(parse(style.color)), b = light(behind(node));
    const ratio = (Math.max(a, b) + .05) / (Math.min(a, b) + .05);
    if (ratio < 4.5) { weak.add(node.tagName + "." + node.className + " " + ratio.toFixed(2)); }
  }
  return [...weak];
}"""
"""Words whose contrast with what is behind them is below WCAG AA for normal text (4.5)."""


def test_page_reads_without_script(open_page: Opener) -> None:
    page = open_page(java_script_enabled=False)
    assert not page.locator("#desk").is_visible()
    assert not page.locator("#theme").is_visible()
    link = page.locator("#agreed .fact .chip", has_text="Northern Wire")
    target = link.get_attribute("href")
    link.click()
    assert page.url.endswith(str(target))
    place = page.locator(f"{target}").bounding_box()
    assert place
    assert 0 <= place["y"] < 900
    page.locator("#timeline summary").click()
    assert page.locator("#timeline details li").first.is_visible()


def test_page_paper_shows_everything(open_page: Opener) -> None:
    page = open_page()
    page.emulate_media(media="print")
    page.evaluate("window.dispatchEvent(new Event('beforeprint'))")
    assert page.locator("#timeline details li").first.is_visible()
    assert not page.locator("nav").is_visible()
    assert not page.locator("#desk").is_visible()
    page.evaluate("window.dispatchEvent(new Event('afterprint'))")
    assert page.locator("details[open]").count() == 0


def test_page_has_landmarks_and_names(open_page: Opener) -> None:
    page = open_page()
    for role in ("banner", "navigation", "main", "complementary", "contentinfo"):
        assert page.get_by_role(role).count() == 1, role
    assert page.get_by_role("heading", level=1).count() == 1
    assert page.locator("html").get_attribute("lang") == "en"
    unnamed = page.evaluate(
        "[...document.querySelectorAll('a[href], button')].filter(n => !(n.textContent.trim() || n.ariaLabel)).length"
    )
    assert unnamed == 0

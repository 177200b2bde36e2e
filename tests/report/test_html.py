"""A dossier as a page, read as text; the browser tests drive it."""

from __future__ import annotations

import base64
import hashlib
import re
from html.parser import HTMLParser
from typing import Any

import pytest

from tellings.report.html import plural, to_html, visible
from tellings.report.jsonform import to_json
from tellings.report.outline import SECTIONS
from tests.report.story import many


class Reader(HTMLParser):
    """Collects ids, links, tags and text of a page."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.ids: list[str] = []
        self.links: list[str] = []
        self.tags: set[str] = set()
        self.attributes: set[str] = set()
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        for name, value in attrs:
            self.attributes.add(name)
            if name == "id" and value:
                self.ids.append(value)
            if name == "href" and value:
                self.links.append(value)


def test_html_same_dossier_same_page(document: dict[str, Any]) -> None:
    assert to_html(document) == to_html(document)


def test_html_sections_stand_in_order(document: dict[str, Any]) -> None:
    page = to_html(document)
    assert re.findall(r'<section id="([\w-]+)"', page) == [anchor for anchor, _ in SECTIONS]


def test_html_every_link_leads_to_a_place_in_the_page(document: dict[str, Any]) -> None:
    page = Reader(to_html(document))
    assert len(page.ids) == len(set(page.ids))
    assert {link for link in page.links if not link.startswith("#")} == set()
    assert {link[1:] for link in page.links} <= set(page.ids)


def test_html_nothing_is_fetched(document: dict[str, Any]) -> None:
    page = Reader(to_html(document))
    assert not page.tags & {"img", "link", "iframe", "object", "embed", "video", "audio", "base", "form"}
    assert "src" not in page.attributes
    assert not {name for name in page.attributes if name.startswith("on") or name == "style"}


def test_html_policy_names_the_style_and_the_script_by_hash(document: dict[str, Any]) -> None:
    page = to_html(document)
    policy = re.search(r'Content-Security-Policy" content="([^"]*)"', page)
    assert policy
    allowed = policy[1].replace("&#39;", "'")
    assert allowed.startswith("default-src 'none';")
    assert "unsafe" not in allowed
    for tag in ("style", "script"):
        content = re.findall(f"<{tag}>(.*?)</{tag}>", page, re.DOTALL)
        assert len(content) == 1
        digest = base64.b64encode(hashlib.sha256(content[0].encode()).digest()).decode()
        assert f"{tag}-src 'sha256-{digest}'" in allowed


def test_html_article_text_is_escaped_everywhere(document: dict[str, Any]) -> None:
    page = to_html(document)
    assert "<script>document" not in page
    assert "<img" not in page
    assert "Coast Today <b>" not in page
    assert "&lt;script&gt;document.title=&#39;owned&#39;&lt;/script&gt;" in page


def test_html_hostile_ids_cannot_break_out(document: dict[str, Any]) -> None:
    document["facts"][0]["id"] = '"><script>x</script>'
    assert "<script>x" not in to_html(document)


def test_html_direction_controls_are_shown(document: dict[str, Any]) -> None:
    page = to_html(document)
    assert "\u202e" not in page
    assert ">U+202E</span>" in page


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("a<b>&\"'", "a&lt;b&gt;&amp;&#34;&#39;"),
        ("a\x00b", 'a<span class="code" title="invisible character">U+0000</span>b'),
        ("tab\tand\nline", "tab\tand\nline"),
        ("עברית \u200f🛟", "עברית \u200f🛟"),
    ],
)
def test_html_visible(text: str, shown: str) -> None:
    assert visible(text) == shown


def test_html_long_lists_fold(document: dict[str, Any]) -> None:
    fact = document["facts"][1]
    document["facts"] = [{**fact, "id": f"f{number:012x}"} for number in range(30)]
    page = to_html(document)
    assert "<summary>Show all 30</summary>" in page


def test_html_empty_sections_say_so(empty_document: dict[str, Any]) -> None:
    page = to_html(empty_document)
    assert page.count('<p class="none">') >= 11
    for words in ("No difference was found", "No statement was found", "title unknown", "date unknown"):
        assert words in page


def test_html_says_what_is_unknown_and_not_labelled(document: dict[str, Any]) -> None:
    page = to_html(document)
    assert "outlet unknown" in page
    assert "not labelled (el)" in page
    assert "only English is, this is el" in page


def test_html_plural() -> None:
    assert (plural(1, "report"), plural(2000, "report"), plural([], "pair")) == ("1 report", "2,000 reports", "0 pairs")


def test_html_twenty_reports_stay_small() -> None:
    page = to_html(to_json(many(20)))
    assert len(page.encode("utf-8")) < 4_000_000
    assert page.count('<article class="text"') == 20


def test_html_grows_with_the_reports_not_with_their_square() -> None:
    ten, twenty = (len(to_html(to_json(many(count)))) for count in (10, 20))
    assert twenty < 3 * ten

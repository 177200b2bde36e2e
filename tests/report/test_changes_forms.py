"""What changed as text, Markdown, JSON and as a page."""

from __future__ import annotations

import copy
import json
import re
from html.parser import HTMLParser
from typing import Any

import pytest

from tellings.report.changes import compare
from tellings.report.changes_page import changes_to_html
from tellings.report.changes_text import changes_lead, changes_to_json, changes_to_markdown, changes_to_text
from tellings.report.changes_view import BADGES, CHANGE_SECTIONS, SHORT_HEADINGS, ChangesView, view_changes
from tellings.report.html import to_html
from tellings.report.markdown import to_markdown
from tellings.types.changes import ChangeKind
from tests.report.test_changes import rewritten, without

Json = dict[str, Any]


class Reader(HTMLParser):
    """Collects ids, links and tags of a page."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.ids: list[str] = []
        self.links: list[str] = []
        self.tags: set[str] = set()
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.ids += [value for name, value in attrs if name == "id" and value]
        self.links += [value for name, value in attrs if name == "href" and value]


@pytest.fixture
def before(document: Json) -> Json:
    return without(document, document["articles"][2]["id"])


@pytest.fixture
def view(before: Json, document: Json) -> ChangesView:
    return view_changes(compare(before, document), before, document)


def test_every_kind_has_its_section_and_its_badge() -> None:
    kinds = [kind for _, _, kinds in CHANGE_SECTIONS for kind in kinds]
    assert sorted(kinds) == sorted(ChangeKind)
    assert set(BADGES) | {kind for kind in ChangeKind if kind.name.startswith("DIFFERENCE")} == set(ChangeKind)
    assert list(SHORT_HEADINGS) == [anchor for anchor, _, _ in CHANGE_SECTIONS]


def test_text_has_every_section_and_words_with_their_outlet(view: ChangesView) -> None:
    text = changes_to_text(view, width=80)
    assert "3 reports before, 4 now." in text
    assert "Reports (1)" in text
    assert "[new]" in text
    assert max(len(line) for line in text.splitlines()) <= 80
    assert "\x1b" not in text


def test_text_shows_control_characters_by_their_code(view: ChangesView) -> None:
    assert "\u202e" not in changes_to_text(view)
    assert "U+202E" in changes_to_text(view)


def test_text_of_no_change_says_so(document: Json) -> None:
    view = view_changes(compare(document, document), document, document)
    assert "Nothing changed." in changes_to_text(view)
    assert "Nothing changed." in changes_to_html(view)
    assert "Nothing changed." in changes_to_markdown(view)


def test_json_refs_are_exact_words_of_the_dossier_they_name(before: Json, document: Json) -> None:
    form = json.loads(json.dumps(changes_to_json(compare(before, document), before, document)))
    assert form["schema"] == "changes/1"
    count = 0
    for change in form["changes"]:
        for side, dossier in (("before", before), ("after", document)):
            texts = {article["id"]: article["text"] for article in dossier["articles"]}
            for ref in change[side]:
                assert texts[ref["article"]][ref["start"] : ref["end"]] == ref["text"]
                count += 1
    assert count > 3
    assert [article["id"] for article in form["after"]["articles"]] == [one["id"] for one in document["articles"]]


def test_markdown_words_cannot_become_markup(view: ChangesView) -> None:
    text = changes_to_markdown(view)
    assert "<script>" not in text
    assert "<b>" not in text
    assert re.search(r"\(characters \d+ to \d+\): ", text)


def test_page_escapes_and_runs_nothing(view: ChangesView) -> None:
    page = changes_to_html(view)
    reader = Reader(page)
    assert not reader.tags & {"script", "img", "iframe", "form", "link"}
    assert "script-src 'none'" in page.replace("&#39;", "'")
    assert "\u202e" not in page
    assert len(reader.ids) == len(set(reader.ids))
    assert {link[1:] for link in reader.links} <= set(reader.ids)


def test_page_shows_both_versions_of_a_line(document: Json) -> None:
    old, new = rewritten(document, 0, "", ""), rewritten(document, 0, "112 people", "131 people")
    page = changes_to_html(view_changes(compare(old, new), old, new))
    assert '<em class="changed">112</em>' in page
    assert '<em class="changed">131</em>' in page
    assert "Herald, earlier version" in page


def test_dossier_page_opens_with_what_changed(view: ChangesView, document: Json) -> None:
    page = to_html(document, changes=view)
    reader = Reader(page)
    assert re.findall(r'<section id="([\w-]+)"', page)[:2] == ["changed", "brief"]
    assert len(reader.ids) == len(set(reader.ids))
    assert {link[1:] for link in reader.links} <= set(reader.ids)
    assert 'id="changed"' not in to_html(document)


def test_dossier_markdown_opens_with_what_changed(view: ChangesView, document: Json) -> None:
    text = to_markdown(document, lead=changes_lead(view))
    assert text.index("## What changed") < text.index("## In brief")
    assert "What changed" not in to_markdown(document)


def test_changes_forms_new_facts_of_one_sentence_are_one_entry(document: Json) -> None:
    wire = document["articles"][1]
    fact = next(fact for fact in document["facts"] if fact["support"][0]["text"].startswith("Fuel for three days"))
    title = fact["title"]
    part = {**title, "end": title["start"] + 4, "text": title["text"][:4]}
    document["facts"].append(
        {**copy.deepcopy(fact), "id": "fpart", "title": part, "support": [{**part, "claim": "k9"}]}
    )
    before = without(document, wire["id"])
    changes = compare(before, document)
    assert len(changes.of(ChangeKind.FACT_NEW)) == 2
    (section,) = [section for section in view_changes(changes, before, document).sections if section.anchor == "facts"]
    assert [quote.text for entry in section.entries for quote in entry.quotes] == [title["text"] + "."]

"""A dossier as Markdown."""

from __future__ import annotations

import re
from typing import Any

import pytest
from markdown_it import MarkdownIt

from tellings.report.markdown import escaped, to_markdown
from tellings.report.outline import SECTIONS


def test_markdown_has_the_order_of_the_page(document: dict[str, Any]) -> None:
    text = to_markdown(document)
    assert re.findall(r"^## (.*)$", text, re.MULTILINE) == [heading for _, heading in SECTIONS]


def test_markdown_every_footnote_is_defined_once_and_used(document: dict[str, Any]) -> None:
    text = to_markdown(document)
    defined = re.findall(r"^\[\^(\d+)\]:", text, re.MULTILINE)
    used = set(re.findall(r"\[\^(\d+)\](?!:)", text))
    assert len(defined) == len(set(defined))
    assert set(defined) == used
    assert len(used) > 20


def test_markdown_a_footnote_has_outlet_place_and_exact_words(document: dict[str, Any]) -> None:
    assert "]: Northern Wire, characters 180 to 195: nobody had died\n" in to_markdown(document)


def test_markdown_only_spoken_words_stand_between_marks(document: dict[str, Any]) -> None:
    lines = [line for line in to_markdown(document).splitlines() if "“" in line]
    assert len(lines) == 2
    assert all("word for word" in line for line in lines)


def test_markdown_changed_words_are_bold(document: dict[str, Any]) -> None:
    assert "“We heard a crack like **thunder** and then" in to_markdown(document)


def test_markdown_other_words_take_one_line_and_quoted_words_are_written_out(document: dict[str, Any]) -> None:
    fact = next(fact for fact in document["facts"] if fact["differences"])
    one = fact["differences"][0]
    fact["differences"] = [one | {"type": "wording", "slot": "predicate"}, one | {"type": "wording", "slot": "quote"}]
    lines = to_markdown(document).splitlines()
    short = [line for line in lines if line.startswith("  - Wording: ")]
    assert len(short) == 1
    assert short[0].count("[^") == 2
    full = lines.index(next(line for line in lines if line.startswith("  - **Wording** (quote)")))
    assert [line[:6] for line in lines[full + 1 : full + 3]] == ["    - ", "    - "]


def test_markdown_the_grid_is_a_table(document: dict[str, Any]) -> None:
    text = to_markdown(document)
    assert "| Fact | AH | NW | CTB | R4 | independent |" in text
    fact = r"\| No one was killed, coast guard chief Ida Morrow said\. "
    cells = r"\| ●\[\^\d+\] \| ●\[\^\d+\] \| ◐\[\^\d+\] \| · \| 2 \|"
    assert re.search(fact + cells, text)


def test_markdown_empty_sections_say_so(empty_document: dict[str, Any]) -> None:
    assert to_markdown(empty_document).count("Nothing was found.") == len(SECTIONS) - 1


HOSTILE = [
    "<script>alert(1)</script>",
    "[click](javascript:alert(1))",
    "![x](http://evil.example/x.png)",
    "# heading",
    "- item",
    "1. item",
    "1) item",
    "> quote",
    "`code` and **bold** and _it_ and ~~gone~~",
    "a | b | c",
    "&lt;b&gt; &amp;",
    "line\nbreak\r\nbreak",
    "https://evil.example and www.evil.example",
    "back\\slash \\* end\\",
    "=====",
    "[^1]: note",
    "$x$ ^y^",
]


@pytest.mark.parametrize("text", HOSTILE)
def test_markdown_hostile_words_show_as_they_are(text: str) -> None:
    renderer = MarkdownIt("commonmark", {"html": True, "linkify": False}).enable(["table", "strikethrough"])
    tokens = renderer.parse(f"- {escaped(text)}\n")
    inline = [token for token in tokens if token.type == "inline"]
    assert len(inline) == 1
    children = inline[0].children or []
    assert {child.type for child in children} <= {"text", "text_special"}
    assert "".join(child.content for child in children) == " ".join(text.split())
    assert [token.type for token in tokens].count("list_item_open") == 1


def test_markdown_direction_and_terminal_controls_are_shown() -> None:
    assert escaped("a\u202eb\x1b[31mc") == "a(U+202E)b(U+001B)\\[31mc"


def test_markdown_hostile_title_stays_text(document: dict[str, Any]) -> None:
    text = to_markdown(document)
    assert "<script>" not in text
    assert "\\<script\\>" in text

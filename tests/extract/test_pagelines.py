"""HTML → lines of visible text."""

from __future__ import annotations

import pytest

from tellings.extract.pagelines import page_lines, parse_markup, text_of_markup


def lines_of(markup: str) -> list[tuple[str, str]]:
    root = parse_markup(markup)
    assert root is not None
    return [(line.tag, line.text) for line in page_lines(root)]


@pytest.mark.parametrize(
    ("markup", "lines"),
    [
        ("<p>one <b>two</b></p><p>three</p>", [("p", "one two"), ("p", "three")]),
        ("<p>one<br>two</p>", [("p", "one"), ("p", "two")]),
        ("<div>a<p>b</p>c</div>", [("div", "a"), ("p", "b"), ("div", "c")]),
        ("<ul><li>a</li><li>b <i>c</i></li></ul>", [("li", "a"), ("li", "b c")]),
        ("<p>a<script>b</script>c</p>", [("p", "ac")]),
        ('<p style="display: none">a</p><p>b', [("p", "b")]),
        ("<!-- a --><p>&lt;b&gt; &amp; c</p>", [("p", "<b> & c")]),
        ("<h2>a\n  b</h2>", [("h2", "a b")]),
        ('<p>a<span class="sr-only">opens here</span> b</p>', [("p", "a b")]),
        ('<p>Pell<span class="rollover-people-block"><a>More on Pell</a></span> said</p>', [("p", "Pell said")]),
        ('<p><span class="tooltip">bridge<span role="tooltip">a road</span></span> b</p>', [("p", "bridge b")]),
        ("<p>a <x-note>1</x-note> b</p>", [("p", "a 1 b")]),
        ("<div><x-card>a</x-card><x-card>b</x-card></div>", [("x-card", "a"), ("x-card", "b")]),
    ],
)
def test_pagelines_blocks_break_lines_and_inline_elements_do_not(markup: str, lines: list[tuple[str, str]]) -> None:
    assert lines_of(markup) == lines


def test_pagelines_nothing_gives_nothing() -> None:
    assert text_of_markup("") == ""


def test_pagelines_deep_nesting_is_no_trouble() -> None:
    assert isinstance(text_of_markup("<div>" * 50_000 + "deep"), str)

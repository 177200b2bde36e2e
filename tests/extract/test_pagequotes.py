"""Lists of quotations stay whole and in order."""

from __future__ import annotations

import pytest

from tellings.extract.pagelines import PageLine, page_lines, parse_markup
from tellings.extract.pagequotes import attributions, is_quotation, quotation_list

from .live_pages import INTRO, QUOTES, quotes
from .pages import FIRST, SECOND, THIRD, assert_tiled, kept, read


def lines_of(body: str) -> list[PageLine]:
    root = parse_markup(f"<html><body>{body}</body></html>")
    assert root is not None
    return page_lines(root)


@pytest.mark.parametrize("form", ["blockquote", "cite", "list", "definitions", "boxes"])
def test_pagequotes_every_quotation_and_name_stays_in_order(form: str) -> None:
    article = read(quotes(form), media_type="text/html", source="https://post.example/said")
    text = " ".join(words for kind, words in kept(article) if kind != "title" and words != INTRO)
    at = 0
    for said, who in QUOTES:
        first, second = (who, said) if form == "definitions" else (said, who)
        for words in (first, second):
            assert words in text[at:], words
            at = text.index(words, at) + len(words)
    assert "Five storms" not in text
    assert "What to do when" not in text
    assert_tiled(article)


@pytest.mark.parametrize(
    ("markup", "said"),
    [
        ("<p>“It is only a bridge.”</p>", True),
        ('<li>"It is only a bridge" — Dov Lark</li>', True),
        ("<blockquote><p>It is only a bridge.</p></blockquote>", True),
        ("<p>It is only a bridge, he said.</p>", False),
        ("<p>“It is only a bridge,” he said, and the council laughed at him for a good while.</p>", False),
        ("<p>“Bridge”</p>", False),
    ],
)
def test_pagequotes_what_is_a_quotation(markup: str, *, said: bool) -> None:
    assert is_quotation(lines_of(markup)[0]) is said


def test_pagequotes_the_name_behind_a_quotation() -> None:
    box = f"<blockquote><p>{FIRST}</p></blockquote>"
    assert attributions(lines_of(f"{box}<p>[<a>The Lowmere Post</a>]</p><p>— B</p>")) == {1}
    assert attributions(lines_of(f"{box}<p>{SECOND}</p><p>[The Lowmere Post]</p>")) == frozenset()


def test_pagequotes_a_report_with_some_quotations_is_no_list() -> None:
    said = "<p>“It is only a bridge.”</p>"
    body = "<div>" + f"<p>{FIRST}</p><p>{SECOND}</p><p>{THIRD}</p>" * 3 + said * 4 + "</div>"
    assert quotation_list(lines_of(body), lambda _: False) == frozenset()
    assert quotation_list(lines_of("<div>" + said * 4 + "</div>"), lambda _: False) == {0, 1, 2, 3}
    assert quotation_list(lines_of("<div>" + said * 4 + "</div>"), lambda _: True) == frozenset()


def test_pagequotes_endless_lines_take_no_time() -> None:
    for piece in ("“a ", "[b ", "— ", '"'):
        assert is_quotation(PageLine(piece * 50_000, "p")) is False

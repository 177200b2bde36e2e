"""How the paragraphs of a page are built, and what stands around them."""

from __future__ import annotations

from tellings.extract.pagelines import PageLine, page_lines, parse_markup
from tellings.extract.pageshape import around, shape

from .pages import FIRST, SECOND, THIRD

BODY = f"<div id=core><p>{FIRST}</p><p>{SECOND}</p><p>{THIRD}</p><p><b>Ferry</b></p></div>"


def lines_of(body: str) -> list[PageLine]:
    root = parse_markup(f"<html><body>{body}</body></html>")
    assert root is not None
    return page_lines(root)


def test_pageshape_the_container_is_the_innermost_element_around_most_paragraphs() -> None:
    lines = lines_of(f"<main>{BODY}<div><p>Ferry fares rise.</p></div></main>")
    found = around(lines, [0, 1, 2, 4])
    assert found.core is not None
    assert found.core.get("id") == "core"
    assert found.holds(lines[3].element)
    assert not found.holds(lines[4].element)


def test_pageshape_one_long_paragraph_is_no_container() -> None:
    lines = lines_of(f"<main><div id=core><p>{FIRST * 30}</p><p>{SECOND}</p></div><p>{THIRD}</p></main>")
    found = around(lines, [0, 1, 2])
    assert found.core is not None
    assert found.core.tag == "main"


def test_pageshape_few_paragraphs_have_no_container_and_all_stand_in_it() -> None:
    lines = lines_of(BODY)
    found = around(lines, [0, 1])
    assert found.core is None
    assert found.holds(lines[3].element)
    assert around(lines, []).core is None


def test_pageshape_paragraphs_alike_have_one_shape() -> None:
    lines = lines_of(BODY + f"<div class=other><p>{FIRST}</p></div>")
    assert shape(lines[0].element) == shape(lines[2].element)
    assert shape(lines[0].element) != shape(lines[4].element)
    assert shape(None) == ()

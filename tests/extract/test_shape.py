"""Furniture known by shape and place."""

from __future__ import annotations

from tellings.extract.boilerplate import load_boilerplate
from tellings.extract.lines import Line, split_lines
from tellings.extract.shape import author_notes, is_prose, link_sections, numbered_galleries, tag_lines

from .pages import FIRST, SECOND, THIRD


def lines_of(*words: str) -> list[Line]:
    return split_lines("\n".join(words))


def test_shape_prose_is_long_and_ends_as_a_sentence() -> None:
    assert [
        is_prose(line) for line in lines_of(FIRST, "He left.", "Bridge at Lowmere closes", "It may be that...")
    ] == [
        True,
        False,
        False,
        False,
    ]


def test_shape_gallery_needs_three_of_one_total() -> None:
    three = lines_of(FIRST, "1/9 a", "2/9 b", "3/9 c", SECOND)
    assert sorted(numbered_galleries(three)) == [1, 2, 3]
    assert numbered_galleries(lines_of(FIRST, "1/3 of the town was dark.", "2/5 of it stayed so.", SECOND)) == {}


def test_shape_link_section_ends_where_paragraphs_begin_again() -> None:
    rules = load_boilerplate()
    lines = lines_of(FIRST, "More on this story", "Ferry fares will rise", SECOND, THIRD)
    assert sorted(link_sections(lines, rules, {})) == [1, 2]


def test_shape_link_section_with_quotation_behind_it_ends() -> None:
    rules = load_boilerplate()
    quote = "“We have waited for two years, and now the pier is broken,” said Ann Pell, who runs the ferry."
    lines = lines_of(FIRST, "Related", "Ferry fares will rise", SECOND, "What comes next", quote)
    assert sorted(link_sections(lines, rules, {})) == [1, 2]


def test_shape_tags_are_few_and_behind_the_text() -> None:
    tag = "Bridges, Lowmere Council, River Traffic"
    assert tag_lines(lines_of(FIRST, tag), 0) == {1: "tags"}
    assert tag_lines(lines_of(tag, FIRST), 1) == {}
    dates = [f"May {day}, Hall of Lowmere, Hill County" for day in (2, 3, 4)]
    assert tag_lines(lines_of(FIRST, *dates), 0) == {}


def test_shape_author_note_stands_at_the_end() -> None:
    note = "Ann Pell is a reporter for the Lowmere Post."
    assert author_notes(lines_of(FIRST, SECOND, note), lambda _: True) == {2: "author_note"}
    assert author_notes(lines_of(note, FIRST, SECOND, THIRD), lambda _: True) == {}

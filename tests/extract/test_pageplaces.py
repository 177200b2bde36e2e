"""Lines of a page, found in the letters of what an extractor chose."""

from __future__ import annotations

from tellings.extract.pageplaces import chosen_lines

LONG = "The mayor of Lowmere said on Monday that the old bridge would be closed."
OTHER = "A ferry will run from Saturday on, the council of the small town announced."


def test_pageplaces_blanks_list_marks_and_cells_do_not_count() -> None:
    lines = [LONG, "Name", "Fare", "Pell", "4", OTHER]
    chosen = f"{LONG.replace(' of ', '  of ')}\n| Name | Fare |\n| Pell | 4 |\n- {OTHER}"
    assert sorted(chosen_lines(lines, chosen)) == [0, 1, 2, 3, 4, 5]


def test_pageplaces_short_lines_count_between_their_neighbours_alone() -> None:
    assert sorted(chosen_lines(["Bridge", LONG, "Bridge", OTHER, "Bridge"], f"{LONG}\nBridge\n{OTHER}")) == [1, 2, 3]


def test_pageplaces_a_line_said_twice_is_the_one_in_its_place() -> None:
    assert sorted(chosen_lines([OTHER, LONG, OTHER], f"{LONG}\n{OTHER}")) == [1, 2]


def test_pageplaces_a_paragraph_inside_a_line_is_a_part_of_it() -> None:
    line = f"Share this {LONG} Read on"
    assert chosen_lines([line], LONG) == {0: (11, 11 + len(LONG))}


def test_pageplaces_a_line_that_lost_a_word_is_found_by_its_pieces() -> None:
    line = f"{LONG} {OTHER} {LONG}"
    assert chosen_lines([line], line.replace("Saturday", "")) == {0: (0, len(line))}


def test_pageplaces_nothing_chosen_finds_nothing() -> None:
    assert chosen_lines([LONG, ""], "") == {}


def test_pageplaces_other_words_are_not_found() -> None:
    assert chosen_lines([OTHER], LONG) == {}

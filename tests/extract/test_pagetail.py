"""What stands behind the last paragraph of an article on a page."""

from __future__ import annotations

import pytest

from tellings.extract.lines import Line
from tellings.extract.pagetail import TailLine, tail_reasons

from .pages import FIRST, SECOND, THIRD

HEAD = "About Lowmere Bridges"
WHAT = "Lowmere Bridges is a leading maker of steel bridges and of the cranes that lift them."
WHERE = "Lowmere Bridges is headquartered in Lowmere and employs about 1,200 people in nine countries."


def line(words: str, *, heading: bool = False, link: bool = False, item: bool = False) -> TailLine:
    return TailLine(place=Line(0, len(words), words), heading=heading, link=link, item=item)


def reasons(*lines: TailLine | str, own: tuple[str, ...] = ()) -> dict[int, str]:
    return tail_reasons([line(one) if isinstance(one, str) else one for one in lines], own=own)


@pytest.mark.parametrize(
    ("words", "reason"),
    [
        ("Follow him on Twitter @annpell", "author_note"),
        ("Ann Pell writes on rivers and their bridges. Follow her on X at @annpell.", "author_note"),
        ("Ann Pell can be reached at ann.pell@post.example", "author_note"),
        ("Write to Ann Pell at ann.pell@post.example", "author_note"),
        ("Reach the reporters on Twitter at https://social.example/ann", "author_note"),
        ("ann.pell@post.example", "contact_line"),
        ("twitter.com/annpell", "contact_line"),
        ("Follow the Post's full coverage of the bridge at https://post.example/bridge", "follow_us"),
        ("Like this story? Share it with a friend!", "share_widget"),
        ("Filed under: Bridges", "tags"),
        ("Tags: bridges, ferries, Lowmere", "tags"),
        ("Related: Five bridges that fell", "read_more"),
        ("Get the Lowmere Monthly by post every month. Click here for more information.", "read_more"),
    ],
)
def test_pagetail_lines_that_say_what_they_are_go_at_the_end_alone(words: str, reason: str) -> None:
    assert reasons(FIRST, SECOND, words) == {2: reason}
    assert reasons(FIRST, words, SECOND) == {}


@pytest.mark.parametrize(
    "words",
    [
        "“Follow us,” the ferryman told the people who stood on the bank.",
        "The police asked drivers to follow the signs on the road.",
        "About 40 people",
        "The council will meet again on Monday.",
        "Tags were hung on each of the broken beams.",
    ],
)
def test_pagetail_sentences_stay(words: str) -> None:
    assert reasons(FIRST, SECOND, THIRD, words) == {}


def test_pagetail_links_and_headings_above_nothing_go() -> None:
    found = reasons(
        FIRST,
        SECOND,
        line("What to read", heading=True),
        line("Ferry fares will rise in the spring", link=True, item=True),
        line("Council", link=True),
    )
    assert found == {2: "tail_line", 3: "related_articles", 4: "related_articles"}


def test_pagetail_a_linked_name_in_a_list_stays() -> None:
    assert reasons(FIRST, SECOND, line("Ann Pell", link=True, item=True)) == {}


def test_pagetail_about_a_company_and_all_behind_it_go() -> None:
    found = reasons(
        FIRST, SECOND, THIRD, FIRST, SECOND, line(HEAD, heading=True), WHAT, "Contact: press@bridges.example"
    )
    assert found == {5: "company_note", 6: "company_note", 7: "company_note"}


@pytest.mark.parametrize(
    "head", ["Notes to editors", "Media contact", "– ENDS –", "# # #", "Forward-Looking Statements"]
)
def test_pagetail_ends_of_releases(head: str) -> None:
    assert reasons(FIRST, SECOND, THIRD, FIRST, head, WHERE) == {4: "company_note", 5: "company_note"}


def test_pagetail_a_heading_with_much_behind_it_is_part_of_the_text() -> None:
    assert reasons(FIRST, line(HEAD, heading=True), SECOND, THIRD, FIRST) == {}


def test_pagetail_what_a_site_says_of_itself_goes_and_what_it_says_of_others_stays() -> None:
    own = ("Lowmere Bridges", "lowmerebridges")
    assert reasons(FIRST, SECOND, WHAT, WHERE, own=own) == {2: "company_note", 3: "company_note"}
    assert reasons(FIRST, SECOND, WHAT, WHERE, own=("Lowmere Post",)) == {}
    assert reasons(FIRST, SECOND, WHAT, own=own) == {}
    assert reasons(FIRST, WHAT, WHERE, SECOND, own=own) == {}


def test_pagetail_the_whole_text_is_never_taken() -> None:
    assert 0 not in reasons(WHAT, WHERE, own=("Lowmere Bridges",))
    assert reasons() == {}


def test_pagetail_endless_lines_take_no_time() -> None:
    for piece in ("follow ", "a@", "click ", "about x ", "is a the ", "tags: "):
        assert isinstance(reasons(FIRST, piece * 20_000), dict)

"""Where two wordings differ."""

from __future__ import annotations

import pytest

from tellings.report.parts import Piece
from tellings.report.wording import mark_altered, mark_changes, mark_variant


def shown(pieces: tuple[Piece, ...]) -> str:
    marks = {"": "{}", "changed": "[{}]", "cut": "^"}
    return "".join(marks[piece.mark].format(piece.text) for piece in pieces)


@pytest.mark.parametrize(
    ("left", "right", "ours", "theirs"),
    [
        ("a crack like thunder", "a crack like lightning", "a crack like [thunder]", "a crack like [lightning]"),
        ("112 on board", "at least 118 on board", "[112] on board", "[at least 118] on board"),
        ("We can't stop it.", "We can’t stop it!", "We can't stop it.", "We can’t stop it!"),
        ("The Ship", "the ship", "The Ship", "the ship"),
        ("one thing", "something else", "one thing", "something else"),
        ("", "something", "", "something"),
        ("🛟 ten boats", "🛟 two boats", "🛟 [ten] boats", "🛟 [two] boats"),
    ],
)  # fmt: skip
def test_wording_changed_words_are_marked(left: str, right: str, ours: str, theirs: str) -> None:
    marked = mark_changes(left, right)
    assert (shown(marked[0]), shown(marked[1])) == (ours, theirs)


def test_wording_marks_keep_every_character() -> None:
    left, right = "  Seven,  or so; left\tthe “ship” at 9 a.m.", "Eight or so left the “ship” at nine a.m."
    ours, theirs = mark_changes(left, right)
    assert "".join(piece.text for piece in ours) == left
    assert "".join(piece.text for piece in theirs) == right


@pytest.mark.parametrize(
    ("variant", "base", "expected"),
    [
        ("the deck began to lean", "a crack and then the deck began to lean", "^the deck began to lean"),
        ("we heard a crack", "we heard a crack and then it leaned", "we heard a crack^"),
        ("we heard a loud crack", "we heard a crack", "we heard a [loud] crack"),
        ("we saw a crack", "we heard a crack", "we [saw] a crack"),
        ("we heard a crack", "we heard a crack", "we heard a crack"),
        ("we heard the crack", "we heard a crack", "we heard the crack"),
    ],
)
def test_wording_a_variant_shows_cuts_and_changes(variant: str, base: str, expected: str) -> None:
    assert shown(mark_variant(variant, base)) == expected


def test_wording_very_long_wordings_are_left_alone() -> None:
    long = "word " * 5000
    assert mark_changes(long, long + "more") == ((Piece(text=long),), (Piece(text=long + "more"),))


def test_wording_the_fullest_wording_marks_what_others_alter_not_what_they_cut() -> None:
    base = "we heard a loud crack and then the deck leaned"
    assert shown(mark_altered(base, "we saw a loud crack")) == "we [heard] a loud crack and then the deck leaned"

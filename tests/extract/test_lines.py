"""Lines and paragraphs of a kept text."""

from __future__ import annotations

import pytest

from tellings.extract.lines import Line, join_wrapped, split_lines


@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r", "\u2028", "\x0b"])
def test_lines_split_at_every_newline_and_point_at_their_words(newline: str) -> None:
    text = f"  one two {newline}{newline}\tthree{newline}\u200b{newline}four"
    lines = split_lines(text)
    assert [line.text for line in lines] == ["one two", "three", "four"]
    assert [text[line.start : line.end] for line in lines] == [line.text for line in lines]


def test_lines_gap_is_an_empty_line_before() -> None:
    assert [line.gap for line in split_lines("a\r\nb\r\n\r\nc")] == [False, False, True]


@pytest.mark.parametrize(
    ("text", "closed", "sentence"),
    [
        ("He left.", True, True),
        ("“He left.”", True, True),
        ("He said:", True, False),
        ("He left", False, False),
        ("He left.)", True, True),
        ("She was calm. “", True, True),
        ("Who left?", True, True),
    ],
)
def test_lines_end_as_sentences_do(text: str, closed: bool, sentence: bool) -> None:  # noqa: FBT001
    line = Line(0, len(text), text)
    assert (line.is_closed, line.is_sentence) == (closed, sentence)


def test_lines_folded_form_is_plain() -> None:
    assert Line(0, 0, "»  READ\xa0More: “Ferry’s end” …").folded == 'read more: "ferry\'s end"'


def test_lines_short_lines_are_not_joined() -> None:
    lines = split_lines("one\ntwo\nthree\nfour\nfive\nsix")
    assert join_wrapped(lines, "") == lines

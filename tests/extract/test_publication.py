"""Bylines and publication lines."""

from __future__ import annotations

import pytest

from tellings.extract.publication import byline_of, date_within, publication_date


@pytest.mark.parametrize(
    ("line", "date"),
    [
        ("May 2, 2024", "2024-05-02"),
        ("Thursday 2 May 2024", "2024-05-02"),
        ("Published: 2 May 2024, 10:15", "2024-05-02"),
        ("Updated on Thu., May 2nd, 2024 at 10:15 a.m. ET", "2024-05-02"),
        ("10:15, 2 May 2024 | Updated 11:30, 3 May 2024", "2024-05-02"),
        ("2024-05-02", "2024-05-02"),
        ("2024-05-02T10:15:00Z", "2024-05-02"),
        ("Sept. 9, 2024 5:03 PM EDT", "2024-09-09"),
    ],
)
def test_publication_line_gives_its_date(line: str, date: str) -> None:
    assert publication_date(line) == date


@pytest.mark.parametrize(
    "line",
    [
        "On May 2, 2024 the bridge was closed.",
        "May 2",
        "31 February 2024",
        "The bridge of May 2, 2024",
        "2024",
        "May 2, 2024 was the day on which the bridge of Lowmere was closed",
    ],
)
def test_publication_line_says_nothing_else(line: str) -> None:
    assert publication_date(line) is None


def test_publication_date_may_stand_among_a_few_words() -> None:
    assert date_within("Lowmere Post | 2 May 2024, 09:01") == "2024-05-02"
    assert date_within("word " * 20 + "2 May 2024") is None


@pytest.mark.parametrize(
    ("line", "names"),
    [
        ("By Ann Pell", "Ann Pell"),
        ("by Ann Pell and Bo Lark", "Ann Pell and Bo Lark"),
        ("By ANN PELL, Lowmere Post", "ANN PELL, Lowmere Post"),
        ("Written by: Ann Pell", "Ann Pell"),
        ("By Ann Pell | May 2, 2024", "Ann Pell"),
        ("Ann Pell and Bo Lark, Associated Press", "Ann Pell and Bo Lark"),
        ("Ann Pell | Senior Political Correspondent", "Ann Pell"),
    ],
)
def test_publication_byline_gives_the_names(line: str, names: str) -> None:
    place = byline_of(line)
    assert place is not None
    assert line[place[0] : place[1]] == names


@pytest.mark.parametrize(
    "line",
    ["By noon the bridge was closed.", "By the river", "The Bridge", "By Monday, the ferry ran", "Ann Pell said so"],
)
def test_publication_other_lines_are_no_bylines(line: str) -> None:
    assert byline_of(line) is None

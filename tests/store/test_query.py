"""What is typed into the search field."""

from __future__ import annotations

import pytest

from tellings.errors import StoreError
from tellings.store.query import leaves, parse, to_fts5, to_tsquery


@pytest.mark.parametrize(
    ("question", "fts5", "tsquery"),
    [
        ("Mills", '"mill"', "('mill')"),
        ("mill fire", '("mill" AND "fire")', "(('mill') & ('fire'))"),
        ("mill AND fire", '("mill" AND "fire")', "(('mill') & ('fire'))"),
        ('"Orrin Ford" mill', '("orrin ford" AND "mill")', "(('orrin' <-> 'ford') & ('mill'))"),
        ("\u201cOrrin Ford\u201d", '"orrin ford"', "('orrin' <-> 'ford')"),
        ("mill OR fire", '("mill" OR "fire")', "(('mill') | ('fire'))"),
        ("mill -fire", '(("mill") NOT ("fire"))', "(('mill') & !('fire'))"),
        ('mill NOT "big fire"', '(("mill") NOT ("big fire"))', "(('mill') & !('big' <-> 'fire'))"),
        ("mill -(fire OR flood)", '(("mill") NOT (("fire" OR "flood")))', "(('mill') & !(('fire') | ('flood')))"),
        ("(mill OR dam) fire", '(("mill" OR "dam") AND "fire")', "((('mill') | ('dam')) & ('fire'))"),
        ("mil*", '"mil" *', "('mil':*)"),
        ("mid-1990s", '"mid 1990"', "('mid' <-> '1990')"),
        ("O'Brien's can\u2019t", '("obrien" AND "cant")', "(('obrien') & ('cant'))"),
        ("Zürich", '"zurich"', "('zurich')"),
        ("\u4e2d\u56fd", '"\u4e2d \u56fd"', "('\u4e2d' <-> '\u56fd')"),
        ('"never closed', '"never closed"', "('never' <-> 'closed')"),
        ("OR mill", '"mill"', "('mill')"),
        ("mill AND", '"mill"', "('mill')"),
        ("() mill", '"mill"', "('mill')"),
    ],
)
def test_query_in_both_languages(question: str, fts5: str, tsquery: str) -> None:
    node = parse(question)
    assert node is not None
    assert to_fts5(node) == fts5
    assert to_tsquery(node) == tsquery


@pytest.mark.parametrize("question", ["", "  ", "-", "...", '""', "()"])
def test_query_without_a_word_asks_for_nothing(question: str) -> None:
    assert parse(question) is None


@pytest.mark.parametrize(
    "question",
    [
        "(mill",
        "mill)",
        "-mill",
        "NOT mill",
        "mill OR -fire",
        "x" * 1001,
        "a " * 65,
        "(" * 9 + "a" + ")" * 9,
        "((((((((((",
    ],
)
def test_query_that_cannot_be_understood_says_so(question: str) -> None:
    with pytest.raises(StoreError) as raised:
        parse(question)
    assert raised.value.code == "T014"


def test_query_leaves_leave_out_what_is_not_to_be_found() -> None:
    node = parse('mill -fire ("big dam" OR flo*)')
    assert node is not None
    assert [(leaf.forms, leaf.prefix) for leaf in leaves(node)] == [
        (("mill",), False),
        (("big", "dam"), False),
        (("flo",), True),
    ]

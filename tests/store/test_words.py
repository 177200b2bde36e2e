"""Words as the search sees them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tellings.store.words import name_key, singular, words


@pytest.mark.parametrize(
    ("text", "forms"),
    [
        ("The mills of Orrin Ford closed.", ["the", "mill", "of", "orrin", "ford", "closed"]),
        ("Tarr's can\u2019t won't O'Brien", ["tarr", "cant", "wont", "obrien"]),
        ("Zürich Stra\u00dfe e\u0301te\u0301 \ufb01re", ["zurich", "strasse", "ete", "fire"]),
        ("1,500 mid-air snake_case", ["1", "500", "mid", "air", "snake", "case"]),
        ("\u4e2d\u56fd news", ["\u4e2d", "\u56fd", "new"]),
        ("<b>bold</b> \U0001f600 \u202eabc", ["b", "bold", "b", "abc"]),
        ("x" * 81 + " y", ["y"]),
        ("", []),
    ],
)
def test_words_forms(text: str, forms: list[str]) -> None:
    assert [word.form for word in words(text)] == forms


@pytest.mark.parametrize(
    ("word", "form"),
    [("cities", "city"), ("taxes", "taxe"), ("mills", "mill"), ("bus", "bus"), ("class", "class"), ("virus", "virus")],
)
def test_words_singular(word: str, form: str) -> None:
    assert singular(word) == form


@given(st.text())
def test_words_stand_where_they_say_and_hold_what_both_databases_take(text: str) -> None:
    end = 0
    for word in words(text):
        assert word.start >= end
        end = word.end
        assert word.form.isalnum()
        assert [one.form for one in words(text[word.start : word.end])] == [word.form]


def test_words_one_endless_word_takes_linear_time() -> None:
    assert list(words("a" * 2_000_000)) == []
    assert list(words("a'" * 1_000_000)) == []
    assert len(list(words("\u4e2d" * 100_000))) == 100_000


def test_words_of_a_name_compare_without_case_accents_and_marks() -> None:
    assert name_key("Oswin  T\u00e4rr") == ("oswin tarr", "tarr")
    assert name_key("J. M. O'Neill-Smith") == ("j m oneill smith", "smith")
    assert name_key("James") == ("james", "james")
    assert name_key("\u2026") == ("", "")

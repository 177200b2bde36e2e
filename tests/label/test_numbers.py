"""Numbers in digits and words."""

from __future__ import annotations

import re

import pytest

from tellings.label.numbers import NUMBER, ORDINAL, SHARE, letter_magnitude, parse_number, parse_ordinal


@pytest.mark.parametrize(
    ("words", "value"),
    [
        ("7", 7),
        ("1,200", 1200),
        ("1,200.5", 1200.5),
        (".001", 0.001),
        ("3.5 million", 3_500_000),
        ("2.5bn", 2_500_000_000),
        ("4 hundred million", 400_000_000),
        ("twelve", 12),
        ("twenty-five", 25),
        ("two hundred and five", 205),
        ("one hundred and twenty thousand", 120_000),
        ("two and a half", 2.5),
        ("two and a half million", 2_500_000),
        ("half a million", 500_000),
        ("a dozen", 12),
        ("half a dozen", 6),
        ("a hundred", 100),
        ("2½", 2.5),
    ],
)
def test_numbers_value_of_words_and_digits(words: str, value: float) -> None:
    assert re.fullmatch(NUMBER, words, re.IGNORECASE)
    assert parse_number(words) == pytest.approx(value)


@pytest.mark.parametrize(
    ("words", "value"),
    [("two-thirds", 2 / 3), ("a third", 1 / 3), ("three quarters", 0.75), ("half", 0.5), ("1/16", 1 / 16)],
)
def test_numbers_value_of_shares(words: str, value: float) -> None:
    assert re.fullmatch(SHARE, words, re.IGNORECASE)
    assert parse_number(words) == pytest.approx(value)


def test_numbers_share_is_no_ordinal() -> None:
    assert re.match(SHARE, "a third meeting", re.IGNORECASE) is None
    assert re.match(SHARE, "third-party", re.IGNORECASE) is None


@pytest.mark.parametrize(
    ("words", "value"), [("4th", 4), ("fourth", 4), ("twenty-first", 21), ("101st", 101), ("forthcoming", None)]
)
def test_numbers_ordinals(words: str, value: int | None) -> None:
    assert bool(re.fullmatch(ORDINAL, words, re.IGNORECASE)) == (value is not None)
    assert parse_ordinal(words) == value


def test_numbers_power_of_ten_and_zero_denominator() -> None:
    assert parse_number("1.99×10−30") == pytest.approx(1.99e-30)
    assert parse_number("3/0") is None
    assert parse_number("none here") is None


def test_numbers_power_beyond_all_bounds_is_no_error() -> None:
    assert parse_number("1×10 999") == float("inf")


def test_numbers_letters_multiply_money() -> None:
    assert letter_magnitude("m") == 1_000_000
    assert letter_magnitude("K") == 1000
    assert letter_magnitude("x") == 1.0


def test_numbers_long_rows_of_digits_are_read_in_one_go() -> None:
    found = re.compile(NUMBER, re.IGNORECASE).findall("1" * 100_000)
    assert len(found) == 1

"""Differences of number."""

import math
from dataclasses import replace

import pytest

from tellings.reconcile.numbers import interval, number_contrasts, unnumbered_contrasts
from tellings.types.dossier import DifferenceType
from tellings.types.labels import Bound, Quantity
from tellings.types.spans import Span
from tests.reconcile.claimed import Claimed, reader_of


@pytest.mark.parametrize(
    ("bound", "low", "high"),
    [
        (Bound.EXACTLY, 20.0, 20.0),
        (Bound.ABOUT, 18.0, 22.0),
        (Bound.AT_LEAST, 20.0, math.inf),
        (Bound.MORE_THAN, 20.0, math.inf),
        (Bound.LESS_THAN, -math.inf, 20.0),
    ],
)
def test_numbers_a_bound_opens_the_interval(bound: Bound, low: float, high: float) -> None:
    quantity = Quantity(id="q0", span=Span(article="a", start=0, end=2), value=20.0, bound=bound)

    assert interval(quantity) == pytest.approx((low, high))


def counted(
    ident: str,
    sentence: str,
    number: str,
    value: float,
    *,
    bound: Bound = Bound.EXACTLY,
    unit: str = "",
    published: str | None = None,
) -> tuple:
    telling = Claimed(ident, sentence, published=published)
    counts = "" if unit else "people"
    quantity = telling.number(number, value, bound=bound, unit=unit, counts=counts)
    key = telling.tells(sentence, "injure", "people injure ferry", quantities=(quantity,))
    return telling, key


def contrast_of(first: tuple, second: tuple) -> list:
    return list(number_contrasts(first[1], second[1], reader_of(first[0], second[0])))


def test_numbers_a_later_higher_count_is_an_update() -> None:
    first = counted("a1", "Five people were injured on the ferry.", "Five", 5.0, published="2024-03-01T09:00:00Z")
    second = counted("b1", "Seven people were injured on the ferry.", "Seven", 7.0, published="2024-03-02")

    (found,) = contrast_of(first, second)

    assert found.type is DifferenceType.UPDATE
    assert first[0].article.words(found.left) == "Five people"
    assert second[0].article.words(found.right) == "Seven people"


def test_numbers_a_count_has_not_moved_where_no_report_is_known_to_be_later() -> None:
    for published in (None, "2024-03-01"):
        first = counted("a1", "Five people were injured on the ferry.", "Five", 5.0, published="2024-03-01T09:00:00Z")
        second = counted("b1", "Seven people were injured on the ferry.", "Seven", 7.0, published=published)

        assert [c.type for c in contrast_of(first, second)] == [DifferenceType.SCOPE]


def test_numbers_both_ends_of_a_change_agree_with_the_change() -> None:
    first = counted("a1", "Staff cut from 34 to 12 people on the ferry.", "34 to 12", 34.0)
    quantity = replace(first[0].labels.quantities[0], bound=Bound.BETWEEN, high=12.0)
    first[0].labels = replace(first[0].labels, quantities=(quantity,))
    second = counted("b1", "Once 34 people were injured on the ferry.", "34", 34.0)

    assert contrast_of(first, second) == []


def test_numbers_a_floor_that_moved_is_an_update() -> None:
    first = counted(
        "a1",
        "At least five people were injured on the ferry.",
        "At least five",
        5.0,
        bound=Bound.AT_LEAST,
        published="2024-03-01",
    )
    second = counted(
        "b1",
        "At least nine people were injured on the ferry.",
        "At least nine",
        9.0,
        bound=Bound.AT_LEAST,
        published="2024-03-02",
    )

    assert [c.type for c in contrast_of(first, second)] == [DifferenceType.UPDATE]


def test_numbers_at_least_and_exactly_the_same_is_precision() -> None:
    first = counted("a1", "Seven people were injured on the ferry.", "Seven", 7.0)
    second = counted(
        "b1", "At least seven people were injured on the ferry.", "At least seven", 7.0, bound=Bound.AT_LEAST
    )

    assert [c.type for c in contrast_of(first, second)] == [DifferenceType.PRECISION]


def test_numbers_the_same_number_is_no_difference() -> None:
    first = counted("a1", "Seven people were injured on the ferry.", "Seven", 7.0)
    second = counted("b1", "Some 7 people were injured on the ferry.", "7", 7.0)

    assert contrast_of(first, second) == []


def test_numbers_two_exact_measures_contradict_each_other() -> None:
    first = counted("a1", "People were injured 12 km from the ferry.", "12 km", 12.0, unit="kilometre")
    second = counted("b1", "People were injured 15 km from the ferry.", "15 km", 15.0, unit="kilometre")

    assert [c.type for c in contrast_of(first, second)] == [DifferenceType.CONTRADICTION]


def test_numbers_an_open_word_agrees_with_every_number() -> None:
    first = counted("a1", "Dozens of people were injured on the ferry.", "Dozens", 12.0, bound=Bound.ABOUT)
    second = counted("b1", "Sixty people were injured on the ferry.", "Sixty", 60.0)

    assert [c.type for c in contrast_of(first, second)] == [DifferenceType.PRECISION]


def test_numbers_different_units_are_not_compared() -> None:
    first = counted("a1", "People were injured 12 km from the ferry.", "12 km", 12.0, unit="kilometre")
    second = counted("b1", "People were injured after 15 hours on the ferry.", "15 hours", 15.0, unit="hour")

    assert contrast_of(first, second) == []


def test_numbers_a_number_left_out_is_precision() -> None:
    first = counted("a1", "Five people were injured on the ferry.", "Five", 5.0)
    telling = Claimed("b1", "People were injured on the ferry.")
    people = telling.part("People", "people", "patient")
    key = telling.tells("People were injured on the ferry.", "injure", "people injure ferry", participants=(people,))

    (found,) = unnumbered_contrasts(first[1], key, reader_of(first[0], telling))

    assert (found.type, found.left_value[:7], found.right_value) == (DifferenceType.PRECISION, "exactly", "no number")


def told_of(ident: str, sentence: str, *numbers: tuple[str, float]) -> tuple:
    telling = Claimed(ident, sentence)
    quantities = tuple(telling.number(words, value, counts="people") for words, value in numbers)
    return telling, telling.tells(sentence, "injure", "people injure ferry", quantities=quantities)


def test_numbers_the_parts_of_a_sum_do_not_contradict_it() -> None:
    parts = told_of(
        "a1", "On the ferry 12 islanders and 11 visitors, all people, were injured.", ("12", 12), ("11", 11)
    )
    whole = told_of("b1", "On the ferry 23 people were injured.", ("23", 23))

    assert contrast_of(parts, whole) == []
    assert contrast_of(whole, parts) == []


def test_numbers_in_a_question_say_nothing() -> None:
    asked = told_of("a1", "Were five people injured on the ferry?", ("five", 5))
    told = told_of("b1", "Seven people were injured on the ferry.", ("Seven", 7))

    assert contrast_of(asked, told) == []


def test_numbers_that_another_is_held_against_are_not_compared() -> None:
    first = told_of("a1", "Eight people were injured, more than the five of last year.", ("more than the five", 5))
    second = told_of("b1", "Six people were injured on the ferry.", ("Six", 6))

    assert contrast_of(first, second) == []


def test_numbers_an_update_names_the_earlier_value_first() -> None:
    late = counted("a1", "Seven people were injured on the ferry.", "Seven", 7.0, published="2024-03-02T09:00:00Z")
    early = counted("b1", "Five people were injured on the ferry.", "Five", 5.0, published="2024-03-01T09:00:00Z")

    (found,) = contrast_of(late, early)

    assert found.type is DifferenceType.UPDATE
    assert found.why.index("Five") < found.why.index("Seven")


def test_numbers_shares_of_what_is_not_named_are_of_another_scope() -> None:
    first = counted("a1", "On the ferry 82 percent were injured.", "82 percent", 82.0, unit="percent")
    second = counted("b1", "On the ferry 65 percent were injured.", "65 percent", 65.0, unit="percent")

    assert [c.type for c in contrast_of(first, second)] == [DifferenceType.SCOPE]


def test_numbers_of_one_are_no_count_that_another_report_lacks() -> None:
    first, second = Claimed("a1", "The only ferry sank off Mirren."), Claimed("b1", "The ferry sank off Mirren.")
    only = first.number("only", 1.0, counts="ferry")
    left = first.tells("The only ferry sank off Mirren.", "sink", "ferry sink mirren", quantities=(only,))
    agent = second.part("The ferry", "ferry")
    right = second.tells("The ferry sank off Mirren.", "sink", "ferry sink mirren", participants=(agent,))

    assert list(unnumbered_contrasts(left, right, reader_of(first, second))) == []

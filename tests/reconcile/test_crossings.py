"""Differences between passages that no fact joins."""

from tellings.reconcile.differences import fact_differences
from tellings.types.dossier import DifferenceType
from tests.reconcile.claimed import Claimed, reader_of


def told(ident: str, sentence: str, number: str, value: float, published: str) -> tuple:
    telling = Claimed(ident, sentence, published=published)
    quantity = telling.number(number, value, counts="people")
    return telling, telling.tells(sentence, "be", sentence.lower().strip("."), quantities=(quantity,))


def test_crossings_a_count_outside_a_fact_is_given_to_the_fact_that_holds_the_other_side() -> None:
    first, one = told("a1", "Nine people were hurt.", "Nine", 9.0, "2024-03-01")
    second, two = told("b1", "Nine people were hurt.", "Nine", 9.0, "2024-03-01")
    third, three = told("c1", "Later the mayor spoke of 14 people wounded.", "14", 14.0, "2024-03-02")
    reader = reader_of(first, second, third, groups=((one, two), (three,)))

    (found,) = fact_differences([one, two], reader)

    assert found.type is DifferenceType.UPDATE
    assert third.article.words(found.right) == "14 people"
    assert fact_differences([three], reader) == ()

"""Dates of which one is more exact."""

from tellings.reconcile.dates import date_contrasts
from tellings.types.dossier import DifferenceType
from tests.reconcile.claimed import Claimed, reader_of


def told(ident: str, sentence: str, words: str, value: str, lemmas: str) -> Claimed:
    telling = Claimed(ident, sentence)
    telling.time(words, value)
    telling.tells(sentence, "report", lemmas)
    return telling


def found_in(*tellings: Claimed) -> list:
    return [contrast for contrast, _ in date_contrasts(reader_of(*tellings))]


def test_dates_a_decade_and_its_year_are_precision() -> None:
    first = told("a1", "The worst ferry fire since the 1970s.", "the 1970s", "1970/1979", "bad ferry fire")
    second = told("b1", "The worst ferry fire since 1974.", "1974", "1974", "bad ferry fire")

    (found,) = found_in(first, second)

    assert found.type is DifferenceType.PRECISION
    assert "“1974” is more exact" in found.why


def test_dates_of_another_matter_of_like_length_or_in_words_are_none() -> None:
    first = told("a1", "The worst ferry fire since the 1970s.", "the 1970s", "1970/1979", "bad ferry fire")
    matter = told("b1", "The school was built in 1974.", "1974", "1974", "school build")
    words = told("c1", "The worst ferry fire was on Monday.", "Monday", "1974-05-06", "bad ferry fire")
    beside = told("d1", "The worst ferry fire since 1981.", "1981", "1981", "bad ferry fire")

    assert found_in(first, matter, words, beside) == []


def test_dates_a_year_that_names_something_else_is_no_date() -> None:
    lemmas = "council mirren vote ferry"
    first = told("a1", "The council of Mirren spoke of the 2016 election and the ferry.", "2016", "2016", lemmas)
    second = told("b1", "The council of Mirren voted on the ferry in May 2016.", "May 2016", "2016-05", lemmas)
    plain = told("c1", "The council of Mirren voted on the ferry in 2016.", "2016", "2016", lemmas)

    assert found_in(first, second) == []
    assert len(found_in(second, plain)) == 1

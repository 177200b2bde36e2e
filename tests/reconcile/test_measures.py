"""Measures of one thing across a whole story."""

from tellings.reconcile.measures import measure_contrasts
from tellings.types.dossier import DifferenceType
from tellings.types.labels import Bound
from tests.reconcile.claimed import Claimed, reader_of


def told(ident: str, sentence: str, words: str, value: float, lemmas: str, bound: Bound = Bound.EXACTLY) -> Claimed:
    telling = Claimed(ident, sentence)
    quantity = telling.number(words, value, bound=bound, unit="hour")
    telling.tells(sentence, "last", lemmas, quantities=(quantity,))
    return telling


def test_measures_of_one_matter_are_held_against_each_other() -> None:
    lemmas = "talk between minister last hour"
    first = told("a1", "Talks between ministers lasted two hours.", "two hours", 2.0, lemmas)
    more = Bound.MORE_THAN
    second = told("b1", "Talks of ministers went over more than 1.5 hours.", "more than 1.5 hours", 1.5, lemmas, more)

    ((found, _),) = measure_contrasts(reader_of(first, second))

    assert found.type is DifferenceType.PRECISION


def test_measures_of_quite_different_size_or_matter_are_not_compared() -> None:
    lemmas = "talk between minister last hour"
    first = told("a1", "Talks between ministers lasted two hours.", "two hours", 2.0, lemmas)
    longer = told("b1", "Talks between ministers lasted nine hours.", "nine hours", 9.0, lemmas)
    other = told("c1", "The storm raged for three hours.", "three hours", 3.0, "storm rage hour")

    assert list(measure_contrasts(reader_of(first, longer, other))) == []


def test_measures_beside_the_same_day_are_of_one_thing() -> None:
    first = told("a1", "They spoke for two hours on 3 May.", "two hours", 2.0, "speak hour")
    second = told("b1", "A call of about 2.5 hours on Friday.", "about 2.5 hours", 2.5, "call", Bound.ABOUT)
    assert list(measure_contrasts(reader_of(first, second))) == []
    first.time("3 May", "2024-05-03")
    second.time("Friday", "2024-05-03")

    assert len(list(measure_contrasts(reader_of(first, second)))) == 1

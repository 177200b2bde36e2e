"""Measures of one thing across a whole story."""

from tellings.reconcile.measures import measure_contrasts
from tellings.types.dossier import DifferenceType
from tellings.types.labels import Bound, Modality
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


def measured(ident: str, sentence: str, words: str, number: dict, lemmas: str, **more: object) -> Claimed:
    telling = Claimed(ident, sentence, published=str(more.pop("published", "")) or None)
    quantity = telling.number(words, **number)
    telling.tells(sentence, "take", lemmas, quantities=(quantity,), **more)
    return telling


def test_measures_of_time_in_two_units_are_held_together() -> None:
    about = Bound.ABOUT
    first = measured(
        "a1",
        "Water reached Low Marsh about 50 minutes later.",
        "about 50 minutes",
        {"value": 50.0, "unit": "minute", "bound": about},
        "water reach low marsh",
    )
    second = measured(
        "b1",
        "It was roughly an hour before Low Marsh flooded.",
        "roughly an hour",
        {"value": 1.0, "unit": "hour", "bound": about},
        "low marsh flood",
    )

    ((found, _),) = measure_contrasts(reader_of(first, second))

    assert found.type is DifferenceType.PRECISION


def test_measures_of_a_plan_that_a_later_report_gives_otherwise_are_an_update() -> None:
    lemmas = "drain basin repair wall"
    first = measured(
        "a1",
        "Draining the basin to repair the wall will take ten days.",
        "ten days",
        {"value": 10.0, "unit": "day"},
        lemmas,
        modality=Modality.PLANNED,
        published="2024-05-01",
    )
    second = measured(
        "b1",
        "Draining the basin to repair the wall would take two weeks, not ten days.",
        "two weeks",
        {"value": 2.0, "unit": "week"},
        lemmas,
        published="2024-05-03",
    )
    second.number("ten days", 10.0, unit="day")

    ((found, _),) = measure_contrasts(reader_of(first, second))

    assert found.type is DifferenceType.UPDATE
    assert second.article.words(found.right) == "two weeks"


def test_measures_a_large_number_of_one_thing_differs_in_its_bound_alone() -> None:
    lemmas = "network carry year"
    first = measured(
        "a1", "The network carries 3 million riders a year.", "3 million", {"value": 3e6, "counts": "riders"}, lemmas
    )
    second = measured(
        "b1",
        "More than 3 million riders use the network each year.",
        "More than 3 million",
        {"value": 3e6, "counts": "riders", "bound": Bound.MORE_THAN},
        "network use year",
    )
    small = measured(
        "c1", "More than 3 riders use the network.", "More than 3", {"value": 3.0, "counts": "riders"}, lemmas
    )

    ((found, _),) = measure_contrasts(reader_of(first, second, small))

    assert found.type is DifferenceType.PRECISION


def test_measures_are_of_two_things_where_one_report_gives_both() -> None:
    lemmas = "talk between minister last hour"
    first = told("a1", "Talks between ministers lasted two hours.", "two hours", 2.0, lemmas)
    second = Claimed("b1", "Talks between ministers lasted two hours. Talks between envoys lasted 2.5 hours.")
    numbers = [second.number(words, value, unit="hour") for words, value in (("two hours", 2.0), ("2.5 hours", 2.5))]
    second.tells("Talks between ministers lasted two hours.", "last", lemmas, quantities=(numbers[0],))
    second.tells("Talks between envoys lasted 2.5 hours.", "last", lemmas, quantities=(numbers[1],))

    assert list(measure_contrasts(reader_of(first, second))) == []

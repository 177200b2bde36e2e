"""Clock times across a whole story."""

from dataclasses import replace

from tellings.reconcile.clocks import CLOCK_UNIT, clock_contrasts
from tellings.types.dossier import DifferenceType
from tests.reconcile.claimed import Claimed, reader_of


def told(ident: str, sentence: str, words: str, hours: float, predicate: str, lemmas: str) -> Claimed:
    telling = Claimed(ident, sentence)
    telling.number(words, hours, unit=CLOCK_UNIT)
    quantities = tuple(replace(q, calendar=True) for q in telling.labels.quantities)
    telling.labels = replace(telling.labels, quantities=quantities)
    telling.tells(sentence, predicate, lemmas)
    return telling


def test_clocks_a_rough_time_is_less_exact() -> None:
    first = told("a1", "The ferry sank at 6.10am.", "6.10am", 6.167, "sink", "ferry sink")
    second = told("b1", "The ferry went down shortly after 6am.", "shortly after 6am", 6.0, "go", "ferry go")

    ((found, places),) = clock_contrasts(reader_of(first, second))

    assert found.type is DifferenceType.PRECISION
    assert first.at("6.10am") in places


def test_clocks_two_exact_times_of_one_act_exclude_each_other() -> None:
    first = told("a1", "The ferry sank at 6.10am.", "6.10am", 6.167, "sink", "ferry sink")
    second = told("b1", "The ferry sank at 6.30am.", "6.30am", 6.5, "sink", "ferry sink")

    ((found, _),) = clock_contrasts(reader_of(first, second))

    assert found.type is DifferenceType.CONTRADICTION


def test_clocks_times_of_two_happenings_are_not_compared() -> None:
    first = told("a1", "The ferry sank at 6.10am.", "6.10am", 6.167, "sink", "ferry sink")
    second = told("b1", "Schools open at 6.30am.", "6.30am", 6.5, "open", "school open")

    assert list(clock_contrasts(reader_of(first, second))) == []


def test_clocks_two_exact_times_of_one_thing_under_two_verbs_do_not_contradict() -> None:
    first = told("a1", "The gate gave way at 4.40am.", "4.40am", 4.667, "give way", "gate give way")
    second = told("b1", "The gate had broken at 5.15am.", "5.15am", 5.25, "break", "gate break")
    for telling, words in ((first, "The gate"), (second, "The gate")):
        (claim,) = telling.labels.claims
        parts = (telling.part(words, "gate"),)
        telling.labels = replace(telling.labels, claims=(replace(claim, participants=parts),))

    ((found, _),) = clock_contrasts(reader_of(first, second))

    assert found.type is DifferenceType.SCOPE


def test_clocks_when_a_report_came_out_is_no_time_of_a_happening() -> None:
    first = told("a1", "Posted Monday 6.10am the ferry sank", "6.10am", 6.167, "sink", "ferry sink")
    second = told("b1", "Updated: Monday 6.30am the ferry sank", "6.30am", 6.5, "sink", "ferry sink")

    assert list(clock_contrasts(reader_of(first, second))) == []

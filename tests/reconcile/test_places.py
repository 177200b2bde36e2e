"""Places called by one name and different nouns."""

from dataclasses import replace

from tellings.reconcile.places import place_phrase_contrasts
from tellings.types.dossier import DifferenceType
from tests.reconcile.claimed import Claimed, reader_of


def found_in(first: tuple[str, str], second: tuple[str, str]) -> list:
    a, b = Claimed("a1", first[0]), Claimed("b1", second[0])
    a.tells(first[0], "stop", first[1])
    b.tells(second[0], "halt", second[1])
    return [
        (c.type, a.article.words(c.left), b.article.words(c.right)) for c, _ in place_phrase_contrasts(reader_of(a, b))
    ]


def test_places_one_name_and_two_nouns_are_two_places_of_one_matter() -> None:
    found = found_in(
        ("The bus stopped near the Marsham bridge on Monday.", "bus stop marsham bridge monday"),
        ("The bus halted near to Marsham quarry, on Monday.", "bus halt marsham quarry monday"),
    )

    assert found == [(DifferenceType.SCOPE, "Marsham bridge", "Marsham quarry")]


def test_places_an_area_held_by_somebody_is_another_area() -> None:
    found = found_in(
        ("Troops moved deep into Norland-held territories.", "troop move deep"),
        ("Troops moved deep into Norland territory.", "troop move deep"),
    )

    assert [(left, right) for _, left, right in found] == [("Norland-held territories", "Norland territory")]


def test_places_of_another_matter_or_of_the_same_words_are_none() -> None:
    bus = ("The bus stopped near the Marsham bridge.", "bus stop marsham bridge")

    assert found_in(bus, ("Wolves live near the Marsham quarry.", "wolf live marsham quarry")) == []
    assert found_in(bus, ("The bus stopped near the Marsham bridges.", "bus stop marsham bridge")) == []


def test_places_a_phrase_that_holds_a_verb_or_a_preposition_is_no_place() -> None:
    attacked = "Youths attacked in Marsham banks."
    first, second = Claimed("a1", "Youths in Marsham attacked."), Claimed("b1", "Youths in Marsham market, attacked.")
    key = first.tells("Youths in Marsham attacked", "attack", "youth attack bank monday")
    (claim,) = first.labels.claims
    assert claim.id == key.id
    first.labels = replace(first.labels, claims=(replace(claim, predicate_span=first.at("attacked")),))
    second.tells("Youths in Marsham market, attacked", "attack", "youth attack bank monday")

    assert list(place_phrase_contrasts(reader_of(first, second))) == []
    assert found_in((attacked, "youth attack"), ("Youths attacked in Marsham following vigils.", "youth attack")) == []


def test_places_an_inquiry_goes_into_a_matter() -> None:
    found = found_in(
        ("The council opened an inquiry into Marsham spending on Monday.", "council open inquiry monday"),
        ("The council opened an inquiry into Marsham bridges, on Monday.", "council open inquiry monday"),
    )

    assert found == []

"""Differences of place, time, participants and single words."""

from tellings.reconcile.slotwords import participant_contrasts, place_contrasts, time_contrasts, word_contrasts
from tellings.types.dossier import DifferenceType
from tellings.types.labels import TimeType
from tests.reconcile.claimed import Claimed, reader_of

LEMMAS = "crew free driver lorry"


def test_slotwords_two_places_of_one_act_are_precision() -> None:
    a = Claimed("a1", "Crews freed the driver of a lorry in Port Savin.")
    b = Claimed("b1", "Crews freed the driver of a lorry in the harbour of Port Savin.")
    one = a.tells(a.article.text, "free", LEMMAS, place=a.at("Port Savin"))
    other = b.tells(b.article.text, "free", LEMMAS, place=b.at("the harbour of Port Savin"))

    (found,) = place_contrasts(one, other, reader_of(a, b))

    assert (found.type, found.slot) == (DifferenceType.PRECISION, "place")


def test_slotwords_the_same_time_value_is_no_difference() -> None:
    a, b = Claimed("a1", "Crews freed the driver on Monday."), Claimed("b1", "Crews freed the driver on 4 March.")
    for telling, words, value in ((a, "Monday", "2024-03-04"), (b, "4 March", "2024-03-04")):
        telling.time(words, value)
    one, other = a.tells(a.article.text, "free", LEMMAS), b.tells(b.article.text, "free", LEMMAS)

    assert list(time_contrasts(one, other, reader_of(a, b))) == []


def test_slotwords_two_clock_times_differ() -> None:
    a, b = Claimed("a1", "Crews freed the driver at 6.10am."), Claimed("b1", "Crews freed the driver at 6.30am.")
    a.time("6.10am", "2024-03-04T06:10", TimeType.TIME)
    b.time("6.30am", "2024-03-04T06:30", TimeType.TIME)
    one, other = a.tells(a.article.text, "free", LEMMAS), b.tells(b.article.text, "free", LEMMAS)

    (found,) = time_contrasts(one, other, reader_of(a, b))

    assert (a.article.words(found.left), b.article.words(found.right)) == ("6.10am", "6.30am")


def test_slotwords_participants_differ_but_pronouns_say_nothing() -> None:
    a, b, c = (
        Claimed(i, f"{who} freed the driver of a lorry.")
        for i, who in (("a1", "Firefighters"), ("b1", "Divers"), ("c1", "They"))
    )
    keys = [
        telling.tells(telling.article.text, "free", LEMMAS, participants=(telling.part(words, head),))
        for telling, words, head in ((a, "Firefighters", "firefighter"), (b, "Divers", "diver"), (c, "They", "they"))
    ]
    reader = reader_of(a, b, c)

    assert len(list(participant_contrasts(keys[0], keys[1], reader))) == 1
    assert list(participant_contrasts(keys[0], keys[2], reader)) == []


def test_slotwords_a_thing_of_somebody_is_not_held_against_somebody() -> None:
    a, b = Claimed("a1", "He seized the sleeve of a driver."), Claimed("b1", "He seized a worker.")
    one = a.tells(
        a.article.text, "seize", LEMMAS, participants=(a.part("the sleeve of a driver", "sleeve", "patient"),)
    )
    other = b.tells(b.article.text, "seize", LEMMAS, participants=(b.part("a worker", "worker", "patient"),))

    assert list(participant_contrasts(one, other, reader_of(a, b))) == []


def test_slotwords_one_word_put_for_another_is_wording() -> None:
    a = Claimed("a1", "Crews freed the driver of an overturned lorry.")
    b = Claimed("b1", "Crews rescued the driver of an overturned lorry.")
    one = a.tells(a.article.text, "free", "crew freed driver overturn lorry")
    other = b.tells(b.article.text, "rescue", "crew rescue driver overturn lorry")

    (found,) = word_contrasts(one, other, reader_of(a, b))

    assert (a.article.words(found.left), b.article.words(found.right)) == ("freed", "rescued")

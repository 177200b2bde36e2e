"""Numbers that a report takes back."""

from tellings.reconcile.corrections import correction_contrasts
from tellings.types.dossier import DifferenceType
from tests.reconcile.claimed import Claimed, reader_of


def found_in(sentence: str) -> list:
    telling = Claimed("a1", sentence)
    telling.number("90 tonnes", 90.0, unit="tonne")
    telling.number("9 tonnes", 9.0, unit="tonne")
    return [contrast for contrast, _ in correction_contrasts(reader_of(telling))]


def test_corrections_a_withdrawn_number_is_an_update_within_one_report() -> None:
    (found,) = found_in("This article was amended to remove a weight of 90 tonnes; the bell weighs 9 tonnes.")

    assert found.type is DifferenceType.UPDATE
    assert found.left.article == found.right.article


def test_corrections_two_numbers_of_a_plain_sentence_are_none() -> None:
    assert found_in("The crane weighs 90 tonnes and the bell 9 tonnes.") == []

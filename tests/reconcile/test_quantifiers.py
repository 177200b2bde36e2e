"""All, some or none of something."""

from tellings.reconcile.quantifiers import share_contrasts
from tellings.types.dossier import DifferenceType
from tests.reconcile.claimed import Claimed, reader_of


def found_in(*tellings: tuple[str, str, str]) -> list:
    made = []
    for number, (sentence, predicate, lemmas) in enumerate(tellings):
        telling = Claimed(f"a{number}", sentence)
        telling.tells(sentence, predicate, lemmas)
        made.append(telling)
    return [contrast for contrast, _ in share_contrasts(reader_of(*made))]


def test_quantifiers_all_and_a_counted_part_of_one_act_exclude_each_other() -> None:
    (found,) = found_in(
        ("All pumps ran on Monday.", "run", "pump run monday"),
        ("Four of the five pumps ran on Monday.", "run", "pump run monday"),
    )

    assert found.type is DifferenceType.CONTRADICTION


def test_quantifiers_some_is_true_of_all_and_other_verbs_are_other_acts() -> None:
    (some,) = found_in(
        ("All pumps ran on Monday.", "run", "pump run monday"),
        ("Some of the pumps ran on Monday.", "run", "pump run monday"),
    )
    (other,) = found_in(
        ("All pumps were checked.", "check", "pump check"),
        ("Not one pump was running.", "run", "pump run"),
    )

    assert {some.type, other.type} == {DifferenceType.SCOPE}


def test_quantifiers_all_but_one_is_a_part() -> None:
    assert (
        found_in(
            ("All but one of the five pumps ran.", "run", "pump run"),
            ("Four of the five pumps ran.", "run", "pump run"),
        )
        == []
    )


def test_quantifiers_of_people_or_of_two_nouns_are_none() -> None:
    assert (
        found_in(("All people left.", "leave", "people leave"), ("None of the people left.", "leave", "people")) == []
    )
    assert found_in(("All pumps ran.", "run", "pump run"), ("Not one siren ran.", "run", "siren run")) == []


def test_quantifiers_a_phrase_cut_before_its_noun_is_no_share() -> None:
    found = found_in(
        ("Two of the harbour cranes ran on Monday.", "run", "harbour crane run"),
        ("All harbour cranes ran on Monday.", "run", "harbour crane run"),
    )

    assert found == []

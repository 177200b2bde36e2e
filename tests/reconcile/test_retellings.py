"""Whole clauses told otherwise, or with less detail."""

from tellings.reconcile.retellings import own_words, retelling_contrasts
from tellings.types.dossier import DifferenceType
from tests.reconcile.claimed import Claimed, reader_of


def found_in(first: tuple[str, str, str], second: tuple[str, str, str]) -> list:
    a, b = Claimed("a1", first[0]), Claimed("b1", second[0])
    return list(retelling_contrasts(a.tells(*first), b.tells(*second), reader_of(a, b)))


def test_retellings_what_only_one_report_has_is_named() -> None:
    (found,) = found_in(
        ("Police held a sailor on suspicion of arson.", "hold", "police hold sailor suspicion arson"),
        ("Police held a sailor.", "hold", "police hold sailor"),
    )

    assert (found.rule, found.type) == ("told_in_less_detail", DifferenceType.WORDING)
    assert found.why == "Only one report has “suspicion of arson”."


def test_retellings_other_words_on_both_sides_are_shown() -> None:
    (found,) = found_in(
        ("The ferry rolled over beside the old quay.", "roll over", "ferry roll old quay"),
        ("The ferry capsized near the old harbour wall.", "capsize", "ferry capsize old harbour wall"),
    )

    assert found.rule == "told_in_other_words"
    assert found.why == "One report has “rolled over beside” where the other has “harbour wall”."


def test_retellings_one_word_for_another_is_left_to_the_words() -> None:
    assert (
        found_in(
            ("The ferry sank at noon.", "sink", "ferry sink noon"),
            ("The boat sank at noon.", "sink", "boat sink noon"),
        )
        == []
    )


def test_retellings_the_same_content_words_are_one_telling() -> None:
    assert (
        found_in(
            ("The ferry sank at noon.", "sink", "ferry sink noon"),
            ("At noon the ferry sank.", "sink", "noon ferry sink"),
        )
        == []
    )


def test_retellings_claims_with_hardly_a_word_in_common_are_not_held_against_each_other() -> None:
    assert (
        found_in(
            ("Divers searched the northern harbour basin all night.", "search", "diver search northern harbour basin"),
            ("Trains stood still until morning.", "stand", "train stand still morning"),
        )
        == []
    )


def test_retellings_own_words_are_a_stretch_as_it_stands() -> None:
    assert own_words("held on Suspicion  of arson", "Police held a sailor") == "Suspicion of arson"
    assert own_words("The ferry sank", "the FERRY sank") == ""
    assert own_words("word " * 30, "other") == ""

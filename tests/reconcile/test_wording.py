"""Quotations that do not agree word for word."""

from tellings.reconcile.wording import counterparts, one_spelling, quote_contrasts
from tellings.types.matches import Key
from tests.reconcile.claimed import Claimed, reader_of


def contrasts(first: str, second: str) -> list:
    a, b = Claimed("a1", first), Claimed("b1", second)
    a.quote(first)
    b.quote(second)
    return [
        (a.article.words(c.left), b.article.words(c.right), c.why)
        for c in quote_contrasts(a.labels.statements[0], b.labels.statements[0], reader_of(a, b))
    ]


def test_wording_an_altered_word_is_shown_on_both_sides() -> None:
    found = contrasts("We will not sell the old harbour this year", "We will not lease the old harbour this year")

    assert [(left, right) for left, right, _ in found] == [("sell", "lease")]


def test_wording_a_cut_inside_says_what_was_cut() -> None:
    ((_, _, why),) = contrasts("We will never ever sell the old harbour", "We will never sell the old harbour")

    assert "cuts “ever”" in why


def test_wording_a_trim_at_the_edges_is_no_alteration() -> None:
    assert contrasts("Friends, we will not sell the old harbour", "we will not sell the old harbour") == []


def test_wording_the_same_words_with_other_marks_agree() -> None:
    assert contrasts("We won't sell the old harbour", "We won’t sell the old harbour") == []


def test_wording_two_different_remarks_are_not_compared() -> None:
    assert contrasts("We will not sell the old harbour", "The new school opens in spring") == []


def test_wording_a_word_retold_for_a_quoted_one_is_shown() -> None:
    a = Claimed("a1", "the old harbour will never be sold")
    a.quote("the old harbour will never be sold")
    b = Claimed("b1", "Brill said the old port will never be sold")
    b.says("Ada Brill", "the old port will never be sold", "said")

    (found,) = quote_contrasts(a.labels.statements[0], b.labels.statements[0], reader_of(a, b))

    assert found.rule == "retold_in_other_words"
    assert (found.left_value, found.right_value) == ("harbour", "port")


def test_wording_two_spellings_of_one_word_are_no_alteration() -> None:
    assert contrasts("We are traveling to the harbor", "We are travelling to the harbour") == []


def test_wording_a_cut_needs_common_words_on_both_sides() -> None:
    first = "We sold the harbour and nobody minded. The"
    second = "We sold the mill, and the town was pleased with that, the harbour and nobody minded. The"

    assert [c for c in contrasts(first, second) if "town" in c[2] and "harbour" in c[2]] == []


def test_wording_a_lost_degree_word_at_an_edge_is_a_cut() -> None:
    ((_, _, why),) = contrasts("very careful", "careful")

    assert "cuts “very”" in why
    assert contrasts("a careful plan", "careful plan") == []


def test_wording_letters_with_and_without_points_are_one_spelling() -> None:
    assert one_spelling("f b i", "fbi")
    assert not one_spelling("on to", "onto")


def test_wording_other_sentences_are_no_counterparts_of_words_that_a_report_has() -> None:
    first, second = (
        "The town and the harbour will pay for the bridge.",
        "The town and the harbour got money for the bridge.",
    )
    a, b = Claimed("a1", first), Claimed("b1", f"{first} {second}")
    one, same, other = (Key(t.article.id, t.quote(words)) for t, words in ((a, first), (b, first), (b, second)))
    reader = reader_of(a, b)

    assert [right.id for _, right in counterparts((one, same, other), reader)] == [same.id]
    assert [right.id for _, right in counterparts((one, other), reader)] == [other.id]

"""Quoted words that another report gives without marks or altered, wherever they stand."""

from tellings.reconcile.quotations import quotation_contrasts
from tests.reconcile.claimed import Claimed, reader_of


def found_in(first: str, second: str) -> list[tuple[str, str, str]]:
    a, b = Claimed("a1", first), Claimed("b1", second)
    return [
        (c.rule, a.article.words(c.left), b.article.words(c.right))
        for c, _ in quotation_contrasts(reader_of(a, b))
        if c.left.article == "a1"
    ]


def test_quotations_words_that_lost_their_marks_are_shown_on_both_sides() -> None:
    found = found_in(
        "The mill “was held together with rusty wire”, she said.",
        "The old mill was held together with rusty wire and rope.",
    )

    assert found == [
        ("quotation_marks_dropped", "was held together with rusty wire", "was held together with rusty wire")
    ]


def test_quotations_only_the_part_outside_the_marks_has_lost_them() -> None:
    ((rule, _, right),) = found_in(
        '"The ferry was leaving far earlier than allowed," he said.',
        'He said the ferry was leaving "far earlier than allowed".',
    )

    assert (rule, right) == ("quotation_marks_dropped", "the ferry was leaving")


def test_quotations_altered_words_are_found_without_a_common_utterance() -> None:
    found = found_in(
        "“The ferry was leaving far earlier than allowed,” he said.",
        "“The ferry was sailing far earlier than allowed,” a witness told us.",
    )

    assert found == [("quoted_words_differ", "leaving", "sailing")]


def test_quotations_a_name_in_common_is_no_quotation() -> None:
    assert (
        found_in(
            "“We thank the Northern River Rescue Service,” she said.",
            "Boats of the Northern River Rescue Service were there.",
        )
        == []
    )


def test_quotations_a_long_line_of_marks_takes_no_time() -> None:
    line = '"a b c d e f" ' * 20_000

    assert found_in(line, line) == []

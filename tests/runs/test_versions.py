"""What changed between two versions, for a reader's eye."""

from __future__ import annotations

from tellings.runs.versions import paragraphs, unified_difference, word_difference
from tests.store.made import article

OLD = article("The mill closed on Monday.\nForty people worked there.\nThe river is low.")
NEW = article("The mill closed on Tuesday.\nForty people worked there.\nThe river is low.\nIt may open again.")


def test_versions_paragraphs_begin_with_the_headline_once() -> None:
    assert paragraphs(OLD)[:2] == ["Mill closes", "The mill closed on Monday."]
    assert paragraphs(article("Mill closes\nIt did."))[:2] == ["Mill closes", "It did."]


def test_versions_unified_difference_has_a_paragraph_a_line() -> None:
    assert unified_difference(OLD, OLD, names=("1", "2")) == []
    assert unified_difference(OLD, NEW, names=("1", "2")) == [
        "--- 1",
        "+++ 2",
        "@@ -1,4 +1,5 @@",
        " Mill closes",
        "-The mill closed on Monday.",
        "+The mill closed on Tuesday.",
        " Forty people worked there.",
        " The river is low.",
        "+It may open again.",
    ]


def test_versions_word_difference_marks_words_in_their_places() -> None:
    assert word_difference(OLD, OLD) == []
    assert word_difference(OLD, NEW) == ["The mill closed on [-Monday.-] {+Tuesday.+}", "{+It may open again.+}"]


def test_versions_word_difference_of_long_passages_stays_quick() -> None:
    left = article(" ".join(f"word{number}" for number in range(20_000)))
    right = article(" ".join(f"word{number}" for number in range(20_000, 0, -1)))
    (line_out, line_in) = (word_difference(left, right)[0][:10], word_difference(left, right)[0].count("{+"))
    assert (line_out, line_in) == ("[-word0 wo", 1)

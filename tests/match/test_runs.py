"""Common runs of words, and whose words they are."""

import time

from tellings.match.runs import MOST_WORDS, common_runs, prose_blocks, read_words
from tests.match.written import write


def runs_of(left: str, right: str) -> list[str]:
    a, b = read_words(write("a", left)), read_words(write("b", right))
    return [" ".join(word.text for word in a[run.left : run.left + run.size]) for run in common_runs(a, b)]


def test_runs_grow_to_both_sides_and_stop_where_words_differ() -> None:
    found = runs_of(
        "On Monday the old ferry sank off the coast near Mirren.", "Today the old ferry sank off the coast of Savin."
    )

    assert found == ["the old ferry sank off the coast"]


def test_runs_shorter_than_five_words_are_none() -> None:
    assert runs_of("The old ferry sank on Monday.", "The old ferry sank in March.") == []


def test_runs_share_no_word_with_each_other() -> None:
    text = "one two three four five six seven eight nine ten eleven twelve."
    a, b = read_words(write("a", text)), read_words(write("b", text + " " + text))

    assert sum(run.size for run in common_runs(a, b)) == len(a)


def test_runs_words_between_marks_are_quoted_also_without_a_closing_mark() -> None:
    words = read_words(write("a", 'Brill said: "The ferry was old and she', "It was late."))

    assert [word.text for word in words if word.quoted] == ["the", "ferry", "was", "old", "and", "she"]


def test_runs_a_sentence_in_the_first_person_counts_as_quoted() -> None:
    words = read_words(write("a", "The ferry was late. I had waited for hours. Brill left."))

    assert [word.text for word in words if word.quoted] == ["i", "had", "waited", "for", "hours"]


def test_runs_captions_and_bylines_are_no_running_text() -> None:
    prose = " ".join(["The ferry had left the port of Savin when the storm broke over the bay."] * 6)
    article = write("a", "By Ada Brill", prose, "The ferry in port")

    assert prose_blocks(article) == [1]


def test_runs_take_linear_time_on_a_refrain() -> None:
    text = "la " * 20_000 + "end."
    began = time.perf_counter()
    common_runs(read_words(write("a", text)), read_words(write("b", text)))

    assert time.perf_counter() - began < 30


def test_runs_read_an_article_without_end_only_so_far() -> None:
    endless = " ".join(f"word{i % 9973}" for i in range(MOST_WORDS + 500)) + "."

    assert len(read_words(write("a", endless, "And one more line that ends here."))) == MOST_WORDS

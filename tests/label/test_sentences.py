"""Where sentences begin: one case for each rule."""

from __future__ import annotations

import time

import pytest

from tellings.evaluate.articles import article_from_text
from tellings.label.parse import load_pipeline, parse
from tests.label.marking import PIPELINE

pytestmark = pytest.mark.models


def sentences(text: str) -> list[str]:
    article = article_from_text(text, id_seed=text, title=None, published="2021-03-10")
    parsed = parse(article, pipeline=load_pipeline(PIPELINE))
    return [article.words(sentence.span) for sentence in parsed.sentences]


@pytest.mark.parametrize(
    "expected",
    [
        ["The boat sank.", "Nobody was hurt."],
        ['"It is late."', "He went home."],
        ["“It is late.”", "“We should go.”"],
        ["She lives at No. 10 Elm Road.", "He does not."],
        ["It left at 6.10am.", "It came back at 7.15pm."],
        ["Asst. Ch. Con. Lee spoke.", "Sgt. Kim did not."],
        ["Robert P. Oakes spoke.", "Ann W. Kim did not."],
        ["She moved to the U.S. in May.", "He stayed."],
        ["She moved to the U.S.", "The others stayed."],
        ["He met U.S. President Ann Lee.", "They talked."],
        ["J. K. Marlow wrote it.", "It sold well."],
        ["He works at Acme Corp.", "She does not."],
        ["It happened on Nov. 9 at noon.", "Nobody saw it."],
        ["The train left at 5 p.m. on Friday.", "It was late."],
        ['"Why?" Ann Lee asked.', "Nobody answered."],
        ['"Stop!"', "He did not stop."],
        ["It was … odd.", "We left."],
        ["He waited ... and left.", "She stayed."],
        ["(It was late.)", "We left."],
        ["It cost $5.5 million.", "That is a lot."],
    ],
    ids=lambda expected: expected[0][:20],
)
def test_sentences_end_where_a_reader_ends_them(expected: list[str]) -> None:
    assert sentences(" ".join(expected)) == expected


def test_sentences_are_cut_where_the_blank_is_missing() -> None:
    assert sentences("“It broke.”Next came the police. ‘Yes.’I said so.") == [
        "“It broke.”",
        "Next came the police.",
        "‘Yes.’",
        "I said so.",
    ]


def test_sentences_never_run_over_lines() -> None:
    assert sentences("A headline without a stop\nThe first sentence of the text.") == [
        "A headline without a stop",
        "The first sentence of the text.",
    ]


def test_sentences_of_a_long_line_take_time_in_proportion() -> None:
    started = time.process_time()
    marks = "\"'’”) . " * 4000
    assert sentences(f"He left. {marks}")[0].startswith("He left.")
    assert time.process_time() - started < 30

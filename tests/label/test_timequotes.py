"""Days inside words that were said on an earlier day."""

from __future__ import annotations

import pytest

from tests.label.reading import read  # articles are published on Wednesday 2021-03-10


def _value(text: str, words: str) -> str | None:
    article, labels = read(text)
    return next(time.value for time in labels.times if article.words(time.span) == words)


@pytest.mark.parametrize(
    ("text", "words", "value"),
    [
        ('"We will decide today," Mr Velt said on Monday.', "today", "2021-03-08"),
        ('On Tuesday the mayor said: "I signed it yesterday."', "yesterday", "2021-03-08"),
        ('"We will decide today," Mr Velt said on Wednesday.', "today", "2021-03-10"),
        ('"We will decide today," Mr Velt said.', "today", "2021-03-10"),
        ('Mr Velt said on Monday that he would "wait until tomorrow".', "tomorrow", "2021-03-09"),
        ("Mr Velt said on Monday that the vote is today.", "today", "2021-03-10"),
    ],
)
def test_timequotes_reckon_from_the_day_of_saying(text: str, words: str, value: str) -> None:
    article, labels = read(text)
    found = [time.value for time in labels.times if words in article.words(time.span)]

    assert found == [value]


def test_timequotes_go_on_with_the_day_of_the_speech() -> None:
    text = '"Today is a dark day," Mr Velt told reporters on Tuesday. "We met this morning."'

    assert _value(text, "this morning") == "2021-03-09"


def test_timequotes_take_no_day_from_inside_the_words() -> None:
    text = 'On Tuesday the mayor said: "I signed it today." She added that "tomorrow we will vote".'
    article, labels = read(text)
    ids = {time.id: article.words(time.span) for time in labels.times}

    assert {ids[statement.when] for statement in labels.statements if statement.when} == {"Tuesday"}
    assert _value(text, "tomorrow") == "2021-03-10"

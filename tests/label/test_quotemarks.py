"""Quotation marks: which belong together."""

from __future__ import annotations

import time

import pytest

from tellings.evaluate.articles import article_from_text
from tellings.label.quotemarks import find_quotations


def inside(text: str) -> list[str]:
    article = article_from_text(text, id_seed="quotemarks")
    return [text[quotation.start : quotation.end] for quotation in find_quotations(article)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("“We are late,” she said.", ["We are late,"]),
        ('"We are late," she said. "Very."', ["We are late,", "Very."]),
        ("‘We are late,’ she said.", ["We are late,"]),
        ("«We are late», she said.", ["We are late"]),
        ("''We are late,'' she said.", ["We are late,"]),
        ('He said "yes” and “no".', ["yes", "no"]),
        ('"We are late. " Then they left.', ["We are late."]),
        ('She said:"We are late."They left.', ["We are late."]),
    ],
)
def test_quotemarks_pair_in_every_style(text: str, expected: list[str]) -> None:
    assert inside(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "The workers' rights and the council's plan aren't in doubt.",
        "The workers’ rights and the council’s plan aren’t in doubt.",
        "It was the summer of '69, rock 'n' roll and all.",
        "The shelf is 6'2\" long.",
    ],
)
def test_quotemarks_apostrophes_and_inches_are_none(text: str) -> None:
    assert inside(text) == []


def test_quotemarks_apostrophes_inside_single_marks_do_not_close() -> None:
    assert inside("She said: ‘The drivers’ union isn’t happy with it.’ He left.") == [
        "The drivers’ union isn’t happy with it."
    ]


def test_quotemarks_nested_quotation_has_depth_one() -> None:
    text = "“I told him, ‘Stop the boat,’ and he did,” she said."
    found = find_quotations(article_from_text(text, id_seed="nested"))
    assert [(text[q.start : q.end], q.depth) for q in found] == [
        ("I told him, ‘Stop the boat,’ and he did,", 0),
        ("Stop the boat,", 1),
    ]


def test_quotemarks_paragraphs_that_open_and_do_not_close() -> None:
    text = "Lee said: “The bridge is shut.\n“It will stay shut.\n“That is all.”"
    found = find_quotations(article_from_text(text, id_seed="paragraphs"))
    assert [(text[q.start : q.end], q.closed) for q in found] == [
        ("The bridge is shut.", False),
        ("It will stay shut.", False),
        ("That is all.", True),
    ]


def test_quotemarks_opening_marks_in_one_line_end_the_quotation_before() -> None:
    text = 'Lee said: "The bridge is shut. "It will stay shut. "That is all."'
    assert inside(text) == ["The bridge is shut.", "It will stay shut.", "That is all."]


def test_quotemarks_missing_end_in_mid_sentence_stops_at_the_sentence() -> None:
    assert inside("He was “very tired of it all. Nobody came to the hall.") == ["very tired of it all."]


@pytest.mark.parametrize("unit", ["'", '"', "“ ", "s' a ", "‘a "])
def test_quotemarks_stay_linear_on_a_long_line(unit: str) -> None:
    text = unit * (300_000 // len(unit)) + "end"
    begin = time.perf_counter()
    find_quotations(article_from_text(text, id_seed="long"))
    assert time.perf_counter() - begin < 60

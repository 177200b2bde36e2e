"""Rows of attributions in the form of the public set."""

from __future__ import annotations

import pytest
from tests.label.reading import PIPELINE

from tellings.evaluate.quotes import predict
from tellings.label.parse import load_pipeline

pytestmark = pytest.mark.models


def rows(text: str) -> list[dict[str, list[str]]]:
    """Return the words of every role of every attribution."""
    (row,) = predict([{"doc": "d1", "text": text}], pipeline=load_pipeline(PIPELINE))
    assert row["doc"] == "d1"
    return [
        {role: [text[start:end] for start, end in places] for role, places in item.items()}
        for item in row["attributions"]
    ]


def test_quotes_row_has_source_cue_and_content_with_its_marks() -> None:
    text = 'The senate met on Monday.\n"The bridge is shut," Helen Marsh said.'
    assert rows(text) == [{"source": ["Helen Marsh"], "cue": ["said"], "content": ['"The bridge is shut,"']}]


def test_quotes_clause_keeps_its_that() -> None:
    assert rows("Helen Marsh said that the bridge was shut.") == [
        {"source": ["Helen Marsh"], "cue": ["said"], "content": ["that the bridge was shut"]}
    ]


def test_quotes_paragraphs_of_one_quotation_are_one_row() -> None:
    text = (
        'Helen Marsh said: "We have shut the bridge because the river rose in the night.\n'
        '"Nobody can cross until the water falls again, and that will take some days."'
    )
    assert [len(row["content"]) for row in rows(text)] == [2]

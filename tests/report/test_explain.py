"""Why one thing stands in a dossier."""

from __future__ import annotations

from typing import Any

import pytest

from tellings.errors import InputError
from tellings.report.explain import LISTS, explain
from tests.report.story import made_id


def test_explain_a_fact_shows_support_witnesses_and_rules(document: dict[str, Any]) -> None:
    text = explain(document, made_id("f", "unharmed"))
    assert "agreed, 2 independent" in text
    assert "Northern Wire [180:195] nobody had died  (claim k" in text
    assert "witnesses: Ansel Herald = Coast Today <b>; Northern Wire" in text
    assert "sentence_vectors  0.83  The clauses mean nearly the same." in text
    assert "missing: ferry/04-greek.txt (unknown if it could know)" in text


def test_explain_a_difference_shows_both_sides_and_where_it_stands(document: dict[str, Any]) -> None:
    text = explain(document, made_id("d", "number"))
    assert f"in {made_id('f', 'aground')}: update (number)" in text
    assert "left:  Ansel Herald [126:145] 112 people on board" in text
    assert "number_grew  0.80" in text


def test_explain_an_utterance_shows_its_statements(document: dict[str, Any]) -> None:
    text = explain(document, made_id("u", "crack"))
    assert "told 2 times" in text
    assert "direct: Northern Wire [198:262]" in text
    assert "quotation_overlap  0.92" in text


def test_explain_a_statement_shows_how_it_was_found(document: dict[str, Any]) -> None:
    ident = document["statements"][1]["id"]
    text = explain(document, ident)
    assert "speaker: Tomas Reyl" in text
    assert "why: quotation marks  0.98" in text


def test_explain_a_pair_shows_passages_and_grounds(document: dict[str, Any]) -> None:
    text = explain(document, document["lineage"][1]["id"])
    assert "rewrite, 62 % shared" in text
    assert "verbatim  1.00:" in text
    assert "shared_runs  0.62  62 % of the shorter body derives." in text


def test_explain_an_entity_shows_spellings_and_other_mentions(document: dict[str, Any]) -> None:
    text = explain(document, made_id("e", "morrow"))
    assert "  Morrow: Northern Wire" in text
    assert "descriptions and pronouns (1):" in text


def test_explain_everything_with_an_id_can_be_explained(document: dict[str, Any]) -> None:
    for key in LISTS:
        assert document[key], key
        for entry in document[key]:
            assert entry["id"] in explain(document, entry["id"])


def test_explain_an_unknown_id_names_near_ones(document: dict[str, Any]) -> None:
    ident = made_id("f", "aground")
    with pytest.raises(InputError) as caught:
        explain(document, ident[:-1] + "x")
    assert ident in str(caught.value)


def test_explain_an_id_like_no_other_names_some(document: dict[str, Any]) -> None:
    with pytest.raises(InputError, match="near ids: a"):
        explain(document, "?")


def test_explain_terminal_controls_are_shown_not_sent(document: dict[str, Any]) -> None:
    text = explain(document, made_id("f", "unharmed"))
    assert "\u202e" not in text
    assert "(U+202E)No one lost their life" in text

"""Verification reads every ref again and fails on the first that does not hold."""

from __future__ import annotations

from typing import Any

import pytest

from tellings.errors import AnchorError, SchemaError
from tellings.report.verify import verify


def count_refs(value: object) -> int:
    if isinstance(value, dict):
        own = int({"article", "start", "end", "text"} <= value.keys())
        return own + sum(count_refs(part) for part in value.values())
    return sum(count_refs(part) for part in value) if isinstance(value, list) else 0


def test_verify_counts_every_ref(document: dict[str, Any]) -> None:
    assert verify(document) == count_refs(document) > 90


def test_verify_a_bare_story_has_no_refs(empty_document: dict[str, Any]) -> None:
    assert verify(empty_document) == 0


def test_verify_names_place_article_expected_and_found(document: dict[str, Any]) -> None:
    title = document["facts"][1]["title"]
    title["text"] = "No one was hurt!!"
    with pytest.raises(AnchorError) as caught:
        verify(document)
    message = str(caught.value)
    assert "facts[1].title" in message
    assert title["article"] in message
    assert "'No one was hurt!!'" in message
    assert "'No one was killed'" in message


def test_verify_a_shifted_offset_fails(document: dict[str, Any]) -> None:
    document["facts"][0]["differences"][0]["left"]["start"] += 1
    with pytest.raises(AnchorError, match=r"facts\[0\]\.differences\[0\]\.left"):
        verify(document)


def test_verify_reads_refs_under_keys_it_does_not_know(document: dict[str, Any]) -> None:
    article = document["articles"][0]["id"]
    document["extra"] = [{"deep": {"article": article, "start": 0, "end": 5, "text": "Other"}}]
    with pytest.raises(AnchorError, match=r"extra\[0\]\.deep"):
        verify(document)


def test_verify_a_changed_text_fails_by_its_hash(document: dict[str, Any]) -> None:
    document["articles"][1]["text"] += " "
    with pytest.raises(AnchorError, match="was changed"):
        verify(document)


@pytest.mark.parametrize(
    "broken",
    [
        {"start": -1},
        {"end": 10**9},
        {"start": 5, "end": 5},
        {"start": True},
        {"start": 1.0},
        {"end": None},
        {"article": "a000000000000"},
        {"text": None},
    ],
)
def test_verify_a_ref_that_is_none_fails(document: dict[str, Any], broken: dict[str, Any]) -> None:
    document["brief"][0]["sentence"].update(broken)
    with pytest.raises(AnchorError, match=r"brief\[0\]\.sentence"):
        verify(document)


def test_verify_a_ref_without_words_fails(document: dict[str, Any]) -> None:
    del document["brief"][0]["sentence"]["text"]
    with pytest.raises(AnchorError, match="expected no words"):
        verify(document)


@pytest.mark.parametrize("key", ["body", "sentences", "blocks", "dropped"])
def test_verify_stretches_must_lie_in_the_text(document: dict[str, Any], key: str) -> None:
    article = document["articles"][0]
    beyond = len(article["text"]) + 1
    article[key].append([0, beyond] if key in {"body", "sentences"} else {"start": 0, "end": beyond})
    with pytest.raises(AnchorError, match=rf"articles\[0\]\.{key}"):
        verify(document)


@pytest.mark.parametrize("nothing", [{}, {"articles": None}, {"articles": [{"id": "a"}]}, []])
def test_verify_what_is_no_dossier_is_said_so(nothing: dict[str, Any]) -> None:
    with pytest.raises(SchemaError):
        verify(nothing)


def test_verify_an_article_must_not_stand_twice(document: dict[str, Any]) -> None:
    document["articles"].append(document["articles"][0])
    with pytest.raises(SchemaError, match="stands twice"):
        verify(document)

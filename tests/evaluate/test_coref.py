"""Which mentions are of one event."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from tellings.config import Settings
from tellings.evaluate.coref import FEATURES, document_likeness, event_mentions, load_model, predict
from tellings.label.parse import load_pipeline

FERRY = "The ferry Corvina sank off Mirren on Monday. Divers found the wreck of the Corvina near the lighthouse."
FERRY_AGAIN = "Off Mirren the ferry Corvina sank in a storm. The wreck of the Corvina lies near the lighthouse."
BANK = "Shares of Oldmark Bank sank by a tenth on Friday. Investors doubt the plans of the bank and its chairman."
OTHERS = (
    "The council of Lorne voted for a new school. Parents had asked the council for it.",
    "A baker from Savin won a lottery. The baker bought an oven and a lottery shop.",
    "Rain stopped play at the Tarr oval. The oval was covered for hours by rain sheets.",
)


def row(name: str, text: str, *words: str) -> dict[str, Any]:
    mentions = [
        {"start": text.index(word), "end": text.index(word) + len(word), "kind": "event", "cluster": "hidden"}
        for word in words
    ]
    return {"doc": name, "text": text, "mentions": mentions, "topic": name, "story": name}


def clusters(*rows: dict[str, Any]) -> list[list[str]]:
    found = predict(rows, pipeline=load_pipeline(Settings().pipeline))
    return [[one["cluster"] for one in answer["mentions"]] for answer in found]


STORY = (
    row("a", FERRY, "sank"),
    row("b", FERRY_AGAIN, "sank"),
    row("c", BANK, "sank"),
    *(row(f"o{number}", text) for number, text in enumerate(OTHERS)),
)


@pytest.mark.models
def test_coref_one_word_in_like_documents_is_one_event_and_elsewhere_another() -> None:
    first, second, bank, *_ = clusters(*STORY)

    assert first == second
    assert bank != first


@pytest.mark.models
def test_coref_names_of_documents_topics_and_clusters_are_not_read() -> None:
    renamed = [{**one, "doc": f"z{number}", "topic": "1", "story": "1"} for number, one in enumerate(STORY)]
    for one in renamed:
        one["mentions"] = [{**mention, "cluster": f"c{one['doc']}"} for mention in one["mentions"]]

    assert clusters(*renamed) == clusters(*STORY)


@pytest.mark.models
def test_coref_a_single_mention_is_an_event_of_its_own() -> None:
    assert clusters(row("a", FERRY, "sank")) == [["event0"]]


def test_coref_mentions_outside_the_annotated_sentences_are_left_out() -> None:
    given = {**row("a", FERRY, "sank", "found"), "selected_sentences": [[0, 44]]}

    assert [one["start"] for one in event_mentions(given)] == [FERRY.index("sank")]


def test_coref_documents_are_alike_by_rare_words() -> None:
    found = document_likeness([["ferry", "sink"], ["ferry", "sink", "day"], ["bank", "day"]])

    assert found[0, 1] > found[1, 2] > found[0, 2] == 0.0
    assert np.allclose(np.diag(found), 0.5)


def test_coref_every_figure_has_a_weight() -> None:
    weights, _, join = load_model()

    assert len(weights) == len(FEATURES)
    assert 0.0 < join < 1.0

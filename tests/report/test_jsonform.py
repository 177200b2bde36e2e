"""A dossier as JSON: shapes, names, ids."""

from __future__ import annotations

import dataclasses
import json
from typing import Any

from tellings.report.jsonform import dumps, to_json
from tellings.types.dossier import Dossier
from tests.report.story import COAST, RLO, made_id


def by_text(entries: list[dict[str, Any]], key: str, words: str) -> dict[str, Any]:
    return next(entry for entry in entries if entry[key]["text"].startswith(words))


def test_jsonform_same_dossier_same_bytes(dossier: Dossier) -> None:
    text = dumps(dossier)
    assert text == dumps(dossier)
    assert text.endswith("}\n")
    assert text.startswith('{\n "schema": "dossier/1",\n "tellings": "0.1.0",')
    assert json.loads(text) == to_json(dossier)


def test_jsonform_text_is_kept_as_it_is(dossier: Dossier) -> None:
    assert "🛟" in dumps(dossier)
    assert "\\u2031" not in dumps(dossier)
    assert to_json(dossier)["articles"][2]["text"] == COAST


def test_jsonform_offsets_count_code_points(document: dict[str, Any]) -> None:
    claim = by_text(document["claims"], "span", "The Blue Heron ran onto rocks")
    start = COAST.index("The Blue Heron")
    assert claim["span"]["start"] == start
    assert COAST[start - 3 : start] == "🛟🛟 "


def test_jsonform_title_is_not_body(document: dict[str, Any]) -> None:
    herald = document["articles"][0]
    assert herald["title_ref"]["text"] == "Ferry runs aground off Port Ansel"
    assert [herald["title_ref"]["start"], herald["title_ref"]["end"]] not in herald["body"]
    assert next(herald["text"][start:end] for start, end in herald["body"]).startswith("The ferry Blue Heron")
    assert herald["blocks"][0] == {"start": 0, "end": 33, "kind": "title"}


def test_jsonform_bare_surname_gets_the_full_name(document: dict[str, Any]) -> None:
    statement = by_text(document["statements"], "content", "nobody had died")
    assert statement["speaker"] == {
        "name": "Ida Morrow",
        "entity": made_id("e", "morrow"),
        "span": {
            "article": made_id("a", "02-wire"),
            "start": statement["speaker"]["span"]["start"],
            "end": statement["speaker"]["span"]["end"],
            "text": "Morrow",
        },
        "named": True,
    }
    claim = by_text(document["claims"], "span", "nobody had died")
    assert claim["attribution"][0]["name"] == "Ida Morrow"
    assert claim["statement"] == statement["id"]
    assert claim["polarity"] == "negative"


def test_jsonform_speaker_without_entity_keeps_its_name(document: dict[str, Any]) -> None:
    statement = by_text(document["statements"], "content", "We heard a crack like lightning")
    assert statement["addressee"]["name"] == "Northern Wire"
    assert statement["addressee"]["entity"] is None


def test_jsonform_mentions_are_names_only(document: dict[str, Any]) -> None:
    morrow = document["entities"][0]
    assert [mention["text"] for mention in morrow["mentions"]] == ["Ida Morrow", "Morrow", "Ida Morrow"]
    assert [(m["text"], m["form"]) for m in morrow["other_mentions"]] == [("coast guard chief", "nominal")]


def test_jsonform_ids_are_unique_and_point_at_each_other(document: dict[str, Any]) -> None:
    for key in ("times", "quantities", "statements", "claims", "facts", "lineage"):
        ids = [entry["id"] for entry in document[key]]
        assert len(ids) == len(set(ids)), key
    statements = {entry["id"] for entry in document["statements"]}
    claims = {entry["id"] for entry in document["claims"]}
    times = {entry["id"] for entry in document["times"]}
    assert set(document["utterances"][0]["statements"]) <= statements
    assert {part["claim"] for fact in document["facts"] for part in fact["support"]} <= claims
    assert {claim["time"] for claim in document["claims"]} - {None} <= times
    assert by_text(document["statements"], "content", "We heard a crack like thunder")["when"] in times


def test_jsonform_ids_do_not_depend_on_the_number_of_other_labels(dossier: Dossier, document: dict[str, Any]) -> None:
    first = dossier.labels[0]
    fewer = dataclasses.replace(first, times=first.times[:1], statements=first.statements[1:])
    shorter = to_json(dataclasses.replace(dossier, labels=(fewer, *dossier.labels[1:]), facts=(), utterances=()))
    kept = by_text(shorter["statements"], "content", "We heard a crack like thunder")
    assert kept["id"] == by_text(document["statements"], "content", "We heard a crack like thunder")["id"]


def test_jsonform_two_labels_on_the_same_words_get_two_ids(dossier: Dossier) -> None:
    first = dossier.labels[0]
    twin = dataclasses.replace(first.times[0], id="t9")
    doubled = dataclasses.replace(first, times=(*first.times, twin))
    document = to_json(dataclasses.replace(dossier, labels=(doubled, *dossier.labels[1:])))
    ids = [time["id"] for time in document["times"]]
    assert len(ids) == len(set(ids))


def test_jsonform_settings_are_sorted_and_plain(document: dict[str, Any]) -> None:
    assert list(document["settings"]) == ["limits", "seed"]
    assert document["settings"] == {"limits": {"a": 1, "b": 2}, "seed": 0}
    assert list(document["settings"]["limits"]) == ["a", "b"]


def test_jsonform_a_number_beyond_all_bounds_is_null(dossier: Dossier) -> None:
    first = dossier.labels[0]
    endless = dataclasses.replace(first.quantities[0], value=float("inf"))
    labels = (dataclasses.replace(first, quantities=(endless,)), *dossier.labels[1:])
    document = json.loads(dumps(dataclasses.replace(dossier, labels=labels)))
    assert document["quantities"][0]["value"] is None


def test_jsonform_dropped_says_path_or_url(document: dict[str, Any]) -> None:
    assert document["dropped"][0]["path"] == "ferry/05-empty.txt"
    assert document["dropped"][1]["url"] == "https://example.org/x"


def test_jsonform_words_of_events_plans_positions_are_verbatim(document: dict[str, Any]) -> None:
    assert document["events"][0]["label"] == "The ferry Blue Heron ran aground"
    assert document["events"][0]["where"] == "off Port Ansel"
    assert document["plans"][0]["due_text"] == "by Friday"
    assert document["plans"][0]["actors"] == [{"name": "Straitline", "entity": None}]
    assert document["positions"][0]["issue_ref"]["text"] == document["positions"][0]["issue"]


def test_jsonform_a_control_character_survives(document: dict[str, Any]) -> None:
    fact = next(fact for fact in document["facts"] if fact["kind"] == "agreed")
    assert fact["support"][2]["text"] == f"{RLO}No one lost their life"

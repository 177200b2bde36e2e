"""What changed between two dossiers, each case by hand."""

from __future__ import annotations

import copy
import hashlib
from collections import Counter
from typing import Any

import pytest

from tellings.errors import AnchorError, SchemaError
from tellings.report.changes import compare
from tellings.report.changes_places import Places, compare_versions, pair_entries
from tellings.report.jsonform import to_json
from tellings.types.articles import Dropped
from tellings.types.changes import Change, ChangeKind, Changes
from tests.report.story import ferry

Json = dict[str, Any]


def without(document: Json, article: str) -> Json:
    """Return a dossier as it was before a report joined: nothing in it points at that report."""
    smaller = copy.deepcopy(document)
    smaller["articles"] = [one for one in smaller["articles"] if one["id"] != article]
    for key, words in (("facts", "support"), ("plans", "evidence"), ("positions", "evidence"), ("events", "mentions")):
        for entry in smaller[key]:
            entry[words] = [ref for ref in entry[words] if ref["article"] != article]
            if key == "facts":
                entry["differences"] = [
                    part for part in entry["differences"] if article not in _articles(part["left"], part["right"])
                ]
                entry["independent"] = min(entry["independent"], len(_articles(*entry[words])))
        smaller[key] = [entry for entry in smaller[key] if entry[words]]
    for fact in smaller["facts"]:
        fact["title"] = {key: fact["support"][0][key] for key in ("article", "start", "end", "text")}
        fact["missing"] = []
    for key in ("utterances", "lineage", "brief", "entities", "events"):
        smaller[key] = []
    for key, at in (("times", "span"), ("quantities", "span"), ("statements", "content"), ("claims", "span")):
        smaller[key] = [entry for entry in smaller[key] if entry[at]["article"] != article]
    return smaller


def _articles(*refs: Json) -> set[str]:
    return {ref["article"] for ref in refs}


def rewritten(document: Json, number: int, old: str, new: str) -> Json:
    """Return a dossier of one report in which some words are others; nothing else is found in it."""
    other = copy.deepcopy(document)
    article = other["articles"][number]
    article["text"] = article["text"].replace(old, new)
    article["sha256"] = hashlib.sha256(article["text"].encode("utf-8")).hexdigest()
    article["id"] = "a" + article["sha256"][:12]
    for key in ("title_ref", "byline_ref", "dateline_ref", "agency_ref"):
        article[key] = None
    lines, at = [], 0
    for line in article["text"].splitlines(keepends=True):
        if line.strip():
            lines.append([at, at + len(line.rstrip())])
        at += len(line)
    article.update(sentences=lines, body=lines, blocks=[], dropped=[])
    other["articles"] = [article]
    for key, value in other.items():
        if isinstance(value, list) and key != "articles":
            other[key] = []
    return other


def kinds(changes: Changes) -> Counter[ChangeKind]:
    return Counter(change.kind for change in changes.changes)


def only(changes: Changes, kind: ChangeKind) -> Change:
    found = changes.of(kind)
    assert len(found) == 1, found
    return found[0]


@pytest.fixture
def document() -> Json:
    return to_json(ferry())


def test_changes_of_a_dossier_with_itself_are_none(document: Json) -> None:
    assert compare(document, copy.deepcopy(document)).changes == ()


def test_changes_a_new_report_brings_facts_support_and_a_moved_number(document: Json) -> None:
    wire = document["articles"][1]
    changes = compare(without(document, wire["id"]), document)
    assert only(changes, ChangeKind.REPORT_NEW).id == wire["id"]
    new = only(changes, ChangeKind.FACT_NEW)
    assert [quote.text for quote in new.after] == ["Fuel for three days was left in the tanks"]
    gained = changes.of(ChangeKind.FACT_GAINED)
    assert [quote.span.article for change in gained for quote in change.after] == [wire["id"], wire["id"]]
    assert {"nobody had died"} <= {quote.text for change in gained for quote in change.after}
    number = only(changes, ChangeKind.NUMBER_MOVED)
    assert [quote.text for quote in number.after] == ["112 people on board", "at least 118 people aboard"]
    assert only(changes, ChangeKind.POSITION_NEW).why == "Per Aske: against."
    assert ChangeKind.FACT_SPLIT not in kinds(changes)


def test_changes_backwards_are_the_same_the_other_way_round(document: Json) -> None:
    wire = document["articles"][1]["id"]
    changes = compare(document, without(document, wire))
    assert only(changes, ChangeKind.REPORT_GONE).id == wire
    assert only(changes, ChangeKind.FACT_GONE).why == "No report tells it any more."
    assert len(changes.of(ChangeKind.FACT_LESS)) == 2
    settled = changes.of(ChangeKind.DIFFERENCE_SETTLED)
    assert {change.why for change in settled} == {"A report no longer says so."}
    assert only(changes, ChangeKind.POSITION_GONE)


def test_changes_a_difference_of_another_type_is_said(document: Json) -> None:
    before = copy.deepcopy(document)
    before["facts"][0]["differences"][0]["type"] = "contradiction"
    change = only(compare(before, document), ChangeKind.DIFFERENCE_RETYPED)
    assert change.type == "update"
    assert change.why.startswith("It counted as contradiction before and counts as update now.")


@pytest.mark.parametrize(("was", "now"), [("planned", "done"), ("proposed", "lapsed")])
def test_changes_a_plan_that_ended_is_closed(was: str, now: str, document: Json) -> None:
    before = copy.deepcopy(document)
    before["plans"][0]["status"], document["plans"][0]["status"] = was, now
    assert only(compare(before, document), ChangeKind.PLAN_CLOSED).why == f"It was {was} and is {now} now."


def test_changes_a_plan_due_at_another_time(document: Json) -> None:
    before = copy.deepcopy(document)
    before["plans"][0]["due"] = "2031-03-09"
    change = only(compare(before, document), ChangeKind.PLAN_CHANGED)
    assert change.why == "It was due 9 Mar 2031, now 4 to 7 Mar 2031."


def test_changes_a_position_with_another_stance(document: Json) -> None:
    before = copy.deepcopy(document)
    before["positions"][0]["stance"] = "conditional"
    change = only(compare(before, document), ChangeKind.POSITION_CHANGED)
    assert change.why == "Per Aske: conditional before, against now."
    assert change.before[0].text == change.after[0].text


def test_changes_two_facts_that_became_one(document: Json) -> None:
    before = copy.deepcopy(document)
    whole = before["facts"][1]
    apart = copy.deepcopy(whole)
    whole["support"], apart["support"] = whole["support"][:2], whole["support"][2:]
    apart["title"] = {key: apart["support"][0][key] for key in ("article", "start", "end", "text")}
    before["facts"].append(apart)
    changes = compare(before, document)
    assert only(changes, ChangeKind.FACT_JOINED).before[0].text == "No one was killed"
    assert len(only(compare(document, before), ChangeKind.FACT_SPLIT).after) == 1


def test_changes_lines_of_a_newer_version_by_what_became_of_them(document: Json) -> None:
    text = document["articles"][0]["text"]
    lines = [line for line in text.splitlines() if line.strip()]
    old = rewritten(document, 0, "", "")
    new = rewritten(document, 0, lines[-1], "The harbour office would not say who steered the ship.")
    new = rewritten(new, 0, "112 people", "131 people")
    changes = compare(old, new)
    assert only(changes, ChangeKind.REPORT_REPLACED).id == new["articles"][0]["id"]
    assert lines[-1] in only(changes, ChangeKind.LINE_WITHDRAWN).before[0].text
    moved = only(changes, ChangeKind.NUMBER_MOVED)
    assert "112 people" in moved.before[0].text
    assert "131 people" in moved.after[0].text
    added = only(changes, ChangeKind.LINE_ADDED)
    assert added.after[0].text == "The harbour office would not say who steered the ship."


def test_changes_a_known_input_is_said() -> None:
    document = to_json(ferry())
    known = Dropped(source="x.txt", stage="update", code="P002", reason="the dossier has this report already")
    change = only(compare(document, document, known=(known,)), ChangeKind.REPORT_KNOWN)
    assert change.why == "x.txt: the dossier has this report already."


def test_changes_fail_loudly_on_altered_words_and_on_what_is_no_dossier(document: Json) -> None:
    altered = copy.deepcopy(document)
    altered["articles"][0]["text"] = "X" + altered["articles"][0]["text"][1:]
    for pair in ((document, altered), (altered, document)):
        with pytest.raises(AnchorError):
            compare(*pair)
    with pytest.raises(SchemaError):
        compare(document, {"schema": "dossier/9"})


def article(ident: str, *lines: str, path: str = "x.txt") -> Json:
    text = "\n".join(lines)
    starts = [sum(len(line) + 1 for line in lines[:place]) for place in range(len(lines))]
    places = [[start, start + len(line)] for start, line in zip(starts, lines, strict=True)]
    return {"id": ident, "path": path, "url": None, "text": text, "sentences": places, "body": places, "blocks": []}


def test_versions_a_sentence_that_only_moved_is_kept() -> None:
    old = article("a1", "The bridge is shut.", "Nobody was hurt on Monday.")
    new = article("a2", "Nobody was hurt  on Monday.", "The bridge is shut.")
    version = compare_versions(old, new)
    assert len(version.kept) == 2
    assert not version.withdrawn
    assert not version.added
    assert not version.reworded


def test_places_words_in_a_kept_sentence_are_found_where_they_stand_now() -> None:
    old = article("a1", "The bridge is shut.", "Nobody was hurt on Monday.", "It rains.")
    new = article("a2", "A first line that is new.", "Nobody was hurt on Monday.", "The bridge is shut.")
    places = Places({"articles": [old]}, {"articles": [new]})
    moved = places.moved({"article": "a1", "start": 20, "end": 26, "text": "Nobody"})
    assert moved is not None
    assert new["text"][moved[1] : moved[2]] == "Nobody"
    assert places.moved({"article": "a1", "start": 47, "end": 56, "text": "It rains."}) is None
    assert places.fresh == frozenset()


def test_places_another_path_is_another_article() -> None:
    old, new = article("a1", "One line."), article("a2", "One line.", path="y.txt")
    places = Places({"articles": [old]}, {"articles": [new]})
    assert places.versions == ()
    assert places.fresh == {"a2"}
    assert places.counterpart("a1") is None


def test_places_entries_that_share_most_words_are_paired_once() -> None:
    before: list[list[tuple[str, int, int] | None]] = [[("a", 0, 50), ("b", 0, 50)], [("a", 60, 90)], [None]]
    after = [[("a", 60, 90), ("a", 0, 50)], [("a", 0, 40), ("b", 10, 50)], [("a", 90, 200)]]
    pairing = pair_entries(before, after)
    assert pairing.pairs == {0: 1, 1: 0}
    assert pairing.touching == {0: [0, 1], 1: [0]}
    assert 2 not in pairing.touched


def test_changes_a_report_that_says_a_position_changed_is_told_once(document: Json) -> None:
    before = copy.deepcopy(document)
    position = document["positions"][0]
    words = {key: position["evidence"][0][key] for key in ("article", "start", "end", "text")}
    position["changes"] = [{"how": "softened", "why": "A report says so.", "earlier": None, "evidence": [words]}]
    change = only(compare(before, document), ChangeKind.POSITION_CHANGED)
    assert (change.why, change.after[0].text) == ("A report says so.", words["text"])
    assert compare(document, copy.deepcopy(document)).changes == ()

"""What one report alone has, a line per sentence."""

from __future__ import annotations

from typing import Any

import pytest

from tellings.report.alone import LONGEST, SingleGroup, single_groups
from tellings.report.citations import Citations
from tellings.report.markdown import to_markdown
from tellings.report.outlets import article_cards

SENTENCE = "The ferry left Savin at noon, which surprised the harbour master, and sank before dusk."


def ref(text: str, words: str) -> dict[str, Any]:
    start = text.index(words)
    return {"article": "a", "start": start, "end": start + len(words), "text": words}


def fact(ident: str, kind: str, text: str, title: str, words: str, *, weight: float = 0.1) -> dict[str, Any]:
    return {
        "id": ident,
        "kind": kind,
        "title": ref(text, title),
        "support": [ref(text, words)],
        "independent": 1 if kind == "single" else 2,
        "weight": weight,
        "differences": [],
        "missing": [],
    }


def document_of(text: str, *facts: dict[str, Any], sentences: list[list[int]] | None = None) -> dict[str, Any]:
    article = {
        "id": "a",
        "outlet": "Coast",
        "title": "T",
        "path": "a.txt",
        "published": None,
        "text": text,
        "sha256": "0" * 64,
    }
    lists = ("utterances", "statements", "quantities", "events", "plans", "positions", "lineage", "entities")
    return {
        "articles": [article | {"body": [[0, len(text)]], "sentences": sentences or [[0, len(text)]]}],
        "facts": list(facts),
        **{name: [] for name in lists},
    }


def groups_of(document: dict[str, Any]) -> tuple[SingleGroup, ...]:
    cards = article_cards(document["articles"])
    return single_groups(document, Citations(document, cards), cards)


def test_alone_a_sentence_of_several_facts_is_one_line() -> None:
    first = fact("f1", "single", SENTENCE, SENTENCE, "The ferry left Savin at noon")
    second = fact("f2", "single", SENTENCE, SENTENCE, "surprised the harbour master")
    (group,) = groups_of(document_of(SENTENCE, second, first))
    (line,) = group.lines
    assert line.line.text == SENTENCE
    assert set(line.facts) == {"f1", "f2"}
    assert group.count == 2
    assert {passage.text for passage in line.line.passages} == {
        SENTENCE,
        "The ferry left Savin at noon",
        "surprised the harbour master",
    }


def test_alone_the_smallest_passage_says_what_is_shared() -> None:
    whole = fact("f1", "single", SENTENCE, SENTENCE, SENTENCE[:-1])
    sank = fact("f2", "agreed", SENTENCE, SENTENCE, "sank before dusk")
    (group,) = groups_of(document_of(SENTENCE, whole, sank))
    assert [(piece.text, piece.mark) for piece in group.lines[0].line.pieces] == [
        (SENTENCE[: SENTENCE.index("sank")], ""),
        ("sank before dusk", "shared"),
        (".", ""),
    ]


def test_alone_nothing_is_marked_where_nothing_would_be_left() -> None:
    own = fact("f1", "single", SENTENCE, SENTENCE, "sank before dusk")
    others = fact("f2", "differing", SENTENCE, SENTENCE, SENTENCE)
    inner = fact("f3", "differing", SENTENCE, SENTENCE, "sank before dusk")
    (group,) = groups_of(document_of(SENTENCE, own, others, inner))
    assert [(piece.text, piece.mark) for piece in group.lines[0].line.pieces] == [(SENTENCE, "")]


def test_alone_the_weightiest_sentence_comes_first() -> None:
    text = f"It rained. {SENTENCE}"
    light = fact("f1", "single", text, "It rained.", "It rained")
    heavy = fact("f2", "single", text, SENTENCE, SENTENCE, weight=2.0)
    (group,) = groups_of(document_of(text, light, heavy, sentences=[[0, 10], [11, len(text)]]))
    assert [line.facts for line in group.lines] == [("f2",), ("f1",)]


@pytest.mark.parametrize("sentences", [[[0, 3]], None])
def test_alone_without_a_sentence_of_good_length_each_fact_is_a_line(sentences: list[list[int]] | None) -> None:
    text = SENTENCE + " And more" * LONGEST
    first = fact("f1", "single", text, "The ferry left Savin at noon", "The ferry left Savin at noon")
    second = fact("f2", "single", text, "sank before dusk", "sank before dusk")
    (group,) = groups_of(document_of(text, first, second, sentences=sentences))
    assert [line.line.text for line in group.lines] == ["The ferry left Savin at noon", "sank before dusk"]


def test_alone_markdown_sets_in_bold_what_others_do_not_tell(document: dict[str, Any]) -> None:
    single = next(fact for fact in document["facts"] if fact["kind"] == "single")
    place = single["support"][0]
    text = next(article["text"] for article in document["articles"] if article["id"] == place["article"])
    words = place["text"].split(" ", 1)[0]
    shared = next(fact for fact in document["facts"] if fact["kind"] == "agreed")
    end = place["start"] + len(words)
    shared["support"].append(place | {"end": end, "text": text[place["start"] : end]})
    section = to_markdown(document).split("## Only one report")[1].split("\n## ")[0]
    assert f"{words} **" in section

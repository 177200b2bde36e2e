"""What is told, in which order, and what each line rests on."""

from __future__ import annotations

from typing import Any

import pytest

from tellings.errors import AnchorError, SchemaError
from tellings.report.outline import build_outline
from tellings.report.parts import Piece


def test_outline_facts_go_where_they_belong(document: dict[str, Any]) -> None:
    outline = build_outline(document)
    assert [fact.line.text for fact in outline.agreed] == ["No one was killed"]
    assert [fact.line.text[:21] for fact in outline.differs] == ["A ferry with at least"]
    assert [(group.article.tag, group.count) for group in outline.single] == [("AH", 1), ("NW", 1), ("CTB", 1)]


def test_outline_witnesses_are_grouped_by_descent(document: dict[str, Any]) -> None:
    (fact,) = build_outline(document).agreed
    assert [[part.article.tag for part in group] for group in fact.groups] == [["AH", "CTB"], ["NW"]]
    assert (fact.independent, fact.reports) == (2, 3)


def test_outline_a_line_rests_on_every_support(document: dict[str, Any]) -> None:
    (fact,) = build_outline(document).agreed
    assert [passage.text.strip("\u202e") for passage in fact.line.passages] == [
        "No one was killed",
        "nobody had died",
        "No one lost their life",
    ]


def test_outline_a_passage_has_one_number_wherever_it_is_cited(document: dict[str, Any]) -> None:
    outline = build_outline(document)
    killed = next(fact for fact in outline.agreed).line.passages[0]
    said = next(s for speaker in outline.said for s in speaker.statements if s.line.text == "No one was killed")
    assert said.line.passages[0] is killed


def test_outline_a_difference_shows_its_sentence_around_it(document: dict[str, Any]) -> None:
    (difference,) = build_outline(document).differs[0].differences
    assert difference.left.line.before == "The ferry Blue Heron ran aground on Tuesday morning with "
    assert difference.left.line.after == ", the coast guard said."
    assert difference.left.line.pieces[0] == Piece(text="112", mark="changed")


def test_outline_variants_of_one_utterance_stand_together(document: dict[str, Any]) -> None:
    outline = build_outline(document)
    reyl = next(speaker for speaker in outline.said if speaker.name == "Tomas Reyl")
    (utterance,) = reyl.utterances
    changed = [piece.text for part in utterance.variants for piece in part.line.pieces if piece.mark]
    assert changed == ["thunder", "lightning"]
    assert reyl.statements == ()
    assert reyl.count == 2


def test_outline_only_words_spoken_so_are_quoted(document: dict[str, Any]) -> None:
    outline = build_outline(document)
    for speaker in outline.said:
        for statement in (*speaker.statements, *(part for u in speaker.utterances for part in u.variants)):
            assert statement.line.quoted == (statement.kind == "direct")
    lines = [fact.line for fact in (*outline.agreed, *outline.differs)] + list(outline.brief)
    assert not any(line.quoted for line in lines)


def test_outline_statements_without_speaker_come_last(document: dict[str, Any]) -> None:
    document["statements"][0]["speaker"] = None
    speakers = build_outline(document).said
    assert [speaker.name for speaker in speakers] == ["Tomas Reyl", "Ida Morrow", None]


def test_outline_grid_states(document: dict[str, Any]) -> None:
    grid = build_outline(document).grid
    assert [[cell.state for cell in row.cells] for row in grid.shared] == [
        ["differs", "differs", "derived", "unknown"],
        ["says", "says", "derived", "unknown"],
    ]
    assert [[cell.state for cell in row.cells] for row in grid.singles] == [
        ["only", "lacks", "lacks", "unknown"],
        ["before", "only", "lacks", "unknown"],
        ["before", "lacks", "only", "unknown"],
    ]
    assert grid.only == (1, 1, 1, 0)


def test_outline_events_are_numbered_by_time(document: dict[str, Any]) -> None:
    outline = build_outline(document)
    assert [(event.number, event.when, event.status) for event in outline.dated] == [
        (1, "4 Mar 2031", "happened"),
        (2, "4 to 7 Mar 2031", "planned"),
    ]
    assert [event.line.text for event in outline.undated] == ["divers have checked the hull"]


def test_outline_plans_without_a_due_date_come_last(document: dict[str, Any]) -> None:
    first = document["plans"][0]
    document["plans"] = [{**first, "id": "p000000000000", "due": None, "due_text": None, "due_ref": None}, first]
    assert [plan.due for plan in build_outline(document).plans] == ["4 to 7 Mar 2031", None]


def test_outline_related_pairs_come_first(document: dict[str, Any]) -> None:
    assert [(pair.kind, pair.percent) for pair in build_outline(document).pairs] == [
        ("rewrite", 62),
        ("independent", 5),
    ]


def test_outline_spellings_name_their_reports(document: dict[str, Any]) -> None:
    morrow = build_outline(document).names[0]
    assert [(part.text, [cited.article.tag for cited in part.cited]) for part in morrow.spellings] == [
        ("Ida Morrow", ["AH", "CTB"]),
        ("Morrow", ["NW"]),
    ]


def test_outline_full_texts_hold_every_character_with_ink(document: dict[str, Any]) -> None:
    for article, view in zip(document["articles"], build_outline(document).texts, strict=True):
        shown = "".join(segment.text for region in view.regions for segment in region.segments)
        assert "".join(shown.split()) == "".join(article["text"].split())


def test_outline_full_texts_hold_what_no_stage_claimed(document: dict[str, Any]) -> None:
    article = document["articles"][0]
    article["dropped"], article["blocks"] = [], article["blocks"][2:]
    article["body"] = [[block["start"], block["end"]] for block in article["blocks"]]
    view = build_outline(document).texts[0]
    assert "Share this article" in "".join(s.text for s in view.regions[0].segments)
    assert view.regions[0].reason == "not_article"


def test_outline_every_passage_has_one_anchor(document: dict[str, Any]) -> None:
    outline = build_outline(document)
    begun = [n for view in outline.texts for region in view.regions for s in region.segments for n in s.begins]
    assert len(begun) == len(set(begun))
    cited = {passage.number for fact in outline.agreed for passage in fact.line.passages}
    assert cited <= set(begun)


def test_outline_words_are_cut_exactly_at_a_passage(document: dict[str, Any]) -> None:
    outline = build_outline(document)
    passage = outline.agreed[0].line.passages[2]
    text = "".join(
        segment.text
        for region in outline.texts[2].regions
        for segment in region.segments
        if passage.number in segment.passages
    )
    assert text == passage.text == "\u202eNo one lost their life"


def test_outline_roles_show_the_strongest(document: dict[str, Any]) -> None:
    regions = build_outline(document).texts[0].regions
    roles = {segment.text: segment.role for region in regions for segment in region.segments}
    assert roles["112"] == "differing"
    assert roles["No one was killed"] == "agreed"
    assert roles["plans to tow the ship to harbour"] == "single"


def test_outline_a_bare_story_is_told(empty_document: dict[str, Any]) -> None:
    outline = build_outline(empty_document)
    assert not any((outline.agreed, outline.differs, outline.single, outline.said))
    assert [card.name for card in outline.cards] == ["Report 1", "Report 2"]
    assert outline.period is None


@pytest.mark.parametrize("nothing", [{}, {"schema": "dossier/2", "articles": []}, {"schema": "dossier/1"}, []])
def test_outline_what_is_no_dossier_is_refused(nothing: dict[str, Any]) -> None:
    with pytest.raises(SchemaError):
        build_outline(nothing)


def test_outline_a_dossier_that_lacks_a_key_is_refused(document: dict[str, Any]) -> None:
    del document["facts"][0]["title"]
    with pytest.raises(SchemaError, match="title"):
        build_outline(document)


def test_outline_a_wrong_anchor_is_not_shown(document: dict[str, Any]) -> None:
    document["facts"][0]["title"]["text"] = "Something nobody wrote"
    with pytest.raises(AnchorError):
        build_outline(document)


def test_outline_the_same_words_of_two_reports_stand_once(document: dict[str, Any]) -> None:
    said = [s for s in document["statements"] if s["speaker"]["name"] == "Ida Morrow"]
    for statement in said[1:]:
        statement["content"] = {**said[0]["content"]}
    outline = build_outline(document)
    morrow = next(speaker for speaker in outline.said if speaker.name == "Ida Morrow")
    assert len(morrow.statements) == 1
    assert morrow.count == 3


def test_outline_short_words_are_shown_in_their_sentence(document: dict[str, Any]) -> None:
    (fact,) = build_outline(document).agreed
    assert (fact.line.text, fact.line.before, fact.line.after) == (
        "No one was killed",
        "",
        ", coast guard chief Ida Morrow said.",
    )


def test_outline_a_position_picks_out_its_issue(document: dict[str, Any]) -> None:
    (actor,) = build_outline(document).positions
    (position,) = actor.positions
    assert position.issue is None
    assert (position.line.before, position.line.text) == (
        "Union leader Per Aske opposes ",
        "any tow before divers have checked the hull",
    )


def test_outline_a_role_that_leans_on_somebody_else_gives_way(document: dict[str, Any]) -> None:
    def role_of(*roles: dict[str, Any]) -> str:
        next(entity for entity in document["entities"] if entity["name"] == "Tomas Reyl")["roles"] = list(roles)
        line = next(speaker.role for speaker in build_outline(document).said if speaker.name == "Tomas Reyl")
        assert line is not None
        return line.text

    article = next(article for article in document["articles"] if "their life" in article["text"])
    at = article["text"].index("their life")
    leaning = {"article": article["id"], "start": at, "end": at + 10, "text": "their life"}
    plain = {"article": article["id"], "start": at + 6, "end": at + 10, "text": "life"}
    assert role_of(leaning) == "their life"
    assert role_of(leaning, plain) == "life"

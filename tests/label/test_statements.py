"""Statements: what counts as said, and where the words begin and end."""

from __future__ import annotations

import pytest

from tellings.evaluate.articles import article_from_text
from tellings.label.candidates import Candidate
from tellings.label.entities import find_mentions
from tellings.label.parse import load_pipeline, parse
from tellings.label.statements import find_statements
from tellings.types.labels import StatementKind
from tests.label.reading import PIPELINE, read, said, statement

pytestmark = pytest.mark.models
LEE = "Helen Marsh"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Helen Marsh said: “The bridge is shut.”", ("direct", LEE, "The bridge is shut.")),
        ("“The bridge is shut,” said Helen Marsh.", ("direct", LEE, "The bridge is shut,")),
        ("“The bridge is shut,” Helen Marsh told reporters.", ("direct", LEE, "The bridge is shut,")),
        ("Helen Marsh said the bridge was shut.", ("indirect", LEE, "the bridge was shut")),
        ("Helen Marsh said that the bridge was shut.", ("indirect", LEE, "the bridge was shut")),
        ("The bridge was shut, Helen Marsh said.", ("indirect", LEE, "The bridge was shut")),
        ("The bridge was shut, according to Helen Marsh.", ("indirect", LEE, "The bridge was shut")),
        ("According to Helen Marsh, the bridge was shut.", ("indirect", LEE, "the bridge was shut")),
        ("Helen Marsh warned the bridge “may well fall”.", ("mixed", LEE, "the bridge “may well fall”")),
        ("Helen Marsh described the bridge as “a wreck”.", ("mixed", LEE, "the bridge as “a wreck”")),
        ("Helen Marsh called it a “tragic” loss.", ("mixed", LEE, "it a “tragic” loss")),
        ("The bridge, Helen Marsh said, was old.", ("indirect", LEE, "The bridge, Helen Marsh said, was old")),
        ("Helen Marsh asked whether the bridge was safe.", ("indirect", LEE, "whether the bridge was safe")),
        ("Helen Marsh said on Monday the bridge was shut.", ("indirect", LEE, "the bridge was shut")),
        ("Helen Marsh urged drivers to stay at home.", ("indirect", LEE, "drivers to stay at home")),
        ("Helen Marsh believes the bridge is safe.", ("indirect", LEE, "the bridge is safe")),
    ],
)  # fmt: skip
def test_statements_one_sentence(text: str, expected: tuple[str, str, str]) -> None:
    assert said(text) == [expected]


def test_statements_quotation_split_by_its_cue_gives_both_halves() -> None:
    text = "“The bridge is shut,” Helen Marsh said, “and it will stay shut.”"
    assert said(text) == [
        ("direct", LEE, "The bridge is shut,"),
        ("direct", LEE, "and it will stay shut."),
    ]


def test_statements_follow_on_quotation_has_the_speaker_before_it() -> None:
    text = "“The bridge is shut,” Helen Marsh said. “Nobody can cross the river now.”"
    assert said(text)[1] == ("direct", LEE, "Nobody can cross the river now.")


def test_statements_paragraphs_without_an_end_have_one_speaker() -> None:
    text = "Helen Marsh said: “The bridge is shut.\n“It will stay shut for weeks.\n“That is all we know.”"
    assert [item[1] for item in said(text)] == [LEE] * 3


def test_statements_second_cue_ends_the_first_clause() -> None:
    text = "Helen Marsh said the bridge was shut, adding that a ferry would run."
    assert said(text) == [
        ("indirect", LEE, "the bridge was shut"),
        ("indirect", LEE, "a ferry would run"),
    ]


def test_statements_refusal_after_the_clause_is_not_part_of_it() -> None:
    text = "Helen Marsh said she knew of the cracks but declined to comment further on the matter."
    assert said(text)[0] == ("indirect", LEE, "she knew of the cracks")


def test_statements_lower_case_words_in_marks_after_a_cue_are_mixed() -> None:
    text = "Helen Marsh said “we saw the whole thing go down”."
    assert [item[0] for item in said(text)] == ["mixed"]


def test_statements_mixed_names_its_fragments() -> None:
    text = "Helen Marsh said the bridge was “very old” and “not safe”."
    article, _ = read(text)
    found = statement(text, "the bridge was “very old” and “not safe”")
    assert [article.words(fragment) for fragment in found.fragments] == ["very old", "not safe"]


@pytest.mark.parametrize(
    "text",
    [
        "Fans of “The Long Winter” filled the hall on Sunday.",
        "The so-called “green wall” was built in a year.",
        "Jim “Lucky” Harbin won the race.",
        "It is too early to say whether the bridge will open.",
        "The choir sang “Over the River” at the fair.",
    ],
)
def test_statements_scare_quotes_titles_and_nicknames_are_none(text: str) -> None:
    assert said(text) == []


def test_statements_report_of_a_report_goes_by_way_of_it() -> None:
    text = "Helen Marsh warned that the bridge would fall, according to a letter from the council."
    found = read(text)[1].statements
    assert [item.speaker.name for item in found if item.speaker] == [LEE]
    assert [speaker.name for speaker in found[0].via] == ["a letter"]


def test_statements_description_with_as_on_the_object() -> None:
    text = "Helen Marsh, the mayor, characterised the recent call as “very frank and open”."
    assert said(text) == [("mixed", LEE, "the recent call as “very frank and open”")]


def test_statements_second_predicate_belongs_to_the_clause() -> None:
    text = (
        "Helen Marsh softened her stance on the sale, saying that the town has “a lot of boats” but may not spare them."
    )
    assert said(text) == [("mixed", LEE, "the town has “a lot of boats” but may not spare them")]


def test_statements_caption_between_does_not_end_a_quotation_without_an_end() -> None:
    text = (
        "Helen Marsh said: “The water rose and we ran.\nPolice have confirmed the bridge is shut\n"
        "“There was mud everywhere. It was the worst night of my life.”"
    )
    assert said(text)[-1] == ("direct", LEE, "There was mud everywhere. It was the worst night of my life.")


def test_statements_request_inside_reported_words_is_no_statement() -> None:
    text = "Helen Marsh said it would be wrong to ask the crew to sail again."
    assert [item[2] for item in said(text)] == ["it would be wrong to ask the crew to sail again"]


def test_statements_code_in_the_text_is_no_speech() -> None:
    assert said("push({ mode: 'thumbs-c', place: 'gallery', kind: 'mix' });") == []


def test_statements_told_to_an_outlet_came_by_way_of_it() -> None:
    found = statement("Helen Marsh told Reuters the bridge was shut.", "the bridge was shut")
    assert found.addressee is not None
    assert found.addressee.name == "Reuters"
    assert [speaker.name for speaker in found.via] == ["Reuters"]


def test_statements_words_told_within_a_quotation_belong_to_the_third_person() -> None:
    text = "The driver was held. Helen Marsh said: “I ran up to the driver. He said he was sorry for it all.”"
    found = statement(text, "he was sorry for it all")
    assert found.speaker is not None
    assert found.speaker.name != LEE
    assert [speaker.name for speaker in found.via] == [LEE]


def test_statements_headline_with_a_colon() -> None:
    title = "Police: Bridge will stay shut for weeks"
    text = f"{title}\nThe bridge is shut."
    assert ("indirect", "Police", "Bridge will stay shut for weeks") in said(text, title)


def test_statements_time_of_saying() -> None:
    text = "Helen Marsh said on Monday that the bridge was shut."
    article, labels = read(text)
    when = {time.id: article.words(time.span) for time in labels.times}
    assert when[labels.statements[0].when or ""] == "Monday"


def test_statements_signed_quotation_names_its_speaker() -> None:
    assert said("“It was the best night of my life.” — Carla Benning") == [
        ("direct", "Carla Benning", "It was the best night of my life.")
    ]


def test_statements_settle_proposals_of_a_model_with_those_of_the_rules() -> None:
    text = "Helen Marsh said the bridge was shut. The council is against a ferry."
    parsed = parse(article_from_text(text, id_seed="model"), pipeline=load_pipeline(PIPELINE))
    mentions, chains = find_mentions(parsed)
    at = text.index("against")
    proposals = [
        Candidate(content=(17, 36), kind=StatementKind.INDIRECT, score=0.5, basis="model"),
        Candidate(content=(at, len(text) - 1), kind=StatementKind.INDIRECT, score=0.5, basis="model"),
    ]
    found = find_statements(parsed, mentions, chains, (), proposals=proposals)
    assert [item.basis for item in found] == ["clause of say", "model"]


def test_statements_spans_lie_in_the_text() -> None:
    text = "“Shut,” she said. 'Helen' Marsh: \"No. \"Never” again,' said he,"
    article, labels = read(text)
    assert all(0 <= item.content.start < item.content.end <= len(article.text) for item in labels.statements)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Helen Marsh said the bridge was shut, while conceding that the cause was unknown.",
            ["the bridge was shut", "the cause was unknown"],
        ),
        (
            "Helen Marsh said the bridge was shut, and rescue groups warned that the river was rising.",
            ["the bridge was shut", "the river was rising"],
        ),
        (
            "Officers say the bus was travelling at a “high speed”, and are asking whether the driver fell asleep.",
            ["the bus was travelling at a “high speed”", "whether the driver fell asleep"],
        ),
        (
            "Helen Marsh said crews would be “working through the night” at the site, "
            "and staff would be present for a “number of days”.",
            [
                "crews would be “working through the night” at the site, "
                "and staff would be present for a “number of days”"
            ],
        ),
        (
            "Helen Marsh said some people trapped underneath the bus were calling for help.",
            ["some people trapped underneath the bus were calling for help"],
        ),
        (
            "About 2,400 people had been moved by midday, the ministry said, twice as many as first reported.",
            ["About 2,400 people had been moved by midday"],
        ),
        (
            "Helen Marsh said the ferry had to be looked at: of nine boats only two were left.",
            ["the ferry had to be looked at: of nine boats only two were left"],
        ),
        (
            "The company contradicted him: all pumps had worked within minutes, it announced on Thursday.",
            ["all pumps had worked within minutes"],
        ),
        ("According to Helen Marsh, 90 workers are on the bridge.", ["90 workers are on the bridge"]),
        ("According to him not one pump was to be heard.", ["not one pump was to be heard"]),
        (
            "Helen Marsh told a local radio station, according to the Sund Agency, that the toll would be paid.",
            ["the toll would be paid"],
        ),
        (
            "Helen Marsh described the noise as “very loud” and a “big bang”.",
            ["the noise as “very loud” and a “big bang”"],
        ),
        ("Helen Marsh warned against timber sales to Norway.", ["timber sales to Norway"]),
        ("Helen Marsh has promised “a full inquiry” after the bridge fell.", ["“a full inquiry”"]),
        ("The families warned that the bridge was old.", ["the bridge was old"]),
        (
            "Helen Marsh insisted that the bridge was safe -- suggesting that others wanted it gone.",
            ["the bridge was safe", "others wanted it gone"],
        ),
        (
            "The ferry could start this week, said Helen Marsh, a longtime adviser to the family who owns the quay.",
            ["The ferry could start this week"],
        ),
        (
            "Helen Marsh cautioned, as did the council itself, that the plan might change.",
            ["the plan might change"],
        ),
        (
            "The rivals issued statements that said “the line is open”.",
            ["“the line is open”"],
        ),
        ("Helen Marsh said she had warned that the bridge was old.", ["she had warned that the bridge was old"]),
    ],
)  # fmt: skip
def test_statements_where_reported_words_begin_and_end(text: str, expected: list[str]) -> None:
    assert [item[2] for item in said(text)] == expected


def test_statements_people_told_to_do_something_say_nothing() -> None:
    assert said("Anyone on the ships told to leave by noon must pay.") == []


@pytest.mark.parametrize(
    ("text", "content"),
    [
        ("The council said the boxes each held a stone.", "the boxes each held a stone"),
        (
            "Brightwater Rail said in a notice issued on Monday that closing the line will save money.",
            "closing the line will save money",
        ),
        ("Helen Marsh called it “a very good night,” and left.", "it “a very good night,”"),
        ("Helen Marsh called such fishing a “horror show” and left.", "such fishing a “horror show”"),
    ],
)
def test_statements_content_that_the_parser_hung_elsewhere(text: str, content: str) -> None:
    assert statement(text, content).speaker is not None


@pytest.mark.parametrize(
    "text",
    [
        "Helen Marsh frowned when asked whether the bridge would open.",
        "“How many boats must sink before you can say that the pier is bad?”",
        "Asked why the bridge was shut, Helen Marsh left.",
        "Helen Marsh frowned when asked whether she believed Thomas Reed was late.",
    ],
)
def test_statements_no_words_where_somebody_is_only_asked(text: str) -> None:
    assert [item for item in said(text) if item[0] != "direct"] == []

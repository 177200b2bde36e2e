"""Speakers: pronouns, descriptions, spokespeople and quotations that go on."""

from __future__ import annotations

import pytest

from tests.label.reading import said, statement

pytestmark = pytest.mark.models


def speakers(text: str) -> list[str | None]:
    return [item[1] for item in said(text)]


def test_speakers_pronoun_is_the_last_speaker() -> None:
    text = "Helen Marsh said the bridge was shut. She said a ferry would run."
    assert speakers(text) == ["Helen Marsh", "Helen Marsh"]


def test_speakers_pronoun_is_the_subject_of_the_sentence_before() -> None:
    text = "Helen Marsh said the bridge was shut.\nThomas Reed, a fisherman, was on the quay. He said the water rose."
    assert speakers(text) == ["Helen Marsh", "Thomas Reed"]


def test_speakers_surname_is_the_person_named_in_full_before() -> None:
    assert speakers("Helen Marsh came to the quay.\n“The bridge is shut,” Marsh said.") == ["Helen Marsh"]


def test_speakers_unnamed_one_keeps_the_description() -> None:
    found = statement("A council official said the bridge was shut.", "the bridge was shut")
    assert found.speaker is not None
    assert (found.speaker.name, found.speaker.named) == ("A council official", False)


def test_speakers_spokesperson_speaks_for_the_body() -> None:
    found = statement("A spokeswoman for Brightwater Rail said the line was shut.", "the line was shut")
    assert found.speaker is not None
    assert (found.speaker.name, found.speaker.named) == ("a spokeswoman for Brightwater Rail", False)


def test_speakers_named_person_in_an_apposition() -> None:
    text = "The mayor of the town, Helen Marsh, said the bridge was shut."
    assert speakers(text) == ["Helen Marsh"]


def test_speakers_example_of_a_group_is_the_one_named() -> None:
    text = "Engineers such as Helen Marsh said the bridge was old."
    assert speakers(text) == ["Helen Marsh"]


def test_speakers_noun_used_before_is_somebody_of_its_own() -> None:
    text = "The driver was taken to hospital.\nHelen Marsh ran to the bus. The driver said the brakes had failed."
    assert [name is not None and "driver" in name.lower() for name in speakers(text)] == [True]


def test_speakers_age_finds_the_person() -> None:
    text = "Helen Marsh, 43, saw it with Thomas Reed, 61, from the quay.\nThe 61-year-old said the water rose."
    assert speakers(text) == ["Thomas Reed"]


def test_speakers_quotation_in_the_next_paragraph_goes_on() -> None:
    text = "Helen Marsh said her brother was on the bus.\n“He is going to be fine. It was a shock for us all.”"
    assert speakers(text) == ["Helen Marsh", "Helen Marsh"]


def test_speakers_cue_behind_the_second_quotation_names_both() -> None:
    text = "“It was dark. We saw nothing.” “Then the lights came on,” said Helen Marsh."
    assert set(speakers(text)) == {"Helen Marsh"}


def test_speakers_dateline_does_not_speak() -> None:
    text = "OSLO/BERGEN, Norway (Norvik) - Mayor Helen Marsh said on Monday the bridge was shut."
    assert speakers(text) == ["Helen Marsh"]


def test_speakers_pronoun_behind_the_words_is_nobody_in_them() -> None:
    text = "Helen Marsh said the bridge was shut.\nIf Anna Reed blames the town, the party will leave, she said."
    assert speakers(text) == ["Helen Marsh", "Helen Marsh"]


def test_speakers_company_is_the_body_named_last() -> None:
    text = "Brightwater Rail runs the line from Harbour Town.\nThe company said the line was shut."
    assert speakers(text) == ["Brightwater Rail"]


def test_speakers_relative_is_named_by_whose_relative_it_is() -> None:
    text = "Thomas Reed, a fisherman, was on the quay when it fell.\nHis sister said the water rose."
    assert speakers(text) == ["sister of Thomas Reed"]


def test_speakers_outlet_that_is_told_keeps_its_words() -> None:
    found = statement(
        "Helen Marsh of Brightwater Rail told this newspaper that the line was shut.", "the line was shut"
    )
    assert found.addressee is not None
    assert found.addressee.name == "this newspaper"


def test_speakers_paragraph_that_ends_in_a_colon_names_who_speaks() -> None:
    text = (
        "Helen Marsh said the bridge was shut.\n"
        "Brightwater Rail issued a statement after her speech:\n“All lines are open.”"
    )
    assert speakers(text) == ["Helen Marsh", "Brightwater Rail"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "The judges asked Helen Marsh about the bridge.\n“It could be the case,” Mr. Reed said. Others nodded.",
            ["Reed"],
        ),
        ("“The bridge is shut,” Mr. W. Reed told the radio.\n“We walk.”", ["W. Reed", "W. Reed"]),
        ("Her answers, said Helen Marsh, the council’s press officer, are “right and fair.”", ["Helen Marsh"]),
        (
            "Marsh’s remarks came as Thomas Reed turned down a visit, saying such a day could “hurt the town.”",
            ["Thomas Reed"],
        ),
        (
            "Helen Marsh noted that the search was going on and warned there could be other boats.",
            ["Helen Marsh", "Helen Marsh"],
        ),
        ("Gov. Helen Marsh met Thomas Reed. Reed smiled.\nThe governor said the bridge was shut.", ["Helen Marsh"]),
        ("Sen. Thomas Reed came.\n“It is late,” the senator said.", ["Thomas Reed"]),
        ("A spokesman for Mayor Thomas Reed said the bridge was shut.", ["a spokesman for Thomas Reed"]),
        ("A spokeswoman for Mr. Reed’s office, Helen Marsh, said it was shut.", ["Helen Marsh"]),
    ],
)
def test_speakers_not_mistaken_by_stops_remarks_or_short_titles(text: str, expected: list[str]) -> None:
    assert speakers(text) == expected

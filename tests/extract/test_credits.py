"""Picture credits."""

from __future__ import annotations

import pytest

from tellings.extract.credits import glued_credit, is_caption_with_credit, is_credit_line, sign_off
from tellings.extract.lines import Line


def line(text: str) -> Line:
    return Line(0, len(text), text)


@pytest.mark.parametrize(
    ("text", "credit"),
    [
        ("ReutersLowmere is cut in two.", "Reuters"),
        ("AFP via Getty ImagesLowmere is cut in two.", "AFP via Getty Images"),
        ("SWNS • PALowmere is cut in two.", "SWNS • PA"),
        ("· KQRTLowmere is cut in two.", "· KQRT"),
        ("ZZNThe bridge is shut.", "ZZN"),
        ("Picture: Ann Pell/PostLowmere is cut in two.", "Picture: Ann Pell/Post"),
        ("Lowmere Post · From our reporter in HillThe bridge is shut.", "Lowmere Post · From our reporter in Hill"),
        ("JOSHUA SMITH: The bridge is shut.", ""),
        ("CHINA SHUTS BRIDGE: The river rose.", ""),
        ("The iPhone of the mayor rang.", ""),
        ("DeLorean drivers met in Lowmere.", ""),
        ("BBCs of the world, unite.", ""),
    ],
)
def test_credits_glued(text: str, credit: str) -> None:
    assert text[: glued_credit(text)] == credit


@pytest.mark.parametrize(
    "text", ["(AP)", "Reuters", "Photo: Ann Pell", "Getty Images", "(Ann Pell / The Post)", "© Ann Pell"]
)
def test_credits_lines(text: str) -> None:
    assert is_credit_line(line(text))


@pytest.mark.parametrize("text", ["Reuters has the story", "The photo shows it.", "Ann Pell", "He left."])
def test_credits_other_lines(text: str) -> None:
    assert not is_credit_line(line(text))


@pytest.mark.parametrize(
    "text",
    [
        "The crack in the pier. Ann Pell/AP",
        "The crack in the pier (Photo: Ann Pell)",
        "PA The crack in the pier of the bridge",
        "The crack in the pier Photograph: Ann Pell/Getty Images",
        "The crack in the pier. AFP via Getty Images",
    ],
)
def test_credits_captions(text: str) -> None:
    assert is_caption_with_credit(line(text))


@pytest.mark.parametrize(
    "text",
    [
        "The bridge is shut, the mayor said. (Reuters)",
        "Reuters could not reach the mayor.",
        "- The bridge is shut [BBC News]",
        "PA services were fully restored.",
        "The film was first shown on television (on the BBC).",
        "She leads the network (CNN).",
    ],
)
def test_credits_sentences_are_no_captions(text: str) -> None:
    assert not is_caption_with_credit(line(text))


def test_credits_sign_off_has_its_place_and_agency() -> None:
    text = "The bridge is shut. (Reuters)"
    assert sign_off(text) == (20, "Reuters")
    assert sign_off("The bridge is shut (Reuters reports).") is None


def test_credits_hostile_lines_take_linear_time() -> None:
    for text in (
        "Aa " * 400,
        "(" * 900,
        "(" + "A" * 900,
        "(" + "A." * 400,
        "(" + "A/" * 400,
        "A" * 2000,
        "Reuters/" * 200,
        "Photo: " * 200,
        "a" * 50 + "A" * 900,
    ):
        glued_credit(text)
        is_caption_with_credit(line(text))
        is_credit_line(line(text))
        sign_off(text)

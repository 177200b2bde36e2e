"""Captions, pull quotes, insets."""

from __future__ import annotations

import pytest

from tellings.extract.insets import captions, repeated_lines
from tellings.extract.lines import split_lines

from .pages import FIRST, SECOND


@pytest.mark.parametrize(
    "line",
    [
        "FILE - In this May 2, 2024, file photo, the mayor of Lowmere looks at the bridge.",
        "In this image taken from video, the bridge is empty.",
        "A photo issued by the council of Lowmere shows the third pier.",
        "Above: The bridge in the rain.",
        "The mayor waves from the ferry in Lowmere, Thursday, May 2, 2024.",
        "The scene at the bridge after it was closed",
    ],
)
def test_insets_captions(line: str) -> None:
    assert captions(split_lines(line), lambda _: True) == {0: "caption"}


@pytest.mark.parametrize(
    "line",
    [
        "This week the court will file a photo of the pier.",
        "A picture is worth little here, said the mayor.",
        "The mayor, who runs the ferry, said on May 2, 2024, that the bridge was safe.",
        "The law of May 2, 2024, was never read.",
        "The scene was calm.",
    ],
)
def test_insets_sentences_are_no_captions(line: str) -> None:
    assert captions(split_lines(line), lambda _: True) == {}


def test_insets_second_copy_goes_and_short_lines_may_return() -> None:
    lines = split_lines("\n".join([FIRST, "Your view?", SECOND, FIRST, "Your view?"]))
    assert repeated_lines(lines, lambda _: True, title=None) == {3: "repeated"}


def test_insets_title_said_again_goes() -> None:
    lines = split_lines(f"Bridge closes\nBridge closes\n{FIRST}")
    assert repeated_lines(lines, lambda index: index != 0, title=0) == {1: "repeated"}

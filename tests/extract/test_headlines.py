"""Title, standfirst, headings, list items."""

from __future__ import annotations

import pytest

from tellings.extract.headlines import find_title, looks_like_headline
from tellings.extract.lines import Line, split_lines
from tellings.types.articles import Hints

from .pages import FIRST, SECOND, THIRD, kept, read


def line(text: str) -> Line:
    return Line(0, len(text), text)


@pytest.mark.parametrize(
    "text",
    [
        "Bridge at Lowmere closes",
        "Will the bridge close?",
        "Town shuts bridge in U.S.",
        "'It cracked': Lowmere shocked",
    ],
)
def test_headlines_short_open_lines_can_be_one(text: str) -> None:
    assert looks_like_headline(line(text))


@pytest.mark.parametrize(
    "text", [FIRST, "Bridge", "bridge at Lowmere", "- Bridge closes", "The mayor said:", "w " * 40]
)
def test_headlines_sentences_items_and_endless_lines_are_none(text: str) -> None:
    assert not looks_like_headline(line(text))


@pytest.mark.parametrize(
    ("known", "found"),
    [
        ("Bridge at Lowmere closes", 1),
        ("BRIDGE AT LOWMERE CLOSES!", 1),
        ("Bridge at Lowmere closes | Post", 1),
        ("Ferry fares will rise", None),
    ],
)
def test_headlines_known_title_is_looked_up(known: str, found: int | None) -> None:
    lines = split_lines(f"Lowmere\nBridge at Lowmere closes\n{FIRST}")
    assert find_title(lines, known, lambda _: True) == found


def test_headlines_first_label_gives_way_to_a_longer_line() -> None:
    article = read(f"Politics today\nBridge at Lowmere closes for weeks\n{FIRST}\n{SECOND}\n")
    assert article.title == "Bridge at Lowmere closes for weeks"


def test_headlines_open_first_line_is_a_standfirst_when_the_title_is_known() -> None:
    text = f"Town is cut in two as engineers find a crack in the third pier\n{FIRST}\n{SECOND}\n"
    article = read(text, hints=Hints(title="Lowmere bridge shut"))
    assert kept(article)[0][0] == "standfirst"
    assert article.title == "Lowmere bridge shut"


def test_headlines_many_in_a_row_are_list_items() -> None:
    article = read(f"{FIRST}\nFerry from Saturday\nBuses from Sunday\nNo trains at all\n{SECOND}\n{THIRD}\n")
    assert [kind for kind, _ in kept(article)] == ["paragraph", "item", "item", "item", "paragraph", "paragraph"]


def test_headlines_alone_in_a_file_are_a_paragraph() -> None:
    assert kept(read("Bridge at Lowmere closes\n")) == [("paragraph", "Bridge at Lowmere closes")]

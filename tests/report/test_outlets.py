"""Short names, tags and colours of outlets."""

from __future__ import annotations

from typing import Any

from tellings.report.outlets import article_cards


def article(number: int, outlet: str | None) -> dict[str, Any]:
    return {"id": f"a{number}", "outlet": outlet, "sha256": "0" * 64, "text": "One two three.", "body": [[0, 14]]}


def cards(*outlets: str | None) -> list[tuple[str, str]]:
    return [(card.name, card.tag) for card in article_cards([article(n, name) for n, name in enumerate(outlets)])]


def test_outlets_names_are_short_and_tags_are_initials() -> None:
    assert cards("The Ansel Herald", "Wire", "www.coast-today.example.com", "XYZ") == [
        ("Ansel Herald", "AH"),
        ("Wire", "Wir"),
        ("coast-today", "CT"),
        ("XYZ", "XYZ"),
    ]


def test_outlets_names_and_tags_are_unique() -> None:
    found = cards("Ansel Herald", "Ansel Herald", "Amber Hour", None, "Report 4")
    assert len({name for name, _ in found}) == len({tag for _, tag in found}) == 5
    assert found[1][0] == "Ansel Herald 2"
    assert found[3] == ("Report 4", "R4")


def test_outlets_the_same_outlet_has_one_colour() -> None:
    first, second = article_cards([article(1, "Ansel Herald"), article(2, "Ansel Herald")])
    assert first.hue == second.hue


def test_outlets_twelve_outlets_have_twelve_colours() -> None:
    made = article_cards([article(number, f"Outlet {number}") for number in range(12)])
    assert sorted(card.hue for card in made) == list(range(12))


def test_outlets_an_outlet_keeps_tag_and_colour_when_another_arrives() -> None:
    before = article_cards([article(1, "Ansel Herald"), article(2, "Northern Wire")])
    after = article_cards([article(1, "Ansel Herald"), article(2, "Northern Wire"), article(3, "Coast Today")])
    assert [(card.tag, card.hue) for card in before] == [(card.tag, card.hue) for card in after[:2]]


def test_outlets_a_very_long_or_odd_name_is_cut() -> None:
    (name, tag), (odd, odd_tag) = cards("An extraordinarily long name of an outlet", "!!!")
    assert len(name) <= 22
    assert name.endswith("…")
    assert tag
    assert (odd, odd_tag) == ("!!!", "?")

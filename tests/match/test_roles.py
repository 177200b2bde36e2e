"""Descriptions and the roles that name their holder."""

from __future__ import annotations

import pytest

from tellings.match.roles import holder_of, role_key

ROLES = {
    "Taval": ["Kelmarran Prime Minister", "the leader of the Harbour Party"],
    "Osk": ["the harbour master"],
    "Lind": ["a harbour master", "former Kelmarran president"],
}


@pytest.mark.parametrize(
    ("description", "holder"),
    [
        ("the Kelmarran prime minister", "Taval"),
        ("The leader of the Harbour Party", "Taval"),
        ("the harbour master", None),  # two of them
        ("a Kelmarran prime minister", None),  # indefinite
        ("the president", None),  # too short to tell
        ("the Kelmarran president", None),  # only a former one is known
    ],
)
def test_holder_of(description: str, holder: str | None) -> None:
    assert holder_of(description, ROLES) == holder


def test_role_key_leaves_out_the_article() -> None:
    assert role_key("The Harbour-Master") == role_key("harbour master")

"""Passages: blocks that cannot hold what is asked for are passed over, and no other."""

from __future__ import annotations

import pytest

from tellings.store.passages import passages
from tellings.store.query import leaves, parse
from tests.store.made import article

TEXT = (
    "The mill\u2019s two ferries can\u2019t sail \u2014 said Oswin Tarr.\nNothing stands here.\n"
    "Caf\u00e9s of O\u2019Reilly\u2019s valley stayed shut.\nTarr: \u201cThe buses didn't run.\u201d"
)


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("ferry", ["ferries"]),
        ("ferry*", ["ferries"]),
        ("cant", ["can\u2019t"]),
        ('"oswin tarr"', ["Oswin Tarr"]),
        ("tarr", ["Tarr", "Tarr"]),
        ("mill", ["mill\u2019s"]),
        ("cafe", ["Caf\u00e9s"]),
        ("oreilly", ["O\u2019Reilly\u2019s"]),
        ("didn\u2019t", ["didn't"]),
        ("bus OR buses", ["buses"]),
        ("fer*", ["ferries"]),
        ("sea", []),
    ],
)
def test_passages_mark_every_form_of_a_word(asked: str, found: list[str]) -> None:
    node = parse(asked)
    assert node is not None
    held = passages(article(TEXT), list(leaves(node)))
    assert [TEXT[start:end] for passage in held for start, end in passage.marks] == found

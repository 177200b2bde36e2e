"""What pages say of themselves: found, and agreeing."""

from __future__ import annotations

import pytest

from tellings.evaluate.pagefacts import FIELDS, agree, score_facts


def page(*, title: str, day: str) -> bytes:
    head = f'<meta property="og:title" content="Bridge closes"><title>{title}</title>'
    head += '<meta name="author" content="Ann Pell">'
    head += f'<meta property="article:published_time" content="2024-05-02"><meta name="date" content="{day}">'
    return f"<html><head>{head}</head><body><p>x</p></body></html>".encode()


def test_pagefacts_pages_are_counted_and_disagreements_listed() -> None:
    rows = [
        {"doc": "a", "url": None, "content": page(title="Bridge closes | Lowmere Post", day="2024-05-02")},
        {"doc": "b", "url": None, "content": page(title="Ferry runs", day="2024-06-09")},
    ]
    table = score_facts(rows)
    counts = {name: (row.hits, row.gold) for name, row in table.rows.items()}  # type: ignore[union-attr]
    assert counts["metadata.title.found"] == (2, 2)
    assert counts["metadata.title.agree"] == (1, 2)
    assert counts["metadata.published.agree"] == (1, 2)
    assert counts["metadata.byline.found"] == (2, 2)
    assert counts["metadata.byline.agree"] == (0, 0)
    assert counts["metadata.outlet.found"] == (0, 2)
    assert [line[:8] for line in table.misses["metadata"]] == ["b: title", "b: publi"]
    assert len(table.rows) == 2 * len(FIELDS)


@pytest.mark.parametrize(
    ("name", "left", "right", "same"),
    [
        ("outlet", "The Lowmere Post", "lowmerepost.com", True),
        ("outlet", "Lowmere Valley Post", "LVP", True),
        ("outlet", "Lowmere Post", "Upper Lowmere Post", True),
        ("outlet", "Lowmere Post", "Bridge Times", False),
        ("byline", "Ann Pell", "By Ann Pell", True),
        ("byline", "Ann Pell", "Bo Dane", False),
        ("published", "2024-05-02T10:00:00Z", "2024-05-02", True),
        ("published", "2024-05-02T23:00:00Z", "2024-05-03", False),
    ],
)
def test_pagefacts_what_is_the_same(name: str, left: str, right: str, *, same: bool) -> None:
    assert agree(name, {"json-ld": [left], "meta": [right]}) is same
    assert agree(name, {"json-ld": [left], "meta": [right, left]})

"""The table of outlets by domain."""

from __future__ import annotations

import re

import pytest

from tellings.extract.publishers import publisher_of, publishers


@pytest.mark.parametrize(
    ("url", "name"),
    [
        ("https://www.bbc.co.uk/news/1", "BBC"),
        ("https://edition.cnn.com/x", "CNN"),
        ("https://abcnews.go.com/x", "ABC News"),
        ("https://notbbc.co.uk/x", None),
        ("https://post.example/x", None),
        ("http://[broken", None),
        (None, None),
    ],
)
def test_publishers_are_found_by_the_end_of_the_host(url: str | None, name: str | None) -> None:
    found = publisher_of(url)
    assert (found.name if found else None) == name


def test_publishers_rows_are_whole() -> None:
    assert len(publishers()) >= 150
    for domain, row in publishers().items():
        assert re.fullmatch(r"[a-z0-9-]+(\.[a-z0-9-]+)+", domain)
        assert re.fullmatch(r"[A-Z]{2}", row.country), domain
        assert re.fullmatch(r"[a-z]{2}", row.language), domain
        assert row.name.strip()

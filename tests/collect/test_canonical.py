"""One form for the addresses of one page."""

from __future__ import annotations

import pytest

from tellings.collect.canonical import canonical_address, is_front_page


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("https://News.Example:443/a/../b#top", "https://news.example/b"),
        ("https://news.example/b?utm_source=rss&id=7&UTM_Medium=x", "https://news.example/b?id=7"),
        ("https://news.example/b?fbclid=1&gclid=2", "https://news.example/b"),
        ("https://news.example/b?b=2&a=1", "https://news.example/b?b=2&a=1"),
        ("https://news.example/b/?id=7&", "https://news.example/b/?id=7&"),
        ("http://news.example:8080", "http://news.example:8080/"),
        (" https://news.example/b\n", "https://news.example/b"),
        ("https://news.example/Straße?q=ä", "https://news.example/Stra%C3%9Fe?q=%C3%A4"),
    ],
)
def test_canonical_form_leaves_out_only_how_the_reader_came(url: str, expected: str) -> None:
    assert canonical_address(url) == expected
    assert canonical_address(expected) == expected


@pytest.mark.parametrize("url", ["", "javascript:alert(1)", "ftp://news.example/a", "https://a:b@news.example/", "/a"])
def test_canonical_form_of_what_is_no_address_is_none(url: str) -> None:
    assert canonical_address(url) is None


def test_canonical_front_page_is_a_host_without_a_path() -> None:
    assert is_front_page("https://news.example")
    assert is_front_page("https://news.example/#top")
    assert not is_front_page("https://news.example/?p=7")
    assert not is_front_page("https://news.example/a")

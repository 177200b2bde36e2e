"""Addresses that may be asked for at all."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tellings.collect.addresses import Address, Refusal, is_address, parse_address


@pytest.mark.parametrize(
    ("url", "plain"),
    [
        ("HTTP://News.Example", "http://news.example/"),
        ("https://news.example:443/a?b=1#c", "https://news.example/a?b=1"),
        ("http://news.example:8080/", "http://news.example:8080/"),
        ("https://bücher.example/straße", "https://xn--bcher-kva.example/stra%C3%9Fe"),
        ("http://[2606:2800:220:1::1]/", "http://[2606:2800:220:1::1]/"),
        ("http://news.example./a", "http://news.example./a"),
        ("http://news.example/a/../b/./c", "http://news.example/b/c"),
        ("http://news.example/../../etc/x", "http://news.example/etc/x"),
        ("http://news.example/a/b/..", "http://news.example/a/"),
        ("http://news.example//a//b", "http://news.example//a//b"),
    ],
)
def test_parse_address_gives_a_plain_form(url: str, plain: str) -> None:
    address = parse_address(url)
    assert isinstance(address, Address)
    assert address.url == plain
    assert parse_address(plain) == address


@pytest.mark.parametrize(
    "host", ["2130706433", "0x7f000001", "0x7f.0.0.1", "0177.0.0.1", "127.1", "127.0.1", "010.8.8.8", "1.2.3.4.5",
             "256.1.1.1.", "１２７.1", "0x", "1.2.3.0x4"]
)  # fmt: skip
def test_parse_address_refuses_numbers_in_disguise(host: str) -> None:
    refusal = parse_address(f"http://{host}/")
    assert isinstance(refusal, Refusal)
    assert refusal.code == "C014"


@pytest.mark.parametrize(
    ("url", "code"),
    [
        ("javascript:alert(1)", "C011"),
        ("data://text/html,x", "C011"),
        ("//news.example/a", "C011"),
        ("http://a@news.example/", "C012"),
        ("http://news.example:secret@other.example/", "C012"),
        ("http://news.example\\@other.example/", "C010"),
        ("http://news.example/\r\nHost: other", "C010"),
        ("http://news.example:99999/", "C010"),
        ("http://-news.example/", "C010"),
        ("http://news..example/", "C010"),
        ("http://[fe80::1%25eth0]/", "C010"),
        ("http:///a", "C010"),
        ("http://news.example/" + "a" * 9000, "C010"),
    ],
)
def test_parse_address_refuses(url: str, code: str) -> None:
    refusal = parse_address(url)
    assert isinstance(refusal, Refusal)
    assert refusal.code == code


@settings(derandomize=True, max_examples=300, deadline=None)
@given(st.text(max_size=60), st.sampled_from(["http://", "https://", "HTTP://a.example/", "//", ""]))
def test_parse_address_never_fails_and_its_plain_form_stays(rest: str, start: str) -> None:
    address = parse_address(start + rest)
    if isinstance(address, Address):
        assert address.url.isascii()
        assert parse_address(address.url) == address


def test_is_address_tells_addresses_from_paths() -> None:
    assert is_address("https://news.example/a")
    assert is_address("FTP://news.example/a")
    assert not any(map(is_address, ["reports", "/srv/a.txt", "C:/reports/a.txt", "a.txt", "news.example/a"]))

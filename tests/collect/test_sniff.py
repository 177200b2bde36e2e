"""Kinds of bytes."""

from __future__ import annotations

import pytest

from tellings.collect.sniff import binary_kind, media_type_of_bytes, media_type_of_suffix

SENTENCE = "The ferry to Lowmere stopped at noon, the harbour master said."


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252"])
def test_sniff_text_in_any_encoding_is_no_binary(encoding: str) -> None:
    assert binary_kind(SENTENCE.encode(encoding)) is None


def test_sniff_wide_greek_without_mark_is_no_binary() -> None:
    assert binary_kind("Η γέφυρα έκλεισε. ".encode("utf-16-le") * 9) is None


def test_sniff_text_with_broken_utf_8_is_no_binary() -> None:
    assert binary_kind(b"caf\xc3 in \xff\xfe Lowmere") is None


@pytest.mark.parametrize("content", [b"\x7fELF\x02", b"GIF89a", b"\x00\x01\x02\x03" * 50, bytes(range(1, 32)) * 9])
def test_sniff_other_bytes_are_binary(content: bytes) -> None:
    assert binary_kind(content) is not None


def test_sniff_suffix_decides_in_any_case() -> None:
    assert media_type_of_suffix(".HTM") == "text/html"
    assert media_type_of_suffix(".docx") is None


def test_sniff_content_decides_without_suffix() -> None:
    assert media_type_of_bytes(b"\xef\xbb\xbf \n<html>") == "text/html"
    assert media_type_of_bytes(b'[{"@type": 1}]') == "application/json"
    assert media_type_of_bytes(b"[Ferry] stops") == "text/plain"

"""Bytes → text: which reading is right."""

from __future__ import annotations

import pytest

from tellings.extract.decode import decode

WESTERN = "The café of Lowmere – “closed” since May – will open again on Monday, the owner’s son said.\r\n"
GREEK = "Ο δήμαρχος της πόλης ανακοίνωσε ότι η γέφυρα θα κλείσει για τρεις εβδομάδες. Οι εργασίες αρχίζουν αύριο.\n"
RUSSIAN = "Мэр города сообщил, что старый мост будет закрыт на три недели после того, как нашли трещину.\n" * 3


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp1252"])
def test_decode_western_text(encoding: str) -> None:
    decoded = decode(WESTERN.encode(encoding))
    assert decoded is not None
    assert decoded.text == WESTERN


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16-le", "utf-16-be"])
def test_decode_greek_text_in_unicode(encoding: str) -> None:
    decoded = decode(GREEK.encode(encoding))
    assert decoded is not None
    assert decoded.text == GREEK


def test_decode_other_single_byte_alphabets_by_their_letters() -> None:
    for text, encoding in ((GREEK, "cp1253"), (RUSSIAN, "cp1251")):
        decoded = decode(text.encode(encoding))
        assert decoded is not None
        assert decoded.text == text


def test_decode_utf_8_mark_stays_and_utf_16_mark_goes() -> None:
    marked = decode(b"\xef\xbb\xbfLowmere")
    wide = decode("Lowmere".encode("utf-16"))
    assert marked is not None
    assert wide is not None
    assert (marked.text, wide.text) == ("\ufeffLowmere", "Lowmere")


def test_decode_damaged_utf_8_is_still_utf_8() -> None:
    decoded = decode(WESTERN.encode() + b"\xe2\x80 and \xff on")
    assert decoded is not None
    assert decoded.encoding == "utf-8"
    assert decoded.text == WESTERN + "\ufffd and \ufffd on"


def test_decode_half_a_wide_character_does_not_stop_it() -> None:
    decoded = decode(WESTERN.encode("utf-16") + b"\x00\xd8")
    assert decoded is not None
    decoded.text.encode("utf-8")


def test_decode_declared_encoding_counts_for_pages_alone() -> None:
    page = b'<meta http-equiv="Content-Type" content="text/html; charset=iso-8859-7"><p>' + "γέφυρα".encode("iso8859-7")
    declared = decode(page, declared=True)
    assert declared is not None
    assert declared.text.endswith("γέφυρα")


@pytest.mark.parametrize("name", [b"rot13", b"zlib", b"unicode_escape", b"idna", b"nonsense", b"utf-7"])
def test_decode_declared_nonsense_is_passed_over(name: bytes) -> None:
    decoded = decode(b'<meta charset="' + name + b'"><p>caf\xe9 in Lowmere', declared=True)
    assert decoded is not None
    assert decoded.text.endswith("café in Lowmere")


def test_decode_noise_is_no_text() -> None:
    assert decode(bytes(range(1, 9)) * 100) is None

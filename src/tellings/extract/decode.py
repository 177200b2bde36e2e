"""Bytes → text.

Which reading of the bytes is right is decided by rule, in this order: a byte order mark; UTF-16 when the NULs sit on
one side of the byte pairs; strict UTF-8; the encoding that the answer's header named, then the one a page declares, the
first of them that fits; UTF-8 with damaged places when most of what is
not ASCII is valid UTF-8; Windows-1252 for mostly plain letters; the best guess of charset-normalizer.
"""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass

from charset_normalizer import from_bytes

#: Bytes charset-normalizer looks at: enough letters to tell alphabets apart, set by hand.
_GUESS_BYTES = 32768

#: Share of bytes above 0x7F up to which a single-byte text is taken for Western prose (accents and curly marks
#: stay below 0.12 in French and Spanish news; Greek and Cyrillic lie above 0.6). Set by hand.
_WESTERN_SHARE = 0.15

#: Share of control or replacement characters above which a reading is no text.
_MAX_BAD = 0.1

_DECLARED = re.compile(
    rb"""<(?:meta[^>]{0,200}?charset|\?xml[^>]{0,60}?encoding)\s*=\s*["']?\s*([\w.:-]{2,40})""", re.I
)
_SEQUENCES = re.compile(rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}")
_CONTROL = re.compile("[\x00-\x08\x0e-\x1f\x7f\ufffd]")
_TEXT_CODECS = re.compile(r"(?:cp\d|iso8859|iso2022|koi8|mac|gb|big5|euc|shift_jis|tis|hz|johab|ptcp|kz)")
_UNDEFINED_1252 = re.compile(rb"[\x81\x8d\x8f\x90\x9d]")


@dataclass(frozen=True, slots=True)
class Decoded:
    """Text and the encoding it was read in (Python's name)."""

    text: str
    encoding: str


def decode(content: bytes, *, declared: bool = False, charset: str | None = None) -> Decoded | None:
    """Return the text of some bytes, newlines untouched; None if they are no text.

    A UTF-8 byte order mark stays as U+FEFF, as Python's ``utf-8`` codec has it; a UTF-16 one is part of the encoding
    and goes. Bytes that are damaged become U+FFFD.

    Args:
        content: the bytes.
        declared: whether to look for an encoding that a page declares in its first 4,096 bytes.
        charset: what the header of the answer named, None if it named none.
    """
    decoded = _decode(content, declared=declared, charset=charset)
    sample = decoded.text[:_GUESS_BYTES]
    if len(_CONTROL.findall(sample)) > len(sample) * _MAX_BAD:
        return None
    return decoded


def _decode(content: bytes, *, declared: bool, charset: str | None) -> Decoded:
    wide = _utf_16_or_32(content)
    if wide is not None:
        return Decoded(_replace_surrogates(content.decode(wide, "replace")), wide)
    try:
        return Decoded(content.decode("utf-8"), "utf-8")
    except UnicodeDecodeError:
        pass
    named = [_known_encoding(charset or ""), _declared_encoding(content) if declared else None]
    names = [name for name in named if name is not None]
    if names:
        name = next((name for name in names if _fits(content, name)), names[0])
        return Decoded(content.decode(name, "replace"), name)
    valid = _SEQUENCES.findall(content)
    high = len(content) - len(content.translate(None, bytes(range(128, 256))))
    stray = high - sum(map(len, valid))
    if content.startswith(codecs.BOM_UTF8) or len(valid) >= stray:
        return Decoded(content.decode("utf-8", "replace"), "utf-8")
    return _single_byte(content, high)


def _utf_16_or_32(content: bytes) -> str | None:
    """Return the wide encoding of some bytes, None if they are not wide."""
    if content.startswith((codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE)) and len(content) % 4 == 0:
        return "utf-32"
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    head = content[:65536]
    zeros = head.count(0)
    if zeros < max(1, len(head) * 0.01):
        return None
    return "utf-16-be" if head[::2].count(0) * 2 > zeros else "utf-16-le"


def _declared_encoding(content: bytes) -> str | None:
    """Return a single-byte or East Asian encoding that a page declares, None if it declares none that is known."""
    found = _DECLARED.search(content[:4096])
    if found is None:
        return None
    return _known_encoding(found.group(1).decode("ascii", "replace"))


def _fits(content: bytes, name: str) -> bool:
    """Return whether bytes can be read in an encoding without damage."""
    try:
        content.decode(name)
    except UnicodeDecodeError:
        return False
    return True


def _known_encoding(name: str) -> str | None:
    """Return Python's name of a single-byte or East Asian encoding, None for any other or none."""
    try:
        known = codecs.lookup(name.strip().lower()).name
    except (LookupError, ValueError):
        return None
    if known in {"iso8859-1", "ascii"}:
        return "cp1252"
    return known if _TEXT_CODECS.match(known) else None


def _single_byte(content: bytes, high: int) -> Decoded:
    western = high <= len(content) * _WESTERN_SHARE and not _UNDEFINED_1252.search(content)
    if not western:
        sample = content[:_GUESS_BYTES]
        best = from_bytes(sample).best()
        if best is not None and best.encoding not in {"ascii", "utf_8"}:
            return Decoded(content.decode(best.encoding, "replace"), best.encoding)
    return Decoded(content.decode("cp1252", "replace"), "cp1252")


def _replace_surrogates(text: str) -> str:
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")

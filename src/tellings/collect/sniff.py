"""What kind of bytes a file holds."""

from __future__ import annotations

#: First bytes of kinds of file that are no text, with the word to show.
_MAGIC: tuple[tuple[bytes, str], ...] = (
    (b"%PDF-", "a PDF document"),
    (b"PK\x03\x04", "a ZIP archive or an office document"),
    (b"\x1f\x8b", "gzip data"),
    (b"BZh", "bzip2 data"),
    (b"\xfd7zXZ\x00", "xz data"),
    (b"7z\xbc\xaf'\x1c", "a 7-Zip archive"),
    (b"\x89PNG", "a PNG picture"),
    (b"\xff\xd8\xff", "a JPEG picture"),
    (b"GIF8", "a GIF picture"),
    (b"RIFF", "a RIFF media file"),
    (b"\x7fELF", "a program"),
    (b"MZ\x90\x00", "a program"),
    (b"\xd0\xcf\x11\xe0", "an old office document"),
    (b"SQLite format 3\x00", "a SQLite database"),
)

_BOMS = (b"\xff\xfe", b"\xfe\xff", b"\x00\x00\xfe\xff")

#: Bytes looked at: the first 64 KiB tell text from anything else.
_HEAD = 65536

#: Share of control characters above which bytes are no text; saved pages and wire copy stay below 0.001.
_MAX_CONTROL = 0.05

#: Share of NULs on one side of the byte pairs above which they are UTF-16 without a byte order mark.
_ONE_SIDED = 0.95

_CONTROL = bytes(code for code in range(32) if code not in (9, 10, 11, 12, 13, 26, 27)) + b"\x7f"

_SUFFIXES = {
    ".txt": "text/plain",
    ".text": "text/plain",
    ".md": "text/markdown",
    ".markdown": "text/markdown",
    ".html": "text/html",
    ".htm": "text/html",
    ".xhtml": "text/html",
    ".json": "application/json",
    ".jsonld": "application/json",
}


def media_type_of_suffix(suffix: str) -> str | None:
    """Return the media type of a file name's suffix (any case, with its dot), None if it is not one that is read."""
    return _SUFFIXES.get(suffix.lower())


def media_type_of_bytes(content: bytes) -> str:
    """Return the likely media type of text bytes whose name does not tell it."""
    head = content[:2048].replace(b"\x00", b"").lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n").lower()
    if head.startswith((b"<!doctype html", b"<html", b"<head", b"<body", b"<!--", b"<article")):
        return "text/html"
    if head.startswith((b'{"', b"{\n", b"{\r", b"{ ", b"[{", b"[\n")):
        return "application/json"
    return "text/plain"


def binary_kind(content: bytes) -> str | None:
    """Return what kind of binary data bytes are, in words; None if they can be text in some encoding."""
    for magic, kind in _MAGIC:
        if content.startswith(magic):
            return kind
    if content.startswith(_BOMS):
        return None
    head = content[:_HEAD]
    zeros = head.count(0)
    if zeros:
        even = head[::2].count(0)
        one_sided = max(even, zeros - even) / zeros
        if one_sided < _ONE_SIDED or zeros < len(head) * 0.01:
            return "binary data"
        head = head[1::2] if even * 2 > zeros else head[::2]
    controls = len(head) - len(head.translate(None, _CONTROL))
    return "binary data" if controls > len(head) * _MAX_CONTROL else None

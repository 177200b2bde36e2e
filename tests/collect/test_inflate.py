"""Unpacking with limits."""

from __future__ import annotations

import gzip
import zlib
from collections.abc import Callable, Iterator

import brotli
import pytest
import zstandard

from tellings.collect.inflate import BombError, DamagedError, TooLargeError, inflate

TEXT = b"".join(b"<p>Line %d of the minutes of Lower Marrow.</p>\n" % n for n in range(4000))


def raw_deflate(data: bytes) -> bytes:
    machine = zlib.compressobj(wbits=-15)
    return machine.compress(data) + machine.flush()


PACKERS: dict[str, Callable[[bytes], bytes]] = {
    "": bytes,
    "identity": bytes,
    "gzip": gzip.compress,
    "deflate": zlib.compress,
    "br": lambda data: brotli.compress(data, quality=3),
    "zstd": zstandard.compress,
}


def pieces(data: bytes, size: int = 1000) -> Iterator[bytes]:
    return (data[at : at + size] for at in range(0, len(data), size))


@pytest.mark.parametrize("name", PACKERS)
@pytest.mark.parametrize("size", [1, 1000, 10**7])
def test_inflate_gives_back_what_was_packed(name: str, size: int) -> None:
    assert b"".join(inflate(pieces(PACKERS[name](TEXT), size), name, limit=10**6)) == TEXT


def test_inflate_reads_deflate_without_header_and_two_layers() -> None:
    assert b"".join(inflate(pieces(raw_deflate(TEXT)), "deflate", limit=10**6)) == TEXT
    twice = gzip.compress(brotli.compress(TEXT))
    assert b"".join(inflate(pieces(twice), "br, gzip", limit=10**6)) == TEXT


def test_inflate_reads_members_one_after_another() -> None:
    assert b"".join(inflate([gzip.compress(b"one ") + gzip.compress(b"two")], "gzip", limit=100)) == b"one two"
    assert (
        b"".join(inflate([zstandard.compress(b"one ") + zstandard.compress(b"two")], "zstd", limit=100)) == b"one two"
    )


@pytest.mark.parametrize("name", ["gzip", "deflate", "br", "zstd"])
def test_inflate_stops_at_a_bomb_after_little_output(name: str) -> None:
    packed = PACKERS[name](bytes(20_000_000))
    seen: list[int] = []
    with pytest.raises(BombError):
        seen.extend(len(piece) for piece in inflate(pieces(packed), name, limit=10**9))
    assert max(seen) <= 2_100_000
    assert sum(seen) <= 4_200_000


@pytest.mark.parametrize("name", PACKERS)
def test_inflate_stops_at_the_limit(name: str) -> None:
    with pytest.raises(TooLargeError):
        list(inflate(pieces(PACKERS[name](TEXT)), name, limit=len(TEXT) - 1))


@pytest.mark.parametrize("name", ["gzip", "deflate", "br", "zstd"])
def test_inflate_says_that_a_body_is_damaged_or_cut(name: str) -> None:
    packed = PACKERS[name](TEXT)
    with pytest.raises(DamagedError):
        list(inflate([packed[: len(packed) // 2]], name, limit=10**6))
    with pytest.raises(DamagedError):
        list(inflate([b"\x07" + TEXT], name, limit=10**6))


@pytest.mark.parametrize("name", ["compress", "gzip, gzip, gzip", "rot13"])
def test_inflate_knows_no_other_packing(name: str) -> None:
    with pytest.raises(DamagedError):
        list(inflate([TEXT], name, limit=10**6))

"""Unpacking a body while it arrives, with a limit that holds before memory is spent.

Every decoder gives its output in pieces, so that a kilobyte that unpacks to a gigabyte costs one piece.
"""

from __future__ import annotations

import zlib
from collections.abc import Callable, Iterable, Iterator

import brotli  # type: ignore[import-untyped]  # it ships no types
import zstandard

#: Bytes a decoder gives at once.
_PIECE = 65536
#: Packed bytes handed to the zstd decoder at once: a block of 131,072 bytes can be packed into four (RFC 8878), so
#: one such slice gives at most 2 MB.
_ZSTD_SLICE = 64
#: Windows above this are refused: RFC 8878 asks for 8 MB, and what browsers read is not packed with more.
_ZSTD_WINDOW = 8 * 1024 * 1024
#: Times its packed size that a body may have: saved news pages stay below 25, pages of tables below 100; what gzip
#: can do at most is 1,032. Set by hand, with room.
MAX_RATIO = 250
#: A body below this size is never a bomb, whatever its ratio.
_FREE_BYTES = 2_000_000
#: Layers of packing; servers by mistake pack twice.
_MAX_LAYERS = 2

Pieces = Iterator[bytes]

#: What is asked for; ``deflate`` is read but not asked for, as servers disagree about what it means.
ACCEPT_ENCODING = "gzip, br, zstd"


class BombError(Exception):
    """A body unpacks to far more than was sent."""


class TooLargeError(Exception):
    """A body is larger than the limit."""


class DamagedError(Exception):
    """A body cannot be unpacked."""


class Counted:
    """Passes pieces on and counts their bytes."""

    def __init__(self, pieces: Iterable[bytes], *, limit: int) -> None:
        self._pieces = pieces
        self._limit = limit
        self.total = 0

    def __iter__(self) -> Pieces:
        for piece in self._pieces:
            self.total += len(piece)
            if self.total > self._limit:
                raise TooLargeError
            yield piece


def inflate(packed: Iterable[bytes], encodings: str, *, limit: int) -> Pieces:
    """Unpack a body piece by piece.

    Args:
        packed: the body as it arrives.
        encodings: the Content-Encoding field, "" for none.
        limit: bytes that may arrive, and that they may unpack to.

    Raises:
        TooLargeError: more than ``limit`` bytes arrived or came out.
        BombError: more than ``MAX_RATIO`` times the bytes that arrived came out.
        DamagedError: the bytes are not packed as the field says, or the packing is unknown.
    """
    arrived = Counted(packed, limit=limit)
    names = [name.strip().lower() for name in encodings.split(",")]
    layers = [_DECODERS.get(name) for name in reversed(names) if name not in {"", "identity"}]
    if len(layers) > _MAX_LAYERS or None in layers:
        raise DamagedError(f"the packing {encodings[:60]!r} is not known")
    pieces: Pieces = iter(arrived)
    for layer in layers:
        assert layer is not None
        pieces = layer(pieces)
    total = 0
    for piece in pieces:
        total += len(piece)
        if total > _FREE_BYTES and total > MAX_RATIO * arrived.total:
            raise BombError
        if total > limit:
            raise TooLargeError
        yield piece


def _gunzip(packed: Pieces, wbits: int = zlib.MAX_WBITS | 16) -> Pieces:
    machine = zlib.decompressobj(wbits)
    for piece in packed:
        rest = piece
        while rest:
            if machine.eof:
                if not rest.strip(b"\0"):
                    break
                machine = zlib.decompressobj(wbits)
            try:
                yield machine.decompress(rest, _PIECE)
            except zlib.error as error:
                raise DamagedError(str(error)) from error
            rest = machine.unused_data if machine.eof else machine.unconsumed_tail
    if not machine.eof:
        yield from _last(machine)


def _last(machine: zlib._Decompress) -> Pieces:
    """Give what a decoder still holds back, then say that its end is missing."""
    while piece := machine.decompress(b"", _PIECE):
        yield piece
    if not machine.eof:
        raise DamagedError("the end of the packed body is missing")


def _deflate(packed: Pieces) -> Pieces:
    """Unpack ``deflate``: with the header that the rule asks for, or without, as many servers send it."""
    first = next(packed, b"")
    while len(first) == 1:
        more = next(packed, b"")
        if not more:
            break
        first += more

    def again() -> Pieces:
        yield first
        yield from packed

    has_header = len(first) > 1 and first[0] & 0x0F == 8 and int.from_bytes(first[:2], "big") % 31 == 0
    return _gunzip(again(), zlib.MAX_WBITS if has_header else -zlib.MAX_WBITS)


def _unbrotli(packed: Pieces) -> Pieces:
    machine = brotli.Decompressor()
    try:
        for piece in packed:
            yield machine.process(piece, output_buffer_limit=_PIECE)
            while not machine.is_finished():
                more = machine.process(b"", output_buffer_limit=_PIECE)
                if not more and machine.can_accept_more_data():
                    break
                yield more
    except brotli.error as error:
        raise DamagedError(str(error)) from error
    if not machine.is_finished():
        raise DamagedError("the end of the packed body is missing")


def _unzstd(packed: Pieces) -> Pieces:
    def fresh() -> zstandard.ZstdDecompressionObj:
        return zstandard.ZstdDecompressor(max_window_size=_ZSTD_WINDOW).decompressobj()

    machine = fresh()
    try:
        for piece in packed:
            for start in range(0, len(piece), _ZSTD_SLICE):
                rest = piece[start : start + _ZSTD_SLICE]
                while rest:
                    if machine.eof:
                        machine = fresh()
                    yield machine.decompress(rest)
                    rest = machine.unused_data if machine.eof else b""
    except zstandard.ZstdError as error:
        raise DamagedError(str(error)) from error
    if not machine.eof:
        raise DamagedError("the end of the packed body is missing")


_DECODERS: dict[str, Callable[[Pieces], Pieces]] = {
    "gzip": _gunzip,
    "x-gzip": _gunzip,
    "deflate": _deflate,
    "br": _unbrotli,
    "zstd": _unzstd,
}

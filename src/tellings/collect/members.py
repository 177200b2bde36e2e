"""The unpacked bytes of an archive, with the places where its packed members begin.

An archive is plain, gzip or Zstandard; packed ones hold one member for each record, one for the whole file, or
anything between. Whatever is in the file, memory stays at a few pieces, and what is damaged costs its own member:
``Stream.recover`` looks for the next one that begins with a record.
"""

from __future__ import annotations

import zlib
from collections import deque
from collections.abc import Iterator
from typing import BinaryIO, Protocol

import zstandard

#: What every record begins with.
MAGIC = b"WARC/"
#: Bytes read and given at once.
_PIECE = 65536
#: A member is a bomb when it unpacks to more than this many times its size …
_MAX_RATIO = 250
#: … and to more than this many bytes; as for pages (``inflate``), with room for whole archives of small pages.
_FREE_BYTES = 64_000_000
#: Packed bytes handed to the Zstandard decoder at once: four can hold a block of 131,072 (RFC 8878), so 8 MB at most.
_ZSTD_SLICE = 256
_ZSTD_WINDOW = 8 * 1024 * 1024
_GZIP = b"\x1f\x8b\x08"
_ZSTD = b"\x28\xb5\x2f\xfd"
#: Packed bytes of a possible member that are looked at to see whether a record begins there.
_GLANCE = 1024
#: Possible members that are looked at after a damaged one; by chance one stands in 16 MB.
_MAX_GLANCES = 20_000

#: Bytes, and the place of the member that begins with them, None within a member.
Piece = tuple[bytes, int | None]


class BrokenError(Exception):
    """A member cannot be unpacked.

    Args:
        member: its place in the file.
        code: of ``tellings.errors``.
        reason: what is wrong with it.
    """

    def __init__(self, member: int, code: str, reason: str) -> None:
        super().__init__(reason)
        self.member = member
        self.code = code
        self.reason = reason


class CutError(Exception):
    """The bytes end, or another record begins, before what was asked for was there."""


class _Machine(Protocol):
    """What unpacks one member."""

    eof: bool

    def feed(self, packed: bytes) -> tuple[bytes, bytes]:
        """Unpack; return the bytes unpacked and the packed ones that are left."""


class _Gunzip:
    def __init__(self) -> None:
        self._machine = zlib.decompressobj(zlib.MAX_WBITS | 16)
        self.eof = False

    def feed(self, packed: bytes) -> tuple[bytes, bytes]:
        out = self._machine.decompress(packed, _PIECE)
        self.eof = self._machine.eof
        return out, self._machine.unused_data if self.eof else self._machine.unconsumed_tail


class _Unzstd:
    def __init__(self) -> None:
        self._machine = zstandard.ZstdDecompressor(max_window_size=_ZSTD_WINDOW).decompressobj()
        self.eof = False

    def feed(self, packed: bytes) -> tuple[bytes, bytes]:
        out = self._machine.decompress(packed[:_ZSTD_SLICE]) if packed else b""
        self.eof = self._machine.eof
        return out, (self._machine.unused_data if self.eof else b"") + packed[_ZSTD_SLICE:]


_MACHINES: dict[bytes, type[_Gunzip] | type[_Unzstd]] = {_GZIP: _Gunzip, _ZSTD: _Unzstd}


class Stream:
    """Unpacked bytes from a place in an archive on.

    Args:
        file: the archive.
        start: where to begin; in a packed archive the place of a member.

    Attributes:
        is_packed: whether the archive is packed.
        size: of the file in bytes.
        reached: place in the file of the member that the last bytes came from.
    """

    def __init__(self, file: BinaryIO, start: int = 0) -> None:
        self._file = file
        self.size = file.seek(0, 2)
        file.seek(0)
        head = file.read(4)
        self._magic = next((magic for magic in _MACHINES if head.startswith(magic)), b"")
        self.is_packed = bool(self._magic)
        self._begin(start)

    def _begin(self, start: int) -> None:
        """Read from a place on; nothing before it is remembered."""
        self._start = self.reached = start
        self._broken: BrokenError | None = None
        self._buffer = bytearray()
        self._used = 0
        self._pulled = 0
        self._marks: deque[tuple[int, int]] = deque()
        self._pieces = self._members(start) if self.is_packed else self._plain(start)

    # ------------------------------------------------------------------------------------------ pieces

    def _plain(self, start: int) -> Iterator[Piece]:
        self._file.seek(start)
        while piece := self._file.read(_PIECE):
            yield piece, None

    def _members(self, start: int) -> Iterator[Piece]:
        """Unpack one member after another.

        Raises:
            BrokenError: one cannot be unpacked.
        """
        at, rest = start, b""
        self._file.seek(start)
        while True:
            rest = rest or self._file.read(_PIECE)
            if not rest:
                return
            if rest[0] == 0:  # some writers fill up with zeros
                at, rest = at + len(rest) - len(rest.lstrip(b"\0")), rest.lstrip(b"\0")
                continue
            member, machine, given, first = at, _MACHINES[self._magic](), 0, True
            while not machine.eof:
                more = rest or self._file.read(_PIECE)
                piece, left = _feed(machine, more, member)
                at += len(more) - len(left)
                rest = left
                given += len(piece)
                if given > _FREE_BYTES and given > _MAX_RATIO * (at - member):
                    raise BrokenError(member, "C025", "it unpacks to far more than its size")
                if piece:
                    yield piece, member if first else None
                    first = False
                elif not more and not machine.eof:
                    raise BrokenError(member, "C043", "the file ends in the middle of it")

    def _fill(self) -> bool:
        """Take one more piece into the buffer; False at the end of the archive.

        Raises:
            BrokenError: a member is damaged; again whenever more is asked for.
        """
        if self._broken is not None:
            raise self._broken
        try:
            found = next(self._pieces, None)
        except BrokenError as error:
            self._broken = error
            raise
        if found is None:
            return False
        piece, member = found
        if member is not None:
            self.reached = member
            self._marks.append((self._pulled, member))
        del self._buffer[: self._used]
        self._used = 0
        self._buffer += piece
        self._pulled += len(piece)
        return True

    # ------------------------------------------------------------------------------------------ reading

    @property
    def place(self) -> int:
        """Return how many unpacked bytes were taken since the start."""
        return self._pulled - len(self._buffer) + self._used

    def peek(self, count: int) -> bytes:
        """Return the next bytes without taking them; fewer at the end."""
        while len(self._buffer) - self._used < count and self._fill():
            pass
        return bytes(self._buffer[self._used : self._used + count])

    def member(self) -> int | None:
        """Return the place in the file where a reader may begin with the next byte, None if that is not possible."""
        if not self.is_packed:
            return self._start + self.place
        self.peek(1)
        while self._marks and self._marks[0][0] < self.place:
            self._marks.popleft()
        return self._marks[0][1] if self._marks and self._marks[0][0] == self.place else None

    def _take(self, count: int) -> bytes:
        """Take at most so many bytes of those at hand."""
        piece = bytes(self._buffer[self._used : self._used + count])
        self._used += len(piece)
        return piece

    def _next_record(self, count: int) -> int | None:
        """Return how far ahead, within so many bytes at hand, a member begins with a record; None if none does."""
        while self._marks and self._marks[0][0] < self.place:
            self._marks.popleft()
        for mark, _ in tuple(self._marks):
            ahead = mark - self.place
            if ahead >= count:
                break
            if ahead > 0 and self.peek(ahead + len(MAGIC))[ahead:] == MAGIC:
                return ahead
        return None

    def skip_blank(self) -> bool:
        """Take line ends; return whether anything else follows."""
        while self.peek(1):
            here = self._buffer[self._used :].lstrip(b"\r\n")
            self._used = len(self._buffer) - len(here)
            if here:
                return True
        return False

    def blocks(self, count: int) -> Iterator[bytes]:
        """Take so many bytes, in pieces.

        Raises:
            CutError: the archive ends, or a member begins with a record, before they are there.
            BrokenError: a member is damaged.
        """
        while count:
            if not self.peek(1):
                raise CutError
            here = min(count, len(self._buffer) - self._used)
            ahead = self._next_record(here)
            if ahead is not None:
                self._take(ahead)
                raise CutError
            piece = self._take(here)
            count -= len(piece)
            yield piece

    def header(self, limit: int) -> bytes | None:
        """Take lines up to and with an empty one; None if there is none within ``limit`` bytes.

        Raises:
            CutError: the archive ends or another record begins before that.
            BrokenError: a member is damaged.
        """
        looked = 0
        while True:
            seen = self.peek(min(looked + 1024, limit))
            end = _end_of_header(seen, max(0, looked - 4))
            if end:
                ahead = self._next_record(end)
                if ahead is not None:
                    self._take(ahead)
                    raise CutError
                return self._take(end)
            if len(seen) >= limit:
                return None
            if len(seen) < looked + 1024:
                self._take(len(seen))
                raise CutError
            looked = len(seen)

    def seek_record(self, *, within: bool) -> bool:
        """Go on to where a record seems to begin; False if there is none up to the end.

        Args:
            within: whether to look for one inside members too, not at their beginnings alone.

        Raises:
            BrokenError: a member is damaged.
        """
        mark = b"\r\n\r\n" + MAGIC
        self._used += min(1, len(self.peek(1)))
        while True:
            self.peek(_PIECE)
            there = len(self._buffer) - self._used
            ahead = self._next_record(there)
            found = self._buffer.find(mark, self._used) - self._used + 4 if within else -1
            if found >= 4 and (ahead is None or found < ahead):
                ahead = found
            if self.member() is not None and self.is_packed and self.peek(len(MAGIC)) == MAGIC:
                return True
            if ahead is not None:
                self._take(ahead)
                return True
            if there < _PIECE:
                return False
            self._take(there - len(mark))

    def recover(self, member: int) -> int | None:
        """Go on with the next member after a damaged one that begins with a record; None if there is none.

        Returns:
            Its place in the file.
        """
        at, tail, glances = member + 1, b"", 0
        self._file.seek(at)
        while block := self._file.read(_PIECE):
            window, base = tail + block, at - len(tail)
            here = window.find(self._magic)
            while here >= 0 and glances < _MAX_GLANCES:
                if self._begins_record(base + here):
                    self._begin(base + here)
                    return base + here
                glances += 1
                here = window.find(self._magic, here + 1)
            at += len(block)
            tail = window[-(len(self._magic) - 1) :]
            self._file.seek(at)
        return None

    def _begins_record(self, place: int) -> bool:
        """Return whether a member that begins with a record can be unpacked from a place on."""
        self._file.seek(place)
        try:
            piece, _ = _MACHINES[self._magic]().feed(self._file.read(_GLANCE))
        except (zlib.error, zstandard.ZstdError):
            return False
        return piece.startswith(MAGIC)


def _feed(machine: _Machine, packed: bytes, member: int) -> tuple[bytes, bytes]:
    try:
        return machine.feed(packed)
    except (zlib.error, zstandard.ZstdError) as error:
        raise BrokenError(member, "C044", f"it cannot be unpacked ({error})") from error


def _end_of_header(seen: bytes, start: int) -> int:
    """Return where the lines after an empty one begin, 0 if there is no empty one."""
    ends = [found + len(mark) for mark in (b"\r\n\r\n", b"\n\n") if (found := seen.find(mark, start)) >= 0]
    return min(ends, default=0)

"""The records of a WARC archive, one after another, whatever is in the file.

A record that cannot be read becomes a ``Damage`` and reading goes on with the next one that can be found.

Source: WARC 1.0 and 1.1 (ISO 28500); the oldest drafts (0.17, 0.18) have the same form.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from tellings.collect.members import MAGIC, BrokenError, CutError, Stream

#: A longer header is none: WARC fields are an address, a date and a few digests. Set by hand.
MAX_HEADER = 65_536
#: Room in a mark for the records of one member; 2**37 bytes of file and 2**26 records a member fill 63 bits.
_RECORDS_BITS = 26
#: More than what Zstandard can do at most (131,072 bytes in four); a block that claims more for the file is none.
_MOST_RATIO = 40_000
_FIELD = re.compile(rb"([!-9;-~]{1,100}):[ \t]*([^\r\n]*)")

Fields = dict[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """A record as it stands in the archive.

    Attributes:
        fields: by name in lower case; the first one counts where a name stands twice.
        block: its bytes, None if nobody wanted them or there are too many.
        size: of the block in bytes.
        place: in the file: of the record itself, or of the packed member that it is in.
        mark: where to go on after it, for ``read_records``.
    """

    fields: Fields
    block: bytes | None
    size: int
    place: int
    mark: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Damage:
    """A record that cannot be read: where, and why (a code of ``tellings.errors`` and a sentence).

    ``fields`` are those of the record where they could be read.
    """

    code: str
    reason: str
    place: int
    mark: int
    fields: Fields | None = None


def read_records(
    stream: Stream, *, skip: int = 0, wants: Callable[[Fields, int], bool] = lambda _fields, _size: True
) -> Iterator[Record | Damage]:
    """Yield every record of an archive from where the stream begins.

    Args:
        stream: begun at ``place_of(mark)`` of the last record done, or at 0.
        skip: ``records_before(mark)`` of it.
        wants: says by fields and size whether the block of a record is to be read; it is held in memory whole.
    """
    reader = _Reader(stream, wants)
    for at, item in enumerate(reader.items()):
        if at >= skip:
            yield item


def place_of(mark: int) -> int:
    """Return where in the file a reader begins that goes on after a mark."""
    return mark >> _RECORDS_BITS


def records_before(mark: int) -> int:
    """Return how many records from there on are done."""
    return mark & ((1 << _RECORDS_BITS) - 1)


class _Reader:
    """Where a reader is: the last place at which one may begin, and how many records came since."""

    def __init__(self, stream: Stream, wants: Callable[[Fields, int], bool]) -> None:
        self._stream = stream
        self._wants = wants
        self._base = 0
        self._index = 0

    def items(self) -> Iterator[Record | Damage]:
        """Yield the records up to the end of the archive."""
        more = True
        while more:
            try:
                if not self._arrive():
                    return
                item, more = self._one()
            except BrokenError as error:
                item, more = self._broken(error)
            self._index += 1
            if self._index >> _RECORDS_BITS:
                return
            yield item

    def _arrive(self) -> bool:
        """Note where the next record begins; False at the end."""
        more = self._stream.skip_blank()
        place = self._stream.member()
        if place is not None and more:
            self._base, self._index = place, 0
        return more

    def _mark(self, base: int, index: int) -> int:
        return base << _RECORDS_BITS | index

    def _after(self) -> int:
        """Return the mark after this record: the next one's own place where it has one."""
        place = self._stream.member() if self._stream.peek(1) else None
        if place is not None and place > self._base:
            return self._mark(place, 0)
        return self._mark(self._base, self._index + 1)

    def _damage(self, code: str, reason: str, fields: Fields | None = None, *, mark: int | None = None) -> Damage:
        mark = self._mark(self._base, self._index + 1) if mark is None else mark
        return Damage(code=code, reason=reason, place=self._base, mark=mark, fields=fields)

    def _one(self) -> tuple[Record | Damage, bool]:
        """Read one record; return it, and whether there may be more."""
        if self._stream.peek(len(MAGIC)) != MAGIC:
            return self._lost("C041", "bytes stand where a record should begin: the archive is damaged there")
        try:
            header = self._stream.header(MAX_HEADER)
        except CutError:
            return self._damage("C043", "its header is cut off"), True
        fields = _fields(header) if header is not None else {}
        length = fields.get("content-length", "")
        if not re.fullmatch(r"[0-9]{1,15}", length):
            reason = (
                f"its header has no length that can be read ({length[:40]!r})" if header else "its header is endless"
            )
            return self._lost("C042", reason, fields)
        size = int(length)
        if size > self._most():
            return self._lost("C043", f"it claims {size:,} bytes, more than the file can hold", fields)
        return self._block(fields, size)

    def _most(self) -> int:
        """Return how many bytes a block can have at most."""
        if self._stream.is_packed:
            return _MOST_RATIO * self._stream.size
        return self._stream.size - (self._stream.member() or 0)

    def _block(self, fields: Fields, size: int) -> tuple[Record | Damage, bool]:
        """Read the block of a record whose header is read."""
        kept: list[bytes] | None = [] if self._wants(fields, size) else None
        try:
            for piece in self._stream.blocks(size):
                if kept is not None:
                    kept.append(piece)
        except CutError:
            return self._damage("C043", f"it is cut off: it should have {size:,} bytes", fields), True
        except BrokenError as error:
            return self._broken(error, fields)
        try:
            if not self._ends():
                return self._lost("C043", f"it does not end after the {size:,} bytes that it states", fields)
            mark = self._after()
        except BrokenError as error:
            if error.member == self._stream.reached:
                return self._broken(error, fields)
            mark = self._mark(self._base, self._index + 1)
        block = None if kept is None else b"".join(kept)
        return Record(fields=fields, block=block, size=size, place=self._base, mark=mark), True

    def _ends(self) -> bool:
        """Take the empty lines after a record; return whether another one, or the end, follows."""
        has_end = self._stream.peek(4) == b"\r\n\r\n"
        self._stream.skip_blank()
        following = self._stream.peek(len(MAGIC))
        is_last = not following or (self._stream.is_packed and self._stream.member() is not None)
        return has_end or is_last or following == MAGIC

    def _lost(self, code: str, reason: str, fields: Fields | None = None) -> tuple[Damage, bool]:
        """Go on to the next record that can be found; a packed record alone in its member costs that member."""
        within = not self._stream.is_packed or self._index > 0
        try:
            more = self._stream.seek_record(within=within)
        except BrokenError as error:
            return self._broken(error, fields, said=(code, reason))
        mark = self._after() if more else None
        return self._damage(code, reason, fields, mark=mark), more

    def _broken(
        self, error: BrokenError, fields: Fields | None = None, *, said: tuple[str, str] | None = None
    ) -> tuple[Damage, bool]:
        """Go on after a member that cannot be unpacked."""
        base, index = self._base, self._index
        place = self._stream.recover(max(error.member, base))
        mark = self._mark(base, index + 1) if place is None else self._mark(place, 0)
        code, reason = said or (error.code, f"its packed part at byte {error.member:,} is damaged: {error.reason}")
        return self._damage(code, reason, fields, mark=mark), place is not None


def _fields(header: bytes) -> Fields:
    """Return the fields of a header; lines that are none are passed over."""
    found: Fields = {}
    for line in header.splitlines()[1:]:
        field = _FIELD.fullmatch(line)
        if field:
            value = field[2].strip().decode("utf-8", "replace").replace("\0", "")
            found.setdefault(field[1].decode("ascii").lower(), value)
    return found

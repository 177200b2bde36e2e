"""Archives (WARC) → captures, record by record in constant memory.

Only answers with status 200 that are web pages become captures. What is no page of its own (requests, metadata,
pictures) is counted as ``Skipped``; a page that was lost is a ``Dropped``.
"""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from fnmatch import fnmatchcase
from pathlib import Path
from urllib.parse import urlsplit

from tellings.collect.addresses import Refusal, parse_address
from tellings.collect.inflate import BombError, DamagedError, TooLargeError, inflate
from tellings.collect.members import Stream
from tellings.collect.records import Damage, Fields, Record, place_of, read_records, records_before
from tellings.collect.webkinds import charset_of, main_type, media_type_of_answer
from tellings.errors import InputError
from tellings.types.articles import Capture, Dropped

#: Endings of archives within a folder.
SUFFIXES = (".warc", ".warc.gz", ".warc.zst")
#: A page in an archive that is larger is dropped, as one from the web.
MAX_BYTES = 32_000_000
#: A longer header of an answer is none; servers refuse from 8,000 to 64,000 on.
_MAX_HEADER = 262_144
_STATUS = re.compile(rb"HTTP/\d(?:\.\d)? +(\d{3})(?: [^\r\n]*)?\r?\n")
_HEADER = re.compile(rb"([!#$%&'*+.^_`|~0-9A-Za-z-]{1,200})[ \t]*:[ \t]*([^\r\n]*)")
_END = re.compile(rb"\r?\n\r?\n")
_CHUNK = re.compile(rb"[ \t]*([0-9A-Fa-f]{1,8})[ \t]*(?:;[^\r\n]{0,1000})?\r?\n")
#: Records that hold no answer of their own, by their type.
_OTHERS = frozenset({"request", "metadata", "warcinfo", "revisit", "resource", "conversion", "continuation"})
_DIGESTS = {"sha1": hashlib.sha1, "sha256": hashlib.sha256, "sha512": hashlib.sha512, "md5": hashlib.md5}

Headers = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """Which pages of an archive are read; what is empty or None does not narrow.

    Attributes:
        domains: hosts, with everything under them (``bbc.co.uk``).
        since: only pages fetched at this time or later, ISO 8601.
        until: only pages fetched before this time, ISO 8601.
        pattern: only addresses of this form, ``*`` for anything.
        max_bytes: a larger page is dropped, packed or unpacked.
    """

    domains: frozenset[str] = frozenset()
    since: str | None = None
    until: str | None = None
    pattern: str | None = None
    max_bytes: int = MAX_BYTES

    def why_not(self, fields: Fields) -> str | None:
        """Return why a record is not asked for, None if it is."""
        address, at = _target(fields), _date(fields) or ""
        if self.domains and not self._has_domain(address):
            return "another outlet"
        if self.since is not None and at < _instant(self.since):
            return "before the time asked for"
        if self.until is not None and at >= _instant(self.until):
            return "after the time asked for"
        if self.pattern is not None and not fnmatchcase(address, self.pattern):
            return "another address"
        return None

    def _has_domain(self, address: str) -> bool:
        try:
            host = (urlsplit(address).hostname or "").rstrip(".")
        except ValueError:
            return False
        while host:
            if host in self.domains:
                return True
            host = host.partition(".")[2]
        return False


@dataclass(frozen=True, slots=True)
class Skipped:
    """A record that is no page asked for; ``reason`` in a few words, the same for all of a kind."""

    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One record of an archive.

    Attributes:
        outcome: the page in it, why it was lost, or why it is none.
        at: when it was fetched, ISO 8601 in UTC; None if the record does not say.
        mark: for ``read_archive``, to go on after it; it grows from record to record.
    """

    outcome: Capture | Dropped | Skipped
    at: str | None
    mark: int


def find_archives(paths: list[Path]) -> list[Path]:
    """Return the archives among files and folders, by their absolute paths, each once.

    Raises:
        InputError: a path does not exist (C001), or a folder holds no archive (C040).
    """
    found: set[Path] = set()
    for path in paths:
        if not path.exists():
            raise InputError(f"{path} does not exist: check the spelling", code="C001")
        inside = [path]
        if path.is_dir():
            inside = [file for file in path.rglob("*") if file.name.lower().endswith(SUFFIXES) and file.is_file()]
            if not inside:
                raise InputError(f"{path} holds no archive ({', '.join(SUFFIXES)})", code="C040")
        found |= {file.absolute() for file in inside}
    return sorted(found)


def read_archive(path: Path, *, mark: int = 0, wanted: Wanted | None = None) -> Iterator[Entry]:
    """Yield every record of an archive: plain, gzip or Zstandard, by record or as a whole.

    Args:
        path: the archive.
        mark: ``Entry.mark`` of the last one done, to go on after it; 0 for the beginning.
        wanted: which pages are read; None for all.

    Raises:
        InputError: the file cannot be read (C002).
    """
    wanted = wanted or Wanted()

    def wants(fields: Fields, size: int) -> bool:
        is_answer = fields.get("warc-type", "").lower() == "response" and wanted.why_not(fields) is None
        return is_answer and size <= wanted.max_bytes + _MAX_HEADER

    try:
        with path.open("rb") as file:
            stream = Stream(file, place_of(mark))
            for item in read_records(stream, skip=records_before(mark), wants=wants):
                fields = item.fields or {}
                if isinstance(item, Damage):
                    outcome: Capture | Dropped | Skipped = _damaged(item, path)
                else:
                    outcome = _read(item, wanted, where=f"{path}@{item.place}")
                yield Entry(outcome=outcome, at=_date(fields), mark=item.mark)
    except OSError as error:
        raise InputError(f"{path} cannot be read ({error.strerror}): check the disk", code="C002") from error


def _damaged(damage: Damage, path: Path) -> Dropped:
    where = f"{path}@{damage.place}+{records_before(damage.mark)}"
    target = _target(damage.fields or {})
    named = f" of {target[:200]}" if target else ""
    reason = f"a record{named} cannot be read: {damage.reason}"
    return Dropped(source=where, stage="collect", code=damage.code, reason=reason)


def _read(record: Record, wanted: Wanted, *, where: str) -> Capture | Dropped | Skipped:
    """Return the page in a record."""
    kind = record.fields.get("warc-type", "").lower()
    if kind != "response":
        return Skipped(f"{kind} record" if kind in _OTHERS else "record of an unknown type")
    why_not = wanted.why_not(record.fields)
    if why_not is not None:
        return Skipped(why_not)
    target = _target(record.fields)
    if not target:
        return _lost(where, "C042", "the record does not say which address it is of")
    address = parse_address(target)
    if isinstance(address, Refusal):
        is_other = address.code == "C011"
        return Skipped("no web address") if is_other else _lost(target, address.code, address.reason)
    if record.block is None:
        reason = f"the page has {record.size:,} bytes, more than the limit of {wanted.max_bytes:,}"
        return _lost(target, "C024", reason)
    if _date(record.fields) is None:
        return _lost(target, "C042", "the record does not say when the page was fetched")
    if "warc-truncated" in record.fields:
        return _lost(target, "C043", "whoever made the archive kept the beginning of the page alone")
    return _answer(record, target, wanted.max_bytes)


def _answer(record: Record, target: str, max_bytes: int) -> Capture | Dropped | Skipped:
    """Return the page in the answer that a record holds."""
    assert record.block is not None, "the block was asked for"
    split = _split_answer(record.block)
    if split is None:
        return _lost(target, "C045", "the record holds no HTTP answer whose header can be read")
    status, headers, body = split
    if status != 200:
        return Skipped(f"status {status}")
    declared = next((value for name, value in headers if name == "content-type"), "")
    if main_type(declared) not in {"", "text/html", "application/xhtml+xml"}:
        return Skipped("no web page")
    content = _unpacked(headers, body, target, limit=max_bytes)
    if isinstance(content, Dropped):
        return content
    if not _digests_hold(record, body, content):
        return _lost(target, "C046", "the page is not what its digest says: the record is damaged")
    if media_type_of_answer(declared, content) != "text/html":
        return Skipped("no web page")
    return Capture(
        source=target,
        content=content,
        media_type="text/html",
        sha256=hashlib.sha256(content).hexdigest(),
        url=target,
        fetched_at=_date(record.fields),
        status=status,
        headers=headers,
        charset=charset_of(declared),
    )


def _unpacked(headers: Headers, body: bytes, target: str, *, limit: int) -> bytes | Dropped:
    """Return the body of an answer without its chunks and packing, or why that cannot be had."""
    try:
        return _content(headers, body, limit=limit)
    except TooLargeError:
        return _lost(target, "C024", f"the page unpacks to more than the limit of {limit:,} bytes")
    except BombError:
        return _lost(target, "C025", "the page unpacks to far more than was sent: it is built to fill memory")
    except DamagedError as error:
        return _lost(target, "C026", f"the page cannot be unpacked ({error}): the record is damaged")


def _lost(source: str, code: str, reason: str) -> Dropped:
    return Dropped(source=source, stage="collect", code=code, reason=reason)


def _target(fields: Fields) -> str:
    """Return the address of a record, "" if it has none; old writers put it in angle brackets."""
    target = fields.get("warc-target-uri", "")
    return target[1:-1] if target.startswith("<") and target.endswith(">") else target


def _instant(value: str) -> str:
    """Return a time in UTC to the second; one without a zone is in UTC."""
    moment = datetime.fromisoformat(value)
    return moment.replace(tzinfo=moment.tzinfo or UTC).astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _date(fields: Fields) -> str | None:
    """Return when a record was made, ISO 8601 in UTC to the second; None if it does not say in a readable way."""
    value = fields.get("warc-date", "")[:64]
    try:
        return _instant(value) if re.match(r"[12]\d{3}-", value) else None
    except (ValueError, OverflowError):
        return None


def _split_answer(block: bytes) -> tuple[int, Headers, bytes] | None:
    """Return status, header fields and body of an HTTP answer; None if it is none."""
    first = _STATUS.match(block[:8192])
    if first is None:
        return None
    end = _END.search(block, first.end() - 2, _MAX_HEADER)
    if end is None:
        return None
    fields: list[tuple[str, str]] = []
    for line in block[first.end() : end.start()].splitlines():
        field = _HEADER.fullmatch(line)
        if field:
            value = field[2].strip().decode("utf-8", "replace").replace("\0", "")
            fields.append((field[1].decode("ascii").lower(), value))
    return int(first[1]), tuple(fields), block[end.end() :]


def _content(headers: Headers, body: bytes, *, limit: int) -> bytes:
    """Return the body of an answer without its chunks and packing.

    Many archives hold bodies that are unpacked already below header fields that say otherwise.
    """
    fields: dict[str, str] = {}
    for name, value in headers:
        fields[name] = f"{fields[name]}, {value}" if name in fields else value
    if "chunked" in fields.get("transfer-encoding", "").lower():
        body = _without_chunks(body)
    encodings = fields.get("content-encoding", "")
    if body.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] == b"<":
        encodings = ""
    return b"".join(inflate([body], encodings, limit=limit))


def _without_chunks(body: bytes) -> bytes:
    """Return a chunked body in one piece; one whose chunks are gone already as it is."""
    pieces: list[bytes] = []
    at = 0
    while True:
        size = _CHUNK.match(body, at)
        if size is None:
            if not pieces:
                return body
            raise DamagedError("its chunks are not whole")
        length = int(size[1], 16)
        piece = body[size.end() : size.end() + length]
        if length == 0:
            return b"".join(pieces)
        if len(piece) < length:
            if not pieces:
                return body
            raise DamagedError("its chunks are not whole")
        pieces.append(piece)
        at = size.end() + length
        at += 2 if body[at : at + 2] == b"\r\n" else 1


def _digests_hold(record: Record, body: bytes, content: bytes) -> bool:
    """Return whether a record is what its digests say.

    Writers disagree on what a payload is: the body as sent, without its chunks, or unpacked; any of these will do.
    """
    assert record.block is not None, "the block was asked for"
    if not _digest_holds(record.fields.get("warc-block-digest", ""), (record.block,)):
        return False
    bodies = (body, content) if content is body else (body, content, _chunkless(body))
    return _digest_holds(record.fields.get("warc-payload-digest", ""), bodies)


def _chunkless(body: bytes) -> bytes:
    try:
        return _without_chunks(body)
    except DamagedError:
        return body


def _digest_holds(digest: str, contents: tuple[bytes, ...]) -> bool:
    """Return whether a digest such as ``sha1:…`` (base 32 or hexadecimal) is that of one of some bytes.

    One of an unknown kind, or in an unknown form, says nothing.
    """
    name, _, value = digest.partition(":")
    make = _DIGESTS.get(name.strip().lower().replace("-", ""))
    given = value.strip()
    if make is None or not given:
        return True
    for content in contents:
        found = make(content, usedforsecurity=False)
        forms = (base64.b32encode(found.digest()).decode(), found.hexdigest().upper())
        if given.upper() in forms or given.upper().rstrip("=") == forms[0].rstrip("="):
            return True
        if len(given) not in {len(forms[0]), len(forms[0].rstrip("=")), len(forms[1])}:
            return True
    return False

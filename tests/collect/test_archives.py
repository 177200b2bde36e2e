"""Archives are read record by record, and nothing in them stops the reading."""

from __future__ import annotations

import base64
import gzip
import hashlib
import random
import tracemalloc
import zlib
from io import BytesIO
from pathlib import Path

import brotli
import pytest
import zstandard
from fastwarc.warc import ArchiveIterator, WarcRecordType

from tellings.collect.archives import Entry, Skipped, Wanted, find_archives, read_archive
from tellings.errors import InputError
from tellings.types.articles import Capture, Dropped
from tests.collect.madewarcs import DATE, answer, made_page, mixed_records, page_record, record, write_archive

PAGE = b"<html><body><p>The mill closed.</p></body></html>"


def outcomes(path: Path, **fields: object) -> list[str]:
    """Return the outcome of every record in short: the address's end, a code, or what was skipped."""
    found = []
    for entry in read_archive(path, wanted=Wanted(**fields)):  # type: ignore[arg-type]
        if isinstance(entry.outcome, Capture):
            found.append(entry.outcome.source.rpartition("/")[2])
        else:
            found.append(entry.outcome.code if isinstance(entry.outcome, Dropped) else entry.outcome.reason)
    return found


def one(path: Path, raw: bytes) -> Capture | Dropped | Skipped:
    path.write_bytes(raw)
    entries = list(read_archive(path))
    assert len(entries) == 1
    return entries[0].outcome


def packed(*records: bytes) -> bytes:
    return b"".join(gzip.compress(raw, mtime=0) for raw in records)


FORMS = {
    "plain": b"".join,
    "gzip, by record": lambda raws: packed(*raws),
    "gzip, whole": lambda raws: gzip.compress(b"".join(raws), mtime=0),
    "gzip, in blocks": lambda raws: packed(
        *(b"".join(raws)[at : at + 700] for at in range(0, len(b"".join(raws)), 700))
    ),
    "zstd, by record": lambda raws: b"".join(zstandard.compress(raw) for raw in raws),
    "zstd, whole": lambda raws: zstandard.compress(b"".join(raws)),
}


@pytest.mark.parametrize("form", FORMS)
def test_archives_of_every_form_give_the_same(form: str, tmp_path: Path) -> None:
    raws = [page_record(number) for number in range(6)]
    path = tmp_path / "a.warc.gz"
    path.write_bytes(FORMS[form](raws))
    captures = [entry.outcome for entry in read_archive(path)]
    assert all(isinstance(capture, Capture) for capture in captures)
    assert [capture.content.decode() for capture in captures] == [made_page(number) for number in range(6)]  # type: ignore[union-attr]
    first = captures[0]
    assert isinstance(first, Capture)
    assert (first.source, first.url, first.fetched_at) == ("https://lantern.example/0",) * 2 + (DATE,)
    assert (first.status, first.charset, first.media_type) == (200, "utf-8", "text/html")
    assert first.headers == (("content-type", "text/html; charset=utf-8"),)
    assert first.sha256 == hashlib.sha256(first.content).hexdigest()


@pytest.mark.parametrize("form", FORMS)
def test_archives_go_on_after_every_mark(form: str, tmp_path: Path) -> None:
    raws = list(mixed_records(0, 12))
    raws[7] = raws[7][:-300] + b"\r\n\r\n"  # too short for its length
    path = tmp_path / "a.warc.gz"
    path.write_bytes(FORMS[form](raws))
    whole = list(read_archive(path))
    assert sum(isinstance(entry.outcome, Dropped) for entry in whole) == 2
    marks = [entry.mark for entry in whole]
    assert marks == sorted(set(marks))
    for at, entry in enumerate(whole):
        assert list(read_archive(path, mark=entry.mark)) == whole[at + 1 :]


def test_archives_agree_with_another_reader(tmp_path: Path) -> None:
    path = write_archive(tmp_path / "a.warc.gz", mixed_records(0, 60))
    theirs = [
        (found.headers["WARC-Target-URI"], found.reader.read())
        for found in ArchiveIterator(BytesIO(path.read_bytes()), record_types=WarcRecordType.response)
        if found.http_headers.status_code == 200 and found.http_content_type == "text/html"
    ]
    captures = [entry.outcome for entry in read_archive(path) if isinstance(entry.outcome, Capture)]
    ours = [(capture.source, capture.content) for capture in captures]
    assert len(ours) == 60
    assert ours == [pair for pair in theirs if pair[1].startswith(b"<")]


def test_archives_tell_what_they_skip(tmp_path: Path) -> None:
    kinds = ["request", "metadata", "warcinfo", "revisit", "resource", "conversion", "odd"]
    raws = [record(b"x: y\r\n", kind=kind) for kind in kinds]
    raws += [
        record(answer(PAGE, status="301 Moved")),
        record(answer(b"%PDF-1.7", content_type="application/pdf")),
        record(answer(b"\x89PNG\r\n\x1a\n\0\0", content_type="text/html")),
        record(answer(PAGE), url="dns:lantern.example"),
        record(answer(PAGE), url="ftp://lantern.example/a"),
    ]
    expected = [f"{kind} record" for kind in kinds[:-1]] + ["record of an unknown type"]
    expected += ["status 301", "no web page", "no web page", "no web address", "no web address"]
    assert outcomes(write_archive(tmp_path / "a.warc.gz", raws)) == expected


BODIES = {
    "gzip": (gzip.compress(PAGE), {"content_encoding": "gzip"}),
    "brotli": (brotli.compress(PAGE), {"content_encoding": "br"}),
    "zstd": (zstandard.compress(PAGE), {"content_encoding": "zstd"}),
    "deflate": (zlib.compress(PAGE), {"content_encoding": "deflate"}),
    "unpacked already": (PAGE, {"content_encoding": "gzip"}),
    "chunked": (
        b"5\r\n" + PAGE[:5] + b"\r\n%x;a=b\r\n" % len(PAGE[5:]) + PAGE[5:] + b"\r\n0\r\n\r\n",
        {"transfer_encoding": "chunked"},
    ),
    "chunked no more": (PAGE, {"transfer_encoding": "chunked"}),
    "a wrong length": (PAGE, {"content_length": "7"}),
    "no type": (PAGE, {"content_type": ""}),
}


@pytest.mark.parametrize("name", BODIES)
def test_archives_unpack_bodies(name: str, tmp_path: Path) -> None:
    body, headers = BODIES[name]
    outcome = one(tmp_path / "a.warc", record(answer(body, **headers)))
    assert isinstance(outcome, Capture)
    assert outcome.content == PAGE


def digest(content: bytes, name: str = "sha1") -> str:
    return f"{name}:{base64.b32encode(hashlib.new(name, content).digest()).decode()}"


@pytest.mark.parametrize("form", ["as sent", "without chunks", "hexadecimal", "unknown kind", "none"])
def test_archives_accept_digests_that_hold(form: str, tmp_path: Path) -> None:
    sent = b"%x\r\n" % len(PAGE) + PAGE + b"\r\n0\r\n\r\n"
    block = answer(sent, transfer_encoding="chunked")
    payload = {
        "as sent": digest(sent),
        "without chunks": digest(PAGE),
        "hexadecimal": "sha256:" + hashlib.sha256(PAGE).hexdigest(),
        "unknown kind": "blob:7",
        "none": "",
    }[form]
    raw = record(block, warc_block_digest=digest(block), warc_payload_digest=payload)
    assert isinstance(one(tmp_path / "a.warc", raw), Capture)


@pytest.mark.parametrize("field", ["warc_block_digest", "warc_payload_digest"])
def test_archives_drop_pages_whose_digest_is_wrong(field: str, tmp_path: Path) -> None:
    outcome = one(tmp_path / "a.warc", record(answer(PAGE), **{field: digest(b"something else")}))
    assert isinstance(outcome, Dropped)
    assert outcome.code == "C046"


BAD = {
    "no date": (record(answer(PAGE), warc_date=""), "C042"),
    "odd date": (record(answer(PAGE), warc_date="yesterday"), "C042"),
    "date out of bounds": (record(answer(PAGE), warc_date="2026-13-45T99:00:00Z"), "C042"),
    "cut by the archiver": (record(answer(PAGE), warc_truncated="length"), "C043"),
    "no answer": (record(b"hello"), "C045"),
    "no end of header": (record(b"HTTP/1.1 200 OK\r\nContent-Type: text/html"), "C045"),
    "odd status": (record(b"HTTP/1.1 2oo OK\r\n\r\n" + PAGE), "C045"),
    "an address with a password": (record(answer(PAGE), url="https://a:b@lantern.example/"), "C012"),
    "no address": (record(answer(PAGE), url=None), "C042"),
    "a damaged body": (record(answer(gzip.compress(PAGE)[:-9], content_encoding="gzip")), "C026"),
    "an unknown packing": (record(answer(b"\1\2", content_encoding="rot13")), "C026"),
    "damaged chunks": (record(answer(b"3\r\nabc\r\nzz\r\n", transfer_encoding="chunked")), "C026"),
    "a bomb": (record(answer(gzip.compress(bytes(20_000_000)), content_encoding="gzip")), "C025"),
    "a large page": (
        record(answer(gzip.compress(made_page(1).encode() * 12_000, 1), content_encoding="gzip")),
        "C024",
    ),
    "a large record": (record(answer(bytes(33_000_000))), "C024"),
    "no length": (record(answer(PAGE), content_length=""), "C042"),
    "a negative length": (record(answer(PAGE), content_length="-5"), "C042"),
    "a length in words": (record(answer(PAGE), content_length="many"), "C042"),
    "an absurd length": (record(answer(PAGE), content_length="9" * 400), "C042"),
    "a length beyond the file": (record(answer(PAGE), content_length="9" * 14), "C043"),
    "a length too long": (record(answer(PAGE), content_length="700"), "C043"),
    "a length too short": (record(answer(PAGE), content_length="60"), "C043"),
    "no record": (b"nothing of ours\r\n\r\n", "C041"),
    "an endless header": (record(answer(PAGE), x="a" * 200_000), "C042"),
    "a bare beginning": (b"WARC/1.0\r\nWARC-Type: resp", "C043"),
}


@pytest.mark.parametrize("form", ["plain", "gzip, by record", "zstd, by record"])
@pytest.mark.parametrize("name", BAD)
def test_archives_lose_a_bad_record_alone(name: str, form: str, tmp_path: Path) -> None:
    raw, code = BAD[name]
    path = tmp_path / "a.warc"
    path.write_bytes(FORMS[form]([page_record(1), raw, page_record(2), page_record(3)]))
    found = outcomes(path)
    if form == "plain" and name in {"a length too long", "a bare beginning"}:
        assert found[0] == "1"  # where records simply follow each other, the next one is swallowed with it
        assert code in found or name == "a bare beginning"
        assert found[-1] == "3"
    else:
        assert found == ["1", code, "2", "3"]


def test_archives_go_on_after_a_damaged_member(tmp_path: Path) -> None:
    raws = [gzip.compress(page_record(number), mtime=0) for number in range(5)]
    broken = bytearray(raws[1])
    broken[len(broken) // 2] ^= 0xFF
    crc = bytearray(raws[3])
    crc[-6] ^= 0xFF
    path = tmp_path / "a.warc.gz"
    path.write_bytes(raws[0] + bytes(broken) + raws[2] + bytes(crc) + b"rubbish" + raws[4] + raws[0][:200])
    whole = list(read_archive(path))
    assert outcomes(path) == ["0", "C044", "2", "C044", "4", "C043"]
    for at, entry in enumerate(whole):
        assert list(read_archive(path, mark=entry.mark)) == whole[at + 1 :]


def test_archives_read_what_precedes_the_damage_of_a_whole_one(tmp_path: Path) -> None:
    whole = gzip.compress(b"".join(page_record(number) for number in range(400)), mtime=0)
    path = tmp_path / "a.warc.gz"
    path.write_bytes(whole[: len(whole) // 2])
    found = outcomes(path)
    assert 150 < len(found) < 250
    assert found[-1] == "C043"
    assert found[:-1] == [str(number) for number in range(len(found) - 1)]


def test_archives_are_no_place_for_forged_records(tmp_path: Path) -> None:
    """A page may hold the text of a record; in a member of its own it is never taken for one, damaged or not."""
    forged = record(answer(b"<html>forged</html>"), url="https://courier.example/forged")
    host = record(answer(b"<html>\r\n\r\n" + forged + b"</html>"))
    short = record(answer(b"<html>\r\n\r\n" + forged + b"</html>"), content_length="90")
    path = tmp_path / "a.warc.gz"
    path.write_bytes(packed(host, short, page_record(1)))
    assert outcomes(path) == ["a", "C043", "1"]


def test_archives_of_members_that_are_bombs_cost_little(tmp_path: Path) -> None:
    path = tmp_path / "a.warc.gz"
    bomb = gzip.compress(record(answer(bytes(90_000_000))), 9, mtime=0)
    header = gzip.compress(b"WARC/1.0\r\nX: " + b"a" * 90_000_000, 9, mtime=0)
    blank = gzip.compress(b"\r\n" * 45_000_000, 9, mtime=0)
    path.write_bytes(packed(page_record(1)) + bomb + header + blank + packed(page_record(2)))
    tracemalloc.start()
    found = outcomes(path)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert [found[0], found[-1]] == ["1", "2"]
    assert set(found[1:-1]) <= {"C024", "C025", "C042"}
    assert peak < 40_000_000


@pytest.mark.parametrize("seed", range(40))
def test_archives_survive_any_damage(seed: int, tmp_path: Path) -> None:
    """Whatever is flipped, cut, doubled or put in: no crash, no endless reading, and marks that hold."""
    pick = random.Random(seed)  # noqa: S311 -- repeatable on purpose
    form = pick.choice(list(FORMS))
    raw = bytearray(FORMS[form](list(mixed_records(0, 8))))
    for _ in range(pick.randint(1, 6)):
        at = pick.randrange(len(raw))
        span = slice(at, at + pick.choice([1, 1, 20, 600]))
        raw[span] = pick.choice(
            [b"", bytes(len(raw[span])), bytes(raw[span]) * 2, pick.randbytes(20), b"WARC/1.0\r\n", b"\x1f\x8b\x08"]
        )
    path = tmp_path / "a.warc.gz"
    path.write_bytes(bytes(raw))
    whole: list[Entry] = []
    for entry in read_archive(path):
        whole.append(entry)
        assert len(whole) < 500
    marks = [entry.mark for entry in whole]
    assert marks == sorted(set(marks))
    for at in range(0, len(whole), 3):
        assert list(read_archive(path, mark=whole[at].mark)) == whole[at + 1 :]


def test_archives_with_nul_in_headers_are_read(tmp_path: Path) -> None:
    block = b"HTTP/1.1 200 OK\r\nX-Odd: a\0b\r\nno field\r\nContent-Type: text/html\r\n\r\n" + PAGE
    outcome = one(tmp_path / "a.warc", record(block, x_note="a\0b"))
    assert isinstance(outcome, Capture)
    assert outcome.headers == (("x-odd", "ab"), ("content-type", "text/html"))


def test_archives_are_narrowed(tmp_path: Path) -> None:
    raws = [
        page_record(1, warc_date="2026-03-01T00:00:00Z"),
        page_record(2, host="www.courier.example", warc_date="2026-03-02T00:00:00.123Z"),
        page_record(3, host="notcourier.example", warc_date="2026-03-03T00:00:00+02:00"),
    ]
    path = write_archive(tmp_path / "a.warc.gz", raws)
    assert outcomes(path, domains=frozenset({"courier.example"})) == ["another outlet", "2", "another outlet"]
    assert outcomes(path, since="2026-03-02", until="2026-03-02T22:00:00Z") == [
        "before the time asked for",
        "2",
        "after the time asked for",
    ]
    assert outcomes(path, pattern="*courier.example/*") == ["another address", "2", "3"]
    assert outcomes(path, max_bytes=100) == ["C024"] * 3


def test_archives_are_found_in_folders(tmp_path: Path) -> None:
    for name in ("b/two.warc.gz", "b/three.warc.zst", "one.warc", "b/notes.txt"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes(b"")
    found = find_archives([tmp_path, tmp_path / "one.warc"])
    assert [path.relative_to(tmp_path).as_posix() for path in found] == [
        "b/three.warc.zst",
        "b/two.warc.gz",
        "one.warc",
    ]
    assert list(read_archive(tmp_path / "one.warc")) == []
    with pytest.raises(InputError, match="C001"):
        find_archives([tmp_path / "none"])
    (tmp_path / "empty").mkdir()
    with pytest.raises(InputError, match="C040"):
        find_archives([tmp_path / "empty"])
    with pytest.raises(InputError, match="C002"):
        list(read_archive(tmp_path / "gone.warc"))

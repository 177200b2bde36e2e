"""WARC files of what went over the wire."""

from __future__ import annotations

import gzip
from pathlib import Path

from warcio.archiveiterator import ArchiveIterator

from tellings.collect.warc import WarcFile
from tests.collect.fetching import fetcher
from tests.collect.site import Call, Site, article, redirect


def test_warc_holds_requests_and_answers_as_sent(tmp_path: Path) -> None:
    packed = gzip.compress(article().encode(), mtime=0)
    place = tmp_path / "new" / "a.warc.gz"
    with Site() as site, WarcFile(place) as warc, fetcher(record=warc) as fetching:
        site.add("/old", redirect("/a.html?b=1"))
        site.page("/a.html", packed, Content_Encoding="gzip")
        fetching.fetch(site.url("/old"))
        addresses = [site.url("/robots.txt"), site.url("/old"), site.url("/a.html?b=1")]
    with place.open("rb") as stream:
        records = [
            (record.rec_type, record.rec_headers.get_header("WARC-Target-URI"), record.raw_stream.read(), record)
            for record in ArchiveIterator(stream)
        ]
    assert [(kind, uri) for kind, uri, _, _ in records] == [
        (kind, uri) for uri in addresses for kind in ("response", "request")
    ]
    body, last = records[4][2], records[4][3]
    assert body == packed
    assert last.http_headers.get_statuscode() == "200"
    assert last.http_headers.get_header("content-encoding") == "gzip"
    assert last.rec_headers.get_header("WARC-Date") == "2026-03-01T12:00:01Z"
    assert records[5][3].http_headers.get_header("user-agent").startswith("Tellings/")
    assert records[2][3].http_headers.get_statuscode() == "302"


def test_warc_reads_back_a_chunked_answer(tmp_path: Path) -> None:
    def chunks(call: Call) -> None:
        call.begin(200, {"Content-Type": "text/html", "Transfer-Encoding": "chunked"})
        for piece in (b"<p>One.</p>", b"<p>Two.</p>"):
            call.handler.wfile.write(b"%x\r\n%s\r\n" % (len(piece), piece))
        call.handler.wfile.write(b"0\r\n\r\n")

    place = tmp_path / "a.warc"
    with Site() as site, WarcFile(place) as warc, fetcher(record=warc, obey_robots=False) as fetching:
        site.add("/a.html", chunks)
        fetching.fetch(site.url("/a.html"))
    with place.open("rb") as stream:
        [body] = [r.content_stream().read() for r in ArchiveIterator(stream) if r.rec_type == "response"]
    assert body == b"<p>One.</p><p>Two.</p>"


def test_warc_is_the_same_for_the_same_exchanges(tmp_path: Path) -> None:
    with Site() as site:
        site.page("/a.html", article(), Date="Sun, 01 Mar 2026 12:00:00 GMT")
        for name in ("a.warc", "b.warc"):
            with WarcFile(tmp_path / name) as warc, fetcher(record=warc, obey_robots=False) as fetching:
                fetching.fetch(site.url("/a.html"))
    first, second = ((tmp_path / name).read_bytes() for name in ("a.warc", "b.warc"))
    assert [line for line in first.split(b"\r\n") if not line.lower().startswith(b"date:")] == [
        line for line in second.split(b"\r\n") if not line.lower().startswith(b"date:")
    ] or len(first) == len(second)

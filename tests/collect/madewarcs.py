"""Archives of made-up pages: no real text, the same bytes for the same numbers."""

from __future__ import annotations

import gzip
import hashlib
import random
from collections.abc import Iterator
from pathlib import Path

DATE = "2026-03-01T12:00:00Z"
_PEOPLE = ("Orla Venning", "Tam Oskery", "Bree Halloran", "Ivo Castel", "Nele Marrow", "Jory Pell")
_PLACES = ("Lower Marrow", "Orrin Ford", "Hessing", "Tarn Mouth", "Quill Bay", "East Dunmere")
_THINGS = ("footbridge", "grain mill", "tram line", "harbour wall", "reading room", "water tower")
_ACTS = ("rebuild", "close", "repaint", "sell", "inspect", "widen")
_LINES = (
    "The council of {place} voted on Tuesday to {act} the {thing} after a debate of {n} hours.",
    "“We waited {n} years for this,” said {who}, who keeps the bakery beside the old {thing}.",
    "The work will cost {n} thousand crowns and is paid for by the province, according to the council's minutes.",
    "{who} told reporters that the {thing} had been in a poor state since the storms of last winter.",
    "A spokesman for {place} said the plan to {act} it would be put to a second vote within {n} weeks.",
    "Residents of {place} have complained about the {thing} for {n} months, and {who} collected their letters.",
    "Engineers who looked at the {thing} in {place} found {n} cracks, none of which they called dangerous.",
)
WALL = """<html><head><title>Before you continue</title></head><body><h1>We value your privacy</h1>
<p>We and our 812 partners use cookies to store and access information on your device.</p>
<button>Accept all</button><button>Reject all</button></body></html>"""


def made_page(number: int, *, paragraphs: int = 8) -> str:
    """Return a news page of its own for each number."""
    pick = random.Random(number)  # noqa: S311 -- words for a page, no secret
    place, thing, act = pick.choice(_PLACES), pick.choice(_THINGS), pick.choice(_ACTS)

    def line() -> str:
        words = {"place": place, "thing": thing, "act": act, "who": pick.choice(_PEOPLE), "n": pick.randint(2, 90)}
        return pick.choice(_LINES).format(**words)

    body = "\n".join(f"<p>{line()} {line()} {line()}</p>" for _ in range(paragraphs))
    menu = "".join(f'<li><a href="/{name}">{name.title()}</a></li>' for name in ("news", "sport", "weather", "letters"))
    title = f"{place} to {act} its {thing}, vote {number}"
    return (
        f'<!DOCTYPE html><html lang="en"><head><title>{title}</title>'
        f'<meta property="article:published_time" content="2026-02-{1 + number % 28:02}T08:00:00Z"></head>'
        f"<body><nav><ul>{menu}</ul></nav><article><h1>{title}</h1>\n{body}\n</article>"
        "<footer>All rights reserved. Contact the desk.</footer></body></html>"
    )


def answer(body: bytes, *, status: str = "200 OK", **headers: str) -> bytes:
    """Return an HTTP answer."""
    fields = {"content_type": "text/html; charset=utf-8"} | headers
    lines = "".join(f"{name.replace('_', '-').title()}: {value}\r\n" for name, value in fields.items())
    return f"HTTP/1.1 {status}\r\n{lines}\r\n".encode("latin-1") + body


def record(
    block: bytes, *, kind: str = "response", url: str | None = "https://lantern.example/a", **fields: str
) -> bytes:
    """Return a record; ``warc_date="…"`` and the like become fields, an empty value takes one away."""
    known = {
        "warc_type": kind,
        "warc_record_id": f"<urn:uuid:{hashlib.md5(block, usedforsecurity=False).hexdigest()}>",
        "warc_date": DATE,
        "content_type": "application/http; msgtype=response",
        "content_length": str(len(block)),
    }
    if url is not None:
        known["warc_target_uri"] = url
    lines = "".join(
        f"{name.title().replace('_', '-').replace('Warc', 'WARC').replace('Uri', 'URI')}: {value}\r\n"
        for name, value in (known | fields).items()
        if value
    )
    return b"WARC/1.0\r\n" + lines.encode() + b"\r\n" + block + b"\r\n\r\n"


def page_record(number: int, *, host: str = "lantern.example", **fields: str) -> bytes:
    """Return a record with a made-up page."""
    url = f"https://{host}/{number}"
    return record(answer(made_page(number).encode()), url=url, **fields)


def mixed_records(start: int, count: int) -> Iterator[bytes]:
    """Yield records as an archive of news has them: pages, and what stands between.

    Of ten pages one is a wall and one a later text at the address of another; every third has its request, and there
    are pictures, errors and records of other kinds.
    """
    yield record(b"software: made\r\n", kind="warcinfo", url=None, content_type="application/warc-fields")
    for number in range(start, start + count):
        host = ("lantern.example", "courier.example", "news.hessing.example")[number % 3]
        url = f"https://{host}/{number - 3 if number % 10 == 7 else number}"
        date = f"2026-03-{1 + number // 1440 % 28:02}T{number // 60 % 24:02}:{number % 60:02}:00Z"
        if number % 3 == 0:
            yield record(b"GET / HTTP/1.1\r\n\r\n", kind="request", url=url, warc_date=date)
        body = WALL if number % 10 == 5 else made_page(number)
        yield record(answer(body.encode()), url=url, warc_date=date)
        if number % 7 == 0:
            yield record(answer(b"\x89PNG", content_type="image/png"), url=url + ".png", warc_date=date)
        if number % 11 == 0:
            yield record(answer(b"gone", status="404 Not Found"), url=url + "/old", warc_date=date)
        if number % 13 == 0:
            yield record(answer(b"<html>")[:30], url=url + "/odd", warc_date=date)


def write_archive(path: Path, records: Iterator[bytes] | list[bytes]) -> Path:
    """Write an archive: plain, or with one gzip member for each record if its name ends in ``.gz``."""
    with path.open("wb") as file:
        for one in records:
            file.write(gzip.compress(one, 6, mtime=0) if path.name.endswith(".gz") else one)
    return path

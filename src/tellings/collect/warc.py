"""Exchanges → a WARC file: every request with its answer, as it went over the wire.

What the file cannot keep as it was: a chunked body is written without its chunks, so the Transfer-Encoding field is
renamed, as other writers do; an HTTP/2 answer is written in the form of HTTP/1.1.

Source: WARC 1.0 (ISO 28500).
"""

from __future__ import annotations

import hashlib
import threading
import uuid
from http import HTTPStatus
from io import BytesIO
from pathlib import Path
from types import TracebackType
from typing import Any, Self
from urllib.parse import urlsplit

from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from tellings.collect.exchange import Answer, Headers

#: warcio carries no types.
_WRITER: Any = WARCWriter
_HEADERS: Any = StatusAndHeaders


class WarcFile:
    """A WARC file that is being written; give it to a ``Fetcher`` as ``record``.

    Args:
        path: where to; records are appended to a file that is there. Packed if the name ends in ``.gz``.
    """

    def __init__(self, path: Path) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        self._file = path.open("ab")
        self._writer = _WRITER(self._file, gzip=path.name.endswith(".gz"))
        self._lock = threading.Lock()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, _t: type[BaseException] | None, _e: BaseException | None, _b: TracebackType | None) -> None:
        self._file.close()

    def __call__(self, answer: Answer) -> None:
        """Write one request and its answer."""
        moment = answer.at.strftime("%Y-%m-%dT%H:%M:%SZ")
        seed = f"{answer.url} {answer.at.isoformat()} {hashlib.sha256(answer.packed).hexdigest()}"
        ident = _ident("response " + seed)
        response = self._writer.create_warc_record(
            answer.url,
            "response",
            payload=BytesIO(answer.packed),
            length=len(answer.packed),
            warc_headers_dict={"WARC-Date": moment, "WARC-Record-ID": ident},
            http_headers=_HEADERS(_status_line(answer.status), _kept(answer.headers), protocol="HTTP/1.1"),
        )
        parts = urlsplit(answer.url)
        target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        request = self._writer.create_warc_record(
            answer.url,
            "request",
            warc_headers_dict={
                "WARC-Date": moment,
                "WARC-Record-ID": _ident("request " + seed),
                "WARC-Concurrent-To": ident,
            },
            http_headers=_HEADERS(f"{target} HTTP/1.1", list(answer.asked), protocol="GET", is_http_request=True),
        )
        with self._lock:
            self._writer.write_record(response)
            self._writer.write_record(request)
            self._file.flush()


def _ident(seed: str) -> str:
    return f"<urn:uuid:{uuid.uuid5(uuid.NAMESPACE_URL, seed)}>"


def _status_line(status: int) -> str:
    try:
        return f"{status} {HTTPStatus(status).phrase}"
    except ValueError:
        return f"{status} Unknown"


def _kept(headers: Headers) -> list[tuple[str, str]]:
    return [("x-archive-orig-" + name if name == "transfer-encoding" else name, value) for name, value in headers]

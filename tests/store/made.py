"""Articles about made-up people and places, for the tests of the store."""

from __future__ import annotations

import hashlib

from tellings.types.articles import Article, Block, BlockKind, Capture

NOON = "2026-03-01T12:00:00Z"
ONE = "2026-03-01T13:00:00Z"
TWO = "2026-03-01T14:00:00Z"
THREE = "2026-03-01T15:00:00Z"


def article(text: str = "The mill at Orrin Ford closed.", **fields: object) -> Article:
    """Return an article of one paragraph a line, from ``https://lantern.example/mill`` unless told otherwise."""
    digest = hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
    blocks, start = [], 0
    for line in text.split("\n"):
        if line:
            blocks.append(Block(start=start, end=start + len(line), kind=BlockKind.PARAGRAPH))
        start += len(line) + 1
    values: dict[str, object] = {
        "id": f"a{digest[:12]}",
        "url": "https://lantern.example/mill",
        "outlet": "The Lantern",
        "title": "Mill closes",
        "published": "2026-03-01T09:30:00+00:00",
        "language": "en",
        "sha256": digest,
        "capture_sha256": digest,
        "text": text,
        "blocks": tuple(blocks),
    }
    return Article(**(values | fields))  # type: ignore[arg-type]


def capture(content: bytes = b"<p>The mill closed.</p>", **fields: object) -> Capture:
    """Return the answer of an address."""
    values: dict[str, object] = {
        "source": "https://lantern.example/mill",
        "content": content,
        "media_type": "text/html",
        "sha256": hashlib.sha256(content).hexdigest(),
        "url": "https://lantern.example/mill",
        "fetched_at": NOON,
        "status": 200,
        "headers": (("content-type", "text/html"), ("etag", '"1"')),
        "charset": "utf-8",
    }
    return Capture(**(values | fields))  # type: ignore[arg-type]

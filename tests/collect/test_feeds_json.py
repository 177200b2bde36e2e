"""JSON Feed."""

from __future__ import annotations

import json
from typing import Any

from tests.collect.test_feeds import ONE, TWO, addresses, lost, read

VERSION = "https://jsonfeed.org/version/1.1"


def feed_of(*items: Any, **fields: Any) -> bytes:  # noqa: ANN401 -- any JSON
    return json.dumps({"version": VERSION, "title": "The Lantern", "items": items} | fields).encode()


def test_jsonfeed_gives_every_field() -> None:
    item = {
        "id": 7,
        "url": "/news/one",
        "title": "Bridge &amp; <b>mill</b>",
        "summary": "The mill.",
        "date_published": "2026-03-01T09:30:00+01:00",
        "date_modified": "2026-03-01T10:00:00Z",
        "authors": [{"name": "Orla Venning"}, {"url": "x"}, 3],
    }
    feed = read(feed_of(item))
    assert (feed.kind, feed.title, feed.dropped) == ("json", "The Lantern", ())
    (entry,) = feed.entries
    assert (entry.address, entry.title, entry.ident, entry.summary) == (ONE, "Bridge & mill", "7", "The mill.")
    assert (entry.published, entry.updated) == ("2026-03-01T08:30:00Z", "2026-03-01T10:00:00Z")
    assert entry.authors == ("Orla Venning",)


def test_jsonfeed_addresses_come_from_url_then_id_then_external_url() -> None:
    feed = read(feed_of({"url": ONE, "external_url": TWO}, {"id": TWO}, {"id": "x", "external_url": f"{TWO}/x"}))
    assert addresses(feed) == [ONE, TWO, f"{TWO}/x"]


def test_jsonfeed_items_of_wrong_types_are_counted() -> None:
    feed = read(feed_of("one", None, {}, {"url": 7}, {"url": ONE, "title": [], "date_published": 5, "author": "x"}))
    assert (addresses(feed), feed.dropped) == ([ONE], (("no_address", 4),))


def test_jsonfeed_without_its_version_and_with_a_mark() -> None:
    assert addresses(read(b"\xef\xbb\xbf" + json.dumps({"items": [{"url": ONE}]}).encode())) == [ONE]
    assert read(feed_of()).entries == ()


def test_jsonfeed_that_is_none() -> None:
    for content in (b'{"items": []}', b'{"items": {"url": "x"}}', b'{"version": ', b"[" * 100_000):
        lost(content, "C033")

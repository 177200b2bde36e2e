"""Sitemaps for news, and indexes of them."""

from __future__ import annotations

import gzip

from tests.collect.test_feeds import ONE, TWO, addresses, lost, read

NEWS = f"""<?xml version="1.0" encoding="UTF-8"?>
<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:news="http://www.google.com/schemas/sitemap-news/0.9">
<url><loc>{ONE}?utm_source=map</loc><lastmod>2026-03-01T10:00:00Z</lastmod><news:news><news:publication>
<news:name>The Lantern</news:name><news:language>en</news:language></news:publication>
<news:publication_date>2026-03-01</news:publication_date><news:title>One &amp; all</news:title></news:news></url>
<url><loc>{TWO}</loc></url><url><lastmod>2026-03-01</lastmod></url><url><loc>ftp://x.example/</loc></url></urlset>"""


def test_sitemaps_for_news_give_every_field() -> None:
    feed = read(NEWS.encode())
    assert (feed.kind, feed.dropped, feed.broken) == ("sitemap", (("bad_address", 1), ("no_address", 1)), False)
    assert addresses(feed) == [ONE, TWO]
    first = feed.entries[0]
    assert (first.title, first.outlet) == ("One & all", "The Lantern")
    assert (first.published, first.updated) == ("2026-03-01", "2026-03-01T10:00:00Z")


def test_sitemaps_without_namespaces_packed_and_cut_off() -> None:
    bare = NEWS.replace("news:", "").replace("<news>", "<news:news>").replace("</news>", "</news:news>")
    assert read(bare.encode()).entries[0].title == "One & all"
    assert addresses(read(gzip.compress(NEWS.encode()))) == [ONE, TWO]
    cut = read(NEWS[: NEWS.index("<url><lastmod>")].encode())
    assert (addresses(cut), cut.broken) == ([ONE, TWO], True)


def test_sitemaps_of_sitemaps_name_their_parts() -> None:
    index = """<sitemapindex><sitemap><loc>/maps/1.xml</loc><lastmod>2026-03-01</lastmod></sitemap>
<sitemap><loc>https://lantern.example/maps/2.xml.gz</loc></sitemap><sitemap/></sitemapindex>"""
    feed = read(index.encode())
    assert feed.entries == ()
    assert feed.children == (
        ("https://lantern.example/maps/1.xml", "2026-03-01"),
        ("https://lantern.example/maps/2.xml.gz", None),
    )


def test_sitemaps_that_are_none() -> None:
    lost(b"<sitemap><loc>/a</loc></sitemap>", "C033")

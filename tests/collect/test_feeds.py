"""Feeds as they are in the wild: the usual ways of being wrong, each with what comes of it."""

from __future__ import annotations

import datetime as dt
import gzip
import time
from pathlib import Path

import pytest

from tellings.collect.feedlosses import losses
from tellings.collect.feeds import Feed, feed_links, parse_feed
from tellings.types.articles import Dropped

NOW = dt.datetime(2026, 3, 2, 12, 0, tzinfo=dt.UTC)
URL = "https://lantern.example/news/feed.xml"
ONE, TWO = "https://lantern.example/news/one", "https://lantern.example/news/two"
ITEM = f"<item><title>One</title><link>{ONE}</link></item>"
SECOND = f"<item><title>Two</title><link>{TWO}</link></item>"


def rss(items: str = ITEM + SECOND, *, head: str = '<?xml version="1.0"?>', root: str = 'version="2.0"') -> bytes:
    return f"{head}<rss {root}><channel><title>The Lantern</title>{items}</channel></rss>".encode()


def atom(entries: str, *, root: str = "") -> bytes:
    return f'<feed xmlns="http://www.w3.org/2005/Atom" {root}><title>The Lantern</title>{entries}</feed>'.encode()


def read(content: bytes, *, url: str = URL, charset: str | None = None) -> Feed:
    found = parse_feed(content, url=url, now=NOW, charset=charset)
    assert isinstance(found, Feed), found
    return found


def lost(content: bytes, code: str) -> str:
    found = parse_feed(content, url=URL, now=NOW)
    assert isinstance(found, Dropped), found
    assert (found.code, found.source) == (code, URL)
    return found.reason


def addresses(feed: Feed) -> list[str]:
    return [entry.address for entry in feed.entries]


# ------------------------------------------------------------------------------------------ kinds of feeds


def test_feeds_rss_gives_every_field() -> None:
    item = f"""<item><title>Bridge &amp; mill</title><link>{ONE}</link><guid isPermaLink="false">id-7</guid>
<pubDate>Sun, 01 Mar 2026 09:30:00 +0100</pubDate>
<description>&lt;p&gt;The &lt;b&gt;mill&lt;/b&gt;.&lt;/p&gt;</description>
<dc:creator>Orla Venning</dc:creator><source url="https://wire.example/">The Wire</source></item>"""
    feed = read(rss(item, root='version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/"'))
    assert (feed.kind, feed.title, feed.dropped, feed.broken) == ("rss", "The Lantern", (), False)
    (entry,) = feed.entries
    assert (entry.address, entry.title, entry.ident) == (ONE, "Bridge & mill", "id-7")
    assert (entry.published, entry.updated) == ("2026-03-01T08:30:00Z", None)
    assert (entry.summary, entry.authors, entry.outlet) == ("The mill .", ("Orla Venning",), "The Wire")


def test_feeds_atom_gives_every_field() -> None:
    entry = f"""<entry><title type="html">Bridge &amp;amp; mill</title><link href="{ONE}"/><id>tag:7</id>
<published>2026-03-01T09:30:00+01:00</published><updated>2026-03-01T10:00:00Z</updated>
<author><name>Orla Venning</name></author><author><name>Tam Hale</name></author><summary>The mill.</summary></entry>"""
    feed = read(atom(entry))
    assert (feed.kind, feed.title) == ("atom", "The Lantern")
    (found,) = feed.entries
    assert (found.address, found.title, found.ident) == (ONE, "Bridge & mill", "tag:7")
    assert (found.published, found.updated) == ("2026-03-01T08:30:00Z", "2026-03-01T10:00:00Z")
    assert (found.summary, found.authors) == ("The mill.", ("Orla Venning", "Tam Hale"))


def test_feeds_rss_one_and_old_ones() -> None:
    rdf = f"""<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/"
xmlns:dc="http://purl.org/dc/elements/1.1/"><channel><title>The Lantern</title></channel>
<item rdf:about="{ONE}"><title>One</title><link>{ONE}</link><dc:date>2026-03-01T09:30:00Z</dc:date></item></rdf:RDF>"""
    feed = read(rdf.encode())
    assert (feed.kind, addresses(feed)) == ("rss", [ONE])
    old = b'<!DOCTYPE rss PUBLIC "-//Netscape Communications//DTD RSS 0.91//EN" "http://n.example/rss-0.91.dtd">' + rss(
        root='version="0.91"', head=""
    )
    assert addresses(read(old)) == [ONE, TWO]


# ----------------------------------------------------------------------------- the usual ways of being wrong


@pytest.mark.parametrize(
    ("link", "expected"),
    [
        ("/news/one", ONE),
        ("one", ONE),
        ("//lantern.example/news/one", ONE),
        (f"\n  {ONE}\n", ONE),
        ("https://lantern.example/news/one?a=1&b=2", f"{ONE}?a=1&b=2"),
        (f"<![CDATA[{ONE}?a=1&b=2]]>", f"{ONE}?a=1&b=2"),
        (f"{ONE}?utm_source=rss&amp;utm_medium=feed&amp;id=7#comments", f"{ONE}?id=7"),
        ("https://lantern.example/news/one two", f"{ONE}%20two"),
    ],
)
def test_feeds_links_in_every_form(link: str, expected: str) -> None:
    assert addresses(read(rss(f"<item><link>{link}</link></item>"))) == [expected]


def test_feeds_xml_base_counts() -> None:
    entry = '<entry xml:base="https://other.example/x/"><title>One</title><link href="one"/></entry>'
    assert addresses(read(atom(entry))) == ["https://other.example/x/one"]


def test_feeds_declared_charset_that_is_wrong() -> None:
    item = f"<item><title>Café “Zürich”</title><link>{ONE}</link></item>"
    for declared, written in (("iso-8859-1", "utf-8"), ("utf-8", "windows-1252"), ("no-such", "utf-8")):
        content = rss(item, head=f'<?xml version="1.0" encoding="{declared}"?>').decode().encode(written)
        assert read(content).entries[0].title == "Café “Zürich”", (declared, written)


def test_feeds_charset_of_the_header_and_utf_16() -> None:
    text = rss(f"<item><title>Łódź</title><link>{ONE}</link></item>", head="").decode()
    assert read(text.encode("iso-8859-2"), charset="iso-8859-2").entries[0].title == "Łódź"
    assert read(text.encode("utf-16"), charset="utf-8").entries[0].title == "Łódź"
    assert read(text.encode("utf-16-le")).entries[0].title == "Łódź"


def test_feeds_byte_order_mark_and_blanks_before_the_declaration() -> None:
    for before in (b"\xef\xbb\xbf", b"\n \n", b"\xef\xbb\xbf\r\n\r\n", b"\x0c"):
        assert addresses(read(before + rss())) == [ONE, TWO], before


def test_feeds_control_characters_fall_away() -> None:
    item = f"<item><title>One\x0b and\x1f &#11;two&#x1F;</title><link>{ONE}</link></item>"
    feed = read(rss(item))
    assert (feed.entries[0].title, feed.broken) == ("One and two", False)


def test_feeds_undefined_entities_are_characters() -> None:
    item = f"<item><title>One&nbsp;day &mdash; caf&eacute; &unheard; R&D</title><link>{ONE}</link></item>"
    feed = read(rss(item))
    assert (feed.entries[0].title, feed.broken) == ("One day — café &unheard; R&D", False)


def test_feeds_titles_in_cdata_and_markup() -> None:
    item = f"<item><title><![CDATA[One <b>big</b> day &amp; night]]></title><link>{ONE}</link></item>"
    assert read(rss(item)).entries[0].title == "One big day & night"


def test_feeds_prefixes_that_nobody_declares() -> None:
    extra = "<media:thumbnail url='x.jpg'/><dc:creator>Tam Hale</dc:creator>"
    item = f"<item><title>One</title><link>{ONE}</link>{extra}</item>"
    feed = read(rss(item + SECOND))
    assert addresses(feed) == [ONE, TWO]
    assert feed.entries[0].authors == ("Tam Hale",)


def test_feeds_cut_off_keep_what_came() -> None:
    feed = read(rss()[: -len("/link></item></channel></rss>")])
    assert addresses(feed)[0] == ONE
    assert feed.broken


def test_feeds_tags_that_do_not_match() -> None:
    feed = read(rss(f"<item><title>One</titel><link>{ONE}</link></item>{SECOND}"))
    assert feed.broken
    assert TWO in addresses(feed)


def test_feeds_without_links_use_a_permanent_id() -> None:
    items = f"<item><guid>{ONE}</guid></item><item><guid isPermaLink='false'>7</guid></item>"
    feed = read(rss(items))
    assert (addresses(feed), feed.dropped) == ([ONE], (("no_address", 1),))


def test_feeds_atom_link_for_readers_is_taken_among_several() -> None:
    entry = f"""<entry><link rel="self" href="https://lantern.example/x.atom"/><link rel="enclosure" href="/a.mp3"/>
<link rel="alternate" type="application/json" href="/one.json"/><link rel="replies" href="/one#comments"/>
<link rel="alternate" type="text/html" href="{ONE}"/><title>One</title></entry>"""
    assert addresses(read(atom(entry))) == [ONE]
    alone = '<entry><link rel="self" href="https://lantern.example/x.atom"/><id>tag:1</id><title>One</title></entry>'
    assert read(atom(alone)).dropped == (("no_address", 1),)


def test_feeds_original_link_of_feedburner() -> None:
    item = f"<item><link>https://burner.example/~r/7</link><feedburner:origLink>{ONE}</feedburner:origLink></item>"
    assert addresses(read(rss(item))) == [ONE]


def test_feeds_entries_named_twice_count_once() -> None:
    again = f"<item><title>One, again</title><link>{ONE}?utm_campaign=x</link></item>"
    feed = read(rss(ITEM + again + SECOND))
    assert (addresses(feed), feed.dropped) == ([ONE, TWO], (("doubled", 1),))
    assert feed.entries[0].title == "One"


def test_feeds_addresses_of_other_kinds_are_counted() -> None:
    items = "".join(
        f"<item><link>{link}</link></item>" for link in ("javascript:alert(1)", "mailto:a@b.example", "http://[bad", "")
    )
    feed = read(rss(items))
    assert (feed.entries, feed.dropped) == ((), (("bad_address", 2), ("no_address", 2)))


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ("Sun, 01 Mar 2026 09:30:00 GMT", "2026-03-01T09:30:00Z"),
        ("01 Mar 2026 09:30:00 EST", "2026-03-01T14:30:00Z"),
        ("2026-03-01", "2026-03-01"),
        ("2026-03-01T09:30:00.123+05:30", "2026-03-01T04:00:00Z"),
        ("2026-03-01 09:30:00", "2026-03-01T09:30:00Z"),
        ("Sun, 31 Feb 2026 09:30:00 GMT", None),
        ("yesterday", None),
        ("", None),
        ("0000-00-00T00:00:00Z", None),
        ("Thu, 01 Jan 1970 00:00:00 GMT", None),
        ("Mon, 02 Mar 2026 20:00:00 GMT", "2026-03-02T20:00:00Z"),
        ("Sun, 01 Mar 2099 09:30:00 GMT", None),
        ("9999-99-99T99:99:99Z", None),
    ],
)
def test_feeds_dates_good_bad_and_ahead(said: str, expected: str | None) -> None:
    feed = read(rss(f"<item><link>{ONE}</link><pubDate>{said}</pubDate></item>"))
    assert feed.entries[0].published == expected


def test_feeds_without_entries_are_feeds() -> None:
    feed = read(rss(""))
    assert (feed.entries, feed.dropped, feed.broken) == ((), (), False)


def test_feeds_page_instead_of_a_feed_names_the_right_one() -> None:
    page = '<!DOCTYPE html><html><head><link rel="alternate" type="application/rss+xml" href="/real.xml"></head></html>'
    assert "https://lantern.example/real.xml" in lost(page.encode(), "C032")
    lost(b"<html><body>Not found</body></html>", "C032")


@pytest.mark.parametrize("content", [b"hello", b"", b"<opml/>", b'{"a": 1}', b"[]", b"<?xml version='1.0'?>", b"<!--"])
def test_feeds_of_no_kind_are_named(content: bytes) -> None:
    lost(content, "C033")


# ------------------------------------------------------------------------------------------------- hostile


def test_feeds_external_entities_are_not_read(tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("the secret")
    head = f'<!DOCTYPE rss [<!ENTITY x SYSTEM "{secret.as_uri()}"><!ENTITY % y SYSTEM "{secret.as_uri()}"> %y;]>'
    feed = read(rss(f"<item><title>&x;</title><link>{ONE}</link></item>", head=head))
    assert addresses(feed) == [ONE]
    assert "secret" not in (feed.entries[0].title or "")


def test_feeds_name_of_a_file_is_no_feed(tmp_path: Path) -> None:
    path = tmp_path / "feed.xml"
    path.write_bytes(rss())
    lost(str(path).encode(), "C033")


def test_feeds_entities_that_multiply_do_not() -> None:
    laughs = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 12))
    head = f'<!DOCTYPE rss [<!ENTITY l0 "ha">{laughs}]>'
    feed = read(rss(f"<item><title>&l11;</title><link>{ONE}</link></item>", head=head))
    assert feed.entries[0].title == "&l11;"


@pytest.mark.parametrize(
    "piece", ["<", "<a ", "<![CDATA[", "<!--", "<?x", "<?xml", "&", "<item>", "<item><link href='", "&#", "<!DOCTYPE ["]
)
def test_feeds_made_to_take_long_do_not(piece: str) -> None:
    start = time.process_time()
    parse_feed(rss(piece * 40_000), url=URL, now=NOW)
    parse_feed((piece * 40_000).encode(), url=URL, now=NOW)
    assert time.process_time() - start < 20


def test_feeds_with_too_many_entries_are_cut() -> None:
    items = "".join(f"<item><link>{ONE}/{number}</link></item>" for number in range(5010))
    feed = read(rss(items))
    assert (len(feed.entries), feed.dropped) == (5000, (("too_many", 10),))


def test_feeds_too_large_are_dropped() -> None:
    lost(gzip.compress(b"<rss>" + b" " * 30_000_000), "C024")
    lost(b"\x1f\x8bdamaged", "C024")
    lost(rss("<a/>" * 210_000), "C024")


# --------------------------------------------------------------------------------------------- links in pages


def test_feeds_named_by_a_page_are_found() -> None:
    page = """<html><head><base href="/base/"><LINK REL="Alternate" TYPE="application/rss+xml" TITLE="All  news"
HREF="rss">
<link rel=alternate type="application/atom+xml; charset=utf-8" href="//other.example/atom?utm_source=x">
<link rel="alternate" type="text/html" hreflang="de" href="/de"><link rel="stylesheet" type="text/css" href="/x.css">
<link rel="alternate" type="application/rss+xml" href="javascript:alert(1)">
<link rel="alternate" type="application/rss+xml" href="rss"></head>"""
    assert feed_links(page, url="https://lantern.example/") == (
        ("https://lantern.example/base/rss", "All news"),
        ("https://other.example/atom", None),
    )
    assert feed_links("<p>nothing", url="https://lantern.example/") == ()


@pytest.mark.parametrize(
    ("said", "seconds"),
    [
        ("", None),
        ("<ttl>60</ttl>", 3600),
        ("<ttl> 5 </ttl>", 300),
        ("<ttl>0</ttl>", None),
        ("<ttl>-5</ttl>", None),
        ("<ttl>often</ttl>", None),
        ("<ttl>99999999999999999999</ttl>", None),
        ("<sy:updatePeriod>hourly</sy:updatePeriod>", 3600),
        ("<sy:updatePeriod>Daily</sy:updatePeriod><sy:updateFrequency>4</sy:updateFrequency>", 21600),
        ("<sy:updatePeriod>weekly</sy:updatePeriod><sy:updateFrequency>0</sy:updateFrequency>", 604800),
        ("<sy:updatePeriod>now and then</sy:updatePeriod><ttl>10</ttl>", 600),
        ("<sy:updatePeriod>hourly</sy:updatePeriod><ttl>90</ttl>", 5400),
    ],
)
def test_feeds_say_how_long_they_stay_as_they_are(said: str, seconds: int | None) -> None:
    whole = f"<rss version='2.0'><channel><title>x</title>{said}</channel></rss>"
    found = parse_feed(whole.encode(), url="https://x.example/feed", now=NOW)
    assert isinstance(found, Feed)
    assert found.said_seconds == seconds


def test_feeds_losses_are_told_by_their_kind_with_their_number() -> None:
    counts = (("bad_address", 1), ("doubled", 4), ("no_address", 1200), ("old", 7), ("other_host", 2), ("too_many", 3))
    found = losses(Feed(kind="rss", dropped=counts, broken=True), source="https://x.example/feed")
    assert [(one.source, one.stage, one.code) for one in found] == [
        ("https://x.example/feed", "collect", code) for code in ("C036", "C035", "C039", "C037", "C038")
    ]
    words = [
        "1 entry of the feed has an address that",
        "1,200 entries of the feed have no address",
        "2 parts of the feed have",
    ]
    assert all(one.reason.startswith(start) for one, start in zip(found, words, strict=False))
    assert losses(Feed(kind="rss", dropped=(("doubled", 1),)), source="x") == ()

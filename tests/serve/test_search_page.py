"""The search: words, phrases, narrowing, snippets that open at the passage, feeds, mistakes said plainly."""

from __future__ import annotations

import html
import re
from xml.etree import ElementTree as ET

import pytest

from tellings.serve.atom import Entry, Feed, write_feed
from tellings.store.articles import put_article
from tests.serve.conftest import Desk
from tests.store.made import NOON, article

ATOM = "{http://www.w3.org/2005/Atom}"


def titles(text: str) -> list[str]:
    """Return the headlines of the answers."""
    return [html.unescape(title) for title in re.findall(r"<h3><a href=[^>]+><bdi>([^<]+)</bdi>", text)]


def test_search_page_asks_first_and_looks_for_nothing(sample_desk: Desk) -> None:
    answer = sample_desk.client.get("/search?q=&outlet=&since=&until=&differs_in=")
    assert answer.status_code == 200
    assert titles(answer.text) == []
    assert "No report answers" not in answer.text


def test_search_page_finds_phrases_and_leaves_out(sample_desk: Desk) -> None:
    one = sample_desk.client.get('/search?q="knew the building"').text
    assert len(titles(one)) == 2
    other = sample_desk.client.get('/search?q="knew the building" -skylight').text
    assert titles(other) == []
    assert "No report answers this" in other
    either = titles(sample_desk.client.get("/search?q=cranes OR paint*").text)
    assert len(either) == 3
    assert either[0].startswith("Cranes nest")


def test_search_page_snippets_open_at_the_passage(sample_desk: Desk) -> None:
    text = sample_desk.client.get("/search?q=skylight").text
    assert "<mark>skylight</mark>" in text
    address = html.unescape(re.findall(r'class="passage"><a href="([^"]+)"', text)[0])
    page = sample_desk.client.get(address).text
    passage = re.search(r'id="passage"></a><mark[^>]*>(?:<span class="hear">[^<]*</span>)?([^<]+)', page)
    assert passage is not None
    assert html.unescape(passage.group(1))[:10] in html.unescape(re.sub("</?mark>", "", text))


@pytest.mark.parametrize(
    ("narrowing", "count"),
    [
        ("outlet=The Savin Courier", 3),
        ("said_by=Treave", 2),
        ("person=Isolde Fenn", 2),
        ("since=2024-03-14&until=2024-03-14", 3),
        ("until=2024-03-12", 1),
        ("language=de", 0),
        ("person=Nobody Known", 0),
    ],
)
def test_search_page_narrows(sample_desk: Desk, narrowing: str, count: int) -> None:
    text = sample_desk.client.get(f"/search?{narrowing}").text
    assert len(titles(text)) == count
    assert 'aria-label="Narrowed to"' in text


def test_search_page_narrows_to_stories_that_differ(sample_desk: Desk) -> None:
    text = sample_desk.client.get("/search?q=strike&differs_in=number").text
    assert "differs in: <bdi>number</bdi>" in text
    assert sample_desk.client.get("/search?differs_in=nothing").status_code == 422


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("q=(mill", "a bracket is not closed"),
        ("q=-mill", "it only says what not to find"),
        ("q=mill&since=2024-13-41", "2024-13-41&#39; is no day"),
        ("q=mill&until=9999-12-31", "is no day"),
    ],
)
def test_search_page_says_mistakes_plainly(sample_desk: Desk, query: str, words: str) -> None:
    answer = sample_desk.client.get(f"/search?{query}")
    assert answer.status_code == 400
    assert words in answer.text
    assert 'role="alert"' in answer.text
    feed = sample_desk.client.get(f"/search.atom?{query}")
    assert feed.status_code == 422


def test_search_page_goes_on_page_by_page(sample_desk: Desk) -> None:
    with sample_desk.store.begin() as connection:
        for number in range(25):
            made = article(f"Mill news {number}.", title=f"Mill {number}", url=f"https://x.example/{number}")
            put_article(connection, made, seen_at=NOON)
    first = sample_desk.client.get("/search?q=mill&outlet=The Lantern").text
    assert len(titles(first)) == 20
    assert "25 reports" in first
    more = re.search(r'rel="next" href="([^"]+)"', first)
    assert more is not None
    second = sample_desk.client.get(html.unescape(more.group(1))).text
    assert len(titles(second)) == 5
    assert not set(titles(first)) & set(titles(second))


def test_search_page_is_a_feed_too(sample_desk: Desk) -> None:
    answer = sample_desk.client.get("/search.atom?q=skylight")
    assert answer.headers["content-type"].startswith("application/atom+xml")
    root = ET.fromstring(answer.content)  # noqa: S314 -- our own feed
    assert root.tag == f"{ATOM}feed"
    assert {link.get("rel") for link in root.findall(f"{ATOM}link")} == {"self", "alternate"}
    assert root.findtext(f"{ATOM}author/{ATOM}name") == "Tellings"
    entries = root.findall(f"{ATOM}entry")
    assert len(entries) == 2
    for entry in entries:
        assert re.fullmatch(r"urn:tellings:article:r[0-9a-f]{16}", entry.findtext(f"{ATOM}id") or "")
        assert re.fullmatch(r"2024-03-\d\dT\d\d:\d\d:\d\dZ", entry.findtext(f"{ATOM}updated") or "")
        link = entry.find(f"{ATOM}link")
        assert link is not None
        assert sample_desk.client.get(str(link.get("href"))).status_code == 200
    again = ET.fromstring(sample_desk.client.get("/search.atom?q=skylight&outlet=").content)  # noqa: S314 -- likewise
    assert again.findtext(f"{ATOM}id") == root.findtext(f"{ATOM}id")


def test_atom_leaves_out_what_xml_forbids() -> None:
    entry = Entry(ident="urn:x", title="a\x00<b>\ud800", link="https://x.example/?a=1&b=2", updated=NOON, summary="")
    feed = Feed(ident="urn:y", title="t", own="https://x/a", page="https://x/", updated=NOON, entries=[entry])
    root = ET.fromstring(write_feed(feed))  # noqa: S314 -- our own feed
    assert root.findtext(f"{ATOM}entry/{ATOM}title") == "a\ufffd<b>\ufffd"


def test_search_page_escapes_questions_and_texts(sample_desk: Desk) -> None:
    bad = '"><script>alert(1)</script>'
    with sample_desk.store.begin() as connection:
        put_article(connection, article(f"mill {bad}", title=bad, outlet=bad), seen_at=NOON)
    for query in ({"q": "mill"}, {"q": bad}, {"outlet": bad}, {"q": "mill", "person": bad, "language": bad}):
        assert "<script>alert" not in sample_desk.client.get("/search", params=query).text

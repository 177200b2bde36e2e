"""What the head of a page says, and where it says it."""

from __future__ import annotations

import json

import pytest

from tellings.extract.pagehead import PageHead, read_head
from tellings.extract.pagelines import parse_markup

LD = {
    "@context": "https://schema.org",
    "@graph": [
        {"@type": "WebSite", "name": "Lowmere Post"},
        {
            "@type": ["NewsArticle"],
            "headline": "Bridge &amp; ferry",
            "author": [{"@type": "Person", "name": "Ann Pell"}, {"@type": "Person", "name": "Bo Dane"}],
            "datePublished": "2024-05-02T10:15:00Z",
            "dateModified": "2024-05-03T08:00:00Z",
            "publisher": {"name": "Lowmere Post"},
            "url": "https://post.example/bridge",
            "isAccessibleForFree": False,
        },
    ],
}


def head(inside: str = "", *, body: str = "<p>x</p>", **known: str) -> PageHead:
    root = parse_markup(f"<html><head>{inside}</head><body>{body}</body></html>")
    assert root is not None
    return read_head(root, **known)


def meta(**values: str) -> str:
    return "".join(f'<meta property="{name.replace("__", ":")}" content="{value}">' for name, value in values.items())


def test_pagehead_json_ld_comes_before_open_graph() -> None:
    found = head(
        f'<script type="application/ld+json">{json.dumps(LD)}</script>'
        + meta(og__title="Other", article__published_time="2020-01-01", og__site_name="Other")
    )
    assert (found.byline, found.outlet, found.url) == (
        "Ann Pell, Bo Dane",
        "Lowmere Post",
        "https://post.example/bridge",
    )
    assert (found.published, found.updated) == ("2024-05-02T10:15:00Z", "2024-05-03T08:00:00Z")
    assert found.free is False
    assert set(found.evidence.values()) == {"json-ld"}
    assert found.titles[1] == "Other"


def test_pagehead_open_graph_and_meta() -> None:
    found = head(
        meta(og__title="Bridge", og__site_name="Post", article__published_time="2024-05-02")
        + '<meta name="author" content="Ann Pell">'
    )
    assert (found.title, found.outlet, found.published, found.byline) == ("Bridge", "Post", "2024-05-02", "Ann Pell")
    assert found.evidence["title"] == "open-graph"
    assert found.evidence["byline"] == "meta"


def test_pagehead_visible_elements() -> None:
    body = '<h1>Bridge closes</h1><a rel="author">Ann Pell</a>'
    body += '<time itemprop="datePublished" datetime="2024-05-02">May</time>'
    found = head(body=body)
    assert (found.title, found.byline, found.published) == ("Bridge closes", "Ann Pell", "2024-05-02")
    assert found.evidence["published"] == "visible"


@pytest.mark.parametrize("stated", ["2031-01-01", "1970-01-01", "0001-01-01", "soon", "9999-99-99", ""])
def test_pagehead_dates_that_cannot_be_are_not_believed(stated: str) -> None:
    found = head(meta(article__published_time=stated), fetched_at="2024-06-01T00:00:00Z")
    assert found.published is None


def test_pagehead_a_later_source_is_asked_when_the_first_cannot_be() -> None:
    inside = meta(article__published_time="2031-01-01") + '<meta name="date" content="2024-05-02">'
    found = head(inside, fetched_at="2024-06-01T00:00:00+00:00")
    assert (found.published, found.evidence["published"]) == ("2024-05-02", "meta")


@pytest.mark.parametrize(("stated", "kept"), [("2024-05-01", None), ("2024-05-02", None), ("2024-05-03", "2024-05-03")])
def test_pagehead_update_is_after_publication(stated: str, kept: str | None) -> None:
    found = head(meta(article__published_time="2024-05-02", article__modified_time=stated))
    assert found.updated == kept


@pytest.mark.parametrize(
    ("link", "url"),
    [
        ("https://post.example/bridge", "https://post.example/bridge"),
        ("/bridge", "https://post.example/bridge"),
        ("https://post.example/", None),
        ("javascript:alert(1)", None),
        ("http://[broken", None),
    ],
)
def test_pagehead_canonical_address(link: str, url: str | None) -> None:
    found = head(f'<link rel="canonical" href="{link}">', url="https://post.example/x?y")
    assert found.url == url


def test_pagehead_known_domains_name_the_outlet() -> None:
    found = head(meta(og__site_name="BBC Homepage - Latest"), url="https://www.bbc.co.uk/news/1")
    assert (found.outlet, found.evidence["outlet"]) == ("BBC", "publishers")


def test_pagehead_addresses_are_no_bylines() -> None:
    found = head(meta(article__author="https://social.example/ann") + '<meta name="author" content="www.post.example">')
    assert found.byline is None


@pytest.mark.parametrize(
    "broken", ["{", "[" * 100_000, '{"@type":"NewsArticle","headline":5,"author":[[]]}', "null", '"x"']
)
def test_pagehead_broken_json_ld_is_passed_over(broken: str) -> None:
    assert head(f'<script type="application/ld+json">{broken}</script>').title is None


def ld(**fields: object) -> str:
    return f'<script type="application/ld+json">{json.dumps({"@type": "NewsArticle", **fields})}</script>'


def test_pagehead_an_agency_or_a_system_is_not_the_outlet_where_the_site_names_itself() -> None:
    for maker in ("Associated Press", "Blogger"):
        publisher = ld(publisher={"name": maker})
        assert head(publisher + meta(og__site_name="Lowmere Post")).outlet == "Lowmere Post"
        assert head(publisher).outlet == maker


def test_pagehead_a_heading_that_names_the_site_is_no_title() -> None:
    body = "<h1>Lowmere Post</h1>"
    assert head("<title>Bridge closes</title>", body=body).title == "Bridge closes"
    assert head("<title>Bridge closes | Lowmere Post</title>", body="<h1>Bridge closes</h1>").title == "Bridge closes"


def test_pagehead_other_articles_in_json_ld_say_nothing_of_this_one() -> None:
    entries = [{"@type": "BlogPosting", "headline": "Ferry stays", "author": {"name": "Bo Dane"}}]
    found = head(ld(headline="Bridge closes", liveBlogUpdate=entries))
    assert (found.title, found.byline) == ("Bridge closes", None)
    assert "Ferry stays" not in found.titles
    assert found.live


def test_pagehead_every_usable_value_is_kept_with_its_source() -> None:
    found = head(ld(headline="Bridge closes") + meta(og__title="Bridge", article__published_time="soon"))
    assert found.stated["title"][:2] == (("Bridge closes", "json-ld"), ("Bridge", "open-graph"))
    assert found.stated["published"] == ()


def test_pagehead_bodies_and_paid_parts() -> None:
    part = {"@type": "WebPageElement", "isAccessibleForFree": False, "cssSelector": ".rest, #more"}
    found = head(ld(articleBody="Bridge closes today.", hasPart=[part], isAccessibleForFree="false"))
    assert found.bodies == ("Bridge closes today.",)
    assert found.paid == (".rest", "#more")

"""JSON documents that hold an article."""

from __future__ import annotations

import json

import pytest

from tellings.extract import extract
from tellings.types.articles import Article, Dropped, Hints

from .pages import FIRST, SECOND, THIRD, assert_tiled, capture, kept, read

SCHEMA = {
    "@context": "https://schema.org",
    "@type": "NewsArticle",
    "headline": "Bridge at Lowmere closes",
    "articleBody": f"{FIRST}\n\n{SECOND}",
    "datePublished": "2024-05-02T10:15:00Z",
    "author": [{"@type": "Person", "name": "Ann Pell"}, {"@type": "Person", "name": "Bo Lark"}],
    "publisher": {"@type": "Organization", "name": "Lowmere Post"},
    "inLanguage": "en-GB",
    "mainEntityOfPage": {"@id": "https://post.example/bridge"},
}


def read_json(data: object, **fields: object) -> Article:
    return read(json.dumps(data), media_type="application/json", source="a.json", **fields)


@pytest.mark.parametrize(
    "document",
    [
        SCHEMA,
        [{"@type": "WebPage"}, SCHEMA],
        {"@context": "x", "@graph": [{"@type": "Person", "name": "Ann Pell"}, SCHEMA]},
        SCHEMA | {"@type": ["ReportageNewsArticle", "CreativeWork"]},
        SCHEMA | {"@type": "http://schema.org/NewsArticle"},
    ],
)
def test_newsjson_schema_org_article(document: object) -> None:
    article = read_json(document)
    assert article.text == SCHEMA["articleBody"]
    assert article.title == "Bridge at Lowmere closes"
    assert article.title_span is None
    assert (article.published, article.published_from) == ("2024-05-02T10:15:00Z", "metadata")
    assert (article.byline, article.outlet) == ("Ann Pell, Bo Lark", "Lowmere Post")
    assert (article.language, article.url) == ("en", "https://post.example/bridge")
    assert kept(article) == [("paragraph", FIRST), ("paragraph", SECOND)]


def test_newsjson_ninjs_1_with_markup() -> None:
    body = f"<h2>What comes next</h2><p>{FIRST}</p><p>{SECOND.replace('ferry', '<b>ferry</b>')}</p><script>x()</script>"
    article = read_json(
        {
            "uri": "https://wire.example/1",
            "type": "text",
            "headline": "Bridge <b>closes</b>",
            "body_html": body,
            "byline": "Ann Pell",
            "firstcreated": "2024-05-02T10:15:00+00:00",
            "versioncreated": "2024-05-03T10:15:00+00:00",
            "source": "Wire",
            "language": "en",
        }
    )
    assert article.text == f"What comes next\n\n{FIRST}\n\n{SECOND}"
    assert (article.title, article.byline, article.outlet) == ("Bridge closes", "Ann Pell", "Wire")
    assert article.published == "2024-05-02T10:15:00+00:00"


def test_newsjson_ninjs_2_with_lists() -> None:
    article = read_json(
        {
            "uri": "urn:1",
            "headlines": [{"role": "short", "value": "Bridge"}, {"role": "main", "value": "Bridge at Lowmere closes"}],
            "bodies": [{"role": "summary", "value": "short"}, {"role": "body", "value": f"{FIRST}\n{SECOND}"}],
            "infosources": [{"name": "Wire"}],
        }
    )
    assert article.text == f"{FIRST}\n{SECOND}"
    assert (article.title, article.outlet, article.url) == ("Bridge at Lowmere closes", "Wire", None)


def test_newsjson_meta_json_before_fields_and_fields_before_options() -> None:
    article = read_json(
        SCHEMA,
        hints=Hints(outlet="The Post"),
        options=Hints(outlet="x", published="2020-01-01", byline="y", origin="option"),
    )
    assert (article.outlet, article.published, article.byline) == (
        "The Post",
        "2024-05-02T10:15:00Z",
        "Ann Pell, Bo Lark",
    )


def test_newsjson_halves_of_surrogate_pairs_are_replaced() -> None:
    text = json.dumps({"@type": "NewsArticle", "articleBody": f"{FIRST} @ {THIRD}"}).replace("@ ", "\\ud800 ")
    article = read(text.replace('"\\ud800', '"@').replace('{"\\ud800 type', '{"@type'), media_type="application/json")
    assert "\ufffd" in article.text
    assert_tiled(article)


def test_newsjson_lines_of_furniture_in_a_body_go() -> None:
    article = read_json(SCHEMA | {"articleBody": f"{FIRST}\nRead more: Ferry fares will rise\n{SECOND}"})
    assert kept(article) == [("paragraph", FIRST), ("paragraph", SECOND)]


@pytest.mark.parametrize(
    "text",
    [
        "{",
        "[]",
        "3",
        '{"a": 1}',
        '{"@type": "NewsArticle", "headline": "x"}',
        '{"articleBody": 3}',
        "[" * 200_000,
        "not json",
    ],
)
def test_newsjson_without_article_is_dropped(text: str) -> None:
    lost = extract(capture(text, media_type="application/json"))
    assert isinstance(lost, Dropped)
    assert lost.code == "E003"

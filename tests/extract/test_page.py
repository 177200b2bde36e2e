"""Web pages: the visible text is kept, trafilatura says what of it is the article."""

from __future__ import annotations

import pytest

from tellings.extract import extract
from tellings.types.articles import Article, Dropped, Hints

from .pages import FIRST, SECOND, THIRD, assert_tiled, capture, dropped, kept, read

PAGE = f"""<!DOCTYPE html><html lang="en"><head>
<title>Bridge at Lowmere closes | Lowmere Post</title>
<meta property="og:title" content="Bridge at Lowmere closes">
<meta property="og:site_name" content="Lowmere Post">
<meta name="author" content="Ann Pell">
<meta property="article:published_time" content="2024-05-02T10:15:00+01:00">
<script>var secret = 1;</script><style>p {{ color: red }}</style></head>
<body><nav><ul><li><a href="/">Home</a></li><li><a href="/s">Sport</a></li></ul></nav>
<main><article><h1>Bridge at   Lowmere closes</h1>
<p>{FIRST}</p>
<figure><img src="a.png" alt="x"><figcaption>The bridge in the rain</figcaption></figure>
<h2>What comes next</h2>
<p>{SECOND.replace("ferry", "<em>fer</em>ry")}</p>
<noscript>Turn scripts on</noscript><p hidden>never shown</p>
<p>{THIRD}<script>alert(1)</script></p></article></main>
<aside><h3>Most read</h3><a href="/a">Ferry fares will rise</a></aside>
<footer>About us</footer></body></html>"""


def read_page(markup: str | bytes = PAGE, **fields: object) -> Article:
    return read(markup, media_type="text/html", source="a.html", **fields)


def test_page_text_is_what_is_shown_and_blocks_are_the_article() -> None:
    article = read_page()
    assert kept(article) == [
        ("title", "Bridge at Lowmere closes"),
        ("paragraph", FIRST),
        ("heading", "What comes next"),
        ("paragraph", SECOND),
        ("paragraph", THIRD),
    ]
    for hidden in ("secret", "color", "alert", "Turn scripts on", "never shown"):
        assert hidden not in article.text
    left = [words for _, words in dropped(article)]
    assert {"Home", "Sport", "Ferry fares will rise", "About us"} <= set(left)
    assert_tiled(article)


def test_page_head_gives_metadata() -> None:
    article = read_page()
    assert (article.title, article.outlet, article.byline) == ("Bridge at Lowmere closes", "Lowmere Post", "Ann Pell")
    assert (article.published, article.published_from) == ("2024-05-02T10:15:00+01:00", "metadata")
    assert article.title_span is not None
    assert article.words(article.title_span) == "Bridge at Lowmere closes"


def test_page_meta_json_comes_before_the_head() -> None:
    article = read_page(hints=Hints(outlet="The Post", published="2024-05-01"))
    assert (article.outlet, article.published) == ("The Post", "2024-05-01")


def test_page_markup_in_the_title_is_text_and_nothing_else() -> None:
    markup = PAGE.replace("<title>Bridge", "<title><script>alert(1)</script>Bridge").replace(
        "Bridge at   Lowmere", "Bridge <img src=x onerror=alert(2)>at Lowmere"
    )
    article = read_page(markup)
    assert "alert(2)" not in article.text
    assert "Bridge at Lowmere closes" in article.text


def test_page_in_a_declared_encoding() -> None:
    markup = PAGE.replace("<head>", '<head><meta charset="windows-1252">').replace("Ann Pell", "Ann Péll")
    assert read_page(markup.encode("cp1252")).byline == "Ann Péll"


def test_page_paragraph_said_twice_is_found_where_the_article_is() -> None:
    markup = PAGE.replace("<nav>", f"<nav><p>{SECOND}</p>")
    article = read_page(markup)
    assert article.text.index(SECOND) < article.text.index(FIRST)
    at = next(block.start for block in article.blocks if article.text[block.start : block.end] == SECOND)
    assert at > article.text.index(FIRST)


@pytest.mark.parametrize(
    "markup", ["<html></html>", "<script>x</script>", "<p></p>", "<html><body><p>Hi</p></body></html>"]
)
def test_page_without_article_is_dropped(markup: str) -> None:
    lost = extract(capture(markup, media_type="text/html"))
    assert isinstance(lost, Dropped) or len(lost.blocks) == 1
    assert not isinstance(lost, Dropped) or lost.code in {"E002", "E008"}


@pytest.mark.parametrize("paragraphs", ["<p>" + "word " * 250_000 + "</p>", f"<p>{FIRST}</p>" * 10_000])
def test_page_of_endless_text_is_dropped(paragraphs: str) -> None:
    lost = extract(capture(f"<html><body>{paragraphs}</body></html>", media_type="text/html"))
    assert isinstance(lost, Dropped)
    assert lost.code in {"E004", "E005"}


def test_page_is_read_the_same_twice() -> None:
    assert read_page() == read_page()

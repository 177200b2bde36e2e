"""Web pages: the visible text is kept, trafilatura says what of it is the article."""

from __future__ import annotations

import json

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


LONG = [f"{FIRST} That was day {day}. {SECOND}" for day in range(6)]


def shell(*, free: bool | None = None, shown: str = "<div id=app></div>", live: bool = False) -> str:
    """Return a page whose text stands in JSON-LD alone."""
    node: dict[str, object] = {"@type": "NewsArticle", "headline": "Bridge closes", "articleBody": "\n\n".join(LONG)}
    if live:
        updates = [{"headline": f"Day {at}", "articleBody": LONG[at]} for at in range(6)]
        node = {"@type": "LiveBlogPosting", "headline": "Bridge closes", "liveBlogUpdate": updates}
    node |= {} if free is None else {"isAccessibleForFree": free}
    ld = f'<script type="application/ld+json">{json.dumps(node)}</script>'
    return f"<html><head><title>Bridge closes</title>{ld}</head><body>{shown}<script>start()</script></body></html>"


@pytest.mark.parametrize("shown", ["<div id=app></div>", "<p>Please enable JavaScript.</p>", f"<p>{FIRST}</p>"])
def test_page_text_that_json_ld_alone_has_is_the_kept_text(shown: str) -> None:
    article = read_page(shell(shown=shown))
    assert [words for kind, words in kept(article) if kind == "paragraph"] == LONG
    assert article.text == "\n\n".join(LONG)
    assert ("text", "json-ld") in article.evidence
    assert article.title == "Bridge closes"
    assert_tiled(article)


def test_page_live_entries_that_json_ld_alone_has() -> None:
    article = read_page(shell(live=True))
    assert [words for kind, words in kept(article) if kind == "paragraph"] == LONG
    assert "Day 5" in [words for _, words in kept(article)]


def test_page_that_shows_its_text_keeps_it_whatever_json_ld_says() -> None:
    shown = "<article>" + "".join(f"<p>{words}</p>" for words in LONG[:4]) + "</article>"
    article = read_page(shell(shown=shown))
    assert [words for kind, words in kept(article) if kind == "paragraph"] == LONG[:4]
    assert ("text", "json-ld") not in article.evidence


def test_page_hidden_text_that_is_not_free_is_left_alone() -> None:
    lost = extract(capture(shell(free=False, shown=f"<p>{FIRST}</p>"), media_type="text/html"))
    assert isinstance(lost, Dropped)
    assert lost.code == "E007"


def paid(body: str, *, free: str = "False", selector: str = ".paid") -> Article | Dropped:
    node = {
        "@type": "NewsArticle",
        "headline": "Bridge closes",
        "isAccessibleForFree": free,
        "hasPart": {"@type": "WebPageElement", "isAccessibleForFree": free, "cssSelector": selector},
    }
    ld = f'<script type="application/ld+json">{json.dumps(node)}</script>'
    markup = f"<html><head><title>Bridge closes</title>{ld}</head><body><article>{body}</article></body></html>"
    return extract(capture(markup, media_type="text/html"))


@pytest.mark.parametrize(
    "body",
    [
        f"<p>{FIRST}</p><p>{SECOND} {THIRD} The council will then…</p>",
        f"<p>{FIRST}</p><p>{SECOND}</p><p>{THIRD}</p><div>Subscribe to continue reading</div>",
        "".join(f"<p>{words}</p>" for words in LONG[:4]) + "<div class=paid></div><div class=paid>Subscribe</div>",
    ],
)
def test_page_that_shows_the_beginning_alone_is_a_paywall(body: str) -> None:
    lost = paid(body)
    assert isinstance(lost, Dropped)
    assert lost.code == "E007"


@pytest.mark.parametrize(
    "body",
    [
        "".join(f"<p>{words}</p>" for words in LONG) + "<div>Already a subscriber?</div>",
        f"<p>{FIRST}</p><div class=paid><p>{LONG[0]}</p><p>{LONG[1]}</p></div>",
        f"<p>{FIRST}</p><p>{SECOND}</p><p>{THIRD}</p>",
    ],
)
def test_page_that_is_paid_for_and_shows_its_text_is_an_article(body: str) -> None:
    assert isinstance(paid(body), Article)


def test_page_that_says_nothing_of_access_is_a_preview_only_if_it_breaks_off_and_asks() -> None:
    cut = f"<p>{FIRST}</p><p>{SECOND}</p><p>{THIRD} The council will…</p>"
    assert isinstance(paid(cut, free="True"), Article)
    asks = "<html><body><article>" + cut + "</article><p>Subscribe to continue reading</p></body></html>"
    assert isinstance(extract(capture(asks, media_type="text/html")), Dropped)
    assert isinstance(extract(capture(asks.replace("will…", "will meet."), media_type="text/html")), Article)

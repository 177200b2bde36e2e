"""Pages that stand where an article should be."""

from __future__ import annotations

import pytest

from tellings.extract import extract
from tellings.types.articles import Article, Dropped

from .pages import FIRST, SECOND, THIRD, capture

STORY = f"<p>{FIRST}</p><p>{SECOND}</p><p>{THIRD}</p><p>{FIRST.replace('Monday', 'Friday')}</p>"


def outcome(markup: str) -> str:
    """Return the code of what stands there, "article" if it is one."""
    found = extract(capture(markup, media_type="text/html", source="https://post.example/2024/bridge"))
    if isinstance(found, Article):
        return "article"
    assert isinstance(found, Dropped)
    assert found.stage == "extract"
    assert len(found.reason) < 200
    return found.code


def page(body: str, *, title: str = "Bridge at Lowmere closes", head: str = "") -> str:
    return f"<html><head><title>{title} | Lowmere Post</title>{head}</head><body>{body}</body></html>"


@pytest.mark.parametrize(
    ("title", "body"),
    [
        (
            "Your privacy",
            "<h1>We value your privacy</h1><p>We and our partners store cookies.</p><button>Agree</button>",
        ),
        ("Lowmere Post", "<p>Before you continue to Lowmere Post</p><button>Accept all cookies</button>"),
        ("Lowmere Post", "<div><p>Read on with advertising and tracking, or take our pure offer.</p></div>"),
        ("Lowmere Post", "<h2>We care about your privacy</h2><ul><li>Manage privacy settings</li></ul>"),
    ],
)
def test_walls_consent(title: str, body: str) -> None:
    assert outcome(page(body, title=title)) == "E006"


@pytest.mark.parametrize(
    "body",
    [
        f"<p>{FIRST}</p><p>Subscribe to continue reading</p>",
        f"<p>{FIRST}</p><div>Already a subscriber? Log in</div>",
        "<h1>Bridge closes</h1><p>You've reached your limit of free articles this month.</p>",
        f"<p>{FIRST}</p><p>This story is for subscribers.</p>",
        "<p>To read the full story, start your trial.</p>",
    ],
)
def test_walls_paywall(body: str) -> None:
    assert outcome(page(body)) == "E007"


@pytest.mark.parametrize("said", ["false", '"False"', '"http://schema.org/False"'])
def test_walls_paywall_that_json_ld_names(said: str) -> None:
    data = f'<script type="application/ld+json">{{"@type":"NewsArticle","isAccessibleForFree":{said}}}</script>'
    assert outcome(page(f"<p>{FIRST}</p>", head=data)) == "E007"
    assert outcome(page(f"<p>{FIRST}</p>", head=data.replace(said, "true"))) == "article"


@pytest.mark.parametrize(
    "body",
    [
        '<div id="root"></div><script src="app.js"></script>',
        "<noscript>You need to enable JavaScript to run this app.</noscript><div id=app></div>",
        "<p>Please enable JavaScript to view this page.</p>",
        "<p>Your browser does not support JavaScript.</p><script>x()</script>",
    ],
)
def test_walls_script_shell(body: str) -> None:
    assert outcome(page(body)) == "E008"


@pytest.mark.parametrize(
    ("title", "body"),
    [
        ("404 Not Found", "<h1>Not Found</h1><p>The requested URL was not found on this server.</p>"),
        ("Lowmere Post", "<h1>Page not found</h1><p>Try the search.</p>"),
        ("Lowmere Post", "<p>Sorry, the page you are looking for has moved or never was.</p>"),
        ("Access Denied", "<p>You don't have permission to access this resource.</p>"),
        ("Oops!", "<p>Something broke on our side, and we have been told of it.</p>"),
        ("503 Service Unavailable", "<p>The server is busy.</p>"),
        ("Lowmere Post", "<p>This content is not available in your region.</p>"),
    ],
)
def test_walls_error_page(title: str, body: str) -> None:
    assert outcome(page(body, title=title)) == "E009"


@pytest.mark.parametrize(
    ("title", "body"),
    [
        ("Sign in", "<form><input name=u><input type=password name=p></form><p>Welcome back to the Post.</p>"),
        ("Lowmere Post", "<p>Please log in to continue.</p>"),
        ("Lowmere Post", "<form>Name <input name=u> Word <input type='password'></form><p>Enter your name.</p>"),
    ],
)
def test_walls_login(title: str, body: str) -> None:
    assert outcome(page(body, title=title)) == "E010"


@pytest.mark.parametrize(
    ("title", "body"),
    [
        ("Just a moment...", "<p>Enable JavaScript and cookies to continue</p>"),
        ("Attention Required!", "<p>Sorry, you have been blocked.</p>"),
        ("post.example", "<p>Checking your browser before accessing post.example.</p>"),
        ("Are you a robot?", "<p>We have seen unusual traffic from your network.</p>"),
        ("Lowmere Post", "<p>Please complete the CAPTCHA below.</p><p>Ray ID: 12ab</p>"),
    ],
)
def test_walls_bot_check(title: str, body: str) -> None:
    assert outcome(page(body, title=title)) == "E011"


def test_walls_index_page_is_no_article() -> None:
    links = "".join(f'<li><a href="/{n}">The council decides on street number {n}</a></li>' for n in range(20))
    assert outcome(page(f"<h1>News</h1><ul>{links}</ul>", title="News")) == "E012"


def test_walls_index_page_with_summaries_is_no_article() -> None:
    teasers = "".join(
        f'<div><h2><a href="/{n}">Street number {n} will be mended soon</a></h2><p>{FIRST}</p></div>' for n in range(12)
    )
    assert outcome(page(f"<main>{teasers}</main>", title="News")) == "E012"


@pytest.mark.parametrize(
    "beside",
    [
        "<p>Subscribe to continue reading</p>",
        "<div>We value your privacy. Accept all cookies</div>",
        "<noscript>Enable JavaScript to see the comments.</noscript>",
        "<form><input type=password></form>",
        "<p>Already a subscriber? Log in</p>",
        "<ul>" + "".join(f"<li><a href='/{n}'>The ferry to village number {n}</a></li>" for n in range(15)) + "</ul>",
    ],
)
def test_walls_whole_articles_beside_such_words_stay_articles(beside: str) -> None:
    assert outcome(page(f"<article><h1>Bridge at Lowmere closes</h1>{STORY}</article>{beside}")) == "article"


def test_walls_an_article_about_errors_is_an_article() -> None:
    assert (
        outcome(page(f"<h1>404 families wait for a flat</h1>{STORY}", title="404 families wait for a flat"))
        == "article"
    )

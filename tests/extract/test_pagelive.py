"""Live pages: every entry stays, in order, with its time and heading."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tellings.extract.pagelines import page_lines, parse_markup
from tellings.extract.pagelive import LivePage, find_entries

from . import live_pages
from .live_pages import ENTRIES, INTRO, PROMO, page
from .pages import FIRST, SECOND, THIRD, assert_tiled, kept, left_out, read

JUNK = ["By Ann Pell", "Facebook", "Copy link", "Permalink", "Load more", "Advertisement", "What to do when the power"]


def entries_of(markup: str, *, declared: bool = False, url: str | None = None, title: str = "") -> LivePage | None:
    root = parse_markup(markup)
    assert root is not None
    return find_entries(root, page_lines(root), declared=declared, url=url, titles=[title])


@pytest.mark.parametrize("make", [live_pages.articles, live_pages.divisions, live_pages.items, live_pages.relative])
def test_pagelive_all_entries_stay_in_order_with_their_heads(make: Callable[[], str]) -> None:
    article = read(make(), media_type="text/html", source="https://post.example/storm")
    blocks = kept(article)
    paragraphs = [words for kind, words in blocks if kind in {"paragraph", "item"} and words != INTRO]
    assert paragraphs == [words for _, _, words in ENTRIES]
    headings = [words for kind, words in blocks if kind == "heading"]
    assert [words for words in headings if words in {head for _, head, _ in ENTRIES}] == [
        head for _, head, _ in ENTRIES
    ]
    for junk in JUNK:
        assert not any(junk in words for _, words in blocks)
    assert_tiled(article)


@pytest.mark.parametrize("make", [live_pages.articles, live_pages.divisions, live_pages.items])
def test_pagelive_the_time_of_an_entry_is_part_of_its_head(make: Callable[[], str]) -> None:
    article = read(make(), media_type="text/html", source="https://post.example/storm")
    times = [words[:5] for kind, words in kept(article) if kind == "heading" and words[:2].isdigit()]
    assert times == [time for time, _, _ in ENTRIES]


def test_pagelive_how_long_ago_says_nothing_later() -> None:
    article = read(live_pages.relative(), media_type="text/html", source="https://post.example/storm")
    assert not any("ago" in words.split() for _, words in kept(article))
    assert any("2h ago" in words for _, words in left_out(article))


def test_pagelive_captions_are_captions() -> None:
    article = read(live_pages.divisions(), media_type="text/html", source="https://post.example/storm")
    captions = [words for reason, words in left_out(article) if reason == "caption"]
    assert len(captions) == len(ENTRIES)


def cards(count: int, *, linked: bool) -> str:
    head = '<a href="/c">The council of Lowmere met again</a>' if linked else "The council of Lowmere met again"
    one = f'<article class="card"><time datetime="2024-05-02">2 May</time><h3>{head}</h3><p>{SECOND}</p></article>'
    return one * count


def test_pagelive_teasers_with_dates_are_no_entries() -> None:
    assert entries_of(page(cards(6, linked=True)), url="https://post.example/live/") is None


def test_pagelive_repeated_articles_need_a_word_that_they_are_live() -> None:
    assert entries_of(page(cards(6, linked=False)), url="https://post.example/council") is None
    assert entries_of(page(cards(6, linked=False)), url="https://post.example/live/council") is not None
    assert entries_of(page(cards(2, linked=False)), url="https://post.example/live/council") is None
    assert entries_of(page(cards(2, linked=False)), declared=True) is not None


def test_pagelive_an_article_with_a_box_of_updates_is_an_article() -> None:
    box = '<div class="live-updates-promo">' + cards(4, linked=True) + "</div>"
    body = f"<article><p>{FIRST}</p><p>{SECOND}</p><p>{THIRD}</p></article>{box}"
    article = read(page(body), media_type="text/html", source="https://post.example/council")
    assert [words for kind, words in kept(article) if kind == "paragraph" and words != INTRO] == [FIRST, SECOND, THIRD]


def test_pagelive_a_page_without_entries() -> None:
    assert entries_of(page(f"<p>{FIRST}</p>"), declared=True) is None
    assert entries_of("<p></p>", declared=True) is None
    assert entries_of(page(PROMO), url="https://post.example/live/x") is None


def test_pagelive_comments_are_no_entries() -> None:
    one = f'<li><time datetime="2024-05-02T10:00Z">10:00</time><p>{SECOND}</p></li>'
    comments = f'<div class="comments-list"><ul>{one * 9}</ul></div>'
    found = entries_of(live_pages.items() + comments, title="Storm at Lowmere: live updates")
    assert found is not None
    assert len(found.entries) == len(ENTRIES)

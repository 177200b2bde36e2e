"""What must hold on any page: checked on the public pages where the machine has them, and on damaged ones."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest

from tellings.extract import extract
from tellings.types.articles import Article, BlockKind, Dropped

from .pages import FIRST, SECOND, THIRD, assert_tiled, capture

FOLDER = Path(__file__).resolve().parents[3] / "shared" / "bench" / "pages" / "html"
PAGES = sorted(FOLDER.glob("*.html.gz"))
STORY = f"<article><h1>Bridge closes</h1><p>{FIRST}</p><p>{SECOND}</p><p>{THIRD}</p></article>"


@pytest.mark.skipif(not PAGES, reason="the public pages are not on this machine")
def test_pages_all_but_previews_are_articles_whose_blocks_are_words_of_the_kept_text() -> None:
    previews = 0
    for path in PAGES:
        article = extract(capture(gzip.decompress(path.read_bytes()), media_type="text/html"))
        if isinstance(article, Dropped) and article.code == "E007":
            previews += 1
            continue
        assert isinstance(article, Article), (path.name, article)
        assert_tiled(article)
        assert sum(block.kind is BlockKind.TITLE for block in article.blocks) <= 1
        for block in article.blocks:
            words = article.text[block.start : block.end]
            assert words == words.strip()
            assert "\n" not in words
    assert previews <= len(PAGES) // 50


@pytest.mark.parametrize(
    "markup",
    [
        STORY.replace("<p>", "<div>").replace("</p>", "</div>"),
        STORY.replace("<p>", "").replace("</p>", "<br><br>"),
        STORY.replace("</p>", ""),
        "<div>" * 3000 + STORY,
        STORY + "<span>" * 20_000,
        STORY.replace("<article>", '<article class="' + "related " * 40_000 + '">'),
        STORY + "<a href='x'>" * 500 + "more",
    ],
)
def test_pages_damaged_markup_is_read(markup: str) -> None:
    article = extract(capture(markup, media_type="text/html"))
    if isinstance(article, Dropped):
        assert article.code in {"E002", "E012"}
    else:
        assert_tiled(article)
        assert FIRST in article.text


def test_pages_endless_class_names_and_lines_take_no_time() -> None:
    line = "subscribe to " * 7_000
    article = extract(capture(f"{STORY}<div class='{'share-' * 20_000}'>{line}</div>", media_type="text/html"))
    assert isinstance(article, Article)
    assert not any(line[:60] in article.text[block.start : block.end] for block in article.blocks)

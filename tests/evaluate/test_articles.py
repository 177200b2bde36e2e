"""Articles made from bare text."""

from __future__ import annotations

from tellings.evaluate.articles import article_from_text
from tellings.types.articles import BlockKind


def test_articles_blocks_are_the_lines_that_hold_something() -> None:
    text = "A title\n\n  First line.  \nSecond line."
    article = article_from_text(text, id_seed="x", title="A title", published="2015-05-14")
    assert [text[block.start : block.end] for block in article.blocks] == ["A title", "First line.", "Second line."]
    assert [block.kind for block in article.blocks] == [BlockKind.TITLE, BlockKind.PARAGRAPH, BlockKind.PARAGRAPH]
    assert (article.text, article.published) == (text, "2015-05-14")


def test_articles_ids_differ_by_seed_only() -> None:
    assert article_from_text("a", id_seed="x").id == article_from_text("b", id_seed="x").id
    assert article_from_text("a", id_seed="x").id != article_from_text("a", id_seed="y").id

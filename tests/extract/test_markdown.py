"""Markdown files."""

from __future__ import annotations

from tellings.extract.markdown import is_picture, read_front_matter

from .pages import FIRST, SECOND, assert_tiled, dropped, kept, read

PAGE = f"""---
title: "Bridge at Lowmere closes"
date: 2024-05-02
author: Ann Pell
draft: false
---
# Bridge at Lowmere closes

![the bridge](a.png)

{FIRST.replace("old bridge", "*old* [bridge](http://x.example)")}

## What comes next

{SECOND}
"""


def test_markdown_marks_stay_in_the_text_and_out_of_headings() -> None:
    article = read(PAGE, media_type="text/markdown", source="a.md")
    assert article.text == PAGE
    assert [kind for kind, _ in kept(article)] == ["title", "paragraph", "heading", "paragraph"]
    assert kept(article)[0][1] == "Bridge at Lowmere closes"
    assert "*old* [bridge](http://x.example)" in kept(article)[1][1]
    assert ("markup", "##") in dropped(article)
    assert ("picture", "![the bridge](a.png)") in dropped(article)
    assert_tiled(article)


def test_markdown_head_says_what_it_says() -> None:
    article = read(PAGE, media_type="text/markdown", source="a.md")
    assert (article.title, article.byline) == ("Bridge at Lowmere closes", "Ann Pell")
    assert (article.published, article.published_from) == ("2024-05-02", "metadata")


def test_markdown_rule_in_the_text_is_no_head() -> None:
    assert read_front_matter(f"{FIRST}\n---\ntitle: x\n---\n").end == 0


def test_markdown_picture_in_a_sentence_is_no_picture_line() -> None:
    assert is_picture("![a](b)")
    assert not is_picture("See ![a](b) there.")

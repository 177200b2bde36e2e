"""An extractor's choice, mended line by line."""

from __future__ import annotations

from tellings.extract.pagechoice import choose
from tellings.extract.pagelines import page_lines, parse_markup

from .pages import FIRST, SECOND, THIRD

FOURTH = "Nobody was hurt when the crack opened on Sunday night, a speaker of the fire brigade told reporters there."


def choices(body: str, *, left: tuple[str, ...] = (), titles: tuple[str, ...] = ()) -> list[tuple[str, str]]:
    """Return kind or reason and words of each line, where everything but ``left`` was chosen."""
    root = parse_markup(f"<html><body>{body}</body></html>")
    assert root is not None
    lines = page_lines(root)
    chosen = {at: (0, len(line.text)) for at, line in enumerate(lines) if line.text not in left}
    found = choose(lines, chosen, titles=titles)
    return [(str(choice.kind or choice.reason), lines[at].text) for at, choice in sorted(found.items())]


def article(*inside: str) -> str:
    return "<article>" + "".join(f"<p>{words}</p>" if words[0] != "<" else words for words in inside) + "</article>"


def test_pagechoice_lines_that_are_all_link_go() -> None:
    story = '<p><a href="/b">Ferry fares will rise in the spring</a></p>'
    found = choices(article(FIRST, story, SECOND))
    assert found[1] == ("related_articles", "Ferry fares will rise in the spring")
    assert [kind for kind, _ in found] == ["paragraph", "related_articles", "paragraph"]


def test_pagechoice_links_inside_sentences_lists_and_headings_stay() -> None:
    linked = '<li><a href="/b">The council of Lowmere town</a></li><h2><a href="/c">What the council said now</a></h2>'
    found = choices(article(FIRST.replace("bridge", '<a href="/x">bridge</a>'), linked, SECOND))
    assert [kind for kind, _ in found] == ["paragraph", "item", "heading", "paragraph"]


def test_pagechoice_boxes_that_name_themselves_furniture_go() -> None:
    box = f'<div class="story-related"><p>{THIRD}</p></div>'
    assert [kind for kind, _ in choices(article(FIRST, SECOND, FOURTH, box, FIRST, SECOND))][3] == "page_furniture"


def test_pagechoice_a_box_with_the_whole_body_is_no_box() -> None:
    body = f'<div class="article-with sidebar">{article(FIRST, SECOND, THIRD)}</div>'
    assert [kind for kind, _ in choices(body)] == ["paragraph"] * 3


def test_pagechoice_paragraphs_built_like_the_others_come_back() -> None:
    body = f"<div class='grid'>{article(FIRST, SECOND, THIRD)}</div><div class='grid'>{article(FOURTH)}</div>"
    assert choices(body, left=(FOURTH,))[-1] == ("paragraph", FOURTH)


def test_pagechoice_paragraphs_built_otherwise_do_not() -> None:
    body = article(FIRST, SECOND, THIRD) + f"<footer><div><p>{FOURTH}</p></div></footer>"
    assert len(choices(body, left=(FOURTH,))) == 3


def test_pagechoice_words_of_embedded_posts_come_back() -> None:
    post = '<blockquote class="twitter-tweet"><p>Ferry leaves at nine.</p></blockquote>'
    found = choices(article(FIRST, post, SECOND), left=("Ferry leaves at nine.",))
    assert found[1] == ("paragraph", "Ferry leaves at nine.")


def test_pagechoice_title_and_standfirst_are_told_from_the_body() -> None:
    body = f"<h1>Bridge closes</h1><h2>Three weeks of detours</h2>{article(FIRST, SECOND, THIRD)}"
    found = choices(body, titles=("Bridge closes",))
    assert [kind for kind, _ in found[:3]] == ["title", "standfirst", "paragraph"]


def test_pagechoice_labels_above_the_first_paragraph_go() -> None:
    body = f"<div>Region North</div><div>https://post.example/bridge</div>{article(FIRST, SECOND, THIRD)}"
    assert [kind for kind, _ in choices(body)[:2]] == ["head_line", "head_line"]


def test_pagechoice_newsletter_lines_go() -> None:
    found = choices(article(FIRST, SECOND, "Sign up for our newsletter", THIRD))
    assert found[2][0] == "newsletter"

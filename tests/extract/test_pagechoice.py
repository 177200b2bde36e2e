"""An extractor's choice, mended line by line."""

from __future__ import annotations

from tellings.extract.pagechoice import Outside, choose
from tellings.extract.pagelines import page_lines, parse_markup

from .pages import FIRST, SECOND, THIRD

FOURTH = "Nobody was hurt when the crack opened on Sunday night, a speaker of the fire brigade told reporters there."


def choices(body: str, *, left: tuple[str, ...] = (), titles: tuple[str, ...] = ()) -> list[tuple[str, str]]:
    """Return kind or reason and words of each line, where everything but ``left`` was chosen."""
    root = parse_markup(f"<html><body>{body}</body></html>")
    assert root is not None
    lines = page_lines(root)
    chosen = {at: (0, len(line.text)) for at, line in enumerate(lines) if line.text not in left}
    found = choose(lines, chosen, Outside(titles=titles))
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


def test_pagechoice_a_heading_above_the_first_paragraph_is_a_standfirst_unless_others_follow_beside_it() -> None:
    above = "<h2>The council of Lowmere closed the old bridge on Monday, for three weeks at least.</h2>"
    found = choices(f"<header>{above}</header>{article(FIRST, '<h2>Ferry</h2>', SECOND, THIRD)}")
    assert [kind for kind, _ in found] == ["standfirst", "paragraph", "heading", "paragraph", "paragraph"]
    found = choices(article("<h2>Bridge</h2>", FIRST, "<h2>Ferry</h2>", SECOND, THIRD))
    assert [kind for kind, _ in found][:3] == ["heading", "paragraph", "heading"]


def test_pagechoice_a_first_paragraph_of_bare_text_comes_back() -> None:
    body = f"<div class=content>{FIRST}<br><br>{SECOND}<br><br>{THIRD}<br><br>{FOURTH}</div>"
    assert choices(body, left=(FIRST,))[0] == ("paragraph", FIRST)


def test_pagechoice_headings_between_paragraphs_come_back() -> None:
    named = '<div class="pf_subheadline">Who pays for it?</div>'
    found = choices(
        article(FIRST, named, SECOND, "<h3>What comes next</h3>", THIRD), left=("Who pays for it?", "What comes next")
    )
    assert [kind for kind, _ in found] == ["paragraph", "heading", "paragraph", "heading", "paragraph"]
    assert len(choices(article(FIRST, "<h3>Related stories</h3>", SECOND, THIRD), left=("Related stories",))) == 3


def test_pagechoice_posts_in_boxes_named_social_come_back() -> None:
    words = "Ferry leaves at nine."
    post = f'<div class="social-media-embed"><blockquote class="twitter-tweet"><p>{words}</p></blockquote></div>'
    body = article(FIRST, SECOND, THIRD, FOURTH, post, FIRST, SECOND)
    assert ("paragraph", words) in choices(body, left=(words,))
    aside = f"<aside>{post}</aside>"
    assert ("paragraph", words) not in choices(article(FIRST, SECOND, aside, THIRD), left=(words,))


def test_pagechoice_teasers_behind_the_article_go() -> None:
    box = '<ul><li><h3><a href="/b">Ferry fares rise</a></h3><h4>The council spoke of ten percent</h4></li></ul>'
    found = choices(f"<main>{article(FIRST, SECOND, THIRD)}{box}</main>")
    assert [kind for kind, _ in found] == ["paragraph"] * 3 + ["page_furniture"] * 2 or found[3][
        0
    ] == "related_articles"
    assert found[4][0] == "page_furniture"


def test_pagechoice_lines_whose_class_says_caption_are_captions() -> None:
    picture = '<div class="wp-caption"><p class="wp-caption-text">The bridge of Lowmere in the rain</p></div>'
    assert choices(article(FIRST, picture, SECOND, THIRD))[1][0] == "caption"


def test_pagechoice_a_sentence_that_begins_as_a_link_does_stays() -> None:
    words = "Back to the ferry! It is slow, so why can it not be faster?"
    assert choices(article(FIRST, SECOND, words, THIRD))[2] == ("paragraph", words)

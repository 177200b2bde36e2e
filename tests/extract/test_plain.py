"""The cleaner as a whole, on pages as people save them."""

from __future__ import annotations

import textwrap

import pytest

from .pages import FIRST, SECOND, THIRD, assert_tiled, dropped, kept, left_out, read

BODY = [FIRST, SECOND, THIRD]


def page(*lines: str) -> str:
    return "\n".join(lines) + "\n"


def body_of(text: str) -> list[str]:
    article = read(text)
    assert_tiled(article)
    return [words for kind, words in kept(article) if kind == "paragraph"]


def test_plain_share_widgets_and_related_articles_go() -> None:
    text = page(
        "Bridge at Lowmere closes",
        "",
        "Date:",
        "",
        "Share post:",
        "",
        FIRST,
        "",
        "What comes next",
        "",
        SECOND,
        "",
        "Related articles",
        "",
        "Ferry fares will rise",
        "",
        "The council voted on Tuesday to raise the fares of the ferry for the first time in...",
        "",
        "Harp players wanted",
        "",
        "Teachers of the valley say that the waiting list of the music school has never been longer.",
        "",
        "Five lamps for dark days",
        "",
        "We have tried twenty lamps, and these are the five that light a room best in winter.",
    )
    article = read(text)
    assert [kind for kind, _ in kept(article)] == ["title", "paragraph", "heading", "paragraph"]
    assert {reason for reason, _ in dropped(article)} == {"share_widget", "related_articles"}
    assert_tiled(article)


def test_plain_article_goes_on_behind_a_related_link() -> None:
    text = page(FIRST, "Related articles", "Ferry fares will rise", SECOND, THIRD)
    assert body_of(text) == BODY


@pytest.mark.parametrize(
    ("credit", "rest"),
    [("Reuters", FIRST), ("AFP", FIRST), ("· KQRT", FIRST), ("• Zedwire", ""), ("Photo: Ann Pell/Post", FIRST)],
)
def test_plain_credit_glued_to_the_first_word_is_cut_off(credit: str, rest: str) -> None:
    glued = credit + (rest or FIRST)
    article = read(page(glued, SECOND))
    if rest:
        assert dropped(article)[0] == ("photo_credit", credit)
        assert kept(article)[0] == ("paragraph", FIRST)
    assert_tiled(article)


@pytest.mark.parametrize(
    "start",
    [
        "McDonald",
        "NATO",
        "Reuters",
        "BBC staff",
        "iPhone",
        "AT&T",
        "USAToday",
        "A BBC",
        "MacArthur",
        "US President Ida",
    ],
)
def test_plain_names_at_the_start_are_no_glued_credits(start: str) -> None:
    line = f"{start} told the council on Monday that the old bridge would be closed for three weeks."
    assert body_of(page(line, SECOND)) == [line, SECOND]


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("Subscribe to our free newsletter", "newsletter"),
        ("Follow the ups and downs of the valley with our weekly newsletter. Readers abroad can register here.", ""),
        ("Get the latest news of the valley straight to your inbox", "newsletter"),
        ("Follow us on Facebook, X and Instagram", "follow_us"),
        ("(This story has not been edited by our staff and is auto-generated from a syndicated feed.)", ""),
        ("Ask me anything", "assistant_widget"),
        ("READ MORE: Ferry fares will rise", "read_more"),
        ("12 comments", "share_widget"),
        ("ADVERTISEMENT", "advertisement"),
        ("(Photo: AP)", "photo_credit"),
        ("Ann Pell/Getty Images", "photo_credit"),
        ("Image copyright Getty Images Image caption The old bridge in the rain", "media_player"),
        ("Media playback is unsupported on your device", "media_player"),
        ("Workers look at the crack in the pier (Ann Pell / The Post)", "caption"),
        ("In this April 3, 2024, photo, a worker looks at the crack in the bridge of Lowmere.", "caption"),
        ("A worker looks at the old bridge in Lowmere, Thursday, May 2, 2024.", "caption"),
        ("We use cookies to make this site better. Read our cookie policy.", "cookie_notice"),
        ("Share on Facebook Tweet Email WhatsApp", "share_widget"),
        ("— Ann Pell (@annpell) May 2, 2024", "embedded_post"),
        ("If you witnessed the closure, you can fill in the form below.", "reader_callout"),
        ("• This article was amended on 3 May 2024 because it gave a wrong length.", "correction_note"),
        ("This is a breaking news story, more follows...", "breaking_note"),
        ("© 2024 The Lowmere Post. All rights reserved.", "copyright"),
        ("(Reporting by Ann Pell; Editing by Bo Lark)", "syndication_note"),
        ("Ann Pell is a reporter for the Lowmere Post.", "author_note"),
        ("Bridges, Lowmere Council, River Traffic", "tags"),
        ("4 min read", "reading_time"),
        ("* * *", "rule_line"),
    ],
)
def test_plain_furniture_behind_the_text_goes(line: str, reason: str) -> None:
    article = read(page(*BODY, line))
    assert [words for _, words in kept(article)] == BODY
    if reason:
        assert reason in [why for why, words in left_out(article) if words in line]
    assert_tiled(article)


@pytest.mark.parametrize(
    "line",
    [
        "He declined to comment.",
        "“We will share the costs,” she said.",
        "Share prices of the bridge builder fell by a third on Monday.",
        "Follow-up checks of the pier found nothing, the engineer said.",
        "Read the letter, the mayor told the council, and then decide.",
        "The law, signed on May 2, 2024, runs for three years and covers all bridges of the county, he said.",
        "This week the court will file a new picture of the costs.",
        "Tell us the truth, the crowd shouted at the mayor.",
        "Sources: the three people who were on the bridge, and the harbour master, who saw it from his window.",
        "Police said the driver, 42, was unhurt: “He was lucky.”",
        "The newspaper first appeared in 1902 in Upper Lowmere.",
        "Print works in the valley will close too.",
        "Was it worth it?",
        "1,200 people live there.",
    ],
)
def test_plain_sentences_that_look_like_furniture_stay(line: str) -> None:
    article = read(page(FIRST, SECOND, line, THIRD))
    assert line in [words for _, words in kept(article)]


def test_plain_heading_and_list_stay_marked() -> None:
    text = page(
        FIRST, "What is not settled:", "- the cost of the repairs", "- the fares of the ferry", "A long wait", THIRD
    )
    article = read(text)
    assert kept(article)[1:] == [
        ("paragraph", "What is not settled:"),
        ("item", "the cost of the repairs"),
        ("item", "the fares of the ferry"),
        ("heading", "A long wait"),
        ("paragraph", THIRD),
    ]
    assert [reason for reason, _ in dropped(article)] == ["list_mark", "list_mark"]


def test_plain_standfirst_stays_marked() -> None:
    text = page("Bridge at Lowmere closes", "Town is cut in two as engineers find a crack in the third pier", *BODY)
    article = read(text)
    assert [kind for kind, _ in kept(article)][:3] == ["title", "standfirst", "paragraph"]


def test_plain_gallery_goes_wherever_it_stands() -> None:
    shots = [f"{n}/5 {n} May 2024 The bridge on day {n} Ann Pell" for n in range(1, 6)]
    assert body_of(page(FIRST, "The bridge in pictures", *shots, SECOND, THIRD)) == BODY
    assert body_of(page(FIRST, "Bridge closes 5 show all " + " ".join(shots), SECOND, THIRD)) == BODY


def test_plain_link_inside_a_running_quotation_goes() -> None:
    before = "She told the paper: “I was asleep when I heard a loud crack from the river."
    after = "“Then the lights on the bridge went out one after another.”"
    article = read(page(FIRST, before, "The harbour master on the bridge", after, THIRD))
    assert ("inset", "The harbour master on the bridge") in dropped(article)


def test_plain_pull_quote_that_repeats_the_text_goes() -> None:
    said = "“There were stones and dust and iron all over the water,” Ann Pell said on Monday evening."
    article = read(page(FIRST, said, "There were stones and dust and iron all over the water Ann Pell", THIRD))
    assert [reason for reason, _ in dropped(article)] == ["pull_quote"]


def test_plain_captions_left_at_the_end_go() -> None:
    more = [
        "Engineers had warned of the state of the piers two years ago, yet the county found no money for them.",
        "Schools stay open, said the head of the district, but buses leave an hour earlier than they did.",
        "The market on Thursday moves to the other bank, where the fire brigade has put up tents and lamps.",
    ]
    text = page(
        *BODY,
        *more,
        "Workers stand at the bridge after a crack was found in the third pier of it.",
        "The old bridge after a crack was found in the third pier of it.",
        "Workers stand at the bridge after a crack was found",
        "The ferry on the way to the other bank",
    )
    article = read(text)
    assert [words for _, words in kept(article)] == [*BODY, *more]


def test_plain_wrapped_text_is_joined_into_paragraphs() -> None:
    paragraphs = [f"{FIRST} {SECOND}", f"{SECOND} {THIRD}", f"{THIRD} {FIRST}"]
    article = read("\n\n".join(textwrap.fill(paragraph, width=64) for paragraph in paragraphs))
    assert [" ".join(words.split()) for _, words in kept(article)] == paragraphs


def test_plain_links_above_and_below_the_text_go() -> None:
    text = page(
        "HOME   NEWS   SPORT", "Bridge at Lowmere closes", *BODY, "Weather", "About this paper", "Jobs at the Post"
    )
    article = read(text)
    assert [kind for kind, _ in kept(article)] == ["title", "paragraph", "paragraph", "paragraph"]


def test_plain_many_lines_take_linear_time_and_stay() -> None:
    article = read(f"{FIRST}\n" * 3000)
    assert len(article.blocks) == 3000

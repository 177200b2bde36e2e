"""One capture → one article: whose word counts, and what gives no article."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from tellings.extract import extract
from tellings.types.articles import Dropped, Hints

from .pages import FIRST, SECOND, THIRD, assert_tiled, capture, dropped, kept, read

BODY = f"{FIRST}\n{SECOND}\n"


@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_article_text_is_exactly_the_file(tmp_path: Path, newline: str, mark: str) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes((mark + BODY.replace("\n", newline)).encode("utf-8"))
    article = read(path.read_bytes())
    with path.open(encoding="utf-8", newline="") as stream:
        assert article.text == stream.read()
    assert [kind for kind, _ in kept(article)] == ["paragraph", "paragraph"]
    assert dropped(article) == ([("byte_order_mark", "\ufeff")] if mark else [])
    assert_tiled(article)


def test_article_hashes_and_id() -> None:
    article = read(BODY.encode("utf-16"))
    assert article.sha256 == hashlib.sha256(BODY.encode("utf-8")).hexdigest()
    assert article.capture_sha256 == hashlib.sha256(BODY.encode("utf-16")).hexdigest()
    assert article.id == "a" + article.capture_sha256[:12]


@pytest.mark.parametrize(
    ("text", "hints", "options", "expected"),
    [
        (BODY, "2024-05-03", "2020-01-01", ("2024-05-03", "metadata")),
        (f"A bridge closes\nMay 2, 2024\n{BODY}", None, "2020-01-01", ("2024-05-02", "text")),
        (BODY, None, "2020-01-01T08:00:00Z", ("2020-01-01T08:00:00+00:00", "option")),
        (BODY, None, None, ("2019-07-08", "file")),
        (BODY, "some day in May", None, ("2019-07-08", "file")),
    ],
)
def test_article_publication_comes_from_the_best_evidence(
    text: str, hints: str | None, options: str | None, expected: tuple[str, str]
) -> None:
    article = read(
        text,
        source="2019-07-08-bridge.txt",
        hints=Hints(published=hints),
        options=Hints(published=options, origin="option"),
    )
    found = article.published
    assert found is not None
    assert (found.replace("Z", "+00:00"), article.published_from) == expected


def test_article_without_any_date_has_none() -> None:
    assert (read(BODY).published, read(BODY).published_from) == (None, None)


def test_article_metadata_before_options() -> None:
    article = read(
        BODY,
        hints=Hints(outlet="Lowmere Post", url="https://post.example/x"),
        options=Hints(outlet="Other", title="Bridge closes", origin="option"),
    )
    assert (article.outlet, article.title, article.url) == ("Lowmere Post", "Bridge closes", "https://post.example/x")


def test_article_outlet_falls_back_to_the_host() -> None:
    assert read(BODY, hints=Hints(url="https://www.post.example/x")).outlet == "post.example"


def test_article_title_from_metadata_is_marked_where_it_stands() -> None:
    article = read(f"Bridge at Lowmere “closes”\n{BODY}", hints=Hints(title="Bridge at Lowmere 'closes'"))
    assert article.title_span is not None
    assert article.words(article.title_span) == "Bridge at Lowmere “closes”"
    assert kept(article)[0][0] == "title"


def test_article_title_in_the_text_is_found_without_help() -> None:
    article = read(f"Bridge at Lowmere closes\n\n{BODY}")
    assert article.title == "Bridge at Lowmere closes"
    assert kept(article)[0] == ("title", "Bridge at Lowmere closes")


def test_article_first_line_that_is_a_sentence_is_kept_as_body() -> None:
    article = read(BODY)
    assert article.title is None
    assert kept(article) == [("paragraph", FIRST), ("paragraph", SECOND)]


def test_article_in_another_language_is_kept_and_not_labelled() -> None:
    greek = "Ο δήμαρχος ανακοίνωσε ότι η γέφυρα θα κλείσει για τρεις εβδομάδες μετά τον εντοπισμό ρωγμής.\n"
    article = read(greek)
    assert (article.language, article.labelled) == ("el", False)
    assert len(article.blocks) == 1


def test_article_language_from_metadata_wins() -> None:
    article = read(BODY, hints=Hints(language="de-AT"))
    assert (article.language, article.labelled) == ("de", False)


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"\x90\x81\x02\x03\x07\x1b\x05" * 60, "E001"),
        ("Share\nTweet\nRelated articles\n", "E002"),
        ("* * *\n", "E002"),
        ("word " * 50_000, "E004"),
        ("word " * 4_000_000, "E004"),
        (f"{FIRST}\n" * 12_000, "E005"),
    ],
)
def test_article_without_text_is_dropped_with_a_code(content: str | bytes, code: str) -> None:
    lost = extract(capture(content))
    assert isinstance(lost, Dropped)
    assert (lost.code, lost.stage) == (code, "extract")
    assert len(lost.reason) < 200


def test_article_with_one_endless_line_keeps_the_rest() -> None:
    article = read(f"{FIRST}\n{'x' * 120_000}\n{SECOND}\n")
    assert kept(article) == [("paragraph", FIRST), ("paragraph", SECOND)]
    assert dropped(article)[0][0] == "line_too_long"


def test_article_with_broken_utf_8_is_read() -> None:
    article = read(FIRST.encode() + b"\xff\xfe\n" + "Café “Lowmere” is shut – for now.".encode())
    assert "\ufffd\ufffd" in article.text
    assert "Café “Lowmere” is shut – for now." in article.text


def test_article_of_hostile_text_is_tiled() -> None:
    text = "\n".join([FIRST, '"' * 300, "(" * 300, "1/3 " * 90, "Reuters" * 40, "- ", "#", "\u200b", THIRD, "A" * 999])
    assert_tiled(read(text))

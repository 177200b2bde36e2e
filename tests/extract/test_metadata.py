"""What a text says about itself, and where."""

from __future__ import annotations

import pytest

from tellings.extract.metadata import date_in_name, iso_moment

from .pages import FIRST, SECOND, read


@pytest.mark.parametrize(
    ("stated", "iso"),
    [
        ("2024-05-02", "2024-05-02"),
        ("2024-05-02T10:15:00", "2024-05-02T10:15:00"),
        ("2024-05-02T10:15:00+0200", "2024-05-02T10:15:00+0200"),
        ("2024-05-02 10:15", "2024-05-02 10:15"),
        ("2 May 2024", "2024-05-02"),
        ("2024/5/2", "2024-05-02"),
        ("Thu, 02 May 2024 10:15:00 +0000", "2024-05-02T10:15:00+00:00"),
        ("next week", None),
        ("", None),
        (None, None),
        ("2024-13-45", None),
    ],
)
def test_metadata_moment_is_iso_or_nothing(stated: str | None, iso: str | None) -> None:
    assert iso_moment(stated) == iso


@pytest.mark.parametrize(
    ("name", "date"),
    [
        ("2024-05-02-bridge.txt", "2024-05-02"),
        ("bridge_20240502.txt", "2024-05-02"),
        ("000_431beb2f46124e20.txt", None),
        ("20249999.txt", None),
    ],
)
def test_metadata_date_in_a_name(name: str, date: str | None) -> None:
    assert date_in_name(name) == date


@pytest.mark.parametrize(
    ("line", "dateline", "agency"),
    [
        (f"LOWMERE, May 2 (Reuters) - {FIRST}", "LOWMERE, May 2", "Reuters"),
        (f"LOWMERE (AP) — {FIRST}", "LOWMERE", "AP"),
        (f"UPPER LOWMERE, Hill County — {FIRST}", "UPPER LOWMERE, Hill County", None),
        (f"Lowmere (AFP) {FIRST}", "Lowmere", "AFP"),
        (FIRST, None, None),
        (f"NATO said: {FIRST}", None, None),
    ],
)
def test_metadata_dateline_and_its_agency(line: str, dateline: str | None, agency: str | None) -> None:
    article = read(f"{line}\n{SECOND}\n")
    found = article.words(article.dateline_span) if article.dateline_span else None
    assert (found, article.agency) == (dateline, agency)


@pytest.mark.parametrize(
    ("line", "agency", "words"),
    [
        ("(Reporting by Ann Pell for Reuters; Editing by Bo Lark)", "Reuters", "Reuters"),
        ("(With inputs from PTI)", "PTI", "PTI"),
        ("(This report comes from the KBX wire and our newsroom has not changed it.)", "KBX", "KBX"),
        ("© 2024 The Associated Press. All rights reserved.", "AP", "The Associated Press"),
    ],
)
def test_metadata_agency_in_a_note(line: str, agency: str, words: str) -> None:
    article = read(f"{FIRST}\n{SECOND}\n{line}\n")
    assert article.agency == agency
    assert article.agency_span is not None
    assert article.words(article.agency_span) == words


def test_metadata_feed_without_a_name_has_its_place() -> None:
    note = "(This story was not edited by our staff and is auto-generated from a syndicated feed.)"
    article = read(f"{FIRST}\n{SECOND}\n{note}\n")
    assert article.agency is None
    assert article.agency_span is not None
    assert article.words(article.agency_span) == note


def test_metadata_agency_sign_off_is_cut_from_the_last_paragraph() -> None:
    article = read(f"{FIRST}\n{SECOND} (Reuters)\n")
    assert article.text[article.blocks[-1].start : article.blocks[-1].end] == SECOND
    assert article.agency == "Reuters"


def test_metadata_agency_named_as_a_source_is_no_credit() -> None:
    assert read(f"{FIRST}\nThe mayor told Reuters that the costs were not known.\n{SECOND}\n").agency is None


def test_metadata_byline_has_its_place() -> None:
    article = read(f"Bridge at Lowmere closes\nBy Ann Pell and Bo Lark\nMay 2, 2024\n{FIRST}\n{SECOND}\n")
    assert article.byline == "Ann Pell and Bo Lark"
    assert article.byline_span is not None
    assert article.words(article.byline_span) == article.byline
    assert (article.published, article.published_from) == ("2024-05-02", "text")


def test_metadata_date_inside_the_text_is_no_publication_date() -> None:
    assert read(f"{FIRST}\nThe bridge was built on May 2, 1931 by the town.\n{SECOND}\n").published is None

"""Due times read with the words around them."""

from __future__ import annotations

from datetime import date

import pytest

from tellings.reconcile.dues import days_of, night_due, read_due
from tellings.reconcile.planmarks import load_rules
from tellings.types.labels import Time, TimeType
from tests.reconcile.handmade import Telling

PUBLISHED = "2031-05-09"


def due_of(sentence: str, words: str, value: str | None, kind: TimeType = TimeType.DATE) -> str | None:
    span = Telling("a1", sentence).at(words)
    time = Time(id="t0", span=span, type=kind, value=value)
    due = read_due(time, sentence, start=0, published=PUBLISHED, words=load_rules().dues)
    return due.value if due else None


@pytest.mark.parametrize(
    ("value", "days"),
    [
        ("2031-05-09", ("2031-05-09", "2031-05-09")),
        ("2031-05-09T10:00", ("2031-05-09", "2031-05-09")),
        ("2031-02", ("2031-02-01", "2031-02-28")),
        ("2031", ("2031-01-01", "2031-12-31")),
        ("2031-05/2031-06", ("2031-05-01", "2031-06-30")),
        ("2031-05-09/", ("2031-05-09", "2031-05-09")),
        ("/2031-05-09", ("2031-05-09", "2031-05-09")),
        ("P2W", None),
        ("2031-13-01", None),
        ("2031-02-30", None),
        ("", None),
    ],
)
def test_days_of_reads_iso_values(value: str, days: tuple[str, str] | None) -> None:
    expected = (date.fromisoformat(days[0]), date.fromisoformat(days[1])) if days else None
    assert days_of(value) == expected


@pytest.mark.parametrize(
    ("sentence", "words", "value", "due"),
    [
        ("It opens on Monday.", "Monday", "2031-05-12", "2031-05-12"),
        ("It opened on Monday.", "Monday", "2031-05-05", None),
        ("It must open by Monday.", "Monday", "2031-05-12", "2031-05-09/2031-05-12"),
        ("It must open before Monday.", "Monday", "2031-05-12", "2031-05-09/2031-05-11"),
        ("It will not open before Monday.", "Monday", "2031-05-12", "2031-05-12/"),
        ("It opens from Monday.", "Monday", "2031-05-12", "2031-05-12/"),
        ("It opens on Monday at the earliest.", "Monday", "2031-05-12", "2031-05-12/"),
        ("It opens next week.", "next week", "2031-05-12/2031-05-18", "2031-05-12/2031-05-18"),
        ("It must open before winter.", "winter", "2030-12/2031-02", "2031-05-09/2031-11-30"),
        ("It was open before winter.", "winter", "2030-12/2031-02", None),
        ("It is the best of this century.", "this century", "2000/2099", None),
        ("It opens soon.", "soon", None, None),
    ],
)
def test_dues_mind_the_words_around(sentence: str, words: str, value: str | None, due: str | None) -> None:
    assert due_of(sentence, words, value) == due


@pytest.mark.parametrize(
    ("sentence", "words", "value", "due"),
    [
        ("It opens within two weeks.", "two weeks", "P2W", "2031-05-09/2031-05-23"),
        ("It opens “within two weeks”.", "within two weeks", "P2W", "2031-05-09/2031-05-23"),
        ("The work would take two weeks.", "two weeks", "P2W", "2031-05-09/2031-05-23"),
        ("It was shut for two weeks.", "two weeks", "P2W", None),
        ("It opens within a while.", "a while", None, None),
    ],
)
def test_dues_read_lengths(sentence: str, words: str, value: str | None, due: str | None) -> None:
    assert due_of(sentence, words, value, TimeType.DURATION) == due


@pytest.mark.parametrize(
    ("sentence", "stamp", "due"),
    [
        ("Crews will work through the night.", "2031-05-09T21:00:00+00:00", "2031-05-09/2031-05-10"),
        ("Crews would be working through the night.", "2031-05-09T08:00:00+00:00", "2031-05-08/2031-05-09"),
        ("Crews will work through the night.", "2031-05-09T00:00:00", "2031-05-09/2031-05-10"),
        ("Crews will work through the night.", None, None),
        ("The night was cold.", "2031-05-09", None),
    ],
)
def test_night_due_is_the_night_before_for_a_report_of_the_morning(
    sentence: str, stamp: str | None, due: str | None
) -> None:
    span = Telling("a1", sentence).at(sentence)
    found = night_due(span, sentence, stamp=stamp, words=load_rules().dues)

    assert (found.value if found else None) == due

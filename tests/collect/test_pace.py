"""Pauses between requests."""

from __future__ import annotations

import datetime as dt

import pytest

from tellings.collect.pace import Pace, WaitTooLongError, fresh_seconds, retry_after_seconds
from tests.collect.fetching import START, StillTime


@pytest.mark.parametrize(
    ("value", "seconds"),
    [
        ("0", 0.0),
        ("120", 120.0),
        (" 5 ", 5.0),
        ("Sun, 01 Mar 2026 12:01:00 GMT", 60.0),
        ("Sunday, 01-Mar-26 12:01:00 GMT", 60.0),
        ("Sun Mar  1 12:01:00 2026", 60.0),
        ("Sun, 01 Mar 2026 11:00:00 GMT", 0.0),
        ("-5", None),
        ("1.5", None),
        ("soon", None),
        ("", None),
        (None, None),
        ("9" * 500, 999999999999.0),
        ("Sun, 99 Zzz 2026 12:00:00 GMT", None),
    ],
)
def test_pace_reads_retry_after(value: str | None, seconds: float | None) -> None:
    assert retry_after_seconds(value, START) == seconds


def test_pace_takes_a_date_without_zone_as_utc() -> None:
    assert retry_after_seconds("01 Mar 2026 12:00:09 -0000", START) == 9.0
    assert START.tzinfo is dt.UTC


def test_pace_counts_from_the_end_of_a_request_and_for_each_host_alone() -> None:
    still = StillTime()
    pace = Pace(pause_seconds=3.0, max_wait_seconds=60.0, clock=still.clock())
    with pace.turn("a.example"):
        still.sleep(10.0)
    with pace.turn("b.example"):
        still.sleep(1.0)
    with pace.turn("a.example"):
        pass
    assert still.slept == [10.0, 1.0, 2.0]


def test_pace_waits_no_longer_than_the_limit() -> None:
    still = StillTime()
    pace = Pace(pause_seconds=0.0, max_wait_seconds=60.0, clock=still.clock())
    pace.hold("a.example", 61.0)
    with pytest.raises(WaitTooLongError), pace.turn("a.example"):
        raise AssertionError
    pace.hold("b.example", 59.0)
    with pace.turn("b.example"):
        assert still.slept == [59.0]


@pytest.mark.parametrize(
    ("fields", "seconds"),
    [
        ({}, None),
        ({"cache-control": "max-age=600"}, 600),
        ({"cache-control": 'Public , MAX-AGE = "600"'}, 600),
        ({"cache-control": "max-age=600", "age": "100"}, 500),
        ({"cache-control": "max-age=600", "age": "700"}, None),
        ({"cache-control": "max-age=600, no-store"}, None),
        ({"cache-control": "no-cache, max-age=600"}, None),
        ({"cache-control": "s-maxage=600"}, None),
        ({"cache-control": "max-age=0"}, None),
        ({"cache-control": "max-age=-5"}, None),
        ({"cache-control": "max-age=٣"}, None),
        ({"cache-control": "max-age=" + "9" * 5000}, 999_999_999_999),
    ],
)
def test_pace_reads_how_long_an_answer_stays_fresh(fields: dict[str, str], seconds: int | None) -> None:
    assert fresh_seconds(fields.items()) == seconds

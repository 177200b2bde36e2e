"""ISO values as people write them."""

from __future__ import annotations

import pytest

from tellings.report.dates import Window, window, written


@pytest.mark.parametrize(
    ("iso", "words"),
    [
        ("2031-03-04T08:10:00+00:00", "4 Mar 2031, 08:10 UTC"),
        ("2031-03-04T08:10:00Z", "4 Mar 2031, 08:10 UTC"),
        ("2031-03-04T08:10:00+02:00", "4 Mar 2031, 08:10 UTC+02:00"),
        ("2031-03-04T08:10", "4 Mar 2031, 08:10"),
        ("2031-03-04T00:00:00", "4 Mar 2031"),
        ("2031-03-04", "4 Mar 2031"),
        ("2031-03", "Mar 2031"),
        ("2031", "2031"),
        ("2031-03-04/2031-03-07", "4 to 7 Mar 2031"),
        ("2031-03-30/2031-04-02", "30 Mar to 2 Apr 2031"),
        ("2031-12-30/2032-01-02", "30 Dec 2031 to 2 Jan 2032"),
        ("2031-03-04/2031-03-04", "4 Mar 2031"),
        ("2031/2033", "2031 to 2033"),
        ("/2031-03-07", "until 7 Mar 2031"),
        ("2031-03-07/", "from 7 Mar 2031"),
        ("PT2H", "PT2H"),
        ("2031-99-01", "2031-99-01"),
        (None, None),
        ("", None),
    ],
)
def test_dates_written(iso: str | None, words: str | None) -> None:
    assert written(iso) == words


def test_dates_window_covers_whole_months_and_years() -> None:
    march = window("2031-03")
    assert march is not None
    assert march.last - march.first == 30
    year = window("2032")
    assert year is not None
    assert year.last - year.first == 365


def test_dates_window_of_an_open_interval_is_its_known_side() -> None:
    assert window("/2031-03-07") == window("2031-03-07") == window("2031-03-07/")


def test_dates_window_keeps_the_clock() -> None:
    noon = window("2031-03-04T12:00:00Z")
    assert noon is not None
    assert noon == Window(first=noon.first, last=noon.first, clock=0.5)


@pytest.mark.parametrize("iso", [None, "", "P3D", "2031-02-30", "2031-03-07/2031-03-01", "soon", "9999-99"])
def test_dates_window_of_what_is_no_date_is_none(iso: str | None) -> None:
    assert window(iso) is None


def test_dates_window_holds_at_the_end_of_time() -> None:
    assert window("9999") is not None
    assert window("9999-12") is not None

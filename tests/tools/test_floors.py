"""The gate itself: it must fail on a fall, on a lost row and on changed files, and never lower a floor."""

from __future__ import annotations

import floors

OLD: floors.Sets = {"tale": {"files": "abc", "floors": {"quotes": 0.8, "facts": 0.5}}}


def found(files: str = "abc", **scores: float) -> floors.Sets:
    return {"tale": {"files": files, "scores": scores}}


def test_floors_hold_at_or_above() -> None:
    assert floors.compare(OLD, found(quotes=0.8, facts=0.9)) == []


def test_floors_break_below_and_name_the_row() -> None:
    (message,) = floors.compare(OLD, found(quotes=0.79, facts=0.9))
    assert message == "tale quotes: 0.7900 is below its floor 0.8000"


def test_floors_break_when_a_row_is_lost_or_files_changed() -> None:
    assert floors.compare(OLD, found(quotes=0.9)) == ["tale facts: no longer measured"]
    assert "its files are not those" in floors.compare(OLD, found("other", quotes=0.9, facts=0.9))[0]


def test_floors_break_for_a_set_without_floors() -> None:
    assert "no floors yet" in floors.compare({}, found(quotes=0.9))[0]


def test_floors_rise_and_never_fall() -> None:
    new = floors.raised(OLD, found(quotes=0.7, facts=0.9, **{"integrity.refs": 1.0}))["tale"]["floors"]
    assert new == {"quotes": 0.8, "facts": round(0.9 - floors.SLACK, 4), "integrity.refs": 1.0}


def test_floors_keep_sets_that_were_not_measured() -> None:
    assert floors.raised(OLD, {}) == OLD
    assert floors.compare(OLD, {}) == []

"""A dossier as tables and as a notebook shows it."""

from __future__ import annotations

import re
import subprocess
import sys
from dataclasses import replace

import pandas as pd
import polars as pl
import pytest

import tellings
from tellings import tables
from tellings.errors import MissingExtra, SettingError
from tellings.report.jsonform import to_json
from tellings.types.dossier import Dossier
from tests.report.story import bare, ferry


@pytest.mark.parametrize("name", tables.COLUMNS)
def test_tables_have_their_columns_in_every_form(name: str) -> None:
    for dossier in (ferry(), bare()):
        rows = tables.rows(dossier, name)
        assert rows == tables.rows(to_json(dossier), name)
        assert all(tuple(row) == tables.COLUMNS[name] for row in rows)
        for frame in (tables.to_pandas(dossier, name), tables.to_polars(dossier, name)):
            assert tuple(frame.columns) == tables.COLUMNS[name]
            assert len(frame) == len(rows)


def test_tables_every_place_holds_its_words() -> None:
    dossier = ferry()
    texts = {article.id: article.text for article in dossier.articles}
    seen = 0
    for name, columns in tables.COLUMNS.items():
        for prefix in ("", "left_", "right_"):
            if f"{prefix}start" in columns:
                for row in tables.rows(dossier, name):
                    stretch = texts[row[f"{prefix}article"]][row[f"{prefix}start"] : row[f"{prefix}end"]]
                    assert stretch == row[f"{prefix}text"]
                    seen += 1
    assert seen > 30


def test_tables_say_what_the_dossier_says() -> None:
    dossier = ferry()
    first = tables.facts(dossier)[0]
    assert (first["kind"], first["outlet"], first["reports"]) == ("differing", "Northern Wire", 3)
    said = [row for row in tables.statements(dossier) if row["speaker"] == "Tomas Reyl"]
    assert len(said) == 2
    assert said[0]["utterance"] == said[1]["utterance"] == dossier.utterances[0].id
    plan = tables.plans(dossier)[0]
    assert (plan["actors"], plan["due"], plan["due_text"]) == ("Straitline", "2031-03-04/2031-03-07", "by Friday")
    assert {row["of"] for row in tables.differences(dossier)} == {dossier.facts[0].id, dossier.utterances[0].id}


def test_tables_frames_count_and_filter() -> None:
    in_pandas, in_polars = tables.to_pandas(ferry(), "facts"), tables.to_polars(ferry(), "facts")
    assert isinstance(in_pandas, pd.DataFrame)
    assert isinstance(in_polars, pl.DataFrame)
    assert in_pandas["independent"].max() == in_polars["independent"].max() == 2


def test_tables_an_unknown_one_is_refused_and_a_missing_part_named(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(SettingError, match="choose articles, facts"):
        tables.to_pandas(ferry(), "weather")
    for name, make in (("pandas", tables.to_pandas), ("polars", tables.to_polars)):
        monkeypatch.setitem(sys.modules, name, None)
        with pytest.raises(MissingExtra, match=f"pip install {name}"):
            make(ferry(), "facts")


def hostile() -> Dossier:
    """Return a story whose outlet, title and words are markup."""
    dossier = ferry()
    evil = '<script>alert(1)</script><img src=x onerror="alert(1)">\u202e'
    articles = tuple(replace(article, outlet=evil) for article in dossier.articles)
    return replace(dossier, articles=articles, story=replace(dossier.story, title=evil))


def test_notebook_shows_a_dossier_without_letting_it_act() -> None:
    shown = hostile()._repr_html_()
    assert shown is not None
    assert "&lt;script&gt;" in shown
    tags = set(re.findall(r"<(\w+)", shown))
    assert tags <= {"div", "h3", "h4", "table", "thead", "tbody", "tr", "th", "td", "ul", "li", "small", "b", "span"}
    assert not re.search(r"<[^>]*\s(?:on\w+|src|href|style)=", shown)
    assert "\u202e" not in shown


def test_notebook_shows_figures_facts_and_differences() -> None:
    shown = ferry()._repr_html_()
    assert shown is not None
    assert "<th>reports</th>" in shown
    assert "<td>4</td><td>5</td>" in shown
    assert "<h4>Differences (1)</h4>" in shown
    assert bare()._repr_html_() is not None


def test_public_names_are_there_and_come_only_when_asked_for() -> None:
    for name in tellings.__all__:
        assert getattr(tellings, name) is not None
    with pytest.raises(AttributeError, match="weather"):
        _ = tellings.weather
    code = (
        "import sys, tellings; heavy = {'httpx', 'pandas', 'polars', 'fastapi', 'spacy', 'tellings.report'}; "
        "assert not heavy & set(sys.modules), heavy & set(sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0

"""New reports in a dossier whose files are gone."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from tellings import pipeline
from tellings.errors import AnchorError, SchemaError
from tellings.report.jsonform import dumps, to_json
from tellings.types.dossier import Dossier

SAMPLE = Path(pipeline.__file__).parent / "sample"

pytestmark = pytest.mark.models

FIRST = """Ferry hits pier in Larkhaven

LARKHAVEN, March 3 (Reuters) - A ferry struck a pier in Larkhaven on Monday and 12 people were hurt, police said.

"The captain must explain this," Mayor Ada Brill told reporters.

The ferry had left Osmund Bay at noon.
"""
SECOND = FIRST.replace("12 people were hurt", "17 people were hurt").replace(
    "The ferry had left Osmund Bay at noon.\n", "Divers will look at the hull on Tuesday.\n"
)


@pytest.fixture
def held(tmp_path: Path) -> dict[str, Any]:
    """Return the dossier of one report in ``a.txt``, as a file would hold it."""
    (tmp_path / "a.txt").write_text(FIRST, encoding="utf-8")
    document: dict[str, Any] = json.loads(dumps(pipeline.read([tmp_path / "a.txt"])))
    return document


@pytest.mark.parametrize("first", [1, 3, 4])
def test_update_gives_the_bytes_of_reading_all_at_once(first: int, sample_dossier: Dossier) -> None:
    files = sorted(SAMPLE.glob("*.txt"))
    before = json.loads(dumps(pipeline.read(files[:first])))
    updated = pipeline.update(before, files[first:])
    assert dumps(updated.dossier) == dumps(sample_dossier)
    assert updated.known == ()
    assert updated.replaced == ()


def test_update_takes_captions_agency_and_lost_inputs_along(tmp_path: Path) -> None:
    page = (
        "<html><head><title>Ferry hits pier</title>"
        "<meta property='article:published_time' content='2031-03-03T10:00:00Z'>"
        "<meta property='article:modified_time' content='2031-03-04T09:00:00Z'></head>"
        "<body><article><h1>Ferry hits pier</h1>"
        "<figure><img src='x.png'><figcaption>The ferry lies beside the broken pier after the crash on Monday. "
        "(Photo: Ida Stone)</figcaption></figure>"
        "<p>A ferry struck a pier in Larkhaven on Monday and 12 people were hurt, police said.</p>"
        "<p>Nobody knows why the ferry was so fast when it came into the harbour.</p></article></body></html>"
    )
    (tmp_path / "a.txt").write_text(FIRST, encoding="utf-8")
    (tmp_path / "b.html").write_text(page, encoding="utf-8")
    (tmp_path / "c.txt").write_bytes(b"")
    (tmp_path / "d.txt").write_text("\ufeff" + SECOND, encoding="utf-8")
    (tmp_path / "e.json").write_text("{}", encoding="utf-8")
    names = [tmp_path / name for name in ("e.json", "b.html", "c.txt", "a.txt", "d.txt")]
    before = json.loads(dumps(pipeline.read(names[:3])))
    assert before["articles"][0]["updated"] == "2031-03-04T09:00:00Z"
    assert before["articles"][0]["evidence"]["published"] == "open-graph"
    assert dumps(pipeline.update(before, names[3:]).dossier) == dumps(pipeline.read(names))


def test_update_needs_none_of_the_old_files(held: dict[str, Any], tmp_path: Path) -> None:
    (tmp_path / "a.txt").unlink()
    (tmp_path / "b.txt").write_text(SECOND, encoding="utf-8")
    updated = pipeline.update(held, [tmp_path / "b.txt"])
    assert [Path(article.path or "").name for article in updated.dossier.articles].count("a.txt") == 1
    assert len(updated.dossier.articles) == 2


def test_update_says_what_is_in_already_and_does_not_double_it(held: dict[str, Any], tmp_path: Path) -> None:
    shutil.copy(tmp_path / "a.txt", tmp_path / "copy.txt")
    updated = pipeline.update(held, [tmp_path / "a.txt", tmp_path / "copy.txt"])
    assert json.loads(dumps(updated.dossier))["articles"] == held["articles"]
    assert [item.code for item in updated.known] == ["P002"]
    assert "a.txt" in updated.known[0].reason
    assert [item.code for item in updated.dossier.dropped] == ["C006"]
    again = pipeline.update(to_json(updated.dossier), [tmp_path / "a.txt", tmp_path / "copy.txt"])
    assert dumps(again.dossier) == dumps(updated.dossier)


def test_update_a_newer_version_takes_the_place_of_the_older(held: dict[str, Any], tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(SECOND, encoding="utf-8")
    updated = pipeline.update(held, [tmp_path / "a.txt"])
    assert len(updated.dossier.articles) == 1
    assert updated.dossier.articles[0].text == SECOND
    assert updated.replaced == ((held["articles"][0]["id"], updated.dossier.articles[0].id),)


def test_update_an_input_that_was_lost_and_is_mended_is_no_longer_listed(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(FIRST, encoding="utf-8")
    (tmp_path / "b.txt").write_bytes(b"")
    before = json.loads(dumps(pipeline.read([tmp_path])))
    assert [item["code"] for item in before["dropped"]] == ["C003"]
    (tmp_path / "b.txt").write_text(SECOND, encoding="utf-8")
    updated = pipeline.update(before, [tmp_path / "b.txt"])
    assert updated.dossier.dropped == ()
    assert len(updated.dossier.articles) == 2


def test_update_fails_loudly_on_a_changed_text(held: dict[str, Any], tmp_path: Path) -> None:
    held["articles"][0]["text"] = held["articles"][0]["text"].replace("12", "92")
    with pytest.raises(AnchorError, match=held["articles"][0]["id"]):
        pipeline.update(held, [tmp_path / "a.txt"])


def test_update_says_what_an_article_lacks(held: dict[str, Any], tmp_path: Path) -> None:
    del held["articles"][0]["capture_sha256"]
    with pytest.raises(SchemaError, match="capture_sha256"):
        pipeline.update(held, [tmp_path / "a.txt"])

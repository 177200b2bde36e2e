"""The commands on what changes, as a user runs them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tellings import pipeline
from tellings.report.jsonform import dump_document, dumps
from tests.test_cli import tellings

SAMPLE = Path(pipeline.__file__).parent / "sample"

pytestmark = pytest.mark.models


@pytest.fixture(scope="module")
def early(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the dossier of the first three reports of the sample."""
    path = tmp_path_factory.mktemp("early") / "dossier.json"
    path.write_text(dumps(pipeline.read(sorted(SAMPLE.glob("*.txt"))[:3])), encoding="utf-8")
    return path


def test_update_gives_the_dossier_of_all_reports_and_says_what_changed(
    early: Path, tmp_path: Path, sample_document: dict[str, Any]
) -> None:
    listed = tmp_path / "changes.json"
    done = tellings("update", early, *sorted(SAMPLE.glob("*.txt"))[3:], "--format", "json", "--changes", listed)
    assert done.returncode == 0, done.stderr
    assert done.stdout == dump_document(sample_document)
    assert "New facts" in done.stderr
    assert json.loads(listed.read_text(encoding="utf-8"))["schema"] == "changes/1"


def test_update_writes_all_forms_and_the_page_opens_with_what_changed(early: Path, tmp_path: Path) -> None:
    first = sorted(SAMPLE.glob("*.txt"))[0]
    done = tellings("update", early, first, tmp_path / "gone.txt", "--output", tmp_path / "out")
    assert done.returncode == 3, done.stderr
    assert "has this report already" in done.stderr
    assert "C001" in done.stderr
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == ["dossier.html", "dossier.json", "dossier.md"]
    assert '<section id="changed"' in (tmp_path / "out" / "dossier.html").read_text(encoding="utf-8")


def test_update_fails_on_a_changed_text(early: Path, tmp_path: Path) -> None:
    document = json.loads(early.read_text(encoding="utf-8"))
    document["articles"][0]["text"] += "x"
    changed = tmp_path / "changed.json"
    changed.write_text(json.dumps(document), encoding="utf-8")
    done = tellings("update", changed, SAMPLE)
    assert done.returncode == 1
    assert "was changed" in done.stderr


@pytest.mark.parametrize(
    ("form", "start"), [("text", ""), ("markdown", "# What changed"), ("html", "<!doctype html>"), ("json", "{")]
)
def test_diff_writes_every_form(
    form: str, start: str, early: Path, tmp_path: Path, sample_document: dict[str, Any]
) -> None:
    late = tmp_path / "late.json"
    late.write_text(dump_document(sample_document), encoding="utf-8")
    done = tellings("diff", early, late, "--format", form)
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith(start)
    assert "Meridian World Service" in done.stdout

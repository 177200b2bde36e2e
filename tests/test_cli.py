"""The command as a user runs it."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tellings import pipeline

SAMPLE = Path(pipeline.__file__).parent / "sample"

pytestmark = pytest.mark.models


def tellings(*arguments: str | Path, given: str | None = None) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "tellings", *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, encoding="utf-8", input=given, check=False)


@pytest.fixture(scope="module")
def dossier_file(tmp_path_factory: pytest.TempPathFactory, sample_document: dict[str, Any]) -> Path:
    path = tmp_path_factory.mktemp("dossier") / "dossier.json"
    path.write_text(json.dumps(sample_document), encoding="utf-8")
    return path


def test_read_writes_json_to_standard_output_and_nothing_else() -> None:
    done = tellings("read", SAMPLE, "--format", "json")
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["schema"] == "dossier/1"
    assert done.stderr == ""


def test_read_without_a_format_writes_all_three_and_says_where(tmp_path: Path) -> None:
    done = tellings("read", SAMPLE, "--output", tmp_path / "out")
    assert done.returncode == 0, done.stderr
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == ["dossier.html", "dossier.json", "dossier.md"]
    assert "dossier.html" in done.stderr


def test_read_ends_with_3_when_an_input_was_lost(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(sorted(SAMPLE.glob("*.txt"))[0].read_bytes())
    (tmp_path / "b.txt").write_bytes(b"")
    done = tellings("read", tmp_path, "--format", "json")
    assert done.returncode == 3
    assert "b.txt" in done.stderr
    assert "C003" in done.stderr
    assert [item["code"] for item in json.loads(done.stdout)["dropped"]] == ["C003"]


def test_read_ends_with_1_and_one_line_when_there_is_nothing(tmp_path: Path) -> None:
    done = tellings("read", tmp_path / "nowhere", "--format", "json")
    assert done.returncode == 1
    assert done.stdout == ""
    assert done.stderr.startswith("tellings: P001: no article was found")
    assert "Traceback" not in done.stderr


def test_extract_prints_one_object_a_line() -> None:
    done = tellings("extract", SAMPLE)
    articles = [json.loads(line) for line in done.stdout.splitlines()]
    assert len(articles) == 5
    assert all(article["blocks"] for article in articles)


def test_verify_passes_and_fails_loudly_on_a_changed_text(dossier_file: Path, tmp_path: Path) -> None:
    assert tellings("verify", dossier_file).returncode == 0
    document = json.loads(dossier_file.read_text(encoding="utf-8"))
    document["articles"][0]["text"] = "X" + document["articles"][0]["text"][1:]
    changed = tmp_path / "changed.json"
    changed.write_text(json.dumps(document), encoding="utf-8")
    done = tellings("verify", changed)
    assert done.returncode == 1
    assert document["articles"][0]["id"] in done.stderr


@pytest.mark.parametrize("form", ["html", "markdown", "json"])
def test_render_reads_a_dossier_from_a_file_or_standard_input(dossier_file: Path, form: str) -> None:
    from_file = tellings("render", dossier_file, "--format", form)
    piped = tellings("render", "-", "--format", form, given=dossier_file.read_text(encoding="utf-8"))
    assert from_file.returncode == 0
    assert from_file.stdout == piped.stdout


def test_explain_shows_a_fact_and_names_an_unknown_id(dossier_file: Path, sample_document: dict[str, Any]) -> None:
    fact = next(fact for fact in sample_document["facts"] if fact["kind"] == "agreed")
    done = tellings("explain", dossier_file, fact["id"])
    assert done.returncode == 0
    assert fact["title"]["text"][:20] in done.stdout
    unknown = tellings("explain", dossier_file, "f000000000000")
    assert unknown.returncode == 1
    assert "f000000000000" in unknown.stderr


def test_a_document_that_is_no_dossier_is_refused(tmp_path: Path) -> None:
    (tmp_path / "x.json").write_text("{}", encoding="utf-8")
    done = tellings("verify", tmp_path / "x.json")
    assert done.returncode == 1
    assert "D003" in done.stderr


def test_schema_is_json_and_sample_writes_five_reports(tmp_path: Path) -> None:
    assert json.loads(tellings("schema").stdout)["$schema"]
    assert tellings("sample", tmp_path / "s").returncode == 0
    assert len(list((tmp_path / "s").glob("*.txt"))) == 5

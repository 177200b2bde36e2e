"""Documents state what is: every command, setting, code and folder they name exists, and the reverse."""

from __future__ import annotations

import doctest
import re
import shutil
import tomllib
from pathlib import Path

import pytest
from typer.main import get_command

from tellings import errors
from tellings.cli import app
from tellings.config import Settings
from tellings.report.schema import schema

ROOT = Path(__file__).resolve().parent.parent
SOURCE = ROOT / "src" / "tellings"


def read(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


def test_readme_names_every_command_and_no_other() -> None:
    commands = set(get_command(app).commands)  # type: ignore[attr-defined]
    named = set(re.findall(r"^\| `tellings (\w+)", read("README.md"), flags=re.MULTILINE))
    assert named == commands


def test_readme_names_every_setting_and_no_other() -> None:
    named = set(re.findall(r"`TELLINGS_([A-Z_]+)`", read("README.md")))
    assert named == {name.upper() for name in Settings.model_fields}


def test_every_code_is_in_the_table_and_every_row_in_the_code() -> None:
    table = set(re.findall(r"^\| ([A-Z]\d{3}) ", errors.__doc__ or "", flags=re.MULTILINE))
    used = set()
    for path in SOURCE.rglob("*.py"):
        if path.name != "errors.py":
            used |= set(re.findall(r"\"([CEHMWPRSDGT]\d{3})\"", path.read_text(encoding="utf-8")))
    assert used == table


def test_error_tree_in_the_docstring_is_the_tree() -> None:
    drawn = set(re.findall(r"[├└]── (\w+)", errors.__doc__ or ""))
    real = {cls.__name__ for cls in errors.TellingsError.__subclasses__()}
    assert drawn == real


def test_architecture_names_every_folder() -> None:
    named = set(re.findall(r"^\| `(\w+)/`", read("ARCHITECTURE.md"), flags=re.MULTILINE))
    folders = {path.parent.name for path in SOURCE.glob("*/__init__.py")}
    assert named == folders


def test_dossier_document_names_every_key_of_the_schema() -> None:
    named = re.findall(r"^\| `(\w+)` \|", read("docs/dossier.md"), flags=re.MULTILINE)
    assert sorted(named) == sorted(schema()["properties"])


def test_changelog_opens_with_the_version() -> None:
    version = tomllib.loads(read("pyproject.toml"))["project"]["version"]
    first = re.search(r"^## (\S+)", read("CHANGELOG.md"), flags=re.MULTILINE)
    assert first is not None
    assert first.group(1) == version


@pytest.mark.parametrize("name", ["README.md", "ARCHITECTURE.md", "CONTRIBUTING.md"])
def test_links_and_paths_in_documents_exist(name: str) -> None:
    text = read(name)
    for target in re.findall(r"\]\(([^)#]+)\)", text):
        if "://" not in target:
            assert (ROOT / target).exists(), target
    for path in re.findall(r"`((?:src|tests|docs|tools|requirements|training)/[\w./-]+)`", text):
        assert (ROOT / path).exists(), path


def test_readme_example_runs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shutil.copytree(SOURCE / "sample", tmp_path / "reports")
    monkeypatch.chdir(tmp_path)
    test = doctest.DocTestParser().get_doctest(read("README.md"), {}, "README.md", "README.md", 0)
    assert len(test.examples) > 3
    result = doctest.DocTestRunner(optionflags=doctest.ELLIPSIS).run(test)
    assert result.failed == 0


def test_make_help_lists_every_target_of_the_readme() -> None:
    targets = set(re.findall(r"^([a-z]+):.*##", read("Makefile"), flags=re.MULTILINE))
    named = set(re.findall(r"`make (\w+)`", read("README.md") + read("CONTRIBUTING.md")))
    assert named <= targets
    assert {"demo", "test", "check", "bench"} <= targets


def test_locks_name_no_index_and_no_place_on_a_machine() -> None:
    for name in ("requirements/run.txt", "requirements/web.txt", "requirements/dev.txt"):
        text = read(name)
        assert "--hash=sha256:" in text
        assert not re.search(r"://|^ *--(?!hash=)|^-[a-z] |@ file", text, flags=re.MULTILINE)

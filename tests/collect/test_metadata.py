"""What a meta.json says, and what of it cannot be used."""

from __future__ import annotations

from pathlib import Path

import pytest

from tellings.collect.metadata import read_folder_notes


def notes_of(folder: Path, content: str | bytes) -> tuple[list[str], list[str]]:
    (folder / "meta.json").write_bytes(content if isinstance(content, bytes) else content.encode())
    notes = read_folder_notes(folder)
    return list(notes.files), [problem.reason for problem in notes.problems]


def test_metadata_folder_without_one_says_nothing(tmp_path: Path) -> None:
    assert read_folder_notes(tmp_path).files == {}
    assert read_folder_notes(tmp_path).problems == ()


def test_metadata_keeps_fields_and_passes_over_empty_ones(tmp_path: Path) -> None:
    notes_of(tmp_path, '[{"file": "a.txt", "title": " Ferry ", "outlet": "", "published": 3, "author": "Ann Pell"}]')
    said = read_folder_notes(tmp_path).files["a.txt"]
    assert (said.title, said.outlet, said.published, said.byline) == ("Ferry", None, None, "Ann Pell")


def test_metadata_list_may_stand_under_a_key(tmp_path: Path) -> None:
    assert notes_of(tmp_path, '{"files": [{"file": "a.txt"}]}') == (["a.txt"], [])


@pytest.mark.parametrize("content", ["[{", b"\xff\xfe\x00", "3", '{"title": "x"}', "[" * 100_000])
def test_metadata_unusable_document_is_one_problem(tmp_path: Path, content: str | bytes) -> None:
    files, problems = notes_of(tmp_path, content)
    assert files == []
    assert len(problems) == 1


def test_metadata_entry_without_file_costs_itself_alone(tmp_path: Path) -> None:
    files, problems = notes_of(tmp_path, '[{"title": "x"}, "y", {"file": "a.txt"}]')
    assert files == ["a.txt"]
    assert len(problems) == 2


def test_metadata_halves_of_surrogate_pairs_do_not_survive(tmp_path: Path) -> None:
    notes_of(tmp_path, '[{"file": "a.txt", "title": "x \\ud800 y"}]')
    title = read_folder_notes(tmp_path).files["a.txt"].title
    assert title is not None
    title.encode("utf-8")

"""Files and folders become captures, and what cannot be read becomes a Dropped with a code."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from tellings.collect import collect
from tellings.types.articles import Capture, Dropped, Hints

TEXT = "The ferry to Lowmere stopped at noon.\n"


def write(folder: Path, **files: str | bytes) -> None:
    for name, content in files.items():
        path = folder / name.replace("__", "/").replace("_DOT_", ".")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())


def names(folder: Path, items: list[Capture | Dropped]) -> list[str]:
    return [Path(item.source).relative_to(folder).as_posix() for item in items]


def test_files_folder_is_read_by_path_and_hidden_and_unknown_files_are_passed_over(tmp_path: Path) -> None:
    write(
        tmp_path,
        b_DOT_txt=TEXT + "b",
        a_DOT_html="<p>a</p>",
        sub__c_DOT_json='{"headline": "c"}',
        sub__d_DOT_md="# d",
        _DOT_hidden_DOT_txt="h",
        _DOT_git__e_DOT_txt="e",
        picture_DOT_png=b"\x89PNG",
        README_DOT_md="about this folder",
    )
    items = list(collect([tmp_path]))
    assert names(tmp_path, items) == ["a.html", "b.txt", "sub/c.json", "sub/d.md"]
    types = [item.media_type for item in items if isinstance(item, Capture)]
    assert types == ["text/html", "text/plain", "application/json", "text/markdown"]


def test_files_content_is_untouched(tmp_path: Path) -> None:
    write(tmp_path, a_DOT_txt=b"\xef\xbb\xbfone\r\ntwo")
    (item,) = collect([tmp_path / "a.txt"])
    assert isinstance(item, Capture)
    assert item.content == b"\xef\xbb\xbfone\r\ntwo"
    assert item.source == (tmp_path / "a.txt").as_posix()


def test_files_meta_json_gives_hints_and_options_stand_apart(tmp_path: Path) -> None:
    meta = [{"file": "a.txt", "outlet": "Lowmere Post", "published": "2024-05-02", "authors": ["Ann Pell", "Bo Lark"]}]
    write(tmp_path, a_DOT_txt=TEXT, b_DOT_txt=TEXT + "b", meta_DOT_json=json.dumps(meta))
    option = Hints(published="2020-01-01", origin="option")
    first, second = collect([tmp_path], hints=option)
    assert isinstance(first, Capture)
    assert isinstance(second, Capture)
    assert first.hints == Hints(
        outlet="Lowmere Post", published="2024-05-02", byline="Ann Pell, Bo Lark", origin="metadata"
    )
    assert first.options == second.options == option
    assert second.hints == Hints()


def test_files_meta_json_beside_a_named_file_is_used(tmp_path: Path) -> None:
    write(tmp_path, a_DOT_txt=TEXT, meta_DOT_json='[{"file": "a.txt", "title": "Ferry stops"}]')
    (item,) = collect([tmp_path / "a.txt"])
    assert isinstance(item, Capture)
    assert item.hints.title == "Ferry stops"


def test_files_meta_json_lists_files_of_inner_folders_and_notes(tmp_path: Path) -> None:
    meta = '[{"file": "in/a.txt", "outlet": "X"}, {"file": "README.md", "outlet": "Y"}, {"file": "../out.txt"}]'
    write(tmp_path, in__a_DOT_txt=TEXT, README_DOT_md="# Ferry\n", meta_DOT_json=meta)
    items = list(collect([tmp_path]))
    assert names(tmp_path, items) == ["README.md", "in/a.txt"]
    assert [item.hints.outlet for item in items if isinstance(item, Capture)] == ["Y", "X"]


def test_files_malformed_meta_json_is_reported_once_and_the_rest_is_read(tmp_path: Path) -> None:
    write(tmp_path, a_DOT_txt=TEXT, b_DOT_txt=TEXT + "b", meta_DOT_json="[{")
    items = list(collect([tmp_path, tmp_path / "a.txt"]))
    assert [item.code for item in items if isinstance(item, Dropped)] == ["C007", "C006"]
    assert sum(isinstance(item, Capture) for item in items) == 2


def test_files_listed_but_missing_file_is_reported(tmp_path: Path) -> None:
    write(tmp_path, a_DOT_txt=TEXT, meta_DOT_json='[{"file": "gone.txt"}, {"file": "a.txt"}]')
    items = list(collect([tmp_path]))
    assert [(item.code, Path(item.source).name) for item in items if isinstance(item, Dropped)] == [
        ("C001", "gone.txt")
    ]


def test_files_same_bytes_count_once_and_the_first_is_named(tmp_path: Path) -> None:
    write(tmp_path, a_DOT_txt=TEXT, b_DOT_txt=TEXT)
    first, second = collect([tmp_path])
    assert isinstance(first, Capture)
    assert isinstance(second, Dropped)
    assert second.code == "C006"
    assert first.source in second.reason


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "C003"),
        (b" \n\t\r\n", "C003"),
        (b"\xef\xbb\xbf", "C003"),
        (b"%PDF-1.7 ...", "C004"),
        (b"PK\x03\x04rest", "C004"),
        (b"text\x00\x01\x02 with \x00 zeros all over \x00\x00\x00", "C004"),
        (b"x" * 101, "C005"),
    ],
)
def test_files_unusable_content_is_dropped_with_a_code(tmp_path: Path, content: bytes, code: str) -> None:
    write(tmp_path, a_DOT_txt=content)
    (item,) = collect([tmp_path / "a.txt"], max_bytes=100)
    assert isinstance(item, Dropped)
    assert (item.code, item.stage) == (code, "collect")


def test_files_missing_path_and_empty_folder_are_dropped(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    items = list(collect([tmp_path / "nothing.txt", tmp_path / "empty"]))
    assert [item.code for item in items if isinstance(item, Dropped)] == ["C001", "C008"]


def test_files_that_vanishes_between_listing_and_reading_costs_itself_alone(tmp_path: Path) -> None:
    write(tmp_path, a_DOT_txt=TEXT, b_DOT_txt=TEXT + "b", c_DOT_txt=TEXT + "c")
    reading = collect([tmp_path])
    assert isinstance(next(reading), Capture)
    (tmp_path / "b.txt").unlink()
    rest = list(reading)
    assert [item.code for item in rest if isinstance(item, Dropped)] == ["C001"]
    assert names(tmp_path, [item for item in rest if isinstance(item, Capture)]) == ["c.txt"]


def test_files_no_ordinary_file_is_dropped(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.txt")
    (item,) = collect([tmp_path / "pipe.txt"])
    assert isinstance(item, Dropped)
    assert item.code == "C002"


def test_files_named_file_of_unknown_suffix_is_read_by_its_content(tmp_path: Path) -> None:
    write(tmp_path, a_DOT_page=b"<!DOCTYPE html><p>Ferry", b_DOT_dat='{"headline": "x"}', c=TEXT)
    items = list(collect([tmp_path / "a.page", tmp_path / "b.dat", tmp_path / "c"]))
    types = [item.media_type for item in items if isinstance(item, Capture)]
    assert types == ["text/html", "application/json", "text/plain"]


def test_files_meta_json_given_as_a_report_is_refused(tmp_path: Path) -> None:
    write(tmp_path, meta_DOT_json="[]")
    (item,) = collect([tmp_path / "meta.json"])
    assert isinstance(item, Dropped)
    assert item.code == "C009"


def test_files_order_and_output_do_not_change_between_runs(tmp_path: Path) -> None:
    write(tmp_path, **{f"{name}_DOT_txt": TEXT + name for name in "zyxabc"})
    assert list(collect([tmp_path])) == list(collect([tmp_path]))

"""What a store holds, whether it is whole, and copies of it."""

from __future__ import annotations

import stat
import subprocess
from pathlib import Path

import pytest
from sqlalchemy import text
from typer.testing import CliRunner

from tellings.cli import app
from tellings.errors import StoreError
from tellings.store import Store, open_store
from tellings.store.articles import list_articles, put_article
from tellings.store.backup import back_up
from tellings.store.captures import get_capture, kept_bytes, put_capture
from tellings.store.inspection import check_store, count_rows
from tellings.store.search import search
from tests.store.cluster import binaries
from tests.store.made import NOON, article, capture


@pytest.fixture
def filled(store: Store, monkeypatch: pytest.MonkeyPatch) -> Store:
    """Return a store with one article; ``pg_dump`` is the server's own."""
    folder = binaries()
    if folder is not None:
        monkeypatch.setenv("PATH", str(folder), prepend=":")
    with store.begin() as connection:
        ident = put_capture(connection, capture())
        assert put_capture(connection, capture()) == ident
        assert get_capture(connection, ident) == capture()
        put_article(connection, article(), seen_at=NOON, capture=ident)
    return store


def test_inspection_whole_store_has_no_finding(filled: Store) -> None:
    with filled.read() as connection:
        assert list(check_store(connection)) == []
        rows = count_rows(connection)
        assert kept_bytes(connection)[0] == len(capture().content)
    assert {name: rows[name] for name in ("articles", "versions", "captures", "bodies", "stories")} == {
        "articles": 1,
        "versions": 1,
        "captures": 1,
        "bodies": 1,
        "stories": 0,
    }


@pytest.mark.parametrize(
    ("harm", "said"),
    [
        ("UPDATE versions SET content = (SELECT content FROM bodies)", "versions 1: T010"),
        ("UPDATE bodies SET content = (SELECT content FROM versions)", "the bytes do not match their hash"),
        ("UPDATE articles SET current = 77", "its current version is not there"),
        ("UPDATE versions SET moment = moment", ""),
    ],
)
def test_inspection_harm_is_found(filled: Store, harm: str, said: str) -> None:
    with filled.begin() as connection:
        connection.execute(text(harm))
    with filled.read() as connection:
        findings = list(check_store(connection))
    assert bool(findings) == bool(said)
    assert any(said in finding for finding in findings) or not said


def test_backup_can_be_opened_or_restored(filled: Store, bare: str, tmp_path: Path) -> None:
    copy = tmp_path / "copy"
    back_up(filled, copy)
    assert stat.S_IMODE(copy.stat().st_mode) == 0o600  # it holds what the desk lets only readers with a token see
    restored = str(copy)
    if filled.dialect == "postgresql":
        folder = binaries()
        assert folder is not None
        subprocess.run([folder / "pg_restore", "--no-owner", f"--dbname={bare}", copy], check=True)
        restored = bare
    with open_store(restored) as opened, opened.read() as connection:
        assert list(check_store(connection)) == []
        assert len(list_articles(connection)) == len(search(connection, "mill")) == 1
    with pytest.raises(StoreError) as raised:
        back_up(filled, copy)
    assert raised.value.code == "T015"
    with pytest.raises(StoreError) as raised:
        back_up(filled, tmp_path / "nowhere" / "copy")
    assert (raised.value.code, "no folder" in str(raised.value)) == ("T015", True)


def test_store_commands(bare: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TELLINGS_STORE", bare)
    folder = binaries()
    if folder is not None:
        monkeypatch.setenv("PATH", str(folder), prepend=":")
    runner = CliRunner()
    assert runner.invoke(app, ["store", "upgrade"]).exit_code == 0
    with open_store(bare) as store, store.begin() as connection:
        put_article(connection, article(), seen_at=NOON)
    told = runner.invoke(app, ["store", "info"])
    assert told.exit_code == 0
    assert "articles\t1\n" in told.stdout
    assert runner.invoke(app, ["store", "upgrade", "--rebuild-search"]).exit_code == 0
    assert runner.invoke(app, ["store", "check"]).exit_code == 0
    assert runner.invoke(app, ["store", "backup", str(tmp_path / "copy")]).exit_code == 0
    assert (tmp_path / "copy").stat().st_size > 0
    with open_store(bare) as store, store.begin() as connection:
        connection.execute(text("UPDATE articles SET current = 77"))
    assert runner.invoke(app, ["store", "check"]).exit_code == 1

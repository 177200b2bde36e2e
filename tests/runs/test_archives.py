"""An archive run loses nothing, repeats nothing, and can be stopped and killed at any moment."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from sqlalchemy import Connection
from typer.testing import CliRunner

from tellings.cli import app
from tellings.collect.archives import Wanted, find_archives
from tellings.errors import SettingError
from tellings.runs import archives as module
from tellings.runs.archives import ArchiveOptions, Summary, domains_of, run_archives, shard_name, time_given
from tellings.runs.processes import is_dead, own_name, stopping
from tellings.store import Store, open_store
from tellings.store.drops import list_drops
from tellings.store.inspection import count_rows
from tellings.store.moments import now
from tellings.store.runs import add_shards, claim_shard, get_run, start_run
from tests.collect.madewarcs import answer, made_page, mixed_records, page_record, record, write_archive
from tests.runs.killing import ROOT, begin, dump, make_archives
from tests.runs.poison import POISON, read_poisonous

FRENCH = """<html lang="fr"><body><article><h1>Le pont de Marrow sera reconstruit</h1>
<p>Le conseil municipal a décidé mardi de reconstruire la passerelle sur la rivière avant le printemps prochain.</p>
<p>« Nous avons attendu neuf ans », a dit la boulangère, qui travaille à côté de la vieille traversée.</p>
<p>Les travaux coûteront deux millions de couronnes et seront payés par la province, selon le procès-verbal.</p>
</article></body></html>"""


def rows(store: Store) -> dict[str, int]:
    with store.read() as connection:
        return dict(count_rows(connection))


def archives_in(folder: Path, count: int = 2) -> list[Path]:
    return [write_archive(folder / f"{at}.warc.gz", [page_record(3 * at + n) for n in range(3)]) for at in range(count)]


def test_archives_keep_pages_and_count_the_rest(store: Store, tmp_path: Path) -> None:
    path = write_archive(tmp_path / "a.warc.gz", mixed_records(0, 11))
    summary = run_archives(store, [path], ArchiveOptions())
    assert summary.is_done
    kept, counts = summary.counts()
    assert kept == 10
    assert counts == {
        "C045": 1,
        "E006": 1,
        "no web page": 2,
        "request record": 4,
        "status 404": 1,
        "warcinfo record": 1,
    }
    found = rows(store)
    assert (found["articles"], found["versions"], found["drops"]) == (9, 10, 2)
    with store.read() as connection:
        run = get_run(connection, summary.run)
        assert {drop.code: drop.run for drop in list_drops(connection)} == {"C045": run.id, "E006": run.id}
    assert (run.kept, run.finished_at is not None) == (10, True)


def test_archives_given_again_are_not_read_again(store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    paths = archives_in(tmp_path)
    first = run_archives(store, paths[:1], ArchiveOptions())
    before = rows(store)
    read: list[Path] = []
    whole = module.read_archive

    def note(path: Path, **fields: object) -> object:
        read.append(path)
        return whole(path, **fields)  # type: ignore[arg-type]

    monkeypatch.setattr(module, "read_archive", note)
    assert run_archives(store, paths[:1], ArchiveOptions()) == first
    assert read == []
    assert rows(store) == before
    assert run_archives(store, paths, ArchiveOptions()).is_done
    assert read == paths[1:]
    assert rows(store)["articles"] == 6
    before = rows(store)
    assert run_archives(store, paths, ArchiveOptions(name="once more")).counts()[0] == 6
    assert len(read) == 3
    assert rows(store) == before | {"runs": 2, "shards": 4}


def test_archives_stop_between_pages_and_go_on(store: Store, tmp_path: Path) -> None:
    path = write_archive(tmp_path / "a.warc.gz", [page_record(n) for n in range(6)])
    asked = iter(range(1000))
    part = run_archives(store, [path], ArchiveOptions(), stop=lambda: next(asked) >= 3)
    assert not part.is_done
    assert 1 <= part.shards[0].kept < 6
    assert part.shards[0].claimed_by is None
    whole = run_archives(store, [path], ArchiveOptions())
    assert (whole.is_done, whole.shards[0].kept, rows(store)["articles"]) == (True, 6, 6)


def test_archives_keep_nothing_of_a_batch_that_fails(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    [path] = archives_in(tmp_path, 1)
    whole = module.advance

    def fail(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(module, "advance", fail)
    with pytest.raises(KeyboardInterrupt):
        run_archives(store, [path], ArchiveOptions())
    assert rows(store)["articles"] == 0
    monkeypatch.setattr(module, "advance", whole)
    monkeypatch.setattr(module, "is_dead", lambda _name: True)
    assert run_archives(store, [path], ArchiveOptions()).counts() == (3, {})


def test_archives_taken_over_keep_nothing_twice(store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A worker that was thought dead finds its shard changed: its batch is thrown away, and it goes on elsewhere."""
    [path] = archives_in(tmp_path, 1)
    whole, others = module.advance, []

    def late(connection: Connection, shard: object, *args: object, **fields: object) -> object:
        if not others:
            others.append(True)
            taken = claim_shard(connection, shard.run, who=shard.claimed_by, at=now(), hold_seconds=60)  # type: ignore[attr-defined]
            assert taken is not None
            whole(connection, taken, 1)
        return whole(connection, shard, *args, **fields)  # type: ignore[arg-type]

    monkeypatch.setattr(module, "advance", late)
    summary = run_archives(store, [path], ArchiveOptions())
    assert summary.counts() == (3, {})
    assert rows(store)["articles"] == 3


def test_archives_of_a_dead_process_are_freed_at_once(store: Store, tmp_path: Path) -> None:
    [path] = archives_in(tmp_path, 1)
    gone = subprocess.Popen([sys.executable, "-c", "pass"])
    gone.wait()
    options = ArchiveOptions()

    def claim(connection: Connection) -> None:
        run = start_run(connection, options.run_name(), kind="archive", at=now(), settings=options.settings())
        add_shards(connection, run.id, [shard_name(path)])
        name = own_name().split("/")[0] + f"/{gone.pid}/12345"
        assert claim_shard(connection, run.id, who=name, at=now(), hold_seconds=3600)

    store.write(claim)
    assert run_archives(store, [path], options).is_done


def test_archives_know_their_processes() -> None:
    host, number, started = own_name().rsplit("/", 2)
    assert number == str(os.getpid())
    assert not is_dead(own_name())
    assert is_dead(f"{host}/{number}/{int(started) + 1}")
    assert not is_dead(f"elsewhere{host}/{number}/{int(started) + 1}")
    assert not is_dead("somebody")


def test_archives_are_narrowed_and_runs_told_apart(store: Store, tmp_path: Path) -> None:
    raws = [page_record(1), page_record(2, host="courier.example"), record(answer(FRENCH.encode()))]
    path = write_archive(tmp_path / "a.warc.gz", raws)

    def counts(**fields: object) -> tuple[int, dict[str, int]]:
        return run_archives(store, [path], ArchiveOptions(**fields)).counts()  # type: ignore[arg-type]

    assert counts(languages=frozenset({"fr"})) == (1, {"another language": 2})
    assert counts(wanted=Wanted(domains=frozenset({"courier.example"}))) == (1, {"another outlet": 2})
    assert rows(store)["articles"] == 2
    assert counts() == (3, {})
    assert rows(store)["runs"] == 3


def test_archives_take_outlets_by_name_and_domain() -> None:
    assert domains_of(["bbc", "Courier.example"]) == {"bbc.com", "bbc.co.uk", "courier.example"}
    with pytest.raises(SettingError, match="R020"):
        domains_of(["The Courier of Nowhere"])
    assert time_given("2026-03-01") == "2026-03-01T00:00:00Z"
    with pytest.raises(SettingError, match="R021"):
        time_given("in spring")


def test_archives_shard_names_fit_and_differ(tmp_path: Path) -> None:
    folder = tmp_path / ("d" * 200) / ("e" * 200)
    folder.mkdir(parents=True)
    names = set()
    for name in ("a.warc", "b.warc"):
        (folder / name).write_bytes(b"")
        names.add(shard_name(folder / name))
    (folder / "b.warc").write_bytes(b"1")
    names.add(shard_name(folder / "b.warc"))
    assert len(names) == 3
    assert max(len(name) for name in names) <= 300


def test_archives_flag_asks_to_stop() -> None:
    with stopping() as stop:
        assert not stop()
        os.kill(os.getpid(), signal.SIGTERM)
        assert stop()
        with pytest.raises(KeyboardInterrupt):
            os.kill(os.getpid(), signal.SIGTERM)


def test_archives_command_tells_counts_and_status(address: str, tmp_path: Path) -> None:
    path = write_archive(tmp_path / "a.warc.gz", [page_record(1), record(b"x", kind="request")])
    done = CliRunner().invoke(app, ["archive", str(path), "--store", address])
    assert done.exit_code == 0
    assert f"{shard_name(path)}\tkept\t1\n" in done.stdout
    assert done.stdout.endswith("all\tkept\t1\nall\tskipped: request record\t1\n")
    bad = write_archive(tmp_path / "b.warc.gz", [record(b"x")])
    lost = CliRunner().invoke(app, ["archive", str(bad), "--store", address])
    assert lost.exit_code == 3
    assert "all\tdropped: C045 a record holds no HTTP answer that can be read\t1\n" in lost.stdout


def test_archives_command_ends_cleanly_when_asked(address: str, tmp_path: Path) -> None:
    make_archives(tmp_path, files=2, pages=150)
    run = begin(address, tmp_path)
    assert run.stderr is not None
    run.stderr.readline()
    run.terminate()
    _, told = run.communicate(timeout=60)
    assert run.returncode == 1
    assert b"give the same command again" in told
    with open_store(address) as store, store.read() as connection:
        name = ArchiveOptions().run_name()
        assert get_run(connection, name).finished_at is None
    assert Summary(run="r", shards=(), is_done=True).counts() == (0, {})


def test_archives_of_several_processes_give_the_same_store(address: str, tmp_path: Path) -> None:
    """And so if the first process alone is killed: the others end, and nothing is lost or doubled."""
    folder = tmp_path / "archives"
    folder.mkdir()
    make_archives(folder, files=3, pages=30)
    alone = str(tmp_path / "alone.db")
    with open_store(alone) as store:
        assert run_archives(store, find_archives([folder]), ArchiveOptions()).is_done
    with begin(address, folder, processes=2) as run:
        assert run.stderr is not None
        run.stderr.readline()
        run.kill()
        run.communicate(timeout=120)
    with open_store(address) as store:
        assert run_archives(store, find_archives([folder]), ArchiveOptions(), processes=2).is_done
    assert dump(address) == dump(alone)


def test_archives_drop_a_page_that_ends_its_process(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(str(ROOT))
    monkeypatch.setattr(module, "read_page", read_poisonous)
    bad = record(answer(made_page(9).encode() + POISON), url="https://lantern.example/bad")
    path = write_archive(tmp_path / "a.warc.gz", [page_record(1), bad, page_record(2)])
    with open_store(tmp_path / "store.db") as store:
        summary = run_archives(store, [path], ArchiveOptions(), processes=1)
        assert (summary.is_done, summary.counts()) == (True, (2, {"W002": 1}))
        with store.read() as connection:
            [drop] = list_drops(connection)
    assert (drop.source, drop.stage, drop.code) == ("https://lantern.example/bad", "extract", "W002")


def test_archives_renew_their_claim_while_a_page_takes_long(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nothing comes for a while: an empty batch prolongs the claim and moves no mark."""
    [path] = archives_in(tmp_path, 1)
    monkeypatch.setattr(module, "_RENEW_SECONDS", 0.0)
    whole, kept = module._results, []

    def slow(*args: object) -> object:
        yield None
        yield None
        yield from whole(*args)  # type: ignore[arg-type]

    monkeypatch.setattr(module, "_results", slow)
    summary = run_archives(
        store, [path], ArchiveOptions(), tell=lambda shard: kept.append((shard.position, shard.kept))
    )
    assert summary.counts() == (3, {})
    assert kept[:3] == [(0, 0)] * 3


def test_archives_killed_at_any_point_leave_the_same_store(address: str, tmp_path: Path) -> None:
    """``tools/killing.py`` does it by the clock, with the command itself."""
    folder = tmp_path / "archives"
    folder.mkdir()
    make_archives(folder, files=2, pages=24)
    command = [sys.executable, "-m", "tests.runs.killed", address, str(folder), "12"]
    done = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True, timeout=600)
    died, states = map(int, done.stdout.split())
    assert (died, states >= 6) == (12, True)
    assert dump(address) == dump(str(tmp_path / "counted.db"))

"""The stages as one: order, determinism, and inputs that are of no use."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tellings import pipeline
from tellings.config import Settings
from tellings.errors import InputError, SettingError
from tellings.report.jsonform import dumps, to_json
from tellings.report.verify import verify
from tellings.types.articles import Hints
from tellings.types.dossier import Dossier

SAMPLE = Path(pipeline.__file__).parent / "sample"

pytestmark = pytest.mark.models


def test_check_names_the_stage_and_what_it_lacks() -> None:
    with pytest.raises(SettingError, match=r"stage 'extract' needs captures"):
        pipeline.check(pipeline.STAGES[1:])


def test_read_gives_the_same_bytes_twice_whatever_the_order_of_the_paths(sample_dossier: Dossier) -> None:
    again = pipeline.read(sorted(SAMPLE.glob("*.txt"), reverse=True))
    first = dumps(sample_dossier)
    assert dumps(pipeline.read([SAMPLE])) == first
    assert {article.id for article in again.articles} == {article.id for article in sample_dossier.articles}


def test_read_does_not_depend_on_the_hash_seed_or_the_number_of_processes(sample_dossier: Dossier) -> None:
    several = pipeline.read([SAMPLE], settings=Settings(processes=2))
    assert dumps(several) == dumps(sample_dossier)


def test_read_orders_articles_by_publication_unknown_last(sample_dossier: Dossier) -> None:
    published = [article.published for article in sample_dossier.articles]
    known = [moment for moment in published if moment]
    assert known
    assert published[: len(known)] == sorted(known)


def test_read_every_reference_of_the_sample_matches_its_text(sample_dossier: Dossier) -> None:
    assert verify(to_json(sample_dossier)) > 100


def test_read_fills_every_part_of_the_dossier(sample_dossier: Dossier) -> None:
    for part in ("entities", "utterances", "facts", "events", "plans", "positions", "lineage", "brief"):
        assert getattr(sample_dossier, part), part
    assert {fact.kind for fact in sample_dossier.facts} == {"agreed", "differing", "single"}


def test_read_goes_on_when_inputs_are_of_no_use(tmp_path: Path) -> None:
    for source in sorted(SAMPLE.glob("*.txt"))[:2]:
        shutil.copy(source, tmp_path)
    (tmp_path / "empty.txt").write_bytes(b"")
    (tmp_path / "binary.txt").write_bytes(bytes(range(256)) * 40)
    (tmp_path / "again.txt").write_bytes(sorted(SAMPLE.glob("*.txt"))[0].read_bytes())
    (tmp_path / "line.txt").write_bytes(b"word " * 4_000_000)
    dossier = pipeline.read([tmp_path, tmp_path / "gone.txt"])
    assert len(dossier.articles) == 2
    codes = {Path(item.source).name: item.code for item in dossier.dropped}
    assert codes["empty.txt"] == "C003"
    assert codes["binary.txt"] in {"C004", "E001"}
    assert codes["gone.txt"] == "C001"
    assert codes["line.txt"] == "E004"
    assert len(dossier.dropped) == 5
    assert all(item.reason for item in dossier.dropped)


def test_read_keeps_another_language_and_does_not_label_it(tmp_path: Path) -> None:
    shutil.copy(sorted(SAMPLE.glob("*.txt"))[0], tmp_path / "a.txt")
    greek = (
        "Το λιμάνι της πόλης έκλεισε την Τρίτη μετά από μεγάλη πυρκαγιά σε αποθήκη.\n"
        "Η πυροσβεστική ανακοίνωσε ότι δεν υπάρχουν τραυματίες και ότι η φωτιά τέθηκε υπό έλεγχο.\n"
    )
    (tmp_path / "b.txt").write_text(greek, encoding="utf-8")
    dossier = pipeline.read([tmp_path])
    article = next(article for article in dossier.articles if article.language == "el")
    labels = next(labels for labels in dossier.labels if labels.article == article.id)
    assert article.text == greek
    assert not article.labelled
    assert not labels.sentences
    assert all(support.claim.article != article.id for fact in dossier.facts for support in fact.support)


def test_read_takes_hints_for_what_files_do_not_say(tmp_path: Path) -> None:
    (tmp_path / "note.txt").write_text("The bridge at Orlen was closed on Monday, the city said.\n", encoding="utf-8")
    hints = Hints(outlet="Orlen Gazette", published="2031-03-04", origin="option")
    article = pipeline.read([tmp_path], hints=hints).articles[0]
    assert (article.outlet, article.published, article.published_from) == ("Orlen Gazette", "2031-03-04", "option")


def test_read_says_why_when_nothing_was_found(tmp_path: Path) -> None:
    (tmp_path / "empty.txt").write_bytes(b"")
    with pytest.raises(InputError, match=r"no article was found.*empty\.txt.*C003"):
        pipeline.read([tmp_path])

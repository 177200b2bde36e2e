"""Check the scores on the development sets against their floors, or raise the floors.

The floors live in ``tests/quality/floors.json``: for each set the SHA-256 of its files and one floor a row. A
score below its floor fails, and so does a row that is no longer measured. ``--update`` raises floors to the
scores reached and refuses to lower one: lower it by hand, in a commit that says why.

The sample story's gold is part of the project and always checked. The other sets are read from ``--bench`` and
passed over, with a line that says so, where that folder does not exist.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from tellings import pipeline
from tellings.config import Settings
from tellings.evaluate.commands import SETS, score_set
from tellings.evaluate.copies import predict as predict_copies
from tellings.evaluate.copies import score_copies
from tellings.evaluate.pages import predict as predict_pages
from tellings.evaluate.pages import read_pages, score_pages
from tellings.evaluate.rows import read_rows
from tellings.evaluate.scores import Table
from tellings.evaluate.stories import predict as predict_stories
from tellings.evaluate.stories import score_stories
from tellings.evaluate.story import score_story
from tellings.report.jsonform import to_json

ROOT = Path(__file__).resolve().parent.parent
FLOORS = ROOT / "tests" / "quality" / "floors.json"
#: By set: the hash of its files, and its scores or floors by row.
Sets = dict[str, dict[str, Any]]

#: A floor is this much below the score it was set at: the networks compute in 8 bits, which differs a little from
#: one kind of processor to another, and one span more or less is 0.013 in the smallest set (75 quotations).
SLACK = 0.015

#: Public sets of single articles, under --bench: name → what finds and scores, and the gold.
ARTICLES = {
    "polnear": ("quotes", Path("bench/quotes/dev.jsonl.gz")),
    "meantime-times": ("times", Path("bench/times/dev.jsonl")),
    "newsquant": ("quantities", Path("bench/quantities/dev.jsonl")),
    "gum-names": ("entities", Path("bench/entities/dev.jsonl")),
    "meantime-names": ("entities", Path("bench/entities/meantime.jsonl")),
    "ecb-events": ("coref", Path("bench/coref_events/dev.jsonl.gz")),
}
#: Labelled pairs of articles, and the articles.
PAIRS = Path("bench/syndication/pairs_dev.jsonl"), Path("bench/syndication/articles.jsonl.gz")

#: Web pages: their main texts, and the pages.
PAGES = Path("bench/pages/ground-truth.json"), Path("bench/pages/html")

#: Articles with the story that each belongs to.
GROUPED = Path("bench/stories/dev.jsonl.gz")

#: Stories with a hand-made gold: name → reports and gold, the first within the project, the others under --bench.
STORIES = {
    "sample": (ROOT / "src" / "tellings" / "sample", ROOT / "tests" / "sample_gold"),
    "tram": (Path("stories/tram"), Path("gold/tram")),
}


def files_hash(places: Iterable[Path]) -> str:
    """Return one SHA-256 over the names and contents of some files, and of the texts and JSON of some folders."""
    digest = hashlib.sha256()
    for place in places:
        inside = (
            [path for path in sorted(place.iterdir()) if path.suffix in {".txt", ".json"}] if place.is_dir() else []
        )
        for path in inside or [place]:
            digest.update(path.name.encode() + b"\0" + hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()


def measure(bench: Path) -> Sets:
    """Return for each set that is there its hash and its scores."""
    out: Sets = {}
    for name, (reports, gold) in STORIES.items():
        places = bench / reports, bench / gold  # an absolute path stays what it is
        if _is_here(name, *places):
            document = to_json(pipeline.read([places[0]], settings=Settings(on_error="stop")))
            out[name] = _entry(score_story(document, places[1]), *places)
    for name, (kind, gold) in ARTICLES.items():
        if _is_here(name, bench / gold):
            table, _ = score_set(bench / gold, *SETS[kind])
            out[name] = _entry(table, bench / gold)
    pairs, articles = (bench / place for place in PAIRS)
    if _is_here("syndication", pairs, articles):
        rows = read_rows(pairs)
        out["syndication"] = _entry(
            score_copies(rows, list(predict_copies(rows, read_rows(articles)))), pairs, articles
        )
    texts, pages = (bench / place for place in PAGES)
    if _is_here("pages", texts, pages):
        found = read_pages(texts, pages)
        out["pages"] = _entry(score_pages(found, list(predict_pages(found))), texts)
    if _is_here("basil-ecb", bench / GROUPED):
        rows = read_rows(bench / GROUPED)
        out["basil-ecb"] = _entry(score_stories(rows, list(predict_stories(rows))), bench / GROUPED)
    return out


def _is_here(name: str, *places: Path) -> bool:
    """Return whether all places of a set exist, and say so if they do not."""
    lacking = [place for place in places if not place.exists()]
    if lacking:
        print(f"{name}: passed over, {lacking[0]} is not on this machine")
    return not lacking


def _entry(table: Table, *places: Path) -> dict[str, Any]:
    return {"files": files_hash(places), "scores": table.values()}


def compare(floors: Sets, measured: Sets) -> list[str]:
    """Return a message for every floor that is broken; sets that were not measured are left alone."""
    broken = []
    for name, found in measured.items():
        floor = floors.get(name)
        if floor is None:
            broken.append(f"{name}: has no floors yet: run 'make floors'")
            continue
        if floor["files"] != found["files"]:
            broken.append(f"{name}: its files are not those the floors were set on: run 'make floors'")
        scores = found["scores"]
        for row, least in floor["floors"].items():
            value = scores.get(row)
            if value is None:
                broken.append(f"{name} {row}: no longer measured")
            elif value < least:
                broken.append(f"{name} {row}: {value:.4f} is below its floor {least:.4f}")
    return broken


def raised(floors: Sets, measured: Sets) -> Sets:
    """Return the floors with every one lifted to just below the score reached, none lowered."""
    out = dict(floors)
    for name, found in measured.items():
        old: dict[str, float] = dict((floors.get(name) or {}).get("floors") or {})
        for row, value in found["scores"].items():
            slack = 0.0 if row.startswith("integrity.") else SLACK  # a reference is exact or wrong
            reached = round(max(0.0, value - slack), 4)
            old[row] = max(old.get(row, 0.0), reached)
        out[name] = {"files": found["files"], "floors": old}
    return out


def main() -> int:
    """Measure, print every row beside its floor, and return 1 if a floor is broken."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--bench", type=Path, default=ROOT.parent / "shared", help="folder with stories and gold")
    parser.add_argument("--update", action="store_true", help="raise the floors")
    options = parser.parse_args()
    floors = json.loads(FLOORS.read_text(encoding="utf-8")) if FLOORS.exists() else {}
    measured = measure(options.bench.resolve())
    for name, found in measured.items():
        for row, value in found["scores"].items():
            least = ((floors.get(name) or {}).get("floors") or {}).get(row)
            print(f"{name:15s} {row:36s} {value:.4f}  floor {'none' if least is None else f'{least:.4f}'}")
    if options.update:
        FLOORS.parent.mkdir(parents=True, exist_ok=True)
        text = json.dumps(raised(floors, measured), indent=1, sort_keys=True) + "\n"
        FLOORS.write_text(text, encoding="utf-8")
        return 0
    broken = compare(floors, measured)
    print("\n".join(broken) or "every floor holds", file=sys.stderr if broken else sys.stdout)
    return 1 if broken else 0


if __name__ == "__main__":
    sys.exit(main())

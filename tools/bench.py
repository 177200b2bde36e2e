"""Print speed and memory, measured side by side in this run.

Four tables: words a second of every stage beside the bare spaCy pipeline over the same words; the cost of a
report in stories of 5, 20 and 80 reports; wall time and memory of the command from a cold start; pages a second
beside other extractors (``bench_pages``). Ratios carry
over between machines, seconds do not. Run it with ``OMP_NUM_THREADS=1``, as ``make bench`` does: the ratios are
stated for one core.
"""

from __future__ import annotations

import argparse
import math
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from bench_pages import pages

from tellings import pipeline
from tellings.collect import collect
from tellings.config import Settings
from tellings.extract import extract
from tellings.label import label
from tellings.label.parse import load_pipeline
from tellings.match import match
from tellings.reconcile import reconcile
from tellings.report.html import to_html
from tellings.report.jsonform import to_json
from tellings.types.articles import Article, Capture, Dropped, Hints

ROOT = Path(__file__).resolve().parent.parent
REPEATS = 3
SIZES = (5, 20, 80)
T = TypeVar("T")


def median_seconds(work: Callable[[], T]) -> tuple[float, T]:
    """Return the median time of some runs and the last result."""
    times = []
    for _ in range(REPEATS):
        start = time.perf_counter()
        result = work()
        times.append(time.perf_counter() - start)
    return statistics.median(times), result


def word_count(articles: list[Article]) -> int:
    """Return the blank-separated words in the blocks of some articles."""
    return sum(len(a.text[block.start : block.end].split()) for a in articles for block in a.blocks)


def stages(folder: Path) -> None:
    """Print words a second of every stage, and as a share of the bare spaCy pipeline's."""
    settings = Settings()
    nlp = load_pipeline(settings.pipeline)
    captures = [c for c in collect([folder], hints=Hints()) if isinstance(c, Capture)]
    seconds: dict[str, float] = {}
    seconds["extract"], outcomes = median_seconds(lambda: [extract(capture) for capture in captures])
    articles = [article for article in outcomes if not isinstance(article, Dropped)]
    texts = [a.text[block.start : block.end] for a in articles for block in a.blocks]
    seconds["bare spaCy"], _ = median_seconds(lambda: list(nlp.pipe(texts)))
    seconds["label"], labels = median_seconds(lambda: [label(article, pipeline=nlp) for article in articles])
    seconds["match"], matches = median_seconds(lambda: match(articles, labels))
    seconds["reconcile"], dossier = median_seconds(
        lambda: reconcile(articles, labels, matches, settings=settings.shaping(), version="bench")
    )
    seconds["report"], _ = median_seconds(lambda: to_html(to_json(dossier)))
    words = word_count(articles)
    print(f"\n{folder.name}: {len(articles)} reports, {words} words, one core, median of {REPEATS}")
    print(f"{'stage':12s} {'words/s':>10s} {'÷ bare spaCy':>14s}")
    for name, taken in seconds.items():
        print(f"{name:12s} {words / taken:10.0f} {seconds['bare spaCy'] / taken:14.2f}")


def growth(folder: Path) -> None:
    """Print the cost of a report as a story grows; its reports are repeated with other outlets and names."""
    settings = Settings()
    source = [c for c in collect([folder], hints=Hints()) if isinstance(c, Capture)]
    print("\nreports   match, s   reconcile, s   both a report, s   times as long for twice the reports")
    before: tuple[int, float] | None = None
    with tempfile.TemporaryDirectory() as place:
        for size in SIZES:
            for at in range(size):
                words = source[at % len(source)].content
                extra = f"\n\nReport number {at} of the morning desk, filed from street {at}.\n".encode()
                (Path(place) / f"{at:03d}.txt").write_bytes(words + extra)
            paths = sorted(Path(place).iterdir())[:size]
            articles, _ = pipeline.read_articles(paths, hints=None, settings=settings, progress=_quiet)
            articles, labels, _ = pipeline.label_articles(articles, settings=settings, progress=_quiet)
            start = time.process_time()
            matches = match(articles, labels)
            middle = time.process_time()
            reconcile(articles, labels, matches, settings=settings.shaping(), version="bench")
            end = time.process_time()
            count, taken = len(articles), end - start
            twice = f"{doubling(before, (count, taken)):.2f}" if before else ""
            print(f"{count:7d} {middle - start:10.2f} {end - middle:14.2f} {taken / count:18.3f} {twice:>40s}")
            before = count, taken


def doubling(before: tuple[int, float], after: tuple[int, float]) -> float:
    """Return how many times as long twice the reports take, given two sizes and their seconds."""
    doublings = math.log2(after[0] / before[0])
    return float((after[1] / before[1]) ** (1.0 / doublings))


def _quiet(_stage: str, _done: int, _total: int | None) -> None:
    """Show no progress."""


def cold(folder: Path) -> None:
    """Print wall time and peak memory of the command, started afresh."""
    command = [sys.executable, "-m", "tellings", "read", str(folder), "--format", "json", "--output", os.devnull]
    start = time.perf_counter()
    subprocess.run(command, check=True)
    taken = time.perf_counter() - start
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    print(f"\ncold start, {folder.name}: {taken:.1f} s, {peak:.0f} MB at most")


def main() -> None:
    """Run every measurement on the sample, and on real stories where the machine has them."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--bench", type=Path, default=ROOT.parent / "shared", help="folder with stories")
    bench = parser.parse_args().bench.resolve()
    sample = ROOT / "src" / "tellings" / "sample"
    folders = [sample, *(path for path in (bench / "stories" / "seeds", bench / "stories" / "tram") if path.is_dir())]
    for folder in folders:
        cold(folder)
    for folder in folders:
        stages(folder)
    growth(sample)
    pages(bench)


if __name__ == "__main__":
    main()

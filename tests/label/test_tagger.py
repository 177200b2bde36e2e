"""The attribution tagger: how text becomes windows, how labels become attributions, and what it finds."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest
from tokenizers import Tokenizer
from tokenizers.models import WordPiece
from tokenizers.normalizers import BertNormalizer
from tokenizers.pre_tokenizers import BertPreTokenizer

from tellings.label.pieces import LONGEST_WINDOW, Window, Word, pack, read_words
from tellings.label.tagger import Attribution, Tagger, load_tagger

LABELS = ["O", *(f"{place}-{role}" for role in ("source", "cue", "content") for place in "BIES")]


def small_tokenizer() -> Tokenizer:
    vocabulary = {"[UNK]": 100, "mara": 3, "said": 4, "rain": 5, "is": 6, "near": 7, "##ly": 8, ".": 1012, '"': 1000}
    tokenizer = Tokenizer(WordPiece(vocabulary))
    tokenizer.normalizer = BertNormalizer(lowercase=True)
    tokenizer.pre_tokenizer = BertPreTokenizer()
    return tokenizer


class FixedSession:
    """Stands in for the network: gives each word the label asked for, and points where asked."""

    def __init__(self, labels: list[str], points: dict[tuple[int, int], int]) -> None:
        self.labels = labels
        self.points = points
        self.asked: list[dict[str, Any]] = []

    def run(self, _: None, feed: dict[str, Any]) -> list[np.ndarray]:
        self.asked.append(feed)
        count = len(feed["firsts"])
        emissions = np.zeros((1, count, len(LABELS)), dtype=np.float32)
        for at, label in enumerate(self.labels):
            emissions[0, at, LABELS.index(label)] = 12.0
        vectors = np.zeros((1, count, 4, count), dtype=np.float32)
        vectors[0, :, 1] = vectors[0, :, 3] = np.eye(count)
        for (kind, word), target in self.points.items():
            vectors[0, word, 2 * kind, target] = 1.0
        return [emissions, vectors.reshape(1, count, -1)]


def fixed_tagger(
    labels: list[str], points: dict[tuple[int, int], int], *, forbidden: tuple[str, str] | None = None
) -> tuple[Tagger, FixedSession]:
    session = FixedSession(labels, points)
    moves = np.zeros((len(LABELS) + 1, len(LABELS) + 1))
    if forbidden:
        moves[LABELS.index(forbidden[0]), LABELS.index(forbidden[1])] = -100.0
    settings = {
        "labels": LABELS,
        "roles": ["source", "cue", "content"],
        "pointer": len(labels),
        "bias": {},
        "transitions": moves.tolist(),
    }
    return Tagger(session, small_tokenizer(), settings), session  # type: ignore[arg-type]


def test_pieces_words_have_places_and_pieces() -> None:
    (words,) = read_words(["Mara is nearly."], small_tokenizer())
    assert [(word.ids, word.start, word.end) for word in words] == [
        ((3,), 0, 4),
        ((6,), 5, 7),
        ((7, 8), 8, 14),
        ((1012,), 14, 15),
    ]


def test_pieces_features_tell_case_quotation_and_first_word() -> None:
    (words,) = read_words(['MARA said "Rain is" near'], small_tokenizer())
    assert [word.feature for word in words] == [2 + 9, 0, 6, 1 + 3, 3, 6, 0]


def test_pieces_curly_marks_open_and_close() -> None:
    (words,) = read_words(["rain “rain “rain” rain"], small_tokenizer())
    assert [word.feature // 3 % 3 for word in words] == [0, 2, 1, 2, 1, 2, 0]


def test_pieces_windows_hold_whole_blocks() -> None:
    block = [Word((5,), 0, 2 * at, 2 * at + 1, 0) for at in range(100)]
    windows = list(pack([block, block, block[:50]]))
    assert [len(window.words) for window in windows] == [102, 153]
    assert windows[0].ids[0] == 101
    assert windows[0].ids[-1] == 102


def test_pieces_long_block_is_cut_after_a_sentence() -> None:
    block = [Word((1012 if at == 120 else 5,), 0, 2 * at, 2 * at + 1, 0) for at in range(300)]
    windows = list(pack([block]))
    assert all(len(window.ids) <= LONGEST_WINDOW for window in windows)
    assert len(windows[0].words) == 1 + 121 + 1
    assert sum(len(window.words) - 2 for window in windows) == 300


def test_pieces_every_word_lands_in_a_window_however_long_the_line() -> None:
    (words,) = read_words(["rain " * 20_000], small_tokenizer())
    windows = list(pack([words]))
    assert [word for window in windows for word in window.words if word.block == 0] == words


def test_pieces_first_pieces_are_found() -> None:
    (window,) = pack(read_words(["nearly is"], small_tokenizer()))
    assert window == Window(window.words, (101, 7, 8, 6, 102), (0, 9, 9, 0, 0), (0, 1, 3, 4))


def test_tagger_ties_cue_to_source_and_contents() -> None:
    labels = ["O", "S-content", "S-source", "S-cue", "B-content", "E-content", "O"]
    tagger, _ = fixed_tagger(labels, {(0, 3): 2, (1, 1): 3, (1, 4): 3})
    ((found,),) = tagger.tag(["rain Mara said rain is"])
    assert (found.source, found.cue, found.content) == (((5, 9),), ((10, 14),), ((0, 4), (15, 22)))
    assert 0.99 < found.score <= 1.0


def test_tagger_cue_that_points_nowhere_has_no_source() -> None:
    tagger, _ = fixed_tagger(["O", "S-source", "S-cue", "S-content", "O"], {(0, 2): 0, (1, 3): 2})
    ((found,),) = tagger.tag(["Mara said rain"])
    assert found.source == ()
    assert found.content == ((10, 14),)


def test_tagger_content_that_goes_on_from_another_text_stands_alone() -> None:
    labels = ["O", "S-source", "S-cue", "S-content", "O", "S-content", "O"]
    tagger, _ = fixed_tagger(labels, {(0, 2): 1, (1, 3): 2, (1, 5): 2})
    first, second = tagger.tag(["Mara said rain", "rain"])
    assert first[0].content == ((10, 14),)
    assert second == (Attribution((), (), ((0, 4),), second[0].score),)


def test_tagger_without_words_finds_nothing() -> None:
    tagger, session = fixed_tagger(["O"], {})
    assert tagger.tag([]) == []
    assert tagger.tag(["", "  "]) == [(), ()]
    assert session.asked == []


def test_tagger_forbidden_moves_are_never_taken() -> None:
    labels = ["O", "S-source", "S-cue", "S-content", "O"]
    free, _ = fixed_tagger(labels, {(0, 2): 1, (1, 3): 2})
    bound, _ = fixed_tagger(labels, {(0, 2): 1, (1, 3): 2}, forbidden=("S-source", "S-cue"))
    assert len(free.tag(["Mara said rain"])[0]) == 1
    assert not any(one.source and one.cue for one in bound.tag(["Mara said rain"])[0])


@pytest.mark.models
def test_tagger_shipped_model_reads_plain_attributions() -> None:
    texts = [
        "Bridge to stay shut until spring, council says",
        "“The pillars have to dry first,” said Olga Brandt, who leads the works department.",
        "The mayor told reporters that the repairs would cost three million crowns.",
        "According to the ferry company, a second boat will sail from Monday.",
    ]
    found = Tagger.load().tag(texts)

    def words(at: int, role: str) -> list[str]:
        return [texts[at][start:end] for one in found[at] for start, end in getattr(one, role)]

    assert words(1, "content") == ["“The pillars have to dry first,”"]
    assert words(1, "cue") == ["said"]
    assert words(1, "source")[0].startswith("Olga Brandt")
    assert words(2, "source") == ["The mayor"]
    assert words(2, "content") == ["that the repairs would cost three million crowns"]
    assert words(3, "source") == ["the ferry company"]
    assert words(3, "content") == ["a second boat will sail from Monday"]


@pytest.mark.models
def test_tagger_shipped_model_is_loaded_once_and_repeats_itself() -> None:
    texts = ["The harbour master, Ilse Varga, warned on Friday that the quay was unsafe."]
    assert Tagger.load() is Tagger.load()
    assert Tagger.load().tag(texts) == Tagger.load().tag(texts)


@pytest.mark.models
def test_tagger_shipped_model_survives_hostile_text() -> None:
    texts = ["x" * 100_000, "“" * 2_000, "said " * 3_000, "\u202e\x00 \ufffd said: “"]
    found = Tagger.load().tag(texts)
    assert len(found) == len(texts)
    for text, held in zip(texts, found, strict=True):
        for one in held:
            for start, end in (*one.source, *one.cue, *one.content):
                assert 0 <= start < end <= len(text)


def test_tagger_missing_model_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        load_tagger(tmp_path)

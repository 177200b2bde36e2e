"""How alike two statements are: one row of figures for each pair that may report the same act of speech."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources

import numpy as np
import yaml
from numpy.typing import NDArray
from rapidfuzz.distance import LCSseq

from tellings.match.likeness import candidates
from tellings.match.vectors import Embed
from tellings.types.articles import Article
from tellings.types.labels import Labels, Speaker, Statement
from tellings.types.matches import Entity, Key

FEATURES = ("meaning", "sequence", "words", "rarest", "same_speaker", "other_speaker")
"""Names of the columns of ``SpeechPairs.figures``, in order; each lies in [0.0, 1.0]."""

CLOSE_ENOUGH = 0.30
"""Cosine from which two statements are compared further."""

MOST_STATEMENTS = 1000
"""Statements read of one article; the longest features of news have some 300."""

FEWEST_WORDS = 3
"""Words of the shortest statement whose sequence says anything: "yes" stands in many."""

_WORD = re.compile(r"\w+(?:['’]\w+)*")


@lru_cache(maxsize=1)
def common_words() -> frozenset[str]:
    """Return the words that carry no meaning of their own, of ``speech.yaml``, read once."""
    content = resources.files("tellings.match").joinpath("speech.yaml").read_text(encoding="utf-8")
    return frozenset(yaml.load(content, Loader=yaml.CSafeLoader)["common_words"].split())


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """One statement with what identifies the act of speech.

    Attributes:
        key: article and statement.
        article: number of the article in the story.
        start: where its content begins in the article.
        end: where it ends.
        text: the words of its content.
        words: them folded, in order.
        content: those of them that carry meaning.
        speakers: ids of the entities that may have said it: the speaker and those it came through.
        speaker: name of the speaker, None if nobody was found.
    """

    key: Key
    article: int
    start: int
    end: int
    text: str
    words: tuple[str, ...]
    content: frozenset[str]
    speakers: frozenset[str]
    speaker: str | None


@dataclass(frozen=True, slots=True)
class SpeechPairs:
    """Pairs of statements of different reports, by their numbers (left < right), with one row of figures each."""

    left: NDArray[np.int64]
    right: NDArray[np.int64]
    figures: NDArray[np.float32]


def _stem(word: str) -> str:
    """Return a word without its commonest endings, so that "travelled" and "travelling" agree."""
    for ending in ("ings", "ing", "ed", "es", "s", "ly"):
        if word.endswith(ending) and len(word) - len(ending) >= 4:
            return word[: -len(ending)].rstrip("l") if ending in ("ing", "ed", "ings") else word[: -len(ending)]
    return word


def fold_words(text: str) -> tuple[str, ...]:
    """Return the words of a text, lower case, typographic apostrophes folded, in order."""
    return tuple(found.group().lower().replace("’", "'") for found in _WORD.finditer(text))


def read_statements(
    articles: Sequence[Article], labels: Sequence[Labels], entities: Sequence[Entity]
) -> tuple[Told, ...]:
    """Return every statement of a story with what identifies it, in story order."""
    entity_of = {key: entity.id for entity in entities for key in entity.chains}
    found = []
    for number, (article, labelled) in enumerate(zip(articles, labels, strict=True)):
        for statement in sorted(labelled.statements, key=_place)[:MOST_STATEMENTS]:
            text = article.words(statement.content)
            words = fold_words(text)
            found.append(
                Told(
                    key=Key(article.id, statement.id),
                    article=number,
                    start=statement.content.start,
                    end=statement.content.end,
                    text=text,
                    words=words,
                    content=frozenset(_stem(word) for word in words if word not in common_words()),
                    speakers=_speakers(article.id, (statement.speaker, *statement.via), entity_of),
                    speaker=statement.speaker.name if statement.speaker else None,
                )
            )
    return tuple(found)


def _place(statement: Statement) -> tuple[int, int, str]:
    """Return what sorts the statements of an article."""
    return statement.content.start, statement.content.end, statement.id


def _speakers(article: str, speakers: Sequence[Speaker | None], entity_of: Mapping[Key, str]) -> frozenset[str]:
    """Return the entities behind the speakers that belong to a chain."""
    keys = [Key(article, speaker.chain) for speaker in speakers if speaker is not None and speaker.chain is not None]
    return frozenset(entity_of[key] for key in keys if key in entity_of)


def _sequence(a: Told, b: Told) -> float:
    """Return the share of the shorter statement's words that stand in the other in the same order.

    Source: longest common subsequence; trims leave it at 1.0, one altered word of ten at 0.9.
    """
    shorter = min(len(a.words), len(b.words))
    if shorter < FEWEST_WORDS or not a.content & b.content:
        return 0.0
    return float(LCSseq.similarity(a.words, b.words)) / shorter


def find_speech_pairs(statements: Sequence[Told], vectors: Embed) -> SpeechPairs:
    """Return the pairs of statements of different reports that may report the same act of speech.

    Args:
        statements: every statement of the story.
        vectors: gives unit vectors for texts.
    """
    if not statements:
        nothing = np.zeros(0, dtype=np.int64)
        return SpeechPairs(nothing, nothing, np.zeros((0, len(FEATURES)), dtype=np.float32))
    meaning = vectors([statement.text for statement in statements])
    close = meaning @ meaning.T
    counts = Counter(word for statement in statements for word in statement.content)
    weight = {word: float(np.log(1.0 + len(statements) / count)) for word, count in counts.items()}
    kept: list[tuple[int, int]] = []
    rows: list[tuple[float, ...]] = []
    left, right = candidates(close, close > CLOSE_ENOUGH)
    for i, j in zip(left.tolist(), right.tolist(), strict=True):
        a, b = statements[i], statements[j]
        if a.article != b.article:
            kept.append((i, j))
            rows.append((min(1.0, float(close[i, j])), _sequence(a, b), *_common(a, b, weight, counts), *_voices(a, b)))
    places = np.array(kept, dtype=np.int64).reshape(-1, 2)
    return SpeechPairs(places[:, 0], places[:, 1], np.array(rows, dtype=np.float32).reshape(-1, len(FEATURES)))


def _common(a: Told, b: Told, weight: Mapping[str, float], counts: Mapping[str, int]) -> tuple[float, float]:
    """Return the weighted share of common words of the one with fewer, and how rare the rarest one is."""
    shared = a.content & b.content
    if not shared:
        return 0.0, 0.0
    least = min(sum(weight[w] for w in side.content) for side in (a, b))
    rarest = min(counts[word] for word in shared)
    return sum(weight[w] for w in sorted(shared)) / max(least, 1e-9), 2.0 / max(rarest, 2)


def _voices(a: Told, b: Told) -> tuple[float, float]:
    """Return whether both have a speaker in common, and whether both have speakers but none in common."""
    same = bool(a.speakers & b.speakers)
    return float(same), float(bool(a.speakers and b.speakers) and not same)

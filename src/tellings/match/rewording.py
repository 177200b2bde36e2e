"""Sentences told again in other words: the same matters in the same order with the same rare details.

Two reports of one event always hold likenesses; a rewrite shows in that many sentences of one have a partner in
the other that is close in meaning and shares details which either report mentions only there, in one order.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tellings.match.runs import prose_blocks, read_words
from tellings.match.vectors import embed
from tellings.types.articles import Article
from tellings.types.labels import Labels
from tellings.types.spans import Span

CLOSEST_NOT_REWORDED = 0.5
"""Cosine below which two sentences do not tell the same. Tried 0.4 to 0.6 on two stories; 0.5 parts them best."""

RARE_DETAILS = 3
"""Details that a pair of sentences must share. Tried 2 to 5 on two stories and 150 pairs of news copies; with 3 every
rewrite that shares few runs stands clear of every independent pair."""

CLOSE_IN_REWRITE = 0.70
"""Cosine from which a sentence of a rewrite goes back to its nearest one, whatever words they share."""

LIKELY_IN_REWRITE = 0.65
"""The same for two sentences that are each other's nearest; each shared rare detail counts as ``DETAIL_WORTH`` more.
Both were set by reading two rewrites sentence by sentence: of the fifteen pairs that they add one is of another
matter."""

DETAIL_WORTH = 0.05
"""Cosine that a rare detail in common stands for."""

SHORTEST = 6
"""Words of the shortest sentence that is compared."""

MOST_SENTENCES = 1500
"""Sentences read of one article; the longest features of news have some 1,000."""

_SENTENCE = re.compile(r"[^.!?…]+(?:[.!?…](?!\s)[^.!?…]*)*[.!?…]*[\"”’')\]]*")
_DETAIL = re.compile(r"\w{3,}")


@dataclass(frozen=True, slots=True)
class Told:
    """The sentences of one report with their own words.

    Attributes:
        spans: places of the sentences, in reading order.
        vectors: unit vectors, shape (sentences, 384).
        details: words that stand in one sentence of the report alone, outside quotations, and which one.
    """

    spans: tuple[Span, ...]
    vectors: NDArray[np.float32]
    details: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Echo:
    """Two sentences, by their numbers, that tell the same; ``score`` is their cosine."""

    left: int
    right: int
    score: float


def _sentence_spans(article: Article, labels: Labels | None) -> list[Span]:
    """Return the sentences of the running text: the labels' where there are any, else cut at stops."""
    kept = prose_blocks(article)
    if labels is not None and labels.sentences:
        chosen = set(kept)
        return [sentence.span for sentence in labels.sentences if sentence.block in chosen]
    spans = []
    for index in kept:
        block = article.blocks[index]
        for found in _SENTENCE.finditer(article.text, block.start, block.end):
            words = found.group()
            start = found.start() + len(words) - len(words.lstrip())
            end = found.start() + len(words.rstrip())
            if end > start:
                spans.append(article.span(start, end))
    return spans


def read_sentences(article: Article, labels: Labels | None = None) -> Told:
    """Return the sentences of an article's running text with their vectors and rare details."""
    spans = [s for s in _sentence_spans(article, labels) if len(article.words(s).split()) >= SHORTEST][:MOST_SENTENCES]
    seen: dict[str, set[int]] = defaultdict(set)
    at = 0
    for word in read_words(article, labels):
        while at < len(spans) and spans[at].end <= word.start:
            at += 1
        if at < len(spans) and spans[at].start <= word.start and not word.quoted and _DETAIL.fullmatch(word.text):
            seen[word.text].add(at)
    details = {word: next(iter(places)) for word, places in seen.items() if len(places) == 1}
    return Told(tuple(spans), embed([article.words(span) for span in spans]), details)


def _shared_details(left: Told, right: Told) -> Counter[tuple[int, int]]:
    """Return for pairs of sentences how many details they share that each report mentions only there."""
    counts: Counter[tuple[int, int]] = Counter()
    for word in left.details.keys() & right.details.keys():
        counts[left.details[word], right.details[word]] += 1
    return counts


def find_echoes(left: Told, right: Told) -> list[Echo]:
    """Return the longest chain of reworded sentences that keeps one order in both reports.

    Args:
        left: one report.
        right: another one.

    Returns:
        Pairs in reading order; a sentence of either side stands in one pair at most.
    """
    pairs = []
    for (i, j), count in sorted(_shared_details(left, right).items()):
        if count >= RARE_DETAILS:
            score = float(left.vectors[i] @ right.vectors[j])
            if score > CLOSEST_NOT_REWORDED:
                pairs.append(Echo(i, j, round(score, 4)))
    return _best_chain(pairs)


def _best_chain(pairs: Sequence[Echo]) -> list[Echo]:
    """Return the chain of pairs, both sides rising, with the most pairs and then the highest sum of scores."""
    best: list[tuple[float, int | None]] = []
    for at, pair in enumerate(pairs):
        value, before = 0.0, None
        for earlier in range(at):
            other = pairs[earlier]
            if other.left < pair.left and other.right < pair.right and best[earlier][0] > value:
                value, before = best[earlier][0], earlier
        best.append((value + 1.0 + pair.score / 1000.0, before))
    if not best:
        return []
    at = max(range(len(best)), key=lambda i: (best[i][0], -i))
    chain = []
    here: int | None = at
    while here is not None:
        chain.append(pairs[here])
        here = best[here][1]
    return chain[::-1]


def find_more_echoes(left: Told, right: Told, chain: Sequence[Echo]) -> list[Echo]:
    """Return the other reworded sentences of two reports of which one is known to rewrite the other.

    A rewriter moves sentences, splits them and drops details, so neither order nor three rare details are asked for;
    that the reports hang together must have been shown before, as two witnesses of one event tell alike as well.

    Args:
        left: one report.
        right: the other one.
        chain: what ``find_echoes`` found.

    Returns:
        Pairs in reading order, none of them in the chain; a sentence may stand in several.
    """
    if not left.spans or not right.spans:
        return []
    close = left.vectors @ right.vectors.T
    shared = _shared_details(left, right)
    known = {(echo.left, echo.right) for echo in chain}
    from_left, from_right = close.argmax(axis=1).tolist(), close.argmax(axis=0).tolist()
    nearest = {(i, j) for i, j in enumerate(from_left)} | {(i, j) for j, i in enumerate(from_right)}
    found = []
    for i, j in sorted(nearest - known):
        score = float(close[i, j])
        mutual = from_left[i] == j and from_right[j] == i
        likely = mutual and score + DETAIL_WORTH * shared[i, j] >= LIKELY_IN_REWRITE
        if score >= CLOSE_IN_REWRITE or (likely and score > CLOSEST_NOT_REWORDED):
            found.append(Echo(i, j, round(score, 4)))
    return found

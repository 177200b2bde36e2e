"""Articles from plain paragraphs, and a stand-in for sentence vectors."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from tellings.types.articles import Article, Block, BlockKind


def write(ident: str, *paragraphs: str, agency: str | None = None) -> Article:
    """Return an article whose blocks are these paragraphs."""
    text = "\n".join(paragraphs)
    starts = [sum(len(p) + 1 for p in paragraphs[:i]) for i in range(len(paragraphs))]
    digest = hashlib.sha256(text.encode()).hexdigest()
    blocks = tuple(
        Block(start=s, end=s + len(p), kind=BlockKind.PARAGRAPH) for s, p in zip(starts, paragraphs, strict=True)
    )
    return Article(id=ident, sha256=digest, capture_sha256=digest, text=text, blocks=blocks, agency=agency)


def bag_of_words(texts: Sequence[str]) -> NDArray[np.float32]:
    """Return unit vectors, shape (len(texts), 384), that are close where texts share words."""
    rows = np.zeros((len(texts), 384), dtype=np.float32)
    for number, text in enumerate(texts):
        for word in text.lower().split():
            rows[number, int(hashlib.sha256(word.strip(".,“”").encode()).hexdigest(), 16) % 384] += 1.0
    return np.asarray(rows / np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), 1e-9), dtype=np.float32)

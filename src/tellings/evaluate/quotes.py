"""Attributions for public sets that count every attitude (PolNeAR): what the tagger marks, in the set's form.

The statements of a dossier are fewer, speech, belief and intention alone, and are measured on gold stories; they rest
on the same tagger only where the rules find no words behind a cue.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from spacy.language import Language

from tellings.evaluate.articles import article_from_text
from tellings.label.tagger import Attribution, Tagger


def predict(rows: Iterable[dict[str, Any]], *, pipeline: Language) -> Iterator[dict[str, Any]]:
    """Yield a row of predictions for each row of gold.

    Args:
        rows: with ``doc`` and ``text``; nothing else is read.
        pipeline: not needed here, taken as every part of the evaluation takes it.

    Yields:
        ``{"doc", "attributions": [{"source": [[s, e]], "cue": [[s, e]], "content": [[s, e], …]}]}``.
    """
    tagger = Tagger.load()
    for row in rows:
        text = row["text"]
        blocks = article_from_text(text, id_seed=row["doc"]).blocks
        tagged = tagger.tag([text[block.start : block.end] for block in blocks])
        made = [_row(one, block.start) for block, held in zip(blocks, tagged, strict=True) for one in held]
        yield {"doc": row["doc"], "attributions": list(_joined(made, text))}


def _row(attribution: Attribution, base: int) -> dict[str, list[list[int]]]:
    roles = {"source": attribution.source, "cue": attribution.cue, "content": attribution.content}
    return {role: [[base + start, base + end] for start, end in places] for role, places in roles.items()}


def _joined(rows: Iterable[dict[str, list[list[int]]]], text: str) -> Iterator[dict[str, list[list[int]]]]:
    """Yield attributions with the paragraphs of one quotation together: the set has one row for all of them."""
    held: dict[str, list[list[int]]] | None = None
    for row in rows:
        goes_on = held is not None and held["content"] and row["content"] and not row["cue"] and not row["source"]
        if held is not None and goes_on and not text[held["content"][-1][1] : row["content"][0][0]].strip():
            held["content"] += row["content"]
            continue
        if held is not None:
            yield held
        held = row
    if held is not None:
        yield held

"""Quantities for public sets in the format of NewsQuant (Almasian et al. 2023, "CQE")."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any

from spacy.language import Language
from spacy.tokens import Span as DocSpan

from tellings.evaluate.articles import article_from_text
from tellings.label.parse import Parsed, parse
from tellings.label.quantities import find_quantities
from tellings.label.times import find_times
from tellings.types.labels import Bound, Measure, Quantity
from tellings.types.spans import Span

# The source writes the pound sign as "PS" and the yen sign as "Y="; both are put back before reading.
_SOURCE_SIGNS = ((re.compile(r"\bPS(?=\d)"), "£"), (re.compile(r"\bY=(?=\d)"), "¥"))

_CHANGE = {
    Bound.ABOUT: "~",
    Bound.LESS_THAN: "<",
    Bound.AT_MOST: "<",
    Bound.MORE_THAN: ">",
    Bound.AT_LEAST: ">",
}

# What the set calls some units; it reads the "p" of share prices as points.
_UNIT_NAMES = {"percent": "percentage", "penny": "point", "times": "count"}
_LEFT_OUT = frozenset({"CCONJ", "DET", "ADP", "PUNCT", "PRON"})


def predict(rows: Iterable[dict[str, Any]], *, pipeline: Language) -> Iterator[dict[str, Any]]:
    """Yield a row of predictions for each row of gold.

    Ordinals and words without a number ("several") are not quantities in that set and are left out.

    Args:
        rows: with ``text``; nothing else is read.
        pipeline: a spaCy pipeline as the labels use it.

    Yields:
        ``{"text", "quantities": [{"value", "high", "unit", "normalized_unit", "change"}]}``.
    """
    for row in rows:
        text = row["text"]
        for pattern, sign in _SOURCE_SIGNS:
            text = pattern.sub(sign, text)
        parsed = parse(article_from_text(text, id_seed=text), pipeline=pipeline)
        found = find_quantities(parsed, find_times(parsed))
        entries = [entry for quantity in found for entry in _rows(quantity, parsed)]
        yield {"text": row["text"], "quantities": entries}


def _rows(quantity: Quantity, parsed: Parsed) -> Iterator[dict[str, Any]]:
    if quantity.bound is Bound.ORDINAL or (quantity.vague and quantity.high is None):
        return
    yield _entry(quantity, _unit_name(quantity, parsed), _CHANGE.get(quantity.bound, "="))
    if quantity.also:
        yield _entry(quantity.also, quantity.also.unit, _CHANGE.get(quantity.bound, "="))


def _entry(measure: Quantity | Measure, unit: str, change: str) -> dict[str, Any]:
    name = _UNIT_NAMES.get(unit, unit) or "-"
    return {"value": measure.value, "high": measure.high, "unit": name, "normalized_unit": name, "change": change}


def _unit_name(quantity: Quantity, parsed: Parsed) -> str:
    """Return the unit, or for a plain count what is counted, content words in their base form."""
    if quantity.counts is None and quantity.unit == "share":
        return "% -"
    if quantity.counts is None or quantity.unit not in {"", "share"}:
        return quantity.unit
    counted = _counted(quantity.counts, parsed)
    return f"% {counted or '-'}" if quantity.unit == "share" else counted


def _counted(counts: Span, parsed: Parsed) -> str:
    for block in parsed.blocks:
        start = counts.start - block.start
        if 0 <= start < len(block.doc.text):
            span = block.doc.char_span(start, counts.end - block.start, alignment_mode="expand")
            return _base_forms(span) if span is not None else ""
    return ""


def _base_forms(span: DocSpan) -> str:
    words = ""
    for token in span:
        if token.pos_ in _LEFT_OUT and token.text not in {"-", "per"}:
            continue
        word = token.lemma_ if token.pos_ in {"NOUN", "ADJ"} else _bare(token.text)
        words += word + token.whitespace_
    return words.strip()


def _bare(word: str) -> str:
    return word[:-1] if word.endswith("s") and not word.endswith("ss") else word

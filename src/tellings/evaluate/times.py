"""Time expressions for public sets with TIMEX3 values (MEANTIME, TempEval-3)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any

from spacy.language import Language

from tellings.evaluate.articles import article_from_text
from tellings.label.parse import parse
from tellings.label.times import find_times
from tellings.types.labels import Time

_TWO_ENDS = re.compile(r"(?:between|from)\s+(\S.*\S)\s+(?:and|to)\s+(\S.*)", re.DOTALL)


def predict(rows: Iterable[dict[str, Any]], *, pipeline: Language) -> Iterator[dict[str, Any]]:
    """Yield a row of predictions for each row of gold.

    Args:
        rows: with ``doc``, ``text``, ``published`` and ``title``; nothing else is read.
        pipeline: a spaCy pipeline as the labels use it.

    Yields:
        ``{"doc", "times": [{"start", "end", "type", "value"}]}``, offsets into the row's text, values in TIMEX3.
    """
    for row in rows:
        article = article_from_text(
            row["text"], id_seed=row["doc"], title=row.get("title"), published=row.get("published")
        )
        found = find_times(parse(article, pipeline=pipeline))
        yield {"doc": row["doc"], "times": [entry for time in found for entry in _rows(time, row["text"])]}


def _rows(time: Time, text: str) -> Iterator[dict[str, Any]]:
    """Yield one entry, or one for each end where TIMEX3 marks the two ends of a range apart."""
    value = time.timex or time.value
    words = text[time.span.start : time.span.end]
    ends = _TWO_ENDS.fullmatch(words)
    if ends and time.type.value == "DATE" and value and "/" in value:
        low, _, high = value.partition("/")
        for group, end_value in ((1, low), (2, high)):
            start = time.span.start + ends.start(group)
            yield {"start": start, "end": time.span.start + ends.end(group), "type": "DATE", "value": end_value}
        return
    yield {"start": time.span.start, "end": time.span.end, "type": time.type.value, "value": value}

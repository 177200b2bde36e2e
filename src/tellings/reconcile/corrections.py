"""What a report says it had wrong: "amended to remove a weight of 300 tonnes; it weighs about 37 tonnes"."""

from __future__ import annotations

import re
from collections.abc import Iterator

from tellings.reconcile.numbers import reading_value, shown_number
from tellings.reconcile.readings import StoryReader
from tellings.reconcile.slots import Contrast, Found
from tellings.types.dossier import DifferenceType
from tellings.types.labels import Quantity

_CORRECTED = re.compile(
    r"\b(?:was|were|has been|have been|is) (?:amended|corrected|updated|clarified)\b|\bcorrection\b|\bcorrects\b"
    r"|\b(?:an )?(?:earlier|previous) version\b|\bwe (?:originally|wrongly|incorrectly|mistakenly)\b",
    re.IGNORECASE,
)


def correction_contrasts(reader: StoryReader) -> Iterator[Found]:
    """Yield the two numbers of a sentence that corrects one of them: the first and last of one unit.

    Args:
        reader: the story.
    """
    for article in reader.articles:
        labelled = reader.labels.get(article.id)
        for sentence in labelled.sentences if labelled else ():
            if not _CORRECTED.search(article.text, sentence.span.start, sentence.span.end):
                continue
            inside = [q for q in labelled.quantities if sentence.span.contains(q.span)] if labelled else []
            yield from _pairs([q for q in inside if not q.calendar], reader)


def _pairs(found: list[Quantity], reader: StoryReader) -> Iterator[Found]:
    """Yield the first and the last number of each unit, or of each thing counted, where they differ."""
    kinds: dict[str, list[Quantity]] = {}
    for quantity in sorted(found, key=lambda q: q.span.start):
        kind = quantity.unit or (reader.words(quantity.counts).split()[-1].lower() if quantity.counts else "")
        if kind:
            kinds.setdefault(kind, []).append(quantity)
    for known in kinds.values():
        first, last = known[0], known[-1]
        if first.value != last.value:
            left, right = shown_number(first, reader), shown_number(last, reader)
            contrast = Contrast(
                type=DifferenceType.UPDATE,
                slot="number",
                left=left,
                right=right,
                left_value=reading_value(first),
                right_value=reading_value(last),
                why=f"The report corrects itself: “{reader.words(left)}” and “{reader.words(right)}”.",
                rule="number_corrected",
                score=0.8,
            )
            yield contrast, (left, right)

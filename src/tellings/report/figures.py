"""Numbers, side by side where they count the same."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache
from importlib.resources import files
from typing import Any

import yaml

from tellings.report.citations import Citations
from tellings.report.parts import NumberGroup, NumberRow

Json = Mapping[str, Any]

SPREAD = 40
"""How many times the smallest of some numbers the largest may be for bars to show both; beyond, the small vanish."""

_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")


@lru_cache(maxsize=1)
def _lists() -> Mapping[str, Any]:
    """Return the word lists of ``figures.yaml``."""
    lists: Mapping[str, Any] = yaml.load(
        files("tellings.report").joinpath("figures.yaml").read_text(encoding="utf-8"), Loader=yaml.CSafeLoader
    )
    return lists


def counted(quantity: Json) -> str:
    """Return what a quantity counts as a short key: its unit, else the head of the words that name it.

    "people on board" gives "people", "the injured passengers" gives "passenger".
    """
    unit = str(quantity["unit"]).replace("_", " ")
    counts = quantity["counts"]
    words = counts["text"] if isinstance(counts, Mapping) else (counts or "")
    lists = _lists()
    noun: list[str] = []
    for word in _WORD.findall(words.lower()):
        if word in lists["ends_noun"]:
            if noun:
                break
        elif word not in lists["before_noun"]:
            noun.append(word)
    head = _singular(noun[-1]) if noun else ""
    head = lists["read_as"].get(head, head)
    if unit and head:
        return f"{unit}, {head}" if head != unit else unit
    return unit or head


def _singular(word: str) -> str:
    if word.endswith("ies") and len(word) > 4:
        return word[:-3] + "y"
    return word[:-1] if word.endswith("s") and not word.endswith("ss") and len(word) > 3 else word


def number_groups(document: Json, citations: Citations) -> tuple[NumberGroup, ...]:
    """Return quantities by what they count, dates and clock times left out.

    Those that differ come first, then those that most articles give, then in story order; numbers that count nothing
    that is named come last.
    """
    groups: dict[str, list[Json]] = {}
    for quantity in document["quantities"]:
        if quantity.get("calendar"):
            continue  # dates and clock times stand in the timeline
        groups.setdefault(counted(quantity), []).append(quantity)
    differing = _differing_numbers(document)
    views = [_group(label, members, citations, differing) for label, members in groups.items()]
    return tuple(sorted(views, key=lambda view: (not view.label, not view.differs, -view.articles, -len(view.rows))))


def _differing_numbers(document: Json) -> list[tuple[str, int, int]]:
    """Return the passages that a difference about a number stands between."""
    return [
        (side["article"], side["start"], side["end"])
        for fact in document["facts"]
        for difference in fact["differences"]
        if difference["slot"] == "number" and difference["type"] != "wording"
        for side in (difference["left"], difference["right"])
    ]


def _group(
    label: str, members: Sequence[Json], citations: Citations, differing: Sequence[tuple[str, int, int]]
) -> NumberGroup:
    rows: dict[tuple[object, ...], list[Json]] = {}
    for quantity in members:
        key = (quantity["value"], quantity["high"], quantity["bound"], quantity["unit"])
        rows.setdefault(key, []).append(quantity)
    values = [abs(quantity["value"]) for quantity in members if quantity["value"] is not None]
    differs = any(_within(quantity["span"], differing) for quantity in members)
    drawn = differs and len(set(values)) > 1 and len(values) == len(members) and 0 < max(values) <= SPREAD * min(values)
    views = tuple(
        NumberRow(
            line=citations.in_context(same[0]["span"], support=[part["span"] for part in same]),
            cited=citations.cited([part["span"] for part in same]),
            bar=abs(same[0]["value"]) / max(values) if drawn else None,
        )
        for same in rows.values()
    )
    return NumberGroup(
        label=label,
        rows=views,
        articles=len({quantity["span"]["article"] for quantity in members}),
        differs=differs,
    )


def _within(ref: Json, places: Sequence[tuple[str, int, int]]) -> bool:
    return any(
        article == ref["article"] and start < ref["end"] and ref["start"] < end for article, start, end in places
    )

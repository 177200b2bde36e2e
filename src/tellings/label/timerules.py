"""The rules of ``times.yaml`` as compiled patterns."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

import yaml

from tellings.label.numbers import NUMBER, ORDINAL, alternatives


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """One rule for time expressions.

    Attributes:
        id: its name in ``times.yaml``.
        needs: classes of words, one of which must stand in the text.
        also: further classes, all of which must stand in the text.
        pattern: what it matches; named groups carry the parts.
        make: name of the function that reads the value.
        timex: fixed TIMEX3 value of rules for past, present and future.
    """

    id: str
    needs: frozenset[str]
    also: frozenset[str]
    pattern: re.Pattern[str]
    make: str
    timex: str = ""


@cache
def lexicon() -> dict[str, Any]:
    """Return the whole of ``times.yaml`` as read."""
    source = resources.files(__package__).joinpath("times.yaml").read_text(encoding="utf-8")
    loaded: dict[str, Any] = yaml.load(source, Loader=yaml.CSafeLoader)
    return loaded


@cache
def rules() -> tuple[Rule, ...]:
    """Return all rules in the order of the file."""
    return tuple(
        Rule(
            id=entry["id"],
            needs=frozenset(entry["needs"]),
            also=frozenset(entry.get("also", ())),
            pattern=re.compile(_bounded(entry), re.IGNORECASE),
            make=entry["make"],
            timex=entry.get("timex", ""),
        )
        for entry in lexicon()["rules"]
    )


@cache
def word_classes() -> dict[str, frozenset[str]]:
    """Return for each trigger word, lower case, the classes it belongs to."""
    found: dict[str, set[str]] = {}
    for name, words in lexicon()["classes"].items():
        for word in words:
            found.setdefault(word, set()).add(name)
    return {word: frozenset(names) for word, names in found.items()}


_FIXED = {
    "day": r"(?:[12]\d|3[01]|0?[1-9])(?:st|nd|rd|th)?",
    "year": r"(?:1[4-9]\d\d|2[01]\d\d)",
    "ordinal": ORDINAL,
    "number": rf"(?:{NUMBER}|an?\b|a couple of|couple of|a few|several|half an?)",
    "bound": r"(?:nearly|almost|about|around|roughly|approximately|some|more than|less than|fewer than|over|under|"
    r"at least|at most|up to|just|only|just over|just under|well over|as little as|as long as|barely|close to)",
    "near": r"(?:just after|just before|shortly after|shortly before|soon after|about|around|at around|at about|"
    r"approximately|after|before|nearly|almost|from about|from around)",
}


def _bounded(entry: dict[str, Any]) -> str:
    """Return a rule's pattern, held to the beginning of a word unless the rule is ``loose``."""
    source = _expand(entry["pattern"])
    return source if entry.get("loose") else rf"\b(?:{source})"


def _expand(pattern: str) -> str:
    def group(match: re.Match[str]) -> str:
        name = match[1]
        base = name.rstrip("0123456789")
        source = _FIXED.get(base) or alternatives(lexicon()["words"][base]) + r"\b"
        return f"(?P<{name}>{source})"

    return re.sub(r"\{([a-z]+\d?)\}", group, pattern)

"""Numbers in digits and words: the patterns that find them and the code that reads their value.

The word lists stand in ``numbers.yaml``. Patterns are source text for ``re.IGNORECASE``, without capturing
groups, so that rules for times and quantities can be built from them. All of them are linear.
"""

from __future__ import annotations

import re
from functools import cache
from importlib import resources
from typing import Any

import yaml


@cache
def _lists() -> dict[str, Any]:
    source = resources.files(__package__).joinpath("numbers.yaml").read_text(encoding="utf-8")
    loaded: dict[str, Any] = yaml.load(source, Loader=yaml.CSafeLoader)
    return loaded


def alternatives(words: list[str]) -> str:
    """Return a pattern that matches any of the words, longest first."""
    return "(?:" + "|".join(re.escape(word) for word in sorted(words, key=lambda word: (-len(word), word))) + ")"


SIGNS = "[" + "".join(_lists()["signs"]) + "]"
WORD = alternatives(list(_lists()["words"]))
MAGNITUDE = alternatives(list(_lists()["magnitudes"]))

DIGITS = rf"(?:\d{{1,3}}(?:,\d{{3}})+(?:\.\d+)?|\d+(?:\.\d+)?(?: ?{SIGNS})?|\.\d+|{SIGNS})"
"""A number in digits: ``1,200``, ``3.5``, ``.001``, ``2½``."""

SLASHED = r"\d{1,3} ?[/⁄] ?\d{1,3}"
"""A fraction in digits: ``1/16``."""

POWER = r"\d+(?:\.\d+)? ?[×x] ?10 ?\^?[-−]?\d+"
"""A number as a power of ten: ``1.99×10−30``."""

_TAIL = rf"(?:[ -](?:and )?(?:{WORD}|{MAGNITUDE})\b)"
SPELLED = (
    rf"(?:\b(?:{WORD}|half(?: an?)?(?=[ -](?:{MAGNITUDE}\b)))\b|\ban? (?={MAGNITUDE}\b)(?:{MAGNITUDE})\b)"
    rf"{_TAIL}{{0,12}}(?:[ -]and[ -](?:a|one)[ -](?:half|quarter)\b(?: {MAGNITUDE}\b)?)?"
)
"""A number in words: ``two hundred and five``, ``two and a half``, ``a dozen``, ``half a million``."""

FIGURE = rf"{DIGITS}(?:[ -]?{MAGNITUDE}\b(?: {MAGNITUDE}\b)?)?(?:[ -]and[ -](?:a|one)[ -]half\b)?"
"""A number in digits with the magnitude that follows: ``2.5 million``, ``4 hundred million``."""

NUMBER = rf"(?:{FIGURE}|{SPELLED})"
"""A number in digits or words."""

SHARE = (
    rf"(?:{SLASHED}|\b(?:an?|one)[ -](?:half|third|quarter|fifth|sixth|seventh|eighth|ninth|tenth)\b(?=$| of\b|[^\w -])"
    rf"|(?<=\bby )(?:an?|one)[ -](?:half|third|quarter|fifth|sixth|seventh|eighth|ninth|tenth)\b(?!-)"
    rf"|\b{WORD}[ -](?:halves|thirds|quarters|fifths|sixths|sevenths|eighths|ninths|tenths)\b(?!-)|\bhalf\b(?!-))"
)
"""A part of a whole: ``two-thirds``, ``a quarter of``, ``1/16``; ``half`` alone too."""

ORDINAL = rf"(?:\d+(?:st|nd|rd|th)\b|(?:{WORD}-)?{alternatives(list(_lists()['ordinals']))}\b)"
"""An ordinal: ``4th``, ``fourth``, ``twenty-first``."""

_TOKEN = re.compile(rf"\d[\d,]*(?:\.\d+)?|\.\d+|[a-z]+|{SIGNS}|[/⁄]", re.IGNORECASE)
_POWER = re.compile(r"(\d+(?:\.\d+)?) ?[×x] ?10 ?\^?([-−]?)(\d{1,3})")
_SLASHED = re.compile(r"(\d{1,3}) ?[/⁄] ?(\d{1,3})")


def parse_number(text: str) -> float | None:
    """Return the value of a number in digits or words, magnitude applied.

    Args:
        text: what one of this module's patterns matched, such as ``two and a half million`` or ``2/3``.

    Returns:
        The value, or None if the text holds no number.
    """
    power = _POWER.fullmatch(text.strip())
    if power:
        return float(f"{power[1]}e{'-' if power[2] else ''}{power[3]}")
    slashed = _SLASHED.fullmatch(text.strip())
    if slashed:
        return int(slashed[1]) / int(slashed[2]) if int(slashed[2]) else None
    return _sum(_TOKEN.findall(text.lower()))


def _sum(tokens: list[str]) -> float | None:
    lists = _lists()
    total, current, seen, joined = 0.0, 0.0, False, False
    for word in tokens:
        if word in lists["magnitudes"]:
            factor = float(lists["magnitudes"][word])
            current = (current or 1.0) * factor
            if factor >= 1000:  # a million closes what stands before it, a hundred does not
                total, current = total + current, 0.0
        elif word in lists["fractions"] or word in lists["signs"]:
            above, below = (lists["fractions"].get(word) or lists["signs"][word])[:2]
            part = above / below
            current = current + part if joined or word in lists["signs"] else (current or 1.0) * part
        else:
            value = _plain(word)
            if value is None:
                joined = joined or word == "and"
                continue
            current += value
        seen = True
        joined = False
    return total + current if seen else None


def _plain(token: str) -> float | None:
    if token[0].isdigit() or token[0] == ".":
        return float(token.replace(",", ""))
    value = _lists()["words"].get(token)
    return None if value is None else float(value)


def parse_ordinal(text: str) -> int | None:
    """Return the value of an ordinal such as ``4th``, ``fourth`` or ``twenty-first``; None if it is none."""
    word = text.strip().lower()
    if word[:1].isdigit():
        digits = re.match(r"\d+", word)
        return int(digits[0]) if digits else None
    tens, _, last = word.rpartition("-")
    ordinal = _lists()["ordinals"].get(last)
    if ordinal is None:
        return None
    return int(ordinal) + int(_lists()["words"].get(tens, 0))


def letter_magnitude(letter: str) -> float:
    """Return the factor a letter after an amount of money stands for: ``m`` is a million; 1.0 for any other."""
    return float(_lists()["letters"].get(letter.lower(), 1.0))

"""Numbers with their units, as they stand in a text: the parts that quantities are put together from."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from tellings.label.numbers import letter_magnitude, parse_number
from tellings.label.quantityrules import (
    currencies,
    letter_pattern,
    money_before,
    number_pattern,
    rate_pattern,
    rate_units,
    second_pattern,
    unit_pattern,
    unit_signs,
    unit_words,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Atom:
    """One number with what belongs to it.

    Attributes:
        start: first character, currency and sign included.
        number_start: first character of the number itself.
        number_end: end of the number with its magnitude.
        end: end with the unit.
        value: the number, magnitude applied, negative where a minus stands before it.
        words: the number as written.
        unit: normal form, "" for none.
        factor: the magnitude that was applied, 1.0 for none.
        below: whether "sub-" or "under-" is glued before it.
    """

    start: int
    number_start: int
    number_end: int
    end: int
    value: float
    words: str
    unit: str
    factor: float = 1.0
    below: bool = False


_MAGNITUDE_END = re.compile(r"(hundred|dozen|thousand|million|billion|trillion|[mbt]n)$", re.IGNORECASE)
_FACTORS = {"hundred": 1e2, "dozen": 12.0, "thousand": 1e3, "million": 1e6, "mn": 1e6, "billion": 1e9, "bn": 1e9,
            "trillion": 1e12, "tn": 1e12}  # fmt: skip
# What follows the first letter of initials: "40 F.B.I. agents" is no temperature.
_INITIALS = re.compile(r"\.[A-Z]\b")
_PLURAL = re.compile(r" (?:[a-z-]+ )?(?:people|men|women|children|[a-z]{3,}s)\b")


def next_atom(text: str, position: int) -> Atom | None:
    """Return the first number at or after a position, None if there is none."""
    match = number_pattern().search(text, position)
    return None if match is None else _atom(text, match)


def atom_at(text: str, position: int) -> Atom | None:
    """Return the number that begins exactly at a position, None if none does."""
    match = number_pattern().match(text, position)
    return None if match is None else _atom(text, match)


def second_atom(text: str, first: Atom) -> tuple[str, Atom] | None:
    """Return the number that "-", "to", "or" or "and" joins to one, and the joining word."""
    match = second_pattern().match(text, first.end)
    if match is None:
        return None
    atom = _atom(text, match)
    return None if atom is None else (match["join"].strip() or "-", atom)


def _atom(text: str, match: re.Match[str]) -> Atom | None:
    words = match["number"]
    value = parse_number(words)
    if value is None:
        return None
    groups = match.groupdict()
    money = (match["money"] or "").rstrip()
    currency = money_before().get(money, "")
    end, factor = match.end(), 1.0
    magnitude = _MAGNITUDE_END.search(words)
    if magnitude:
        factor = _FACTORS[magnitude[1].lower()]
    else:
        letter = letter_pattern().match(text, end)
        if letter and _multiplies(text, letter, currency=currency):
            factor = letter_magnitude(letter[1])
            value, end = value * factor, letter.end()
    if (groups.get("sign", "") and groups["sign"] != "+") or groups.get("sign2"):
        value = -value
    start = match.start("money") if match["money"] else match.start("number")
    if groups.get("sign"):
        start = match.start("sign")
    unit, unit_end = _unit(text, end, currency=currency, factor=factor)
    return Atom(
        start=start,
        number_start=match.start("number"),
        number_end=end,
        end=unit_end,
        value=value,
        words=words,
        unit=unit,
        factor=factor,
        below=(groups.get("sub") or "").lower() in {"sub", "under"},
    )


def _multiplies(text: str, letter: re.Match[str], *, currency: str) -> bool:
    if currency:
        return True
    if letter[1] in {"K", "M", "B", "k"}:
        return True
    return letter[1] == "m" and bool(_PLURAL.match(text, letter.end()))


def _unit(text: str, position: int, *, currency: str, factor: float) -> tuple[str, int]:
    """Return the unit behind a number and where it ends; a currency before the number is the unit itself."""
    match = unit_pattern().match(text, position)
    unit, end = currency, position
    if match and not _INITIALS.match(text, match.end()):
        found = unit_words().get((match["word"] or "").lower()) or unit_signs().get(match["sign"] or "", "")
        if match["sign"] in {"US", "U.S."} and not currency:
            found = ""
        if found == "pound-mass" and factor >= 1000 and match["word"]:
            found = "pound sterling"
        if (not currency and found) or found in currencies():
            unit, end = currency or found, match.end()
    if not unit:
        return "", position
    rate = rate_pattern().match(text, end)
    if rate and unit != "percent":
        return f"{unit} per {rate_units()[rate['rate'].lower()]}", rate.end()
    return unit, end


def spread(first: Atom, second: Atom) -> Atom:
    """Return the first end of a range with the magnitude that stands behind the second: "$3 to $5 billion"."""
    if first.factor == 1.0 and second.factor > 1.0 and abs(first.value) * second.factor < abs(second.value) * 1.0000001:
        return replace(first, value=first.value * second.factor, factor=second.factor)
    return first

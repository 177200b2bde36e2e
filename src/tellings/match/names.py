"""Whether two names are one: spellings, initials, familiar forms, short forms."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from importlib import resources
from typing import Any

import yaml
from rapidfuzz.distance import DamerauLevenshtein

# Surnames may differ in this share of their letters if the given names agree and the spelling rules do not join them
# already. Set by hand: one letter in six ("Ibrahimovic", "Ibrahimowitz" no; "Shettleston", "Shettlestone" yes).
SURNAME_SLACK = 0.17
_LEAST_LETTERS = 5


@lru_cache(maxsize=1)
def tables() -> dict[str, Any]:
    """Return the lists of ``entities.yaml``, read once per process."""
    text = resources.files("tellings.match").joinpath("entities.yaml").read_text(encoding="utf-8")
    loaded: dict[str, Any] = yaml.load(text, Loader=yaml.CSafeLoader)
    return loaded


@lru_cache(maxsize=1)
def _familiar() -> dict[str, frozenset[int]]:
    table: dict[str, set[int]] = {}
    for number, names in enumerate(tables()["nicknames"]):
        for name in names:
            table.setdefault(name, set()).add(number)
    return {name: frozenset(numbers) for name, numbers in table.items()}


@lru_cache(maxsize=8192)
def fold(name: str) -> str:
    """Return a name in lower case without diacritics, marks and typographic variety; hyphens become blanks."""
    plain = unicodedata.normalize("NFKD", name.replace("’", "'").replace("ø", "o").replace("ł", "l").replace("ß", "ss"))
    letters = "".join(char for char in plain if not unicodedata.combining(char)).casefold()
    return " ".join(re.sub(r"[^\w' &]", " ", letters.replace(".", "")).split())


@lru_cache(maxsize=8192)
def sound(word: str) -> str:
    """Return one word of a name with the spellings of one sound made alike ("velenskyy", "velensky")."""
    text = fold(word).replace("'", "").replace(" ", "")
    for written, usual in tables()["spellings"]:
        text = text.replace(written, usual)
    return re.sub(r"(.)\1+", r"\1", text)


def same_given(left: str, right: str) -> bool:
    """Return whether two given names may be one person's."""
    a, b = fold(left), fold(right)
    if a == b or sound(a) == sound(b):
        return True
    if min(len(a), len(b)) == 1 and a[:1] == b[:1]:
        return True
    table = _familiar()
    return bool(table.get(a, frozenset()) & table.get(b, frozenset())) or _near(sound(a), sound(b))


def same_surname(left: str, right: str) -> bool:
    """Return whether two surnames are spellings of one, without looking at the rest of the name."""
    return fold(left) == fold(right) or sound(left) == sound(right)


def _near(left: str, right: str) -> bool:
    longest = max(len(left), len(right))
    if min(len(left), len(right)) < _LEAST_LETTERS or left[0] != right[0]:
        return False
    return float(DamerauLevenshtein.distance(left, right)) <= SURNAME_SLACK * longest


def same_person(left: str, right: str) -> bool:
    """Return whether two full names are one person's: given names that agree, surnames that agree or nearly do."""
    a, b = fold(left).split(), fold(right).split()
    if a == b or "".join(a) == "".join(b):
        return True
    if len(a) < 2 or len(b) < 2:
        return False
    if not same_given(a[0], b[0]):
        shorter, longer = sorted((a, b), key=len)
        return len(shorter) < len(longer) and set(shorter) <= set(longer) and shorter[-1] == longer[-1]
    if same_surname(a[-1], b[-1]):
        return not _middle_clash(a[1:-1], b[1:-1])
    exact = sound(a[0]) == sound(b[0]) and len(a[0]) > 1
    return exact and _near(a[-1], b[-1])


def _middle_clash(left: list[str], right: list[str]) -> bool:
    """Return whether both names have middle parts and none agrees."""
    if not left or not right:
        return False
    return not any(x[0] == y[0] and (len(x) == 1 or len(y) == 1 or sound(x) == sound(y)) for x in left for y in right)


@lru_cache(maxsize=1)
def _one_name() -> dict[str, str]:
    table = {}
    for key in ("countries", "bodies"):
        for names in tables()[key]:
            for name in names:
                table[fold(name)] = fold(names[0])
    return table


def plain(name: str) -> str:
    """Return the name of a body, place or thing folded, without article and ending, in its usual form."""
    words = fold(name).split()
    while len(words) > 1 and words[0] == "the":
        words = words[1:]
    whole = " ".join(words)
    if whole in _one_name():
        return _one_name()[whole]
    endings = set(tables()["endings"])
    while len(words) > 1 and words[-1] in endings:
        words = words[:-1]
    text = " ".join(words)
    return _one_name().get(text, text)


def abbreviates(short: str, name: str) -> bool:
    """Return whether a short form in capitals is made of a name's initials, in order."""
    letters = [char.lower() for char in short if char.isalpha()]
    if len(letters) < 2 or sum(char.isupper() for char in short) < 2:
        return False
    initials = [word[0].lower() for word in re.split(r"[\s\-]+", name) if word and word[0].isalnum()]
    at = 0
    for initial in initials:
        if at < len(letters) and initial == letters[at]:
            at += 1
    return at == len(letters) and bool(initials) and initials[0] == letters[0] and len(initials) >= len(letters)

"""Words as the search sees them: the same for both databases, with their places in the text.

A word is a run of letters and digits, in lower case, without accents, its apostrophe closed up ("can't" is "cant",
"Tarr's" is "tarr") and an English plural s taken off. Each Chinese and Japanese character is a word.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

#: Number of this rule; a store whose search was built by another is rebuilt.
RULE = "1"
_ALONE = "\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
_MARK = "\u0300-\u036f"
_WORD = re.compile(f"[{_ALONE}]|(?:(?![{_ALONE}])[^\\W_][{_MARK}]*)+(?:['\u2019](?:(?![{_ALONE}])[^\\W_][{_MARK}]*)+)*")
#: A longer word is no word; PostgreSQL takes 2,046 bytes.
MAX_LETTERS = 80


class Word(NamedTuple):
    """A word in its search form and where it stands."""

    form: str
    start: int
    end: int


def words(text: str, start: int = 0, end: int | None = None) -> Iterator[Word]:
    """Yield the words of a stretch of text, in order, with offsets into the whole text."""
    for match in _WORD.finditer(text, start, len(text) if end is None else end):
        if match.end() - match.start() > MAX_LETTERS:
            continue
        if form := search_form(match.group()):
            yield Word(form, match.start(), match.end())


@lru_cache(maxsize=65_536)
def search_form(word: str) -> str:
    """Return the form by which a word is found."""
    return singular(plain_form(word))


@lru_cache(maxsize=65_536)
def plain_form(word: str) -> str:
    """Return a word in lower case without accents and apostrophes; ``'s`` at its end falls away."""
    opened = word.replace("\u2019", "'").casefold()
    opened = opened.removesuffix("'s").replace("'", "")
    if opened.isascii():
        return opened
    decomposed = unicodedata.normalize("NFKD", opened).casefold()
    return "".join(letter for letter in decomposed if letter.isalnum())


def singular(word: str) -> str:
    """Return an English word without its plural s.

    Source: Harman 1991, "How effective is suffixing?", the S stemmer.
    """
    if len(word) <= 3 or not word.endswith("s") or not word.isascii():
        return word
    if word.endswith("ies") and not word.endswith(("eies", "aies")):
        return word[:-3] + "y"
    if word.endswith("es") and not word.endswith(("aes", "ees", "oes")):
        return word[:-1]
    if word.endswith(("us", "ss")):
        return word
    return word[:-1]


def name_key(name: str) -> tuple[str, str]:
    """Return a name's words as they are compared, and its last word: ``("oswin tarr", "tarr")``; "" if it has none."""
    parts = [plain_form(match.group()) for match in _WORD.finditer(name)]
    parts = [part for part in parts if part]
    return " ".join(parts), parts[-1] if parts else ""

"""Words of an article as the grouping of stories counts them, and how many articles hold each word.

The table ``storywords.tsv`` holds counts alone: in how many of 1,352 English news articles (PolNeAR's training part
and a set of syndicated news) a word form stands, for forms found in three or more. A stream adds what it sees.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable
from functools import lru_cache
from importlib import resources

import yaml

WORD = re.compile(r"[A-Za-z][A-Za-z'’]*[A-Za-z]|\d[\d,.]*\d|[A-Za-z]|\d")
_LONGEST_WORD = 40
"""Letters of a word that are kept: no English word of news is longer; what is longer is no word."""

_WEEKDAYS = "monday tuesday wednesday thursday friday saturday sunday"
_MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec"
_TIME = re.compile(
    r"\b(?:(?P<weekday>" + _WEEKDAYS.replace(" ", "|") + r")"
    r"|(?P<month>(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]{0,6})\.?(?: (?P<day>\d{1,2}))?"
    r"|(?P<year>(?:19|20)\d\d))\b",
    re.IGNORECASE,
)
_LONG_MONTHS = "january february march april may june july august september october november december sept"
_MONTH_NAMES = frozenset(f"{_MONTHS} {_LONG_MONTHS}".split())


def stem(word: str) -> str:
    """Return a word in lower case without possessive, plural and verb endings (a light, rule-made stem)."""
    word = word[:_LONGEST_WORD].lower().replace("’", "'").removesuffix("'s").replace("'", "")
    if word[:1].isdigit():
        return word.rstrip(".,")
    return _without_ending(word)


def _without_ending(word: str) -> str:
    size = len(word)
    if size > 4 and word.endswith("ies"):
        return word[:-3] + "y"
    if size > 4 and word.endswith("sses"):
        return word[:-2]
    for ending, least in (("ing", 6), ("ed", 5)):
        if word.endswith(ending) and size > least:
            root = word[: -len(ending)]
            return root[:-1] if root[-1] == root[-2] else root
    if size > 5 and word.endswith("es"):
        return word[:-1] if word[-3] not in "sxhz" else word[:-2]
    if size > 3 and word.endswith("s") and not word.endswith(("ss", "us")):
        return word[:-1]
    return word[:-1] if size > 5 and word.endswith("e") else word


def words_of(text: str) -> list[str]:
    """Return the stems of a text's words and numbers, in order."""
    return [stem(found) for found in WORD.findall(text)]


def times_of(text: str) -> Counter[str]:
    """Return the weekdays, days, months and years a text names, each with ``@`` before it ("@wed", "@dec17")."""
    out: Counter[str] = Counter()
    for found in _TIME.finditer(text):
        if found["weekday"]:
            out["@" + found["weekday"][:3].lower()] += 1
        elif found["year"]:
            out["@" + found["year"]] += 1
        elif found["month"].lower() in _MONTH_NAMES and (found["month"].lower() != "may" or found["month"][0] == "M"):
            month = "@" + found["month"][:3].lower()
            out[month] += 1
            if found["day"]:
                out[month + found["day"]] += 1
    return out


@lru_cache(maxsize=1)
def stop_words() -> frozenset[str]:
    """Return the words that say nothing about what a story is of."""
    content = resources.files("tellings.match").joinpath("storystops.yaml").read_text(encoding="utf-8")
    return frozenset(yaml.load(content, Loader=yaml.CSafeLoader)["stop_words"].split())


@lru_cache(maxsize=1)
def _background() -> tuple[int, dict[str, int]]:
    """Return how many articles were counted, and in how many of them each form stands."""
    content = resources.files("tellings.match").joinpath("storywords.tsv").read_text(encoding="utf-8")
    first, *rows = content.splitlines()
    table = {word: int(count) for word, count in (row.split("\t") for row in rows)}
    return int(first), table


class WordCounts:
    """In how many articles each form stands: the shipped table and what a stream has seen.

    Attributes:
        seen: articles counted by this stream.
        counts: by form, articles of this stream that hold it.
    """

    def __init__(self, seen: int = 0, counts: dict[str, int] | None = None) -> None:
        """Begin with the counts of an earlier run, or with none."""
        self.seen = seen
        self.counts = counts or {}
        self._size, self._table = _background()

    def add(self, forms: Iterable[str]) -> None:
        """Count the forms of one article, each once; rare ones are forgotten when there are very many."""
        self.seen += 1
        for form in sorted(set(forms)):
            self.counts[form] = self.counts.get(form, 0) + 1
        if len(self.counts) > MOST_FORMS:
            self.counts = {form: count for form, count in self.counts.items() if count > 1}

    def weight(self, form: str) -> float:
        """Return the inverse document frequency of a form, above 0.0; higher is rarer."""
        total = self._size + self.seen
        return math.log((total + 1) / (self._table.get(form, 0) + self.counts.get(form, 0) + 0.5))


MOST_FORMS = 400_000
"""Forms counted by a stream before those seen once are forgotten: some 40 MB; set by memory, not tuned."""

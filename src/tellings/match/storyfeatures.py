"""What the grouping of stories looks at in one article: weighted words, names, numbers, times, lead, meaning.

Names are runs of capitalised words inside a sentence, outside headlines in title case: 0.2 ms an article, where a
parser takes 100 ms. Every bag is a unit vector, so that the dot product of two bags is their cosine.
"""

from __future__ import annotations

import datetime as dt
import math
import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from tellings.match.storywords import WORD, WordCounts, stem, stop_words, times_of, words_of
from tellings.types.stories import StoryArticle

Bag = dict[str, float]
Vector = NDArray[np.float64]

BAGS = ("words", "names", "lead", "numbers", "times")
"""The bags of an article; each gives one figure of likeness."""

LONGEST_TEXT = 12_000
"""Characters read of a text: 2,000 words; more of an article adds background, not what it is about."""
LEAD_WORDS = 60
"""Words of the opening that count as lead, with the headline. Set once, by the usual length of two paragraphs."""
MEANING_WORDS = 90
"""Words given to the sentence network, headline first: as many as its 128 word pieces hold."""
SHORTEST, LONGEST = 10, 800
"""Lengths in words beyond which an article counts as no shorter or longer."""

_RUN = re.compile(
    r"(?<![.!?\n\"“”‘'] )(?<![\n.!?\"“”‘'])\b[A-Z][\w'’-]{0,40}(?:(?: (?:of|the|de|al|bin))? [A-Z][\w'’-]{0,40}){0,12}"
)
_PLACE_BEFORE = re.compile(r"\b(?:in|at|near|from|off|outside|across|around|toward|towards) $")
_TITLE_CASE = 0.6
"""Share of capitalised words from which a line is a headline, in which capitals show no names."""


@dataclass(frozen=True, slots=True)
class Marks:
    """What was read in one article.

    Attributes:
        bags: by name (see ``BAGS``), unit vectors of forms; an empty bag says nothing.
        meaning: unit vector of headline and opening, shape (384,).
        day: ordinal of the day of publication, None if unknown.
        length: natural logarithm of its words, within bounds.
        places: name forms that stand behind a preposition of place.
        spelled: name forms as first spelled.
        title: headline, or the opening words where there is none.
    """

    bags: Mapping[str, Bag]
    meaning: Vector
    day: int | None
    length: float
    places: frozenset[str]
    spelled: Mapping[str, str]
    title: str


def full_text(article: StoryArticle) -> str:
    """Return headline and text, the headline once, cut to what is read."""
    title = (article.title or "").strip()
    text = article.text[:LONGEST_TEXT]
    return text if not title or text.startswith(title) else f"{title}\n{text}"


def day_of(published: str | None) -> int | None:
    """Return the ordinal of an ISO date or date-time, None for none or what is no date."""
    try:
        return dt.date.fromisoformat((published or "")[:10]).toordinal()
    except ValueError:
        return None


def read_marks(
    article: StoryArticle,
    counts: WordCounts,
    *,
    embed: Callable[[Sequence[str]], NDArray[np.float32]],
    is_new: bool = True,
) -> Marks:
    """Return the marks of an article, and count its words.

    Args:
        article: as it came.
        counts: where its words are counted before they are weighed.
        embed: gives unit vectors of texts, shape (n, 384).
        is_new: whether its words are still to be counted.
    """
    text = full_text(article)
    words = words_of(text)
    times = times_of(text)
    if is_new:
        counts.add([*words, *times])
    names, places, spelled = _names(text)
    opening = words_of(article.title or "") + words[:LEAD_WORDS]
    bags = {
        "words": _words(words, counts),
        "names": _unit({form: (1 + math.log(n)) * counts.weight(form) for form, n in names.items()}),
        "lead": _weighed(opening, counts),
        "numbers": _unit({form: counts.weight(form) for form in dict.fromkeys(words) if form[:1].isdigit()}),
        "times": _unit({form: (1 + math.log(n)) * counts.weight(form) for form, n in times.items()}),
    }
    start = " ".join(text.split(None, MEANING_WORDS)[:MEANING_WORDS])
    return Marks(
        bags=bags,
        meaning=np.asarray(embed([start])[0], dtype=np.float64),
        day=day_of(article.published),
        length=math.log(min(max(len(words), SHORTEST), LONGEST)),
        places=frozenset(places),
        spelled=spelled,
        title=(article.title or "").strip() or " ".join(article.text.split(None, 14)[:14]),
    )


def dot(left: Bag, right: Bag) -> float:
    """Return the sum of products over the forms that two bags share."""
    if len(left) > len(right):
        left, right = right, left
    return sum(value * right[form] for form, value in left.items() if form in right)


def _unit(bag: Bag) -> Bag:
    size = math.sqrt(sum(value * value for value in bag.values()))
    return {form: value / size for form, value in bag.items()} if size else {}


def _weighed(words: Iterable[str], counts: WordCounts) -> Bag:
    stops = stop_words()
    found = Counter(word for word in words if word not in stops)
    return _unit({word: (1 + math.log(n)) * counts.weight(word) for word, n in found.items()})


def _words(words: list[str], counts: WordCounts) -> Bag:
    """Return single words and pairs of neighbours; a pair weighs what its words weigh on average."""
    stops = stop_words()
    bag = {}
    found = Counter(word for word in words if word not in stops)
    weight = {word: counts.weight(word) for word in found}
    for word, n in found.items():
        bag[word] = (1 + math.log(n)) * weight[word]
    pairs = Counter(pair for pair in pairwise(words) if pair[0] in found and pair[1] in found)
    for (first, second), n in pairs.items():
        bag[f"{first} {second}"] = (1 + math.log(n)) * (weight[first] + weight[second]) / 2
    return _unit(bag)


def _names(text: str) -> tuple[Counter[str], set[str], dict[str, str]]:
    """Return the forms in names with how often they stand, those behind a preposition of place, and spellings."""
    stops = stop_words()
    found: Counter[str] = Counter()
    places: set[str] = set()
    spelled: dict[str, str] = {}
    for line in text.split("\n"):
        words = line.split()
        if sum(word[0].isupper() for word in words) > _TITLE_CASE * len(words):
            continue
        for run in _RUN.finditer(line):
            if run.start() == 0:
                continue
            is_place = bool(_PLACE_BEFORE.search(line, max(0, run.start() - 9), run.start()))
            for word in WORD.findall(run[0]):
                form = stem(word)
                if word[0].isupper() and form not in stops:
                    found[form] += 1
                    spelled.setdefault(form, run[0])
                    if is_place:
                        places.add(form)
    return found, places, spelled

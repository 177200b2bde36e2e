"""Where the words of one dossier stand in another: same articles, newer versions of them, same entries.

Ids of facts, plans and positions are content hashes over their passages: they change as soon as a report joins. What
stays is where the words stand. So entries are aligned by their passages, and passages of an older version of an
article by the sentence of the newer one that has taken their place.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

Json = Mapping[str, Any]
Place = tuple[str, int, int]

REWORDED = 0.6
"""Share of words in common (Dice) from which a sentence is another one reworded. Set by hand: two sentences about one
matter share a third of their words, an edited sentence keeps two thirds."""

MOST_PAIRS = 250_000
"""Pairs of sentences up to which rewordings are looked for: two versions with 500 altered sentences each."""

_GRAIN = 200
"""Characters of a bucket in which overlapping passages are looked for: about one sentence."""

_WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Version:
    """Two versions of one article by sentence.

    Attributes:
        older: id of the article in the dossier before.
        newer: id of the article in the dossier after.
        kept: pairs of stretches with the same words.
        reworded: pairs of stretches with most of their words in common.
        withdrawn: stretches of the older one that have no counterpart.
        added: stretches of the newer one that have none.
    """

    older: str
    newer: str
    kept: tuple[tuple[tuple[int, int], tuple[int, int]], ...]
    reworded: tuple[tuple[tuple[int, int], tuple[int, int]], ...]
    withdrawn: tuple[tuple[int, int], ...]
    added: tuple[tuple[int, int], ...]


class Places:
    """How the articles of two dossiers correspond.

    Args:
        before: a dossier document.
        after: a later one.
    """

    def __init__(self, before: Json, after: Json) -> None:
        self.before = {article["id"]: article for article in before["articles"]}
        self.after = {article["id"]: article for article in after["articles"]}
        self.versions = tuple(compare_versions(self.before[old], self.after[new]) for old, new in self._replaced())
        self._by_older = {version.older: version for version in self.versions}

    def _replaced(self) -> Iterator[tuple[str, str]]:
        free = [article for ident, article in self.after.items() if ident not in self.before]
        for ident, article in self.before.items():
            if ident in self.after:
                continue
            newer = next((one for one in free if _same_source(article, one)), None)
            if newer is not None:
                free.remove(newer)
                yield ident, newer["id"]

    @property
    def fresh(self) -> frozenset[str]:
        """Ids of the articles that only the dossier after has and that replace none."""
        newer = {version.newer for version in self.versions}
        return frozenset(ident for ident in self.after if ident not in self.before and ident not in newer)

    def counterpart(self, article: str) -> str | None:
        """Return the id that an article of the dossier before has in the one after, None if it is gone."""
        if article in self.after:
            return article
        version = self._by_older.get(article)
        return version.newer if version else None

    def moved(self, ref: Json) -> Place | None:
        """Return where the words of a ref into the dossier before stand in the one after, None if they do not."""
        article, start, end = ref["article"], ref["start"], ref["end"]
        if article in self.after:
            return article, start, end
        version = self._by_older.get(article)
        if version is None:
            return None
        found: list[tuple[int, int]] = []
        for old, new in version.kept:
            if old[0] < end and start < old[1]:
                found.append(_shifted((start, end), old=old, new=new))
        found += [new for old, new in version.reworded if old[0] < end and start < old[1]]
        if not found:
            return None
        return version.newer, min(place[0] for place in found), max(place[1] for place in found)


def _same_source(left: Json, right: Json) -> bool:
    """Return whether two articles come from one address; the path counts where one of them has no address."""
    if left.get("url") and right.get("url"):
        return bool(left["url"] == right["url"])
    return left.get("path") is not None and left.get("path") == right.get("path")


def _shifted(place: tuple[int, int], *, old: tuple[int, int], new: tuple[int, int]) -> tuple[int, int]:
    """Return the part of a place that lies in a kept sentence, where that sentence stands now."""
    if old[1] - old[0] != new[1] - new[0]:
        return new
    step = new[0] - old[0]
    return max(place[0], old[0]) + step, min(place[1], old[1]) + step


def compare_versions(older: Json, newer: Json) -> Version:
    """Compare two versions of an article sentence by sentence, wherever in the text a sentence stands."""
    ours, theirs = sentences(older), sentences(newer)
    waiting: dict[str, list[tuple[int, int]]] = defaultdict(list)
    for place in reversed(theirs):
        waiting[_plain(newer["text"], place)].append(place)
    kept, gone = [], []
    for place in ours:
        same = waiting.get(_plain(older["text"], place))
        if same:
            kept.append((place, same.pop()))
        else:
            gone.append(place)
    left = sorted(place for places in waiting.values() for place in places)
    reworded = _reworded([older["text"][a:b] for a, b in gone], [newer["text"][a:b] for a, b in left])
    ours_taken, theirs_taken = {pair[0] for pair in reworded}, {pair[1] for pair in reworded}
    return Version(
        older=older["id"],
        newer=newer["id"],
        kept=tuple(kept),
        reworded=tuple((gone[i], left[j]) for i, j in reworded),
        withdrawn=tuple(place for i, place in enumerate(gone) if i not in ours_taken),
        added=tuple(place for j, place in enumerate(left) if j not in theirs_taken),
    )


def sentences(article: Json) -> list[tuple[int, int]]:
    """Return the sentences of an article, its blocks where it has none (a language that is not labelled)."""
    parts = article.get("sentences") or [(block["start"], block["end"]) for block in article.get("blocks") or ()]
    return sorted({(start, end) for start, end in parts or article["body"]})


def _plain(text: str, place: tuple[int, int]) -> str:
    return " ".join(text[place[0] : place[1]].split())


def _reworded(ours: Sequence[str], theirs: Sequence[str]) -> list[tuple[int, int]]:
    """Return pairs of sentences of which one is the other reworded, each sentence in one pair, in order."""
    if len(ours) * len(theirs) > MOST_PAIRS:
        return []
    left, right = ([Counter(_WORD.findall(text.casefold())) for text in texts] for texts in (ours, theirs))
    ranked = []
    for i, mine in enumerate(left):
        for j, other in enumerate(right):
            total = mine.total() + other.total()
            alike = 2 * (mine & other).total() / total if total else 0.0
            if alike >= REWORDED:
                ranked.append((-alike, i, j))
    taken: list[tuple[int, int]] = []
    for _, i, j in sorted(ranked):
        if all(i != a and j != b for a, b in taken):
            taken.append((i, j))
    return sorted(taken)


@dataclass(frozen=True, slots=True, kw_only=True)
class Pairing:
    """Entries before and after by their numbers.

    Attributes:
        pairs: before → after, each entry once.
        touching: after → every entry before that shares words with it.
        touched: before → every entry after that shares words with it.
    """

    pairs: dict[int, int]
    touching: dict[int, list[int]]
    touched: dict[int, list[int]]


def pair_entries(before: Sequence[Sequence[Place | None]], after: Sequence[Sequence[Place]]) -> Pairing:
    """Pair entries that rest on the same words, those that share most passages first.

    Two passages are the same words if they share half of the shorter one.

    Args:
        before: for each entry where its passages stand in the dossier after, None for one that is gone.
        after: for each entry its passages.
    """
    shared = _shared_words(before, after)
    ranked = sorted((-len(found), -_overlap_of(found), pair) for pair, found in shared.items())
    pairs: dict[int, int] = {}
    taken: set[int] = set()
    for _, _, (number, other) in ranked:
        if number not in pairs and other not in taken:
            pairs[number] = other
            taken.add(other)
    touching: dict[int, list[int]] = defaultdict(list)
    touched: dict[int, list[int]] = defaultdict(list)
    for number, other in sorted(shared):
        touching[other].append(number)
        touched[number].append(other)
    return Pairing(pairs=pairs, touching=dict(touching), touched=dict(touched))


def _shared_words(
    before: Sequence[Sequence[Place | None]], after: Sequence[Sequence[Place]]
) -> dict[tuple[int, int], set[tuple[Place, Place]]]:
    """Return for each two entries that share words the passages in which they do."""
    buckets: dict[tuple[str, int], list[tuple[int, Place]]] = defaultdict(list)
    for number, places in enumerate(after):
        for place in places:
            for bucket in _buckets(place):
                buckets[bucket].append((number, place))
    shared: dict[tuple[int, int], set[tuple[Place, Place]]] = defaultdict(set)
    for number, moved in enumerate(before):
        for mine in filter(None, moved):
            near = [entry for bucket in _buckets(mine) for entry in buckets.get(bucket, ())]
            for other, place in near:
                if same_words(mine, place):
                    shared[number, other].add((mine, place))
    return shared


def _buckets(place: Place) -> Iterator[tuple[str, int]]:
    article, start, end = place
    for number in range(start // _GRAIN, (end - 1) // _GRAIN + 1):
        yield article, number


def same_words(left: Place, right: Place) -> bool:
    """Return whether two places share half of the shorter one."""
    return left[0] == right[0] and 2 * _overlap(left, right) >= min(left[2] - left[1], right[2] - right[1])


def _overlap(left: Place, right: Place) -> int:
    return max(0, min(left[2], right[2]) - max(left[1], right[1])) if left[0] == right[0] else 0


def _overlap_of(found: set[tuple[Place, Place]]) -> int:
    return sum(_overlap(left, right) for left, right in found)

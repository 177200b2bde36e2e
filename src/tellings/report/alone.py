"""What one report alone has, a line per sentence: of several facts in one sentence each would repeat it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from operator import itemgetter
from typing import Any

from tellings.report.citations import Citations, Ref
from tellings.report.parts import NO_MARK, ArticleCard, Line, Piece

Json = Mapping[str, Any]

LONGEST = 600
"""Characters of a sentence up to which it is shown whole; of a longer one each fact is shown with what is around it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SingleLine:
    """A sentence that tells what one article alone has; ``facts`` are the ids of all that it tells."""

    line: Line
    facts: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class SingleGroup:
    """What one article alone has."""

    article: ArticleCard
    lines: tuple[SingleLine, ...]

    @property
    def count(self) -> int:
        """How many facts there are."""
        return sum(len(line.facts) for line in self.lines)


def single_groups(document: Json, citations: Citations, cards: Sequence[ArticleCard]) -> tuple[SingleGroup, ...]:
    """Return for each article what it alone has, the weightiest sentence first; articles without any are left out."""
    single: dict[str, list[Json]] = {}
    shared: dict[str, list[Ref]] = {}
    for fact in document["facts"]:
        if fact["kind"] == "single":
            single.setdefault(fact["support"][0]["article"], []).append(fact)
        else:
            for ref in fact["support"]:
                shared.setdefault(ref["article"], []).append(ref)
    return tuple(
        SingleGroup(article=card, lines=_lines(single[card.id], shared.get(card.id, ()), citations))
        for card in cards
        if card.id in single
    )


def _lines(facts: Iterable[Json], shared: Iterable[Ref], citations: Citations) -> tuple[SingleLine, ...]:
    sentences: dict[tuple[int, int], list[Json]] = {}
    for fact in sorted(facts, key=lambda fact: (fact["title"]["start"], fact["title"]["end"])):
        place = citations.sentence(fact["title"])
        if place is None or place[1] - place[0] > LONGEST:
            place = (fact["title"]["start"], fact["title"]["end"])
        sentences.setdefault(place, []).append(fact)
    told = [(ref["start"], ref["end"]) for ref in shared]
    ranked = sorted(sentences.items(), key=lambda entry: (-max(map(_weight, entry[1])), entry[0]))
    return tuple(
        SingleLine(line=_line(place, members, told, citations), facts=tuple(fact["id"] for fact in members))
        for place, members in ranked
    )


def _weight(fact: Json) -> float:
    return float(fact.get("weight", 0.0))


def _line(place: tuple[int, int], facts: Sequence[Json], told: Iterable[tuple[int, int]], citations: Citations) -> Line:
    """Return a sentence with the words marked ``shared`` that other reports tell as well."""
    title = facts[0]["title"]
    support = [ref for fact in facts for ref in (fact["title"], *fact["support"])]
    if citations.sentence(title) != place:
        return citations.in_context(title, support=support, ident=facts[0]["id"])
    shared = _shared(place, own={(ref["start"], ref["end"]) for fact in facts for ref in fact["support"]}, told=told)
    text = citations.words(title["article"], *place)
    pieces = tuple(
        Piece(text="".join(letter for letter, _ in run), mark="shared" if state else NO_MARK)
        for state, run in groupby(zip(text, shared, strict=True), key=itemgetter(1))
    )
    return Line(id=facts[0]["id"], pieces=pieces, passages=citations.passages(support))


def _shared(place: tuple[int, int], *, own: set[tuple[int, int]], told: Iterable[tuple[int, int]]) -> bytearray:
    """Return for each character of a place whether the smallest of all passages that hold it is one of ``told``.

    A clause that others tell as well often stands within a longer one that they do not. Where nothing would be left,
    nothing is marked.
    """
    start, end = place
    others = {span for span in told if span[0] < end and start < span[1]}
    shared = bytearray(end - start)
    for span in sorted(own | others, key=lambda span: (span[0] - span[1], span in others, span)):
        left, right = max(span[0], start) - start, min(span[1], end) - start
        shared[left:right] = (b"\x01" if span in others else b"\x00") * max(right - left, 0)
    return bytearray(end - start) if all(shared) else shared

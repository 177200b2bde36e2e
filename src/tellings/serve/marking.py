"""A kept text cut for its page: what belongs to the article, what was left out, and the highlights that lie on it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from tellings.report.dates import written
from tellings.types.articles import Article
from tellings.types.labels import Bound, Form, Labels, Quantity, Statement, StatementKind, Time

KINDS: Final = {
    "statements": "Statements",
    "names": "Names",
    "times": "Times",
    "quantities": "Quantities",
}
"""What can be marked, by its name in an address."""

PASSAGE: Final = "passage"
"""The kind of the passage that an address opens at."""

MANNERS: Final = {
    StatementKind.DIRECT: "word for word",
    StatementKind.MIXED: "partly quoted",
    StatementKind.INDIRECT: "in other words",
}
_BOUNDS: Final = {Bound.EXACTLY: "", Bound.BETWEEN: "between ", Bound.ORDINAL: "number "}


@dataclass(frozen=True, slots=True, kw_only=True)
class Highlight:
    """A stretch that is marked: its kind, its anchor ("" for none), and what it is in words."""

    start: int
    end: int
    kind: str
    about: str
    anchor: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Cut:
    """Words that no highlight's edge cuts; ``begins`` are the highlights that begin here."""

    text: str
    kinds: tuple[str, ...]
    begins: tuple[Highlight, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Stretch:
    """A block of the article (``reason`` None), or what was left out and why."""

    kind: str
    reason: str | None
    cuts: tuple[Cut, ...]
    length: int


def highlights(marks: Labels, kinds: Sequence[str]) -> tuple[Highlight, ...]:
    """Return the highlights of some kinds, by place."""
    found: list[Highlight] = []
    if "statements" in kinds:
        found += [_of_statement(one) for one in marks.statements]
    if "names" in kinds:
        chains = {chain.id: chain for chain in marks.chains}
        for mention in marks.mentions:
            chain = chains.get(mention.chain)
            if mention.form is Form.NAME and chain is not None:
                about = f"{chain.type.value}: {chain.name}"
                found.append(Highlight(start=mention.span.start, end=mention.span.end, kind="names", about=about))
    if "times" in kinds:
        for time in marks.times:
            about = _about_time(time)
            found.append(Highlight(start=time.span.start, end=time.span.end, kind="times", about=about))
    if "quantities" in kinds:
        for one in (held for held in marks.quantities if not held.calendar):  # those are times
            about = _about_quantity(one)
            found.append(Highlight(start=one.span.start, end=one.span.end, kind="quantities", about=about))
    return tuple(sorted(found, key=lambda one: (one.start, -one.end, one.kind)))


def stretches(article: Article, marked: Sequence[Highlight]) -> tuple[Stretch, ...]:
    """Return the whole kept text in reading order, cut at the edges of highlights."""
    begun: set[int] = set()
    return tuple(
        Stretch(
            kind=kind,
            reason=reason,
            cuts=tuple(_cuts(article.text, (start, end), marked, begun)),
            length=end - start,
        )
        for start, end, kind, reason in _parts(article)
    )


def _parts(article: Article) -> Iterator[tuple[int, int, str, str | None]]:
    """Yield blocks, what was dropped, and whatever else has ink between them."""
    known: list[tuple[int, int, str, str | None]] = [
        (block.start, block.end, block.kind.value, None) for block in article.blocks
    ]
    known += [(one.start, one.end, "dropped", one.reason) for one in article.dropped]
    place, text = 0, article.text
    for start, end, kind, reason in sorted(known, key=lambda part: part[:2]):
        if start > place and text[place:start].strip():
            yield place, start, "dropped", "not_article"
        if max(start, place) < end:
            yield max(start, place), end, kind, reason
        place = max(place, end)
    if text[place:].strip():
        yield place, len(text), "dropped", "not_article"


def _cuts(text: str, part: tuple[int, int], marked: Sequence[Highlight], begun: set[int]) -> Iterator[Cut]:
    start, end = part
    here = [(number, one) for number, one in enumerate(marked) if one.start < end and start < one.end]
    edges = {start, end}
    for _, one in here:
        edges.update(edge for edge in (one.start, one.end) if start < edge < end)
    for left, right in pairwise(sorted(edges)):
        holding = [(number, one) for number, one in here if one.start <= left and right <= one.end]
        begins = tuple(one for number, one in holding if number not in begun)
        begun.update(number for number, _ in holding)
        kinds = tuple(dict.fromkeys(one.kind for _, one in holding))
        yield Cut(text=text[left:right], kinds=kinds, begins=begins)


def _of_statement(one: Statement) -> Highlight:
    speaker = one.speaker.name if one.speaker else "a speaker who was not found"
    about = f"said by {speaker}, {MANNERS[one.kind]}"
    return Highlight(start=one.content.start, end=one.content.end, kind="statements", about=about, anchor=one.id)


def _about_time(time: Time) -> str:
    when = written(time.value) if time.type.value in ("DATE", "TIME") else time.value
    return f"time: {when or time.value or 'not resolved'}"


def _about_quantity(one: Quantity) -> str:
    number = f"{one.value:,.6g}" if one.high is None else f"{one.value:,.6g} to {one.high:,.6g}"
    bound = _BOUNDS.get(one.bound, one.bound.value.replace("_", " ") + " ")
    return f"quantity: {bound}{number} {one.unit}".rstrip()

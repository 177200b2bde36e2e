"""What changed, as it is told: sections in their order, each entry with the words that show it."""

from __future__ import annotations

import dataclasses
from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from operator import itemgetter
from typing import Any

from tellings.report.changes_places import Places, sentences
from tellings.report.citations import SHORT, Citations, first_words, last_words
from tellings.report.matters import DIFFERENCES
from tellings.report.outlets import article_cards
from tellings.report.parts import ArticleCard, Passage, Piece
from tellings.report.wording import mark_changes
from tellings.types.changes import Change, ChangeKind, Changes, Quote
from tellings.types.spans import Span

Json = Mapping[str, Any]

CHANGE_SECTIONS: tuple[tuple[str, str, tuple[ChangeKind, ...]], ...] = (
    (
        "reports",
        "Reports",
        (ChangeKind.REPORT_NEW, ChangeKind.REPORT_REPLACED, ChangeKind.REPORT_GONE, ChangeKind.REPORT_KNOWN),
    ),
    ("numbers", "Numbers that moved", (ChangeKind.NUMBER_MOVED,)),
    ("appeared", "Differences that appeared", (ChangeKind.DIFFERENCE_NEW, ChangeKind.DIFFERENCE_RETYPED)),
    ("settled", "Differences that were settled", (ChangeKind.DIFFERENCE_SETTLED,)),
    (
        "lines",
        "Lines withdrawn, reworded or added",
        (ChangeKind.LINE_WITHDRAWN, ChangeKind.LINE_REWORDED, ChangeKind.LINE_ADDED),
    ),
    (
        "plans",
        "Plans",
        (ChangeKind.PLAN_CLOSED, ChangeKind.PLAN_CHANGED, ChangeKind.PLAN_NEW, ChangeKind.PLAN_GONE),
    ),
    (
        "positions",
        "Positions",
        (ChangeKind.POSITION_CHANGED, ChangeKind.POSITION_NEW, ChangeKind.POSITION_GONE),
    ),
    ("facts", "New facts", (ChangeKind.FACT_NEW,)),
    ("gained", "Facts that gained support", (ChangeKind.FACT_GAINED,)),
    (
        "regrouped",
        "Facts that lost support, went or are told apart otherwise",
        (ChangeKind.FACT_LESS, ChangeKind.FACT_GONE, ChangeKind.FACT_JOINED, ChangeKind.FACT_SPLIT),
    ),
)
"""Sections in their order: anchor, heading, kinds. What a reader must not miss comes first."""

SHORT_HEADINGS = {
    "reports": "reports",
    "numbers": "numbers moved",
    "appeared": "differences appeared",
    "settled": "settled",
    "lines": "lines changed",
    "plans": "plans",
    "positions": "positions",
    "facts": "new facts",
    "gained": "gained support",
    "regrouped": "facts regrouped",
}
"""The headings as they stand behind a number."""

BADGES = {
    ChangeKind.REPORT_NEW: "new",
    ChangeKind.REPORT_REPLACED: "newer version",
    ChangeKind.REPORT_GONE: "gone",
    ChangeKind.REPORT_KNOWN: "in already",
    ChangeKind.NUMBER_MOVED: "moved",
    ChangeKind.LINE_WITHDRAWN: "withdrawn",
    ChangeKind.LINE_REWORDED: "reworded",
    ChangeKind.LINE_ADDED: "added",
    ChangeKind.PLAN_CLOSED: "closed",
    ChangeKind.PLAN_CHANGED: "changed",
    ChangeKind.PLAN_NEW: "new",
    ChangeKind.PLAN_GONE: "gone",
    ChangeKind.POSITION_CHANGED: "changed",
    ChangeKind.POSITION_NEW: "new",
    ChangeKind.POSITION_GONE: "gone",
    ChangeKind.FACT_NEW: "new",
    ChangeKind.FACT_GAINED: "more support",
    ChangeKind.FACT_LESS: "less support",
    ChangeKind.FACT_GONE: "gone",
    ChangeKind.FACT_JOINED: "one matter now",
    ChangeKind.FACT_SPLIT: "apart now",
}
"""One or two words for each kind; a difference is called by its type."""

_LOUD = frozenset({ChangeKind.REPORT_REPLACED, ChangeKind.NUMBER_MOVED, ChangeKind.LINE_WITHDRAWN})
_PAIRED = frozenset({ChangeKind.NUMBER_MOVED, ChangeKind.LINE_REWORDED, ChangeKind.DIFFERENCE_NEW})


@dataclass(frozen=True, slots=True, kw_only=True)
class QuoteView:
    """Words that show a change.

    Attributes:
        card: the article.
        pieces: the words, verbatim, changed ones marked.
        context: words of the same sentence before and after them.
        place: first and one past the last character in the article's kept text.
        time: "before" where they stand in the dossier before alone, "now" otherwise.
        passage: the passage on a dossier's page, None if it has none.
    """

    card: ArticleCard
    pieces: tuple[Piece, ...]
    context: tuple[str, str]
    place: tuple[int, int]
    time: str
    passage: Passage | None = None

    @property
    def text(self) -> str:
        """The words with the rest of their sentence."""
        return self.context[0] + "".join(piece.text for piece in self.pieces) + self.context[1]


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeView:
    """One change; ``paired`` if its two quotes are to be read side by side, ``loud`` if nobody should miss it."""

    kind: str
    badge: str
    why: str
    quotes: tuple[QuoteView, ...]
    paired: bool
    loud: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeSection:
    """Changes of some kinds under one heading."""

    anchor: str
    heading: str
    short: str
    entries: tuple[ChangeView, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangesView:
    """What changed, in the order in which it is told; sections without entries are left out."""

    title: str
    version: str
    before: int
    after: int
    cards: tuple[ArticleCard, ...]
    sections: tuple[ChangeSection, ...]

    @property
    def total(self) -> int:
        """How many changes there are."""
        return sum(len(section.entries) for section in self.sections)


def view_changes(changes: Changes, before: Json, after: Json) -> ChangesView:
    """Return changes as they are told.

    Args:
        changes: as ``compare(before, after)`` gives them.
        before: the dossier before.
        after: the dossier after.
    """
    quoter = _Quoter(before, after)
    sections = []
    for anchor, heading, kinds in CHANGE_SECTIONS:
        found = sorted(changes.of(*kinds), key=_gravity)
        if found:
            entries = tuple(quoter.change(change) for change in quoter.once_a_sentence(found))
            sections.append(
                ChangeSection(anchor=anchor, heading=heading, short=SHORT_HEADINGS[anchor], entries=entries)
            )
    return ChangesView(
        title=after["story"]["title"],
        version=after["tellings"],
        before=len(before["articles"]),
        after=len(after["articles"]),
        cards=tuple(quoter.cards.values()),
        sections=tuple(sections),
    )


def _gravity(change: Change) -> int:
    """Return the rank of a difference, 0 for what is none: wording comes last."""
    return list(DIFFERENCES).index(change.type) if change.type in DIFFERENCES else 0


class _Quoter:
    """Turns quotes into what is shown of them."""

    def __init__(self, before: Json, after: Json) -> None:
        places = Places(before, after)
        newer = {version.older: version.newer for version in places.versions}
        gone = [article for article in before["articles"] if article["id"] not in places.after]
        cards = {card.id: card for card in article_cards([*after["articles"], *gone])}
        for older, ident in newer.items():
            cards[older] = dataclasses.replace(cards[older], name=f"{cards[ident].name}, earlier version")
        self.cards = cards
        self._articles = {**places.before, **places.after}
        self._after = places.after
        self._sentences: dict[str, list[tuple[int, int]]] = {}
        self._citations = Citations(after, article_cards(after["articles"]))

    def once_a_sentence(self, changes: Sequence[Change]) -> list[Change]:
        """Return changes without new facts that another new fact of the same sentence shows: the longest is left."""
        longest: dict[object, Change] = {}
        for number, change in enumerate(changes):
            key: object = number
            if change.kind is ChangeKind.FACT_NEW and len(change.after) == 1 and not change.before:
                span = change.after[0].span
                key = (change.why, span.article, self._sentence(span) or (span.start, span.end))
            if key not in longest or len(change.after[0].span) > len(longest[key].after[0].span):
                longest[key] = change
        return list(longest.values())

    def change(self, change: Change) -> ChangeView:
        """Return one change as it is told."""
        both = (*change.before, *change.after)
        paired = change.kind in _PAIRED and len(both) == 2
        marked: tuple[tuple[Piece, ...], ...]
        marked = mark_changes(both[0].text, both[1].text) if paired else tuple((Piece(text=q.text),) for q in both)
        return ChangeView(
            kind=change.kind.value,
            badge=DIFFERENCES[change.type][0] if change.type in DIFFERENCES else BADGES[change.kind],
            why=change.why,
            quotes=tuple(
                self._quote(one, pieces, old=number < len(change.before) and bool(change.after))
                for number, (one, pieces) in enumerate(zip(both, marked, strict=True))
            ),
            paired=paired,
            loud=change.kind in _LOUD or change.type in {"contradiction", "update"},
        )

    def _quote(self, quote: Quote, pieces: tuple[Piece, ...], *, old: bool) -> QuoteView:
        span = quote.span
        ref = {"article": span.article, "start": span.start, "end": span.end}
        return QuoteView(
            card=self.cards[span.article],
            pieces=pieces,
            context=self._context(quote),
            place=(span.start, span.end),
            time="before" if old or span.article not in self._after else "now",
            passage=self._citations.find(ref),
        )

    def _context(self, quote: Quote) -> tuple[str, str]:
        """Return what stands around few words in their sentence."""
        span = quote.span
        if len(span) >= SHORT:
            return "", ""
        text = self._articles[span.article]["text"]
        start, end = self._sentence(span) or (span.start, span.end)
        return last_words(text[start : span.start]), first_words(text[span.end : end])

    def _sentence(self, span: Span) -> tuple[int, int] | None:
        """Return start and end of the sentence that holds a span, None if none does."""
        places = self._sentences.get(span.article)
        if places is None:
            places = self._sentences[span.article] = sentences(self._articles[span.article])
        number = bisect_right(places, span.start, key=itemgetter(0)) - 1
        return places[number] if number >= 0 and span.end <= places[number][1] else None

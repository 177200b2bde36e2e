"""What the articles say about the same matters: agreed, differing, from one alone, and the grid of it all."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from tellings.report.citations import Citations
from tellings.report.parts import (
    ArticleCard,
    Cell,
    DifferenceView,
    FactView,
    GridRow,
    GridView,
    Line,
    Side,
)
from tellings.report.wording import mark_changes

Json = Mapping[str, Any]

DIFFERENCES = {
    "contradiction": ("Contradiction", "both cannot be right"),
    "update": ("Update", "the later report tells a later state"),
    "precision": ("Precision", "one is more exact than the other"),
    "scope": ("Scope", "they count or describe different things"),
    "attribution": ("Attribution", "they name different sources"),
    "certainty": ("Certainty", "one is surer than the other"),
    "wording": ("Wording", "the same in other words"),
}
"""Types of difference, most serious first, with the words the page uses for them."""

GRID_SINGLES = 10
"""Facts of one article alone that the grid shows: enough to see the pattern; all of them stand in their section."""


def brief_lines(document: Json, citations: Citations) -> tuple[Line, ...]:
    """Return the account in brief, in the order in which it was composed."""
    return tuple(citations.line(line["sentence"], line["sources"]) for line in document.get("brief", ()))


def agreed_facts(document: Json, citations: Citations) -> tuple[FactView, ...]:
    """Return agreed facts: most independent witnesses first, then by weight."""
    facts = [fact for fact in document["facts"] if fact["kind"] == "agreed"]
    facts.sort(key=lambda fact: (-fact["independent"], -_weight(fact)))
    return tuple(fact_view(fact, citations) for fact in facts)


def differing_facts(document: Json, citations: Citations) -> tuple[FactView, ...]:
    """Return facts that differ: by their most serious difference, then by weight."""
    facts = [fact for fact in document["facts"] if fact["kind"] == "differing"]
    facts.sort(key=lambda fact: (_gravity(fact), -_weight(fact)))
    return tuple(fact_view(fact, citations) for fact in facts)


def fact_view(fact: Json, citations: Citations) -> FactView:
    """Return one fact with its witnesses and its differences."""
    cited = {part.article.id: part for part in citations.cited(fact["support"])}
    groups = fact.get("groups") or [[article] for article in cited]
    known = [tuple(cited[article] for article in group if article in cited) for group in groups]
    return FactView(
        id=fact["id"],
        kind=fact["kind"],
        line=citations.in_context(fact["title"], support=fact["support"], ident=fact["id"]),
        independent=fact["independent"],
        groups=tuple(group for group in known if group),
        differences=difference_views(fact["differences"], citations),
    )


def difference_views(differences: Sequence[Json], citations: Citations) -> tuple[DifferenceView, ...]:
    """Return differences, most serious first."""
    order = list(DIFFERENCES)
    ranked = sorted(differences, key=lambda difference: order.index(difference["type"]))
    return tuple(_difference_view(difference, citations) for difference in ranked)


def _difference_view(difference: Json, citations: Citations) -> DifferenceView:
    left, right = difference["left"], difference["right"]
    ours, theirs = mark_changes(left["text"], right["text"])
    name, meaning = DIFFERENCES[difference["type"]]
    return DifferenceView(
        id=difference.get("id", ""),
        type=difference["type"],
        name=name,
        meaning=meaning,
        slot=difference["slot"],
        left=Side(article=citations.card(left["article"]), line=citations.in_context(left, ours, support=[right])),
        right=Side(article=citations.card(right["article"]), line=citations.in_context(right, theirs, support=[left])),
        why=difference["why"],
    )


def _weight(fact: Json) -> float:
    return float(fact.get("weight", 0.0))


def _gravity(fact: Json) -> int:
    order = list(DIFFERENCES)
    return min((order.index(difference["type"]) for difference in fact["differences"]), default=len(order))


def grid(document: Json, citations: Citations, cards: Sequence[ArticleCard]) -> GridView:
    """Return fact by article: shared facts by number of articles, then the weightiest of those that one has."""
    shared = [fact for fact in document["facts"] if fact["kind"] != "single"]
    shared.sort(key=lambda fact: (-len({part["article"] for part in fact["support"]}), -_weight(fact)))
    singles = sorted((fact for fact in document["facts"] if fact["kind"] == "single"), key=lambda fact: -_weight(fact))
    alone = [fact["support"][0]["article"] for fact in singles]
    return GridView(
        articles=tuple(cards),
        shared=tuple(_grid_row(fact, citations, cards) for fact in shared),
        singles=tuple(_grid_row(fact, citations, cards) for fact in singles[:GRID_SINGLES]),
        only=tuple(alone.count(card.id) for card in cards),
    )


def _grid_row(fact: Json, citations: Citations, cards: Sequence[ArticleCard]) -> GridRow:
    view = fact_view(fact, citations)
    missing = {part["article"]: part["could_know"] for part in fact["missing"]}
    first = {cited.article.id: cited.passages[0] for group in view.groups for cited in group}
    derived = _derived(view, cards)
    differing = {
        side["article"]
        for difference in fact["differences"]
        if difference["type"] != "wording"
        for side in (difference["left"], difference["right"])
    }
    cells = []
    for card in cards:
        if card.id not in first:
            known = missing.get(card.id)
            state = "unknown" if known is None else ("lacks" if known else "before")
            cells.append(Cell(state=state))
        elif fact["kind"] == "single":
            cells.append(Cell(state="only", passage=first[card.id]))
        elif card.id in differing:
            cells.append(Cell(state="differs", passage=first[card.id]))
        else:
            cells.append(Cell(state="derived" if card.id in derived else "says", passage=first[card.id]))
    return GridRow(fact=view, cells=tuple(cells))


def _derived(view: FactView, cards: Sequence[ArticleCard]) -> set[str]:
    """Return the articles whose passages for a fact derive from an article before them in story order."""
    place = {card.id: card.number for card in cards}
    derived: set[str] = set()
    for group in view.groups:
        members = sorted((cited.article.id for cited in group), key=lambda article: place[article])
        derived.update(members[1:])
    return derived

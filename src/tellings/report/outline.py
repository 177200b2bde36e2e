"""What is told, and in which order. Renderers show an outline as it is and decide nothing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from tellings.errors import SchemaError
from tellings.report import alone, chronicle, fulltext, kinship, matters, speech, stances
from tellings.report.alone import SingleGroup
from tellings.report.citations import Citations
from tellings.report.dates import written
from tellings.report.figures import number_groups
from tellings.report.outlets import article_cards
from tellings.report.parts import (
    ActorView,
    ArticleCard,
    EventView,
    FactView,
    GridView,
    LeftOut,
    Line,
    NameView,
    NumberGroup,
    PairView,
    PlanView,
    SpeakerView,
    TextView,
)
from tellings.report.verify import verify

SECTIONS = (
    ("brief", "In brief"),
    ("agreed", "Agreed"),
    ("differs", "Where they differ"),
    ("single", "Only one report"),
    ("said", "Who said what"),
    ("numbers", "Numbers"),
    ("timeline", "Timeline"),
    ("plans", "Plans and due dates"),
    ("positions", "Positions"),
    ("names", "Names and spellings"),
    ("grid", "Fact by report"),
    ("lineage", "How the reports hang together"),
    ("texts", "The reports in full"),
    ("left-out", "What was left out"),
)
"""Sections in their order: anchor and heading."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Outline:
    """One dossier as it is told. Every tuple may be empty; a renderer says so."""

    title: str
    version: str
    period: str | None
    cards: tuple[ArticleCard, ...]
    refs: int
    brief: tuple[Line, ...]
    agreed: tuple[FactView, ...]
    differs: tuple[FactView, ...]
    single: tuple[SingleGroup, ...]
    said: tuple[SpeakerView, ...]
    numbers: tuple[NumberGroup, ...]
    dated: tuple[EventView, ...]
    undated: tuple[EventView, ...]
    plans: tuple[PlanView, ...]
    positions: tuple[ActorView, ...]
    names: tuple[NameView, ...]
    grid: GridView
    pairs: tuple[PairView, ...]
    texts: tuple[TextView, ...]
    left_out: tuple[LeftOut, ...]

    @property
    def single_count(self) -> int:
        """How many facts one report alone has."""
        return sum(group.count for group in self.single)

    @property
    def statement_count(self) -> int:
        """How many statements there are."""
        return sum(speaker.count for speaker in self.said)


def build_outline(document: Mapping[str, Any]) -> Outline:
    """Return what a page of a dossier tells, in order.

    Args:
        document: a dossier as ``to_json`` gives it or a file holds it.

    Raises:
        SchemaError: the document is no dossier of this schema.
        AnchorError: one of its refs does not hold; nothing is shown that cannot be proved.
    """
    if not isinstance(document, Mapping) or document.get("schema") != "dossier/1":
        message = "the document is no dossier of schema 'dossier/1': 'tellings read --format json' writes one"
        raise SchemaError(message)
    refs = verify(document)
    try:
        return _outline(document, refs)
    except (KeyError, TypeError, IndexError, AttributeError) as error:
        message = f"the dossier lacks something the page needs ({error!r}): 'tellings schema' prints what it must have"
        raise SchemaError(message) from error


def _outline(document: Mapping[str, Any], refs: int) -> Outline:
    cards = article_cards(document["articles"])
    citations = Citations(document, cards)
    dated, undated = chronicle.events(document, citations)
    return Outline(
        title=document["story"]["title"],
        version=document["tellings"],
        period=_period(document["story"]),
        cards=cards,
        refs=refs,
        brief=matters.brief_lines(document, citations),
        agreed=matters.agreed_facts(document, citations),
        differs=matters.differing_facts(document, citations),
        single=alone.single_groups(document, citations, cards),
        said=speech.speakers(document, citations),
        numbers=number_groups(document, citations),
        dated=dated,
        undated=undated,
        plans=chronicle.plans(document, citations),
        positions=stances.actors(document, citations),
        names=stances.names(document, citations),
        grid=matters.grid(document, citations, cards),
        pairs=kinship.pairs(document, citations),
        texts=fulltext.full_texts(document, citations, cards),
        left_out=tuple(
            LeftOut(source=part.get("path") or part.get("url") or "", stage=part["stage"], reason=part["reason"])
            for part in document["dropped"]
        ),
    )


def _period(story: Mapping[str, Any]) -> str | None:
    first, last = written(story.get("first_published")), written(story.get("last_published"))
    if first is None or last is None or first == last:
        return first or last
    return f"{first} to {last}"

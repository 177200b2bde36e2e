"""The whole stage: from matches to a dossier."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields, is_dataclass

from tellings.reconcile import reconcile
from tellings.types.articles import Dropped
from tellings.types.dossier import Dossier
from tellings.types.labels import Labels, Modality
from tellings.types.matches import ClaimGroup, Entity, Matches
from tellings.types.spans import Span
from tests.reconcile.handmade import Telling


def dossier() -> Dossier:
    first = Telling(
        "a1",
        "A ferry of the Brill line sank off the northern cape on Monday night.",
        "Odra Pell, the harbour master, said the lighthouse should be rebuilt at once.",
        "Divers will inspect the wreck of the ferry on Friday.",
        published="2031-05-06",
        title="Ferry sinks off Brill",
    )
    second = Telling(
        "a2",
        "The Brill ferry sank off the cape on Monday night with nine people on board.",
        "The lighthouse must be rebuilt, Pell said.",
        published="2031-05-07",
        title="Nine on board as ferry sinks",
    )
    sank = [
        telling.claim(words, "sink", time=telling.time("Monday night", "2031-05-05TNI"))
        for telling, words in (
            (first, "A ferry of the Brill line sank off the northern cape on Monday night"),
            (second, "The Brill ferry sank off the cape on Monday night"),
        )
    ]
    plan = first.claim(
        "Divers will inspect the wreck of the ferry on Friday",
        "inspect",
        modality=Modality.PLANNED,
        time=first.time("Friday", "2031-05-09"),
    )
    first.says("Odra Pell", "the lighthouse should be rebuilt at once", "said", chain="c0")
    second.says("Pell", "The lighthouse must be rebuilt", "said", chain="c0")
    names = [first.name("c0", "Odra Pell"), second.name("c0", "Pell")]
    pell = Entity(
        id="e1",
        name="Odra Pell",
        type=names[0].type,
        mentions=tuple(m for n in names for m in n.mentions),
        chains=tuple(c for n in names for c in n.chains),
    )
    matches = Matches(entities=(pell,), claims=(ClaimGroup(claims=tuple(sank)), ClaimGroup(claims=(plan,))))
    return reconcile(
        [first.article, second.article],
        [second.labels, first.labels],
        matches,
        dropped=(Dropped(source="x.txt", stage="collect", code="C003", reason="empty"),),
        settings={"pipeline": "none"},
        version="0",
    )


def spans_in(value: object) -> Iterator[Span]:
    if isinstance(value, Span):
        yield value
    elif isinstance(value, tuple):
        for item in value:
            yield from spans_in(item)
    elif is_dataclass(value):
        for part in fields(value):
            yield from spans_in(getattr(value, part.name))


def test_reconcile_fills_every_part() -> None:
    made = dossier()
    assert made.story.title in {"Ferry sinks off Brill", "Nine on board as ferry sinks"}
    assert [event.when for event in made.events][:1] == ["2031-05-05TNI"]
    assert [(plan.due, plan.status) for plan in made.plans] == [("2031-05-09", "planned")]
    assert [(position.actor, position.stance) for position in made.positions] == [("Odra Pell", "demands")]
    assert {fact.kind.value for fact in made.facts} >= {"single"}
    assert made.brief
    assert [dropped.code for dropped in made.dropped] == ["C003"]


def test_reconcile_gives_labels_in_the_order_of_the_articles() -> None:
    made = dossier()
    assert [labels.article for labels in made.labels] == [article.id for article in made.articles] == ["a1", "a2"]


def test_reconcile_points_only_into_its_articles() -> None:
    made = dossier()
    texts = {article.id: article.text for article in made.articles}
    spans = list(spans_in((made.events, made.plans, made.positions, made.brief, made.facts)))
    assert len(spans) > 20
    assert all(0 <= span.start < span.end <= len(texts[span.article]) for span in spans)


def test_reconcile_repeats_itself() -> None:
    assert dossier() == dossier()


def test_reconcile_of_unlabelled_articles_is_empty() -> None:
    telling = Telling("a1", "Nothing was labelled here.")
    made = reconcile([telling.article], [Labels(article="a1")], Matches(), settings={}, version="0")
    assert (made.facts, made.events, made.plans, made.positions, made.brief) == ((), (), (), (), ())

"""Positions: stances read from words and cues, joined by actor and matter."""

from __future__ import annotations

import pytest

from tellings.reconcile.positions import find_positions, stance_of
from tellings.reconcile.view import StoryView
from tellings.types.dossier import Position
from tellings.types.matches import Entity, Matches, UtteranceGroup
from tests.reconcile.handmade import Telling


def positions_of(
    *tellings: Telling, entities: tuple[Entity, ...] = (), said: tuple[UtteranceGroup, ...] = ()
) -> tuple[Position, ...]:
    matches = Matches(entities=entities, utterances=said)
    return find_positions(StoryView([t.article for t in tellings], [t.labels for t in tellings], matches))


@pytest.mark.parametrize(
    ("text", "cue", "stance"),
    [
        ("the harbour should have a second lighthouse", "said", "demands"),
        ("the captain to step down", "called on", "demands"),
        ("the wall could fail", "warned", "warns"),
        ("the sale of the island", "condemned", "against"),
        ("there should be no hurry with the vote", "said", "against"),
        ("it is too early to name a culprit", "said", "against"),
        ("the crews are too small", "said", "warns"),
        ("the ferry would sail only if the storm eased", "said", "conditional"),
        ("they were examining whether the rope was cut", "said", "undecided"),
        ("we don't know yet", "said", "undecided"),
        ("the new port", "welcomed", "for"),
        ("it was a great day for the island", "said", "for"),
        ("the boat was going very fast", "said", "for"),
        ("the sale a “mistake”", "called", "against"),
        ("the harbour as the heart of the town", "described", "for"),
        ("the council to wait for the report", "asked", "demands"),
        ("the council not to sell the barge", "advised", "against"),
        ("a new lighthouse", "called for", "demands"),
        ("the keys were never handed over", "claimed", "for"),
        ("to block the sale", "vowed", "against"),
        ("the building is not safe to enter", "said", "warns"),
        ("the board dismissed concerns about the wall", "said", "against"),
    ],
)
def test_stance_of_reads_words_and_cue(text: str, cue: str, stance: str) -> None:
    assert stance_of(text, cue=cue) == stance


@pytest.mark.parametrize(
    ("text", "cue"),
    [
        ("the boat left at noon with nine passengers", "said"),
        ("several crucial minutes were lost", "said"),
        ("the parts should be available on Monday", "said"),
        ("the captain was very badly hurt", "said"),
        ("the suspect left by the back door", "said"),
        ("two men, believed to be sailors, were found", "said"),
        ("the ferry was just passing the bridge", "said"),
        ("the scene as chaos", "described"),
        ("how many people were aboard", "asked"),
        ("if the captain should step down", "asked"),
        ("no trains are expected to run today", "advised"),
        ("to have written to the board", "claimed"),
    ],
)
def test_stance_of_plain_news_is_none(text: str, cue: str) -> None:
    assert stance_of(text, cue=cue) is None


def test_positions_join_one_actor_across_reports() -> None:
    first = Telling("a1", "Odra Pell said the old lighthouse should be rebuilt at once.")
    second = Telling("a2", "The lighthouse must be rebuilt, Pell said.")
    first.says("Odra Pell", "the old lighthouse should be rebuilt at once", "said", chain="c0")
    second.says("Pell", "The lighthouse must be rebuilt", "said", chain="c0")
    entity = first.name("c0", "Odra Pell")
    other = second.name("c0", "Pell")
    merged = Entity(id="e1", name="Odra Pell", type=entity.type, chains=(*entity.chains, *other.chains))
    (position,) = positions_of(first, second, entities=(merged,))
    assert (position.actor, position.entity, position.stance) == ("Odra Pell", "e1", "demands")
    assert [span.article for span in position.evidence] == ["a1", "a2"]


def test_positions_keep_actors_and_matters_apart() -> None:
    telling = Telling(
        "a1",
        "Odra Pell said the lighthouse should be rebuilt.",
        "Odra Pell said that taxes on fish must fall.",
        "Ruan Teck said the lighthouse should be rebuilt.",
    )
    telling.says("Odra Pell", "the lighthouse should be rebuilt", "said")
    telling.says("Odra Pell", "taxes on fish must fall", "said")
    telling.says("Ruan Teck", "the lighthouse should be rebuilt", "said")
    positions = positions_of(telling)
    assert sorted(p.actor for p in positions) == ["Odra Pell", "Odra Pell", "Ruan Teck"]


def test_positions_join_what_is_one_utterance_in_other_words() -> None:
    first = Telling("a1", "Pell said the pier should be blown up.")
    second = Telling("a2", "Pell said the jetty must be dynamited.")
    one = first.says("Pell", "the pier should be blown up", "said")
    two = second.says("Pell", "the jetty must be dynamited", "said")
    apart = positions_of(first, second)
    said = UtteranceGroup(statements=(first.key(one), second.key(two)))
    together = positions_of(first, second, said=(said,))
    assert (len(apart), len(together)) == (2, 1)


def test_positions_read_a_stance_the_article_reports_itself() -> None:
    telling = Telling("a1", "The fishermen of Brill oppose the sale of the pier.")
    entity = telling.name("c0", "The fishermen of Brill")
    telling.claim("The fishermen of Brill oppose the sale of the pier", "oppose", agent="c0")
    (position,) = positions_of(telling, entities=(entity,))
    assert (position.actor, position.stance) == ("The fishermen of Brill", "against")


def test_positions_need_a_speaker() -> None:
    telling = Telling("a1", "The lighthouse should be rebuilt, it was said.")
    telling.says(None, "The lighthouse should be rebuilt", "said")
    assert positions_of(telling) == ()

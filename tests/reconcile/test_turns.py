"""How positions changed, each case by hand."""

from __future__ import annotations

import pytest

from tellings.reconcile.positions import find_positions
from tellings.reconcile.turns import turn_of, with_turns
from tellings.reconcile.view import StoryView
from tellings.types.dossier import Position
from tellings.types.matches import Entity, Matches
from tests.reconcile.handmade import Telling


@pytest.mark.parametrize(
    ("text", "how"),
    [
        ("Pell appeared to soften her stance on the harbour toll", "softened"),
        ("The council has dropped its long-standing opposition", "softened"),
        ("the guild backed down on Friday", "softened"),
        ("Pell no longer insists on a vote", "softened"),
        ("The mayor hardened his line", "hardened"),
        ("she doubled down", "hardened"),
        ("the board changed its mind", "reversed"),
        ("The minister made a spectacular U-turn", "reversed"),
        ("The leather softened in the rain", None),
        ("They dropped their bags", None),
        ("Pell changed her shoes", None),
        ("the ferry changed its timetable", None),
    ],
)
def test_turn_of_reads_words_of_a_position(text: str, how: str | None) -> None:
    assert turn_of(text) == how


def turned(*tellings: Telling, entities: tuple[Entity, ...]) -> tuple[Position, ...]:
    view = StoryView([t.article for t in tellings], [t.labels for t in tellings], Matches(entities=entities))
    return with_turns(find_positions(view), view)


def two_days(first_day: str | None, second_day: str | None) -> tuple[Position, ...]:
    first = Telling("a1", "Pell condemned the harbour toll for ferries.", published=first_day)
    second = Telling("a2", "Pell welcomed the harbour toll for ferries.", published=second_day)
    first.says("Pell", "the harbour toll for ferries", "condemned", chain="c0")
    second.says("Pell", "the harbour toll for ferries", "welcomed", chain="c0")
    one, other = first.name("c0", "Pell"), second.name("c0", "Pell")
    entity = Entity(id="e1", name="Odra Pell", type=one.type, chains=(*one.chains, *other.chains))
    return turned(first, second, entities=(entity,))


def test_turns_a_later_stance_on_the_same_matter_is_a_change() -> None:
    against, favour = sorted(two_days("2031-03-04", "2031-03-06"), key=lambda position: position.stance)
    assert against.changes == ()
    (turn,) = favour.changes
    assert (turn.how, turn.earlier) == ("reversed", against.id)
    assert [span.article for span in turn.evidence] == ["a1", "a2"]
    assert turn.why == "Odra Pell: against in earlier reports, for in later ones."


@pytest.mark.parametrize("days", [("2031-03-04", "2031-03-04"), (None, "2031-03-06")])
def test_turns_on_one_day_or_without_a_date_are_none(days: tuple[str | None, str | None]) -> None:
    assert all(position.changes == () for position in two_days(*days))


@pytest.mark.parametrize("positive", [True, False])
def test_turns_a_report_says_so_at_the_position_it_speaks_of(*, positive: bool) -> None:
    telling = Telling(
        "a1",
        "Pell urged a ban on night ferries.",
        "Pell condemned the harbour toll.",
        "Pell appeared to soften her stance on the harbour toll.",
    )
    telling.says("Pell", "a ban on night ferries", "urged", chain="c0")
    telling.says("Pell", "the harbour toll", "condemned", chain="c0")
    entity = telling.name("c0", "Pell")
    telling.claim("Pell appeared to soften her stance on the harbour toll", "soften", agent="c0", positive=positive)
    found = {position.stance: position.changes for position in turned(telling, entities=(entity,))}
    assert found["demands"] == ()
    assert [turn.how for turn in found["against"]] == (["softened"] if positive else [])

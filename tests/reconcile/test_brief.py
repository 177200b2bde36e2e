"""The account in brief: which sentences, in which order, with which sources."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tellings.reconcile.brief import LINES, stands_alone, write_brief
from tellings.reconcile.view import StoryView
from tellings.types.dossier import BriefLine, Difference, DifferenceType, Fact, FactKind, Plan, Support
from tellings.types.matches import Grounds, Matches
from tellings.types.spans import Span
from tests.reconcile.handmade import Telling


def fact(ident: str, *support: Span, independent: int = 1, differences: tuple[Difference, ...] = ()) -> Fact:
    return Fact(
        id=ident,
        kind=FactKind.AGREED if independent > 1 else FactKind.SINGLE,
        title=support[0],
        support=tuple(Support(span=span, claim=("", "")) for span in support),  # type: ignore[arg-type]
        independent=independent,
        differences=differences,
    )


def brief_of(*tellings: Telling, facts: list[Fact]) -> tuple[BriefLine, ...]:
    return write_brief(StoryView([t.article for t in tellings], [t.labels for t in tellings], Matches()), facts)


@pytest.mark.parametrize(
    ("sentence", "alone"),
    [
        ("The Brill ferry sank off the northern cape on Monday night.", True),
        ("He said the Brill ferry had sunk off the northern cape on Monday.", False),
        ("However, the Brill ferry sank off the northern cape on Monday.", False),
        ("Even worse for the crew, the Brill ferry sank off the northern cape on Monday.", False),
        ("“We saw the ferry sink off the northern cape on Monday,” she said.", False),
        ('The mate said: "The ferry sank off the northern cape on Monday.', False),
        ("The ferry sank.", False),
        ("Ferry sinks off the northern cape of Brill with nine aboard", False),
    ],
)
def test_brief_tells_only_sentences_that_stand_alone(sentence: str, alone: bool) -> None:  # noqa: FBT001
    assert stands_alone(sentence) is alone


def test_brief_takes_what_more_independent_reports_have() -> None:
    first = Telling(
        "a1",
        "The Brill ferry sank off the northern cape on Monday night.",
        "The harbour café at Teck sold more soup than in any other week.",
    )
    second = Telling("a2", "A ferry from Brill went down near the cape late on Monday.")
    agreed = fact("f1", first.at("The Brill ferry sank"), second.at("A ferry from Brill went down"), independent=2)
    lone = fact("f2", first.at("The harbour café at Teck sold more soup"))
    lines = brief_of(first, second, facts=[lone, agreed])
    assert lines[0].facts == ("f1",)
    assert {span.article for span in lines[0].sources} == {"a1", "a2"}
    assert lines[0].sentence in lines[0].sources


def test_brief_leaves_out_a_sentence_whose_pronoun_has_no_name_before_it() -> None:
    first = Telling(
        "a1",
        "According to him the Brill ferry sank off the northern cape on Monday night.",
        "The Brill ferry was to be raised by the crane of the Teck yard on Friday.",
    )
    facts = [fact("f1", first.at("the Brill ferry sank")), fact("f2", first.at("The Brill ferry was to be raised"))]
    assert [line.facts for line in brief_of(first, facts=facts)] == [("f2",)]


def test_brief_is_not_backed_by_who_somebody_is() -> None:
    first = Telling("a1", "The harbour master Olga Brandt resigned on Monday over the ferry.")
    second = Telling("a2", "The harbour master, Olga Brandt, opened the new quay at Teck on Sunday.")
    who = fact("f1", first.at("The harbour master"), second.at("The harbour master"), independent=2)
    who = replace(who, grounds=(Grounds(rule="introductions", score=1.0),))
    assert brief_of(first, second, facts=[who]) == ()


def test_brief_does_not_tell_a_fact_twice() -> None:
    first = Telling("a1", "The Brill ferry sank off the northern cape on Monday night.")
    second = Telling("a2", "A ferry from Brill went down near the cape late on Monday.")
    both = fact("f1", first.at("The Brill ferry sank"), second.at("A ferry from Brill went down"), independent=2)
    assert len(brief_of(first, second, facts=[both])) == 1


def test_brief_gives_no_source_that_says_something_else() -> None:
    first = Telling("a1", "The ferry of the Brill line sank with nine people on board.")
    second = Telling("a2", "The ferry of the Brill line sank with eleven people on board.")
    difference = Difference(
        id="d1",
        type=DifferenceType.UPDATE,
        slot="number",
        left=first.at("nine people"),
        right=second.at("eleven people"),
        why="The later report has another number.",
    )
    spans = (
        first.at("The ferry of the Brill line sank with nine people"),
        second.at("The ferry of the Brill line sank with eleven people"),
    )
    (line,) = brief_of(first, second, facts=[fact("f1", *spans, independent=2, differences=(difference,))])
    assert line.sentence.article == "a2"
    assert {span.article for span in line.sources} == {"a2"}


def test_brief_is_short_and_tells_plans_last() -> None:
    words = ["anchor", "barrel", "candle", "dagger", "engine", "funnel", "garden", "hammer", "island", "jacket"]
    sentences = [f"The {word} of the old {word} works was sold to the {word} museum of Brill." for word in words]
    telling = Telling(
        "a1",
        "The council is due to vote on the sale of the harbour wall on Friday.",
        *sentences,
        published="2031-05-05",
    )
    telling.time("Friday", "2031-05-09")
    facts = [fact(f"f{i}", telling.at(s[:40]), independent=1) for i, s in enumerate(sentences)]
    facts.append(fact("f99", telling.at("The council is due to vote"), independent=3))
    facts.append(fact("f98", telling.at("The anchor of the old"), independent=4))
    lines = brief_of(telling, facts=facts)
    assert len(lines) == LINES
    assert lines[0].facts[0] in {"f0", "f98"}
    assert lines[-1].facts == ("f99",)


def test_brief_of_nothing_is_empty() -> None:
    assert brief_of(Telling("a1", "The ferry sank."), facts=[]) == ()


def test_brief_does_not_tell_as_open_what_has_ended() -> None:
    first = Telling("a1", "Divers were looking for the mate of the Brill ferry all day long.", published="2031-05-09")
    second = Telling("a2", "The mate of the Brill ferry was found alive on a rock at sea.", published="2031-05-10")
    searched = fact("f1", first.at("Divers were looking for the mate"), independent=3)
    found = fact("f2", second.at("The mate of the Brill ferry was found"))
    plan = Plan(
        id="p1",
        label=first.labels.sentences[0].span,
        status="done",
        evidence=(first.labels.sentences[0].span, second.labels.sentences[0].span),
    )
    view = StoryView([first.article, second.article], [first.labels, second.labels], Matches())
    assert [line.facts for line in write_brief(view, [searched, found], [plan])] == [("f2",)]


def test_brief_opens_with_what_the_headlines_say() -> None:
    first = Telling(
        "a1", "Odra Pell sells more soup than all the other cooks of the harbour.", title="Ferry sinks off Brill"
    )
    second = Telling("a2", "The ferry sank off Brill in the night with nine on board.", title="Ferry sinks with nine")
    facts = [
        fact("f1", first.at("Odra Pell sells"), independent=3),
        fact("f2", second.at("The ferry sank"), independent=2),
    ]
    assert [line.facts for line in brief_of(first, second, facts=facts)] == [("f2",), ("f1",)]


def test_brief_tells_the_news_of_the_last_report() -> None:
    sentences = [
        f"The {word} works of Brill were flooded in the night."
        for word in ["iron", "silk", "glass", "paper", "salt", "rope", "wool"]
    ]
    first = Telling("a1", *sentences, published="2031-05-05", title="Works of Brill flooded in the night")
    second = Telling(
        "a2",
        "The harbour master Odra Pell resigned over the flood.",
        published="2031-05-06",
        title="Harbour master resigns",
    )
    facts = [fact(f"f{i}", first.at(s), independent=3) for i, s in enumerate(sentences)]
    facts.append(fact("f9", second.at("The harbour master Odra Pell resigned")))
    assert ("f9",) in [line.facts for line in brief_of(first, second, facts=facts)]


def test_brief_leaves_out_words_of_somebody_it_does_not_name() -> None:
    told = "Grandfather was standing right on top of the harbour wall."
    telling = Telling("a1", "Odra Pell spoke to the crowd. “The sea came in.", told, "We saw it.”")
    facts = [fact("f1", telling.at("Grandfather was standing"))]
    assert len(brief_of(telling, facts=facts)) == 1
    telling.says("Odra Pell", f"The sea came in.\n{told}\nWe saw it.", "spoke")
    assert brief_of(telling, facts=facts) == ()

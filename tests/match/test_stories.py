"""Grouping articles into stories as they arrive; meaning is a stand-in, so no network is loaded."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Sequence

import numpy as np
import pytest
from numpy.typing import NDArray

from tellings.errors import TellingsError
from tellings.match.stories import StoryStream
from tellings.match.storyfeatures import read_marks
from tellings.match.storygroup import load_rules
from tellings.match.storywords import WordCounts, stem, times_of
from tellings.types.stories import StoryArticle

FERRY = (
    "A ferry carrying 212 passengers ran aground off Port Velda on Tuesday after its engines failed, the harbour "
    "authority said. Captain Ruta Solheim ordered everyone into life rafts, and tugs from Port Velda reached the "
    "Northern Lark within an hour. Nobody was hurt, Solheim told Radio Velda."
)
FERRY_TOLD_ANEW = (
    "All 212 passengers of the Northern Lark are safe after the ferry ran aground near Port Velda on Tuesday. Tugs "
    "took them off life rafts, and the captain, Ruta Solheim, said engines had failed shortly after departure."
)
OTHER_FERRY = (
    "A ferry with 48 passengers ran aground off Cape Moryn on Friday after striking a rock, the coastguard said. "
    "Skipper Ander Quill steered the Blue Heron onto a sandbank, and helicopters from Tarnholm lifted people off. Two "
    "crew members broke bones, Quill said."
)
BUDGET = (
    "Finance minister Olena Brask presented a budget of 41 billion crowns on Wednesday, raising duties on tobacco and "
    "cutting grants to farmers. The opposition leader Jorin Falk called the plan reckless in parliament."
)


def even(texts: Sequence[str]) -> NDArray[np.float32]:
    """Return vectors that are all a third alike: meaning decides nothing."""
    rows = np.zeros((len(texts), 384), dtype=np.float32)
    for row, text in zip(rows, texts, strict=True):
        row[0], row[1 + sum(text.encode()) % 383] = 0.6, 0.8
    return rows


def article(ident: str, text: str, day: str | None = "2031-05-06", title: str | None = None) -> StoryArticle:
    return StoryArticle(id=ident, text=text, title=title, published=day)


def stream(**rules: float) -> StoryStream:
    return StoryStream(rules=dataclasses.replace(load_rules(), **rules), embed=even)


def fed(*articles: StoryArticle) -> StoryStream:
    held = stream()
    for one in articles:
        held.add(one)
    held.settle()
    return held


def four() -> StoryStream:
    return fed(
        article("a", FERRY, title="Ferry Northern Lark runs aground off Port Velda"),
        article("b", BUDGET, "2031-05-07"),
        article("c", FERRY_TOLD_ANEW, "2031-05-07", title="Everyone safe"),
        article("d", OTHER_FERRY, "2031-05-09"),
    )


def test_stories_one_event_in_other_words_is_one_story() -> None:
    held = four()
    assert held.story_of("a") == held.story_of("c")


def test_stories_another_event_of_the_same_kind_stays_apart() -> None:
    held = four()
    assert held.story_of("d") not in {held.story_of("a"), held.story_of("b")}


def test_stories_every_order_gives_the_same_parts() -> None:
    articles = [article("a", FERRY), article("b", BUDGET), article("c", FERRY_TOLD_ANEW), article("d", OTHER_FERRY)]
    for order in ((3, 2, 1, 0), (1, 3, 0, 2), (2, 0, 3, 1)):
        held = fed(*(articles[at] for at in order))
        assert {frozenset(story.articles) for story in held.stories()} == {
            frozenset({"a", "c"}),
            frozenset({"b"}),
            frozenset({"d"}),
        }


def test_stories_an_assignment_says_what_is_shared() -> None:
    held = stream(sure=-20.0)
    held.add(article("a", FERRY))
    placed = held.add(article("c", FERRY_TOLD_ANEW, "2031-05-07"))
    assert not placed.opened
    told = {ground.rule: ground.detail for ground in placed.grounds}
    assert "Ruta Solheim" in told["names"] or "Solheim" in told["names"]
    assert "Port Velda" in told["places"]
    assert "212" in told["numbers"]
    assert told["times"] == "days named in both: tue"
    assert told["published"] == "published 1 day apart"


def test_stories_a_first_article_opens_a_story() -> None:
    placed = stream().add(article("a", FERRY))
    assert placed.opened
    assert placed.grounds == ()


def test_stories_an_article_given_twice_stays_where_it_is() -> None:
    held = stream()
    first = held.add(article("a", FERRY))
    assert held.add(article("a", FERRY)).story == first.story
    assert held.stories()[0].articles == ("a",)


def test_stories_what_waits_is_joined_with_a_reason() -> None:
    held = stream(sure=50.0, enough=-20.0, patience_articles=1)
    held.add(article("a", FERRY))
    held.add(article("b", BUDGET))
    placed = held.add(article("c", FERRY_TOLD_ANEW))
    assert placed.opened
    (joining,) = [one for one in held.settle() if one.gone == placed.story]
    assert joining.kept == held.story_of("c") == held.story_of("a")
    assert "names" in {ground.rule for ground in joining.grounds}


def test_stories_state_goes_through_json_and_goes_on_alike() -> None:
    articles = [article("a", FERRY), article("b", BUDGET), article("c", FERRY_TOLD_ANEW), article("d", OTHER_FERRY)]
    whole, half = stream(), stream()
    for one in articles[:2]:
        whole.add(one)
        half.add(one)
    resumed = StoryStream.from_state(json.loads(json.dumps(half.to_state())), embed=even)
    for one in articles[2:]:
        assert resumed.add(one) == whole.add(one)
    assert resumed.settle() == whole.settle()
    assert json.dumps(resumed.to_state()) == json.dumps(whole.to_state())


def test_stories_state_of_another_version_is_refused() -> None:
    with pytest.raises(TellingsError) as caught:
        StoryStream.from_state({"version": 0}, embed=even)
    assert caught.value.code == "M002"


def test_stories_a_person_parts_a_story_for_good() -> None:
    texts = {"a": article("a", FERRY), "c": article("c", FERRY_TOLD_ANEW), "e": article("e", FERRY)}
    held = fed(*texts.values())
    story = held.story_of("a") or ""
    new = held.part(story, ["c"], texts.__getitem__)
    assert held.story_of("c") == new != held.story_of("a")
    held.add(article("f", FERRY + " The ferry is to be towed to Port Velda."))
    held.settle()
    assert held.story_of("c") == new
    assert held.story_of("a") != new


def test_stories_parting_needs_a_proper_part() -> None:
    held = four()
    with pytest.raises(TellingsError) as caught:
        held.part(held.story_of("b") or "", ["b"], lambda ident: article(ident, BUDGET))
    assert caught.value.code == "M001"


def test_stories_a_person_moves_an_article() -> None:
    held = four()
    texts = {"a": article("a", FERRY), "c": article("c", FERRY_TOLD_ANEW, "2031-05-07")}
    target = held.story_of("d") or ""
    held.move("c", target, texts.__getitem__)
    held.settle()
    assert held.story_of("c") == target
    assert held.story_of("a") != target


def test_stories_a_person_merges_what_was_apart() -> None:
    held = four()
    kept, gone = held.story_of("a") or "", held.story_of("d") or ""
    joining = held.merge(kept, gone)
    assert held.story_of("d") == kept
    assert joining.grounds[0].rule == "person"
    with pytest.raises(TellingsError):
        held.story(gone)


def test_stories_a_ruling_binds_articles_to_come() -> None:
    held = stream()
    held.rulings.hold_together("a", "b")
    held.rulings.keep_apart("a", "c")
    held.add(article("a", FERRY))
    placed = held.add(article("b", BUDGET))
    assert placed.story == held.story_of("a")
    assert placed.grounds[0].rule == "person"
    held.add(article("c", FERRY_TOLD_ANEW))
    held.settle()
    assert held.story_of("c") != held.story_of("a")


def test_stories_a_given_title_stays() -> None:
    held = four()
    story = held.story_of("a") or ""
    assert held.story(story).title == "Ferry Northern Lark runs aground off Port Velda"
    held.rename(story, "The Lark")
    assert held.story(story).title == "The Lark"
    held.rename(story, None)
    assert held.story(story).title == "Ferry Northern Lark runs aground off Port Velda"


def test_stories_summary_names_and_days() -> None:
    held = four()
    summary = held.story(held.story_of("a") or "")
    assert summary.articles == ("a", "c")
    assert (summary.first, summary.last) == ("2031-05-06", "2031-05-07")
    assert "Port Velda" in summary.names


def test_stories_out_of_the_window_are_closed() -> None:
    held = stream(window_articles=2, window_days=10)
    old = held.add(article("a", FERRY, "2031-01-01")).story
    closed = [
        ident
        for number in range(4)
        for ident in held.add(
            article(f"n{number}", BUDGET.replace("41", str(number + 50)), f"2031-05-0{number + 1}")
        ).closed
    ]
    assert closed == [old]
    assert held.story_of("a") is None


def test_stories_hostile_text_is_read_in_linear_time() -> None:
    held = stream()
    for number, text in enumerate(("A" * 2_000_000, "Aa " * 500_000, "@" * 100_000, "", "\x00\n" * 5_000)):
        assert held.add(article(f"h{number}", text)).article == f"h{number}"


@pytest.mark.parametrize(
    ("word", "form"),
    [("Cities", "city"), ("stopped", "stop"), ("running", "run"), ("O'Brien's", "obrien"), ("1,000.", "1,000")],
)
def test_storywords_stem(word: str, form: str) -> None:
    assert stem(word) == form


def test_storywords_times_named_in_a_text() -> None:
    found = times_of("On Tuesday, Dec. 17, 2030, it may rain; in May it did. March on.")
    assert found == {"@tue": 1, "@dec": 1, "@dec17": 1, "@2030": 1, "@may": 1, "@mar": 1}


def test_storywords_rare_words_weigh_more() -> None:
    counts = WordCounts()
    assert counts.weight("zirconium") > counts.weight("president") > 0


def test_storyfeatures_names_stand_inside_sentences() -> None:
    marks = read_marks(article("a", FERRY), WordCounts(), embed=even)
    assert {"solheim", "velda", "lark"} <= set(marks.bags["names"])
    assert "tugs" not in marks.bags["names"]
    assert {"port", "velda"} <= marks.places

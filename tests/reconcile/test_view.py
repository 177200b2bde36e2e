"""Look-ups over one story."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tellings.reconcile.view import Cosine, StoryView, stem, stems
from tellings.types.matches import Entity, Matches
from tests.reconcile.handmade import Telling


@pytest.mark.parametrize(
    ("left", "right"),
    [("meet", "meeting"), ("stop", "stopped"), ("carry", "carried"), ("visits", "visited"), ("Brill’s", "Brill")],
)
def test_stem_joins_forms_of_one_word(left: str, right: str) -> None:
    assert stem(left) == stem(right)


def test_stem_keeps_short_words() -> None:
    assert stem("bus") == "bus"
    assert stem("ring") == "ring"


def test_stems_leave_stop_words_out() -> None:
    assert stems("The ferry was there, he said.") == frozenset({"ferr"})


def test_cosine_weighs_rare_words_more() -> None:
    texts = [frozenset({"boat", "rare"}), frozenset({"boat", "one"}), frozenset({"boat", "two"})]
    cosine = Cosine(texts)
    assert cosine(frozenset({"boat", "rare"}), frozenset({"rare", "x"})) > cosine(
        frozenset({"boat", "rare"}), frozenset({"boat", "x"})
    )
    assert cosine(texts[0], texts[0]) == 1.0
    assert cosine(texts[0], frozenset()) == 0.0


def test_view_puts_times_into_their_sentences_whatever_the_order() -> None:
    telling = Telling("a1", "The ferry left on Monday.", "The caption shows the pier.", "It sank on Tuesday.")
    telling.time("Monday", "2031-05-05")
    telling.time("Tuesday", "2031-05-06")
    first, caption, last = telling.labels.sentences
    labels = replace(telling.labels, sentences=(first, last, caption))
    places = StoryView([telling.article], [labels], Matches()).places
    assert [(place.text, [telling.article.words(t.span) for t in place.times]) for place in places] == [
        ("The ferry left on Monday.", ["Monday"]),
        ("It sank on Tuesday.", ["Tuesday"]),
        ("The caption shows the pier.", []),
    ]


def test_view_reads_a_core_with_entities_and_without_times() -> None:
    telling = Telling("a1", "Odra Pell opens the harbour on Monday.")
    telling.time("Monday", "2031-05-05")
    entity: Entity = telling.name("c0", "Odra Pell")
    view = StoryView([telling.article], [telling.labels], Matches(entities=(entity,)))
    assert view.core(view.places[0].span) == frozenset({entity.id, "open", "harbour"})

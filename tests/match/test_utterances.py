"""The same act of speech, with a stand-in for sentence vectors."""

from dataclasses import replace

import pytest

from tellings.match.speech import FEATURES, find_speech_pairs, read_statements
from tellings.match.utterances import match_utterances
from tellings.types.labels import Speaker
from tellings.types.matches import Entity
from tests.match.written import bag_of_words
from tests.reconcile.claimed import Claimed


def speech(ident: str, speaker: str, *quotes: str) -> tuple[Claimed, Entity]:
    telling = Claimed(ident, f"{speaker} spoke on Monday.", *quotes)
    entity = telling.name("c0", speaker)
    for quote in quotes:
        telling.quote(quote)
    statements = tuple(replace(s, speaker=Speaker(name=speaker, chain="c0")) for s in telling.labels.statements)
    telling.labels = replace(telling.labels, statements=statements)
    return telling, entity


def groups_of(*told: tuple[Claimed, Entity]) -> list[list[str]]:
    people: dict[str, Entity] = {}
    for _, entity in told:
        known = people.get(entity.name)
        people[entity.name] = entity if known is None else replace(known, chains=known.chains + entity.chains)
    tellings = [telling for telling, _ in told]
    found = match_utterances(
        [t.article for t in tellings], [t.labels for t in tellings], tuple(people.values()), bag_of_words
    )
    return [[key.article for key in group.statements] for group in found]


LONG = "We will never sell the old harbour to a company from abroad, whatever they may offer"
TRIMMED = "We will never sell the old harbour to a company from abroad"


def test_utterances_a_trimmed_quotation_is_the_same_act_of_speech() -> None:
    assert groups_of(speech("a", "Ada Brill", LONG), speech("b", "Ada Brill", TRIMMED)) == [["a", "b"]]


def test_utterances_two_statements_of_one_speaker_stay_apart() -> None:
    other = "Schools open again in September, and every child gets a warm meal"

    assert groups_of(speech("a", "Ada Brill", LONG), speech("b", "Ada Brill", other)) == []


def test_utterances_statements_of_one_report_are_not_linked_directly() -> None:
    assert groups_of(speech("a", "Ada Brill", LONG, TRIMMED)) == []


def test_utterances_say_which_statements_were_linked() -> None:
    told = [speech("a", "Ada Brill", LONG), speech("b", "Ada Brill", TRIMMED)]
    entity = replace(told[0][1], chains=told[0][1].chains + told[1][1].chains)
    tellings = [telling for telling, _ in told]
    (group,) = match_utterances([t.article for t in tellings], [t.labels for t in tellings], (entity,), bag_of_words)

    assert group.grounds[0].rule == "statement_pair"
    assert "Ada Brill" in group.grounds[0].detail


def test_utterances_a_sentence_told_alone_is_the_same_act_of_speech() -> None:
    long = f"The council met for nine hours on Sunday and heard every trader in turn. {TRIMMED}. Tea was served."

    assert groups_of(speech("a", "Ada Brill", long), speech("b", "Ada Brill", TRIMMED)) == [["a", "b"]]


def test_utterances_two_named_speakers_of_like_words_are_two() -> None:
    alike = "We may perhaps never sell that pretty harbour to some company"

    assert groups_of(speech("a", "Ada Brill", LONG), speech("b", "Tom Reed", alike)) == []


def test_utterances_two_remarks_may_be_told_in_one() -> None:
    first = "The bridge will be closed to lorries from Monday"
    second = "Nobody has paid for the paint on its railings"
    both = "The bridge will be closed to lorries and nobody has paid for the paint"

    assert groups_of(speech("a", "Ada Brill", first, second), speech("b", "Ada Brill", both)) == [["a", "a", "b"]]


def test_utterances_the_links_shown_lie_between_reports() -> None:
    told = [speech("a", "Ada Brill", LONG, TRIMMED), speech("b", "Ada Brill", TRIMMED)]
    entity = replace(told[0][1], chains=told[0][1].chains + told[1][1].chains)
    tellings = [telling for telling, _ in told]
    (group,) = match_utterances([t.article for t in tellings], [t.labels for t in tellings], (entity,), bag_of_words)

    assert len(group.statements) == 3
    assert len(group.grounds) == 2


@pytest.mark.parametrize(("words", "sequence"), [("Total carnage", 1.0), ("Carnage", 0.0)])
def test_utterances_two_words_in_order_say_something_and_one_does_not(words: str, sequence: float) -> None:
    told = [speech("a", "Ada Brill", words), speech("b", "Ada Brill", words)]
    statements = read_statements([t.article for t, _ in told], [t.labels for t, _ in told], ())
    pairs = find_speech_pairs(statements, bag_of_words)

    assert pairs.figures[0, FEATURES.index("sequence")] == sequence

"""Remarks made on one occasion, with a stand-in for sentence vectors."""

from dataclasses import replace

from tellings.match.speech_parts import split_parts
from tellings.types.labels import Speaker, Statement, StatementKind
from tellings.types.matches import Entity
from tests.match.test_utterances import groups_of, speech
from tests.reconcile.claimed import Claimed

ROOF = "The roof of the bakery lifted like a lid"
OVEN = "Every oven we own is under the bricks"
CAT = "My cat sat on the neighbour's ladder all night"


def counts(*told: tuple[Claimed, Entity]) -> list[list[str]]:
    return [sorted(group) for group in groups_of(*told)]


def test_occasions_remarks_that_stand_together_in_three_reports_are_one_act_of_speech() -> None:
    told = [speech(ident, "Oda Finch", ROOF, OVEN) for ident in "abc"]

    assert counts(*told) == [["a", "a", "b", "b", "c", "c"]]


def test_occasions_two_reports_are_not_enough() -> None:
    told = [speech(ident, "Oda Finch", ROOF, OVEN) for ident in "ab"]

    assert counts(*told) == [["a", "b"], ["a", "b"]]


def test_occasions_what_stands_between_belongs_to_them() -> None:
    told = [speech("a", "Oda Finch", ROOF, CAT, OVEN), *(speech(ident, "Oda Finch", ROOF, OVEN) for ident in "bc")]

    assert counts(*told) == [["a", "a", "a", "b", "b", "c", "c"]]


def test_occasions_what_follows_does_not_belong_to_them() -> None:
    told = [speech("a", "Oda Finch", ROOF, OVEN, CAT), *(speech(ident, "Oda Finch", ROOF, OVEN) for ident in "bc")]

    assert counts(*told) == [["a", "a", "b", "b", "c", "c"]]


def test_occasions_a_report_that_shares_no_quotation_tells_of_another_interview() -> None:
    other = ("The bakery's roof just lifted up like some lid", "The ovens we own, every one, lie under bricks")
    told = [*(speech(ident, "Oda Finch", ROOF, OVEN) for ident in "abc"), speech("d", "Oda Finch", *other)]

    assert counts(*told) == [["a", "a", "b", "b", "c", "c"]]


def test_occasions_a_statement_may_be_told_in_parts() -> None:
    telling = Claimed("a", "She said the mill had burned to the ground and that nobody would rebuild it.")
    content = telling.article.span(9, 75)
    statement = Statement(id="s0", kind=StatementKind.INDIRECT, content=content, speaker=Speaker(name="She"))
    parts = split_parts(telling.article, statement, frozenset({"the", "had", "to", "that", "would", "it"}))

    assert [part.text for part in parts[1:]] == ["the mill had burned to the ground", "that nobody would rebuild it"]


def test_occasions_words_handed_on_stay_the_act_of_speech_of_who_said_them() -> None:
    told = []
    for ident in "abc":
        telling, entity = speech(ident, "Oda Finch", ROOF, f"{OVEN}, and the mayor told me there was no money left")
        outer = telling.labels.statements[1]
        end = outer.content.end
        start = end - len("there was no money left")
        handed = replace(outer, id="s9", content=telling.article.span(start, end), speaker=Speaker(name="mayor"))
        telling.labels = replace(telling.labels, statements=(*telling.labels.statements, handed))
        told.append((telling, entity))

    assert counts(*told) == [["a", "a", "b", "b", "c", "c"], ["a", "b", "c"]]

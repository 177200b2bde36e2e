"""One act told in claims that no fact joins."""

from tellings.reconcile.acts import loose_acts, one_act
from tests.reconcile.claimed import Claimed, reader_of


def told(ident: str, words: str, predicate: str, lemmas: str, actor: tuple[str, str]) -> tuple:
    telling = Claimed(ident, words)
    key = telling.tells(words, predicate, lemmas, participants=(telling.part(*actor),))
    return telling, key


def test_acts_an_uncommon_verb_of_one_actor_joins_two_facts() -> None:
    first, one = told("a1", "The ferry capsized.", "capsize", "ferry capsize", ("The ferry", "ferry"))
    second, two = told("b1", "A ferry had capsized.", "capsize", "ferry capsize", ("A ferry", "ferry"))

    assert list(loose_acts(reader_of(first, second, groups=((one,), (two,))))) == [(one, two)]
    assert list(loose_acts(reader_of(first, second, groups=((one, two),)))) == []


def test_acts_another_actor_is_another_act() -> None:
    first, one = told("a1", "The ferry capsized.", "capsize", "ferry capsize", ("The ferry", "ferry"))
    second, two = told("b1", "A raft capsized.", "capsize", "raft capsize", ("A raft", "raft"))
    reader = reader_of(first, second, groups=((one,), (two,)))

    assert list(loose_acts(reader)) == []
    assert not one_act(one, two, reader, close=0.9)


def test_acts_people_and_pronouns_name_no_actor() -> None:
    first, one = told("a1", "People shouted.", "shout", "people shout", ("People", "people"))
    second, two = told("b1", "People were shouting.", "shout", "people shout", ("People", "people"))

    assert list(loose_acts(reader_of(first, second, groups=((one,), (two,))))) == []


def test_acts_one_verb_of_one_actor_needs_no_other_common_word() -> None:
    first, one = told("a1", "The ferry capsized off Savin.", "capsize", "ferry capsize savin", ("The ferry", "ferry"))
    second, two = told(
        "b1", "The ferry capsized at dawn on a sandbank.", "capsize", "ferry capsize dawn", ("The ferry", "ferry")
    )

    assert one_act(one, two, reader_of(first, second), close=0.9)

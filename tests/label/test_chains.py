"""Which mentions are one: one case for each rule. The people and bodies are made up."""

from __future__ import annotations

import pytest

from tellings.label.chains import plain_body, same_given, same_person
from tests.label.marking import chain_of, marks, together


@pytest.mark.parametrize(
    ("left", "right", "same"),
    [
        ("Ann Lee", "Ann Lee", True),
        ("Peter Allan-Jones", "Peter Allan Jones", True),
        ("William Lee", "Bill Lee", True),
        ("W. Lee", "William Lee", True),
        ("Ann Marie Lee", "Ann Lee", True),
        ("Ann Lee", "Jane Lee", False),
        ("Ann Lee", "Ann Moor", False),
        ("José Ruiz", "Jose Ruiz", True),
    ],
)
def test_chains_full_names_are_one_person_or_not(left: str, right: str, *, same: bool) -> None:
    assert same_person(left, right) is same
    assert same_person(right, left) is same


def test_chains_given_names_may_be_initials_or_familiar() -> None:
    assert same_given("Kate", "Katherine")
    assert same_given("K", "Katherine")
    assert not same_given("Kate", "Karen")


def test_chains_bodies_lose_article_and_ending() -> None:
    assert plain_body("The Acme Holdings Ltd") == "acme"


@pytest.mark.models
@pytest.mark.parametrize(
    ("text", "words", "expected"),
    [
        ("Ann Lee spoke. Lee left. Ms Lee slept.", "Ann Lee", ["Ann Lee", "Lee", "Ms Lee"]),
        (
            "Ann Lee spoke. Her son Tom Lee left. Mr Lee slept. Ms Lee stayed.",
            "Ms Lee",
            ["Ann Lee", "Her", "Ms Lee"],
        ),
        ("The Rail Safety Board (RSB) met. The RSB left.", "RSB", ["Rail Safety Board (RSB)", "RSB"]),
        ("Transport for Elmford is owned by Ann Lee. TfE runs trams.", "TfE", ["Transport for Elmford", "TfE"]),
        ("First Rail runs it. FirstRail said so.", "FirstRail", ["First Rail", "FirstRail"]),
        ("The United States paid. America is rich. The U.S. left.", "America", ["United States", "America", "U.S."]),
        ("They sold a Falchion missile. They sold Falchions.", "Falchions", ["Falchion", "Falchions"]),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_chains_names_of_one_stand_together(text: str, words: str, expected: list[str]) -> None:
    assert together(text, words) == expected


@pytest.mark.models
@pytest.mark.parametrize(
    ("text", "words", "name"),
    [
        ("Danish King Ole Venn met Polish King Tor Berg. The Danish leader left.", "The Danish leader", "Ole Venn"),
        ("President Orla Venn met Norwegian President Tor Berg. The president left.", "The president", "Orla Venn"),
        ("Piotr Karsk fell off. The carpet fitter, 40, was hurt.", "The carpet fitter", "Piotr Karsk"),
        ("The Rail Safety Board met on Monday. The board was late.", "The board", "Rail Safety Board"),
        ("Yuri Karsk, Orla Venn's trade adviser, left.", "Orla Venn's trade adviser", "Yuri Karsk"),
        ("Ann Lee, a historian and teacher, left.", "teacher", "Ann Lee"),
        ("Peter Lee met Ann Moor. She left early.", "She", "Ann Moor"),
        ("Peter Lee met Ann Moor. He left early.", "He", "Peter Lee"),
        ("Peter Lee said he was late.", "he", "Peter Lee"),
    ],
    ids=lambda value: value,
)  # fmt: skip
def test_chains_descriptions_and_pronouns_find_whom_they_mean(text: str, words: str, name: str) -> None:
    assert chain_of(text, words).name == name


@pytest.mark.models
def test_chains_state_roles_and_gender() -> None:
    text = "Prime Minister Orla Venn met Kremlin spokesman Peter Karsk."
    article, _, _ = marks(text)
    assert [article.words(role) for role in chain_of(text, "Prime Minister Orla Venn").roles] == ["Prime Minister"]
    karsk = chain_of(text, "Peter Karsk")
    assert [article.words(role) for role in karsk.roles] == ["Kremlin spokesman"]
    assert karsk.gender == "male"


@pytest.mark.models
def test_chains_the_unnamed_keep_their_description() -> None:
    text = "A palace official, speaking anonymously, denied it. Another palace official did not."
    chain = chain_of(text, "A palace official")
    assert (chain.name, chain.named) == ("A palace official", False)
    assert chain_of(text, "Another palace official").id != chain.id


@pytest.mark.models
def test_chains_first_persons_are_left_alone() -> None:
    text = '"I saw my brother," Ann Lee said. "We ran."'
    article, mentions, _ = marks(text)
    assert not {"I", "my", "We"} & {article.words(mention.span) for mention in mentions}


@pytest.mark.models
def test_chains_are_the_same_on_every_run() -> None:
    text = "Ann Lee met Tom Lee. The RSB said it knew. Danish police left. She slept."
    first = marks(text)
    marks.cache_clear()
    assert marks(text) == first

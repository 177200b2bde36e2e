"""One entity across articles: one case for each rule. The people and bodies are made up; no model is loaded."""

from __future__ import annotations

import pytest

from tellings.match.entities import merge_entities
from tellings.match.names import abbreviates, plain, same_person
from tellings.types.articles import Article
from tellings.types.labels import Chain, EntityType, Form, Labels, Mention
from tellings.types.matches import Entity
from tellings.types.spans import Span

PERSON, BODY, PLACE, GROUP = EntityType.PERSON, EntityType.ORGANISATION, EntityType.PLACE, EntityType.GROUP
Spec = tuple[str, EntityType]


def story(*articles: list[Spec], gender: str | None = None) -> tuple[Entity, ...]:
    """Return the entities of articles that hold nothing but these names."""
    made, marked = [], []
    for number, specs in enumerate(articles):
        text = ". ".join(name for name, _ in specs)
        article = Article(id=f"a{number}", sha256="", capture_sha256="", text=text)
        at, mentions, chains = 0, [], []
        for index, (name, kind) in enumerate(specs):
            span = Span(article=article.id, start=at, end=at + len(name))
            named = not name.startswith(("An ", "A "))
            form = Form.NAME if named else Form.NOMINAL
            core = name.split("(")[0].strip()
            mentions.append(Mention(span=span, form=form, chain=f"c{index}"))
            chains.append(Chain(id=f"c{index}", type=kind, name=core, named=named, gender=gender))
            at += len(name) + 2
        made.append(article)
        marked.append(Labels(article=article.id, mentions=tuple(mentions), chains=tuple(chains)))
    return merge_entities(made, marked)


def forms(entities: tuple[Entity, ...]) -> list[list[str]]:
    return [[variant.text for variant in entity.variants] for entity in entities]


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("Danylo Velenskyy", "Danylo Velensky"),
        ("Danilo Velenskiy", "Danylo Velensky"),
        ("José Ibáñez", "Jose Ibanez"),
        ("W. Marlow", "William Marlow"),
        ("Bill Marlow", "William Marlow"),
        ("Peter Allan-Jones", "Peter Allan Jones"),
        ("Dovik Harane", "Dovic Harrane"),
        ("Martin Ashworth", "Martin Ashwirth"),
        ("John F. Marlow", "John Marlow"),
    ],
)
def test_entities_spellings_of_one_person(left: str, right: str) -> None:
    assert same_person(left, right)
    assert len(story([(left, PERSON)], [(right, PERSON)])) == 1


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("Ann Marlow", "Jane Marlow"),
        ("Martin Bamber", "Martin Harris"),
        ("Robin Smith", "Andy Smith"),
        ("John A. Marlow", "John B. Marlow"),
    ],
)
def test_entities_two_people_stay_two(left: str, right: str) -> None:
    assert not same_person(left, right)
    assert len(story([(left, PERSON)], [(right, PERSON)])) == 2


def test_entities_a_surname_joins_the_only_bearer() -> None:
    assert forms(story([("Marlow", PERSON)], [("Ann Marlow", PERSON)])) == [["Marlow", "Ann Marlow"]]


def test_entities_a_surname_with_two_bearers_joins_none() -> None:
    assert len(story([("Marlow", PERSON)], [("Ann Marlow", PERSON), ("Tom Marlow", PERSON)])) == 3


def test_entities_a_given_name_joins_the_only_bearer() -> None:
    assert len(story([("Jane", PERSON)], [("Jane Marlow", PERSON)])) == 1
    assert len(story([("Jane", PERSON)], [("Jane Marlow", PERSON), ("Jane Harper", PERSON)])) == 3


def test_entities_a_person_typed_as_a_body_once_is_a_person() -> None:
    entities = story([("Ann Marlow", BODY)], [("Ann Marlow", PERSON)], [("Ann Marlow", PERSON)])
    assert [entity.type for entity in entities] == [PERSON]


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("Rail Safety Board (RSB)", "RSB"),
        ("Rail Safety Board", "RSB"),
        ("First Rail", "FirstRail"),
        ("The Acme Holdings", "Acme"),
        ("European Union", "EU"),
        ("St Mary's Hospital", "St Mary's University Hospital"),
    ],
)
def test_entities_names_of_one_body(left: str, right: str) -> None:
    assert len(story([(left, BODY)], [(right, BODY)])) == 1


def test_entities_names_of_one_place() -> None:
    assert len(story([("U.S.", PLACE)], [("United States", PLACE)], [("America", PLACE)])) == 1
    assert len(story([("Elm Grove stop", PLACE)], [("Elm Grove", PLACE)])) == 1


def test_entities_a_people_is_not_its_country() -> None:
    assert len(story([("Elmford", PLACE)], [("Elmford", GROUP)])) == 2


def test_entities_the_unnamed_join_only_by_a_description_that_holds_a_name() -> None:
    assert len(story([("An RSB spokesman", PERSON)], [("An RSB spokesman", PERSON)])) == 1
    assert len(story([("A young official", PERSON)], [("A young official", PERSON)])) == 2


def test_entities_come_in_story_order_with_distinct_steady_ids() -> None:
    articles: list[list[Spec]] = [
        [("Elmford", PLACE), ("Ann Marlow", PERSON)],
        [("RSB", BODY), ("Marlow", PERSON), ("Elmford", PLACE)],
    ]
    entities = story(*articles)
    assert [entity.name for entity in entities] == ["Elmford", "Ann Marlow", "RSB"]
    assert len({entity.id for entity in entities}) == 3
    assert all(len(entity.id) == 13 and entity.id[0] == "e" for entity in entities)
    assert story(*articles) == entities
    assert entities[0].variants[0].articles == ("a0", "a1")


def test_entities_abbreviations_take_initials_in_order() -> None:
    assert abbreviates("TfE", "Trams for Elmford")
    assert not abbreviates("TXE", "Trams for Elmford")
    assert not abbreviates("Tfe", "Ten fine eggs and ham and")


def test_entities_plain_names() -> None:
    assert plain("The Acme Group plc") == "acme"
    assert plain("U.K.") == "united kingdom"


def test_entities_of_no_articles() -> None:
    assert merge_entities((), ()) == ()

"""How reports introduce somebody."""

from dataclasses import replace

from tellings.reconcile.facts import build_facts
from tellings.reconcile.people import introductions, people_contrasts
from tellings.types.dossier import DifferenceType
from tellings.types.matches import Entity
from tests.reconcile.claimed import Claimed, matches_of, reader_of


def introduced(ident: str, sentence: str, role: str = "") -> tuple:
    telling = Claimed(ident, sentence)
    entity = telling.name("c0", "Ada Brill")
    telling.tells(sentence, "say", "brill say")
    return telling, replace(entity, id="e1", roles=(telling.at(role),) if role else ())


def merged(*found: tuple) -> Entity:
    entities = [entity for _, entity in found]
    return replace(
        entities[0],
        roles=tuple(r for e in entities for r in e.roles),
        mentions=tuple(m for e in entities for m in e.mentions),
        chains=tuple(c for e in entities for c in e.chains),
    )


def test_people_age_and_origin_after_a_name_are_read() -> None:
    found = introduced("a1", "Ada Brill, 41, from Port Savin, said the ferry was late.")

    (intro,) = introductions(found[1], reader_of(found[0], entities=(found[1],)))

    assert found[0].article.words(intro.span) == "Ada Brill, 41, from Port Savin"
    assert found[0].article.words(intro.origin) == "Port Savin"


def test_people_a_role_before_a_name_is_read() -> None:
    found = introduced("a1", "The harbour master Ada Brill said so.", "harbour master")

    (intro,) = introductions(found[1], reader_of(found[0], entities=(found[1],)))

    assert found[0].article.words(intro.role) == "harbour master"


def test_people_a_bare_name_is_no_introduction() -> None:
    found = introduced("a1", "Ada Brill said the ferry was late.")

    assert introductions(found[1], reader_of(found[0], entities=(found[1],))) == ()


def test_people_two_origins_are_precision_and_two_ages_a_contradiction() -> None:
    one = introduced("a1", "Ada Brill, 41, from Port Savin, said so.")
    other = introduced("b1", "Ada Brill, 43, from Mirren, said so.")
    entity = merged(one, other)
    reader = reader_of(one[0], other[0], entities=(entity,))

    contrasts = list(people_contrasts(*introductions(entity, reader), reader))

    assert [(c.slot, c.type) for c in contrasts] == [
        ("number", DifferenceType.CONTRADICTION),
        ("place", DifferenceType.PRECISION),
    ]


def test_people_introduced_by_two_reports_are_a_fact() -> None:
    one, other = introduced("a1", "Ada Brill, 41, said so."), introduced("b1", "Ada Brill, 41, said so twice.")
    tellings = [one[0], other[0]]
    facts = build_facts(
        [t.article for t in tellings], [t.labels for t in tellings], matches_of(entities=(merged(one, other),))
    )

    assert [tellings[0].article.words(fact.support[0].span) for fact in facts] == ["Ada Brill, 41"]

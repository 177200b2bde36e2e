"""Names that reports spell differently."""

import pytest

from tellings.reconcile.spellings import spelling_contrasts
from tellings.types.labels import EntityType, Form, Mention
from tellings.types.matches import Entity
from tests.reconcile.claimed import Claimed, reader_of


def spelled(*names: str) -> list:
    tellings = [Claimed(f"a{number}", f"{name} spoke.") for number, name in enumerate(names)]
    mentions = tuple(
        Mention(span=telling.at(name), form=Form.NAME, chain="c0")
        for telling, name in zip(tellings, names, strict=True)
    )
    entity = Entity(id="e0", name=names[0], type=EntityType.PERSON, mentions=mentions)
    return list(spelling_contrasts(reader_of(*tellings, entities=(entity,))))


def test_spellings_the_rarer_one_departs() -> None:
    ((found, _),) = spelled("Orrin Hallek", "Orrin Hallek", "Orrin Halek")

    assert (found.left_value, found.right_value) == ("Halek", "Hallek")
    assert found.left.article == "a2"


def test_spellings_one_word_or_two() -> None:
    ((found, _),) = spelled("StoneWorks", "StoneWorks", "Stone Works")

    assert found.left_value == "Stone Works"


@pytest.mark.parametrize("other", ["Hallek", "Orrin Halleks", "Orrin Brandt", "ORRIN HALLEK"])
def test_spellings_parts_plurals_and_other_names_are_no_spelling(other: str) -> None:
    assert spelled("Orrin Hallek", other) == []


def test_spellings_a_long_number_grouped_otherwise_is_shown_once() -> None:
    first = Claimed("a1", "Call 0700 123 4567 for help.", "The line is 0700 123 4567.")
    second = Claimed("b1", "Call 0700 1234567 for help. It cost 12,345,678 in all.")

    ((found, _),) = spelling_contrasts(reader_of(first, second))

    assert found.rule == "number_grouped_differently"
    assert second.article.words(found.left) == "0700 1234567"

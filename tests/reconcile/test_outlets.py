"""Agencies, outlets and platforms as speakers."""

import pytest

from tellings.reconcile.naming import naming_contrasts
from tellings.reconcile.outlets import is_outlet
from tellings.types.labels import Speaker
from tests.reconcile.claimed import Claimed, reader_of


@pytest.mark.parametrize("name", ["AFP", "Reuters", "The Mirren Times", "Mirren Evening Post", "Twitter"])
def test_outlets_are_known_by_name_or_by_its_last_word(name: str) -> None:
    assert is_outlet(Speaker(name=name), reader_of())


@pytest.mark.parametrize("name", ["Ada Brill", "Mirren Council", "Mirren Energy Agency", "the press", "Times"])
def test_outlets_are_neither_people_nor_bodies(name: str) -> None:
    assert not is_outlet(Speaker(name=name), reader_of())


def test_outlets_that_were_told_something_are_no_named_source() -> None:
    a, b = Claimed("a1", "Officials said so."), Claimed("b1", "The governor told AFP so.")
    plain = Speaker(name="officials", span=a.at("Officials"), named=False)
    named = Speaker(name="AFP", span=b.at("AFP"))

    assert list(naming_contrasts(plain, named, reader_of(a, b))) == []

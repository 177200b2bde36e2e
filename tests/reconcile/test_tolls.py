"""Tolls without numbers, tolls that will rise, one number of two things, sources of figures."""

from tellings.reconcile.tolls import toll_contrasts
from tellings.types.dossier import DifferenceType
from tellings.types.labels import Speaker, Statement, StatementKind
from tests.reconcile.claimed import Claimed, reader_of


def told(ident: str, sentence: str, words: str = "", value: float = 0.0, *, speaker: str = "") -> Claimed:
    telling = Claimed(ident, sentence)
    number = (telling.number(words, value, counts="people"),) if words else ()
    telling.tells(sentence, "be", "ferry harbour", quantities=number)
    if speaker:
        statement = Statement(
            id="s0",
            kind=StatementKind.INDIRECT,
            content=telling.at(sentence),
            speaker=Speaker(name=speaker, span=telling.at(speaker)),
        )
        telling.labels = telling.labels.__class__(**{**_fields(telling), "statements": (statement,)})
    return telling


def _fields(telling: Claimed) -> dict:
    return {name: getattr(telling.labels, name) for name in telling.labels.__slots__}


def found_in(*tellings: Claimed) -> list:
    return [contrast for contrast, _ in toll_contrasts(reader_of(*tellings))]


def test_tolls_deaths_without_a_number_stand_beside_one() -> None:
    (found,) = found_in(
        told("a1", "There has been some loss of life."), told("b1", "Nine people were killed.", "Nine", 9.0)
    )

    assert (found.type, found.rule) == (DifferenceType.PRECISION, "toll_without_number")
    assert "some loss of life" in found.why


def test_tolls_a_toll_that_is_feared_to_rise_is_an_update() -> None:
    first = told("a1", "The mayor warned that the death toll could still rise sharply.")
    (found,) = found_in(first, told("b1", "Nine people were killed.", "Nine", 9.0))

    assert found.type is DifferenceType.UPDATE
    assert first.article.words(found.left) == "could still rise"


def test_tolls_without_any_number_show_nothing() -> None:
    assert found_in(told("a1", "There has been some loss of life."), told("b1", "The toll may rise.")) == []


def test_tolls_one_number_of_the_hurt_and_of_those_in_hospital_is_scope() -> None:
    (found,) = found_in(
        told("a1", "At noon 30 people were injured.", "30", 30.0),
        told("b1", "By noon 30 people were taken to hospital.", "30", 30.0),
    )

    assert found.type is DifferenceType.SCOPE


def test_tolls_one_figure_of_two_sources_is_attribution() -> None:
    first = told("a1", "Savin Police said nine people were killed.", "nine", 9.0, speaker="Savin Police")
    second = told("b1", "Nine people were killed, Harbour Rescue said.", "Nine", 9.0, speaker="Harbour Rescue")
    again = told("c1", "Savin Police said nine people were killed.", "nine", 9.0, speaker="Savin Police")

    assert [c.type for c in found_in(first, second)] == [DifferenceType.ATTRIBUTION]
    assert found_in(first, again) == []


def test_tolls_a_long_line_without_an_end_takes_no_time() -> None:
    assert found_in(told("a1", "the toll " * 12_000), told("b1", "Nine people were killed.", "Nine", 9.0)) == []

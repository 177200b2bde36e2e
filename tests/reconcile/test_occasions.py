"""How often something has happened."""

from tellings.reconcile.occasions import occasion_contrasts
from tellings.types.dossier import DifferenceType
from tellings.types.labels import Bound
from tellings.types.matches import Key
from tests.reconcile.claimed import Claimed, reader_of


def told(ident: str, sentence: str, ordinal: str, value: float) -> Claimed:
    telling = Claimed(ident, sentence)
    telling.number(ordinal, value, bound=Bound.ORDINAL)
    return telling


def found_in(first: Claimed, second: Claimed) -> list:
    entity = first.name("c0", "Ada Brill")
    other = second.name("c0", "Ada Brill")
    entity = entity.__class__(
        **{
            **{name: getattr(entity, name) for name in entity.__slots__},
            "chains": (*entity.chains, Key("b1", "c0")),
            "mentions": (*entity.mentions, *other.mentions),
        }
    )
    return [c for c, _ in occasion_contrasts(reader_of(first, second, entities=(entity,)))]


def test_occasions_of_one_person_counted_otherwise_differ_in_scope() -> None:
    (found,) = found_in(
        told("a1", "It was the fourth meeting of Ada Brill and the mayor this year.", "fourth", 4.0),
        told("b1", "Ada Brill came for her third visit since May.", "third", 3.0),
    )

    assert found.type is DifferenceType.SCOPE


def test_occasions_without_a_period_or_of_equal_number_are_none() -> None:
    first = told("a1", "It was the fourth meeting of Ada Brill and the mayor this year.", "fourth", 4.0)

    assert found_in(first, told("b1", "Ada Brill came for a third visit.", "third", 3.0)) == []
    assert found_in(first, told("b1", "Ada Brill came for her fourth visit since May.", "fourth", 4.0)) == []

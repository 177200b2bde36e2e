"""On which side of a place something lies."""

from tellings.reconcile.directions import direction_contrasts
from tellings.types.dossier import DifferenceType
from tests.reconcile.claimed import Claimed, reader_of


def found_in(first: tuple[str, str], second: tuple[str, str]) -> list:
    a, b = Claimed("a1", first[0]), Claimed("b1", second[0])
    a.tells(first[0], "stop", first[1])
    b.tells(second[0], "stop", second[1])
    found = direction_contrasts(reader_of(a, b))
    return [(c.type, a.article.words(c.left), b.article.words(c.right)) for c, _ in found]


WEST = ("The tanker stopped 90 miles west of Mirren.", "tanker stop mirren")


def test_directions_opposite_sides_of_one_place_exclude_each_other() -> None:
    found = found_in(WEST, ("The tanker stopped 90 miles east of Mirren.", "tanker stop mirren"))

    assert found == [(DifferenceType.CONTRADICTION, "west of Mirren", "east of Mirren")]


def test_directions_beside_each_other_are_told_with_more_and_less_care() -> None:
    found = found_in(WEST, ("The tanker stopped north-west of Mirren.", "tanker stop mirren"))

    assert [kind for kind, *_ in found] == [DifferenceType.PRECISION]


def test_directions_of_two_things_or_the_same_are_no_difference() -> None:
    assert found_in(WEST, ("A village east of Mirren burned.", "village burn mirren")) == []
    assert found_in(WEST, ("The tanker stopped west of Mirren.", "tanker stop mirren")) == []

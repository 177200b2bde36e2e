"""Each departing reading once."""

from tellings.reconcile.settling import settled
from tellings.reconcile.slots import Contrast
from tellings.types.dossier import DifferenceType
from tellings.types.spans import Span
from tests.reconcile.claimed import Claimed, reader_of


def story() -> tuple:
    tellings = [Claimed(ident, "Red flag.") for ident in ("a1", "b1", "c1")]
    return reader_of(*tellings), *(telling.at("Red") for telling in tellings)


def contrast(left: Span, right: Span, score: float) -> Contrast:
    return Contrast(
        type=DifferenceType.WORDING,
        slot="predicate",
        left=left,
        right=right,
        left_value="red",
        right_value="blue",
        why="They differ.",
        rule="words_differ",
        score=score,
    )


def test_settling_keeps_the_surest_pair_of_one_departing_report() -> None:
    reader, red, also_red, other = story()

    found = settled([contrast(red, other, 0.9), contrast(also_red, other, 0.5)], reader)

    assert [c.left for c in found] == [red]


def test_settling_holds_a_departing_report_against_the_latest_of_equals() -> None:
    reader, red, also_red, other = story()

    found = settled([contrast(red, other, 0.5), contrast(also_red, other, 0.5)], reader)

    assert [c.left for c in found] == [also_red]

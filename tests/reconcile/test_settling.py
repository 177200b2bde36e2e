"""Each departing reading once."""

from tellings.reconcile.settling import settled
from tellings.reconcile.slots import Contrast
from tellings.types.dossier import DifferenceType
from tests.reconcile.claimed import Claimed, reader_of


def test_settling_keeps_the_surest_pair_of_one_departing_report() -> None:
    tellings = [Claimed(ident, "Red flag.") for ident in ("a1", "b1", "c1")]
    reader = reader_of(*tellings)
    red, also_red, other = (telling.at("Red") for telling in tellings)

    def contrast(left: object, score: float) -> Contrast:
        return Contrast(
            type=DifferenceType.WORDING,
            slot="predicate",
            left=left,  # type: ignore[arg-type]
            right=other,
            left_value="red",
            right_value="blue",
            why="They differ.",
            rule="words_differ",
            score=score,
        )

    assert [c.left for c in settled([contrast(red, 0.5), contrast(also_red, 0.9)], reader)] == [also_red]

"""What one report tells as open and a later one as over."""

from tellings.reconcile.readings import StoryReader
from tellings.reconcile.settlements import settlement_contrasts
from tellings.types.dossier import DifferenceType, Plan
from tests.reconcile.claimed import Claimed, matches_of


def test_settlements_every_report_that_tells_it_open_stands_beside_the_ending() -> None:
    first = Claimed("a1", "Crews are looking for the sailor.", "They are still looking.")
    second = Claimed("b1", "A sailor is missing.")
    third = Claimed("c1", "The sailor was found alive.")
    ending = third.at("The sailor was found alive.")
    plan = Plan(
        id="p1",
        label=first.at("Crews are looking for the sailor."),
        status="done",
        evidence=(
            first.at("Crews are looking for the sailor."),
            first.at("They are still looking."),
            second.at("A sailor is missing."),
            ending,
        ),
        outcome=ending,
    )
    tellings = (first, second, third)
    reader = StoryReader(
        [t.article for t in tellings],
        [t.labels for t in tellings],
        matches_of(),
        plans=(plan, Plan(id="p2", label=ending)),
    )

    found = [contrast for contrast, _ in settlement_contrasts(reader)]

    assert [(c.left.article, c.right.article) for c in found] == [("a1", "c1"), ("b1", "c1")]
    assert {c.type for c in found} == {DifferenceType.UPDATE}

"""How pairs of reports hang together."""

import pytest

from tellings.match.copies import find_lineage
from tellings.types.matches import Lineage, LineageKind
from tests.match.written import write

pytestmark = pytest.mark.models

FIRST = (
    "The ferry Corvina left the port of Savin at noon on Monday with ninety passengers and a crew of eleven on board.",
    "An hour later water came into the engine room through a hatch that nobody had closed after repairs in April.",
    "The captain turned back towards the harbour, but the pumps stopped when the generator was flooded as well.",
    "Fishing boats from the village of Mirren took everybody off the vessel before it went down near the lighthouse.",
)
OTHER = (
    "Ninety people were saved by fishermen on Monday when a passenger ship went down off the coast close to Mirren.",
    "Survivors spoke of a calm crew and of a long wait for the coast guard, which has no cutter in that district.",
    "A spokeswoman for the owner promised an inquiry and said that the hull had been inspected only last winter.",
    "Opposition politicians asked for the resignation of the minister, who is responsible for safety in ports.",
)
REWORDED = (
    "With ninety passengers aboard and eleven in its crew, the ferry Corvina had sailed from Savin's port around noon.",
    "After one hour, water entered the engine room: nobody had shut a hatch following repairs carried out in April.",
    "The flooded generator made the pumps stop while the captain was heading for the harbour once more.",
    "Everybody was rescued by fishing boats out of the village of Mirren; the vessel sank close to the lighthouse.",
)


def lineage(left: tuple[str, ...], right: tuple[str, ...], *, agency: str | None = None) -> Lineage:
    (found,) = find_lineage([write("a", *left), write("b", *right, agency=agency)], [])
    return found


def test_copies_the_same_text_with_a_new_paragraph_is_a_copy() -> None:
    found = lineage(FIRST, (OTHER[3], *FIRST))

    assert found.kind is LineageKind.COPY
    assert found.share > 0.9
    assert [p.kind for p in found.passages] == ["verbatim"] * 4


def test_copies_half_of_a_text_is_a_rewrite() -> None:
    assert lineage(FIRST, (*FIRST[:2], *OTHER[:3])).kind is LineageKind.REWRITE


def test_copies_a_credited_agency_makes_it_shared_agency_text() -> None:
    found = lineage(FIRST, FIRST, agency="KPA")

    assert found.kind is LineageKind.SHARED_AGENCY_TEXT
    assert "KPA" in found.why


def test_copies_other_words_for_the_same_details_in_one_order_are_a_rewrite() -> None:
    found = lineage(FIRST, REWORDED)

    assert found.kind is LineageKind.REWRITE
    assert {p.kind for p in found.passages} >= {"reworded"}


def test_copies_two_reports_of_one_event_are_independent() -> None:
    found = lineage(FIRST, OTHER)

    assert (found.kind, found.share) == (LineageKind.INDEPENDENT, 0.0)


def test_copies_a_long_common_quotation_proves_nothing() -> None:
    said = (
        'The captain said: "We heard the alarm, we went down with torches and we saw the water rise past the first '
        'ladder, and at that moment everybody on the bridge understood that we would lose this ship today."'
    )
    found = lineage((*FIRST, said), (*OTHER, said))

    assert found.kind is LineageKind.INDEPENDENT
    assert [p.kind for p in found.passages] == ["quotation"]


def test_copies_one_long_sentence_in_two_reports_comes_from_a_common_source() -> None:
    shared = "It was the first loss of a passenger ship in the bay since the winter of 1954, when two ferries collided."
    left = (
        "Divers are to look at the wreck on Thursday if the wind drops, and a crane barge is on its way from Savin.",
        "Schools along the bay will hold a minute of silence, although nobody drowned, as so many had been afraid.",
        "Engineers from the shipyard that built her have offered drawings to whoever leads the technical examination.",
    )
    right = (
        "Insurers expect claims of several million crowns, mostly for cargo: cars, wine and a church organ in crates.",
        "Tickets stay valid on buses until the company finds a replacement, which may take it well into the summer.",
        "Environment officers laid booms around an oil slick that drifts westwards, away from the bathing beach.",
    )
    found = lineage((*FIRST, *left, shared), (*OTHER, *right, shared))

    assert found.kind is LineageKind.SHARED_AGENCY_TEXT
    assert [p.kind for p in found.passages] == ["verbatim"]


def test_copies_every_pair_is_judged_in_story_order() -> None:
    articles = [write("c", *FIRST), write("a", *OTHER), write("b", *FIRST)]

    assert [item.pair for item in find_lineage(articles, [])] == [("c", "a"), ("c", "b"), ("a", "b")]


def test_copies_passages_hold_the_same_words() -> None:
    left, right = write("a", *FIRST), write("b", OTHER[0], *FIRST)
    (found,) = find_lineage([left, right], [])

    assert all(left.words(p.left) == right.words(p.right) for p in found.passages)


WIRE = (
    "The harbour office of Savin shut both piers at dawn on Tuesday after the crane had leaned over by three degrees.",
    "Divers from the naval school of Lorne looked at the footing of the crane and found a crack as wide as a thumb.",
    "Dockers were sent home on full pay until Friday, while two freighters with bananas had to wait outside the mole.",
)
SCHOOL = "Nobody could say when the naval school of Lorne would be back for another look at it."


def padding(name: str) -> tuple[str, ...]:
    """Return ten sentences that no other report has."""
    return tuple(" ".join(f"{name}{line}x{word}" for word in range(20)) + "." for line in range(10))


def test_copies_takers_of_one_wire_are_related_if_they_share_a_run_themselves() -> None:
    taken = {"a": (WIRE[0], SCHOOL), "b": (WIRE[1],), "c": (WIRE[2],)}
    reports = [write("w", *WIRE, *padding("w")), *(write(n, *text, *padding(n)) for n, text in taken.items())]
    found = {judged.pair: judged for judged in find_lineage(reports, [])}
    kinds = {pair: judged.kind for pair, judged in found.items()}
    wire, first, second, third = (report.id for report in reports)

    assert {kinds[wire, other] for other in (first, second, third)} == {LineageKind.SHARED_AGENCY_TEXT}
    assert kinds[first, second] is LineageKind.SHARED_AGENCY_TEXT
    assert found[first, second].grounds[-1].rule == "through_a_third"
    assert kinds[first, third] is LineageKind.INDEPENDENT


def test_copies_two_takers_of_an_uncredited_text_show_no_wire() -> None:
    taken = {"a": (WIRE[0], SCHOOL), "b": (WIRE[1],)}
    reports = [write("w", *WIRE, *padding("w")), *(write(n, *text, *padding(n)) for n, text in taken.items())]
    kinds = {judged.pair: judged.kind for judged in find_lineage(reports, [])}

    assert kinds[reports[1].id, reports[2].id] is LineageKind.INDEPENDENT

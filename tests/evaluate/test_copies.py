"""Labels of the set of copies, from what lineage says."""

import pytest
from tests.match.test_copies import FIRST, OTHER
from tests.match.written import write

from tellings.evaluate.copies import label_of, predict, score_copies
from tellings.types.matches import Lineage, LineageKind


@pytest.mark.models
def test_copies_a_pair_of_equal_texts_is_a_copy_and_two_reports_are_not() -> None:
    articles = [{"doc": name, "text": "\n".join(text)} for name, text in (("a", FIRST), ("b", FIRST), ("c", OTHER))]
    pairs = [{"doc": "a|b", "a": "a", "b": "b"}, {"doc": "a|c", "a": "a", "b": "c"}]

    assert [row["label"] for row in predict(pairs, articles)] == ["copy", "independent"]


@pytest.mark.parametrize(("share", "label"), [(0.9, "copy"), (0.4, "rewrite"), (0.05, "independent")])
def test_copies_agency_text_counts_by_how_much_there_is(share: float, label: str) -> None:
    lineage = Lineage(pair=("a", "b"), kind=LineageKind.SHARED_AGENCY_TEXT, share=share)

    assert label_of(lineage, write("a", *FIRST), write("b", *OTHER)) == label


def test_copies_are_scored_by_label_and_by_copied_or_not() -> None:
    pairs = [{"doc": "1", "label": "copy"}, {"doc": "2", "label": "rewrite"}, {"doc": "3", "label": "independent"}]
    found = [{"doc": "1", "label": "rewrite"}, {"doc": "2", "label": "rewrite"}, {"doc": "3", "label": "rewrite"}]
    rows = score_copies(pairs, found).rows

    assert rows["copies.label"].value == pytest.approx(1 / 3)
    assert rows["copies.copied"].value == pytest.approx(0.8)

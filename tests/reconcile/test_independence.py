"""Separate witnesses of one fact."""

from tellings.reconcile.independence import all_words, copied_pairs, count_independent, derived_passages, own_words
from tellings.reconcile.readings import StoryReader
from tellings.types.matches import Lineage, LineageKind, Passage
from tellings.types.spans import Span
from tests.reconcile.claimed import Claimed, reader_of


def span(article: str, start: int, end: int) -> Span:
    return Span(article=article, start=start, end=end)


def lineage(left: Span, right: Span, *, kind: LineageKind, passage: str = "verbatim") -> Lineage:
    made = Passage(left=left, right=right, kind=passage, score=1.0)
    return Lineage(pair=(left.article, right.article), kind=kind, share=0.5, passages=(made,))


def test_independence_reports_without_common_text_each_count() -> None:
    support = {"a": [span("a", 0, 50)], "b": [span("b", 0, 50)], "c": [span("c", 0, 50)]}

    assert count_independent(support, {}) == (("a",), ("b",), ("c",))


def test_independence_a_derived_passage_over_both_supports_joins_them() -> None:
    judged = lineage(span("a", 0, 80), span("b", 10, 90), kind=LineageKind.REWRITE)
    support = {"a": [span("a", 5, 55)], "b": [span("b", 20, 70)], "c": [span("c", 0, 50)]}

    assert count_independent(support, derived_passages([judged])) == (("a", "b"), ("c",))


def test_independence_a_derived_passage_elsewhere_joins_nothing() -> None:
    judged = lineage(span("a", 200, 280), span("b", 210, 290), kind=LineageKind.COPY)
    support = {"a": [span("a", 5, 55)], "b": [span("b", 20, 70)]}

    assert count_independent(support, derived_passages([judged])) == (("a",), ("b",))


def test_independence_a_quotation_in_two_reports_joins_nothing_unless_one_is_a_copy() -> None:
    support = {"a": [span("a", 0, 50)], "b": [span("b", 0, 50)]}
    shared = lineage(span("a", 0, 50), span("b", 0, 50), kind=LineageKind.SHARED_AGENCY_TEXT, passage="quotation")
    copied = lineage(span("a", 0, 50), span("b", 0, 50), kind=LineageKind.COPY, passage="quotation")

    assert len(count_independent(support, derived_passages([shared]))) == 2
    assert len(count_independent(support, derived_passages([copied]))) == 1


def test_independence_derivation_is_passed_on() -> None:
    first = lineage(span("a", 0, 50), span("b", 0, 50), kind=LineageKind.COPY)
    second = lineage(span("b", 0, 50), span("c", 0, 50), kind=LineageKind.COPY)
    support = {name: [span(name, 0, 50)] for name in "abc"}

    assert count_independent(support, derived_passages([first, second])) == (("a", "b", "c"),)


CAPTION = "Firefighters carry sandbags past the flooded fish market of Mirren on Monday"
QUOTED = "We shall rebuild every stall in the market before the herring come back"


def told(*texts: str) -> tuple[dict[str, list[Span]], StoryReader]:
    tellings = [Claimed(f"a{number}", text) for number, text in enumerate(texts)]
    for telling in tellings:
        if QUOTED in telling.article.text:
            telling.quote(QUOTED)
    support = {t.article.id: [t.article.span(0, len(t.article.text))] for t in tellings}
    return support, reader_of(*tellings)


def groups_by_words(*texts: str) -> int:
    support, reader = told(*texts)
    words = own_words((span for spans in support.values() for span in spans), reader)
    return len(count_independent(support, {}, words=words))


def test_independence_the_same_caption_in_two_reports_is_one_witness() -> None:
    assert groups_by_words(f"{CAPTION}.", f"Photo of the day: {CAPTION}, seen from the mole.") == 1


def test_independence_the_same_quotation_leaves_two_witnesses() -> None:
    assert groups_by_words(f"The mayor said: “{QUOTED}.”", f"“{QUOTED},” she told reporters.") == 2


def test_independence_a_few_common_words_prove_nothing() -> None:
    assert (
        groups_by_words("Water stood in the flooded fish market of Mirren.", "The flooded fish market of Mirren.") == 2
    )


def test_independence_words_between_marks_on_one_side_alone_are_handed_on() -> None:
    told = "Some witnesses told the harbour police that the captain looked as if he was trying to hide a bag"
    own, marked = Claimed("a1", f"{told}."), Claimed("b1", f"“{told}.”")
    marked.quote(told)
    reader = reader_of(own, marked)
    spans = {"a1": [own.at(told)], "b1": [marked.at(told)]}
    every = [span for found in spans.values() for span in found]

    groups = count_independent(spans, {}, words=own_words(every, reader), spoken=all_words(every, reader))

    assert groups == (("a1", "b1"),)


def test_independence_words_between_marks_on_both_sides_are_two_witnesses() -> None:
    told = "the captain looked as if he was trying to hide a bag from all the people on the quay"
    first, second = Claimed("a1", f"“{told}.”"), Claimed("b1", f"“{told}.”")
    first.quote(told)
    second.quote(told)
    reader = reader_of(first, second)
    spans = {"a1": [first.at(told)], "b1": [second.at(told)]}
    every = [span for found in spans.values() for span in found]

    groups = count_independent(spans, {}, words=own_words(every, reader), spoken=all_words(every, reader))

    assert groups == (("a1",), ("b1",))


def test_independence_few_words_show_a_copy_of_the_whole_report() -> None:
    left, right = "The Brill ferry stopped on Monday after", "The Brill ferry stopped on Tuesday after"
    support, reader = told(left, right)
    words = all_words((span for spans in support.values() for span in spans), reader)
    whole = lineage(support["a0"][0], support["a1"][0], kind=LineageKind.COPY)
    rewritten = lineage(support["a0"][0], support["a1"][0], kind=LineageKind.REWRITE)

    assert count_independent(support, {}, spoken=words, copies=copied_pairs([whole])) == (("a0", "a1"),)
    assert len(count_independent(support, {}, spoken=words, copies=copied_pairs([rewritten]))) == 2
    other, reader = told("It rained at the quay.", "The Brill ferry stopped on Tuesday after")
    words = all_words((span for spans in other.values() for span in spans), reader)
    assert len(count_independent(other, {}, spoken=words, copies=copied_pairs([whole]))) == 2

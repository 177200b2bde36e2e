"""Facts and utterances from hand-made claims."""

from tellings.reconcile.facts import build_facts, build_utterances
from tellings.types.dossier import Fact, FactKind
from tellings.types.matches import Lineage, LineageKind, Passage
from tests.reconcile.claimed import Claimed, matches_of

SENTENCE = "The ferry sank off Savin on Monday."
LEMMAS = "ferry sink savin monday"


def story(*published: str | None) -> list[Claimed]:
    return [Claimed(f"r{i}", SENTENCE, f"Report {i} ends here.", published=when) for i, when in enumerate(published)]


def facts_of(tellings: list[Claimed], having: int, *, lineage: tuple[Lineage, ...] = ()) -> tuple[Fact, ...]:
    keys = tuple(telling.tells(SENTENCE, "sink", LEMMAS) for telling in tellings[:having])
    articles, labels = [t.article for t in tellings], [t.labels for t in tellings]
    return build_facts(articles, labels, matches_of(keys, lineage=lineage))


def test_facts_two_reports_agree_and_both_count() -> None:
    (fact,) = facts_of(story("2024-03-04", "2024-03-05"), 2)

    assert (fact.kind, fact.independent, len(fact.support)) == (FactKind.AGREED, 2, 2)
    assert fact.id.startswith("f")


def test_facts_a_copied_passage_adds_no_witness() -> None:
    tellings = story("2024-03-04", "2024-03-05")
    left, right = (telling.at(SENTENCE) for telling in tellings)
    passage = Passage(left=left, right=right, kind="verbatim", score=1.0)
    copied = Lineage(pair=("r0", "r1"), kind=LineageKind.COPY, share=1.0, passages=(passage,))

    (fact,) = facts_of(tellings, 2, lineage=(copied,))

    assert fact.independent == 1
    assert fact.groups == (("r0", "r1"),)


def test_facts_a_later_report_could_have_known_an_earlier_could_not() -> None:
    tellings = story("2024-03-04T10:00:00", "2024-03-04T18:00:00", "2024-03-03T09:00:00", None)
    keys = (tellings[0].tells(SENTENCE, "sink", LEMMAS),)
    (fact,) = build_facts([t.article for t in tellings], [t.labels for t in tellings], matches_of(keys))

    assert fact.kind is FactKind.SINGLE
    assert [(m.article, m.could_know) for m in fact.missing] == [("r1", True), ("r2", False), ("r3", None)]


def test_facts_of_one_day_without_hours_leave_it_open() -> None:
    (fact,) = facts_of(story("2024-03-04", "2024-03-04"), 1)

    assert [m.could_know for m in fact.missing] == [None]


def test_facts_told_by_more_reports_weigh_more() -> None:
    tellings = story("2024-03-04", "2024-03-05")
    common = tuple(telling.tells(SENTENCE, "sink", LEMMAS) for telling in tellings)
    alone = (tellings[0].tells("Report 0 ends here.", "end", "report end"),)
    facts = build_facts([t.article for t in tellings], [t.labels for t in tellings], matches_of(alone, common))

    assert [len(fact.support) for fact in facts] == [2, 1]
    assert facts[0].weight > facts[1].weight


def test_facts_ids_depend_on_the_supports_alone() -> None:
    first = facts_of(story("2024-03-04", "2024-03-05"), 2)
    second = facts_of(story("2024-03-04", "2024-03-05"), 2)

    assert first[0].id == second[0].id


def test_facts_clauses_of_one_sentence_are_one_support() -> None:
    sentence = "The ferry sank off Port Savin and nine sailors drowned at dusk."
    tellings = [Claimed(f"r{number}", sentence) for number in range(2)]
    keys = [
        telling.tells(words, "sink", "ferry sink port savin")
        for telling in tellings
        for words in ("The ferry sank off Port Savin", "nine sailors drowned at dusk")
    ]
    (fact,) = build_facts([t.article for t in tellings], [t.labels for t in tellings], matches_of(tuple(keys)))

    assert [tellings[0].article.text[item.span.start : item.span.end] for item in fact.support] == [sentence[:-1]] * 2
    assert [item.claim for item in fact.support] == [keys[0], keys[2]]


def test_facts_an_utterance_takes_the_named_speaker_and_lists_the_altered_word() -> None:
    a, b = (
        Claimed("a1", "We lost the whole harvest in one night"),
        Claimed("b1", "We lost the entire harvest in one night"),
    )
    keys = (a.key(a.quote(a.article.text)), b.key(b.quote(b.article.text)))
    (utterance,) = build_utterances([a.article, b.article], [b.labels, a.labels], matches_of(utterances=(keys,)))

    assert utterance.speaker == "Ada Brill"
    assert utterance.statements == keys
    assert [a.article.words(d.left) for d in utterance.differences] == ["whole"]


def test_facts_the_same_own_words_are_one_witness() -> None:
    sentence = "The ferry sank off Port Savin on Monday evening in a storm."
    tellings = [Claimed(f"r{i}", sentence, f"Report {i} ends here.") for i in range(2)]
    keys = tuple(telling.tells(sentence, "sink", LEMMAS) for telling in tellings)
    (fact,) = build_facts([t.article for t in tellings], [t.labels for t in tellings], matches_of(keys))

    assert (fact.independent, fact.groups) == (1, (("r0", "r1"),))


def test_facts_a_difference_is_listed_in_one_fact_alone() -> None:
    first = Claimed("r0", "The ferry sank and nine people died.")
    second = Claimed("r1", "The ferry sank and eleven people died.")
    keys = []
    for telling, word, value in ((first, "nine", 9.0), (second, "eleven", 11.0)):
        number = telling.number(word, value, counts="people")
        words = f"The ferry sank and {word} people died."
        keys.append(
            (
                telling.tells(words, "sink", "ferry sink people die", quantities=(number,)),
                telling.tells(f"{word} people died.", "die", "people die", quantities=(number,)),
            )
        )
    groups = tuple(zip(*keys, strict=True))
    facts = build_facts([first.article, second.article], [first.labels, second.labels], matches_of(*groups))

    shown = [(d.left, d.right) for fact in facts for d in fact.differences if d.slot == "number"]
    assert len(shown) == len(set(shown)) == 1

"""Claims about the same matter, with a stand-in for sentence vectors."""

from dataclasses import replace

from tellings.match.facts import doubts, load_rules, match_facts
from tellings.match.likeness import FEATURES, find_pairs, read_matters
from tellings.types.labels import Statement, StatementKind
from tellings.types.matches import ClaimGroup, Key, UtteranceGroup
from tests.match.written import bag_of_words
from tests.reconcile.claimed import Claimed


def story(*reports: tuple[tuple[str, str], ...]) -> list[Claimed]:
    tellings = []
    for number, claims in enumerate(reports):
        telling = Claimed(f"r{number}", *(sentence for sentence, _ in claims))
        for sentence, lemmas in claims:
            telling.tells(sentence, lemmas.split()[1], lemmas)
        tellings.append(telling)
    return tellings


def groups_of(tellings: list[Claimed]) -> list[set[str]]:
    found = match_facts([t.article for t in tellings], [t.labels for t in tellings], (), bag_of_words)
    return [{f"{key.article}{key.id}" for key in group.claims} for group in found]


FERRY = ("The ferry Corvina sank near the lighthouse.", "ferry sink corvina lighthouse")
FERRY_AGAIN = ("The ferry Corvina sank close to the lighthouse.", "ferry sink corvina lighthouse")
TAX = ("Parliament raised the tax on bread.", "parliament raise tax bread")


def test_facts_the_same_matter_is_joined_and_another_kept_apart() -> None:
    assert groups_of(story((FERRY, TAX), (FERRY_AGAIN,))) == [{"r0k0", "r1k0"}, {"r0k1"}]


def test_facts_every_claim_stands_in_one_group() -> None:
    found = groups_of(story((FERRY, TAX), (FERRY_AGAIN, TAX)))

    assert sorted(key for group in found for key in group) == ["r0k0", "r0k1", "r1k0", "r1k1"]


def test_facts_a_joined_group_tells_why() -> None:
    tellings = story((FERRY,), (FERRY_AGAIN,))
    (group,) = match_facts([t.article for t in tellings], [t.labels for t in tellings], (), bag_of_words)

    assert isinstance(group, ClaimGroup)
    assert group.grounds[0].rule == "claim_pair"
    assert "r0 k0 and r1 k0" in group.grounds[0].detail


def test_facts_without_claims_are_none() -> None:
    telling = Claimed("r0", "Nothing was marked here.")

    assert match_facts([telling.article], [telling.labels], (), bag_of_words) == ()


def test_facts_words_of_one_family_count_as_common() -> None:
    tellings = story(
        (("Four sailors died off Mirren.", "sailor die mirren"),),
        (("Four sailors perished off Mirren.", "sailor perish mirren"),),
    )
    articles, labels = [t.article for t in tellings], [t.labels for t in tellings]
    column = FEATURES.index("shared")
    plain = find_pairs(read_matters(articles, labels, ()), bag_of_words).figures[0, column]
    folded = find_pairs(read_matters(articles, labels, (), synonyms=load_rules().synonyms), bag_of_words).figures[
        0, column
    ]

    assert folded > plain


def test_facts_the_same_number_is_a_figure_of_its_own() -> None:
    tellings = story(
        (("Nine sailors died off Mirren.", "sailor die mirren"),),
        (("Nine sailors died near Mirren.", "sailor die mirren"),),
    )
    for telling in tellings:
        quantity = telling.number("Nine", 9.0, counts="sailors")
        claims = tuple(replace(claim, quantities=(quantity,)) for claim in telling.labels.claims)
        telling.labels = replace(telling.labels, claims=claims)
    pairs = find_pairs(read_matters([t.article for t in tellings], [t.labels for t in tellings], ()), bag_of_words)

    assert pairs.figures[0, FEATURES.index("number")] == 1.0


def test_facts_names_that_are_everywhere_add_less_than_rare_words() -> None:
    everywhere = tuple((f"Ada Brill spoke to guest {n}.", f"brill speak guest{n}") for n in range(4))
    tellings = story(
        (*everywhere, FERRY), (("Ada Brill left.", "brill leave"), ("A lighthouse burned.", "lighthouse burn"))
    )
    pairs = find_pairs(read_matters([t.article for t in tellings], [t.labels for t in tellings], ()), bag_of_words)
    shared = dict(
        zip(
            zip(pairs.left.tolist(), pairs.right.tolist(), strict=True),
            pairs.figures[:, FEATURES.index("shared")].tolist(),
            strict=True,
        )
    )

    assert 0.0 < shared[0, 5] < shared[4, 6]


def test_facts_parts_of_one_sentence_pair_make_one_fact() -> None:
    halves = (
        ("The ferry Corvina sank near the lighthouse", "ferry sink corvina lighthouse"),
        ("nine sailors drowned at dusk", "nine sailor drown dusk"),
    )
    tellings = []
    for number in range(2):
        telling = Claimed(f"r{number}", f"{halves[0][0]} and {halves[1][0]}.")
        for words, lemmas in halves:
            telling.tells(words, lemmas.split()[2], lemmas)
        tellings.append(telling)

    assert groups_of(tellings) == [{"r0k0", "r0k1", "r1k0", "r1k1"}]


def test_facts_words_of_one_utterance_are_the_likelier_one_matter() -> None:
    tellings = story((FERRY,), (FERRY_AGAIN,))
    for telling in tellings:
        statement = Statement(id="s0", kind=StatementKind.DIRECT, content=telling.labels.claims[0].span)
        claims = tuple(replace(claim, statement="s0") for claim in telling.labels.claims)
        telling.labels = replace(telling.labels, claims=claims, statements=(statement,))
    articles, labels = [t.article for t in tellings], [t.labels for t in tellings]
    said = UtteranceGroup(statements=(Key("r0", "s0"), Key("r1", "s0")))
    (apart,) = match_facts(articles, labels, (), bag_of_words)
    (together,) = match_facts(articles, labels, (), bag_of_words, utterances=(said,))

    assert together.grounds[0].score > apart.grounds[0].score


def doubts_of(*sentences: str, predicate: str) -> list[float]:
    tellings = []
    for number, sentence in enumerate(sentences):
        telling = Claimed(f"r{number}", sentence)
        telling.tells(sentence, predicate, "wall harbour mirren")
        tellings.append(telling)
    matters = read_matters([t.article for t in tellings], [t.labels for t in tellings], ())
    return [float(x) for x in doubts(matters, find_pairs(matters, bag_of_words), load_rules())]


def test_facts_two_infinitives_are_a_firmer_matter_with_a_verb_of_their_own() -> None:
    rules = load_rules()

    assert doubts_of("to wall the harbour of Mirren", "to wall Mirren harbour", predicate="wall") == [rules.unfinished]
    assert doubts_of("to wall the harbour of Mirren", "They wall Mirren harbour", predicate="wall") == [1.0]


def test_facts_who_somebody_is_weighs_less_without_a_verb() -> None:
    rules = load_rules()

    assert doubts_of("the mayor of Mirren", "the mayor of Mirren", predicate="be mayor") == [rules.introduces]
    assert doubts_of("She is the mayor of Mirren", "She is mayor of Mirren", predicate="be mayor") == [1.0]

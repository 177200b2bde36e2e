"""The second look at scored pairs: partners in the other report, a third report, sentences beside."""

import numpy as np

from tellings.match.likeness import Matter, Pairs
from tellings.match.surroundings import FIGURES, Surroundings, second_scores
from tellings.types.matches import Key
from tellings.types.spans import Span


def matter(article: int, sentence: int, utterance: int | None = None) -> Matter:
    ident = f"r{article}"
    return Matter(
        key=Key(ident, f"k{sentence}"),
        article=article,
        span=Span(article=ident, start=sentence * 10, end=sentence * 10 + 9),
        text="",
        sentence="",
        sentence_number=sentence,
        words=(),
        numbers=frozenset(),
        speakers=frozenset(),
        times=frozenset(),
        utterance=utterance,
    )


def around(matters: list[Matter], scores: dict[tuple[int, int], float]) -> dict[tuple[int, int], dict[str, float]]:
    ends = sorted(scores)
    pairs = Pairs(
        np.array([i for i, _ in ends]), np.array([j for _, j in ends]), np.zeros((len(ends), 1), dtype=np.float32)
    )
    found = Surroundings(matters, pairs, np.array([scores[end] for end in ends]))
    return {
        end: dict(zip(FIGURES, row, strict=True)) for end, row in zip(found.ends, found.figures().tolist(), strict=True)
    }


def test_surroundings_a_better_partner_in_the_other_report_lowers_the_rank() -> None:
    found = around([matter(0, 0), matter(1, 0), matter(1, 5)], {(0, 1): 0.8, (0, 2): 0.4})

    assert (found[0, 1]["worse_rank"], found[0, 1]["better_rank"]) == (1.0, 1.0)
    assert (found[0, 2]["worse_rank"], found[0, 2]["better_rank"]) == (0.5, 1.0)


def test_surroundings_a_third_report_speaks_for_a_pair_by_its_weaker_link() -> None:
    found = around([matter(0, 0), matter(1, 0), matter(2, 0)], {(0, 1): 0.3, (0, 2): 0.9, (1, 2): 0.7})

    assert found[0, 1]["third"] == 0.7
    assert found[0, 2]["third"] == 0.3


def test_surroundings_a_third_claim_of_the_same_report_says_nothing() -> None:
    found = around([matter(0, 0), matter(1, 0), matter(1, 1)], {(0, 1): 0.3, (0, 2): 0.9, (1, 2): 0.7})

    assert found[0, 1]["third"] == 0.0


def test_surroundings_sentences_beside_that_agree_are_seen() -> None:
    matters = [matter(0, 0), matter(0, 1), matter(1, 0), matter(1, 1)]
    found = around(matters, {(0, 2): 0.6, (1, 3): 0.3})

    assert found[1, 3]["beside"] == 0.6
    assert found[0, 2]["beside"] == 0.3


def test_surroundings_words_of_one_utterance_are_seen_and_no_utterance_is_none() -> None:
    matters = [matter(0, 0, 7), matter(1, 0, 7), matter(1, 5, 8), matter(2, 0), matter(3, 0)]
    found = around(matters, {(0, 1): 0.6, (0, 2): 0.6, (3, 4): 0.6})

    assert [found[end]["utterance"] for end in ((0, 1), (0, 2), (3, 4))] == [1.0, 0.0, 0.0]


def test_surroundings_a_pair_below_the_least_score_is_given_up() -> None:
    pairs = Pairs(np.array([0, 0]), np.array([1, 2]), np.zeros((2, 1), dtype=np.float32))
    matters = [matter(0, 0), matter(1, 0), matter(1, 5)]
    scores = second_scores(matters, pairs, np.array([0.9, 0.05]), (1.0, *(0.0 for _ in FIGURES[1:])), bias=0.0)

    assert scores[0] > 0.5
    assert scores[1] == 0.0

"""Claims about the same matter, gathered across reports into groups that resist chains of near-likenesses."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources
from itertools import combinations

import numpy as np
import yaml
from numpy.typing import NDArray

from tellings.match.grouping import Limits, group, merge_told_together
from tellings.match.likeness import FEATURES, MOST_CLAIMS, Matter, Pairs, find_pairs, read_matters
from tellings.match.surroundings import FIGURES, second_scores
from tellings.match.vectors import Embed
from tellings.types.articles import Article
from tellings.types.labels import Labels
from tellings.types.matches import ClaimGroup, Entity, Grounds, Key, UtteranceGroup

MOST_GROUNDS = 12
"""Links kept with a group, strongest first: enough to see why, few enough to read."""

REASONS = {
    "shared": "common words, by how rare they are,",
    "meaning": "closeness of meaning",
    "context": "closeness of their sentences",
    "rarest": "a rare common word",
    "number": "the same number",
    "speaker": "the same speaker",
    "time": "the same time",
}
"""How each figure is called in a link's reason."""

NAMED_REASONS = 3
"""Figures named in a link's reason, weightiest first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rules:
    """The pair model and when groups are joined; see ``facts.yaml``."""

    weights: tuple[float, ...]
    bias: float
    second_weights: tuple[float, ...]
    second_bias: float
    introduces: float
    unfinished: float
    limits: Limits
    synonyms: Mapping[str, str]


@lru_cache(maxsize=1)
def load_rules() -> Rules:
    """Return the rules of ``facts.yaml``, read once."""
    content = resources.files("tellings.match").joinpath("facts.yaml").read_text(encoding="utf-8")
    data = yaml.load(content, Loader=yaml.CSafeLoader)
    weights = tuple(float(data["weights"][name]) for name in FEATURES)
    second = tuple(float(data["second_look"][name]) for name in FIGURES)
    limits = Limits(join=float(data["join"]), within=float(data["join_within"]))
    lines = [line.split() for line in data["synonyms"]]
    synonyms = {word: line[0] for line in reversed(lines) for word in line}
    return Rules(
        weights=weights,
        bias=float(data["bias"]),
        second_weights=second,
        second_bias=float(data["second_bias"]),
        introduces=float(data["introduces"]),
        unfinished=float(data["unfinished"]),
        limits=limits,
        synonyms=synonyms,
    )


def pair_scores(pairs: Pairs, rules: Rules) -> NDArray[np.float64]:
    """Return how likely each pair is to tell the same matter by itself, in (0.0, 1.0)."""
    logits = pairs.figures.astype(np.float64) @ np.array(rules.weights) + rules.bias
    return np.asarray(1.0 / (1.0 + np.exp(-logits)))


def doubts(matters: Sequence[Matter], pairs: Pairs, rules: Rules) -> NDArray[np.float64]:
    """Return what the score of each pair is multiplied by, shape (pairs,): less where clauses tell no matter alone.

    Args:
        matters: every claim of the story.
        pairs: the pairs that were compared.
        rules: how much is left of a score.
    """
    introduces = np.array([matter.introduces for matter in matters], dtype=np.bool_)
    unfinished = np.array([matter.unfinished for matter in matters], dtype=np.bool_)
    left, right = pairs.left, pairs.right
    shares = np.where(introduces[left] | introduces[right], rules.introduces, 1.0)
    return np.asarray(shares * np.where(unfinished[left] & unfinished[right], rules.unfinished, 1.0))


def match_facts(
    articles: Sequence[Article],
    labels: Sequence[Labels],
    entities: Sequence[Entity],
    vectors: Embed,
    *,
    utterances: Sequence[UtteranceGroup] = (),
) -> tuple[ClaimGroup, ...]:
    """Gather the claims of a story into groups that tell the same matter.

    Args:
        articles: in story order.
        labels: of each article, in the same order.
        entities: who and what is mentioned across the story.
        vectors: gives unit vectors for texts.
        utterances: statements that report the same act of speech; claims inside them are the likelier one matter.

    Returns:
        Groups by their first claim; every claim stands in exactly one, many of them alone.
    """
    rules = load_rules()
    spoken = {key: number for number, utterance in enumerate(utterances) for key in utterance.statements}
    matters = read_matters(articles, labels, entities, synonyms=rules.synonyms, utterances=spoken)
    pairs = find_pairs(matters, vectors)
    alone = pair_scores(pairs, rules)
    scores = second_scores(matters, pairs, alone, rules.second_weights, bias=rules.second_bias)
    scores = scores * doubts(matters, pairs, rules)
    kept = np.flatnonzero(scores > 0.0)
    places = list(zip(pairs.left[kept].tolist(), pairs.right[kept].tolist(), strict=True))
    links = dict(zip(places, scores[kept].tolist(), strict=True))
    rows = dict(zip(places, kept.tolist(), strict=True))
    grown = group(len(matters), links, [matter.article for matter in matters], rules.limits)
    groups = merge_told_together(grown, [(matter.article, matter.sentence_number) for matter in matters])
    found = []
    for members in groups:
        joined = [pair for pair in combinations(members, 2) if links.get(pair, 0.0) >= rules.limits.join]
        joined.sort(key=lambda pair: (-links[pair], pair))
        grounds = tuple(
            _link(links[pair], pairs.figures[rows[pair]], rules, matters, pair) for pair in joined[:MOST_GROUNDS]
        )
        found.append(ClaimGroup(claims=tuple(matters[i].key for i in members), grounds=grounds))
    rest = (Key(marks.article, claim.id) for marks in labels for claim in marks.claims[MOST_CLAIMS:])
    return (*found, *(ClaimGroup(claims=(key,)) for key in rest))


def _link(
    score: float, figures: NDArray[np.float32], rules: Rules, matters: Sequence[Matter], pair: tuple[int, int]
) -> Grounds:
    """Return the link between two claims with what spoke for it most."""
    told = sorted(zip(figures.tolist(), rules.weights, FEATURES, strict=True), key=lambda x: (-x[0] * x[1], x[2]))
    reasons = ", ".join(
        f"{REASONS[name]} {value:.2f}" for value, weight, name in told[:NAMED_REASONS] if value * weight > 0
    )
    left, right = (f"{matters[i].key.article} {matters[i].key.id}" for i in pair)
    return Grounds(rule="claim_pair", score=round(score, 4), detail=f"{left} and {right}: {reasons}.")

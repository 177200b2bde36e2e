"""The same act of speech across reports: word for word, trimmed, paraphrased or translated.

Words in the same order, closeness of meaning and rare common words speak for one act of speech, and so does one
speaker; two speakers speak against it, as a body and its spokesman may stand for each other only where the words
agree. Groups grow by the mean of all their pairs, so that two different statements of one speaker stay apart even
if a third is like both.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources
from itertools import combinations

import numpy as np
import yaml

from tellings.match.grouping import Limits, group
from tellings.match.occasions import FARTHEST_REMARK, join_occasions
from tellings.match.speech import FEATURES, Told, find_speech_pairs, read_statements
from tellings.match.vectors import Embed
from tellings.types.articles import Article
from tellings.types.labels import Labels
from tellings.types.matches import Entity, Grounds, UtteranceGroup

NEIGHBOURS = 0.7
"""Score of two statements of one speaker that follow each other in one report, before ``join_within``: enough not to
keep both from what another report tells in one. Tried 0.5 to 0.9 on two hand-labelled stories."""

MOST_GROUNDS = 12
"""Links kept with a group, strongest first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rules:
    """The pair model and when groups are joined; see ``utterances.yaml``."""

    weights: tuple[float, ...]
    bias: float
    limits: Limits


@lru_cache(maxsize=1)
def load_rules() -> Rules:
    """Return the rules of ``utterances.yaml``, read once."""
    content = resources.files("tellings.match").joinpath("utterances.yaml").read_text(encoding="utf-8")
    data = yaml.load(content, Loader=yaml.CSafeLoader)
    weights = tuple(float(data["weights"][name]) for name in FEATURES)
    limits = Limits(join=float(data["join"]), within=float(data["join_within"]))
    return Rules(weights=weights, bias=float(data["bias"]), limits=limits)


def match_utterances(
    articles: Sequence[Article], labels: Sequence[Labels], entities: Sequence[Entity], vectors: Embed
) -> tuple[UtteranceGroup, ...]:
    """Gather the statements of a story that report the same act of speech.

    Args:
        articles: in story order.
        labels: of each article, in the same order.
        entities: who is mentioned across the story.
        vectors: gives unit vectors for texts.

    Returns:
        Groups of two statements or more, by their first one; a statement stands in one group at most.
    """
    rules = load_rules()
    statements = read_statements(articles, labels, entities)
    pairs = find_speech_pairs(statements, vectors)
    logits = pairs.figures.astype(np.float64) @ np.array(rules.weights) + rules.bias
    scores = 1.0 / (1.0 + np.exp(-logits))
    places = list(zip(pairs.left.tolist(), pairs.right.tolist(), strict=True))
    links = {place: float(score) for place, score in zip(places, scores, strict=True)}
    keep_neighbours(links, statements)
    groups = group(len(statements), links, [statement.article for statement in statements], rules.limits)
    groups = join_occasions(groups, statements)
    return tuple(
        _utterance(members, statements, links, rules) for members in groups if _reports(members, statements) > 1
    )


def keep_neighbours(links: dict[tuple[int, int], float], statements: Sequence[Told]) -> None:
    """Let statements that follow each other in one report stand together, as another may tell both in one.

    Args:
        links: score of each pair of statements; those of neighbours are raised in place.
        statements: every statement of the story, by report and place.
    """
    for step in (1, 2):
        for first in range(len(statements) - step):
            a, b = statements[first], statements[first + step]
            near = a.article == b.article and b.start - a.end <= FARTHEST_REMARK
            if near and a.speakers & b.speakers:
                pair = first, first + step
                links[pair] = max(links.get(pair, 0.0), NEIGHBOURS)


def _utterance(
    members: Sequence[int], statements: Sequence[Told], links: dict[tuple[int, int], float], rules: Rules
) -> UtteranceGroup:
    """Return one group with the links that joined it."""
    joined = [
        (left, right)
        for left, right in combinations(members, 2)
        if statements[left].article != statements[right].article and links.get((left, right), 0.0) >= rules.limits.join
    ]
    joined.sort(key=lambda pair: (-links[pair], pair))
    grounds = []
    for left, right in joined[:MOST_GROUNDS]:
        a, b = statements[left], statements[right]
        who = a.speaker if a.speaker == b.speaker else f"{a.speaker or 'somebody'} and {b.speaker or 'somebody'}"
        detail = f"{a.key.article} {a.key.id} and {b.key.article} {b.key.id}, said by {who or 'somebody'}."
        grounds.append(Grounds(rule="statement_pair", score=round(links[left, right], 4), detail=detail))
    return UtteranceGroup(statements=tuple(statements[i].key for i in members), grounds=tuple(grounds))


def _reports(members: Sequence[int], statements: Sequence[Told]) -> int:
    """Return in how many reports the statements stand."""
    return len({statements[member].article for member in members})

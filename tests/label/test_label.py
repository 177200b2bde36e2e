"""The label stage as a whole."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tellings.evaluate.articles import article_from_text
from tellings.label import label
from tellings.label.parse import load_pipeline
from tellings.types.labels import Labels
from tests.label.reading import PIPELINE

pytestmark = pytest.mark.models
TEXT = "Helen Marsh said on Monday that 40 people were hurt.\n“We are working on it,” she told reporters."


def test_label_marks_every_kind() -> None:
    labels = label(article_from_text(TEXT, id_seed="all", published="2021-03-10"), pipeline=load_pipeline(PIPELINE))
    assert all((labels.sentences, labels.mentions, labels.chains, labels.times, labels.quantities))
    assert all((labels.statements, labels.claims))


def test_label_gives_nothing_for_an_article_that_is_not_labelled() -> None:
    article = replace(article_from_text(TEXT, id_seed="none"), labelled=False)
    assert label(article, pipeline=load_pipeline(PIPELINE)) == Labels(article=article.id)


def test_label_is_the_same_twice() -> None:
    article = article_from_text(TEXT, id_seed="twice", published="2021-03-10")
    nlp = load_pipeline(PIPELINE)
    assert label(article, pipeline=nlp) == label(article, pipeline=nlp)


def test_label_ids_are_unique_and_references_hold() -> None:
    labels = label(article_from_text(TEXT, id_seed="ids", published="2021-03-10"), pipeline=load_pipeline(PIPELINE))
    statements = {item.id for item in labels.statements}
    chains = {item.id for item in labels.chains}
    assert len(statements) == len(labels.statements)
    assert all(item.statement is None or item.statement in statements for item in labels.claims)
    assert all(part.chain is None or part.chain in chains for item in labels.claims for part in item.participants)


def test_label_survives_text_that_is_no_prose() -> None:
    text = "“”\n\"\"\n. . .\n'''\n<b onload=x>\n12345\n\u200b\n- - -"
    labels = label(article_from_text(text, id_seed="odd"), pipeline=load_pipeline(PIPELINE))
    assert labels.article

"""Syntax of an article's blocks."""

from __future__ import annotations

import importlib

import pytest

from tellings.errors import SettingError
from tellings.evaluate.articles import article_from_text
from tellings.label.parse import load_pipeline, parse
from tests.label.marking import PIPELINE

pytestmark = pytest.mark.models
TEXT = "  The boat sank. Nobody was hurt.\n\nAnn Lee spoke."


def test_parse_gives_tokens_at_their_place_in_the_text() -> None:
    article = article_from_text(TEXT, id_seed="a", title=None, published="2021-03-10")
    parsed = parse(article, pipeline=load_pipeline(PIPELINE))
    for block in parsed.blocks:
        for token in block.doc:
            assert article.words(parsed.span(block, token)) == token.text


def test_parse_numbers_sentences_as_sentence_docs_do() -> None:
    article = article_from_text(TEXT, id_seed="a", title=None, published="2021-03-10")
    parsed = parse(article, pipeline=load_pipeline(PIPELINE))
    found = [(index, sent.text.strip()) for index, _, sent in parsed.sentence_docs()]
    assert found == [(n, article.words(sentence.span)) for n, sentence in enumerate(parsed.sentences)]
    assert [sentence.block for sentence in parsed.sentences] == [0, 0, 1]


def test_parse_cuts_a_block_that_is_too_long(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(importlib.import_module("tellings.label.parse"), "LONGEST", 40)
    text = "The boat sank off the coast and nobody was hurt by it at all that night."
    article = article_from_text(text, id_seed="a", title=None, published="2021-03-10")
    parsed = parse(article, pipeline=load_pipeline(PIPELINE))
    assert [block.index for block in parsed.blocks] == [0, 0]
    assert "".join(block.doc.text for block in parsed.blocks) == text
    assert all(len(block.doc.text) <= 40 for block in parsed.blocks)


def test_parse_names_the_install_command_for_a_missing_pipeline() -> None:
    with pytest.raises(SettingError, match="pip install no-such-pipeline"):
        load_pipeline("no_such_pipeline")

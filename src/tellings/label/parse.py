"""Tokens, sentences and syntax of an article's blocks, with offsets into the kept text.

Every block is parsed on its own, so that no sentence runs across a heading or a dropped stretch. spaCy
stays inside this stage: nothing that leaves it holds a ``Doc``.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

import spacy
from spacy.language import Language
from spacy.tokens import Doc, Token
from spacy.tokens import Span as DocSpan

from tellings.errors import SettingError
from tellings.types.articles import Article, BlockKind
from tellings.types.labels import Sentence
from tellings.types.spans import Span


@dataclass(frozen=True, slots=True, kw_only=True)
class ParsedBlock:
    """One block with its syntax.

    Attributes:
        index: index into ``Article.blocks``.
        kind: the block's kind.
        start: offset of the block in the kept text: ``start + token.idx`` is a token's place in the article.
        doc: the parsed text of the block, exactly ``text[block.start:block.end]``.
    """

    index: int
    kind: BlockKind
    start: int
    doc: Doc


@dataclass(frozen=True, slots=True, kw_only=True)
class Parsed:
    """One article with the syntax of all its blocks, in reading order."""

    article: Article
    blocks: tuple[ParsedBlock, ...]
    sentences: tuple[Sentence, ...]

    def span(self, block: ParsedBlock, piece: DocSpan | Token) -> Span:
        """Return the place in the kept text of a token or a stretch of tokens of a block."""
        first = piece.idx if isinstance(piece, Token) else piece.start_char
        last = first + len(piece.text) if isinstance(piece, Token) else piece.end_char
        return self.article.span(block.start + first, block.start + last)

    def sentence_docs(self) -> Iterator[tuple[int, ParsedBlock, DocSpan]]:
        """Yield each sentence's index, its block and its tokens, in the order of ``sentences``."""
        index = 0
        for block in self.blocks:
            for sent in block.doc.sents:
                if sent.text.strip():
                    yield index, block, sent
                    index += 1


@lru_cache(maxsize=2)
def load_pipeline(name: str) -> Language:
    """Return the spaCy pipeline of that name, loaded once per process.

    Raises:
        SettingError: no such pipeline is installed.
    """
    try:
        return spacy.load(name)
    except OSError as error:
        message = f"the spaCy pipeline {name!r} is not installed: run 'pip install {name.replace('_', '-')}'"
        raise SettingError(message, code="S001") from error


def parse(article: Article, *, pipeline: Language) -> Parsed:
    """Parse the blocks of an article.

    Args:
        article: its blocks are parsed in order.
        pipeline: a spaCy pipeline with parser, lemmatizer and entity recogniser.
    """
    texts = [article.text[block.start : block.end] for block in article.blocks]
    blocks = tuple(
        ParsedBlock(index=index, kind=block.kind, start=block.start, doc=doc)
        for index, (block, doc) in enumerate(zip(article.blocks, pipeline.pipe(texts), strict=True))
    )
    return Parsed(article=article, blocks=blocks, sentences=tuple(_sentences(article, blocks)))


def _sentences(article: Article, blocks: tuple[ParsedBlock, ...]) -> Iterator[Sentence]:
    for block in blocks:
        for sent in block.doc.sents:
            words = sent.text.strip()
            if words:
                start = block.start + sent.start_char + sent.text.index(words)
                yield Sentence(
                    span=article.span(start, start + len(words)),
                    block=block.index,
                    kind=block.kind,
                )

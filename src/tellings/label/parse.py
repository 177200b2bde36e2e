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
from tellings.label.sentences import prepare
from tellings.types.articles import Article, Block, BlockKind
from tellings.types.labels import Sentence
from tellings.types.spans import Span

# Characters parsed at once. Paragraphs of news stay under 2,000; the pipeline's memory grows with the length.
LONGEST = 50_000


@dataclass(frozen=True, slots=True, kw_only=True)
class ParsedBlock:
    """One block with its syntax.

    Attributes:
        index: index into ``Article.blocks``.
        kind: the block's kind.
        start: offset of ``doc`` in the kept text: ``start + token.idx`` is a token's place in the article.
        doc: the parsed text of the block; a block longer than ``LONGEST`` characters comes in several pieces of the
            same index.
    """

    index: int
    kind: BlockKind
    start: int
    doc: Doc


@dataclass(frozen=True, slots=True, kw_only=True)
class Parsed:
    """One article with the syntax of all its blocks, in reading order, captions last."""

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
        return prepare(spacy.load(name))
    except OSError as error:
        message = f"the spaCy pipeline {name!r} is not installed: run 'pip install {name.replace('_', '-')}'"
        raise SettingError(message, code="S001") from error


def parse(article: Article, *, pipeline: Language) -> Parsed:
    """Parse the blocks of an article.

    Captions come after the running text, which they interrupt: a quotation or a pronoun goes on below them.

    Args:
        article: its blocks are parsed in order, captions last.
        pipeline: a spaCy pipeline with parser, lemmatizer and entity recogniser, see ``load_pipeline``.
    """
    order = sorted(enumerate(article.blocks), key=lambda entry: entry[1].kind is BlockKind.CAPTION)
    pieces = [piece for index, block in order for piece in _pieces(article, index, block)]
    docs = pipeline.pipe(article.text[start:end] for _, start, end in pieces)
    blocks = tuple(
        ParsedBlock(index=index, kind=article.blocks[index].kind, start=start, doc=doc)
        for (index, start, _), doc in zip(pieces, docs, strict=True)
    )
    return Parsed(article=article, blocks=blocks, sentences=tuple(_sentences(article, blocks)))


def _pieces(article: Article, index: int, block: Block) -> Iterator[tuple[int, int, int]]:
    """Yield a block's number, start and end, in several pieces cut at blanks where it is too long."""
    start = block.start
    while block.end - start > LONGEST:
        cut = article.text.rfind(" ", start + 1, start + LONGEST)
        cut = cut + 1 if cut > start else start + LONGEST
        yield index, start, cut
        start = cut
    if start < block.end:
        yield index, start, block.end


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

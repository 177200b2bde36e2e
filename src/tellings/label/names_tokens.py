"""The tokens of a block as plain lists, so that the rules about names need not ask spaCy again and again."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from spacy.lang.en.stop_words import STOP_WORDS

from tellings.label.names_lexicon import lexicon
from tellings.label.parse import Parsed, ParsedBlock
from tellings.types.articles import BlockKind

# Share of capitalised words, among those of four letters and more that are no function words, from which a block is in
# headline case. Set by hand: a short sentence full of names reaches 0.87, headlines in title case are at 1.0 or nearly.
TITLE_CASE = 0.9
_QUOTES = frozenset("\"'“”‘’«»„`") | {"``", "''"}
_STOPS = frozenset('.!?…"”’)')
_OPENERS = _QUOTES | {"(", "[", ":", "-", "–", "—", "•", "·", "*"}


@dataclass(slots=True, kw_only=True)
class Words:
    """One block's tokens; every list has one entry for each token.

    Attributes:
        block: the parsed block.
        source: its text (spaCy would put it together anew at every look).
        text: the tokens.
        begin: first character in the kept text.
        end: one past the last character in the kept text.
        pos: universal part of speech.
        tag: fine-grained tag.
        dep: dependency label.
        head: index of the syntactic head.
        lemma: lemma, lower case.
        label: entity label of the pipeline, ``""`` outside.
        ent: index of the pipeline's entity in the block, -1 outside.
        sent: number of the sentence in the block.
        first: whether nothing but quotation marks, brackets or bullets stands before it in its sentence, or a colon or
            an opening mark stands right before it: its capital says nothing.
        gap: whether a blank stands before it.
        headline: whether the block is in headline case, so that capitals say nothing anywhere.
    """

    block: ParsedBlock
    source: str
    text: list[str]
    begin: list[int]
    end: list[int]
    pos: list[str]
    tag: list[str]
    dep: list[str]
    head: list[int]
    lemma: list[str]
    label: list[str]
    ent: list[int]
    sent: list[int]
    first: list[bool]
    gap: list[bool]
    headline: bool

    def __len__(self) -> int:
        """Return the number of tokens."""
        return len(self.text)

    def phrase(self, first: int, last: int) -> str:
        """Return the kept text from one token up to another (exclusive)."""
        base = self.block.start
        return self.source[self.begin[first] - base : self.end[last - 1] - base]


def capital(word: str) -> bool:
    """Return whether a token looks like part of a name: ``Lee``, ``RAIB``, ``iPhone``, ``F-16``, ``al-Asad``."""
    if word[0].isupper():
        return True
    return any(char.isupper() for char in word) and any(char.islower() or char.isdigit() for char in word)


def words_of(parsed: Parsed) -> Iterator[Words]:
    """Yield the tokens of every block, in reading order."""
    for block in parsed.blocks:
        yield _words(block)


def _words(block: ParsedBlock) -> Words:
    doc = block.doc
    ents = [-1] * len(doc)
    labels = [""] * len(doc)
    for number, ent in enumerate(doc.ents):
        for index in range(ent.start, ent.end):
            ents[index], labels[index] = number, ent.label_
    sents = [0] * len(doc)
    starts = set()
    for number, sent in enumerate(doc.sents):
        starts.add(sent.start)
        for index in range(sent.start, sent.end):
            sents[index] = number
    tokens = list(doc)
    text = [token.text for token in tokens]
    return Words(
        block=block,
        source=doc.text,
        text=text,
        begin=[block.start + token.idx for token in tokens],
        end=[block.start + token.idx + len(token.text) for token in tokens],
        pos=[token.pos_ for token in tokens],
        tag=[token.tag_ for token in tokens],
        dep=[token.dep_ for token in tokens],
        head=[token.head.i for token in tokens],
        lemma=[token.lemma_.lower() for token in tokens],
        label=labels,
        ent=ents,
        sent=sents,
        first=_firsts(text, starts),
        gap=[index == 0 or bool(tokens[index - 1].whitespace_) for index in range(len(tokens))],
        headline=in_headline_case(block.kind, text),
    )


def _firsts(text: list[str], starts: set[int]) -> list[bool]:
    firsts = []
    fresh = True
    for index, word in enumerate(text):
        fresh = fresh or index in starts
        firsts.append(fresh)
        fresh = (fresh and not word[0].isalnum()) or word in _OPENERS
    return firsts


@lru_cache(maxsize=4096)
def _plain_capital(word: str) -> bool:
    """Return whether a capitalised word is no well-known name, so that its capital tells of headline case."""
    return not lexicon().known(word)


def in_headline_case(kind: BlockKind, text: list[str]) -> bool:
    """Return whether capitals say nothing in a block: a headline in title case, or a line all in capitals."""
    long = [word for word in text if len(word) > 3 and word.isalpha()]
    if not long:
        return False
    heading = kind in (BlockKind.TITLE, BlockKind.HEADING)
    if all(word.isupper() for word in long) and len(long) > 1:
        return True
    plain = [word for word in long if (_plain_capital(word) if word[0].isupper() else word not in STOP_WORDS)]
    share = sum(word[0].isupper() for word in plain) / len(plain) if plain else 0.0
    short = len(text) <= 16 and text[-1] not in _STOPS
    least = 2 if heading else 3 if short else 6
    return len(long) >= least and share >= TITLE_CASE

"""How alike two claims are: one row of figures for each pair of claims that may tell the same matter."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix

from tellings.match.candidates import Terms, cosines, nearest_pairs
from tellings.match.vectors import Embed
from tellings.types.articles import Article
from tellings.types.labels import Claim, Form, Labels
from tellings.types.matches import Entity, Key
from tellings.types.spans import Span

CLOSE_ENOUGH = 0.35
"""Cosine of two claims from which they are compared further; hardly any true pair of two stories lies below."""

WORDS_ENOUGH = 0.15
"""Weighted share of common words from which they are compared further, whatever their vectors say."""

MOST_CLAIMS = 2000
"""Claims read of one article; the longest features of news have some 1,500. What follows stays alone."""

FEATURES = ("shared", "meaning", "context", "rarest", "number", "speaker", "time")
"""Names of the columns of ``Pairs.figures``, in order; ``shared`` is at most 1.5, the others lie in [-1.0, 1.0]."""

MUCH_SHARED = 12.0
"""Summed rarity of common words that counts as 1.0: three or four words that few other claims of a story have."""

MEAN_TAKEN = 0.9
"""Share of the story's mean vector that is taken from every claim: what all of them are about tells none apart."""

FEW_CLAIMS = 20
"""With so many claims half of that share is taken: the mean of two claims says nothing about a story."""

FEWEST_CLAIMS = 100
"""Claims that a story counts as having at least when words are rare in it; short stories of three reports have 100."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Matter:
    """One claim with what identifies its matter.

    Attributes:
        key: article and claim.
        article: number of the article in the story.
        span: the claim's place.
        text: its words, pronouns replaced by the name they stand for.
        sentence: the words of its sentence.
        sentence_number: the number of its sentence in the article.
        words: lemmas of its content words.
        numbers: value and unit of each quantity.
        speakers: ids of the entities that say it; empty in the outlet's own voice.
        times: values of its time expressions that could be resolved.
        utterance: number of the utterance group of the statement that holds it, None if it is in none.
        introduces: whether it only says who or what somebody is, without a verb ("the mayor, Ann Lee").
        unfinished: whether its verb says nothing by itself ("to build a wall", "naming a judge").
    """

    key: Key
    article: int
    span: Span
    text: str
    sentence: str
    sentence_number: int
    words: tuple[str, ...]
    numbers: frozenset[tuple[float, str]]
    speakers: frozenset[str]
    times: frozenset[str]
    utterance: int | None = None
    introduces: bool = False
    unfinished: bool = False


@dataclass(frozen=True, slots=True)
class Pairs:
    """Pairs of claims worth a look, by their numbers (left < right), with one row of figures each."""

    left: NDArray[np.int64]
    right: NDArray[np.int64]
    figures: NDArray[np.float32]


def _resolved_text(article: Article, span: Span, pronouns: Sequence[tuple[Span, str]]) -> str:
    """Return a span's words with pronouns replaced by names."""
    pieces, at = [], span.start
    for place, name in pronouns:
        if span.start <= place.start and place.end <= span.end and place.start >= at:
            pieces += [article.text[at : place.start], name]
            at = place.end
    return "".join([*pieces, article.text[at : span.end]])


class _Reader:
    """Turns the claims of one article into matters."""

    def __init__(self, number: int, article: Article, labels: Labels, entity_of: Mapping[Key, Entity]) -> None:
        self.number, self.article, self.labels = number, article, labels
        self.entities = {
            c.id: entity_of[Key(article.id, c.id)] for c in labels.chains if Key(article.id, c.id) in entity_of
        }
        self.synonyms: Mapping[str, str] = {}
        self.utterances: Mapping[Key, int] = {}
        self.quantities = {quantity.id: quantity for quantity in labels.quantities}
        self.pronouns = sorted(
            (m.span, self.entities[m.chain].name)
            for m in labels.mentions
            if m.form is Form.PRONOUN and m.chain in self.entities and self.article.words(m.span).lower() not in _BOUND
        )
        self.names = sorted(
            (m.span, self.entities[m.chain].id)
            for m in labels.mentions
            if m.form is Form.NAME and m.chain in self.entities
        )
        self.times = sorted((t.span, t.value) for t in labels.times if t.value)

    def matter(self, claim: Claim) -> Matter:
        """Return what identifies one claim's matter."""
        span = claim.span
        numbers = [self.quantities[q] for q in claim.quantities if q in self.quantities]
        speakers = (self.entities[s.chain].id for s in claim.attribution if s.chain in self.entities)
        return Matter(
            key=Key(self.article.id, claim.id),
            article=self.number,
            span=span,
            text=_resolved_text(self.article, span, [p for p in self.pronouns if span.contains(p[0])]),
            sentence=self.article.words(self.labels.sentences[claim.sentence].span),
            sentence_number=claim.sentence,
            words=self._words(claim),
            numbers=frozenset((quantity.value, quantity.unit) for quantity in numbers),
            speakers=frozenset(speakers),
            times=frozenset(value for place, value in self.times if span.contains(place)),
            utterance=self.utterances.get(Key(self.article.id, claim.statement)) if claim.statement else None,
            introduces=claim.predicate.startswith("be ") and _BE.search(self.article.words(span)) is None,
            unfinished=_unfinished(self.article.words(span), self.article.words(claim.predicate_span)),
        )

    def _words(self, claim: Claim) -> tuple[str, ...]:
        """Return a claim's lemmas, each name as one word: a title and two names are no three things in common."""
        inside = [(place, entity) for place, entity in self.names if claim.span.contains(place)]
        spelled = {word for place, _ in inside for word in self.article.words(place).lower().split()}
        said = (self.synonyms.get(word, word) for word in claim.lemmas if word not in spelled)
        return (*said, *dict.fromkeys(entity for _, entity in inside))


_BE = re.compile(r"\b(?:am|is|are|was|were|be|been|being|becomes?|became|becoming)\b|['’](?:s|re|m)\b", re.IGNORECASE)
"""Verbs with which a clause says what somebody is."""


def _unfinished(words: str, predicate: str) -> bool:
    """Return whether a clause begins with an infinitive or a participle, which is its verb."""
    first = words.split(maxsplit=1)[0].lower() if words.split() else ""
    return first == "to" or (first.endswith("ing") and predicate.lower() == first)


_BOUND = frozenset(("who", "which", "that", "whom", "whose", "his", "its", "their", "her", "our", "my", "your"))


def read_matters(
    articles: Sequence[Article],
    labels: Sequence[Labels],
    entities: Sequence[Entity],
    *,
    synonyms: Mapping[str, str] = MappingProxyType({}),
    utterances: Mapping[Key, int] = MappingProxyType({}),
) -> tuple[Matter, ...]:
    """Return the matters of the claims of a story, in story order; of one article its first 2,000.

    Args:
        articles: in story order.
        labels: of each article, in the same order.
        entities: who and what is mentioned across the story.
        synonyms: the word that stands for each word of a set that means one thing.
        utterances: number of the utterance group of each statement that is in one.
    """
    entity_of = {key: entity for entity in entities for key in entity.chains}
    found: list[Matter] = []
    for number, (article, labelled) in enumerate(zip(articles, labels, strict=True)):
        reader = _Reader(number, article, labelled, entity_of)
        reader.synonyms, reader.utterances = synonyms, utterances
        found.extend(reader.matter(claim) for claim in labelled.claims[:MOST_CLAIMS])
    return tuple(found)


def find_pairs(matters: Sequence[Matter], vectors: Embed) -> Pairs:
    """Return the pairs of claims that may tell the same matter, with their figures.

    Args:
        matters: every claim of the story.
        vectors: gives unit vectors for texts.

    Returns:
        Pairs in order of the first and then of the second claim, columns as in ``FEATURES``.
    """
    if len(matters) < 2:
        nothing = np.zeros(0, dtype=np.int64)
        return Pairs(nothing, nothing, np.zeros((0, len(FEATURES)), dtype=np.float32))
    meaning = vectors([matter.text for matter in matters])
    context = vectors([matter.sentence for matter in matters])
    words = Terms([matter.words for matter in matters])
    left, right = _worth_a_look(meaning, words)
    apart = _apart(meaning)
    columns: list[NDArray[np.float32] | NDArray[np.float64]] = [
        np.clip(words.summed(left, right, words.rarity(max(len(matters), FEWEST_CLAIMS))) / MUCH_SHARED, 0.0, 1.5),
        cosines(apart, left, right),
        np.clip(cosines(context, left, right), 0.0, 1.0),
        words.heaviest(left, right, 2.0 / np.maximum(words.counts, 2)),
        Terms([matter.numbers for matter in matters]).any_common(left, right),
        Terms([matter.speakers for matter in matters]).any_common(left, right),
        Terms([matter.times for matter in matters]).any_common(left, right),
    ]
    return Pairs(left, right, np.stack([column.astype(np.float32) for column in columns], axis=1))


def _worth_a_look(meaning: NDArray[np.float32], words: Terms) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return the pairs of claims that are close in meaning or share much of their words, nearest first a hundred each.

    Args:
        meaning: unit vector of each claim.
        words: content words of each claim.
    """
    weighted = csr_matrix(words.has.multiply(words.rarity(len(meaning))[None, :]))
    length = np.sqrt(np.asarray(weighted.multiply(weighted).sum(axis=1)).ravel())
    unit = csr_matrix(weighted.multiply(1.0 / np.maximum(length, 1e-9)[:, None]), dtype=np.float32)
    turned = unit.T.tocsr()

    def rows(first: int, last: int) -> tuple[NDArray[np.float32], NDArray[np.bool_]]:
        close = meaning[first:last] @ meaning.T
        common = (unit[first:last] @ turned).toarray()
        return np.maximum(close, common), (close > CLOSE_ENOUGH) | (common > WORDS_ENOUGH)

    return nearest_pairs(len(meaning), rows)


def _apart(meaning: NDArray[np.float32]) -> NDArray[np.float32]:
    """Return unit vectors of what tells each claim from the mean of the story, same shape."""
    share = MEAN_TAKEN * len(meaning) / (len(meaning) + FEW_CLAIMS)
    rest = meaning - share * meaning.mean(axis=0)
    return np.asarray(rest / np.maximum(np.linalg.norm(rest, axis=1, keepdims=True), 1e-9), dtype=np.float32)

"""How alike two claims are: one row of figures for each pair of claims that may tell the same matter."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix

from tellings.match.vectors import Embed
from tellings.types.articles import Article
from tellings.types.labels import Claim, Form, Labels, Quantity
from tellings.types.matches import Entity, Key
from tellings.types.spans import Span

CLOSE_ENOUGH = 0.35
"""Cosine of two claims from which they are compared further; hardly any true pair of two stories lies below."""

WORDS_ENOUGH = 0.15
"""Weighted share of common words from which they are compared further, whatever their vectors say."""

MOST_CLAIMS = 2000
"""Claims read of one article; the longest features of news have some 1,500. What follows stays alone."""

MOST_PARTNERS = 100
"""Nearest claims that each claim is compared with; a story of eight reports has some sixty worth a look."""

FEATURES = (
    "meaning",
    "context",
    "words",
    "rarest",
    "names",
    "number",
    "other_number",
    "predicate",
    "speaker",
    "other_speaker",
    "time",
    "other_time",
)
"""Names of the columns of ``Pairs.figures``, in order; each lies in [0.0, 1.0]."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Matter:
    """One claim with what identifies its matter.

    Attributes:
        key: article and claim.
        article: number of the article in the story.
        span: the claim's place.
        text: its words, pronouns replaced by the name they stand for.
        sentence: the words of its sentence.
        words: lemmas of its content words.
        names: ids of the entities it mentions.
        numbers: value, unit and head of what is counted, for each quantity.
        speakers: ids of the entities that say it; empty in the outlet's own voice.
        times: values of its time expressions that could be resolved.
        predicate: lemma of its verb.
    """

    key: Key
    article: int
    span: Span
    text: str
    sentence: str
    words: tuple[str, ...]
    names: frozenset[str]
    numbers: tuple[tuple[float, str, str], ...]
    speakers: frozenset[str]
    times: frozenset[str]
    predicate: str


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
        self.quantities = {quantity.id: quantity for quantity in labels.quantities}
        named = [(m.span, self.entities[m.chain]) for m in labels.mentions if m.chain in self.entities]
        self.mentions = sorted(((s, e.id) for s, e in named), key=lambda pair: pair[0])
        self.pronouns = sorted(
            (m.span, self.entities[m.chain].name)
            for m in labels.mentions
            if m.form is Form.PRONOUN and m.chain in self.entities and self.article.words(m.span).lower() not in _BOUND
        )
        self.times = sorted((t.span, t.value) for t in labels.times if t.value)

    def _number(self, quantity: Quantity) -> tuple[float, str, str]:
        counted = self.article.words(quantity.counts).lower().split() if quantity.counts else [""]
        word = counted[-1].strip(".,'’")
        single = word[:-1] if word.endswith("s") and len(word) > 3 else word
        return quantity.value, quantity.unit, self.synonyms.get(word, self.synonyms.get(single, single))

    def matter(self, claim: Claim) -> Matter:
        """Return what identifies one claim's matter."""
        span = claim.span
        numbers = [self._number(self.quantities[q]) for q in claim.quantities if q in self.quantities]
        speakers = (self.entities[s.chain].id for s in claim.attribution if s.chain in self.entities)
        return Matter(
            key=Key(self.article.id, claim.id),
            article=self.number,
            span=span,
            text=_resolved_text(self.article, span, [p for p in self.pronouns if span.contains(p[0])]),
            sentence=self.article.words(self.labels.sentences[claim.sentence].span),
            words=tuple(self.synonyms.get(word, word) for word in claim.lemmas),
            names=frozenset(name for place, name in self.mentions if span.contains(place)),
            numbers=tuple(numbers),
            speakers=frozenset(speakers),
            times=frozenset(value for place, value in self.times if span.contains(place)),
            predicate=claim.predicate,
        )


_BOUND = frozenset(("who", "which", "that", "whom", "whose", "his", "its", "their", "her", "our", "my", "your"))


def read_matters(
    articles: Sequence[Article],
    labels: Sequence[Labels],
    entities: Sequence[Entity],
    *,
    synonyms: Mapping[str, str] = MappingProxyType({}),
) -> tuple[Matter, ...]:
    """Return the matters of the claims of a story, in story order; of one article its first 2,000.

    Args:
        articles: in story order.
        labels: of each article, in the same order.
        entities: who and what is mentioned across the story.
        synonyms: the word that stands for each word of a set that means one thing.
    """
    entity_of = {key: entity for entity in entities for key in entity.chains}
    found: list[Matter] = []
    for number, (article, labelled) in enumerate(zip(articles, labels, strict=True)):
        reader = _Reader(number, article, labelled, entity_of)
        reader.synonyms = synonyms
        found.extend(reader.matter(claim) for claim in labelled.claims[:MOST_CLAIMS])
    return tuple(found)


def _weighted(rows: Sequence[Iterable[str]], reports: Sequence[int]) -> csr_matrix:
    """Return unit rows of terms weighted by how few reports and claims have them, shape (claims, terms)."""
    counts: Counter[str] = Counter()
    where: dict[str, set[int]] = defaultdict(set)
    for terms, report in zip(rows, reports, strict=True):
        counts.update(set(terms))
        for term in terms:
            where[term].add(report)
    column = {term: i for i, term in enumerate(sorted(counts))}
    total = max(len(rows), 1)
    cells = [
        (i, column[t], np.log(1.0 + total / counts[t])) for i, terms in enumerate(rows) for t in sorted(set(terms))
    ]
    shape = (len(rows), max(len(column), 1))
    values = np.array([c[2] for c in cells], dtype=np.float32)
    return csr_matrix((values, ([c[0] for c in cells], [c[1] for c in cells])), shape=shape)


def _unit(matrix: csr_matrix) -> csr_matrix:
    """Return a matrix with rows of length one."""
    length = np.sqrt(np.asarray(matrix.multiply(matrix).sum(axis=1)).ravel())
    scale = 1.0 / np.maximum(length, 1e-9)
    return csr_matrix(matrix.multiply(scale[:, None]))


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
    reports = [matter.article for matter in matters]
    meaning = vectors([matter.text for matter in matters])
    context = vectors([matter.sentence for matter in matters])
    words = _unit(_weighted([matter.words for matter in matters], reports))
    common = np.asarray((words @ words.T).todense(), dtype=np.float32)
    close = meaning @ meaning.T
    left, right = candidates(np.maximum(close, common), (close > CLOSE_ENOUGH) | (common > WORDS_ENOUGH))
    names = _unit(_weighted([sorted(matter.names) for matter in matters], reports))
    columns = [
        np.clip(close[left, right], 0.0, 1.0),
        np.clip((context[left] * context[right]).sum(axis=1), 0.0, 1.0),
        common[left, right],
        _rarest(matters, left, right),
        np.asarray(names[left].multiply(names[right]).sum(axis=1)).ravel(),
    ]
    sides = [(matters[i], matters[j]) for i, j in zip(left.tolist(), right.tolist(), strict=True)]
    told = np.array([_told_alike(a, b) for a, b in sides], dtype=np.float32).reshape(len(sides), -1)
    figures = np.hstack([np.stack(columns, axis=1).astype(np.float32), told]) if sides else np.zeros((0, len(FEATURES)))
    return Pairs(left, right, figures.astype(np.float32))


def candidates(nearness: NDArray[np.float32], worth: NDArray[np.bool_]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return the pairs worth a look that are among the nearest of either side, so that pairs grow with the items.

    Args:
        nearness: of each pair, shape (items, items), symmetric.
        worth: whether a pair is worth a look at all, same shape.

    Returns:
        First and second item of each pair, first < second, in order.
    """
    if len(nearness) > MOST_PARTNERS:
        least = np.partition(nearness, -MOST_PARTNERS, axis=1)[:, -MOST_PARTNERS]
        worth = worth & ((nearness >= least[:, None]) | (nearness >= least[None, :]))
    left, right = np.nonzero(np.triu(worth, k=1))
    return left, right


def _rarest(matters: Sequence[Matter], left: NDArray[np.int64], right: NDArray[np.int64]) -> NDArray[np.float32]:
    """Return how rare the rarest common word of each pair is: 1.0 if no other claim has it, 0.0 without any."""
    counts = Counter(word for matter in matters for word in set(matter.words))
    sets = [frozenset(matter.words) for matter in matters]
    found = [min((counts[w] for w in sets[i] & sets[j]), default=0) for i, j in zip(left, right, strict=True)]
    return np.array([2.0 / n if n else 0.0 for n in found], dtype=np.float32)


def _told_alike(a: Matter, b: Matter) -> tuple[float, ...]:
    """Return the figures of what is counted, done, said and dated, in the order of ``FEATURES``."""
    return (
        *_number_figures(a, b),
        float(a.predicate == b.predicate),
        float(bool(a.speakers & b.speakers)),
        float(bool(a.speakers and b.speakers) and not a.speakers & b.speakers),
        float(bool(a.times & b.times)),
        float(bool(a.times and b.times) and not a.times & b.times),
    )


def _number_figures(a: Matter, b: Matter) -> tuple[float, float]:
    """Return whether both give the same number, and whether both count the same things otherwise."""
    if not a.numbers or not b.numbers:
        return 0.0, 0.0
    same = bool({(value, unit) for value, unit, _ in a.numbers} & {(value, unit) for value, unit, _ in b.numbers})
    mine, theirs = ({(unit, counted) for _, unit, counted in side.numbers if unit or counted} for side in (a, b))
    return float(same), float(bool(mine & theirs) and not same)

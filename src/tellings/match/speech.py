"""How alike two statements are: one row of figures for each pair that may report the same act of speech."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources

import numpy as np
import yaml
from numpy.typing import NDArray
from rapidfuzz.distance import LCSseq

from tellings.match.candidates import nearest_pairs
from tellings.match.speech_parts import Part, fold_words, split_parts
from tellings.match.vectors import Embed
from tellings.types.articles import Article
from tellings.types.labels import EntityType, Form, Labels, Speaker, Statement, StatementKind
from tellings.types.matches import Entity, Key
from tellings.types.spans import Span

FEATURES = ("meaning", "sequence", "words", "rarest", "same_speaker", "other_speaker")
"""Names of the columns of ``SpeechPairs.figures``, in order; each lies in [0.0, 1.0]."""

CLOSE_ENOUGH = 0.30
"""Cosine from which two statements are compared further."""

MOST_STATEMENTS = 1000
"""Statements read of one article; the longest features of news have some 300."""

FEWEST_WORDS = 2
"""Words of the shortest statement whose sequence says anything: "yes" stands in many."""


@lru_cache(maxsize=1)
def common_words() -> frozenset[str]:
    """Return the words that carry no meaning of their own, of ``speech.yaml``, read once."""
    content = resources.files("tellings.match").joinpath("speech.yaml").read_text(encoding="utf-8")
    return frozenset(yaml.load(content, Loader=yaml.CSafeLoader)["common_words"].split())


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """One statement with what identifies the act of speech.

    Attributes:
        key: article and statement.
        article: number of the article in the story.
        start: where its content begins in the article.
        end: where it ends.
        parts: its whole words and then the parts of them that may be told on their own.
        speakers: ids of the entities that may have said it: the speaker and those it came through.
        bodies: ids of the bodies that the speakers' roles name: a force stands behind its officer.
        voice: the one of them that is the speaker, None if it is nobody's chain.
        several: whether the speaker is a number of people, such as "survivors".
        speaker: name of the speaker, None if nobody was found.
        quoted: words of each stretch between quotation marks.
        direct: whether it is given in the speaker's words alone.
        known: whether a speaker is named, or a named body stands behind who speaks.
    """

    key: Key
    article: int
    start: int
    end: int
    parts: tuple[Part, ...]
    speakers: frozenset[str]
    bodies: frozenset[str]
    voice: str | None
    several: bool
    speaker: str | None
    quoted: tuple[tuple[str, ...], ...]
    direct: bool
    known: bool

    @property
    def whole(self) -> Part:
        """Return its whole words."""
        return self.parts[0]

    @property
    def length(self) -> int:
        """Return the characters of its content."""
        return self.end - self.start


@dataclass(frozen=True, slots=True)
class SpeechPairs:
    """Pairs of statements, by their numbers (left < right), with one row of figures each."""

    left: NDArray[np.int64]
    right: NDArray[np.int64]
    figures: NDArray[np.float32]


def read_statements(
    articles: Sequence[Article], labels: Sequence[Labels], entities: Sequence[Entity]
) -> tuple[Told, ...]:
    """Return every statement of a story with what identifies it, in story order."""
    entity_of = {key: entity for entity in entities for key in entity.chains}
    bodies = _find_bodies(entities)
    found = []
    for number, (article, labelled) in enumerate(zip(articles, labels, strict=True)):
        for statement in sorted(labelled.statements, key=_place)[:MOST_STATEMENTS]:
            voices = _speakers(article.id, (statement.speaker, *statement.via), entity_of)
            own = _speakers(article.id, (statement.speaker,), entity_of)
            found.append(
                Told(
                    key=Key(article.id, statement.id),
                    article=number,
                    start=statement.content.start,
                    end=statement.content.end,
                    parts=split_parts(article, statement, common_words()),
                    speakers=frozenset(entity.id for entity in voices),
                    bodies=frozenset(body for entity in voices for body in bodies.get(entity.id, ())),
                    voice=own[0].id if own else None,
                    several=any(entity.type is EntityType.GROUP for entity in own),
                    speaker=statement.speaker.name if statement.speaker else None,
                    quoted=tuple(fold_words(article.words(span)) for span in _quoted(statement)),
                    direct=statement.kind is StatementKind.DIRECT,
                    known=any(_is_known(entity) for entity in voices),
                )
            )
    return tuple(found)


def _quoted(statement: Statement) -> tuple[Span, ...]:
    """Return what stands between quotation marks."""
    return (statement.content,) if statement.kind is StatementKind.DIRECT else statement.fragments


def _place(statement: Statement) -> tuple[int, int, str]:
    """Return what sorts the statements of an article."""
    return statement.content.start, statement.content.end, statement.id


def _speakers(article: str, speakers: Sequence[Speaker | None], entity_of: Mapping[Key, Entity]) -> list[Entity]:
    """Return the entities behind the speakers that belong to a chain."""
    keys = [Key(article, speaker.chain) for speaker in speakers if speaker is not None and speaker.chain is not None]
    return [entity_of[key] for key in keys if key in entity_of]


def _find_bodies(entities: Sequence[Entity]) -> dict[str, frozenset[str]]:
    """Return for everybody with a role the bodies that stand in it: "Acme's chairman", "police chief of Northport"."""
    bodies = [
        (mention.span, entity.id)
        for entity in entities
        if entity.type is EntityType.ORGANISATION
        for mention in entity.mentions
    ]
    at: dict[str, list[tuple[Span, str]]] = defaultdict(list)
    for span, body in bodies:
        at[span.article].append((span, body))
    found = {}
    for entity in entities:
        named = {body for role in entity.roles for span, body in at[role.article] if role.overlaps(span)}
        if named - {entity.id}:
            found[entity.id] = frozenset(named - {entity.id})
    return found


def _is_known(entity: Entity) -> bool:
    """Return whether somebody is called by a name in the story: "survivors" and "a spokesman" may be anybody."""
    return any(mention.form is Form.NAME for mention in entity.mentions)


def _sequence(a: Part, b: Part) -> float:
    """Return the share of the shorter part's words that stand in the other in the same order.

    Source: longest common subsequence; trims leave it at 1.0, one altered word of ten at 0.9.
    """
    shorter = min(len(a.words), len(b.words))
    if shorter < FEWEST_WORDS or not a.content & b.content:
        return 0.0
    return float(LCSseq.similarity(a.words, b.words)) / shorter


class _Comparer:
    """Compares statements as wholes and the whole of one with the parts of the other.

    Attributes:
        close: cosine of each part of a statement with each whole statement, shape (parts, statements).
        first: number of the first part of each statement.
    """

    def __init__(self, statements: Sequence[Told], vectors: Embed) -> None:
        self.statements = statements
        counts = Counter(word for statement in statements for word in statement.whole.content)
        self.counts = counts
        self.weight = {word: float(np.log(1.0 + len(statements) / count)) for word, count in counts.items()}
        self.mass = {
            part.content: sum(self.weight.get(word, 0.0) for word in sorted(part.content))
            for statement in statements
            for part in statement.parts
        }
        sizes = [len(statement.parts) for statement in statements]
        self.first = np.concatenate([[0], np.cumsum(sizes)[:-1]]).astype(np.int64)
        meaning = vectors([part.text for statement in statements for part in statement.parts])
        self.close = meaning @ meaning[self.first].T

    def nearness(self) -> NDArray[np.float32]:
        """Return the cosine of the nearest parts of each two statements, shape (statements, statements)."""
        best = np.maximum.reduceat(self.close, self.first, axis=0)
        return np.asarray(np.maximum(best, best.T))

    def row(self, i: int, j: int) -> tuple[float, ...]:
        """Return the figures of one pair: those of its wholes, or of a part that is told alone if it is liker."""
        a, b = self.statements[i], self.statements[j]
        found = [
            self._figures(part, b.whole, float(self.close[self.first[i] + k, j])) for k, part in enumerate(a.parts)
        ]
        found += [
            self._figures(part, a.whole, float(self.close[self.first[j] + k, i])) for k, part in enumerate(b.parts) if k
        ]
        return (*max(found, key=sum), *_voices(a, b))

    def _figures(self, a: Part, b: Part, close: float) -> tuple[float, float, float, float]:
        return (min(1.0, max(0.0, close)), _sequence(a, b), *self._common(a, b))

    def _common(self, a: Part, b: Part) -> tuple[float, float]:
        """Return the weighted share of common words of the one with fewer, and how rare the rarest one is."""
        shared = a.content & b.content
        if not shared:
            return 0.0, 0.0
        least = min(self.mass[a.content], self.mass[b.content])
        rarest = min(self.counts[word] for word in shared)
        return sum(self.weight.get(w, 0.0) for w in sorted(shared)) / max(least, 1e-9), 2.0 / max(rarest, 2)


def find_speech_pairs(statements: Sequence[Told], vectors: Embed) -> SpeechPairs:
    """Return the pairs of statements that may report the same act of speech.

    Pairs of one report are among them: they never start a group, but two wordings in one report must not keep a
    group from growing.

    Args:
        statements: every statement of the story.
        vectors: gives unit vectors for texts.
    """
    if not statements:
        nothing = np.zeros(0, dtype=np.int64)
        return SpeechPairs(nothing, nothing, np.zeros((0, len(FEATURES)), dtype=np.float32))
    comparer = _Comparer(statements, vectors)
    close = comparer.nearness()
    left, right = nearest_pairs(len(close), lambda a, b: (close[a:b], close[a:b] > CLOSE_ENOUGH))
    rows = [comparer.row(i, j) for i, j in zip(left.tolist(), right.tolist(), strict=True)]
    return SpeechPairs(left, right, np.array(rows, dtype=np.float32).reshape(-1, len(FEATURES)))


def _voices(a: Told, b: Told) -> tuple[float, float]:
    """Return whether both have a speaker in common, and whether both have known speakers but none in common."""
    same = bool(a.speakers & b.speakers)
    allied = bool(a.speakers & b.bodies or b.speakers & a.bodies)
    return float(same), float(a.known and b.known and not same and not allied)

"""The same event across documents: given mentions of events, clustered by what makes two claims alike.

A mention is read as a claim is: its trigger (the word that stands for the event, with the word families of the facts),
its participants, its sentence. Two mentions are scored by a logistic regression over figures of those and of the
likeness of their documents; groups grow by the mean of all their pairs, as they do for facts.

Source: Cybulska and Vossen 2014 (ECB+); Upadhyay et al. 2016 (the lemma within like documents as a measure).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources

import numpy as np
import yaml
from numpy.typing import NDArray
from scipy.sparse import csr_matrix
from spacy.language import Language
from spacy.tokens import Token

from tellings.evaluate.articles import article_from_text
from tellings.evaluate.rows import Row
from tellings.label.parse import Parsed, parse
from tellings.match.candidates import Terms, cosines, nearest_pairs
from tellings.match.facts import load_rules
from tellings.match.grouping import Limits, group
from tellings.match.speech_parts import stem
from tellings.match.vectors import embed

FEATURES = (
    "family",
    "stem",
    "trigger",
    "sentence",
    "document",
    "names",
    "participants",
    "one_document",
    "family_document",
    "trigger_document",
    "sentence_document",
    "rare_trigger",
)
"""Names of the columns of ``figures``, in order; each lies in [-1.0, 1.0]."""

TRIGGERS_ALIKE = 0.45
"""Cosine of two triggers of different families from which they are compared."""

DOCUMENTS_ALIKE = 0.06
"""Likeness of two documents below which nothing in them is compared; documents of one event seldom lie below 0.15."""

OWN_DOCUMENT = 0.5
"""Likeness that a document has with itself: as much as two close reports of one event."""

MUCH_SHARED = 14.0
"""Summed rarity of common words that counts as 1.0: two or three rare names."""

STEM_LETTERS = 5
"""Letters of a stem by which "explosion" and "explode" meet."""

LEAST_LINK = 0.02
"""Score below which a pair is left out of the grouping."""

_CONTENT = frozenset({"NOUN", "VERB", "PROPN", "ADJ", "NUM"})
_NAMING = frozenset({"NOUN", "PROPN", "NUM"})
_HEADS = frozenset({"NOUN", "VERB", "PROPN", "ADJ"})
_SUBJECTS = frozenset({"nsubj", "nsubjpass"})
_MOST_GOVERNORS = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class EventMention:
    """A mention of an event.

    Attributes:
        document: number of its document.
        trigger: its words.
        lemma: lemma of its head word, lower case.
        sentence: the words of its sentence.
        participants: lemmas of the nouns and names that depend on it, or on the verb it depends on.
        names: lemmas of the names in its sentence.
    """

    document: int
    trigger: str
    lemma: str
    sentence: str
    participants: tuple[str, ...] = ()
    names: tuple[str, ...] = ()


@lru_cache(maxsize=1)
def load_model() -> tuple[NDArray[np.float64], float, float]:
    """Return the weights of ``FEATURES``, the bias and the score from which groups are joined, of ``coref.yaml``."""
    content = resources.files("tellings.evaluate").joinpath("coref.yaml").read_text(encoding="utf-8")
    data = yaml.load(content, Loader=yaml.CSafeLoader)
    weights = np.array([float(data["weights"][name]) for name in FEATURES])
    return weights, float(data["bias"]), float(data["join"])


def predict(rows: Iterable[Row], *, pipeline: Language) -> Iterator[Row]:
    """Yield a row with a cluster for each event mention in the sentences that are annotated.

    Args:
        rows: with ``doc``, ``text``, ``selected_sentences`` and the places of ``mentions`` of kind ``event``; names of
            documents serve to give the answer alone, and neither topic nor story is read.
        pipeline: a spaCy pipeline as the labels use it.

    Yields:
        ``{"doc", "mentions": [{"start", "end", "kind", "cluster"}]}``; one cluster in two documents is one event.
    """
    wanted = list(rows)
    mentions, documents = read_mentions(wanted, pipeline=pipeline)
    groups = cluster(mentions, documents)
    of = {member: number for number, members in enumerate(groups) for member in members}
    at = 0
    for row in wanted:
        marked = []
        for one in event_mentions(row):
            place = {"start": one["start"], "end": one["end"]}
            marked.append({**place, "kind": "event", "cluster": f"event{of[at]}"})
            at += 1
        yield {"doc": row["doc"], "mentions": marked}


def event_mentions(row: Row) -> list[Row]:
    """Return the event mentions in the annotated sentences of a row, in its order."""
    chosen = row.get("selected_sentences")
    return [
        one
        for one in row["mentions"]
        if one.get("kind") == "event"
        and (chosen is None or any(first <= one["start"] and one["end"] <= last for first, last in chosen))
    ]


def read_mentions(rows: Sequence[Row], *, pipeline: Language) -> tuple[list[EventMention], list[list[str]]]:
    """Return the event mentions of some documents and the content lemmas of each document."""
    mentions, documents = [], []
    for number, row in enumerate(rows):
        parsed = parse(article_from_text(row["text"], id_seed=str(number)), pipeline=pipeline)
        tokens = [(block.start + token.idx, token) for block in parsed.blocks for token in block.doc]
        documents.append([t.lemma_.lower() for _, t in tokens if t.pos_ in _CONTENT and not t.is_stop])
        for one in event_mentions(row):
            mentions.append(_read_mention(number, parsed, tokens, (one["start"], one["end"])))
    return mentions, documents


def _read_mention(
    document: int, parsed: Parsed, tokens: Sequence[tuple[int, Token]], place: tuple[int, int]
) -> EventMention:
    """Return the mention at a place."""
    words = parsed.article.text[place[0] : place[1]]
    inside = [token for start, token in tokens if start < place[1] and place[0] < start + len(token.text)]
    if not inside:
        return EventMention(document=document, trigger=words, lemma=words.lower(), sentence=words)
    own = {token.i for token in inside}
    heads = [token for token in inside if token.head.i not in own or token.head is token]
    head = next((token for token in heads if token.pos_ in _HEADS), (heads or inside)[0])
    return EventMention(
        document=document,
        trigger=words,
        lemma=head.lemma_.lower(),
        sentence=head.sent.text,
        participants=tuple(_naming(_dependants(head), own)),
        names=tuple(token.lemma_.lower() for token in head.sent if token.pos_ == "PROPN"),
    )


def _dependants(head: Token) -> list[Token]:
    """Return what depends on a trigger; without a subject of its own also that of the verb it depends on."""
    found = list(head.children)
    governor = head
    for _ in range(_MOST_GOVERNORS):
        if any(token.dep_ in _SUBJECTS for token in found):
            break
        governor = governor.head
        found += [token for token in governor.children if token.dep_ in _SUBJECTS and token.i != head.i]
    return found


def _naming(roots: Iterable[Token], own: set[int]) -> Iterator[str]:
    """Yield the lemmas of nouns, names and numbers below some words, those of the mention left out."""
    for root in roots:
        for token in root.subtree:
            if token.pos_ in _NAMING and not token.is_stop and token.i not in own:
                yield token.lemma_.lower()


def cluster(mentions: Sequence[EventMention], documents: Sequence[Sequence[str]]) -> list[list[int]]:
    """Return the mentions, by their numbers, in groups of one event each."""
    weights, bias, join = load_model()
    left, right, rows = figures(mentions, documents)
    scores = 1.0 / (1.0 + np.exp(-(rows @ weights + bias)))
    kept = scores >= LEAST_LINK
    places = zip(left[kept].tolist(), right[kept].tolist(), strict=True)
    links = dict(zip(places, scores[kept].tolist(), strict=True))
    return group(len(mentions), links, range(len(mentions)), Limits(join=join, within=1.0))


def figures(
    mentions: Sequence[EventMention], documents: Sequence[Sequence[str]]
) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.float64]]:
    """Return the pairs of mentions worth a look, left < right, with one row of ``FEATURES`` each."""
    if len(mentions) < 2:
        nothing = np.zeros(0, dtype=np.int64)
        return nothing, nothing, np.zeros((0, len(FEATURES)))
    synonyms = load_rules().synonyms
    where = np.array([mention.document for mention in mentions])
    between = document_likeness(documents)
    family = _numbers([synonyms.get(mention.lemma, mention.lemma) for mention in mentions])
    stems = _numbers([stem(mention.lemma)[:STEM_LETTERS] for mention in mentions])
    trigger, sentence = embed([m.trigger for m in mentions]), embed([m.sentence for m in mentions])

    def rows(first: int, last: int) -> tuple[NDArray[np.float32], NDArray[np.bool_]]:
        close = trigger[first:last] @ trigger.T
        alike = (family[first:last, None] == family) | (stems[first:last, None] == stems) | (close > TRIGGERS_ALIKE)
        near = between[where[first:last]][:, where]
        return (alike * (1.0 + near)).astype(np.float32), alike & (near > DOCUMENTS_ALIKE)

    left, right = nearest_pairs(len(mentions), rows)
    same_family = (family[left] == family[right]).astype(np.float64)
    same_stem = (stems[left] == stems[right]).astype(np.float64)
    document = between[where[left], where[right]]
    told, triggers = cosines(sentence, left, right), cosines(trigger, left, right)
    counts = np.bincount(family)
    columns = [
        same_family,
        same_stem,
        triggers,
        told,
        document,
        _overlap([mention.names for mention in mentions], left, right),
        _overlap([[synonyms.get(w, w) for w in mention.participants] for mention in mentions], left, right),
        where[left] == where[right],
        np.maximum(same_family, same_stem) * document,
        triggers * document,
        told * document,
        same_family / np.sqrt(counts[family[left]]),
    ]
    return left, right, np.stack([np.asarray(column, dtype=np.float64) for column in columns], axis=1)


def _numbers(words: Sequence[str]) -> NDArray[np.int64]:
    """Return one number for each word, equal where the words are."""
    known = {word: number for number, word in enumerate(dict.fromkeys(words))}
    return np.array([known[word] for word in words], dtype=np.int64)


def _overlap(items: Sequence[Iterable[str]], left: NDArray[np.int64], right: NDArray[np.int64]) -> NDArray[np.float64]:
    """Return the summed rarity of the words that each pair has in common, in [0.0, 1.0]."""
    terms = Terms(items)
    return np.minimum(terms.summed(left, right, terms.rarity(len(items))) / MUCH_SHARED, 1.0)


def document_likeness(documents: Sequence[Sequence[str]]) -> NDArray[np.float64]:
    """Return the cosines of documents by their words weighted by rarity, shape (documents, documents)."""
    inside = Counter(word for words in documents for word in set(words))
    column = {word: number for number, word in enumerate(sorted(w for w, count in inside.items() if count > 1))}
    weight = {word: float(np.log(len(documents) / inside[word])) for word in column}
    cells = [
        (row, column[word], (1.0 + np.log(count)) * weight[word])
        for row, words in enumerate(documents)
        for word, count in sorted(Counter(words).items())
        if word in column
    ]
    shape = (len(documents), max(len(column), 1))
    table = csr_matrix(([c[2] for c in cells], ([c[0] for c in cells], [c[1] for c in cells])), shape=shape)
    length = np.sqrt(np.asarray(table.multiply(table).sum(axis=1)).ravel())
    unit = csr_matrix(table.multiply(1.0 / np.maximum(length, 1e-9)[:, None]))
    found = np.asarray((unit @ unit.T).toarray(), dtype=np.float64)
    np.fill_diagonal(found, OWN_DOCUMENT)
    return found

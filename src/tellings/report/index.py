"""Where a label of one article stands in the whole story: its document-wide id, and the entity of its chain.

Labels carry ids that are unique within their article (``s0``, ``t3``). A dossier is one document, so they are
given ids that are unique in it and depend on nothing but the words they mark: a letter and twelve hex digits of a
SHA-256 over article, place and kind. Adding a label elsewhere therefore changes no id.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass

from tellings.types.articles import Article
from tellings.types.dossier import Dossier
from tellings.types.labels import Claim, EntityType, Form, Labels, Quantity, Speaker, Statement, Time
from tellings.types.matches import Entity, Key
from tellings.types.spans import Span

AnyLabel = Statement | Time | Quantity | Claim


def content_id(letter: str, *parts: object) -> str:
    """Return ``letter`` and twelve hex digits that identify ``parts``."""
    digest = hashlib.sha256("\x1f".join(str(part) for part in parts).encode("utf-8", "surrogatepass"))
    return letter + digest.hexdigest()[:12]


def _place(span: Span | None) -> str:
    return f"{span.start}-{span.end}" if span else ""


def _label_parts(label: AnyLabel) -> tuple[str, tuple[object, ...]]:
    """Return the letter of a label's id, and what identifies it within its article."""
    if isinstance(label, Statement):
        return "s", (_place(label.content), label.kind, _place(label.cue))
    if isinstance(label, Claim):
        return "k", (_place(label.span), label.predicate, _place(label.predicate_span))
    if isinstance(label, Time):
        return "t", (_place(label.span), label.type)
    return "q", (_place(label.span), label.value, label.unit)


@dataclass(frozen=True, slots=True, kw_only=True)
class Index:
    """Look-ups over one dossier.

    Attributes:
        articles: article id → article.
        ids: key of a label → its document-wide id.
        labels: key of a label → the label.
        entities: key of a chain → the entity that holds it.
    """

    articles: dict[str, Article]
    ids: dict[Key, str]
    labels: dict[Key, AnyLabel]
    entities: dict[Key, Entity]

    def words(self, span: Span) -> str:
        """Return the exact words a span points at."""
        return self.articles[span.article].text[span.start : span.end]

    def id_of(self, article: str, local: str | None) -> str | None:
        """Return the document-wide id of a label, None if there is none of that id in the article."""
        return None if local is None else self.ids.get(Key(article, local))

    def entity_of(self, article: str, chain: str | None) -> Entity | None:
        """Return the entity that holds a chain of an article, None if no entity does."""
        return None if chain is None else self.entities.get(Key(article, chain))

    def speaker_name(self, article: str, speaker: Speaker) -> str:
        """Return a speaker's fullest name: the entity's across the story.

        Somebody whom no report names keeps the description; a body's unnamed spokesman does not become the body.
        """
        entity = self.entity_of(article, speaker.chain)
        if entity is None:
            return speaker.name
        is_known = entity.type is EntityType.PERSON and any(mention.form is Form.NAME for mention in entity.mentions)
        return entity.name if speaker.named or is_known else speaker.name


def _labels_of(labels: Labels) -> Iterator[AnyLabel]:
    yield from labels.times
    yield from labels.quantities
    yield from labels.statements
    yield from labels.claims


def build_index(dossier: Dossier) -> Index:
    """Return the look-ups of a dossier.

    Two labels of one article that mark the same words in the same way are told apart by a running number.
    """
    ids: dict[Key, str] = {}
    by_key: dict[Key, AnyLabel] = {}
    taken: set[str] = set()
    for labels in dossier.labels:
        for label in _labels_of(labels):
            letter, parts = _label_parts(label)
            made, again = content_id(letter, labels.article, *parts), 1
            while made in taken:
                again += 1
                made = content_id(letter, labels.article, *parts, again)
            taken.add(made)
            key = Key(labels.article, label.id)
            ids[key] = made
            by_key[key] = label
    entities: dict[Key, Entity] = {}
    for entity in dossier.entities:
        for chain in entity.chains:
            entities.setdefault(chain, entity)
    articles = {article.id: article for article in dossier.articles}
    return Index(articles=articles, ids=ids, labels=by_key, entities=entities)

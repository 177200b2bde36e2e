"""One act told in two reports whose tellings no fact joins: the same uncommon verb of the same actor."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from itertools import combinations

from tellings.reconcile.numbers import people_words
from tellings.reconcile.readings import StoryReader
from tellings.reconcile.slots import PRONOUNS
from tellings.reconcile.view import stop_words
from tellings.types.labels import Participant
from tellings.types.matches import Key

MOST_TELLINGS = 12
"""Claims of one verb up to which it is uncommon in a story: a commoner one is told of many acts."""

BARE = 2
"""Content words of a claim that says no more than who did what."""

CLOSE_ACTS = 0.4
"""Closeness of two claims of one verb and actor that say more than that."""


def loose_acts(reader: StoryReader) -> Iterator[tuple[Key, Key]]:
    """Yield pairs of claims of two reports that tell one act and stand in two facts.

    Args:
        reader: the story.
    """
    by_verb: dict[str, list[Key]] = defaultdict(list)
    for key in reader.in_order(reader.claims):
        predicate = reader.claims[key].predicate
        if predicate.split()[0] not in stop_words() and not predicate.startswith("be "):
            by_verb[predicate].append(key)
    for verb in sorted(by_verb):
        keys = by_verb[verb]
        if len(keys) > MOST_TELLINGS:
            continue
        for left, right in combinations(keys, 2):
            apart = reader.group_of.get(left, -1) != reader.group_of.get(right, -2)
            if left.article != right.article and apart and _one_matter(left, right, reader):
                yield left, right


def _one_matter(left: Key, right: Key, reader: StoryReader) -> bool:
    """Return whether two claims of one verb have an actor in common, and are worded alike or say nothing more."""
    if not share_actor(left, right, reader):
        return False
    bare = min(len(reader.claims[key].lemmas) for key in (left, right)) <= BARE
    return bare or reader.closeness(left, right) >= CLOSE_ACTS


def one_act(left: Key, right: Key, reader: StoryReader, *, close: float) -> bool:
    """Return whether two claims of one fact tell one act: worded alike, or one verb of one actor.

    Args:
        left: one claim.
        right: the other.
        reader: the story.
        close: closeness from which they are worded alike.
    """
    if reader.closeness(left, right) >= close:
        return True
    verb, other = reader.claims[left].predicate, reader.claims[right].predicate
    if verb != other or verb.split()[0] in stop_words():
        return False
    return share_actor(left, right, reader)


def share_actor(left: Key, right: Key, reader: StoryReader) -> bool:
    """Return whether one body, person or thing acts or is acted on in two claims.

    Args:
        left: one claim.
        right: the other.
        reader: the story.
    """
    return bool(_actors(left, reader) & _actors(right, reader))


def _actors(key: Key, reader: StoryReader) -> frozenset[str]:
    """Return who a claim says acts, or is acted on: entity ids, else the words for what they are."""
    claim = reader.claims[key]
    core = [p for p in claim.participants if p.role in ("agent", "patient")]
    return frozenset(name for p in core if (name := _who(key, p, reader)))


def _who(key: Key, participant: Participant, reader: StoryReader) -> str:
    """Return what stands for a participant: an entity id, else its head, that of its chain for a pronoun."""
    if participant.chain is None:
        return "" if participant.head in PRONOUNS | people_words() else participant.head
    chain = reader.chains(key.article)[participant.chain]
    entity = reader.entity_of.get(Key(key.article, participant.chain))
    if chain.named and entity is not None:
        return entity.id
    described = chain.name.lower().split()[-1:] or [participant.head]
    return "" if described[0] in PRONOUNS | people_words() else described[0]

"""Claims with words, numbers, speakers and quotations, made by hand: what facts and differences are read from."""

from __future__ import annotations

from dataclasses import replace

from tellings.reconcile.readings import StoryReader
from tellings.types.labels import Bound, Participant, Quantity, Speaker, Statement, StatementKind
from tellings.types.matches import ClaimGroup, Entity, Key, Lineage, Matches, UtteranceGroup
from tests.reconcile.handmade import Telling


class Claimed(Telling):
    """A telling whose claims carry lemmas, quantities, participants and speakers."""

    def number(
        self, words: str, value: float, *, bound: Bound = Bound.EXACTLY, unit: str = "", counts: str = ""
    ) -> str:
        """Mark a quantity and return its id."""
        quantity = Quantity(
            id=f"q{next(self._numbers)}",
            span=self.at(words),
            value=value,
            bound=bound,
            unit=unit,
            counts=self.at(counts) if counts else None,
        )
        self.labels = replace(self.labels, quantities=(*self.labels.quantities, quantity))
        return quantity.id

    def quote(self, words: str, *, speaker: str = "Ada Brill") -> str:
        """Mark a direct statement and return its id."""
        statement = Statement(
            id=f"s{next(self._numbers)}",
            kind=StatementKind.DIRECT,
            content=self.at(words),
            speaker=Speaker(name=speaker),
        )
        self.labels = replace(self.labels, statements=(*self.labels.statements, statement))
        return statement.id

    def tells(self, words: str, predicate: str, lemmas: str, **more: object) -> Key:
        """Mark a claim with its content words and return its key; ``more`` are fields of the claim."""
        key = self.claim(words, predicate)
        claims = [
            replace(c, lemmas=tuple(lemmas.split()), predicate_span=self.at(words.split(maxsplit=1)[0]), **more)  # type: ignore[arg-type]
            if c.id == key.id
            else c
            for c in self.labels.claims
        ]
        self.labels = replace(self.labels, claims=tuple(claims))
        return key

    def part(self, words: str, head: str, role: str = "agent") -> Participant:
        """Return a participant with these words."""
        return Participant(role=role, span=self.at(words), head=head)


def reader_of(
    *tellings: Telling, entities: tuple[Entity, ...] = (), groups: tuple[tuple[Key, ...], ...] = ()
) -> StoryReader:
    """Return the look-ups of a story."""
    articles = [telling.article for telling in tellings]
    matches = Matches(entities=entities, claims=tuple(ClaimGroup(claims=keys) for keys in groups))
    return StoryReader(articles, [telling.labels for telling in tellings], matches)


def matches_of(
    *groups: tuple[Key, ...],
    lineage: tuple[Lineage, ...] = (),
    utterances: tuple[tuple[Key, ...], ...] = (),
    entities: tuple[Entity, ...] = (),
) -> Matches:
    """Return matches with these groups of claims and statements."""
    return Matches(
        entities=entities,
        utterances=tuple(UtteranceGroup(statements=keys) for keys in utterances),
        claims=tuple(ClaimGroup(claims=keys) for keys in groups),
        lineage=lineage,
    )

"""Who somebody is, as the reports introduce them: "Ann Lee, 41, from Northport", "the harbour master, Ann Lee".

An introduction is no clause, so no claim holds it; yet it is a matter that reports agree or differ on.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from tellings.reconcile.readings import StoryReader
from tellings.reconcile.slots import Contrast
from tellings.types.dossier import DifferenceType
from tellings.types.labels import EntityType, Form, Mention
from tellings.types.matches import Entity, Key
from tellings.types.spans import Span

FARTHEST = 160
"""Characters that an introduction reaches beyond the name to either side, at most."""

_AGE = re.compile(r",? ?(?:aged )?\(?(\d{1,3})\)?(?=[,;.) ])")
_ORIGIN = re.compile(
    r",? (?:who (?:is|lives|comes) )?(?:from|of) "
    r"((?:the )?[A-Z][\w'’-]*(?:,? (?:[A-Z][\w'’-]*|and|of|south|north|east|west))*)"
)
_PART = re.compile(r", ((?:an?|the|one of|his|her|their) [^,;:.!?\"“”()]{3,70}|[^,;:.!?\"“”()]{3,70})(?=[,;.(])")
_BODY = re.compile(r"(?:[A-Z][\w'’-]*(?: (?:of|for|and|the))? )*[A-Z][\w-]*(?:'s|’s)? $")
_TITLE = re.compile(r"(?:Dr|Mr|Mrs|Ms|Sir|Dame|Prof|Professor|Sen|Rep|Gen|Col|Capt|Sgt)\.? $")


@dataclass(frozen=True, slots=True, kw_only=True)
class Introduction:
    """How one report introduces somebody.

    Attributes:
        span: the name with what is said around it.
        claim: the claim it stands in or nearest to.
        age: years as stated, None if not.
        origin: the words that say where from.
        role: the words that say what they are.
    """

    span: Span
    claim: Key
    age: Span | None = None
    origin: Span | None = None
    role: Span | None = None


def introductions(entity: Entity, reader: StoryReader) -> tuple[Introduction, ...]:
    """Return how each report introduces a person, the fullest introduction of each, in story order.

    Args:
        entity: somebody named.
        reader: the story.
    """
    if entity.type is not EntityType.PERSON:
        return ()
    best: dict[str, Introduction] = {}
    for mention in entity.mentions:
        if mention.form is Form.NAME:
            found = _introduction(mention, entity, reader)
            known = best.get(mention.span.article)
            if found is not None and (known is None or len(found.span) > len(known.span)):
                best[mention.span.article] = found
    return tuple(sorted(best.values(), key=lambda item: reader.place(item.span)))


def _introduction(mention: Mention, entity: Entity, reader: StoryReader) -> Introduction | None:
    """Return what is said of somebody right beside one mention of the name, None if nothing is."""
    claim = reader.nearest_claim(mention.span)
    if claim is None:
        return None
    article = mention.span.article
    text, low, high = reader.article[article].text, *reader.block(mention.span)
    high = min(high, mention.span.end + FARTHEST)
    start, role = _before(mention.span, entity, text, max(low, mention.span.start - FARTHEST))
    end, age, origin, later = _after(mention.span, entity, text, high)
    if start == mention.span.start and end == mention.span.end:
        return None
    return Introduction(
        span=Span(article=article, start=start, end=end), claim=claim, age=age, origin=origin, role=role or later
    )


def _before(name: Span, entity: Entity, text: str, low: int) -> tuple[int, Span | None]:
    """Return where an introduction begins: a stated role before the name, with the body in front of it."""
    start = name.start
    titled = _TITLE.search(text, max(low, start - 12), start)
    start = titled.start() if titled else start
    for role in entity.roles:
        if role.article == name.article and role.start >= low and 0 <= start - role.end <= 2:
            body = _BODY.search(text[max(low, role.start - 60) : role.start])
            named = body is not None and body.group().strip().lower() not in _ARTICLES
            first = role.start - len(body.group()) if body is not None and named else role.start
            return first, Span(article=name.article, start=first, end=role.end)
    return name.start, None


def _after(name: Span, entity: Entity, text: str, high: int) -> tuple[int, Span | None, Span | None, Span | None]:
    """Return where an introduction ends, and the age, origin and role that follow the name."""
    at, age, origin, role = name.end, None, None, None
    roles = [r for r in entity.roles if r.article == name.article]
    for _ in range(4):
        if age is None and (found := _AGE.match(text, at, high)):
            age = Span(article=name.article, start=found.start(1), end=found.end(1))
            at = found.end()
        elif origin is None and (found := _ORIGIN.match(text, at, high)):
            origin = Span(article=name.article, start=found.start(1), end=found.end(1))
            at = found.end()
        elif role is None and (stated := _role_at(at, roles, text)) is not None:
            role, at = stated, stated.end
        elif role is None and (found := _PART.match(text, at, high)) and found.group(1).split()[0] in _ARTICLES:
            role = Span(article=name.article, start=found.start(1), end=found.end(1))
            at = found.end()
        else:
            break
    return at, age, origin, role


_ARTICLES = frozenset(("a", "an", "the", "one", "his", "her", "their"))


def _role_at(at: int, roles: Sequence[Span], text: str) -> Span | None:
    """Return the stated role that begins right after a place, a comma between."""
    return next((r for r in roles if at <= r.start <= at + 2 and not text[at : r.start].strip(" ,")), None)


def people_contrasts(left: Introduction, right: Introduction, reader: StoryReader) -> Iterator[Contrast]:
    """Yield in what two introductions of one person do not agree: age, origin, role."""
    for slot, kind, mine, theirs in (
        ("number", DifferenceType.CONTRADICTION, left.age, right.age),
        ("place", DifferenceType.PRECISION, left.origin, right.origin),
        ("participant", DifferenceType.WORDING, left.role, right.role),
    ):
        if mine is None or theirs is None:
            continue
        said, other = _fold(reader.words(mine)), _fold(reader.words(theirs))
        if said != other:
            yield Contrast(
                type=kind,
                slot=slot,
                left=mine,
                right=theirs,
                left_value=said,
                right_value=other,
                why=f"“{reader.words(mine)}” in one report, “{reader.words(theirs)}” in the other.",
                rule="introductions_differ",
                score=0.7,
            )


def _fold(words: str) -> str:
    """Return words without case, articles and marks, so that spellings of one thing agree."""
    kept = [w for w in re.findall(r"\w+", words.lower()) if w not in ("the", "a", "an", "of", "at", "s", "for")]
    return " ".join(sorted(kept))

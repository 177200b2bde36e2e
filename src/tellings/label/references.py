"""Whom descriptions and pronouns mean: a walk through the article that keeps who was spoken of last."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from tellings.label.chains import Thing
from tellings.label.names import Name
from tellings.label.names_tokens import Words
from tellings.label.nominals import Nominal, attach, find_nominals, nouns
from tellings.label.pronouns import Pronoun, clause, find_pronouns, is_subject, quoted
from tellings.types.labels import EntityType, Form

# How many sentences back a pronoun reaches. Set by reading: paragraphs of news are one or two sentences long, and a
# person may stay the topic over several of them.
REACH = 4
# Mentions that a description looks back over.
_MEMORY = 400
_CROWDS = frozenset((EntityType.ORGANISATION, EntityType.GROUP))


@dataclass(frozen=True, slots=True, kw_only=True)
class Trace:
    """One mention on the way: whose, in which sentence of the article, and how it stands there."""

    thing: Thing
    sentence: int
    subject: bool
    verb: int
    inside: bool
    begin: int


@dataclass(slots=True, kw_only=True)
class Walk:
    """What the walk has seen so far; ``traces`` in reading order."""

    things: list[Thing]
    traces: list[Trace] = field(default_factory=list)

    def recent(self) -> list[Thing]:
        """Return the things mentioned so far, the last one first."""
        seen: dict[int, Thing] = {}
        for trace in reversed(self.traces[-_MEMORY:]):
            seen.setdefault(id(trace.thing), trace.thing)
        return list(seen.values())


def resolve(blocks: Sequence[Words], names: Sequence[Name], owners: Sequence[Thing], things: list[Thing]) -> None:
    """Add descriptions and pronouns to the things of an article, and new things for those described only.

    Args:
        blocks: the article's blocks.
        names: its names in reading order.
        owners: the thing of each name.
        things: all things so far; grows.
    """
    walk = Walk(things=things)
    placed: dict[int, list[tuple[int, Name]]] = {}
    for index, name in enumerate(names):
        placed.setdefault(id(name.run.words), []).append((index, name))
    offset = 0
    for words in blocks:
        _walk_block(walk, words, placed.get(id(words), []), owners, offset)
        offset += (words.sent[-1] + 1) if len(words) else 0


def _walk_block(
    walk: Walk, words: Words, names: Sequence[tuple[int, Name]], owners: Sequence[Thing], offset: int
) -> None:
    inside = quoted(words)
    nominals = list(find_nominals(words, names))
    events: list[tuple[int, int, Name | Nominal | Pronoun, int]] = []
    events += [(name.run.first, 0, name, index) for index, name in names]
    events += [(nominal.head, 1, nominal, -1) for nominal in nominals]
    events += [(pronoun.index, 2, pronoun, -1) for pronoun in find_pronouns(words)]
    for at, _, item, index in sorted(events, key=lambda event: event[:2]):
        if isinstance(item, Name):
            first, last = item.run.first, item.run.last
            thing: Thing | None = None if _modifies(words, last) else owners[index]
        elif isinstance(item, Nominal):
            thing = _place_nominal(walk, item, names, owners)
            first, last = item.first, item.head + 1
        else:
            thing = _place_pronoun(walk, item, offset, inside=inside[at])
            first, last = at, at + 1
        if thing is not None:
            walk.traces.append(
                Trace(
                    thing=thing,
                    sentence=offset + words.sent[at],
                    subject=is_subject(words, first, last),
                    verb=clause(words, first, last),
                    inside=inside[at],
                    begin=words.begin[at],
                )
            )


def _modifies(words: Words, last: int) -> bool:
    """Return whether a name only tells which thing is meant by the noun after it ("the Lee administration")."""
    return words.dep[last - 1] in ("compound", "amod", "nmod") and words.head[last - 1] >= last


def _place_nominal(
    walk: Walk, nominal: Nominal, names: Sequence[tuple[int, Name]], owners: Sequence[Thing]
) -> Thing | None:
    """Return the thing that a description means, entering it there; None for a mere role of the name after it."""
    named = nominal.named if nominal.named is not None else attach(nominal, names)
    thing: Thing | None = owners[named] if named is not None else _continued(walk, nominal)
    if thing is not None:
        if thing.type is not EntityType.PERSON and nominal.person:
            return None
        _learn(thing, nominal)
        thing.roles.append((nominal.begin, nominal.end))
        if nominal.role:
            return None
    else:
        thing = _antecedent(walk, nominal) or _new(walk, nominal)
        _learn(thing, nominal)
    thing.mentions.append((nominal.begin, nominal.end, Form.NOMINAL))
    return thing


def _continued(walk: Walk, nominal: Nominal) -> Thing | None:
    """Return whom the description before "and" belongs to by name ("Lee, a historian and teacher")."""
    words, at = nominal.words, nominal.first - 1
    if at < 1 or words.text[at] != "and" or not walk.traces:
        return None
    last = walk.traces[-1]
    ended = last.thing.roles and last.thing.roles[-1][1] == words.end[at - 1]
    return last.thing if ended and last.thing.type is EntityType.PERSON and nominal.person else None


def _learn(thing: Thing, nominal: Nominal) -> None:
    thing.heads.add(nominal.lemma)
    thing.nations |= nominal.nations
    if thing.gender is None and thing.type is not EntityType.ORGANISATION:
        thing.gender = nominal.gender


def _new(walk: Walk, nominal: Nominal) -> Thing:
    crowd = nominal.person and nominal.gender == "plural"
    kind = EntityType.GROUP if crowd else EntityType.PERSON if nominal.person else EntityType.ORGANISATION
    thing = Thing(type=kind, description=nominal.text, gender=nominal.gender)
    walk.things.append(thing)
    return thing


def _antecedent(walk: Walk, nominal: Nominal) -> Thing | None:
    """Return whom a description takes up, None if it speaks of somebody new."""
    if nominal.lemma == "counterpart" and nominal.nations:
        return _leader_of(walk, nominal)
    owned = nominal.reach == "possessive" and nominal.lemma not in nouns().leader
    if owned or nominal.reach == "indefinite":
        return None
    if not nominal.person:
        return _body(walk, nominal)
    return _person(walk, nominal)


def _person(walk: Walk, nominal: Nominal) -> Thing | None:
    """Return the person or the people that a description takes up."""
    if nominal.reach == "bare" and not nominal.words.text[nominal.head][0].isupper():
        return _same_crowd(walk, nominal)
    recent = [thing for thing in walk.recent() if thing.type in (EntityType.PERSON, EntityType.GROUP)]
    fitting = [thing for thing in recent if _agrees(thing, nominal)]
    by_office = _in_office(fitting, nominal)
    if by_office is not None:
        return by_office
    if nominal.lemma in nouns().leader and nominal.nations:
        return _leader_of(walk, nominal)
    if nominal.lemma in nouns().particular or nominal.gender == "plural" or nominal.last > nominal.head + 1:
        return None
    return _topic(walk, nominal)


def _in_office(fitting: Sequence[Thing], nominal: Nominal) -> Thing | None:
    """Return who bears the noun as title or was called by it: the last one, foreign leaders after one's own.

    A paper names its own president without a nation, so "the president" is first one whose title came without, and
    "the Danish president" is that one too if no title came with the nation.
    """
    holders = [thing for thing in fitting if _holds(thing, nominal)]
    own = [thing for thing in holders if not thing.nations]
    if nominal.nations:
        matching = [thing for thing in holders if thing.nations]
        own = [thing for thing in own if thing.named]
        return matching[0] if matching else own[0] if len(own) == 1 else None
    if nominal.lemma in nouns().leader and own:
        return own[0]
    return holders[0] if holders else None


def _leader_of(walk: Walk, nominal: Nominal) -> Thing | None:
    """Return the one named person whose title or description ties them to the nation of a description."""
    people = [thing for thing in walk.recent() if thing.type is EntityType.PERSON and thing.named]
    tied = [thing for thing in people if nominal.nations & thing.nations and _agrees(thing, nominal)]
    leading = [thing for thing in tied if thing.heads & nouns().leader] or [thing for thing in tied if not thing.heads]
    return leading[0] if len(leading) == 1 else None


def _agrees(thing: Thing, nominal: Nominal) -> bool:
    if nominal.gender == "plural" or thing.gender == "plural":
        return thing.gender == nominal.gender
    if None not in (thing.gender, nominal.gender) and thing.gender != nominal.gender:
        return False
    return not (nominal.nations and thing.nations and not nominal.nations & thing.nations)


def _holds(thing: Thing, nominal: Nominal) -> bool:
    """Return whether somebody bears the noun as a title or has been called by it ("the president")."""
    leaders = nouns().leader
    if nominal.lemma == "leader" and nominal.nations:
        return bool(thing.heads & leaders)
    return nominal.lemma in thing.heads


def _topic(walk: Walk, nominal: Nominal) -> Thing | None:
    """Return the named person whom the sentence before had as its subject ("The fitter, who fell …")."""
    words = nominal.words
    if not words.first[nominal.first] and not is_subject(words, nominal.first, nominal.head + 1):
        return None
    for trace in reversed(walk.traces[-_MEMORY:]):
        thing = trace.thing
        if thing.type is EntityType.PERSON and thing.named and trace.subject and not trace.inside:
            return thing if _agrees(thing, nominal) else None
    return None


def _same_crowd(walk: Walk, nominal: Nominal) -> Thing | None:
    """Return the people last called by the same bare plural ("officials")."""
    if nominal.gender != "plural":
        return None
    for thing in walk.recent():
        if not thing.named and nominal.text.lower() == thing.description.lower():
            return thing
    return None


def _body(walk: Walk, nominal: Nominal) -> Thing | None:
    """Return the body that "the company", "police" or "the Danish government" takes up."""
    recent = walk.recent()
    bodies = [thing for thing in recent if thing.type is EntityType.ORGANISATION]
    for thing in bodies:
        if not thing.named and nominal.lemma in thing.heads and thing.nations == nominal.nations and _plain(nominal):
            return thing
    if nominal.nations or (nominal.details and nominal.reach != "definite"):
        return None
    ending = [
        thing
        for thing in bodies
        if thing.named and thing.name().lower().split()[-1] == nominal.words.text[nominal.head].lower()
    ]
    if len(ending) == 1 and _plain(nominal):
        return ending[0]
    if nominal.reach == "definite" and nominal.lemma in nouns().generic_body and _plain(nominal):
        named = [thing for thing in bodies if thing.named]
        return named[0] if named else None
    return None


def _plain(nominal: Nominal) -> bool:
    return nominal.last == nominal.head + 1 and not nominal.details - {"same"}


def _place_pronoun(walk: Walk, pronoun: Pronoun, offset: int, *, inside: bool) -> Thing | None:
    words, at = pronoun.words, pronoun.index
    sentence = offset + words.sent[at]
    verb = clause(words, at, at + 1)
    best, top = None, float("-inf")
    for trace in reversed(walk.traces):
        if sentence - trace.sentence > REACH:
            break
        score = _score(trace, pronoun, (sentence, verb), inside=inside)
        if score is not None and score > top:
            best, top = trace.thing, score
    if best is None:
        return None
    if best.gender is None and best.type is EntityType.PERSON and pronoun.gender in ("male", "female"):
        best.gender = pronoun.gender
    best.mentions.append((words.begin[at], words.end[at], Form.PRONOUN))
    return best


def _score(trace: Trace, pronoun: Pronoun, where: tuple[int, int], *, inside: bool) -> float | None:
    """Return how well an earlier mention fits a pronoun, None if it cannot be meant.

    Nearness counts most, then being a subject, then being named; weights set by reading.
    """
    thing = trace.thing
    sentence, verb = where
    away = sentence - trace.sentence
    if not _fits(thing, pronoun, away, subject=trace.subject):
        return None
    same_clause = away == 0 and verb >= 0 and trace.verb == verb
    if same_clause and not pronoun.reflexive:
        return None
    score = -1.0 * away + 0.8 * trace.subject + 0.3 * thing.named + 0.0001 * trace.begin / (1 + trace.begin)
    if inside != trace.inside:
        score -= 0.4
    if thing.gender is None:
        score -= 0.5
    return score


def _fits(thing: Thing, pronoun: Pronoun, away: int, *, subject: bool) -> bool:
    if pronoun.gender in ("male", "female"):
        return thing.type is EntityType.PERSON and thing.gender in (pronoun.gender, None)
    if pronoun.gender == "plural":
        crowd = thing.gender == "plural" or thing.type in _CROWDS
        return crowd and away <= 1 and (subject or away == 0)
    return away <= 1 and subject and thing.type in (EntityType.ORGANISATION, EntityType.PLACE) and thing.named

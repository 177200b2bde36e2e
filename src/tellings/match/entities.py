"""The same person, body, place or thing across the articles of a story."""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from tellings.match.names import abbreviates, fold, plain, same_given, same_person, same_surname, tables
from tellings.match.roles import holder_of
from tellings.types.articles import Article
from tellings.types.labels import Chain, EntityType, Form, Labels, Mention
from tellings.types.matches import Entity, Key, Variant
from tellings.types.spans import Span

_BRACKETED = re.compile(r"^(.*\S)\s*\(([^()]{2,9})\)$")


@dataclass(slots=True, kw_only=True, eq=False)
class _Group:
    """Chains of one entity while they are being gathered."""

    chains: list[Key] = field(default_factory=list)
    types: Counter[EntityType] = field(default_factory=Counter)
    names: Counter[str] = field(default_factory=Counter)
    shorts: set[str] = field(default_factory=set)
    genders: Counter[str] = field(default_factory=Counter)
    named: bool = True

    @property
    def type(self) -> EntityType:
        """Return the type that most mentions have."""
        return max(self.types, key=lambda kind: (self.types[kind], kind.value))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Item:
    """One chain with its mentions, the words of those that are names, and of its roles."""

    key: Key
    chain: Chain
    mentions: tuple[Mention, ...]
    texts: tuple[str, ...]
    roles: tuple[str, ...]
    short: str | None


def merge_entities(articles: Sequence[Article], labels: Sequence[Labels]) -> tuple[Entity, ...]:
    """Return the entities of a story: the chains of its articles, joined where they stand for the same.

    Chains are joined by name; those without a name only where they share a description that holds a name
    ("an RSB spokesman"). Two people with different given names are never joined.

    Args:
        articles: in story order.
        labels: of each article, in the same order.

    Returns:
        Entities by their first mention in the story.
    """
    order = {article.id: number for number, article in enumerate(articles)}
    texts = {article.id: article for article in articles}
    items = [item for marks in labels for item in _items(texts[marks.article], marks)]
    groups = _group(items)
    by_key = {item.key: item for item in items}
    entities = [_entity(group, by_key, order, texts) for group in groups]
    entities.sort(key=lambda entity: (_place(entity.mentions[0].span, order), entity.id))
    return _distinct(entities)


def _items(article: Article, marks: Labels) -> Iterable[_Item]:
    mentions: dict[str, list[Mention]] = {}
    for mention in marks.mentions:
        mentions.setdefault(mention.chain, []).append(mention)
    for chain in marks.chains:
        own = tuple(mentions.get(chain.id, ()))
        if not own:
            continue
        names = tuple(article.words(mention.span) for mention in own if mention.form is Form.NAME)
        short = next((match.group(2) for name in names if (match := _BRACKETED.match(name))), None)
        roles = tuple(article.words(role) for role in chain.roles)
        yield _Item(key=Key(marks.article, chain.id), chain=chain, mentions=own, texts=names, roles=roles, short=short)


def _group(items: Sequence[_Item]) -> list[_Group]:
    """Return the chains joined: full names first, then short names, so that these find whom to join."""
    groups: list[_Group] = []
    people = [item for item in items if item.chain.named and item.chain.type is EntityType.PERSON]
    rest = [item for item in items if item.chain.named and item.chain.type is not EntityType.PERSON]
    for item in _longest_first([item for item in people if " " in item.chain.name]):
        _join(item, next((group for group in groups if _fits_person(item, group)), None), groups)
    loose = _longest_first([item for item in rest if not _is_person(item, groups)])
    strays = [item for item in rest if _is_person(item, groups)]
    bodies: list[_Group] = []
    for item in loose:
        _join(item, _body_for(item, bodies), bodies)
    for item in [*strays, *(item for item in people if " " not in item.chain.name)]:
        _join(item, _short_for(item, groups, bodies), groups)
    groups.extend(bodies)
    described = [item for item in items if not item.chain.named]
    groups.extend(_unnamed([item for item in described if not _join_holder(item, groups, items)]))
    return groups


def _join_holder(item: _Item, groups: Sequence[_Group], items: Sequence[_Item]) -> bool:
    """Join a described person to the one whose role, stated anywhere in the story, is that description."""
    if item.chain.type is not EntityType.PERSON:
        return False
    stated = {other.key: other.roles for other in items if other.chain.named}
    people = [group for group in groups if group.type is EntityType.PERSON]
    roles = {group: [role for key in group.chains for role in stated.get(key, ())] for group in people}
    holder = holder_of(item.chain.name, roles)
    if holder is None:
        return False
    holder.chains.append(item.key)
    return True


def _longest_first(items: Iterable[_Item]) -> list[_Item]:
    return sorted(items, key=lambda item: -len(item.chain.name.split()))


def _join(item: _Item, group: _Group | None, groups: list[_Group]) -> None:
    if group is None:
        group = _Group(named=item.chain.named)
        groups.append(group)
    group.chains.append(item.key)
    group.types[item.chain.type] += len(item.mentions)
    group.names[item.chain.name] += max(1, len(item.texts))
    if item.short:
        group.shorts.add(item.short)
    if item.chain.gender:
        group.genders[item.chain.gender] += 1


def _fits_person(item: _Item, group: _Group) -> bool:
    return all(same_person(item.chain.name, name) for name in group.names)


def _is_person(item: _Item, people: Sequence[_Group]) -> bool:
    """Return whether a name that its article took for a body or thing is a person's full name elsewhere."""
    if " " not in item.chain.name or item.chain.type is EntityType.PLACE:
        return False
    return any(fold(item.chain.name) == fold(name) for group in people for name in group.names)


def _short_for(item: _Item, people: Sequence[_Group], bodies: Sequence[_Group]) -> _Group | None:
    """Return the one entity that a short personal name can belong to, None if there is none or more than one."""
    name, gender = item.chain.name, item.chain.gender
    exact = [group for group in people if any(fold(name) == fold(full) for full in group.names)]
    if exact:
        return exact[0]
    surname = [
        group for group in people if any(" " in full and same_surname(full.split()[-1], name) for full in group.names)
    ]
    surname = [group for group in surname if not _gender_clash(gender, group)]
    if len(surname) == 1:
        return surname[0]
    if surname:
        return None
    alike = [group for group in people if any(" " not in full and same_surname(full, name) for full in group.names)]
    if alike:
        return alike[0]
    given = [
        group for group in people if any(" " in full and fold(full.split()[0]) == fold(name) for full in group.names)
    ]
    if len(given) == 1 and not _gender_clash(gender, given[0]):
        return given[0]
    other = [group for group in bodies if any(plain(name) == plain(full) for full in group.names)]
    return other[0] if len(other) == 1 and " " not in name else None


def _gender_clash(gender: str | None, group: _Group) -> bool:
    sure = {"female", "male"}
    return gender in sure and bool(group.genders) and gender not in group.genders and bool(sure & set(group.genders))


def _body_for(item: _Item, bodies: Sequence[_Group]) -> _Group | None:
    """Return the entity that a body, place or thing belongs to: same name, short form, initials, shortened name."""
    name = item.chain.name
    key = plain(name)
    kind = item.chain.type
    for group in bodies:
        if _alike(kind, group.type) and any(_spelled_alike(name, other) for other in group.names):
            return group
    shorts = [
        group for group in bodies if name in group.shorts or (item.short is not None and item.short in group.names)
    ]
    if len(shorts) == 1:
        return shorts[0]
    initials = [group for group in bodies if " " not in name and any(abbreviates(name, other) for other in group.names)]
    if len(initials) == 1:
        return initials[0]
    if kind is not EntityType.ORGANISATION:
        return _misspelt(key, kind, bodies)
    ends = [group for group in bodies if group.type is kind and any(_ends(key, plain(other)) for other in group.names)]
    return ends[0] if len(ends) == 1 else _misspelt(key, kind, bodies)


def _spelled_alike(left: str, right: str) -> bool:
    """Return whether two names are equal but for article, ending, blanks and marks."""
    if plain(left) == plain(right) or plain(left).removesuffix("s") == plain(right).removesuffix("s"):
        return True
    return fold(left).removeprefix("the ").replace(" ", "") == fold(right).removeprefix("the ").replace(" ", "")


def _alike(left: EntityType, right: EntityType) -> bool:
    """Return whether two types may be one entity's; a people is never its country."""
    return left is right or EntityType.GROUP not in (left, right)


def _ends(short: str, full: str) -> bool:
    """Return whether a body's name is a longer one's last word, or lacks only words from its middle."""
    a, b = short.split(), full.split()
    if len(a) >= len(b):
        return False
    if len(a) == 1:
        return b[-1] == a[0] and len(short) > 4 and a[0] not in tables()["common_ends"]
    return a[0] == b[0] and a[-1] == b[-1] and len(a) > 2 and set(a) < set(b)


def _misspelt(key: str, kind: EntityType, bodies: Sequence[_Group]) -> _Group | None:
    """Return the entity whose long name of several words differs in spelling only ("Elm Strete")."""
    if " " not in key or len(key) < 10:
        return None
    for group in bodies:
        if group.type is kind and any(_one_slip(key, plain(other)) for other in group.names):
            return group
    return None


def _one_slip(left: str, right: str) -> bool:
    a, b = left.split(), right.split()
    if len(a) != len(b):
        return False
    odd = [(x, y) for x, y in zip(a, b, strict=True) if x != y]
    return (
        len(odd) == 1
        and len(odd[0][0]) > 6
        and same_given(*odd[0])
        and not any(char.isdigit() for char in left + right)
    )


def _unnamed(items: Sequence[_Item]) -> list[_Group]:
    """Return those without a name, joined across articles only where an equal description holds a name."""
    groups: dict[object, _Group] = {}
    for item in items:
        words = item.chain.name.split()
        bare = words[1:] if words and words[0].lower() in ("a", "an", "the") else words
        specific = len(bare) > 1 and any(word[0].isupper() for word in bare[:-1])
        key: object = (fold(" ".join(bare)), item.chain.type) if specific else item.key
        group = groups.setdefault(key, _Group(named=False))
        _join(item, group, [])
    return list(groups.values())


def _entity(
    group: _Group, items: Mapping[Key, _Item], order: Mapping[str, int], texts: Mapping[str, Article]
) -> Entity:
    chains = sorted(group.chains, key=lambda key: (order[key.article], int(key.id[1:])))
    mentions = sorted(
        (mention for key in chains for mention in items[key].mentions), key=lambda mention: _place(mention.span, order)
    )
    roles = sorted((role for key in chains for role in items[key].chain.roles), key=lambda span: _place(span, order))
    name = _fullest(group)
    first = mentions[0].span
    mark = f"{group.type}|{fold(name)}|{first.article}|{first.start}|{first.end}"
    return Entity(
        id="e" + hashlib.sha256(mark.encode()).hexdigest()[:12],
        name=name,
        type=group.type,
        variants=_variants(mentions, texts),
        roles=tuple(roles),
        mentions=tuple(mentions),
        chains=tuple(chains),
    )


def _fullest(group: _Group) -> str:
    return min(group.names, key=lambda name: (-len(name.split()), -group.names[name], -len(name), name))


def _variants(mentions: Sequence[Mention], texts: Mapping[str, Article]) -> tuple[Variant, ...]:
    used: dict[str, dict[str, None]] = {}
    for mention in mentions:
        if mention.form is Form.NAME:
            used.setdefault(texts[mention.span.article].words(mention.span), {})[mention.span.article] = None
    return tuple(Variant(text=text, articles=tuple(where)) for text, where in used.items())


def _place(span: Span, order: Mapping[str, int]) -> tuple[int, int, int]:
    return order[span.article], span.start, span.end


def _distinct(entities: Sequence[Entity]) -> tuple[Entity, ...]:
    seen = {entity.id for entity in entities}
    assert len(seen) == len(entities), "two entities with the same first mention"
    return tuple(entities)

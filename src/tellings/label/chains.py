"""Names of one article that stand for the same: full name and surname, body and short form, country and its names."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from tellings.label.names import Name
from tellings.label.names_cuts import abbreviates
from tellings.label.names_lexicon import lexicon, load_yaml, phrase
from tellings.types.labels import EntityType, Form

_THINGS = frozenset(
    (
        EntityType.ORGANISATION,
        EntityType.PRODUCT,
        EntityType.DOCUMENT,
        EntityType.EVENT,
        EntityType.GROUP,
        EntityType.PLACE,
    )
)

# A place's kind, which its short form leaves out ("Elm Grove stop").
_PLAIN_HEADS = frozenset(
    ("stop", "station", "city", "region", "province", "district", "county", "dam", "valley", "reservoir")
)

# Full names looked at on either side of a short one.
_LOOK = 50
# Distinct names of bodies from which on short forms are not looked for: no news article has a tenth of these.
_MANY = 2000


@dataclass(slots=True, kw_only=True, eq=False)
class Thing:
    """One person, body, place or thing while its mentions are being gathered.

    Attributes:
        type: what it is.
        texts: the name forms found, with their number.
        nation: the country it is, by its usual name.
        nations: countries that its titles and descriptions tie it to.
        heads: lemmas of its titles and of the descriptions used for it.
        gender: ``female``, ``male``, ``plural`` or None.
        mentions: begin, end and form of each mention.
        roles: begin and end of words that state a role.
        description: what an unnamed one is called.
    """

    type: EntityType
    texts: Counter[str] = field(default_factory=Counter)
    nation: str | None = None
    nations: set[str] = field(default_factory=set)
    heads: set[str] = field(default_factory=set)
    gender: str | None = None
    mentions: list[tuple[int, int, Form]] = field(default_factory=list)
    roles: list[tuple[int, int]] = field(default_factory=list)
    description: str = ""

    @property
    def named(self) -> bool:
        """Return whether it has a name."""
        return bool(self.texts) or self.nation is not None

    def name(self) -> str:
        """Return the fullest name, or the description of an unnamed one."""
        if not self.texts:
            return self.nation or self.description
        words = 1 if self.type is EntityType.PERSON else 0
        return min(
            self.texts, key=lambda text: (-len(text.split()) * words, -len(text) * (1 - words), -self.texts[text], text)
        )


@lru_cache(maxsize=1)
def honorifics() -> frozenset[str]:
    """Return the titles that state no role."""
    return frozenset(load_yaml("chains.yaml")["honorifics"])


@lru_cache(maxsize=1)
def _nicknames() -> dict[str, frozenset[int]]:
    table: dict[str, set[int]] = {}
    for number, names in enumerate(load_yaml("chains.yaml")["nicknames"]):
        for name in names:
            table.setdefault(name, set()).add(number)
    return {name: frozenset(numbers) for name, numbers in table.items()}


@lru_cache(maxsize=1)
def _endings() -> frozenset[str]:
    return frozenset(load_yaml("chains.yaml")["company_endings"])


def fold(text: str) -> str:
    """Return a text in lower case without diacritics, stops and typographic marks."""
    plain = unicodedata.normalize("NFKD", text.replace("’", "'"))
    return (
        re.sub(r"[^\w' &/-]", "", "".join(char for char in plain if not unicodedata.combining(char))).casefold().strip()
    )


def same_given(left: str, right: str) -> bool:
    """Return whether two given names may be one person's: equal, an initial, or a familiar form."""
    a, b = fold(left), fold(right)
    if a == b or (min(len(a), len(b)) == 1 and a[:1] == b[:1]):
        return True
    table = _nicknames()
    return bool(table.get(a, frozenset()) & table.get(b, frozenset()))


def gather(names: Sequence[Name]) -> tuple[list[Thing], list[Thing]]:
    """Return the things that the names of an article stand for, and for each name its thing.

    Args:
        names: in reading order.
    """
    owner: list[Thing | None] = [None] * len(names)
    things: list[Thing] = []
    _gather_nations(names, owner, things)
    _gather_full_persons(names, owner, things)
    _gather_bodies(names, owner, things)
    _gather_short_persons(names, owner, things)
    found = [thing for thing in owner if thing is not None]
    assert len(found) == len(names)
    for name, thing in zip(names, found, strict=True):
        _note(thing, name)
    return things, found


def _note(thing: Thing, name: Name) -> None:
    """Enter a mention by name and what its title tells."""
    run = name.run
    form = Form.NOMINAL if name.adjective else Form.NAME
    thing.mentions.append((name.begin, name.end, form))
    if form is Form.NOMINAL and not thing.description:
        thing.description = name.text
    if form is Form.NAME and not (thing.nation and name.type is EntityType.GROUP):
        thing.texts[name.text] += 1
    if run.title < run.first:
        _note_title(thing, name)
    if thing.type is EntityType.PERSON:
        thing.nations |= _nations_before(name)
        if thing.gender is None:
            given = lexicon().given.get(fold(name.text.split()[0])) if " " in name.text else None
            thing.gender = given if given in ("female", "male") else None


def _note_title(thing: Thing, name: Name) -> None:
    run = name.run
    title = phrase(run.title_text)
    gender = lexicon().title_gender.get(title)
    thing.gender = gender or thing.gender
    if not set(title) <= honorifics():
        thing.heads |= {title[-1], " ".join(title)}
        first = run.lead
        while first > 0 and _nation(name, first - 1):
            first -= 1
        thing.roles.append((run.words.begin[first], run.words.end[run.first - 1]))


def _nation(name: Name, index: int) -> str | None:
    words = name.run.words
    lex = lexicon()
    text = words.text[index]
    if words.sent[index] != words.sent[name.run.first]:
        return None
    return lex.people.get(text) or lex.countries.get(text)


def _nations_before(name: Name) -> set[str]:
    """Return the country named right before a person ("Danish Prime Minister …", "Denmark's …")."""
    words, at = name.run.words, name.run.lead - 1
    if at > 0 and words.text[at] in ("'s", "’s"):
        at -= 1
    found = {_nation(name, at)} if at >= 0 else set()
    found |= {_nation(name, i) for i in range(name.run.lead, name.run.first)}
    return {nation for nation in found if nation}


def _gather_nations(names: Sequence[Name], owner: list[Thing | None], things: list[Thing]) -> None:
    table: dict[tuple[str, EntityType], Thing] = {}
    for index, name in enumerate(names):
        if name.nation is None:
            continue
        kind = EntityType.PLACE if name.type is EntityType.PLACE or name.adjective else EntityType.GROUP
        key = (name.nation, kind)
        if key not in table:
            table[key] = Thing(type=kind, nation=name.nation if kind is EntityType.PLACE else None)
            things.append(table[key])
        owner[index] = table[key]


def _gather_full_persons(names: Sequence[Name], owner: list[Thing | None], things: list[Thing]) -> None:
    people: dict[str, list[tuple[str, Thing]]] = {}
    for index, name in enumerate(names):
        if owner[index] is not None or name.type is not EntityType.PERSON or " " not in name.text:
            continue
        words = fold(name.text).split()
        known = [pair for word in (words[-1], "".join(words)) for pair in people.get(word, ())]
        match = next((thing for text, thing in known if same_person(text, name.text)), None)
        if match is None:
            match = Thing(type=EntityType.PERSON)
            things.append(match)
        if all(text != name.text for text, _ in known):
            for word in dict.fromkeys((words[-1], words[-1].split("-")[-1], "".join(words).replace("-", ""))):
                people.setdefault(word, []).append((name.text, match))
        owner[index] = match


def same_person(left: str, right: str) -> bool:
    """Return whether two full names within one article are one person's: same surname, given names that agree."""
    a, b = fold(left).split(), fold(right).split()
    if a == b or "".join(a).replace("-", "") == "".join(b).replace("-", ""):
        return True
    if a[-1] != b[-1] or not same_given(a[0], b[0]):
        return set(a) < set(b) and len(a) > 1 if len(a) < len(b) else set(b) < set(a) and len(b) > 1
    return True


def _gather_short_persons(names: Sequence[Name], owner: list[Thing | None], things: list[Thing]) -> None:
    """Give surnames and given names that stand alone to the person of that name who was named last."""
    loose: dict[str, Thing] = {}
    bearers = _bearers(names)
    for index, name in enumerate(names):
        if owner[index] is not None:
            continue
        full = _bearer(name, index, names, bearers)
        thing = owner[full] if full is not None else None
        if thing is None:
            key = fold(name.text)
            if key not in loose:
                loose[key] = Thing(type=name.type)
                things.append(loose[key])
            thing = loose[key]
        owner[index] = thing


def _bearers(names: Sequence[Name]) -> tuple[dict[str, list[int]], dict[str, list[int]]]:
    """Return where full names of people stand, by surname and by given name."""
    by_surname: dict[str, list[int]] = {}
    by_given: dict[str, list[int]] = {}
    for index, name in enumerate(names):
        if name.type is EntityType.PERSON and " " in name.text and name.nation is None:
            parts = fold(name.text).split()
            for surname in dict.fromkeys((parts[-1], " ".join(parts[1:]))):
                by_surname.setdefault(surname, []).append(index)
            by_given.setdefault(parts[0], []).append(index)
    return by_surname, by_given


def _bearer(
    name: Name, index: int, names: Sequence[Name], bearers: tuple[dict[str, list[int]], dict[str, list[int]]]
) -> int | None:
    """Return the full name that a short name belongs to: the last one before it, else the next one."""
    word = fold(name.text)
    gender = lexicon().title_gender.get(phrase(name.run.title_text)) if name.run.title_text else None
    for table in bearers:
        places = table.get(word, [])
        middle = bisect_left(places, index)
        for other in (*reversed(places[:middle][-_LOOK:]), *places[middle : middle + _LOOK]):
            if not _clashes(gender, names[other]):
                return other
    return None


def _clashes(gender: str | None, full: Name) -> bool:
    given = lexicon().given.get(fold(full.text.split()[0]))
    return gender is not None and given in ("female", "male") and given != gender


def _gather_bodies(names: Sequence[Name], owner: list[Thing | None], things: list[Thing]) -> None:
    """Join names of bodies, places and things: equal, with its short form in brackets, by initials, shortened."""
    groups: dict[str, Thing] = {}
    order: list[str] = []
    for index, name in enumerate(names):
        if owner[index] is None and name.type in _THINGS:
            order.append(plain_body(name.text))
    known = sorted(set(order), key=lambda text: (-len(text), text))
    shorts = _bracketed(names)
    types = {plain_body(name.text): name.type for name in names if name.type in _THINGS}
    for text in known:
        full = _full_form(text, list(groups) if len(known) < _MANY else [], shorts, types)
        if full is not None:
            groups[text] = groups[full]
        else:
            groups[text] = Thing(type=EntityType.ORGANISATION)
    seen: list[Thing] = []
    for index, name in enumerate(names):
        if owner[index] is None and name.type in _THINGS:
            thing = groups[plain_body(name.text)]
            if not any(thing is other for other in seen):
                seen.append(thing)
                thing.type = name.type
            owner[index] = thing
    things.extend(seen)


def _bracketed(names: Iterable[Name]) -> dict[str, str]:
    return {fold(name.run.short): plain_body(name.text) for name in names if name.run.short}


def plain_body(text: str) -> str:
    """Return a body's name folded, without article and company endings."""
    words = text.split()
    while len(words) > 1 and words[0].lower() == "the":
        words = words[1:]
    while len(words) > 1 and words[-1] in _endings():
        words = words[:-1]
    return fold(" ".join(words))


def _full_form(text: str, groups: Sequence[str], shorts: dict[str, str], types: dict[str, EntityType]) -> str | None:
    """Return the one longer name that a name is a form of, None if there is none or more than one."""
    for form in (text, text.removesuffix("s")):
        if shorts.get(form) in groups:
            return shorts[form]
        if form != text and form in groups and types[form] is EntityType.PRODUCT:
            return form
    longer = [other for other in groups if types[other] is types[text]]
    if types[text] is EntityType.PRODUCT and text + "s" in longer:
        return text + "s"
    usual = _usual_bodies()
    for other in longer:
        if other.replace(" ", "") == text.replace(" ", "") or usual.get(text, text) == usual.get(other, other):
            return other
    fitting = [other for other in longer if _shortens(text, other)]
    fitting = fitting or [other for other in longer if _without_kind(other) == text]
    return fitting[0] if len(fitting) == 1 else None


@lru_cache(maxsize=1)
def _usual_bodies() -> dict[str, str]:
    return {fold(name): fold(full) for name, full in lexicon().bodies.items()}


def _without_kind(place: str) -> str | None:
    """Return a place's name without the word for its kind ("elm grove" of "elm grove stop")."""
    words = place.split()
    return " ".join(words[:-1]) if words[-1] in _PLAIN_HEADS else None


def _shortens(short: str, full: str) -> bool:
    """Return whether a name is the beginning or the end of a longer one, or its initials."""
    if " " not in short and len(short) <= 6 and abbreviates(short.upper(), full):
        return True
    a, b = short.split(), full.split()
    if len(a) >= len(b) or len(short) < 4 or lexicon().known(short.title()):
        return False
    heads = {word.lower() for word in lexicon().words["organisation_heads"]}
    if b[-len(a) :] == a and not set(a) <= heads:
        return True
    return b[: len(a)] == a and b[-1] in heads

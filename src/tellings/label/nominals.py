"""Descriptions of people and bodies: "the Danish leader", "a palace official", "police", "the 42-year-old driver".

Only nouns of the lists in ``nominals.yaml`` count. A description right before a name, in apposition to it or said of
it ("is a professor") states a role of the one named.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from tellings.label.names import Name
from tellings.label.names_lexicon import lexicon, load_yaml
from tellings.label.names_tokens import Words

_DEFINITE = frozenset(("the", "this", "that", "these", "those"))
_INDEFINITE = frozenset(("a", "an", "another", "some", "one", "any", "several", "many", "no", "every", "each"))
_LINKING = frozenset(("of", "for", "from", "at", "with"))
_LINKING_OFFICE = _LINKING | {"to", "on"}
_OFFICES = frozenset(
    ("ambassador", "envoy", "adviser", "advisor", "aide", "candidate", "correspondent", "fellow", "professor", "member")
)
_LEFT = frozenset(("ADJ", "NOUN", "PROPN", "NUM"))
_LONGEST = 14  # tokens before the head, and after it


@dataclass(frozen=True, slots=True, kw_only=True)
class Nominal:
    """A description in place.

    Attributes:
        words: the block's tokens.
        first: first token.
        head: the noun.
        last: one past the last token.
        lemma: the noun's lemma.
        person: False for a body.
        gender: ``female``, ``male``, ``plural`` or None.
        reach: ``definite``, ``indefinite``, ``possessive`` or ``bare``.
        nations: countries whose adjective or name stands before the noun.
        details: lemmas of the other modifiers.
        named: index of the name it belongs to, in the list of names, None if it stands alone.
        role: whether it is only the role of that name and no mention of its own ("spokesman Ann Lee").
    """

    words: Words
    first: int
    head: int
    last: int
    lemma: str
    person: bool
    gender: str | None
    reach: str
    nations: frozenset[str]
    details: frozenset[str]
    named: int | None = None
    role: bool = False

    @property
    def begin(self) -> int:
        """Return its first character."""
        return self.words.begin[self.first]

    @property
    def end(self) -> int:
        """Return one past its last character."""
        return self.words.end[self.last - 1]

    @property
    def text(self) -> str:
        """Return its words."""
        return self.words.phrase(self.first, self.last)


@dataclass(frozen=True, slots=True, kw_only=True)
class Nouns:
    """The noun lists: ``person`` maps a noun to its gender (None where it does not tell)."""

    person: Mapping[str, str | None]
    body: frozenset[str]
    leader: frozenset[str]
    particular: frozenset[str]
    generic_body: frozenset[str]
    alone: frozenset[str]


@lru_cache(maxsize=1)
def nouns() -> Nouns:
    """Return the noun lists, read once per process."""
    table = load_yaml("nominals.yaml")
    person: dict[str, str | None] = dict.fromkeys(table["person"]["any"])
    for gender in ("female", "male"):
        person.update(dict.fromkeys(table["person"][gender], gender))
    return Nouns(
        person=person,
        body=frozenset(table["body"]),
        leader=frozenset(table["leader"]),
        particular=frozenset(table["particular"]),
        generic_body=frozenset(table["generic_body"]),
        alone=frozenset(table["alone"]),
    )


def find_nominals(words: Words, names: Sequence[tuple[int, Name]]) -> Iterator[Nominal]:
    """Yield the descriptions in a block, in order.

    Args:
        words: the block.
        names: the names in this block with their indices in the article's list.
    """
    lists = nouns()
    covered = {i for _, name in names if not name.adjective for i in range(name.run.lead, name.run.tail)}
    starts = {name.run.lead: index for index, name in names if not name.adjective}
    for head in range(len(words)):
        lemma = words.lemma[head]
        if (
            head in covered
            or words.pos[head] not in ("NOUN", "PROPN")
            or (lemma not in lists.person and lemma not in lists.body)
        ):
            continue
        nominal = _nominal(words, head, covered)
        if nominal is None:
            continue
        if head + 1 in starts:
            yield _premodifier(nominal, starts[head + 1])
        elif (
            words.dep[head] not in ("compound", "nmod", "amod")
            or head + 1 >= len(words)
            or words.pos[head + 1] not in ("NOUN", "PROPN")
        ):
            yield nominal


def _nominal(words: Words, head: int, covered: set[int]) -> Nominal | None:
    lists = nouns()
    lemma = words.lemma[head]
    first = _left(words, head)
    person = lemma in lists.person
    if first == head and not person and words.tag[head] == "NN" and lemma not in lists.alone:
        return None
    last = _right(words, head)
    lead = words.text[first].lower()
    plural = words.tag[head] in ("NNS", "NNPS") or lemma in (
        "people",
        "family",
        "couple",
        "staff",
        "police",
        "investigators",
        "officials",
    )
    gender = "plural" if plural else lists.person.get(lemma)
    lex = lexicon()
    inside = [words.text[i] for i in range(first, head)]
    nations = {lex.people.get(word) or lex.countries.get(word) for word in inside}
    if "male" in inside or "female" in inside:
        gender = "male" if "male" in inside else "female"
    details = {words.lemma[i] for i in range(first, head) if words.pos[i] in ("ADJ", "NOUN", "PROPN", "NUM")}
    return Nominal(
        words=words,
        first=first,
        head=head,
        last=last,
        lemma=lemma,
        person=person,
        gender=gender,
        reach=_reach(words, first, head, lead),
        nations=frozenset(nation for nation in nations if nation),
        details=frozenset(details),
    )


def _left(words: Words, head: int) -> int:
    """Return the first token of the noun phrase that ends with its head."""
    at = head
    while at > 0 and head - at < _LONGEST and words.sent[at - 1] == words.sent[head]:
        word, pos = words.text[at - 1], words.pos[at - 1]
        if words.pos[at] == "NUM" and pos in ("NOUN", "PROPN"):
            break
        if pos == "DET" or words.tag[at - 1] == "PRP$":
            return at - 1
        if (
            pos in _LEFT
            or word in ("-", "'s", "’s", "’", "'", "–")
            or (words.tag[at - 1] in ("VBN", "VBG") and words.head[at - 1] == head)
        ):
            at -= 1
            continue
        break
    while at < head and not words.text[at][0].isalnum():
        at += 1
    return at


def _right(words: Words, head: int) -> int:
    """Return one past the noun phrase with the phrases that say whose or where from ("of the tram")."""
    allowed = _LINKING_OFFICE if words.lemma[head] in _OFFICES else _LINKING
    if words.lemma[head] == "people":
        allowed = frozenset(("of",))
    at = head + 1
    while (
        at < len(words)
        and at - head < _LONGEST
        and words.text[at].lower() in allowed
        and words.sent[at] == words.sent[head]
    ):
        stop = at + 1
        while stop < len(words) and words.sent[stop] == words.sent[head] and _inside_phrase(words, stop):
            stop += 1
        if stop == at + 1:
            break
        at = stop
    return at


def _inside_phrase(words: Words, index: int) -> bool:
    word = words.text[index]
    if words.pos[index] in ("NOUN", "PROPN", "ADJ", "NUM", "DET"):
        return True
    if word == "and":
        after = words.text[index + 1] if index + 1 < len(words) else ""
        return words.pos[index - 1] == "PROPN" and after[:1].isupper()
    return word in ("'s", "’s", "-", "&") or words.tag[index] == "PRP$"


def _reach(words: Words, first: int, head: int, lead: str) -> str:
    if lead in _DEFINITE:
        return "definite"
    if lead in _INDEFINITE:
        return "indefinite"
    if words.tag[first] == "PRP$" or any(words.tag[i] == "POS" for i in range(first, head)):
        return "possessive"
    return "bare"


def _premodifier(nominal: Nominal, named: int) -> Nominal:
    return Nominal(
        words=nominal.words,
        first=nominal.first,
        head=nominal.head,
        last=nominal.head + 1,
        lemma=nominal.lemma,
        person=nominal.person,
        gender=nominal.gender,
        reach=nominal.reach,
        nations=nominal.nations,
        details=nominal.details,
        named=named,
        role=True,
    )


def attach(nominal: Nominal, names: Sequence[tuple[int, Name]]) -> int | None:
    """Return the index of the name that a description stands in apposition to or is said of, None if there is none."""
    words = nominal.words
    for index, name in names:
        run = name.run
        if name.adjective or words.sent[run.first] != words.sent[nominal.head]:
            continue
        if _beside(words, run.tail, nominal.first) and _closes(words, nominal.last):
            return index
        if nominal.last + 1 == run.lead and words.text[nominal.last] == "," and _closes(words, run.tail):
            return index
        if _said_of(words, nominal.head, run.first, run.last):
            return index
    return None


def _beside(words: Words, tail: int, first: int) -> bool:
    """Return whether nothing but a comma, or an age between commas, stands between a name and a description."""
    between = words.text[tail:first]
    if between in ([","], ["("], ["–"], ["—"], ["-"]):
        return True
    return len(between) == 3 and between[0] == "," and between[2] == "," and between[1].isdigit()


def _closes(words: Words, at: int) -> bool:
    return (
        at >= len(words)
        or words.text[at] in (",", ".", ")", ";", ":", "–", "—", "-", "?", "!")
        or words.pos[at] == "PUNCT"
        or words.text[at].lower() in ("who", "whose", "at", "in", "and")
    )


def _said_of(words: Words, head: int, first: int, last: int) -> bool:
    if words.dep[head] != "attr" or words.lemma[words.head[head]] not in ("be", "become", "remain"):
        return False
    verb = words.head[head]
    denied = any(
        words.dep[i] == "neg" and words.head[i] == verb for i in range(max(0, verb - 3), min(len(words), verb + 4))
    )
    return not denied and any(words.dep[i] == "nsubj" and words.head[i] == verb for i in range(first, last))

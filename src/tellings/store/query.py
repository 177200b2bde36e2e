"""What a person types into the search field, as a tree, and that tree in the language of each database.

``mill fire`` wants both words, ``"mill fire"`` the phrase, ``mill OR fire`` either, ``mill -fire`` (or ``mill NOT
fire``) the one without the other, ``mill*`` every word that begins so; brackets group.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from tellings.errors import StoreError
from tellings.store.words import plain_form, words

#: More is no question of a person; both databases answered within a second on 100,000 articles up to here.
MAX_LETTERS = 1_000
MAX_WORDS = 64
MAX_DEPTH = 8

_TOKEN = re.compile(r'-?"[^"]*"?|-?\(|\)|[^\s()"]+')
_QUOTES = str.maketrans("\u201c\u201d\u201e\u00ab\u00bb", '"' * 5)


@dataclass(frozen=True, slots=True)
class Phrase:
    """Words that follow each other, in search form; with ``prefix`` the last one may go on."""

    forms: tuple[str, ...]
    prefix: bool = False


@dataclass(frozen=True, slots=True)
class Every:
    """All of these, none of those."""

    parts: tuple[Node, ...]
    without: tuple[Node, ...] = ()


@dataclass(frozen=True, slots=True)
class Either:
    """At least one of these."""

    parts: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Not:
    """Not this; only while reading."""

    part: Node


Node = Phrase | Every | Either | Not


def parse(text: str) -> Node | None:
    """Return what a search asks for, None if it has no word.

    Raises:
        StoreError: brackets do not match, it only says what not to find, or it is too long (T014).
    """
    if len(text) > MAX_LETTERS:
        raise _wrong(f"it has more than {MAX_LETTERS} characters")
    reader = _Reader(_TOKEN.findall(text.translate(_QUOTES)))
    node = reader.either(0)
    if reader.tokens:
        raise _wrong("a bracket closes that was not opened")
    if isinstance(node, Not):
        raise _wrong("it only says what not to find")
    if node is not None and sum(len(leaf.forms) for leaf in leaves(node, every=True)) > MAX_WORDS:
        raise _wrong(f"it has more than {MAX_WORDS} words")
    return node


class _Reader:
    """Reads tokens from left to right: either > every > one."""

    def __init__(self, tokens: list[str]) -> None:
        self.tokens = tokens

    def either(self, depth: int) -> Node | None:
        if depth > MAX_DEPTH:
            raise _wrong(f"it has more than {MAX_DEPTH} brackets in each other")
        parts = [self.every(depth)]
        while self.tokens and self.tokens[0] == "OR":
            self.tokens.pop(0)
            parts.append(self.every(depth))
        found = [part for part in parts if part is not None]
        if len(found) > 1 and any(isinstance(part, Not) for part in found):
            raise _wrong("it asks for something or else for what is not something")
        return found[0] if len(found) == 1 else Either(tuple(found)) if found else None

    def every(self, depth: int) -> Node | None:
        parts: list[Node] = []
        while self.tokens and self.tokens[0] not in ("OR", ")"):
            if self.tokens[0] == "AND":
                self.tokens.pop(0)
                continue
            part = self.one(depth)
            if part is not None:
                parts.append(part)
        wanted = tuple(part for part in parts if not isinstance(part, Not))
        without = tuple(part.part for part in parts if isinstance(part, Not))
        if not wanted:
            return Not(Either(without)) if without else None
        return wanted[0] if len(wanted) == 1 and not without else Every(wanted, without)

    def one(self, depth: int) -> Node | None:
        piece = self.tokens.pop(0)
        if piece == "NOT":
            part = self.one(depth) if self.tokens and self.tokens[0] not in ("OR", ")", "AND") else None
            return self._turned(part)
        bare = piece.lstrip("-")
        part = self._bracket(depth) if bare == "(" else _phrase(bare)
        return self._turned(part) if piece.startswith("-") else part

    def _bracket(self, depth: int) -> Node | None:
        node = self.either(depth + 1)
        if not self.tokens or self.tokens.pop(0) != ")":
            raise _wrong("a bracket is not closed")
        return node

    @staticmethod
    def _turned(part: Node | None) -> Node | None:
        if part is None:
            return None
        return part.part if isinstance(part, Not) else Not(part)


def _phrase(token: str) -> Phrase | None:
    found = list(words(token))
    if not found:
        return None
    forms = tuple(word.form for word in found)
    if token.endswith("*") and not token.startswith('"'):
        last = found[-1]
        return Phrase((*forms[:-1], plain_form(token[last.start : last.end])), prefix=True)
    return Phrase(forms)


def leaves(node: Node, *, every: bool = False) -> Iterator[Phrase]:
    """Yield the phrases to be found, in order; with ``every`` also those that are not to be found."""
    if isinstance(node, Phrase):
        yield node
    elif isinstance(node, Not):
        yield from leaves(node.part, every=every)
    else:
        for part in node.parts:
            yield from leaves(part, every=every)
        if every and isinstance(node, Every):
            for part in node.without:
                yield from leaves(part, every=every)


def to_fts5(node: Node) -> str:
    """Return a tree as a match expression of FTS5; words have letters and digits only, so quotes hold them."""
    if isinstance(node, Phrase):
        return f'"{" ".join(node.forms)}"' + (" *" if node.prefix else "")
    if isinstance(node, Either):
        return "(" + " OR ".join(to_fts5(part) for part in node.parts) + ")"
    assert isinstance(node, Every)
    found = "(" + " AND ".join(to_fts5(part) for part in node.parts) + ")"
    return f"({found} NOT {to_fts5(Either(node.without))})" if node.without else found


def to_tsquery(node: Node) -> str:
    """Return a tree as a literal of PostgreSQL's tsquery."""
    if isinstance(node, Phrase):
        last = ":*" if node.prefix else ""
        return "(" + " <-> ".join(f"'{form}'" for form in node.forms) + last + ")"
    if isinstance(node, Either):
        return "(" + " | ".join(to_tsquery(part) for part in node.parts) + ")"
    assert isinstance(node, Every)
    found = " & ".join([*map(to_tsquery, node.parts), *(f"!{to_tsquery(part)}" for part in node.without)])
    return f"({found})"


def _wrong(why: str) -> StoreError:
    return StoreError(f"the search cannot be understood: {why}", code="T014")

"""Phrases of page furniture (``boilerplate.yaml``): which rule drops a line."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from importlib.resources import files

import yaml

from tellings.extract.lines import Line

#: A line of more words is prose: no phrase rule drops it whole.
_MAX_WORDS = 60
_DEFAULT_MAX_WORDS = 14


class Where(StrEnum):
    """Where in a text a rule holds."""

    ANY = "any"
    EDGE = "edge"
    INSIDE = "inside"


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """One class of furniture lines.

    Attributes:
        id: the reason shown.
        full: whole lines, folded.
        first_words: beginnings, by their first word, so that few need be tried.
        contains: matches a line that holds one of the rule's phrases, None if it has none.
        patterns: matches a whole line, None if the rule has none.
        max_words: a longer line is left alone.
        where: where in the text it holds.
    """

    id: str
    full: frozenset[str]
    first_words: Mapping[str, tuple[str, ...]]
    contains: re.Pattern[str] | None
    patterns: re.Pattern[str] | None
    max_words: int
    where: Where

    def matches(self, line: Line) -> bool:
        """Return whether the line is furniture of this class, its place left aside."""
        folded = line.folded
        if folded in self.full:
            return True
        if len(line.words) > self.max_words:
            return False
        starts = self.first_words.get(line.first_word, ())
        if any(_begins(folded, start) for start in starts) and not is_reported(line):
            return True
        if self.contains is not None and self.contains.search(folded):
            return True
        return self.patterns is not None and self.patterns.fullmatch(folded) is not None


@dataclass(frozen=True, slots=True)
class Boilerplate:
    """The rules of ``boilerplate.yaml``."""

    rules: tuple[Rule, ...]
    sections: tuple[Rule, ...]

    def rule_for(self, line: Line, *, first: bool, edge: bool) -> str | None:
        """Return the id of the first rule that drops a line, None if none does.

        Args:
            line: the line.
            first: whether no line before it belongs to the article.
            edge: whether it stands before the first or after the last paragraph of prose.
        """
        if len(line.words) > _MAX_WORDS:
            return None
        for rule in self.rules:
            if rule.where is Where.EDGE and not edge:
                continue
            if rule.where is Where.INSIDE and first:
                continue
            if rule.matches(line):
                return rule.id
        return None

    def section_for(self, line: Line) -> str | None:
        """Return the id of the block of links that a line is the header of, None if it is none."""
        if len(line.words) > 10:
            return None
        return next((rule.id for rule in self.sections if rule.matches(line)), None)


@lru_cache(maxsize=1)
def load_boilerplate() -> Boilerplate:
    """Return the rules, read once per process."""
    source = files("tellings.extract").joinpath("boilerplate.yaml").read_text(encoding="utf-8")
    data = yaml.load(source, Loader=yaml.CSafeLoader)
    return Boilerplate(
        rules=tuple(_rule(entry) for entry in data["rules"]),
        sections=tuple(_rule(entry) for entry in data["sections"]),
    )


def _rule(entry: Mapping[str, object]) -> Rule:
    def phrases(key: str) -> list[str]:
        found = entry.get(key) or []
        assert isinstance(found, list)
        return [str(phrase) for phrase in found]

    starts: dict[str, list[str]] = {}
    for start in phrases("starts"):
        starts.setdefault(_first_word(start), []).append(start)
    contains = "|".join(re.escape(phrase) for phrase in phrases("contains"))
    patterns = "|".join(f"(?:{pattern})" for pattern in phrases("patterns"))
    return Rule(
        id=str(entry["id"]),
        full=frozenset(phrases("full")),
        first_words={word: tuple(found) for word, found in starts.items()},
        contains=re.compile(contains) if contains else None,
        patterns=re.compile(patterns) if patterns else None,
        max_words=int(str(entry.get("max_words", _DEFAULT_MAX_WORDS))),
        where=Where(str(entry.get("where", "any"))),
    )


def _first_word(folded: str) -> str:
    return re.split(r"[^\w'’-]", folded, maxsplit=1)[0]


_REPORTED = re.compile(r"[“\"]|\b(?:said|says|told|added|announced|shouted|asked|wrote|replied|according to)\b")


def is_reported(line: Line) -> bool:
    """Return whether a line is a sentence that quotes or reports somebody, as furniture does not."""
    return line.is_sentence and _REPORTED.search(line.text[:400]) is not None


def _begins(folded: str, start: str) -> bool:
    """Return whether a line begins with a phrase that ends where a word ends."""
    if not folded.startswith(start):
        return False
    rest = folded[len(start) : len(start) + 1]
    return not (rest.isalnum() and start[-1].isalnum())

"""Third-person pronouns of an article, with what is needed to find whom they mean.

Pronouns of the first and second person are left alone: inside quotation marks they mean the one who is quoted, and
that is settled with the statements.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from tellings.label.names_tokens import Words

_GENDER = {
    "he": "male", "him": "male", "his": "male", "himself": "male",
    "she": "female", "her": "female", "hers": "female", "herself": "female",
    "they": "plural", "them": "plural", "their": "plural", "theirs": "plural", "themselves": "plural",
    "it": "neuter", "its": "neuter", "itself": "neuter",
}  # fmt: skip
_REFLEXIVE = frozenset(("himself", "herself", "themselves", "itself"))
_SUBJECT = frozenset(("nsubj", "nsubjpass", "csubj"))
_OPENING, _CLOSING = "“‘«„", "”»"


@dataclass(frozen=True, slots=True, kw_only=True)
class Pronoun:
    """A pronoun in place; ``gender`` is male, female, plural or neuter."""

    words: Words
    index: int
    gender: str
    reflexive: bool


def find_pronouns(words: Words) -> Iterator[Pronoun]:
    """Yield the third-person pronouns of a block, in order."""
    for index, word in enumerate(words.text):
        gender = _GENDER.get(word.lower())
        if gender is None or (gender == "neuter" and _empty(words, index)):
            continue
        yield Pronoun(words=words, index=index, gender=gender, reflexive=word.lower() in _REFLEXIVE)


def _empty(words: Words, index: int) -> bool:
    """Return whether an "it" refers to nothing: only the subject of a verb of saying and possessives are kept."""
    if words.text[index].lower() == "its":
        return False
    verb = words.lemma[words.head[index]]
    return words.dep[index] not in _SUBJECT or verb not in (
        "say",
        "announce",
        "add",
        "warn",
        "deny",
        "confirm",
        "plan",
        "refuse",
        "decline",
    )


def quoted(words: Words) -> list[bool]:
    """Return for each token whether it stands inside quotation marks; a lone mark reaches to the block's end."""
    inside = False
    flags = []
    for index, word in enumerate(words.text):
        if word in _OPENING and word != "‘":
            inside = True
        elif word in _CLOSING:
            inside = False
        elif word == '"':
            inside = not inside if words.gap[index] or inside else inside
        flags.append(inside)
    return flags


def is_subject(words: Words, first: int, last: int) -> bool:
    """Return whether a stretch of tokens holds the subject of a clause."""
    return any(words.dep[i] in _SUBJECT and not first <= words.head[i] < last for i in range(first, last))


def clause(words: Words, first: int, last: int) -> int:
    """Return the index of the verb that a stretch of tokens depends on, -1 if there is none."""
    for i in range(first, last):
        head = words.head[i]
        if not first <= head < last:
            return head if words.pos[head] in ("VERB", "AUX") and words.dep[i] != "poss" else -1
    return -1

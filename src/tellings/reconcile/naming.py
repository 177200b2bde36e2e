"""Who says something: named in one report, only described in the other, or one in the one and several in the other."""

from __future__ import annotations

import re
from collections.abc import Iterator

from tellings.reconcile.numbers import body_words, source_words
from tellings.reconcile.outlets import is_outlet
from tellings.reconcile.readings import StoryReader
from tellings.reconcile.slots import PRONOUNS, Contrast
from tellings.types.dossier import DifferenceType
from tellings.types.labels import Speaker

_ONE = frozenset(("one", "a", "an", "another"))
_SPEAKING = frozenset(("spokesman", "spokeswoman", "spokesperson", "statement"))
"""Who speaks for a body: "the service" and "a spokeswoman for the service" are one source."""

_AROUND = frozenset(("administration", "campaign", "team", "camp", "office", "allies", "aides", "supporters", "family"))
"""Who speaks with somebody's name beside it and is more than that person: "the Brill administration" is not Brill."""

_OWNER = re.compile(r"(\w{3,})['’]s?(?=\s)")
"""Whose somebody is: the aides in "Brill's aides" are not Brill."""

_PAPERS = frozenset(("findings", "statement", "report", "reports", "letter", "document", "data", "figures", "study"))
"""What speaks for its authors: naming those instead is no difference."""


def naming_contrasts(speaker: Speaker | None, other: Speaker | None, reader: StoryReader) -> Iterator[Contrast]:
    """Yield the case that one report names who says something and the other only describes them.

    Args:
        speaker: of one report, None if it says it itself.
        other: of the other report.
        reader: the story.
    """
    if speaker is None or other is None or speaker.span is None or other.span is None:
        return
    if not speaker.named and not other.named:
        yield from _one_or_many(speaker, other, reader)
    if speaker.named == other.named:
        return
    named, plain = (speaker, other) if speaker.named else (other, speaker)
    words = reader.words(plain.span) if plain.span else ""
    if words.lower() in PRONOUNS - {"one"}:
        return
    shared = _shared(named, plain, words, reader)
    if shared is None:
        return
    yield Contrast(
        type=DifferenceType.PRECISION if shared else DifferenceType.ATTRIBUTION,
        slot="participant",
        left=speaker.span,
        right=other.span,
        left_value=speaker.name if speaker.named else "unnamed",
        right_value=other.name if other.named else "unnamed",
        why=f"One report names who says it ({named.name}), the other has “{words}”.",
        rule="speaker_named",
        score=0.6,
    )


def _shared(named: Speaker, plain: Speaker, words: str, reader: StoryReader) -> bool | None:
    """Return whether a name and a description share a word, None if they are not to be held against each other.

    Args:
        named: who has a name.
        plain: who is described.
        words: the description.
        reader: the story.
    """
    if is_outlet(named, reader) or is_outlet(plain, reader) or _described(named, reader):
        return None
    plain_words, name_words = (set(re.findall(r"\w{3,}", text.lower())) for text in (words, named.name))
    if plain_words <= name_words and not plain_words & body_words():
        return None
    shared = bool({w for w in plain_words if len(w) > 3} & name_words)
    if (name_words and name_words <= plain_words) or name_words & {w.lower() for w in _OWNER.findall(words)}:
        return None
    if plain_words & _PAPERS or not (shared or plain_words & (body_words() | source_words())):
        return None
    if shared and plain_words & (_SPEAKING | _AROUND):
        return None
    return shared


def _described(speaker: Speaker, reader: StoryReader) -> bool:
    """Return whether the words that stand for a named speaker only describe it too ("the company")."""
    words = reader.words(speaker.span) if speaker.span else ""
    return words.lower().startswith("the ") and words[1:] == words[1:].lower()


def _one_or_many(speaker: Speaker, other: Speaker, reader: StoryReader) -> Iterator[Contrast]:
    """Yield the case that one report gives to several unnamed sources what the other gives to one."""
    if speaker.span is None or other.span is None:
        return
    said = [reader.words(span).lower().split() for span in (speaker.span, other.span)]
    many = [bool(words) and words[-1] in source_words() and words[-1].endswith("s") for words in said]
    single = [bool(words) and words[0] in _ONE for words in said]
    if (many[0] and single[1]) or (many[1] and single[0]):
        yield Contrast(
            type=DifferenceType.ATTRIBUTION,
            slot="participant",
            left=speaker.span,
            right=other.span,
            left_value="several" if many[0] else "one",
            right_value="several" if many[1] else "one",
            why="One report gives this to several people, the other to one.",
            rule="speakers_counted",
            score=0.6,
        )

"""What stands around a number: whether it is a name, a date or an address, and what it counts."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from spacy.tokens import Doc, Token

from tellings.label.offsets import token_at
from tellings.label.quantityatoms import Atom
from tellings.label.quantityrules import lexicon, noise_pattern, rate_pattern, unit_words
from tellings.types.labels import Bound

_PLURAL_TAGS = frozenset({"NNS", "NNPS", "PRP", "DT", "WDT", "WP"})
_HEADS = frozenset({"NOUN", "PROPN"})

_OF_UNIT = re.compile(r" (?:of )?([a-z]+(?: [a-z]+)?)")

# The most tokens between a number and the noun it counts ("two-storey red-brick terraced houses").
_REACH = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class Surroundings:
    """One block of an article while its numbers are read.

    Attributes:
        doc: its syntax.
        text: its text.
        dates: stretches that are dates or clock times.
        noise: stretches whose figures are no amounts.
    """

    doc: Doc
    text: str
    dates: tuple[tuple[int, int], ...]
    noise: tuple[tuple[int, int], ...]

    def in_date(self, position: int) -> bool:
        """Return whether a character belongs to a date or clock time."""
        return any(start <= position < end for start, end in self.dates)

    def in_noise(self, position: int) -> bool:
        """Return whether a character belongs to a telephone number, an address or a score."""
        return any(start <= position < end for start, end in self.noise)

    def token(self, position: int) -> Token | None:
        """Return the token at a character, None for a blank."""
        return token_at(self.doc, position)

    def phrase(self, first: int, last: int) -> tuple[int, int] | None:
        """Return the characters of the tokens from ``first`` to ``last``, None if there are none."""
        if first > last:
            return None
        end = self.doc[last]
        return self.doc[first].idx, end.idx + len(end.text)

    def counted(self, end: int, *, unit: str) -> tuple[int, int] | None:
        """Return the noun phrase that a number ending here counts, None if nothing is named.

        With a unit only a phrase behind "of" counts ("60 percent of the voters").
        """
        index = self._next_index(end)
        if index is None:
            return None
        token = self.doc[index]
        if token.lower_ == "of" or (unit == "share" and token.lower_ in {"the", "its", "their", "all"}):
            return self._noun_phrase(index + (token.lower_ == "of"), determiner=True)
        if unit and unit != "share":
            return None
        phrase = self._noun_phrase(index, determiner=False)
        if phrase is None and token.lower_ in lexicon()["states"]:
            phrase = self.phrase(index, index)
        return None if phrase is None or self.in_date(phrase[0]) else self._with_rate(phrase)

    def _with_rate(self, phrase: tuple[int, int]) -> tuple[int, int]:
        """Return a counted phrase with the "per day" behind it."""
        rate = rate_pattern().match(self.text, phrase[1])
        return (phrase[0], rate.end()) if rate else phrase

    def _next_index(self, end: int) -> int | None:
        position = end
        while position < len(self.text) and self.text[position] in " -–":
            position += 1
        token = self.token(position) if position < len(self.text) else None
        if token is None or token.is_punct or "\n" in self.text[end:position]:
            return None
        return int(token.i)

    def _noun_phrase(self, index: int, *, determiner: bool) -> tuple[int, int] | None:
        doc, first, last = self.doc, index, None
        if determiner and index < len(doc) and doc[index].pos_ in {"DET", "PRON"}:
            if doc[index].pos_ == "PRON" and doc[index].tag_ != "PRP$":
                return self.phrase(index, index)
            index += 1
        for position in range(index, min(index + _REACH, len(doc))):
            token = doc[position]
            if token.pos_ in _HEADS:
                last = position
            elif not self._may_modify(token):
                break
            if last == position and not self._goes_on(position):
                break
        return None if last is None else self.phrase(first, last)

    def _may_modify(self, token: Token) -> bool:
        if token.pos_ == "ADJ" or token.lower_ in {"-", "–"} or (token.pos_ == "ADV" and token.head.pos_ == "ADJ"):
            return True
        if token.pos_ == "NUM" and token.i + 1 < len(self.doc):
            return token.nbor(1).pos_ == "PROPN" and token.text.isdigit()
        if token.tag_ == "POS":
            return True
        if token.tag_ in {"VBN", "VBG"} and (token.dep_ in {"amod", "compound"} or token.nbor(-1).text == "-"):
            return True
        return token.pos_ in {"CCONJ", "PUNCT"} and token.head.pos_ in {"ADJ", "NOUN"} and token.lower_ in {
            "and", "or", ",",
        }  # fmt: skip

    def _goes_on(self, position: int) -> bool:
        """Return whether a noun only describes one that follows ("police officers", "Kia and Hyundai vehicles")."""
        token = self.doc[position]
        if position + 1 >= len(self.doc):
            return False
        following = self.doc[position + 1]
        if following.tag_ == "POS":
            return True
        if following.lower_ in {"and", "or"} and token.tag_ in {"NN", "NNP"}:
            return any(later.tag_ in {"NNS", "NNPS"} for later in self.doc[position + 2 : position + 4])
        if token.dep_ in {"compound", "nmod", "amod", "poss"} and token.head.i > position:
            return True
        if following.lower_ in {"-", "–"} and not following.whitespace_ and not token.whitespace_:
            return True
        if following.pos_ not in _HEADS or following.dep_ == "appos":
            return False
        return token.head.i == following.i or (token.tag_ in {"NN", "NNP"} and following.tag_ in {"NNS", "NNPS"})

    def plural(self, characters: tuple[int, int], *, nouns: bool = False) -> bool:
        """Return whether a noun phrase ends in a plural; pronouns ("those", "them") do unless only nouns count."""
        token = self.token(characters[1] - 1)
        return token is not None and token.tag_ in ({"NNS", "NNPS"} if nouns else _PLURAL_TAGS)

    def unit_after(self, end: int) -> tuple[str, int]:
        """Return the unit written out behind "dozens of", and where it ends; "" where there is none."""
        match = _OF_UNIT.match(self.text, end)
        if match is None:
            return "", end
        for words in (match[1], match[1].split(" ")[0]):
            unit = unit_words().get(words.lower())
            if unit and words.endswith("s"):
                return unit, match.start(1) + len(words)
        return "", end

    def behind_person(self, position: int, *, apart: bool) -> bool:
        """Return whether the word before a comma before this character may name a person.

        Args:
            position: where the number begins.
            apart: whether a comma follows it too; then a common noun will do ("the driver, 42, from …").
        """
        token = self.token(max(0, position - 3))
        if token is None or token.ent_type_ not in {"PERSON", "ORG", "GPE", "NORP", "FAC", ""}:
            return False
        return token.pos_ == "PROPN" or (apart and token.tag_ == "NN")


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """A quantity in a block, offsets counted from the block's start."""

    start: int
    end: int
    value: float
    high: float | None = None
    bound: Bound = Bound.EXACTLY
    unit: str = ""
    counts: tuple[int, int] | None = None
    also: Atom | None = None
    vague: bool = False


def noise(text: str) -> Iterator[tuple[int, int]]:
    """Yield the stretches of a text whose figures are no amounts."""
    if _NOISY.search(text):
        for match in noise_pattern().finditer(text):
            yield match.span()


_NOISY = re.compile(r"[\d@#]|www\.|http")


_UNIT_AND = re.compile(r"\ban? (?:hour|minute|day|week|month|year|decade|century) and $", re.IGNORECASE)

_ONE_OF = re.compile(r" (?:or (?:two|more)|of|in|out of)\b")


def counts_nothing(atom: Atom, around: Surroundings, *, inside_range: bool = False) -> bool:
    """Return whether a number is part of a name, a date, an address or a phrase, and no amount."""
    position = atom.number_start
    if atom.words.lower() == "a half" and _UNIT_AND.search(around.text[max(0, position - 16) : position]):
        return True  # "a year and a half" is told by the year
    if around.in_noise(position):
        return True
    if around.in_date(position) and not _is_length(atom):
        return True
    if atom.unit:
        return _article_of_time(atom)
    if _glued(atom, around.text) or _loose_stroke(atom, around.text):
        return True
    if atom.words.lower() in {"one", "half", "zero"} or "quarter" in atom.words.lower():
        return not inside_range and _idiom(atom, around)
    return not inside_range and _designation(atom, around)


def is_share(atom: Atom) -> bool:
    """Return whether a number is written as a part of a whole: "half", "two-thirds", "1/16"."""
    words = atom.words.lower()
    return 0 < atom.value < 1 and words[0] not in "0." and not atom.unit


def _is_length(atom: Atom) -> bool:
    return atom.unit in {"second", "minute", "hour", "day", "week", "fortnight", "month", "year", "decade", "century"}


def _article_of_time(atom: Atom) -> bool:
    return atom.words.lower() in {"one", "half"} and atom.unit in {"day"}


def _glued(atom: Atom, text: str) -> bool:
    """Return whether letters or marks stick to the number: "5G", "20th", "3D", "10x"."""
    following = text[atom.number_end : atom.number_end + 1]
    return (
        following.isalnum()
        or following in {"/", "'", "’"}
        or bool(re.match(r"[.:]\d", text[atom.number_end : atom.number_end + 2]))
    )


def _loose_stroke(atom: Atom, text: str) -> bool:
    """Return whether figures with a stroke are a date, a pressure or a page of many, not a part of a whole."""
    if not re.search(r"[/⁄]", atom.words):
        return False
    return atom.value >= 1 or not text.startswith((" of ", " inch"), atom.number_end)


def _idiom(atom: Atom, around: Surroundings) -> bool:
    """Return whether "one" is a pronoun, or "half" part of a word, and counts nothing."""
    token = around.token(atom.number_start)
    if token is None:
        return True
    if atom.words.lower() == "one" and around.text.startswith(" of ", atom.number_end):
        counted = around.counted(atom.number_end, unit="")
        if counted and not around.plural(counted):
            return True  # "a strategy of one of terror"
    if _ONE_OF.match(around.text, atom.number_end):
        return token.i > 0 and token.nbor(-1).lower_ in {"no", "any", "this", "that", "every", "the", "each"}
    if atom.words.lower() != "one":
        return "quarter" in atom.words.lower() or token.dep_ not in {"nummod", "predet"}
    return not (token.dep_ == "nummod" and token.head.i > token.i) or (
        token.i > 0 and token.nbor(-1).lower_ in {"no", "any", "this", "that", "each", "every", "the"}
    )


def _designation(atom: Atom, around: Surroundings) -> bool:
    """Return whether the word before a number makes it a name: "Boeing 737", "chapter 11", "FTSE 100"."""
    text = around.text
    before = text[max(0, atom.start - 24) : atom.start]
    word = re.search(r"([\w&.’'-]+) $", before)
    if word is None:
        return False
    if word[1].lower() in lexicon()["designators"] and atom.words[0].isdigit():
        return True
    if not atom.words[0].isdigit() or "," in atom.words or word[1].islower() or not word[1][0].isalpha():
        return False
    token = around.token(atom.start - 2)
    if token is None or token.pos_ not in {"PROPN", "NOUN", "X"} or (token.is_sent_start and token.pos_ != "PROPN"):
        return False
    counted = around.counted(atom.number_end, unit="")
    return counted is None or not around.plural(counted)

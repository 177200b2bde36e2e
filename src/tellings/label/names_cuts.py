"""What a run of capitals holds: a title, a name and what stands before both (``London | mayor | Ann Lee``)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from tellings.label.names_lexicon import Lexicon
from tellings.label.names_tokens import Words, capital

POSSESSIVE = frozenset(("'s", "’s", "'", "’"))
_ABBREVIATED = re.compile(r"[A-Za-z&.-]{2,9}")
_CODE = re.compile(r"[A-Z]{1,5}-?\d{1,4}[A-Za-z]{0,4}|[A-Z][a-z]{1,3}-\d{1,4}[A-Z]{0,3}")
# A member's party and state ("D-Vt.", "R-S.C."): no name.
_PARTY = re.compile(r"[DRI]-[A-Z][A-Za-z.]{1,8}")
# Parts of speech that a sentence's first word has where its capital means nothing.
_FUNCTION = frozenset(("DET", "ADP", "PRON", "SCONJ", "CCONJ", "ADV", "VERB", "AUX", "INTJ", "NUM", "PART", "PUNCT"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """A stretch of one block that may name something.

    Attributes:
        words: the block's tokens.
        title: first token of the title before the name; ``first`` where there is none.
        first: first token of the name.
        last: one past the last token of the name.
        tail: one past a bracketed short form that belongs to the mention ("(RAIB)"); ``last`` where there is none.
        lead: first token of the mention: ``title``, or the place or body before it ("London mayor Ann Lee").
        short: the bracketed short form, None where there is none.
        sure: False where the capital may mean nothing.
    """

    words: Words
    title: int
    first: int
    last: int
    tail: int
    lead: int
    short: str | None = None
    sure: bool = True

    @property
    def text(self) -> str:
        """Return the name without title and short form."""
        return self.words.phrase(self.first, self.last)

    @property
    def title_text(self) -> str:
        """Return the title, empty where there is none."""
        return self.words.phrase(self.title, self.first) if self.title < self.first else ""


def pieces(words: Words, first: int, last: int, lex: Lexicon, common: frozenset[str]) -> Iterator[Run]:
    """Yield the names inside one run of capitals."""
    first, last, sure = _trim(words, first, last, lex, common)
    if first < last and _PARTY.fullmatch(words.phrase(first, last)):
        return
    while first < last:
        cut = _cut(words, first, last, lex)
        yield from _titled(words, first, cut, lex, sure=sure)
        sure = True
        first = cut
        while first < last and not capital(words.text[first]):
            first += 1


def _trim(words: Words, first: int, last: int, lex: Lexicon, common: frozenset[str]) -> tuple[int, int, bool]:
    """Drop what is no part of a name at either end; tell whether the first capital means something."""
    while first < last and capital(words.text[first]) and _idle(words, first, last, lex, common):
        first += 1
        while first < last and not capital(words.text[first]):
            first += 1
    while last > first and not words.text[last - 1][0].isalnum():
        last -= 1
    if _nothing(words, first, last, lex):
        first = last
    sure = first < last and not (words.first[first] and last - first == 1)
    return first, last, sure


def _nothing(words: Words, first: int, last: int, lex: Lexicon) -> bool:
    """Return whether a run is a common word or a title and no name ("Police", "Prime Minister")."""
    word = words.text[first] if first < last else ""
    heads = ("organisation_heads", "place_heads", "event_heads", "document_heads")
    if last - first == 1 and not lex.known(word) and any(word in lex.words[key] for key in heads):
        return True
    if last - first == 1 and (word in lex.words["not_alone"] or (word.lower().removesuffix("s"),) in lex.titles):
        return True
    return last > first and title_length(words, first, last, lex) == last - first


def _idle(words: Words, at: int, last: int, lex: Lexicon, common: frozenset[str]) -> bool:
    word = words.text[at]
    if not words.first[at] or lex.known(word) or (word.lower().rstrip("."),) in lex.titles:
        return False
    if title_length(words, at, last, lex):
        return False
    if word.lower() in lex.jobs and at + 1 < last and word.lower() not in lex.given:
        return words.text[last - 1] not in lex.words["organisation_heads"]
    if words.pos[at] in _FUNCTION or word in ("The", "A", "An"):
        return words.label[at] != "PERSON" and word.lower() not in lex.given
    if word.lower() in common and words.pos[at] != "PROPN":
        return True
    if at + 1 < last and words.pos[at] in ("NOUN", "ADJ") and words.ent[at] != words.ent[at + 1]:
        return word.lower() not in lex.given
    return False


def _cut(words: Words, first: int, last: int, lex: Lexicon) -> int:
    """Return where the first name of a run ends: after a company's ending, or a nation that stands apart."""
    for at in range(first, last - 1):
        if words.text[at] in lex.words["company_endings"] and at > first:
            return at + 1
    for at in range(first + 1, last - 1):
        member = words.text[at] in lex.groups and words.text[at + 1].lower() in lex.given
        if member and lex.place(words.phrase(first, at)):
            return at  # "New Jersey | Democrat Ann Lee"
    for size in range(min(4, last - first), 0, -1):
        lead = words.phrase(first, first + size)
        if first + size < last - 1 and _person_after(words, first, first + size, lex):
            return first + size
        if lead in lex.people or lead in lex.countries or lead in lex.groups:
            rest = first + size
            return rest if rest < last and _stands_apart(words, first, rest, last, lex) else last
    return last


def _person_after(words: Words, first: int, at: int, lex: Lexicon) -> bool:
    """Return whether a known place is followed by a person's full name ("Rome Ann Lee")."""
    lead = words.phrase(first, at)
    if not (lex.place(lead) or lead in lex.bodies) or words.text[first].lower() in lex.given:
        return False
    return words.text[at].lower() in lex.given and words.label[at] in ("PERSON", "")


def _stands_apart(words: Words, first: int, rest: int, last: int, lex: Lexicon) -> bool:
    """Return whether a nation at the head of a run is a word of its own ("French | President Lee")."""
    if title_length(words, rest, last, lex):
        return True
    if words.text[first].lower() in lex.given and words.label[first] != "NORP":
        return False
    heads = ("organisation_heads", "place_heads", "event_heads", "document_heads")
    if any(words.text[last - 1] in lex.words[key] for key in heads):
        return False
    if words.text[rest] in ("of", "and"):
        return False
    one_name = words.ent[first] >= 0 and words.ent[first] == words.ent[last - 1]
    return not (one_name and words.label[first] not in ("NORP", "GPE", "PERSON"))


def title_length(words: Words, at: int, last: int, lex: Lexicon) -> int:
    """Return how many tokens from ``at`` are a title in front of something; 0 where there is none."""
    longest = 0
    key: tuple[str, ...] = ()
    for stop in range(at, min(last, at + 5)):
        word = words.text[stop]
        key = (*key, word.lower().rstrip(".") or word)
        needs_capitals = lex.titles.get(key)
        if needs_capitals is None:
            continue
        if not needs_capitals or words.text[at][0].isupper():
            longest = stop + 1 - at
    return longest


def _titles_from(words: Words, at: int, last: int, lex: Lexicon) -> int:
    """Return one past the last of the titles that follow each other from ``at`` ("Deputy" titles too)."""
    while at < last:
        length = title_length(words, at, last, lex)
        if not length:
            break
        at += length
    return at


def _titled(words: Words, first: int, last: int, lex: Lexicon, *, sure: bool) -> Iterator[Run]:
    """Yield the place or body before a title, then the titled name; or the whole as one name."""
    for at in range(first, last):
        stop = _titles_from(words, at, last, lex)
        if stop == at or (at > first and words.text[at - 1].lower() in lex.given):
            continue
        if stop < last and _whole(words, at, stop, last, lex):
            break
        if at > first and words.text[at - 1] in ("of", "for", "the", "and", "-", "'s", "’s"):
            break
        yield from _before_title(words, first, at, lex, sure=sure)
        if stop < last and words.text[stop].lower() not in ("of", "for"):
            yield _finish(words, (first, at, stop, last), lex)
        elif stop < last:
            yield from _office_of(words, at, stop, last, lex)
        return
    yield from _lower_titled(words, first, last, lex, sure=sure)


def _office_of(words: Words, title: int, of: int, last: int, lex: Lexicon) -> Iterator[Run]:
    """Yield the place and the person of "Mayor of Elmford Ann Lee"; the person's title holds both."""
    first = _after_of(words, of, last)
    split = _person_start(words, first, last, lex)
    yield from _before_title(words, first, split, lex, sure=True)
    if split < last:
        yield _finish(words, (title, title, split, last), lex)


def _person_start(words: Words, first: int, last: int, lex: Lexicon) -> int:
    """Return where a person's name begins behind a place's or body's; ``last`` where none does."""
    for at in range(first + 1, last):
        begins = words.label[at] == "PERSON" and words.ent[at] != words.ent[at - 1]
        if begins or words.text[at].lower() in lex.given or lex.known(words.phrase(first, at)):
            return at
    return last


def _after_of(words: Words, at: int, last: int) -> int:
    while at < last and not capital(words.text[at]):
        at += 1
    return at


def _whole(words: Words, title: int, stop: int, last: int, lex: Lexicon) -> bool:
    """Return whether a title opens the name of a body or place ("Queen Mary Hospital", "General Motors")."""
    if words.phrase(title, last) in lex.bodies:
        return True
    heads = lex.words["organisation_heads"] | lex.words["place_heads"]
    if last - stop == 1 and stop - title == 1 and words.text[stop] in lex.words["sure_heads"]:
        return True
    longer = last - stop > 1 or words.text[title] in (
        "Duke",
        "King",
        "Queen",
        "Prince",
        "Princess",
        "Lord",
        "Father",
        "Count",
        "Bishop",
    )
    return longer and words.text[last - 1] in heads and words.label[last - 1] != "PERSON"


def _before_title(words: Words, first: int, title: int, lex: Lexicon, *, sure: bool) -> Iterator[Run]:
    while title - first > 1 and words.text[title - 1] in lex.groups and lex.place(words.phrase(first, title - 1)):
        title -= 1  # "California Democratic Rep. Ann Lee"
    if title > first:
        yield _finish(words, (first, first, first, title), lex, sure=sure)


def _lower_titled(words: Words, first: int, last: int, lex: Lexicon, *, sure: bool) -> Iterator[Run]:
    """Yield a name with the small-letter title before it, if any ("chief constable Ann Lee")."""
    title = first
    for size in (4, 3, 2, 1):
        at = first - size
        if at >= 0 and words.sent[at] == words.sent[first] and title_length(words, at, first, lex) == size:
            title = at if any(char.islower() for char in words.text[at]) else first
            break
    lead = title
    if title < first:
        lead = _lead(words, title)
        sure = True
    yield _finish(words, (lead, title, first, last), lex, sure=sure)


def _lead(words: Words, title: int) -> int:
    """Return the first token of the capitals right before a small-letter title ("London mayor …")."""
    at = title
    while at > 0 and words.sent[at - 1] == words.sent[title] and capital(words.text[at - 1]) and title - at < 4:
        if words.first[at - 1] and words.pos[at - 1] in _FUNCTION:
            break
        at -= 1
    return at


def _finish(words: Words, places: tuple[int, int, int, int], lex: Lexicon, *, sure: bool = True) -> Run:
    """Return the run with lead, title, first and last token as given, its last token and bracket found."""
    lead, title, first, last = places
    last = _lower_head(words, first, _saint(words, first, last, lex), lex)
    tail, short = _bracket(words, first, last)
    return Run(words=words, title=title, first=first, last=last, tail=tail, lead=lead, short=short, sure=sure)


def _saint(words: Words, first: int, last: int, lex: Lexicon) -> int:
    """Return one past the possessive of a saint whose hospital or school follows in small letters."""
    lower = lex.lower_heads
    if words.text[first] not in ("St", "St.", "Saint") or last + 1 >= len(words) or words.text[last] not in POSSESSIVE:
        return last
    after = words.text[last + 1]
    return last + 1 if after in lower["any"] or after in lower["between"] else last


def _lower_head(words: Words, first: int, last: int, lex: Lexicon) -> int:
    """Return one past a small-letter head word that ends the name ("London ambulance service")."""
    lower = lex.lower_heads
    at = last
    if at < len(words) and words.text[at] in lower["between"] and words.text[at] not in lower["long"]:
        at += 1
    if at >= len(words) or words.sent[at] != words.sent[first] or words.phrase(first, last) in lex.people:
        return last
    word = words.text[at]
    fits = word in lower["any"] or (word in lower["long"] and (last - first > 1 or at > last))
    return at + 1 if fits else last


def _bracket(words: Words, first: int, last: int) -> tuple[int, str | None]:
    """Return one past "(RAIB)" after a name whose capitals it repeats, and the short form."""
    if last + 2 >= len(words) or words.text[last] != "(" or words.text[last + 2] != ")":
        return last, None
    short = words.text[last + 1]
    if not _ABBREVIATED.fullmatch(short) or not abbreviates(short, words.phrase(first, last)):
        return last, None
    return last + 3, short


def abbreviates(short: str, name: str) -> bool:
    """Return whether a short form is made of a name's initials, in order ("TfL" of "Transport for London").

    Small words may give a letter or none; every capital of the short form must be an initial.
    """
    letters = [char for char in short if char.isalpha()]
    if len(letters) < 2 or sum(char.isupper() for char in letters) < 2:
        return False
    initials = [word[0] for word in re.split(r"[\s\-]+", name) if word and word[0].isalnum()]
    at = 0
    for initial in initials:
        if at < len(letters) and initial.lower() == letters[at].lower():
            at += 1
    return at == len(letters) and initials[0].lower() == letters[0].lower() and len(initials) >= len(letters)


def is_code(text: str) -> bool:
    """Return whether a name is a designation such as ``F-16``, ``S-400`` or ``A380``."""
    return bool(_CODE.fullmatch(text))

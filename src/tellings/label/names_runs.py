"""Where names may stand: runs of capitalised words, cut and joined by rule.

A run is found by its capitals and the few small words that names hold ("Bank of England"), then cut into a title,
a name and what stands before both: ``London | mayor | Ann Lee``. What a name stands for is decided later, for the
whole article at once (``names.py``).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from tellings.label.names_lexicon import Lexicon
from tellings.label.names_tokens import Words, capital

_POSSESSIVE = frozenset(("'s", "’s", "'", "’"))
_HYPHENS = frozenset("-–‑")
_ABBREVIATED = re.compile(r"[A-Za-z&.-]{2,9}")
_CODE = re.compile(r"[A-Z]{1,5}-?\d{1,4}[A-Za-z]{0,4}|[A-Z][a-z]{1,3}-\d{1,4}[A-Z]{0,3}")
# Parts of speech that a sentence's first word has where its capital means nothing.
_FUNCTION = frozenset(("DET", "ADP", "PRON", "SCONJ", "CCONJ", "ADV", "VERB", "AUX", "INTJ", "NUM", "PART", "PUNCT"))
_LONGEST = 14  # tokens: a run that is longer is a heading or a list, not a name
_JOINED_LABELS = frozenset(("ORG", "LAW", "WORK_OF_ART", "FAC", "EVENT"))


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


def find_runs(words: Words, lex: Lexicon, common: frozenset[str]) -> Iterator[Run]:
    """Yield the runs of a block that is not in headline case, in order; nested ones before the one around them.

    Args:
        words: the block.
        lex: general knowledge.
        common: words that the article also writes with a small letter.
    """
    index = 0
    while index < len(words):
        if not _opens(words, index, lex):
            index += 1
            continue
        last = _extent(words, index, lex)
        stop = last
        for run in _pieces(words, index, last, lex, common):
            stop = max(stop, run.tail)
            yield run
        index = stop


def _opens(words: Words, index: int, lex: Lexicon) -> bool:
    """Return whether a token may be part of a name; a month only after a given name or a title ("Ann May")."""
    word = words.text[index]
    if not capital(word) or not word[0].isalpha():
        return False
    if word in lex.words["months"]:
        before = words.text[index - 1].lower().rstrip(".") if index else ""
        return before in lex.given or ((before,) in lex.titles and capital(words.text[index - 1]))
    return word not in lex.words["not_names"]


def _extent(words: Words, first: int, lex: Lexicon) -> int:
    """Return one past the last token of the run that starts at ``first``."""
    last = first + 1
    while last < len(words) and last - first < _LONGEST:
        step = _step(words, first, last, lex)
        if not step:
            break
        last += step
    return last


def _step(words: Words, first: int, last: int, lex: Lexicon) -> int:
    """Return how many tokens the run grows by at ``last``; 0 where it ends."""
    if words.sent[last] != words.sent[first]:
        return 0
    word = words.text[last]
    if _opens(words, last, lex):
        return 1
    ahead = _next_capital(words, last, lex)
    if ahead is None:
        return int(bool(words.gap[last]) and word.isdigit() and words.label[last] in ("PRODUCT", "ORG", "FAC"))
    return _joins(words, first, last, ahead, lex)


def _next_capital(words: Words, index: int, lex: Lexicon) -> int | None:
    """Return the next capitalised token within three tokens if only small words stand before it."""
    for ahead in range(index + 1, min(index + 4, len(words))):
        if words.sent[ahead] != words.sent[index]:
            return None
        if _opens(words, ahead, lex):
            return ahead
        if not (words.text[ahead].isalpha() or words.text[ahead] in _HYPHENS):
            return None
    return None


def _joins(words: Words, first: int, at: int, ahead: int, lex: Lexicon) -> int:
    """Return the tokens from the small word at ``at`` through the capital at ``ahead`` if they belong to the run."""
    word = words.text[at].lower()
    grow = ahead - at + 1
    one_name = words.ent[at - 1] >= 0 and words.ent[at - 1] == words.ent[ahead]
    if word in _HYPHENS:
        return grow if grow == 2 and _hyphen(words, at, lex) else 0
    if word in _POSSESSIVE:
        saint = (
            words.text[first] in ("St", "St.", "King", "Queen") and words.text[ahead] in lex.words["organisation_heads"]
        )
        return grow if grow == 2 and (saint or (one_name and words.label[ahead] in _JOINED_LABELS)) else 0
    if word in lex.words["inner"] and grow <= 3:
        return (
            grow if word == "&" or one_name or all(w.lower() in lex.words["inner"] for w in words.text[at:ahead]) else 0
        )
    if word in lex.words["of_words"]:
        plain = grow == 2 or (grow == 3 and words.text[at + 1].lower() == "the")
        head = words.text[at - 1] in lex.words["first_of_words"]
        return grow if plain and (head or (one_name and words.label[ahead] in _JOINED_LABELS)) else 0
    if word == "and" and grow == 2:
        return grow if _and(words, first, at, ahead, lex) else 0
    return 0


def _hyphen(words: Words, at: int, lex: Lexicon) -> bool:
    """Return whether a hyphen joins two parts of one name ("Allan-Jones"), not two names ("Lee-Kim talks")."""
    left, right = words.text[at - 1], words.text[at + 1]
    if words.gap[at] or words.gap[at + 1]:
        return False
    if lex.known(left) or lex.known(right):
        return f"{left}-{right}" in lex.bodies
    after = words.pos[at + 2] if at + 2 < len(words) else ""
    return words.ent[at - 1] == words.ent[at + 1] or after not in ("NOUN",)


def _and(words: Words, first: int, at: int, ahead: int, lex: Lexicon) -> bool:
    inside = words.text[first:at]
    if lex.place(words.text[ahead]) or words.text[at - 1] in lex.words["organisation_heads"]:
        return False
    one_name = words.ent[at - 1] >= 0 and words.ent[at - 1] == words.ent[ahead]
    of_inside = any(word in lex.words["of_words"] for word in inside) and inside[0] in lex.words["first_of_words"]
    later = words.text[ahead + 1] if ahead + 1 < len(words) else ""
    heads = lex.words["organisation_heads"] | lex.words["document_heads"]
    return (one_name and (of_inside or later in heads or words.text[ahead] in heads)) or (
        of_inside and words.label[ahead] not in ("PERSON", "GPE")
    )


def _pieces(words: Words, first: int, last: int, lex: Lexicon, common: frozenset[str]) -> Iterator[Run]:
    """Yield the names inside one run of capitals."""
    first, last, sure = _trim(words, first, last, lex, common)
    while first < last:
        cut = _cut(words, first, last, lex)
        yield from _titled(words, first, cut, lex, sure=sure)
        sure = True
        first = cut
        while first < last and not capital(words.text[first]):
            first += 1


def _trim(words: Words, first: int, last: int, lex: Lexicon, common: frozenset[str]) -> tuple[int, int, bool]:
    """Drop what is no part of a name at either end; tell whether the first capital means something."""
    while first < last and _idle(words, first, last, lex, common):
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
    if last - first == 1 and words.text[first] in lex.words["not_alone"]:
        return True
    return last > first and title_length(words, first, last, lex) == last - first


def _idle(words: Words, at: int, last: int, lex: Lexicon, common: frozenset[str]) -> bool:
    word = words.text[at]
    if not words.first[at] or lex.known(word) or (word.lower().rstrip("."),) in lex.titles:
        return False
    if words.pos[at] in _FUNCTION or word in ("The", "A", "An"):
        return words.label[at] != "PERSON" and word.lower() not in lex.given
    if word.lower() in common and words.pos[at] != "PROPN":
        return True
    if at + 1 < last and words.pos[at] in ("NOUN", "ADJ") and words.ent[at] != words.ent[at + 1]:
        return word.lower() not in lex.given
    return False


def _cut(words: Words, first: int, last: int, lex: Lexicon) -> int:
    """Return where the first name of a run ends: before a possessive, or after a nation's adjective before a title."""
    if last - first > 1:
        for size in (3, 2, 1):
            lead = words.phrase(first, first + size) if first + size < last else ""
            if lead and (lead in lex.people or lead in lex.countries or lead in lex.groups):
                return first + size if _stands_apart(words, first, first + size, last, lex) else last
    return last


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
            yield from _titled(words, _after_of(words, stop, last), last, lex, sure=True)
        return
    yield from _lower_titled(words, first, last, lex, sure=sure)


def _after_of(words: Words, at: int, last: int) -> int:
    while at < last and not capital(words.text[at]):
        at += 1
    return at


def _whole(words: Words, title: int, stop: int, last: int, lex: Lexicon) -> bool:
    """Return whether a title opens the name of a body or place ("Queen Mary Hospital", "General Motors")."""
    if words.phrase(title, last) in lex.bodies:
        return True
    heads = lex.words["organisation_heads"] | lex.words["place_heads"]
    return last - stop > 1 and words.text[last - 1] in heads and words.label[last - 1] != "PERSON"


def _before_title(words: Words, first: int, title: int, lex: Lexicon, *, sure: bool) -> Iterator[Run]:
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
        at -= 1
    return at


def _finish(words: Words, places: tuple[int, int, int, int], lex: Lexicon, *, sure: bool = True) -> Run:
    """Return the run with lead, title, first and last token as given, its last token and bracket found."""
    lead, title, first, last = places
    last = _lower_head(words, first, last, lex)
    tail, short = _bracket(words, first, last)
    return Run(words=words, title=title, first=first, last=last, tail=tail, lead=lead, short=short, sure=sure)


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

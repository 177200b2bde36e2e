"""Where names may stand: runs of capitalised words, joined by rule.

A run is found by its capitals and the few small words that names hold ("Bank of England"), then cut into names
(``names_cuts.py``). What a name stands for is decided later, for the whole article at once (``names.py``).
"""

from __future__ import annotations

from collections.abc import Iterator

from tellings.label.names_cuts import POSSESSIVE, Run, pieces
from tellings.label.names_lexicon import Lexicon
from tellings.label.names_tokens import Words, capital

_HYPHENS = frozenset("-–‑")
_LONGEST = 14  # tokens: a run that is longer is a heading or a list, not a name
_JOINED_LABELS = frozenset(("ORG", "LAW", "WORK_OF_ART", "FAC", "EVENT"))


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
        for run in pieces(words, _leading(words, index, lex), last, lex, common):
            stop = max(stop, run.tail)
            yield run
        index = stop


def _leading(words: Words, index: int, lex: Lexicon) -> int:
    """Return the first of the small words that open a name ("al-Asad", "van der Berg")."""
    at = index
    while at > 0 and words.sent[at - 1] == words.sent[index]:
        before = words.text[at - 1]
        if before in _HYPHENS and at > 1 and words.text[at - 2] in ("al", "el", "ul") and not words.gap[at]:
            at -= 2
        elif before in lex.words["leading"] and words.pos[at - 1] != "DET":
            at -= 1
        else:
            break
    return at


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
    if ahead is None and _syllable(words, first, last, lex):
        return 2
    if ahead is None:
        model = words.label[last] in ("PRODUCT", "ORG", "FAC") or not words.text[last - 1][1:].islower()
        return int(
            bool(words.gap[last]) and word.isdigit() and len(word) < 4 and model and words.text[last - 1][0].islower()
        )
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
    if word in POSSESSIVE:
        saint = (
            words.text[first] in ("St", "St.", "King", "Queen") and words.text[ahead] in lex.words["organisation_heads"]
        )
        return grow if grow == 2 and (saint or (one_name and words.label[ahead] in _JOINED_LABELS)) else 0
    if word in lex.words["inner"] and grow <= 3:
        return (
            grow if word == "&" or one_name or all(w.lower() in lex.words["inner"] for w in words.text[at:ahead]) else 0
        )
    if word in lex.words["of_words"]:
        plain = grow == 2 or (grow == 3 and words.text[at + 1].lower() in ("the", "a", "an"))
        before = words.text[at - 1]
        head = before in lex.words["first_of_words"] or before.lower() in lex.words["offices_of"]
        return grow if plain and (head or (one_name and words.label[ahead] in _JOINED_LABELS)) else 0
    if word == "and" and grow == 2:
        return grow if _and(words, first, at, ahead, lex) else 0
    return 0


def _syllable(words: Words, first: int, at: int, lex: Lexicon) -> bool:
    """Return whether a hyphen and a small-letter syllable end a name of at least two words ("Park Min-ho")."""
    if words.text[at] not in _HYPHENS or at + 1 >= len(words) or words.gap[at] or words.gap[at + 1]:
        return False
    after = words.text[at + 1]
    return (
        after.isalpha()
        and after.islower()
        and len(after) <= 6
        and at - first >= 2
        and after not in lex.words["after_hyphen"]
    )


def _hyphen(words: Words, at: int, lex: Lexicon) -> bool:
    """Return whether a hyphen joins two parts of one name ("Allan-Jones"), not two names ("Lee-Kim talks")."""
    left, right = words.text[at - 1], words.text[at + 1]
    if words.gap[at] or words.gap[at + 1]:
        return False
    if left in lex.words["before_hyphen"]:
        before = at > 1 and _opens(words, at - 2, lex) and not words.first[at - 2]
        return before and left in lex.words["organisation_heads"]  # "The Elmford Post-Herald"
    if lex.known(left) or lex.known(right):
        return f"{left}-{right}" in lex.bodies
    after = words.pos[at + 2] if at + 2 < len(words) else ""
    return words.ent[at - 1] == words.ent[at + 1] or after not in ("NOUN",)


def _and(words: Words, first: int, at: int, ahead: int, lex: Lexicon) -> bool:
    inside = words.text[first:at]
    if at - first > 1 and words.text[ahead] in lex.words["and_words"] and words.text[at - 1] in lex.words["and_words"]:
        return True
    if lex.place(words.text[ahead]) or words.text[at - 1] in lex.words["organisation_heads"]:
        return False
    one_name = words.ent[at - 1] >= 0 and words.ent[at - 1] == words.ent[ahead]
    of_inside = any(word in lex.words["of_words"] for word in inside) and inside[0] in lex.words["first_of_words"]
    later = words.text[ahead + 1] if ahead + 1 < len(words) else ""
    heads = lex.words["organisation_heads"] | lex.words["document_heads"]
    return (one_name and (of_inside or later in heads or words.text[ahead] in heads)) or (
        of_inside and words.label[ahead] not in ("PERSON", "GPE")
    )

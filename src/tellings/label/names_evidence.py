"""What an occurrence of a name tells about what it names.

The weights are set by hand: general knowledge and titles (5 and more) outweigh any number of guesses of the small
model within one article (1 each, at most a few occurrences), and the words around a name (0.5 to 3) break ties.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from tellings.label.names_cuts import Run, is_code
from tellings.label.names_lexicon import Lexicon
from tellings.label.names_tokens import Words
from tellings.types.labels import EntityType

_PERSON, _BODY, _PLACE = EntityType.PERSON, EntityType.ORGANISATION, EntityType.PLACE
_PRODUCT, _DOCUMENT, _EVENT, _GROUP = EntityType.PRODUCT, EntityType.DOCUMENT, EntityType.EVENT, EntityType.GROUP

# What the pipeline's labels stand for, and how much one of them counts.
_OF_LABEL: Mapping[str, tuple[EntityType, float]] = {
    "PERSON": (_PERSON, 1.2),
    "ORG": (_BODY, 1.0),
    "GPE": (_PLACE, 1.0),
    "LOC": (_PLACE, 1.0),
    "FAC": (_PLACE, 0.9),
    "NORP": (_GROUP, 0.6),
    "PRODUCT": (_PRODUCT, 0.7),
    "EVENT": (_EVENT, 0.8),
    "LAW": (_DOCUMENT, 1.0),
    "WORK_OF_ART": (_DOCUMENT, 0.6),
}
NAME_LABELS = frozenset(_OF_LABEL)
# Order of preference where two scores are equal.
_ORDER = (_PERSON, _BODY, _PLACE, _GROUP, _PRODUCT, _DOCUMENT, _EVENT)
_HEADS: tuple[tuple[str, EntityType], ...] = (
    ("organisation_heads", _BODY),
    ("place_heads", _PLACE),
    ("event_heads", _EVENT),
    ("document_heads", _DOCUMENT),
    ("product_heads", _PRODUCT),
)
_AFTER: tuple[tuple[str, EntityType, float], ...] = (
    ("product_after", _PRODUCT, 3.0),
    ("organisation_after", _BODY, 1.0),
    ("place_after", _PLACE, 1.0),
    ("seat_after", _PLACE, 2.5),
    ("event_after", _EVENT, 0.5),
    ("person_after", _PERSON, 3.5),
)
# Three labels' worth: what a small model says of one string, said often, is still one opinion.
_LABEL_CAP = 3.0
_CONTEXT_CAP = 6.0
_LOWER_PLACES = {_PLACE: frozenset(("stop", "junction", "station", "dam", "valley", "river", "reservoir", "peninsula"))}
_DOTTED = re.compile(r"(?:[A-Z]\.){2,6}")
_MARKS = frozenset('"“”')
_SPEECH = frozenset(
    ("say", "tell", "add", "ask", "warn", "claim", "deny", "believe", "think", "recall", "insist", "argue")
)
_HUMAN_ACTS = _SPEECH | frozenset(("smile", "laugh", "marry", "die", "resign", "tweet", "write", "speak", "meet"))


def decide(scores: Mapping[EntityType, float]) -> EntityType | None:
    """Return the type with the highest sum, None where nothing speaks for any."""
    best, top = None, 0.0
    for kind in _ORDER:
        if scores.get(kind, 0.0) > top:
            best, top = kind, scores[kind]
    return best


def nation(run: Run, lex: Lexicon) -> tuple[str | None, bool]:
    """Return the country a name stands for and whether the word is its adjective here.

    A word for a people is an adjective where it stands before a noun it belongs to, else it names the people.
    """
    text = run.text
    if text in lex.countries:
        return lex.countries[text], False
    country = lex.people.get(text)
    if country is None:
        return None, False
    return country, modifies(run) and text in lex.adjectives


def modifies(run: Run) -> bool:
    """Return whether a word for a people or group stands before the noun it belongs to ("Danish troops")."""
    words, last = run.words, run.last
    tagged = words.pos[last - 1] == "ADJ" or words.tag[last - 1] in ("JJ", "AFX")
    joined = last < len(words) and words.text[last] in ("-", "–") and not words.gap[last]
    return tagged or joined or (words.dep[last - 1] in ("amod", "compound", "nmod") and words.head[last - 1] >= last)


def is_language(run: Run, lex: Lexicon) -> bool:
    """Return whether a nation's adjective stands alone as the name of its language ("in Danish")."""
    words, before = run.words, run.first - 1
    if run.text not in lex.adjectives or modifies(run) or before < 0:
        return False
    return words.text[before].lower() in lex.words["before_language"]


class Tally:
    """The evidence for one string, over all its occurrences in an article.

    What lies in the string itself and in a title before it counts once; the labels of the pipeline count up to
    ``_LABEL_CAP`` together and the words around it up to ``_CONTEXT_CAP`` for each type, however often it occurs.
    """

    def __init__(self) -> None:
        self._fixed: dict[EntityType, float] = {}
        self._labels: dict[EntityType, float] = {}
        self._context: dict[EntityType, float] = {}

    def add(self, run: Run, lex: Lexicon) -> None:
        """Add one occurrence."""
        fixed: dict[EntityType, float] = {}
        for kind, score in (*_known(run, lex), *_shape(run, lex)):
            fixed[kind] = fixed.get(kind, 0.0) + score
        for kind, score in fixed.items():
            self._fixed[kind] = max(score, self._fixed.get(kind, score))
        for kind, score in _labels(run):
            self._labels[kind] = self._labels.get(kind, 0.0) + score
        for kind, score in _around(run, lex):
            self._context[kind] = self._context.get(kind, 0.0) + score

    def scores(self) -> dict[EntityType, float]:
        """Return the sum for each type."""
        total = sum(self._labels.values())
        scale = min(1.0, _LABEL_CAP / total) if total else 1.0
        sums = dict(self._fixed)
        for kind, score in self._labels.items():
            sums[kind] = sums.get(kind, 0.0) + scale * score
        for kind, score in self._context.items():
            sums[kind] = sums.get(kind, 0.0) + max(-_CONTEXT_CAP, min(_CONTEXT_CAP, score))
        return sums


def _known(run: Run, lex: Lexicon) -> Iterator[tuple[EntityType, float]]:
    text = run.text
    bare = text.removeprefix("the ").removeprefix("The ")
    if text in lex.countries or text in lex.seats:
        yield _PLACE, 6.0
    elif text in lex.places:
        yield _PLACE, 4.0 if text.lower() not in lex.given else 2.0
    if text in lex.people:
        yield _GROUP, 8.0
    if text in lex.groups:
        yield _GROUP, 6.0
    if bare in lex.bodies or (_DOTTED.fullmatch(bare) and bare.replace(".", "") in lex.bodies):
        yield _BODY, 6.0
    if text in lex.words["products"] or text.removesuffix("s") in lex.words["products"]:
        yield _PRODUCT, 4.0
    if run.title < run.first:
        yield _PERSON, 8.0
    if run.short:
        yield _BODY, 2.0


def _shape(run: Run, lex: Lexicon) -> Iterator[tuple[EntityType, float]]:
    words = run.words.text[run.first : run.last]
    of = next((at for at, word in enumerate(words) if word in lex.words["of_words"] and at), len(words))
    head, first = words[of - 1], words[0]
    heads = {kind for key, kind in _HEADS if head in lex.words[key] or head.capitalize() in lex.words[key]}
    heads |= {kind for kind, lower in _LOWER_PLACES.items() if head in lower}
    surname = len(words) == 2 and first.lower() in lex.given and _BODY not in heads
    if len(words) > 1:
        for kind in sorted(heads):
            yield kind, 2.5 if surname else 4.0
        if first in lex.words["first_place_words"]:
            yield _PLACE, 1.5
        if first in lex.words["first_event_words"]:
            yield _EVENT, 4.0
    if not heads:
        yield from _person_shape(words, lex)
    elif surname:
        yield _PERSON, 2.5
    yield from _code_shape(run, head)
    if "&" in words or any(word in lex.words["first_of_words"] for word in words[:-1]):
        yield _BODY, 2.0


def _code_shape(run: Run, head: str) -> Iterator[tuple[EntityType, float]]:
    """Yield what letters tell: designations, initials, and a small letter before a capital ("iPad")."""
    if is_code(run.text) or is_code(head):
        yield _PRODUCT, 4.0
    elif run.text.isalpha() and len(run.text) <= 6 and sum(char.isupper() for char in run.text) > 1:
        yield _BODY, 1.5
    if any(word[0].islower() and not word.islower() for word in run.text.split()):
        yield _PRODUCT, 1.5


def _person_shape(words: list[str], lex: Lexicon) -> Iterator[tuple[EntityType, float]]:
    gender = lex.given.get(words[0].lower())
    if gender and 1 < len(words) <= 5:
        yield _PERSON, 3.5
    elif gender:
        yield _PERSON, 0.8
    elif 2 < len(words) <= 5 and words[1].lower() in lex.given:
        yield _PERSON, 2.5
    elif 1 < len(words) < 4 and all(word.isalpha() and word.istitle() for word in words) and not lex.known(words[0]):
        yield _PERSON, 0.8
    if len(words) == 3 and len(words[1].rstrip(".")) == 1 and words[1][0].isupper():
        yield _PERSON, 3.0


def _labels(run: Run) -> Iterator[tuple[EntityType, float]]:
    words = run.words
    counted = set()
    for index in range(run.first, run.last):
        number = words.ent[index]
        if number < 0 or number in counted or words.label[index] not in _OF_LABEL:
            continue
        counted.add(number)
        kind, weight = _OF_LABEL[words.label[index]]
        whole = words.ent[run.first] == words.ent[run.last - 1]
        yield kind, weight if whole else weight / 2


def _around(run: Run, lex: Lexicon) -> Iterator[tuple[EntityType, float]]:
    words = run.words
    yield from _after(run, lex)
    at = run.lead - 1
    if at >= 0 and words.sent[at] == words.sent[run.first]:
        before = words.text[at].lower()
        if before in lex.words["place_before"] and not words.first[run.first]:
            yield _PLACE, 1.5
        elif before == "of" and at > 0 and words.text[at - 1] == ",":
            yield _PLACE, 2.5  # "the driver, of Dunmere, was held"
        elif before in ("from", "to", "at"):
            yield _PLACE, 0.7 if words.label[run.first] in ("GPE", "LOC", "FAC") else 0.3
        elif before == "the" and not modifies(run):
            yield _PERSON, -2.5
            yield _BODY, 0.5
        elif before in lex.words["organisation_before"]:
            yield _BODY, 2.5
        elif before in lex.words["place_before_nouns"]:
            yield _PLACE, 2.5
    yield from _syntax(words, run)
    if words.pos[run.last - 1] == "PROPN":
        yield _BODY, 0.1


def _after(run: Run, lex: Lexicon) -> Iterator[tuple[EntityType, float]]:
    words, at = run.words, run.tail
    if at >= len(words) or words.sent[at] != words.sent[run.first]:
        return
    word = words.lemma[at]
    for key, kind, score in _AFTER:
        if word in lex.words[key]:
            yield kind, score
    if word == "," and at + 1 < len(words):
        after = words.text[at + 1]
        if (
            after.isdigit()
            and 1 <= int(after[:4]) <= 110
            and (at + 2 >= len(words) or words.text[at + 2] in (",", ".", ")"))
        ):
            yield _PERSON, 4.0
        elif after in ("who", "whose", "whom"):
            yield _PERSON, 3.0
    elif word in ("who", "whose", "whom"):
        yield _PERSON, 2.5


def _syntax(words: Words, run: Run) -> Iterator[tuple[EntityType, float]]:
    head = run.last - 1
    if words.dep[head] in ("nsubj", "nsubjpass") and words.lemma[words.head[head]] in _HUMAN_ACTS:
        yield _PERSON, 0.8
        yield _BODY, 0.4
    if words.dep[head] in ("nsubj", "nsubjpass") and _personal_after(words, run.last):
        yield _PERSON, 1.2


def _personal_after(words: Words, at: int) -> bool:
    """Return whether "he", "she", "his" or "her" follows in the sentence, outside quotation marks."""
    for index in range(at, len(words)):
        if words.sent[index] != words.sent[at - 1] or words.text[index] in _MARKS:
            return False
        if words.text[index] in ("he", "she", "his", "her"):
            return True
    return False

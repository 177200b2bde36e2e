"""Names: which runs of capitals name something, and what it is, decided for the whole article at once.

Every occurrence of a string adds its evidence (the pipeline's label, a title before it, a head word inside it, the
words around it); the sum decides once for all occurrences, so that one odd label of a small model changes nothing.
Headlines, where capitals say nothing, get the names that the rest of the article settled.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from tellings.label.names_cuts import Run
from tellings.label.names_evidence import NAME_LABELS, Tally, decide, is_language, modifies, nation
from tellings.label.names_lexicon import Lexicon, lexicon
from tellings.label.names_runs import find_runs
from tellings.label.names_tokens import Words, capital
from tellings.types.labels import EntityType

# Evidence from which a full name is a person's for sure: more than two guesses of the small model.
_SURE_PERSON = 2.4
# Evidence from which a capital inside a sentence is a name even if the pipeline takes it for a common noun.
_STRONG = 2.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Name:
    """One name in place.

    Attributes:
        run: where it stands.
        type: what it names.
        text: the name without title, possessive and short form, in the article's own case where it is in capitals.
        adjective: a nation's adjective ("Danish"), which refers to the nation without naming it.
        nation: the country such a word or name stands for, by its usual name, else None.
    """

    run: Run
    type: EntityType
    text: str
    adjective: bool = False
    nation: str | None = None

    @property
    def begin(self) -> int:
        """Return the first character of the mention, title included."""
        return self.run.words.begin[self.run.lead]

    @property
    def end(self) -> int:
        """Return one past the last character of the mention, short form included."""
        return self.run.words.end[self.run.tail - 1]


def find_names(blocks: Sequence[Words]) -> list[Name]:
    """Return every name of an article in reading order.

    Args:
        blocks: the article's blocks in reading order.
    """
    lex = lexicon()
    common = frozenset(word for words in blocks for word in words.text if word.islower())
    runs = [run for words in blocks if not words.headline for run in find_runs(words, lex, common)]
    runs = list(_uncoupled(runs))
    tallies: dict[str, Tally] = defaultdict(Tally)
    for run in runs:
        tallies[run.text].add(run, lex)
    scores = {text: defaultdict(float, tally.scores()) for text, tally in tallies.items()}
    _share(scores, lex)
    types = {run.text: decide(scores[run.text]) for run in runs}
    strong = {text for text, score in scores.items() if max(score.values(), default=0.0) >= _STRONG}
    steady = _steady(runs, types, common, strong)
    names = [_name(run, types[run.text], lex) for run in runs if run.text in steady and not is_language(run, lex)]
    names.extend(_regions(names, lex))
    for words in blocks:
        if words.headline:
            names.extend(_headline(words, steady, types, lex))
        else:
            names.extend(_missed(words, names, steady, types, lex))
    return sorted(_distinct(names), key=lambda name: (name.begin, -name.end))


def _uncoupled(runs: Sequence[Run]) -> Iterator[Run]:
    """Yield the runs, those of two names that the article also holds apart cut in two ("the Lee-Kim talks")."""
    alone = {run.text for run in runs}
    for run in runs:
        words, at = run.words, run.first + 1
        halves = run.last - run.first == 3 and words.text[at] in ("-", "–")
        if halves and words.text[run.first] in alone and words.text[at + 1] in alone:
            yield replace(run, last=at, tail=at)
            yield replace(run, lead=at + 1, title=at + 1, first=at + 1)
        else:
            yield run


def _share(scores: Mapping[str, dict[EntityType, float]], lex: Lexicon) -> None:
    """Let a person's full name settle its surname and given name, and a place what is called after it.

    The share of 8 outweighs what a small model says of a bare surname, but not a well-known place (6 and more) with
    a few sightings. A name of several words that begins with a place is rarely a person's ("Elmford Trams").
    """
    for text, score in scores.items():
        first = text.split()[0]
        after_place = first != text and (lex.place(first) or decide(scores.get(first, {})) is EntityType.PLACE)
        if after_place and decide(score) is EntityType.PERSON and first.lower() not in lex.given:
            score[EntityType.PERSON] -= 1.5
            score[EntityType.ORGANISATION] += 0.7
    for text in [text for text in scores if " " in text and text.split()[-1] in lex.words["place_heads"]]:
        short = " ".join(text.split()[:-1])
        if short in scores and decide(scores[text]) is EntityType.PLACE:
            scores[short][EntityType.PLACE] += 2.0
    for text in [text for text in scores if text.endswith("s") and text[:-1] in scores]:
        _pool(scores[text], scores[text[:-1]])
    full = [text for text in scores if " " in text and scores[text].get(EntityType.PERSON, 0.0) >= _SURE_PERSON]
    for text in full:
        if decide(scores[text]) is not EntityType.PERSON:
            continue
        for part in sorted({text.split()[-1], text.split()[0]}):
            if part in scores and not scores[part].get(EntityType.PLACE, 0.0) >= 6.0:
                scores[part][EntityType.PERSON] += 8.0


def _pool(left: dict[EntityType, float], right: dict[EntityType, float]) -> None:
    """Let a thing and its plural ("Falcon", "Falcons") be of one type if the words around say that it is a product."""
    if max(left.get(EntityType.PRODUCT, 0.0), right.get(EntityType.PRODUCT, 0.0)) >= 2.5:
        both = left.get(EntityType.PRODUCT, 0.0) + right.get(EntityType.PRODUCT, 0.0)
        left[EntityType.PRODUCT] = right[EntityType.PRODUCT] = both


def _steady(
    runs: Sequence[Run], types: dict[str, EntityType | None], common: frozenset[str], strong: set[str]
) -> set[str]:
    """Return the strings that name something: typed, and seen once where the capital means something."""
    lex = lexicon()
    parts = _parts(types)
    steady = set()
    for run in runs:
        text = run.text
        if types[text] is None or is_language(run, lex):
            continue
        if text in parts:
            steady.add(text)
        labelled = any(run.words.label[i] in NAME_LABELS for i in range(run.first, run.last))
        tagged = any(run.words.pos[i] == "PROPN" for i in range(run.first, run.last))
        usual = text.lower() in common
        tagged = tagged or (run.sure and not usual and text in strong)
        if usual and text.isupper() and len(text) > 3 and not lex.known(text):
            continue
        if (
            lex.known(text)
            or (run.sure and (labelled or tagged))
            or (labelled and tagged and not usual)
            or run.title < run.first
        ):
            steady.add(text)
    return steady


def _parts(types: dict[str, EntityType | None]) -> set[str]:
    """Return the surnames and given names of the people whose full names the article holds."""
    full = [text.split() for text, kind in types.items() if kind is EntityType.PERSON and " " in text]
    return {part for words in full for part in (words[0], words[-1])}


def _name(run: Run, kind: EntityType | None, lex: Lexicon) -> Name:
    assert kind is not None
    text = run.text
    country, adjective = nation(run, lex)
    if country is not None and adjective:
        return Name(run=run, type=EntityType.PLACE, text=text, adjective=True, nation=country)
    if text in lex.groups and kind is EntityType.GROUP and modifies(run):
        return Name(run=run, type=kind, text=text, adjective=True)
    return Name(run=run, type=kind, text=text, nation=country)


def _regions(names: Sequence[Name], lex: Lexicon) -> Iterator[Name]:
    """Yield the region around a place ("south London"), and the place inside a by-election's name."""
    for name in names:
        run, words = name.run, name.run.words
        if (
            name.type is EntityType.EVENT
            and words.text[run.last - 1] in ("byelection", "by-election")
            and run.last - run.first > 1
        ):
            inner = replace(run, last=run.last - 1, tail=run.last - 1)
            yield Name(run=inner, type=EntityType.PLACE, text=inner.text)
        first = run.lead
        while first > 0 and words.sent[first - 1] == words.sent[run.first] and _direction(words, first - 1, lex):
            first -= 1
        while first < run.lead and words.text[first] in ("-", "–"):
            first += 1
        if name.type is EntityType.PLACE and not name.adjective and first < run.lead and run.lead == run.first:
            outer = replace(run, lead=first, title=first, first=first)
            yield Name(run=outer, type=EntityType.PLACE, text=outer.text)


def _direction(words: Words, at: int, lex: Lexicon) -> bool:
    return words.text[at] in lex.words["directions"] or (
        words.text[at] == "-" and at > 0 and words.text[at - 1] in lex.words["directions"]
    )


def _headline(words: Words, steady: set[str], types: dict[str, EntityType | None], lex: Lexicon) -> Iterator[Name]:
    """Yield the names in a headline: those the article knows, general knowledge, then the pipeline's."""
    shouted = all(word.isupper() for word in words.text if word.isalpha())
    types = {**dict.fromkeys(sorted(_parts(types)), EntityType.PERSON), **types}
    known = sorted(steady | _parts(types))
    table = {(text.upper() if shouted else text): text for text in known}
    index = 0
    while index < len(words):
        found = _longest(words, index, table, lex)
        if found is None:
            index += 1
            continue
        size, text = found
        run = Run(words=words, title=index, first=index, last=index + size, tail=index + size, lead=index)
        kind = types.get(text)
        if kind is None:
            tally = Tally()
            tally.add(run, lex)
            kind = decide(tally.scores())
        if kind is not None:
            yield replace(_name(run, kind, lex), text=text)
        index += size


def _longest(words: Words, index: int, table: dict[str, str], lex: Lexicon) -> tuple[int, str] | None:
    """Return the size in tokens and the usual form of the longest name at a token of a headline."""
    if not capital(words.text[index]):
        return None
    for size in range(min(8, len(words) - index), 0, -1):
        text = words.phrase(index, index + size)
        if text in table:
            return size, table[text]
        if size <= 4 and lex.known(text) and text not in lex.words["not_alone"]:
            return size, text
    return _labelled(words, index, lex)


def _labelled(words: Words, index: int, lex: Lexicon) -> tuple[int, str] | None:
    """Return a person or place the pipeline found at a token of a headline, given that a given name backs it."""
    if words.ent[index] < 0 or words.label[index] != "PERSON" or (index and words.ent[index - 1] == words.ent[index]):
        return None
    size = 1
    while index + size < len(words) and words.ent[index + size] == words.ent[index]:
        size += 1
    if words.text[index].lower() not in lex.given or size < 2:
        return None
    return size, words.phrase(index, index + size)


def _missed(
    words: Words, names: Iterable[Name], steady: set[str], types: dict[str, EntityType | None], lex: Lexicon
) -> Iterator[Name]:
    """Yield known names that stand inside a longer run or that no run reached ("al-Qaeda", "pro-Lee")."""
    taken = [(name.begin, name.end) for name in names if name.run.words is words]
    for index in range(len(words)):
        text = words.text[index]
        if text not in steady or any(begin < words.end[index] and words.begin[index] < end for begin, end in taken):
            continue
        kind = types.get(text)
        if kind is not None and not words.first[index]:
            run = Run(words=words, title=index, first=index, last=index + 1, tail=index + 1, lead=index)
            yield _name(run, kind, lex)


def _distinct(names: Iterable[Name]) -> list[Name]:
    """Return the names without a second one at the same place."""
    seen: dict[tuple[int, int], Name] = {}
    for name in names:
        seen.setdefault((name.begin, name.end), name)
    return list(seen.values())

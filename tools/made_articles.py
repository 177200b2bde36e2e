"""Made-up news for measurements: people, places, outlets and words that nobody has, stories of 1 to 30 reports.

A few stories are written here sentence by sentence and read by the real stages (`bench_desk.py`). Every other story is
one of those in other words: each made-up word is replaced by one of the same length, drawn by Zipf's law, so offsets,
labels and dossiers stay true to their texts, while common words stay common and rare ones rare.
"""

from __future__ import annotations

import bisect
import datetime as dt
import hashlib
import itertools
import random
import re
from collections.abc import Container, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from tellings.types.articles import Article, Block, BlockKind

#: Reports of a story and how many stories of a hundred have as many; 3.8 on average.
SIZES: Mapping[int, int] = {1: 44, 2: 20, 3: 13, 5: 10, 9: 9, 30: 4}
SCENES = 4
FIRST_DAY = dt.date(2031, 3, 4)
DAYS = 365
_ONSETS = tuple("b br d dr f g gr h k kl l m n p pr r s st t th tr v w z".split(" "))  # noqa: SIM905 -- one line
_VOWELS = ["a", "e", "i", "o", "u", "ae", "ei", "ou"]
_LENGTHS = range(5, 10)
_KINDS = ("Courier", "Ledger", "Post", "Gazette", "Herald", "Journal", "Record", "Tribune")
_VERBS = ("reached", "crossed", "followed", "filled", "left", "opened", "closed", "passed")


def _coin(chance: random.Random, length: int, known: set[str]) -> str:
    """Return a new word of a length."""
    while True:
        word = ""
        while len(word) < length:
            word += chance.choice(_ONSETS) + chance.choice(_VOWELS)
        word = word[: length - 1] + chance.choice("dklmnrtx")
        if word not in known:
            known.add(word)
            return word


class Zipf:
    """Draws from a list so that the n-th entry comes one n-th as often as the first."""

    def __init__(self, entries: Sequence[str]) -> None:
        self._entries = entries
        self._sums = list(itertools.accumulate(1 / rank for rank in range(1, len(entries) + 1)))

    def draw(self, chance: random.Random) -> str:
        """Return one entry."""
        return self._entries[bisect.bisect_left(self._sums, chance.random() * self._sums[-1])]


@dataclass(frozen=True)
class Vocabulary:
    """Every made-up word, most common first: firsts and lasts of 2,000 people, places, outlets, plain words."""

    firsts: tuple[str, ...]
    lasts: tuple[str, ...]
    places: tuple[str, ...]
    outlets: tuple[str, ...]
    plain: Mapping[int, tuple[str, ...]] = field(repr=False)

    def person(self, rank: int) -> tuple[str, str]:
        """Return the first and last name of the person of a rank, 0 the best known."""
        return self.firsts[rank % len(self.firsts)], self.lasts[rank]


def vocabulary() -> Vocabulary:
    """Return the words, the same in every run."""
    chance = random.Random(11)  # noqa: S311 -- made-up words, no secret
    known: set[str] = set()
    firsts, lasts, places, outlets = (
        tuple(_coin(chance, length, known).capitalize() for _ in range(count))
        for length, count in ((5, 300), (7, 2_000), (8, 600), (6, 25))
    )
    plain = {length: tuple(_coin(chance, length, known) for _ in range(8_000)) for length in _LENGTHS}
    return Vocabulary(firsts, lasts, places, outlets, plain)


class Writer:
    """Writes the stories that the others are made of."""

    def __init__(self, words: Vocabulary, scene: int) -> None:
        self._chance = random.Random(100 + scene)  # noqa: S311 -- likewise
        self._words = words
        self._scene = scene
        self._people = [words.person(scene * 40 + rank) for rank in range(6)]
        self._places = words.places[scene * 9 : scene * 9 + 4]
        self._filler = [words.plain[length][scene * 40 + at] for length in _LENGTHS for at in range(30)]

    def reports(self, size: int) -> list[Article]:
        """Return the first reports of the story, in order of time."""
        return [self._report(number) for number in range(size)]

    def _word(self) -> str:
        return self._chance.choice(self._filler)

    def _report(self, number: int) -> Article:
        self._chance = random.Random(self._scene * 1_000 + number)  # noqa: S311 -- likewise
        title = f"{self._word().capitalize()} {self._word()} {self._chance.choice(_VERBS)} {self._places[0]} officials"
        lines, wanted = [title, *self._facts(number)], 200 + 600 * self._chance.random() ** 1.6
        while sum(len(line.split()) for line in lines) < wanted:
            lines.insert(self._chance.randint(3, len(lines)), self._paragraph())
        blocks, start = [], 0
        for at, line in enumerate(lines):
            kind = BlockKind.PARAGRAPH if at else BlockKind.TITLE
            blocks.append(Block(start=start, end=start + len(line), kind=kind))
            start += len(line) + 2
        published = dt.datetime.combine(FIRST_DAY, dt.time(6), dt.UTC) + dt.timedelta(minutes=47 * number)
        outlet = f"{self._words.outlets[number % 25]} {_KINDS[number % len(_KINDS)]}"
        return as_article("\n\n".join(lines), blocks, title=title, outlet=outlet, published=published.isoformat())

    def _facts(self, number: int) -> Iterator[str]:
        """Yield what all reports of the story tell, each a little otherwise."""
        (mayor, chief, witness, minister, *_), (town, other, river, _) = self._people, self._places
        hurt, homes = 12 + number // 4 % 3, (300, 300, 320)[number % 3]
        yield (
            f"About {homes} people left their homes in {town} on Tuesday after a {self._word()} at the {river} "
            f"{self._filler[3]} works broke, officials said."
        )
        yield f'"The {self._filler[5]} held for {2 + number % 2} hours," said {" ".join(mayor)}, the mayor of {town}.'
        yield f"{' '.join(chief)}, the chief of the {other} fire service, said {hurt} people were hurt."
        closed = "closed" if number % 5 else "open"
        yield f"The road to {other} was {closed} on Wednesday, {mayor[1]} told the council."
        yield f"The {town} council will vote on the {self._filler[7]} plan on Friday, {' '.join(minister)} said."
        if number % 2:
            yield f'{" ".join(witness)}, who lives near the {river}, said: "We saw the {self._word()} and ran."'

    def _paragraph(self) -> str:
        parts = []
        for _ in range(self._chance.randint(2, 4)):
            one, two, three, four = (self._word() for _ in range(4))
            name, place = " ".join(self._chance.choice(self._people)), self._chance.choice(self._places)
            shapes = (
                f"The {one} {self._chance.choice(_VERBS)} the {two} near {place} before the {three} and the {four} "
                f"were {self._chance.choice(_VERBS)} again.",
                f"{name} said the {one} of the {two} was a {three} that the government of {place} had to answer for.",
                f"It was the {self._chance.choice(('first', 'second', 'third'))} {one} in {place} this year, and "
                f"{self._chance.randint(3, 90)} {two}s were {self._chance.choice(_VERBS)} by the {three}.",
                f"People in {place} have a {one} for every {two}, and the {three} has a {four} of its own.",
            )
            parts.append(self._chance.choice(shapes))
        return " ".join(parts)


def as_article(text: str, blocks: Sequence[Block], *, title: str, outlet: str, published: str) -> Article:
    """Return a text as the article of an address of its own."""
    digest = hashlib.sha256(text.encode()).hexdigest()
    host = outlet.lower().replace(" ", "-")
    return Article(
        id=f"a{digest[:12]}",
        url=f"https://{host}.example/{published[:10]}/a{digest[:12]}",
        outlet=outlet,
        title=title,
        title_span=None,
        published=published,
        published_from="metadata",
        language="en",
        sha256=digest,
        capture_sha256=digest,
        text=text,
        blocks=tuple(blocks),
    )


# ---------------------------------------------------------------------------------------------- in other words

_PIECE = re.compile(r"\\.|a[0-9a-f]{12}(?![0-9a-f])|[0-9a-f]{64}|\d{4}-\d\d-\d\d|[A-Za-z]+")


class Stencil:
    """A text (JSON without ASCII escapes, or plain) cut where made-up words, ids, hashes and days stand."""

    def __init__(self, text: str, replaced: Container[str]) -> None:
        self._parts: list[str] = []
        self._slots: list[str] = []
        start = 0
        for match in _PIECE.finditer(text):
            if match.group() in replaced:
                self._parts.append(text[start : match.start()])
                self._slots.append(match.group())
                start = match.end()
        self._parts.append(text[start:])

    def fill(self, other: Mapping[str, str]) -> str:
        """Return the text with other words in its holes."""
        out = [""] * (2 * len(self._slots) + 1)
        out[::2] = self._parts
        out[1::2] = [other.get(word, word) for word in self._slots]
        return "".join(out)


def _some(entries: Zipf, count: int, chance: random.Random) -> list[str]:
    """Return so many different entries."""
    found: dict[str, None] = {}
    while len(found) < count:
        found[entries.draw(chance)] = None
    return list(found)


class Rewording:
    """Gives every story other words."""

    def __init__(self, words: Vocabulary) -> None:
        self._words = words
        self._people = Zipf([str(rank) for rank in range(len(words.lasts))])
        self._places = Zipf(words.places)
        self._plain = {length: Zipf(entries) for length, entries in words.plain.items()}

    def holes(self) -> set[str]:
        """Return every word that is replaced, capitalised and not."""
        return {word for scene in range(SCENES) for word in self.words_of(0, scene)}

    def words_of(self, number: int, scene: int) -> dict[str, str]:
        """Return what stands for each word of a scene in the story of a number."""
        words, chance = self._words, random.Random(number * 7_919 + 5)  # noqa: S311 -- made-up text, no secret
        other: dict[str, str] = {}
        for at, rank in enumerate(_some(self._people, 6, chance)):
            for old, new in zip(words.person(scene * 40 + at), words.person(int(rank)), strict=True):
                other |= {old: new, old.lower(): new.lower()}
        places = words.places[scene * 9 : scene * 9 + 4]
        turn = chance.randrange(25)
        turned = (words.outlets, words.outlets[turn:] + words.outlets[:turn])
        for olds, news in (turned, (places, _some(self._places, 4, chance))):
            for old, new in zip(olds, news, strict=True):
                other |= {old: new, old.lower(): new.lower()}
        for length in _LENGTHS:
            olds = words.plain[length][scene * 40 : scene * 40 + 30]
            for old, new in zip(olds, _some(self._plain[length], 30, chance), strict=True):
                other |= {old: new, old.capitalize(): new.capitalize()}
        return other

    def size_of(self, number: int) -> int:
        """Return how many reports the story of a number has."""
        chance = random.Random(number * 104_729 + 3)  # noqa: S311 -- likewise
        return chance.choices(list(SIZES), list(SIZES.values()))[0]

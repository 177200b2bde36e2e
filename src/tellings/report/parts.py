"""What a page is made of: the outline's pieces as frozen dataclasses, ready to be shown and free of any format."""

from __future__ import annotations

from dataclasses import dataclass

NO_MARK = ""
CHANGED = "changed"
CUT = "cut"


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class ArticleCard:
    """One article as the page names it.

    Attributes:
        number: 1 for the first in story order.
        id: the article's id.
        tag: two to four characters that stand for the outlet, unique on the page.
        name: the outlet, short ("Guardian"); "Report 3" where it is unknown.
        hue: 0 to 11, the colour of the outlet.
        outlet: the outlet as stated, None if unknown.
        title: the headline, None if unknown.
        byline: author line, None if unknown.
        published: the date as people write it, None if unknown.
        dated_by: which evidence gave the date, as words, "" if there is no date.
        source: path or address.
        language: ISO code or None.
        labelled: whether its text was read for names, statements and facts.
        agency: news agency that is credited, None if none is.
        sha256: hash of the kept text.
        words: words in its body.
    """

    number: int
    id: str
    tag: str
    name: str
    hue: int
    outlet: str | None
    title: str | None
    byline: str | None
    published: str | None
    dated_by: str
    source: str
    language: str | None
    labelled: bool
    agency: str | None
    sha256: str
    words: int


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Passage:
    """One stretch of one article that the page rests on; ``number`` is its place among all of them."""

    number: int
    article: ArticleCard
    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """Some words of a line.

    ``mark`` is "", ``changed`` (they differ), ``cut`` (words are left out here) or ``shared`` (other reports tell this
    part of the sentence as well).
    """

    text: str
    mark: str = NO_MARK


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """Words of one article that the page shows, and every passage that supports them.

    Attributes:
        id: the id of what the line tells in the dossier, "" if it has none.
        pieces: the words, verbatim.
        passages: what it rests on, in story order; the first is where the words stand if they stand in one.
        quoted: whether quotation marks may be put around the words.
        before: words of the same sentence that stand before them, shown for context only.
        after: words of the same sentence that stand after them.
    """

    id: str
    pieces: tuple[Piece, ...]
    passages: tuple[Passage, ...]
    quoted: bool = False
    before: str = ""
    after: str = ""

    @property
    def text(self) -> str:
        """The words without marks."""
        return "".join(piece.text for piece in self.pieces)

    @property
    def cited(self) -> tuple[Cited, ...]:
        """The articles among its passages, in their order, each with its passages."""
        by_article: dict[ArticleCard, list[Passage]] = {}
        for passage in self.passages:
            by_article.setdefault(passage.article, []).append(passage)
        return tuple(Cited(article=card, passages=tuple(mine)) for card, mine in by_article.items())


@dataclass(frozen=True, slots=True, kw_only=True)
class Side:
    """One wording of a difference."""

    article: ArticleCard
    line: Line


@dataclass(frozen=True, slots=True, kw_only=True)
class DifferenceView:
    """Two wordings side by side; ``name`` and ``meaning`` say in plain words which type it is."""

    id: str
    type: str
    name: str
    meaning: str
    slot: str
    left: Side
    right: Side
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Cited:
    """One article among the supports of a line, with its passages."""

    article: ArticleCard
    passages: tuple[Passage, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class FactView:
    """A reported fact; ``groups`` are the witnesses: articles in one group derive from each other."""

    id: str
    kind: str
    line: Line
    independent: int
    groups: tuple[tuple[Cited, ...], ...]
    differences: tuple[DifferenceView, ...] = ()

    @property
    def reports(self) -> int:
        """How many articles tell it."""
        return sum(len(group) for group in self.groups)


@dataclass(frozen=True, slots=True, kw_only=True)
class StatementView:
    """Something said; ``cited`` holds every article that gives it in these words.

    ``manner`` is "word for word", "partly quoted" or "in other words".
    """

    id: str
    line: Line
    cited: tuple[Cited, ...]
    kind: str
    manner: str
    to: str | None
    via: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class UtteranceView:
    """One act of speech as several articles give it; ``told`` counts them, ``variants`` are their wordings."""

    id: str
    told: int
    variants: tuple[StatementView, ...]
    differences: tuple[DifferenceView, ...]
    passages: tuple[Passage, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class SpeakerView:
    """One speaker, ``name`` None if it could not be found; ``count`` is all their statements, variants too."""

    name: str | None
    role: Line | None
    utterances: tuple[UtteranceView, ...]
    statements: tuple[StatementView, ...]
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class NumberRow:
    """One value; ``bar`` is its share of the group's largest, None where bars would say nothing."""

    line: Line
    cited: tuple[Cited, ...]
    bar: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class NumberGroup:
    """Numbers that count the same; ``differs`` if the articles differ about one of them."""

    label: str
    rows: tuple[NumberRow, ...]
    articles: int
    differs: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class EventView:
    """One event; ``number`` is its mark in the drawing, None if it has no date; ``when`` is written for people."""

    id: str
    number: int | None
    line: Line
    cited: tuple[Cited, ...]
    status: str
    when: str | None
    iso: str | None
    where: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanView:
    """One plan; ``due`` is written for people, ``due_text`` as the article has it."""

    id: str
    line: Line
    cited: tuple[Cited, ...]
    actors: tuple[str, ...]
    status: str
    due: str | None
    due_text: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class PositionView:
    """One stance of one actor; ``issue`` names what it is about where ``line`` does not pick it out, else None.

    ``turns`` say how it changed: in one word, and the passages that show it.
    """

    id: str
    stance: str
    issue: str | None
    line: Line
    cited: tuple[Cited, ...]
    turns: tuple[tuple[str, Line], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ActorView:
    """The positions of one actor."""

    name: str
    positions: tuple[PositionView, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Spelling:
    """One spelling of a name, with the first place of it in each article that has it."""

    text: str
    cited: tuple[Cited, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class NameView:
    """Somebody or something named; ``mentions`` counts the places where a name stands."""

    id: str
    name: str
    type: str
    spellings: tuple[Spelling, ...]
    roles: tuple[Line, ...]
    mentions: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """How one article stands to one fact.

    ``state`` is says, derived (it says so, but took it from an article to its left), differs, only, lacks,
    before (it appeared before that could be known) or unknown (it lacks it; whether it could know is unknown).
    """

    state: str
    passage: Passage | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class GridRow:
    """One fact across all articles."""

    fact: FactView
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class GridView:
    """Fact by article; ``only`` counts for each article the facts that no other has."""

    articles: tuple[ArticleCard, ...]
    shared: tuple[GridRow, ...]
    singles: tuple[GridRow, ...]
    only: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class SharedPassage:
    """Two stretches that show how two articles hang together."""

    left: Line
    right: Line
    kind: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PairView:
    """How two articles hang together; ``percent`` is the shared part of the shorter body.

    ``passages`` are those that the page shows of ``total``.
    """

    id: str
    left: ArticleCard
    right: ArticleCard
    kind: str
    name: str
    percent: int
    why: str
    passages: tuple[SharedPassage, ...]
    total: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Segment:
    """Words of a full text that no passage's edge cuts.

    Attributes:
        text: the words.
        role: ``differing``, ``agreed``, ``single``, ``said``, ``used`` or "" where nothing rests on them.
        passages: numbers of the passages that hold them.
        begins: numbers of the passages that begin here.
    """

    text: str
    role: str
    passages: tuple[int, ...]
    begins: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Region:
    """A stretch of a full text: a block of the article (``reason`` None), or what was left out and why."""

    kind: str
    reason: str | None
    segments: tuple[Segment, ...]
    length: int


@dataclass(frozen=True, slots=True, kw_only=True)
class TextView:
    """One article's full text."""

    article: ArticleCard
    regions: tuple[Region, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class LeftOut:
    """An input that gave no article."""

    source: str
    stage: str
    reason: str

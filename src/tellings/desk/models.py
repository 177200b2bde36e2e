"""What the desk's API answers: one model for each thing, the same for the server and for the client.

Times are ISO 8601 in UTC; offsets count Unicode code points in a version's text, as Python does, and are half open.
Fields may be added in a release; a client must ignore those that it does not know.
"""

from __future__ import annotations

from typing import Annotated, Generic, Literal, TypeVar

from pydantic import BaseModel, ConfigDict, Field, SkipValidation

from tellings.types.changes import ChangeKind
from tellings.types.store import DecisionKind

T = TypeVar("T")

Text = Annotated[str, SkipValidation]
"""Text of an article: kept as it came, lone surrogates too, which a checked string may not have."""


class Record(BaseModel):
    """Anything the API answers."""

    model_config = ConfigDict(from_attributes=True, frozen=True)


class Page(Record, Generic[T]):
    """A part of a list; ``next`` is the cursor for ``?after=`` of the part behind it, null at the end."""

    items: list[T]
    next: str | None = None


class Fault(Record):
    """What went wrong: a code of the errors' table and one sentence with the remedy."""

    code: str
    message: str


class Failure(Record):
    """The one shape of every error."""

    error: Fault


class Condition(Record):
    """Whether the desk answers and reaches its store."""

    status: Literal["ok"]
    version: str


class Story(Record):
    """A story and what its dossier says in figures.

    ``first_at`` and ``last_at`` are those of its oldest and newest report, null while it has none. ``independent`` is
    the largest number of independent reports of any fact. ``revision`` is that of the newest dossier, 0 while there is
    none; ``stale`` says that reports came, went or changed since. ``change`` counts changes: send it with a decision,
    and the decision is refused if somebody was faster. ``merged_into`` is the story that took over its reports.
    ``differences`` leaves other wordings out, ``types`` counts those too. ``news`` says in a line what changed last, ""
    while nothing has since the first dossier; ``news_at`` is when.
    """

    id: int
    title: str
    titled_by: str
    created_at: str
    updated_at: str
    first_at: str | None
    last_at: str | None
    reports: int
    independent: int
    differences: int
    slots: dict[str, int] = Field(description="In which ways the newest dossier differs, and how often.")
    types: dict[str, int] = Field(default={}, description="How many differences of each type it has.")
    news: str = ""
    news_at: str | None = None
    merged_into: int | None
    revision: int
    stale: bool
    change: int


class Revision(Record):
    """A revision of a story's dossier; ``versions`` are the ids of the texts it was made from."""

    story: int
    revision: int
    built_at: str
    maker: str
    versions: list[int]


class Quote(Record):
    """Words of a report: its id in the dossier, their place, and the words themselves."""

    article: str
    start: int
    end: int
    text: Text


class Change(Record):
    """One thing that is not the same in two revisions, with the words that show it."""

    kind: ChangeKind
    why: Text
    id: str
    type: str
    before: list[Quote]
    after: list[Quote]


class Changes(Record):
    """What changed in a story between two revisions of its dossier."""

    story: int
    before: int
    after: int
    changes: list[Change]


class Article(Record):
    """An address and what stands there now.

    ``key`` is the same for this address in every store, ``id`` in this one. ``at`` is its publication, or its first
    sight where none is known. ``current`` is the id of its newest version. ``gone_at`` says when the address was found
    empty. ``story`` is the story it belongs to.
    """

    id: int
    key: str
    address: str
    outlet: str | None
    title: str | None
    language: str | None
    published: str | None
    at: str
    current: int
    versions: int
    first_seen_at: str
    last_seen_at: str
    gone_at: str | None
    gone_status: int | None
    story: int | None


class Member(Record):
    """A report's place in a story: who put it there (``machine`` or a person), how surely, and why."""

    article: Article
    by: str
    score: float
    reason: str
    at: str
    decision: int | None


class Version(Record):
    """A text that stood at an address; ``ident`` is the report's id in dossiers."""

    id: int
    article: int
    number: int
    ident: str
    body_sha256: str
    capture: int | None
    seen_at: str
    last_seen_at: str
    title: str | None


class Block(Record):
    """A kept paragraph, heading or list item."""

    start: int
    end: int
    kind: str


class Gap(Record):
    """A stretch of the text that is not part of the report, and the rule that says so."""

    start: int
    end: int
    reason: str


class VersionText(Version):
    """A version with its text; ``evidence`` says where a page says what it says of itself."""

    url: Text | None
    path: Text | None
    outlet: Text | None
    byline: Text | None
    agency: Text | None
    published: Text | None
    published_from: str | None
    updated: Text | None
    language: str | None
    labelled: bool
    sha256: str
    capture_sha256: str
    evidence: dict[str, str]
    text: Text
    blocks: list[Block]
    dropped: list[Gap]


class Header(Record):
    """A header field of an answer, in lower case; the same name may come again."""

    name: Text
    value: Text


class Capture(Record):
    """Bytes as they came, without the bytes."""

    id: int
    source: Text
    url: Text | None
    fetched_at: str | None
    status: int | None
    media_type: str
    charset: str | None
    sha256: str
    size: int
    headers: list[Header]


class Place(Record):
    """A stretch of a version's text."""

    start: int
    end: int


class Passage(Record):
    """A stretch of a text that answers a search; ``marks`` are the places of the words found."""

    start: int
    end: int
    text: Text
    marks: list[Place]


class Hit(Record):
    """An article that answers a search, with the passages that do; none if only its headline does."""

    article: Article
    passages: list[Passage]


class Hits(Page[Hit]):
    """A part of what answers a search; ``total`` only where it was asked for, counted no further than 1000."""

    total: int | None = None


class Saying(Record):
    """Something that a report has somebody say; the words are ``text``, at ``start`` to ``end`` of the version."""

    article: int
    version: int
    statement: str
    speaker: str
    kind: str
    start: int
    end: int
    text: Text
    at: str


class Turn(Record):
    """How somebody came to a position, or moved from it."""

    how: str
    why: Text
    evidence: list[Quote]
    earlier: str | None


class Position(Record):
    """Where somebody stands on an issue, as a story's newest dossier has it."""

    story: int
    revision: int
    id: str
    actor: Text
    issue: Text
    stance: str
    evidence: list[Quote]
    changes: list[Turn]


class Plan(Record):
    """Something announced or expected, as a story's newest dossier has it; ``due`` is an ISO value or interval."""

    story: int
    revision: int
    id: str
    label: Text
    actors: list[Text]
    status: str
    due: str | None
    due_text: Text | None
    evidence: list[Quote]


class Name(Record):
    """Somebody or something that reports name, with how many current reports do."""

    name: str
    type: str
    reports: int


class Decision(Record):
    """What a person decided about stories.

    ``story`` is the one that stays (merge), is new (split), takes the report (move) or is renamed; ``other`` the one
    that the reports came from.
    """

    id: int
    kind: DecisionKind
    story: int
    other: int | None
    who: str
    why: str
    at: str
    before: str | None
    after: str | None
    articles: list[int]
    undone_at: str | None
    undone_by: str | None

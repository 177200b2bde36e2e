"""What the store gives back: frozen records of its rows.

Times are ISO 8601 in UTC to the second (``2026-03-01T09:30:00Z``). A ``moment`` is a whole number that sorts by time
and is different for every row: minutes since 1970 times 2**36 plus the row's id; it serves for paging.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredArticle:
    """One address and what stands there now.

    Attributes:
        id: number in this store.
        key: ``r`` and sixteen hex digits of the address's SHA-256: the same in every store.
        address: canonical address or path.
        outlet: name of the outlet, None if unknown.
        title: headline of the current version, None if unknown.
        language: ISO 639-1 code, None if undecided.
        published: ISO date or date-time as the current version says it, None if unknown.
        moment: publication (first sight where none is known) with the article's id; newest first is descending.
        current: id of the version that was seen last.
        versions: how many versions there are.
        first_seen_at: when it was seen first.
        last_seen_at: when it was seen last.
        gone_at: when its address was found empty, None while it answers.
        gone_status: the HTTP status then, None if there was none.
        story: id of the story it belongs to, None if it belongs to none.
    """

    id: int
    key: str
    address: str
    outlet: str | None
    title: str | None
    language: str | None
    published: str | None
    moment: int
    current: int
    versions: int
    first_seen_at: str
    last_seen_at: str
    gone_at: str | None = None
    gone_status: int | None = None
    story: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredVersion:
    """One text that stood at an address.

    Attributes:
        id: number in this store.
        article: id of the ``StoredArticle``.
        number: 1, 2 … in the order in which the store learnt of them.
        ident: ``Article.id`` of the text.
        body_sha256: hex digest of headline and body words; equal ones are one version.
        capture: id of the capture it was extracted from, None if none was kept.
        seen_at: when this text was seen first.
        last_seen_at: when it was seen last.
        title: its headline, None if unknown.
        moment: publication (first sight where none is known) with the version's id.
    """

    id: int
    article: int
    number: int
    ident: str
    body_sha256: str
    capture: int | None
    seen_at: str
    last_seen_at: str
    title: str | None
    moment: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Put:
    """What became of an article that was put into the store.

    Attributes:
        article: id of the ``StoredArticle``.
        version: id of the version that holds its text.
        number: that version's number.
        new_article: the address was not known before.
        new_version: the text was not the one that stood there at that time.
    """

    article: int
    version: int
    number: int
    new_article: bool
    new_version: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredStory:
    """A story and what its dossier says in figures.

    Attributes:
        id: number in this store.
        title: its name.
        titled_by: ``machine`` or who renamed it.
        created_at: when it was begun.
        updated_at: when its articles or its dossier changed last.
        first_moment: that of its first article, 0 while it has none.
        last_moment: that of its last article, 0 while it has none.
        reports: how many articles it has.
        independent: most independent reports that any of its facts has, 0 without a dossier.
        differences: how many differences its dossier has.
        merged_into: the story that took its articles over, None while it stands by itself.
        revision: newest revision of its dossier, 0 if it has none.
        stale: whether articles came, went or changed since that revision.
        change: counts changes of this row.
        types: how many differences of each type the newest dossier has, wording included; empty without a dossier.
        news: what changed last, in one line; "" if nothing has since its first dossier.
        news_at: when that was noted.
    """

    id: int
    title: str
    titled_by: str
    created_at: str
    updated_at: str
    first_moment: int
    last_moment: int
    reports: int
    independent: int
    differences: int
    merged_into: int | None
    revision: int
    stale: bool
    change: int
    types: Mapping[str, int] = field(default_factory=dict)
    news: str = ""
    news_at: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """An article's place in a story: who put it there (``machine`` or a person), how sure, and why."""

    article: int
    story: int
    by: str
    score: float
    reason: str
    at: str
    decision: int | None = None


class DecisionKind(StrEnum):
    """What a person may do with stories."""

    MERGE = "merge"
    SPLIT = "split"
    MOVE = "move"
    RENAME = "rename"


@dataclass(frozen=True, slots=True, kw_only=True)
class Ruling:
    """Who decides, why (in their words) and when.

    ``change`` is ``StoredStory.change`` of the story as the person saw it: if it has changed since, the decision is
    refused; None does not ask.
    """

    who: str
    why: str
    at: str
    change: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """What a person decided about stories.

    Attributes:
        id: number in this store.
        kind: merge, split, move or rename.
        story: the story it is about (merge: the one that stays; split: the new one; move: where to).
        other: the story the articles came from, None for a rename.
        who: who decided.
        why: as they say it.
        at: when.
        before: title before a rename, None otherwise.
        after: title after a rename, None otherwise.
        articles: the articles it moved.
        undone_at: when it was undone, None while it holds.
        undone_by: who undid it.
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
    articles: tuple[int, ...]
    undone_at: str | None
    undone_by: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredDossier:
    """A revision of a story's dossier, without the document; ``versions`` are the ids of the versions in it."""

    story: int
    revision: int
    built_at: str
    maker: str
    versions: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage:
    """A stretch of a kept text that answers a search; ``marks`` are the words found, as offsets into the text."""

    start: int
    end: int
    text: str
    marks: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """An article that answers a search, with the passages that do; none if only its headline does.

    ``moment`` is that of its version: the next page begins before the last one's.
    """

    article: StoredArticle
    moment: int
    passages: tuple[Passage, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Filters:
    """What a search is narrowed to; None does not narrow.

    Attributes:
        outlet: only articles of this outlet.
        language: only articles in this language.
        person: only articles that name this person, body, place or thing; a last word will do.
        said_by: only articles that have this person or body say something.
        since: only versions with this moment or a later one.
        until: only versions with an earlier moment.
        story: only articles of this story.
        differs_in: only articles of stories whose dossier differs in this slot, such as ``number``.
    """

    outlet: str | None = None
    language: str | None = None
    person: str | None = None
    said_by: str | None = None
    since: int | None = None
    until: int | None = None
    story: int | None = None
    differs_in: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Saying:
    """A statement of somebody in a current version; offsets into its kept text."""

    article: int
    version: int
    statement: str
    speaker: str
    kind: str
    start: int
    end: int
    moment: int


class Scope(StrEnum):
    """What a token allows; each allows what those before it do."""

    READ = "read"
    EDIT = "edit"
    ADMIN = "admin"


@dataclass(frozen=True, slots=True, kw_only=True)
class Token:
    """A key to the desk, without the secret, which is not kept.

    ``parent`` is the token that a browser signed in with where this one is its session; None otherwise.
    """

    id: int
    name: str
    scope: Scope
    created_at: str
    expires_at: str | None
    revoked_at: str | None
    parent: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditEntry:
    """Who did what to which thing, and when."""

    id: int
    at: str
    who: str
    action: str
    target: str
    detail: Mapping[str, object]


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """When a reader last looked at a story, and at which revision of its dossier."""

    reader: str
    story: int
    revision: int
    at: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Removal:
    """An article that was taken out of the store for good: which, by whom and why; nothing of what it said.

    Attributes:
        id: number in this store.
        address: where it stood; nothing is taken in from there any more.
        article: the number it had.
        story: the story it was in, None if it was in none.
        who: who removed it.
        why: as they say it.
        at: when.
        lifted_at: when the address was let in again, None while it is kept out.
        lifted_by: who let it in.
    """

    id: int
    address: str
    article: int
    story: int | None
    who: str
    why: str
    at: str
    lifted_at: str | None = None
    lifted_by: str | None = None

"""What the store says of how things came in: feeds, long runs, and what was lost.

Times are ISO 8601 in UTC to the second.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredDrop:
    """An input that gave no article; ``times`` counts how often it came to that, between the two times.

    ``capture`` is the id of the capture of what was refused, None where its bytes are not kept.
    """

    id: int
    source: str
    stage: str
    code: str
    reason: str
    first_at: str
    last_at: str
    times: int
    run: int | None = None
    capture: int | None = None


class Health(StrEnum):
    """How a feed does."""

    NEW = "new"
    WELL = "well"
    FAILING = "failing"
    GONE = "gone"
    PAUSED = "paused"


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredFeed:
    """A feed and how it does.

    Attributes:
        id: number in this store.
        address: its address as it was given.
        kind: ``rss``, ``atom``, ``json``, ``sitemap`` or "" while unknown.
        title: its own title, None while unknown.
        outlet: outlet its articles belong to, None if it is not said.
        etag: validator of the last answer, None if it gave none.
        last_modified: likewise.
        next_due: when it is to be asked again.
        wait_seconds: pause between two polls.
        failures: failures since the last success.
        health: in a word.
        error: what went wrong last, None after a success.
        checked_at: when it was asked last, None before the first time.
        changed_at: when it had something new last, None before the first time.
        change: counts changes of this row; an update must name the one that it has read.
        headings: where it stands in its reader's list: headings from the outermost to the innermost, several times if
            it stands in several places; empty outside every heading.
        moved_to: address that it says it was moved to for good and that it does not have yet, None if it says none.
        moved_since: when it said so first, None if it does not.
        moved_times: how many answers in a row said so.
        said_seconds: how long the feed itself says that it stays as it is, None if it does not say.
    """

    id: int
    address: str
    kind: str
    title: str | None
    outlet: str | None
    etag: str | None
    last_modified: str | None
    next_due: str
    wait_seconds: int
    failures: int
    health: Health
    error: str | None
    checked_at: str | None
    changed_at: str | None
    change: int
    headings: tuple[tuple[str, ...], ...] = ()
    moved_to: str | None = None
    moved_since: str | None = None
    moved_times: int = 0
    said_seconds: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedEntry:
    """An address that a feed named.

    Attributes:
        feed: id of the feed.
        address: as the feed gives it.
        title: as the feed gives it, None if it gives none.
        published: ISO date or date-time as the feed gives it, None if it gives none.
        first_seen_at: when the feed named it first.
        last_seen_at: when it named it last.
        state: ``new``, ``kept``, ``dropped`` or ``failed``.
        tries: how often it was asked for.
        next_due: when it is to be asked for again, None if never.
        article: id of the ``StoredArticle`` it led to, None if it led to none.
    """

    feed: int
    address: str
    title: str | None
    published: str | None
    first_seen_at: str
    last_seen_at: str
    state: str
    tries: int
    next_due: str | None
    article: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredRun:
    """A long run over shards; ``finished_at`` is None while it goes on; the counts are over all shards."""

    id: int
    name: str
    kind: str
    settings: Mapping[str, object]
    started_at: str
    finished_at: str | None
    kept: int = 0
    dropped: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Shard:
    """How far a run has come in one shard.

    Attributes:
        run: id of the run.
        name: such as the path of a file.
        position: everything before it is done (bytes or items, as the run counts them); 0 at the start.
        kept: articles kept so far.
        dropped: how many were dropped, by reason.
        done_at: when it was finished, None while it is not.
        claimed_by: who works on it, None if nobody does.
        claimed_until: until when the claim holds, None without one.
    """

    run: int
    name: str
    position: int
    kept: int
    dropped: Mapping[str, int]
    done_at: str | None
    claimed_by: str | None
    claimed_until: str | None

"""What the desk's API answers about its upkeep: feeds, outlets, what was lost, tokens, the audit log."""

from __future__ import annotations

from pydantic import Field

from tellings.desk.models import Record
from tellings.types.collecting import Health
from tellings.types.store import Scope


class Feed(Record):
    """A feed that is followed, and how it does; ``kind`` is empty until it was read once."""

    id: int
    address: str
    kind: str
    title: str | None
    outlet: str | None
    next_due: str
    wait_seconds: int
    failures: int
    health: Health
    error: str | None
    checked_at: str | None
    changed_at: str | None
    entries: dict[str, int] = Field(description="How many addresses it named, by what became of them.")


class Entry(Record):
    """An address that a feed named, and what became of it."""

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


class Outlet(Record):
    """An outlet with the number of its articles."""

    name: str
    articles: int


class Drop(Record):
    """An input that gave no article, why, and how often."""

    id: int
    source: str
    stage: str
    code: str
    reason: str
    first_at: str
    last_at: str
    times: int
    run: int | None


class Token(Record):
    """A key to the desk, without its secret; ``parent`` is the one that a browser's session was begun with."""

    id: int
    name: str
    scope: Scope
    created_at: str
    expires_at: str | None
    revoked_at: str | None
    parent: int | None = None


class NewToken(Token):
    """A key that was just made; ``secret`` is shown this once."""

    secret: str


class AuditLine(Record):
    """Who did what to which thing, and when."""

    id: int
    at: str
    who: str
    action: str
    target: str
    detail: dict[str, object]

"""A capture → the article in it → the store; the one door by which pages come in, wherever they come from.

``take`` does all of it. A run that has to note in the same transaction how far it is reads with ``read_capture``
and keeps with ``keep``.

What stands in the store afterwards depends on the captures and their times alone, not on their order: the same text
again adds nothing, another text is a new version of the same article, a page that shows a wall, an error or nothing
is noted as dropped and leaves every version as it is, an address that answers 404 or 410 is noted as gone.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Connection

from tellings.collect.addresses import is_address
from tellings.collect.canonical import canonical_address, is_front_page
from tellings.extract import extract
from tellings.store import Store
from tellings.store.articles import find_article, get_version, note_gone, put_article
from tellings.store.captures import put_capture
from tellings.store.drops import put_drop
from tellings.store.moments import now
from tellings.store.prepared import Prepared
from tellings.store.removal import removed
from tellings.types.articles import Article, Capture, Dropped, Unchanged
from tellings.types.store import Put, StoredArticle
from tellings.workers.base import Job
from tellings.workers.local import run_job

#: Answers that say that nothing stands at an address any more.
GONE = frozenset({404, 410})
#: The code of ``collect`` for such an answer.
_GONE_CODE = "C021"
#: Pages that show something else in place of their article: consent, paywall, scripts alone, login, bot check. Their
#: bytes are kept, so that what was refused can be looked at.
_WALLS = frozenset({"E006", "E007", "E008", "E010", "E011"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    """What became of one input.

    Attributes:
        source: path or address as it was asked for.
        address: under which it stands, or would stand, in the store.
        put: which version holds its text; None if it gave none.
        dropped: why it gave no text; None if it gave one.
        gone: id of the article of this address that was found to be gone, None else.
    """

    source: str
    address: str
    put: Put | None = None
    dropped: Dropped | None = None
    gone: int | None = None

    @property
    def word(self) -> str:
        """Return ``new``, ``changed``, ``same``, ``gone`` or ``dropped``."""
        if self.put is None:
            return "dropped" if self.gone is None else "gone"
        if self.put.new_article:
            return "new"
        return "changed" if self.put.new_version else "same"


def take(
    store: Store,
    outcome: Capture | Unchanged | Dropped,
    *,
    at: str | None = None,
    address: str | None = None,
    run: int | None = None,
) -> Taken:
    """Take one outcome of collecting into the store, in one short transaction after the reading.

    Args:
        store: the store.
        outcome: as ``collect`` or ``Fetcher.fetch_all`` gives it.
        at: the time for what does not carry its own (files, drops); None for now.
        address: canonical address under which it stands; None to take it from the outcome. Give the stored one where
            a known article is asked for again, so that a redirect makes no second article.
        run: id of the run that takes it, None outside a run.

    Raises:
        StoreError: the store refused.
    """
    read = read_capture(outcome) if isinstance(outcome, Capture) else outcome
    moment = at or now()
    return store.write(lambda connection: keep(connection, outcome, read, at=moment, address=address, run=run))


def read_capture(capture: Capture, *, on_error: str = "record") -> Article | Dropped:
    """Return the article in a capture, or why there is none; nothing is stored.

    Args:
        capture: the bytes.
        on_error: ``record`` makes a failure of the stage a ``Dropped``; ``stop`` lets it through.
    """
    return read_captures([capture], on_error=on_error)[0]


def read_captures(
    captures: Sequence[Capture], *, processes: int = 1, on_error: str = "record"
) -> tuple[Article | Dropped, ...]:
    """Return for every capture what ``read_capture`` gives, in their order, by several processes if wanted."""
    job = Job(stage="extract", run=_read, name=_source_of, on_error=on_error)
    return tuple(run_job(job, captures, processes=processes))


def _read(capture: Capture) -> Article | Dropped:
    """Read one capture; answers that are no page, and those that send everybody to a front page, are not read."""
    if capture.status in GONE:
        reason = f"there is no such page (status {capture.status}): it was moved or taken away"
        return Dropped(source=capture.source, stage="collect", code=_GONE_CODE, reason=reason, status=capture.status)
    if capture.status is not None and not 200 <= capture.status < 300:
        reason = f"the site answered with status {capture.status} instead of a page"
        return Dropped(source=capture.source, stage="collect", code="C028", reason=reason, status=capture.status)
    if capture.url is not None and is_front_page(capture.url) and not is_front_page(capture.source):
        reason = f"the address leads to the front page of its site now ({capture.url[:200]}): the article was moved"
        return Dropped(source=capture.source, stage="intake", code="R001", reason=reason)
    return extract(capture)


def keep(
    connection: Connection,
    outcome: Capture | Unchanged | Dropped,
    read: Article | Prepared | Dropped | Unchanged,
    *,
    at: str,
    address: str | None = None,
    run: int | None = None,
) -> Taken:
    """Keep what was read, within a transaction of the caller's.

    Doing it again changes nothing.

    Args:
        connection: a transaction that may write.
        outcome: as for ``take``.
        read: what ``read_capture`` made of a capture, or the columns made of that; anything else as it is.
        at: time of what carries none itself.
        address: as for ``take``.
        run: as for ``take``.
    """
    if isinstance(read, Unchanged):
        where = address or canonical_address(read.source) or read.source
        return _see_again(connection, read, where, run=run)
    if isinstance(read, Dropped):
        where = address or address_of(outcome, None)
        wall = outcome if isinstance(outcome, Capture) and read.code in _WALLS else None
        return _lose(connection, read, where, at=_time_of(outcome, at), run=run, refused=wall)
    assert isinstance(outcome, Capture), "only a capture can be read as an article"
    where = address or address_of(outcome, read)
    if removed(connection, where) is not None:
        reason = "it was removed from the store for good: 'tellings store readmit' lets its address in again"
        refused = Dropped(source=outcome.source, stage="intake", code="R006", reason=reason)
        return _lose(connection, refused, where, at=_time_of(outcome, at), run=run)
    put = put_article(connection, read, seen_at=_time_of(outcome, at), capture=outcome, address=where)
    return Taken(source=outcome.source, address=where, put=put)


def address_of(outcome: Capture | Unchanged | Dropped, article: Article | Prepared | None) -> str:
    """Return the address under which an outcome stands in the store.

    A page from the web stands under the address that answered; what the page says of its own address is not asked,
    for it could name another's. A file stands under the address that it or its ``meta.json`` states, otherwise under
    its absolute path.
    """
    source = outcome.source
    if is_address(source):
        answered = None if isinstance(outcome, Dropped) else outcome.url
        return canonical_address(answered or source) or source
    stated = article.url if article is not None else None
    return (canonical_address(stated) if stated else None) or Path(source).absolute().as_posix()


def _time_of(outcome: Capture | Unchanged | Dropped, at: str) -> str:
    return at if isinstance(outcome, Dropped) else outcome.fetched_at or at


def _see_again(connection: Connection, unchanged: Unchanged, address: str, *, run: int | None) -> Taken:
    """Note that the newest text of an address stood there still."""
    article = find_article(connection, address)
    if article is None:
        reason = "the site says that the page has not changed, but the store does not hold it: ask for it again"
        dropped = Dropped(source=unchanged.source, stage="intake", code="R002", reason=reason)
        put_drop(connection, dropped, at=unchanged.fetched_at, run=run)
        return Taken(source=unchanged.source, address=address, dropped=dropped)
    _, text = get_version(connection, article.current)
    put = put_article(connection, text, seen_at=unchanged.fetched_at, address=article.address)
    return Taken(source=unchanged.source, address=address, put=put)


def _lose(
    connection: Connection,
    dropped: Dropped,
    address: str,
    *,
    at: str,
    run: int | None,
    refused: Capture | None = None,
) -> Taken:
    """Note that an input gave no article, and that the article is gone if that is what the answer said.

    ``refused`` is kept beside the note, unless the address was removed from the store.
    """
    is_kept = refused is not None and removed(connection, address) is None
    capture = put_capture(connection, refused) if refused is not None and is_kept else None
    put_drop(connection, dropped, at=at, run=run, capture=capture)
    known: StoredArticle | None = None
    if dropped.code == _GONE_CODE:
        known = find_article(connection, address)
    if known is not None:
        note_gone(connection, known.id, at=at, status=dropped.status)
    return Taken(source=dropped.source, address=address, dropped=dropped, gone=None if known is None else known.id)


def _source_of(capture: Capture) -> str:
    return capture.source

"""Opening a store: one file of SQLite, or a PostgreSQL database.

``with store.begin() as connection`` is one transaction that may write; it is kept whole or not at all.
``store.write(work)`` does the same and tries again where the database asks for it. ``store.read()`` only looks.
The functions of the other modules take the connection, so that what belongs together is written together.
"""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any, TypeVar

from sqlalchemy import Connection, Engine, create_engine, event, exc
from sqlalchemy.engine import URL, make_url

from tellings.errors import StoreError
from tellings.store.failures import PASSING, code_of, missing, translated
from tellings.store.schema import empty, head, revision_of, upgrade

T = TypeVar("T")

#: How long one process waits for another; a transaction of ours takes far less than a second.
WAIT_SECONDS = 30.0
#: How often ``write`` begins again after a deadlock or a lock; the pauses add up to 3 seconds.
TRIES = 6
#: Pages of SQLite kept in memory, in KiB; 100,000 articles were searched and listed with it.
CACHE_KIB = 65_536


class Store:
    """An open store.

    Attributes:
        engine: SQLAlchemy's engine.
        place: the address without a password, for messages.
        dialect: ``sqlite`` or ``postgresql``.
        path: the file, None for PostgreSQL.
    """

    def __init__(self, engine: Engine, place: str) -> None:
        self.engine = engine
        self.place = place
        self.dialect = engine.dialect.name
        self.path = Path(engine.url.database or "") if self.dialect == "sqlite" else None

    @contextmanager
    def begin(self) -> Iterator[Connection]:
        """Open one transaction that may write: all of it is kept at the end, nothing if an error leaves it.

        Raises:
            StoreError: the database refused; see the codes.
        """
        with translated(self.place), self.engine.connect() as connection:
            writing = connection.execution_options(tellings_writes=True)
            with writing.begin():
                yield writing

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """Open one transaction that only reads, and sees one state of the store throughout.

        Raises:
            StoreError: the database refused; see the codes.
        """
        with translated(self.place), self.engine.connect() as connection:
            reading = connection
            if self.dialect == "postgresql":
                reading = connection.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)
            with reading.begin():
                yield reading

    def write(self, work: Callable[[Connection], T]) -> T:
        """Do some work in one transaction; begin again where others were in the way.

        Args:
            work: what to do; it may be called several times, so it must do nothing outside the store.

        Raises:
            StoreError: the database refused every time (T005) or for good.
        """
        for attempt in range(TRIES):
            try:
                with self.begin() as connection:
                    return work(connection)
            except StoreError as error:
                if error.code not in PASSING or attempt == TRIES - 1:
                    raise
                time.sleep(0.1 * 2**attempt)
        raise AssertionError("unreachable: the last attempt returns or raises")

    def close(self) -> None:
        """Close every connection."""
        self.engine.dispose()

    def __enter__(self) -> Store:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def open_store(address: str | Path, *, wait_seconds: float = WAIT_SECONDS, check: bool = True) -> Store:
    """Open a store; a file that does not exist yet is made, with its folder.

    Args:
        address: path of a file, ``sqlite:///path`` or ``postgresql://user@host/name``.
        wait_seconds: how long to wait for other processes.
        check: refuse a store whose tables are older or newer than this release; False only to upgrade it.

    Returns:
        The open store; close it, or use it in a ``with``.

    Raises:
        StoreError: wrong address (T001), cannot be opened (T002), newer (T003) or older (T004) than this release,
            locked (T005), no store (T007), no rights (T012).
        MissingExtra: the driver for PostgreSQL is not installed (T008).
    """
    url = _url(address)
    place = url.render_as_string(hide_password=True) if url.get_backend_name() != "sqlite" else str(url.database)
    with translated(place):
        store = Store(_engine(url, wait_seconds), place)
        try:
            if store.path is not None:
                _make_file(store)
            if check:
                _check(store)
        except BaseException:
            store.close()
            raise
    return store


def _url(address: str | Path) -> URL:
    text = str(address)
    if isinstance(address, Path) or "://" not in text:
        if not text or text == ":memory:":
            raise StoreError(f"{text!r} is no place for a store: give a path or a URL", code="T001")
        return URL.create("sqlite", database=str(Path(text).expanduser().absolute()))
    try:
        url = make_url(text)
    except (exc.ArgumentError, ValueError) as error:
        raise StoreError(f"the store's address cannot be read ({error}): give a path or a URL", code="T001") from error
    backend = url.drivername.partition("+")[0]
    if backend == "sqlite" and url.database and url.database != ":memory:":
        return URL.create("sqlite", database=str(Path(url.database).expanduser().absolute()))
    if backend in ("postgresql", "postgres"):
        return url.set(drivername="postgresql+psycopg")
    raise StoreError(
        f"no store rests in {backend!r}: give a path, sqlite:///path or postgresql://user@host/name", code="T001"
    )


def _engine(url: URL, wait_seconds: float) -> Engine:
    if url.get_backend_name() == "sqlite":
        engine = create_engine(url, connect_args={"timeout": wait_seconds, "check_same_thread": False})
        event.listen(engine, "connect", _set_up_sqlite)
        event.listen(engine, "begin", _begin_sqlite)
        return engine
    wait = int(wait_seconds * 1000)
    # jit: compiling a query takes longer than any of ours
    given = f"-c lock_timeout={wait} -c timezone=UTC -c jit=off"
    options = {"connect_timeout": max(2, int(wait_seconds)), "options": given}
    try:
        return create_engine(url, connect_args=options, pool_pre_ping=True, pool_timeout=wait_seconds)
    except ModuleNotFoundError as error:
        raise missing("psycopg for PostgreSQL", "postgres") from error


def _set_up_sqlite(connection: Any, _record: object) -> None:  # noqa: ANN401 -- sqlite3's or a pool's proxy of it
    """Set what SQLite forgets between connections; transactions are begun by us, not by the driver."""
    connection.isolation_level = None
    cursor = connection.cursor()
    cursor.execute("PRAGMA foreign_keys = ON")
    cursor.execute("PRAGMA synchronous = FULL")
    cursor.execute(f"PRAGMA cache_size = -{CACHE_KIB}")
    cursor.execute("PRAGMA temp_store = MEMORY")
    cursor.close()


def _begin_sqlite(connection: Connection) -> None:
    """Take the write lock at once where a transaction may write: it cannot fail half way for a lock."""
    writes = connection.get_execution_options().get("tellings_writes", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def _make_file(store: Store) -> None:
    """Make the folder, the file and its tables where there are none yet."""
    path = store.path
    assert path is not None
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise StoreError(
            f"{path} cannot be opened ({error.strerror}): check the folder's rights", code="T002"
        ) from error
    _write_ahead(path)
    with store.read() as connection:
        if not empty(connection):
            return
    store.write(upgrade)


def _write_ahead(path: Path) -> None:
    """Let readers go on while one writes; the file remembers it. Processes that make one file at once take turns."""
    for attempt in range(TRIES):
        try:
            with closing(sqlite3.connect(path)) as connection:
                connection.execute("PRAGMA journal_mode = WAL")
            return
        except sqlite3.OperationalError as error:
            if code_of(error) not in PASSING or attempt == TRIES - 1:
                raise
            time.sleep(0.1 * 2**attempt)


def _check(store: Store) -> None:
    """Refuse a store that this release cannot use.

    Raises:
        StoreError: newer (T003), older (T004), or no store (T007).
    """
    with store.read() as connection:
        found, known = revision_of(connection)
    if found == head():
        return
    if found is None:
        raise StoreError(f"{store.place} holds no store yet: run 'tellings store upgrade'", code="T004")
    if not known:
        raise StoreError(f"{store.place} was written by a newer release ({found}): upgrade Tellings", code="T003")
    message = f"{store.place} was written by an older release ({found}): back it up, then run 'tellings store upgrade'"
    raise StoreError(message, code="T004")

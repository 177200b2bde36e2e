"""What goes wrong in a database, in our words: no error of a driver leaves the store."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import exc

from tellings.errors import MissingExtra, StoreConflict, StoreError, TellingsError

#: Codes after which the same work may be tried again.
PASSING = frozenset({"T005"})

_MEANING = {
    "T002": "cannot be opened: check that it exists, that the server runs, and name and password",
    "T005": "is locked by another process for too long: try again, or end the other one",
    "T006": "has no room left: free space on its disk",
    "T007": "is no store, or is damaged: check the address, or restore a backup",
    "T009": "was changed by somebody else in between: read again and repeat",
    "T011": "refused a statement: report this with the message",
    "T012": "may not be written to: check the rights of its file, its folder, or the database user",
}
_SQLITE = {
    sqlite3.SQLITE_BUSY: "T005",
    sqlite3.SQLITE_LOCKED: "T005",
    sqlite3.SQLITE_FULL: "T006",
    sqlite3.SQLITE_READONLY: "T012",
    sqlite3.SQLITE_PERM: "T012",
    sqlite3.SQLITE_AUTH: "T012",
    sqlite3.SQLITE_CANTOPEN: "T002",
    sqlite3.SQLITE_NOTADB: "T007",
    sqlite3.SQLITE_CORRUPT: "T007",
    sqlite3.SQLITE_CONSTRAINT: "T009",
}
#: By SQLSTATE, then by its class; https://www.postgresql.org/docs/15/errcodes-appendix.html
_POSTGRES = {
    "55P03": "T005",
    "40P01": "T005",
    "40001": "T005",
    "57014": "T005",
    "53100": "T006",
    "42501": "T012",
    "25006": "T012",
    "42P01": "T007",
    "08": "T002",
    "28": "T002",
    "3D": "T002",
    "53": "T002",
    "57": "T002",
    "23": "T009",
}


def code_of(error: BaseException) -> str:
    """Return the code that an error of SQLAlchemy or of a driver stands for."""
    driver = error.orig if isinstance(error, exc.DBAPIError) else error
    if isinstance(error, exc.TimeoutError):
        return "T005"
    if isinstance(driver, sqlite3.Error):
        number = getattr(driver, "sqlite_errorcode", None)
        return _SQLITE.get(number & 0xFF if number is not None else -1, "T011")
    state = getattr(driver, "sqlstate", None)
    if state:
        return _POSTGRES.get(state) or _POSTGRES.get(state[:2], "T011")
    lost = isinstance(error, exc.DBAPIError) and (
        error.connection_invalidated or isinstance(error, exc.OperationalError)
    )
    return "T002" if lost else "T011"


def failure(error: BaseException, place: str) -> StoreError:
    """Return our error for one of SQLAlchemy or a driver; ``place`` is the store's address without a password."""
    code = code_of(error)
    kind = StoreConflict if code == "T009" else StoreError
    driver = error.orig if isinstance(error, exc.DBAPIError) else error
    said = " ".join(str(driver).split())[:300]
    return kind(f"the store {place} {_MEANING[code]} ({said})", code=code)


@contextmanager
def translated(place: str) -> Iterator[None]:
    """Turn errors of the database into ours; let every other error pass.

    Raises:
        StoreError: whatever the database said.
        MissingExtra: the driver is not installed (T008).
    """
    try:
        yield
    except TellingsError:
        raise
    except (exc.SQLAlchemyError, sqlite3.Error) as error:
        raise failure(error, place) from error


def missing(part: str, extra: str) -> MissingExtra:
    """Return the error for a part that is not installed."""
    return MissingExtra(f"the store needs {part}: pip install 'tellings[{extra}]'", code="T008")

"""A copy of a store that is whole, taken while others work in it."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
from contextlib import closing
from pathlib import Path

from tellings.errors import StoreError
from tellings.store.base import Store
from tellings.store.failures import failure


def back_up(store: Store, path: Path) -> None:
    """Write a copy of a store to a new file.

    SQLite: a store that can be opened as it is. PostgreSQL: the custom form of ``pg_dump``, for ``pg_restore``.
    The file appears under its name only when it is complete; only its owner can read it (mode 0600).

    Raises:
        StoreError: there is a file of this name already, it cannot be written, or ``pg_dump`` fails (T015).
    """
    if path.exists():
        raise StoreError(f"{path} is there already: choose another name", code="T015")
    if not path.parent.is_dir():
        raise StoreError(f"there is no folder {path.parent}: make it first", code="T015")
    part = path.with_name(path.name + ".part")
    try:
        part.unlink(missing_ok=True)
        os.close(os.open(part, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))  # both ways write into an empty file
        if store.path is not None:
            _copy_sqlite(store.path, part)
        else:
            _dump_postgres(store, part)
        part.replace(path)
    except OSError as error:
        raise StoreError(
            f"{path} cannot be written ({error.strerror}): check folder and rights", code="T015"
        ) from error
    finally:
        part.unlink(missing_ok=True)


def _copy_sqlite(source: Path, target: Path) -> None:
    try:
        with closing(sqlite3.connect(source)) as connection:
            connection.execute("VACUUM INTO ?", [str(target)])
    except sqlite3.Error as error:
        raise failure(error, str(source)) from error


def _dump_postgres(store: Store, target: Path) -> None:
    program = shutil.which("pg_dump")
    if program is None:
        message = "pg_dump is not installed: install PostgreSQL's client programs, of the server's version or newer"
        raise StoreError(message, code="T015")
    url = store.engine.url
    bare = url.set(drivername="postgresql", password=None).render_as_string(hide_password=False)
    environment = dict(os.environ)
    if url.password is not None:  # a password among the arguments could be read by every user of the machine
        environment["PGPASSWORD"] = str(url.password)
    command = [program, "--format=custom", "--no-owner", f"--file={target}", f"--dbname={bare}"]
    done = subprocess.run(command, check=False, capture_output=True, text=True, env=environment)  # noqa: S603
    if done.returncode != 0:
        said = " ".join(done.stderr.split())[:300]
        raise StoreError(f"pg_dump failed ({said}): check address and rights", code="T015")

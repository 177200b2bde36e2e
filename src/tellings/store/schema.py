"""Which revision a store's tables have, and how to bring them to another."""

from __future__ import annotations

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, inspect

from tellings.errors import StoreError

FOLDER = Path(__file__).parent / "migrations"
#: Any number, the same in every process: only one at a time changes the tables of a PostgreSQL database.
LOCK = 7_355_463


def _config(connection: Connection | None = None) -> Config:
    config = Config()
    config.set_main_option("script_location", str(FOLDER).replace("%", "%%"))
    config.attributes["connection"] = connection
    return config


def _scripts() -> ScriptDirectory:
    return ScriptDirectory.from_config(_config())


def head() -> str:
    """Return the revision that this release needs."""
    newest = _scripts().get_current_head()
    assert newest is not None
    return newest


def revisions() -> list[str]:
    """Return every revision, oldest first."""
    return [script.revision for script in reversed(list(_scripts().walk_revisions()))]


def empty(connection: Connection) -> bool:
    """Return whether the database has no table but Alembic's own."""
    return set(inspect(connection).get_table_names()) <= {"alembic_version"}


def revision_of(connection: Connection) -> tuple[str | None, bool]:
    """Return the store's revision (None: no tables of ours) and whether this release knows it.

    Raises:
        StoreError: there are tables, but they are not ours (T007).
    """
    found = MigrationContext.configure(connection).get_current_revision()
    if found is None and not empty(connection) and connection.dialect.name == "sqlite":
        raise StoreError("the file holds other tables, no store: check the address", code="T007")
    return found, found in revisions()


def upgrade(connection: Connection, revision: str = "head") -> None:
    """Bring the tables to a revision; all of it in the connection's transaction, so it is done whole or not at all."""
    _alone(connection)
    found, known = revision_of(connection)
    if found is not None and not known:
        raise StoreError(f"the store was written by a newer release ({found}): upgrade Tellings", code="T003")
    command.upgrade(_config(connection), revision)


def downgrade(connection: Connection, revision: str) -> None:
    """Take the tables back to an older revision (``base``: to none); what they alone can hold is lost."""
    _alone(connection)
    command.downgrade(_config(connection), revision)


def _alone(connection: Connection) -> None:
    if connection.dialect.name == "postgresql":
        connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({LOCK})")

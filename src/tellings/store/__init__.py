"""Where captures, articles, stories and dossiers rest: SQLite by default, PostgreSQL by a URL.

Needs the extra ``web`` (SQLAlchemy, Alembic) and for PostgreSQL the extra ``postgres`` (psycopg).
"""

from __future__ import annotations

from tellings.errors import MissingExtra

try:
    import alembic as _alembic  # noqa: F401 -- only to see whether it is there
    import sqlalchemy as _sqlalchemy  # noqa: F401 -- likewise
except ImportError as error:
    raise MissingExtra("the store needs SQLAlchemy and Alembic: pip install 'tellings[web]'", code="T008") from error

from tellings.store.base import Store, open_store

__all__ = ["Store", "open_store"]

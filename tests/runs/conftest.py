"""Runs are tested on SQLite and on PostgreSQL, as the store is."""

from tests.store.conftest import address, postgres, stencil, store, template

__all__ = ["address", "postgres", "stencil", "store", "template"]

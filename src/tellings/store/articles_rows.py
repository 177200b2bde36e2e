"""The rows behind ``StoredArticle``, for every module that lists articles."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Row, Select, select

from tellings.store.tables import articles, members
from tellings.types.store import StoredArticle

_COLUMNS = [column for column in articles.c if column.name != "current_moment"]
_NAMES = (*(column.name for column in _COLUMNS), "story")


def select_articles() -> Select[Any]:
    """Return the query behind every ``StoredArticle``, to be narrowed."""
    return select(*_COLUMNS, members.c.story_id.label("story")).outerjoin(members)


def as_article(row: Row[Any]) -> StoredArticle:
    """Return the record of a row of ``select_articles``, whatever columns were added behind."""
    return StoredArticle(**dict(zip(_NAMES, row, strict=False)))

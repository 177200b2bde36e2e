"""Tellings reads several reports of the same events and shows what each line rests on.

    >>> from tellings import read
    >>> dossier = read(["reports"])  # doctest: +SKIP

Importing the package is cheap; the models are loaded when ``read`` is first called.
"""

from __future__ import annotations

from collections.abc import Sequence
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tellings.errors import TellingsError
from tellings.types.articles import Article, Dropped, Hints
from tellings.types.dossier import Dossier
from tellings.types.spans import Span

if TYPE_CHECKING:
    from tellings import tables
    from tellings.config import Settings
    from tellings.desk import Desk

__all__ = ["Article", "Desk", "Dossier", "Dropped", "Hints", "Span", "TellingsError", "read", "tables", "to_json"]


def read(paths: Sequence[str | Path], *, hints: Hints | None = None, settings: Settings | None = None) -> Dossier:
    """Read the reports of one story and return what they say together.

    Args:
        paths: files and folders.
        hints: what the files do not say themselves, for all of them.
        settings: None takes them from the environment.

    Raises:
        InputError: no path gave an article.
    """
    from tellings.pipeline import read as read_story  # noqa: PLC0415 -- importing spaCy takes a second

    return read_story(paths, hints=hints, settings=settings)


def to_json(dossier: Dossier) -> dict[str, Any]:
    """Return a dossier as the JSON document that ``tellings read --format json`` writes."""
    from tellings.report.jsonform import to_json as json_form  # noqa: PLC0415 -- not needed to read

    return json_form(dossier)


def __getattr__(name: str) -> Any:  # noqa: ANN401 -- whatever stands under the name
    """Return what is imported only when it is asked for: the client (extra ``web``) and the tables."""
    if name == "Desk":
        from tellings.desk import Desk  # noqa: PLC0415 -- needs the extra

        return Desk
    if name == "tables":
        return import_module("tellings.tables")
    raise AttributeError(f"module 'tellings' has no attribute {name!r}")


def _display(dossier: Dossier) -> str:
    from tellings.notebook import to_html  # noqa: PLC0415 -- only a notebook needs it

    return to_html(dossier)


Dossier.display = _display

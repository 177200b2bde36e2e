"""What a ``meta.json`` says about the files beside it."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from pathlib import Path

from tellings.types.articles import Dropped, Hints

#: A list of file descriptions longer than this is no description of a story (set by hand: 16 MB).
MAX_BYTES = 16_000_000


@dataclass(frozen=True, slots=True)
class FolderNotes:
    """What one folder's ``meta.json`` says.

    Attributes:
        files: hints by path relative to the folder, always with ``/``, in the order of the list.
        problems: what of it could not be used.
    """

    files: dict[str, Hints] = field(default_factory=dict)
    problems: tuple[Dropped, ...] = ()


def read_folder_notes(folder: Path) -> FolderNotes:
    """Return what ``meta.json`` in a folder says; empty if there is none.

    The file is a list of ``{"file", "outlet", "title", "published", "url", "authors", "language"}`` of which only
    ``file`` must be there; an object with such a list under ``files``, ``articles`` or ``documents`` will do too.
    An entry that cannot be used costs that entry alone.
    """
    path = folder / "meta.json"
    try:
        if not path.is_file():
            return FolderNotes()
        if path.stat().st_size > MAX_BYTES:
            return FolderNotes(problems=(_problem(path, f"it is larger than {MAX_BYTES:,} bytes"),))
        data = json.loads(path.read_bytes())
    except OSError as error:
        return FolderNotes(problems=(_problem(path, error.strerror or "it cannot be read"),))
    except (ValueError, RecursionError) as error:
        return FolderNotes(problems=(_problem(path, f"it is not valid JSON ({error})"),))
    entries = _entries(data)
    if entries is None:
        return FolderNotes(problems=(_problem(path, 'it holds no list of {"file": …} entries'),))
    files: dict[str, Hints] = {}
    problems: list[Dropped] = []
    for index, entry in enumerate(entries):
        name = _text(entry.get("file")) if isinstance(entry, dict) else None
        if name is None:
            problems.append(_problem(path, f"entry {index} names no file"))
        else:
            assert isinstance(entry, dict)
            files[Path(name).as_posix()] = _hints(entry)
    return FolderNotes(files=files, problems=tuple(problems))


def _entries(data: object) -> list[object] | None:
    """Return the list of file descriptions, None if there is none."""
    if isinstance(data, dict):
        for key in ("files", "articles", "documents"):
            if isinstance(data.get(key), list):
                data = data[key]
                break
    return data if isinstance(data, list) else None


def _hints(entry: dict[str, object]) -> Hints:
    authors = entry.get("authors", entry.get("author", entry.get("byline")))
    names = authors if isinstance(authors, list) else [authors]
    byline = ", ".join(name for name in map(_text, names) if name)
    return Hints(
        outlet=_text(entry.get("outlet")),
        title=_text(entry.get("title")),
        byline=byline or None,
        published=_text(entry.get("published")),
        language=_text(entry.get("language")),
        url=_text(entry.get("url")),
        origin="metadata",
        charset=_text(entry.get("charset")),
    )


def _text(value: object) -> str | None:
    """Return a string without blanks at its ends, None if there is nothing in it."""
    if not isinstance(value, str):
        return None
    words = value.encode("utf-8", "replace").decode("utf-8").strip()
    return words or None


def _problem(path: Path, why: str) -> Dropped:
    reason = f"this meta.json cannot be used: {why}; the files beside it are read without it"
    return Dropped(source=path.as_posix(), stage="collect", code="C007", reason=reason)

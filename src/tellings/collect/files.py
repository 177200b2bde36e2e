"""Local files, folders and addresses → captures, in the order in which they are given.

An option says what a file does not say: what a ``meta.json`` tells stays in ``Capture.hints``, what the command
line tells stands apart in ``Capture.options``, and later stages ask the first before the second.
"""

from __future__ import annotations

import hashlib
import os
import stat
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from tellings.collect.addresses import is_address
from tellings.collect.metadata import FolderNotes, read_folder_notes
from tellings.collect.options import FetchOptions
from tellings.collect.sniff import binary_kind, media_type_of_bytes, media_type_of_suffix
from tellings.collect.web import fetch_pages
from tellings.types.articles import Capture, Dropped, Hints

#: Names (without suffix, lower case) of files that tell about a folder and are no reports.
_NOTES = frozenset({"readme", "license", "licence", "notice", "changelog", "contributing", "sources", "copying"})

#: Default size limit in bytes: holds any article and every saved page seen (the largest had 4 MB), set by hand.
MAX_BYTES = 32_000_000


@dataclass(slots=True)
class _Reading:
    """What one run of ``collect`` has seen so far."""

    options: Hints
    max_bytes: int
    first_by_digest: dict[str, str] = field(default_factory=dict)
    notes_by_folder: dict[Path, FolderNotes] = field(default_factory=dict)


def collect(
    paths: Sequence[str | Path],
    *,
    hints: Hints = Hints(origin="option"),  # noqa: B008 -- frozen, so it can be shared
    max_bytes: int = MAX_BYTES,
    options: FetchOptions | None = None,
) -> Iterator[Capture | Dropped]:
    """Read files and folders, fetch addresses.

    A folder is read with everything below it, in the order of the paths; hidden files, files of a kind that is not
    read, ``meta.json`` and notes such as ``README.md`` are passed over there unless a ``meta.json`` lists them. A
    file that is named is read whatever its suffix.

    Args:
        paths: files, folders and addresses (``https://…``), in the order in which they are read.
        hints: what the caller says about every file that does not say it itself.
        max_bytes: a larger file is dropped.
        options: how addresses are asked for; None for the defaults.

    Yields:
        One capture for each file and page, or what was dropped and why.

    Raises:
        MissingExtra: there is an address, and what fetching needs is not installed.
    """
    reading = _Reading(options=hints, max_bytes=max_bytes)
    addresses = [str(given) for given in paths if is_address(str(given))]
    pages = fetch_pages(addresses, options=options, hints=hints)
    for given in paths:
        if is_address(str(given)):
            yield _once(next(pages), reading)
            continue
        path = Path(given)
        if path.is_dir():
            yield from _collect_folder(path, reading)
            continue
        notes, problems = _notes(path.parent, reading)
        yield from problems
        if path.name == "meta.json":
            reason = "a meta.json describes reports and is none: give its folder"
            yield Dropped(source=path.as_posix(), stage="collect", code="C009", reason=reason)
        else:
            yield _read(path, notes.files.get(path.name), reading)


def _collect_folder(folder: Path, reading: _Reading) -> Iterator[Capture | Dropped]:
    inside, problems = _list_folder(folder)
    yield from problems
    wanted = {path for path in inside if _is_report_name(path.name)}
    for described in dict.fromkeys(path.parent for path in (folder / "meta.json", *inside)):
        notes, flaws = _notes(described, reading)
        yield from flaws
        wanted.update(described / name for name in notes.files if _stays_inside(name))
    wanted = {path for path in wanted if path.name != "meta.json"}
    for path in sorted(wanted, key=lambda path: path.parts):
        yield _read(path, _hints_for(path, folder, reading), reading)
    if not wanted:
        reason = "the folder holds no file that can be an article (.txt, .md, .html, .htm, .json)"
        yield _lost(folder, "C008", reason)


def _list_folder(folder: Path) -> tuple[list[Path], list[Dropped]]:
    """Return every file below a folder that is not hidden, and the folders that cannot be read."""
    files: list[Path] = []
    problems: list[Dropped] = []

    def note(error: OSError) -> None:
        where = Path(error.filename or folder)
        problems.append(_lost(where, "C002", f"the folder cannot be read ({error.strerror})"))

    for parent, folders, names in os.walk(folder, onerror=note):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        files.extend(Path(parent) / name for name in sorted(names) if not name.startswith("."))
    return files, problems


def _is_report_name(name: str) -> bool:
    path = Path(name)
    return media_type_of_suffix(path.suffix) is not None and path.stem.lower() not in _NOTES


def _stays_inside(name: str) -> bool:
    """Return whether a name in a ``meta.json`` points at a file below its folder."""
    path = Path(name)
    return not path.is_absolute() and ".." not in path.parts


def _notes(folder: Path, reading: _Reading) -> tuple[FolderNotes, tuple[Dropped, ...]]:
    """Return what a folder's ``meta.json`` says, and its problems the first time it is asked for."""
    if folder in reading.notes_by_folder:
        return reading.notes_by_folder[folder], ()
    notes = reading.notes_by_folder[folder] = read_folder_notes(folder)
    return notes, notes.problems


def _hints_for(path: Path, root: Path, reading: _Reading) -> Hints | None:
    """Return what the nearest ``meta.json`` between a file and the folder that was given says about the file."""
    for folder in path.parents:
        said = _notes(folder, reading)[0].files.get(path.relative_to(folder).as_posix())
        if said is not None or folder == root:
            return said
    return None


def _read(path: Path, said: Hints | None, reading: _Reading) -> Capture | Dropped:
    """Read one file."""
    try:
        content = _content(path, reading.max_bytes)
    except FileNotFoundError:
        return _lost(path, "C001", "there is no such file or folder: look at the spelling")
    except OSError as error:
        return _lost(path, "C002", f"the file cannot be read ({error.strerror or 'unknown error'})")
    except ValueError:
        return _lost(path, "C002", "the name cannot be that of a file")
    if isinstance(content, Dropped):
        return content
    capture = Capture(
        source=path.as_posix(),
        content=content,
        media_type=media_type_of_suffix(path.suffix) or media_type_of_bytes(content),
        sha256=hashlib.sha256(content).hexdigest(),
        hints=said or Hints(),
        options=reading.options,
        charset=said.charset if said else None,
    )
    return _once(capture, reading)


def _once(capture: Capture | Dropped, reading: _Reading) -> Capture | Dropped:
    """Return a capture the first time its bytes come."""
    if isinstance(capture, Dropped):
        return capture
    first = reading.first_by_digest.get(capture.sha256)
    if first is not None:
        reason = f"the same bytes were read before, as {first}"
        return Dropped(source=capture.source, stage="collect", code="C006", reason=reason)
    reading.first_by_digest[capture.sha256] = capture.source
    return capture


def _content(path: Path, max_bytes: int) -> bytes | Dropped:
    """Return the bytes of a file that can be text.

    Raises:
        OSError: it cannot be read.
    """
    state = path.stat()
    if not stat.S_ISREG(state.st_mode):
        return _lost(path, "C002", "this is no ordinary file")
    if state.st_size > max_bytes:
        return _too_large(path, state.st_size, max_bytes)
    with path.open("rb") as stream:
        content = stream.read(max_bytes + 1)
    if len(content) > max_bytes:
        return _too_large(path, len(content), max_bytes)
    if not content.strip(b"\x00\xef\xbb\xbf\xff\xfe \t\r\n"):
        return _lost(path, "C003", "the file is empty")
    kind = binary_kind(content)
    if kind is not None:
        return _lost(path, "C004", f"the file is no text: it looks like {kind}")
    return content


def _too_large(path: Path, size: int, max_bytes: int) -> Dropped:
    reason = f"the file has {size:,} bytes, more than the limit of {max_bytes:,}: raise max_file_bytes to read it"
    return _lost(path, "C005", reason)


def _lost(path: Path, code: str, reason: str) -> Dropped:
    return Dropped(source=path.as_posix(), stage="collect", code=code, reason=reason)

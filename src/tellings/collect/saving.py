"""Fetched pages → a folder that ``tellings read`` reads: one file a page and a ``meta.json``."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from tellings.types.articles import Capture, Dropped, Unchanged, Validators

_SUFFIXES = {"text/html": ".html", "application/json": ".json", "text/markdown": ".md"}
#: Letters of a file name, without the hash and the suffix: legible, and far from every system's limit.
_NAME = 60


def read_saved(folder: Path) -> dict[str, dict[str, Any]]:
    """Return what the ``meta.json`` of a folder says by address asked; empty if there is none of ours.

    Entries of files that are not there any more are passed over.
    """
    try:
        entries = json.loads((folder / "meta.json").read_bytes())
    except (OSError, ValueError, RecursionError):
        return {}
    found: dict[str, dict[str, Any]] = {}
    for entry in entries if isinstance(entries, list) else []:
        is_ours = (
            isinstance(entry, dict) and isinstance(entry.get("source"), str) and isinstance(entry.get("file"), str)
        )
        if is_ours and (folder / entry["file"]).is_file():
            found[entry["source"]] = entry
    return found


def saved_validators(saved: dict[str, dict[str, Any]]) -> dict[str, Validators]:
    """Return the validators of saved pages by address asked."""
    found: dict[str, Validators] = {}
    for source, entry in saved.items():
        pairs = [pair for pair in entry.get("headers") or [] if isinstance(pair, list) and len(pair) == 2]
        fields = {str(name): str(value) for name, value in reversed(pairs)}
        url = entry.get("url")
        if isinstance(url, str) and ("etag" in fields or "last-modified" in fields):
            found[source] = Validators(url=url, etag=fields.get("etag"), last_modified=fields.get("last-modified"))
    return found


def save_pages(outcomes: Iterable[Capture | Unchanged | Dropped], folder: Path) -> list[tuple[str, str]]:
    """Write pages and what is known about them.

    Every page is on the disk before the next one is asked for; ``meta.json`` is written at the end, also when that
    comes early, with the entries that it had before. One that is no list of entries is replaced.

    Args:
        outcomes: as ``Fetcher.fetch_all`` gives them.
        folder: where to; it is made if need be.

    Returns:
        For every page in order its address and its file; those dropped are left out.
    """
    folder.mkdir(parents=True, exist_ok=True)
    entries = _entries_of_others(folder)
    saved = read_saved(folder)
    written: list[tuple[str, str]] = []
    try:
        for outcome in outcomes:
            if isinstance(outcome, Capture):
                entry = _entry(outcome)
                (folder / entry["file"]).write_bytes(outcome.content)
                saved[outcome.source] = entry
            if not isinstance(outcome, Dropped):
                written.append((outcome.source, saved[outcome.source]["file"]))
    finally:
        text = json.dumps([*entries, *saved.values()], ensure_ascii=False, indent=1) + "\n"
        part = folder / ".meta.json.part"
        part.write_text(text, encoding="utf-8", newline="\n")
        part.replace(folder / "meta.json")
    return written


def _entries_of_others(folder: Path) -> list[object]:
    """Return the entries of a ``meta.json`` that somebody else wrote, to be kept as they are."""
    try:
        entries = json.loads((folder / "meta.json").read_bytes())
    except (OSError, ValueError, RecursionError):
        return []
    found = entries if isinstance(entries, list) else []
    return [entry for entry in found if not (isinstance(entry, dict) and isinstance(entry.get("source"), str))]


def _entry(capture: Capture) -> dict[str, Any]:
    return {
        "file": file_name(capture),
        "url": capture.url,
        "source": capture.source,
        "fetched_at": capture.fetched_at,
        "status": capture.status,
        "sha256": capture.sha256,
        "charset": capture.charset,
        "headers": [list(pair) for pair in capture.headers],
    }


def file_name(capture: Capture) -> str:
    """Return the name of a page's file: the same for the same address, another for every other."""
    parts = urlsplit(capture.source)
    last = next((part for part in reversed(parts.path.split("/")) if part), "")
    words = f"{parts.hostname or ''}-{last.rpartition('.')[0] or last}".lower()
    plain = re.sub(r"[^a-z0-9]+", "-", words)[:_NAME].strip("-")
    digest = hashlib.sha256(capture.source.encode()).hexdigest()[:8]
    return f"{plain}-{digest}{_SUFFIXES.get(capture.media_type, '.txt')}"

"""Rows of public sets: JSON Lines, plain or gzipped."""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from tellings.errors import InputError

Row = dict[str, Any]


def read_rows(path: Path) -> list[Row]:
    """Return the rows of a ``.jsonl`` or ``.jsonl.gz`` file.

    Raises:
        InputError: the file cannot be read, or a line is no JSON object.
    """
    try:
        raw = path.read_bytes()
        content = (gzip.decompress(raw) if path.suffix == ".gz" else raw).decode("utf-8")
    except (OSError, ValueError, EOFError) as error:
        message = f"{path} cannot be read ({error}): give a .jsonl or .jsonl.gz file in UTF-8"
        raise InputError(message, code="G003") from error
    return list(_parsed(content, path))


def _parsed(content: str, path: Path) -> Iterator[Row]:
    for number, line in enumerate(content.split("\n"), start=1):
        if line.strip():
            try:
                row = json.loads(line)
            except ValueError as error:
                raise InputError(f"{path}, line {number} is no JSON ({error})", code="G004") from error
            if not isinstance(row, dict):
                raise InputError(f"{path}, line {number} is no JSON object", code="G004")
            yield row


def write_rows(path: Path, rows: Iterable[Row]) -> None:
    """Write rows as JSON Lines."""
    path.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), encoding="utf-8")


def paired(gold: list[Row], found: list[Row], key: str) -> Iterator[tuple[Row, Row]]:
    """Yield each row of gold with the predictions for it, an empty row where there are none."""
    index = {row[key]: row for row in found}
    for row in gold:
        yield row, index.get(row[key], {})

"""What every command shares: forms of a dossier, options, progress, reading and writing documents."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TaskID, TextColumn

from tellings.errors import InputError, SchemaError
from tellings.report.html import to_html
from tellings.report.jsonform import dump_document
from tellings.report.markdown import to_markdown

messages = Console(stderr=True)


class Format(StrEnum):
    """How a dossier is written."""

    HTML = "html"
    MARKDOWN = "markdown"
    JSON = "json"


RENDER: dict[Format, tuple[str, Callable[[dict[str, Any]], str]]] = {
    Format.HTML: ("dossier.html", to_html),
    Format.MARKDOWN: ("dossier.md", to_markdown),
    Format.JSON: ("dossier.json", dump_document),
}

Paths = Annotated[
    list[str],
    typer.Argument(help="Files, folders (.txt, .md, .html, .json; meta.json is used) and addresses (https://…)."),
]
Outlet = Annotated[str | None, typer.Option(help="Outlet of the files that do not say theirs.")]
Published = Annotated[str | None, typer.Option(help="Publication date or date-time (ISO) of those without one.")]
Language = Annotated[str | None, typer.Option(help="Language (ISO 639-1) of those that do not say theirs.")]
DossierFile = Annotated[Path, typer.Argument(help="A dossier in JSON, '-' for standard input.")]


class Bar:
    """Progress on the terminal: one bar a stage, nothing where standard error is no terminal."""

    def __init__(self) -> None:
        columns = (SpinnerColumn(), TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
        self._progress = Progress(*columns, console=messages, transient=True, disable=not messages.is_terminal)
        self._tasks: dict[str, TaskID] = {}

    def __enter__(self) -> Bar:
        self._progress.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._progress.stop()

    def __call__(self, stage: str, done: int, total: int | None) -> None:
        """Show how far a stage has come."""
        if stage not in self._tasks:
            self._tasks[stage] = self._progress.add_task(stage, total=total)
        self._progress.update(self._tasks[stage], completed=done, total=total)


def load(path: Path) -> dict[str, Any]:
    """Return the dossier document in a file or on standard input."""
    try:
        content = sys.stdin.read() if str(path) == "-" else path.read_text(encoding="utf-8")
        document = json.loads(content)
    except OSError as error:
        raise InputError(f"{path} cannot be read ({error.strerror}): check the path", code="D001") from error
    except ValueError as error:
        message = f"{path} is no JSON ({error}): give a file written by 'tellings read --format json'"
        raise SchemaError(message, code="D002") from error
    if not isinstance(document, dict) or document.get("schema") != "dossier/1":
        message = f"{path} is no dossier/1 document: give a file written by 'tellings read --format json'"
        raise SchemaError(message, code="D003")
    return document


def write(content: str, output: Path | None) -> None:
    """Write to a file, or to standard output in UTF-8 whatever the terminal's encoding."""
    if output is None:
        sys.stdout.flush()
        sys.stdout.buffer.write(content.encode("utf-8"))
        sys.stdout.buffer.flush()
    else:
        output.parent.mkdir(parents=True, exist_ok=True)
        output.write_text(content, encoding="utf-8", newline="\n")


def write_all(document: dict[str, Any], folder: Path) -> None:
    """Write the page, the Markdown and the JSON into a folder and say where."""
    for name, function in RENDER.values():
        write(function(document), folder / name)
    messages.print(f"the page: {folder / RENDER[Format.HTML][0]}", markup=False, highlight=False, soft_wrap=True)

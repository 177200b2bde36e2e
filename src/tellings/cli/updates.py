"""Commands on what changes: new reports in a dossier, and two dossiers side by side."""

from __future__ import annotations

from collections.abc import Callable
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any

import typer

from tellings import pipeline
from tellings.cli.dossiers import NO_LOSS
from tellings.cli.terminal import (
    Bar,
    DossierFile,
    Format,
    Language,
    Outlet,
    Paths,
    Published,
    load,
    messages,
    write,
)
from tellings.report.changes import compare
from tellings.report.changes_page import changes_to_html
from tellings.report.changes_text import changes_lead, changes_to_json, changes_to_markdown, changes_to_text
from tellings.report.changes_view import ChangesView, view_changes
from tellings.report.html import to_html
from tellings.report.jsonform import dump_document, to_json
from tellings.report.markdown import to_markdown
from tellings.types.articles import Hints
from tellings.types.changes import Changes

app = typer.Typer()

Json = dict[str, Any]


class ChangesFormat(StrEnum):
    """How changes are written."""

    TEXT = "text"
    MARKDOWN = "markdown"
    HTML = "html"
    JSON = "json"


_BY_SUFFIX = {".md": ChangesFormat.MARKDOWN, ".html": ChangesFormat.HTML, ".json": ChangesFormat.JSON}


@app.command()
def update(  # noqa: PLR0913 -- every option of a command is a parameter
    dossier: DossierFile,
    new: Paths,
    *,
    form: Annotated[Format | None, typer.Option("--format", help="Write one form; without it, all three.")] = None,
    output: Annotated[
        Path | None, typer.Option("--output", "-o", help="File (one form; default: standard output) or folder.")
    ] = None,
    changes: Annotated[
        Path | None, typer.Option(help="File for what changed: .json, .md, .html, any other as plain text.")
    ] = None,
    outlet: Outlet = None,
    published: Published = None,
    language: Language = None,
) -> None:
    """Add reports to a dossier, from the texts it keeps; write the dossier and say what changed."""
    before = load(dossier)
    hints = Hints(outlet=outlet, published=published, language=language, origin="option")
    with Bar() as bar:
        updated = pipeline.update(before, new, hints=hints, progress=bar)
    after = to_json(updated.dossier)
    found = compare(before, after, known=updated.known)
    view = view_changes(found, before, after)
    folder = output or Path("dossier")
    if form is None:
        for name, content in _forms(after, view).items():
            write(content(), folder / name)
    else:
        write(_forms(after, view)[_NAMES[form]](), output)
    if changes is not None:
        write(_changes_as(_BY_SUFFIX.get(changes.suffix.lower(), ChangesFormat.TEXT), found, (before, after)), changes)
    _say(changes_to_text(view, width=messages.width))
    if form is None:
        _say(f"the page: {folder / _NAMES[Format.HTML]}")
    _lost(before, after)


_NAMES = {Format.HTML: "dossier.html", Format.MARKDOWN: "dossier.md", Format.JSON: "dossier.json"}


def _forms(document: Json, view: ChangesView) -> dict[str, Callable[[], str]]:
    """Return what writes each form of an updated dossier; the ones to be read open with what changed."""
    return {
        _NAMES[Format.HTML]: lambda: to_html(document, changes=view),
        _NAMES[Format.MARKDOWN]: lambda: to_markdown(document, lead=changes_lead(view)),
        _NAMES[Format.JSON]: lambda: dump_document(document),
    }


def _lost(before: Json, after: Json) -> None:
    """Say which inputs gave nothing this time, and end with 3 if one of them is a loss."""
    fresh = [item for item in after["dropped"] if item not in before["dropped"]]
    for item in fresh:
        _say(f"dropped {item.get('path') or item.get('url')}: {item['reason']} [{item['code']}]")
    if any(item["code"] not in NO_LOSS for item in fresh):
        raise typer.Exit(3)


def _say(text: str) -> None:
    messages.print(text, markup=False, highlight=False, soft_wrap=True)


@app.command()
def diff(
    before: DossierFile,
    after: Annotated[Path, typer.Argument(help="Another dossier in JSON.")],
    *,
    form: Annotated[ChangesFormat, typer.Option("--format", help="Which form to write.")] = ChangesFormat.TEXT,
    output: Annotated[Path | None, typer.Option("--output", "-o", help="File; default: standard output.")] = None,
) -> None:
    """Show what changed between two dossiers."""
    documents = load(before), load(after)
    write(_changes_as(form, compare(*documents), documents), output)


def _changes_as(form: ChangesFormat, changes: Changes, documents: tuple[Json, Json]) -> str:
    """Return changes between two dossiers in a form."""
    if form is ChangesFormat.JSON:
        return dump_document(changes_to_json(changes, *documents))
    view = view_changes(changes, *documents)
    if form is ChangesFormat.MARKDOWN:
        return changes_to_markdown(view)
    return changes_to_html(view) if form is ChangesFormat.HTML else changes_to_text(view, width=messages.width)

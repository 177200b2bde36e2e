"""``tellings eval``: repeat our figures on a user's own copy of the annotated sets."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from tellings import pipeline
from tellings.evaluate.story import score_story
from tellings.report.jsonform import to_json

app = typer.Typer(help="Score labels and matches on annotated sets.", no_args_is_help=True)

Misses = Annotated[str | None, typer.Option(help="List what was missed or wrong for a part, such as quotes or facts.")]


@app.command()
def story(
    reports: Annotated[Path, typer.Argument(help="Folder of reports.")],
    gold: Annotated[Path, typer.Argument(help="Folder of their hand-made gold.")],
    *,
    misses: Misses = None,
) -> None:
    """Read a story and compare its dossier with a hand-made gold."""
    table = score_story(to_json(pipeline.read([reports])), gold)
    if misses:
        typer.echo("\n".join(table.misses.get(misses, ["nothing"])))
    else:
        typer.echo("\n".join(row.line() for row in table.rows.values()))

"""Commands on saved files and dossiers."""

from __future__ import annotations

import dataclasses
import json
from importlib.resources import files
from pathlib import Path
from typing import Annotated

import typer

from tellings import pipeline
from tellings.cli.terminal import (
    RENDER,
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
    write_all,
)
from tellings.config import Settings
from tellings.report.explain import explain as explain_id
from tellings.report.jsonform import to_json
from tellings.report.schema import schema as dossier_schema
from tellings.report.verify import verify as verify_document
from tellings.types.articles import Hints

app = typer.Typer()

#: Codes of what is reported as dropped although nothing was lost: the same bytes a second time.
NO_LOSS = frozenset({"C006"})


@app.command()
def read(
    paths: Paths,
    *,
    form: Annotated[Format | None, typer.Option("--format", help="Write one form; without it, all three.")] = None,
    output: Annotated[
        Path | None, typer.Option("--output", "-o", help="File (one form; default: standard output) or folder.")
    ] = None,
    outlet: Outlet = None,
    published: Published = None,
    language: Language = None,
) -> None:
    """Read the reports of one story and write the dossier."""
    hints = Hints(outlet=outlet, published=published, language=language, origin="option")
    with Bar() as bar:
        dossier = pipeline.read(paths, hints=hints, progress=bar)
    document = to_json(dossier)
    if form is None:
        write_all(document, output or Path("dossier"))
    else:
        write(RENDER[form][1](document), output)
    lost = [item for item in dossier.dropped if item.code not in NO_LOSS]
    for item in dossier.dropped:
        messages.print(f"dropped {item.source}: {item.reason} [{item.code}]", markup=False, highlight=False)
    if lost:
        raise typer.Exit(3)


@app.command()
def extract(
    paths: Paths,
    *,
    outlet: Outlet = None,
    published: Published = None,
    language: Language = None,
) -> None:
    """Print each article with its blocks and what fell away, one JSON object a line."""
    hints = Hints(outlet=outlet, published=published, language=language, origin="option")
    with Bar() as bar:
        articles, dropped = pipeline.read_articles(paths, hints=hints, settings=Settings(), progress=bar)
    items = [dataclasses.asdict(article) for article in articles] + [dataclasses.asdict(item) for item in dropped]
    write("".join(json.dumps(item, ensure_ascii=False) + "\n" for item in items), None)


@app.command()
def render(
    dossier: DossierFile,
    *,
    form: Annotated[Format, typer.Option("--format", help="Which form to write.")] = Format.HTML,
    output: Annotated[Path | None, typer.Option("--output", "-o", help="File; default: standard output.")] = None,
) -> None:
    """Write a dossier in another form."""
    write(RENDER[form][1](load(dossier)), output)


@app.command()
def verify(dossier: DossierFile) -> None:
    """Check every reference against the kept text and its hash; fail on the first that does not match."""
    checked = verify_document(load(dossier))
    messages.print(f"{checked} references checked, every one matches its text")


@app.command()
def explain(dossier: DossierFile, ident: Annotated[str, typer.Argument(metavar="ID")]) -> None:
    """Show why one entry of a dossier came about: its spans, scores and rules."""
    write(explain_id(load(dossier), ident), None)


@app.command()
def schema() -> None:
    """Print the JSON Schema of a dossier."""
    write(json.dumps(dossier_schema(), indent=1, ensure_ascii=False) + "\n", None)


@app.command()
def sample(folder: Annotated[Path, typer.Argument(help="A folder; it is made if need be.")]) -> None:
    """Write the bundled sample story: five reports of one made-up event, to try everything on."""
    folder.mkdir(parents=True, exist_ok=True)
    for source in sorted((files("tellings") / "sample").iterdir(), key=lambda held: held.name):
        if source.name.endswith((".txt", ".json")):
            (folder / source.name).write_bytes(source.read_bytes())
    messages.print(f"the sample story lies in {folder}", markup=False, highlight=False)

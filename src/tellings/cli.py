"""The command line: arguments in, documents out; the work is done elsewhere.

Exit status: 0 done, 1 failed, 2 wrong usage, 3 done but an input was lost (see ``dropped`` in the output).
"""

from __future__ import annotations

import dataclasses
import json
import sys
from collections.abc import Callable
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any, NoReturn

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TaskID, TextColumn
from rich.traceback import install

from tellings import pipeline
from tellings.config import Settings
from tellings.errors import InputError, SchemaError, TellingsError
from tellings.evaluate.commands import app as evaluate_app
from tellings.report.explain import explain as explain_id
from tellings.report.html import to_html
from tellings.report.jsonform import dump_document, to_json
from tellings.report.markdown import to_markdown
from tellings.report.schema import schema as dossier_schema
from tellings.report.verify import verify as verify_document
from tellings.types.articles import Hints

app = typer.Typer(
    help="Read several reports of the same events; see what they agree on, and the words each line rests on.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
app.add_typer(evaluate_app, name="eval")
messages = Console(stderr=True)

#: Codes of what is reported as dropped although nothing was lost: the same bytes a second time.
NO_LOSS = frozenset({"C006"})


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

Paths = Annotated[list[Path], typer.Argument(help="Files and folders: .txt, .md, .html, .json; meta.json is used.")]
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
        _write_all(document, output or Path("dossier"))
    else:
        _write(RENDER[form][1](document), output)
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
    _write("".join(json.dumps(item, ensure_ascii=False) + "\n" for item in items), None)


@app.command()
def render(
    dossier: DossierFile,
    *,
    form: Annotated[Format, typer.Option("--format", help="Which form to write.")] = Format.HTML,
    output: Annotated[Path | None, typer.Option("--output", "-o", help="File; default: standard output.")] = None,
) -> None:
    """Write a dossier in another form."""
    _write(RENDER[form][1](_load(dossier)), output)


@app.command()
def verify(dossier: DossierFile) -> None:
    """Check every reference against the kept text and its hash; fail on the first that does not match."""
    checked = verify_document(_load(dossier))
    messages.print(f"{checked} references checked, every one matches its text")


@app.command()
def explain(dossier: DossierFile, ident: Annotated[str, typer.Argument(metavar="ID")]) -> None:
    """Show why one entry of a dossier came about: its spans, scores and rules."""
    _write(explain_id(_load(dossier), ident), None)


@app.command()
def schema() -> None:
    """Print the JSON Schema of a dossier."""
    _write(json.dumps(dossier_schema(), indent=1, ensure_ascii=False) + "\n", None)


@app.command()
def sample(folder: Annotated[Path, typer.Argument(help="A folder; it is made if need be.")]) -> None:
    """Write the bundled sample story: five reports of one made-up event, to try everything on."""
    folder.mkdir(parents=True, exist_ok=True)
    for source in sorted((Path(__file__).parent / "sample").iterdir()):
        if source.suffix in {".txt", ".json"}:
            (folder / source.name).write_bytes(source.read_bytes())
    messages.print(f"the sample story lies in {folder}", markup=False, highlight=False)


def _load(path: Path) -> dict[str, Any]:
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


def _write(content: str, output: Path | None) -> None:
    """Write to a file, or to standard output in UTF-8 whatever the terminal's encoding."""
    if output is None:
        sys.stdout.flush()
        sys.stdout.buffer.write(content.encode("utf-8"))
        sys.stdout.buffer.flush()
    else:
        output.parent.mkdir(parents=True, exist_ok=True)
        output.write_text(content, encoding="utf-8", newline="\n")


def _write_all(document: dict[str, Any], folder: Path) -> None:
    """Write the page, the Markdown and the JSON into a folder and say where."""
    for name, function in RENDER.values():
        _write(function(document), folder / name)
    messages.print(f"the page: {folder / RENDER[Format.HTML][0]}", markup=False, highlight=False, soft_wrap=True)


def _fail(error: TellingsError) -> NoReturn:
    messages.print(f"tellings: {error}", markup=False, highlight=False, soft_wrap=True)
    raise SystemExit(1)


def main() -> None:
    """Run the command line; an error of ours becomes one line on standard error and status 1."""
    install(show_locals=False)
    try:
        app()
    except TellingsError as error:
        _fail(error)
    except BrokenPipeError:
        raise SystemExit(1) from None


if __name__ == "__main__":
    main()

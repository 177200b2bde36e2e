"""Commands on addresses."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated

import typer

from tellings.cli.terminal import Bar, messages
from tellings.collect import FetchOptions
from tellings.collect.saving import read_saved, save_pages, saved_validators
from tellings.collect.web import open_fetcher, open_warc
from tellings.config import Settings
from tellings.errors import InputError
from tellings.types.articles import Capture, Dropped, Unchanged

app = typer.Typer()


@app.command()
def fetch(
    urls: Annotated[list[str], typer.Argument(metavar="URL...", help="Addresses of pages (https://…).")],
    *,
    output: Annotated[Path, typer.Option("--output", "-o", help="Folder for the pages and their meta.json.")] = Path(
        "pages"
    ),
    warc: Annotated[
        Path | None, typer.Option(help="Also append every request and answer to this file (.warc, .warc.gz).")
    ] = None,
) -> None:
    """Fetch pages and keep them as they came, for `tellings read`; unchanged ones are not sent again."""
    lost: list[Dropped] = []
    with contextlib.ExitStack() as held:
        record = held.enter_context(open_warc(warc)) if warc is not None else None
        fetcher = held.enter_context(open_fetcher(FetchOptions.of(Settings()), record=record))
        bar = held.enter_context(Bar())

        def outcomes() -> Iterator[Capture | Unchanged | Dropped]:
            known = saved_validators(read_saved(output))
            for done, outcome in enumerate(fetcher.fetch_all(urls, known=known), start=1):
                bar("fetch", done, len(urls))
                if isinstance(outcome, Dropped):
                    lost.append(outcome)
                yield outcome

        try:
            pages = save_pages(outcomes(), output)
        except OSError as error:
            place = error.filename or warc or output
            message = f"{place} cannot be written ({error.strerror}): make room or give another place"
            raise InputError(message, code="C031") from error
    for source, name in pages:
        messages.print(f"{source}: {output / name}", markup=False, highlight=False, soft_wrap=True)
    for item in lost:
        messages.print(
            f"dropped {item.source}: {item.reason} [{item.code}]", markup=False, highlight=False, soft_wrap=True
        )
    if lost:
        raise typer.Exit(3)

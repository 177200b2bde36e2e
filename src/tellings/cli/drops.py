"""What gave no article: the list, and the page that was refused."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from tellings.cli.store import Address, open_for
from tellings.cli.terminal import write
from tellings.errors import InputError

if TYPE_CHECKING:
    from tellings.store import Store
    from tellings.types.collecting import StoredDrop

app = typer.Typer()


@app.command()
def drops(
    source: Annotated[str | None, typer.Argument(help="Only of this address or path, as the list names it.")] = None,
    *,
    code: Annotated[str | None, typer.Option(help="Only of this code, such as E007.")] = None,
    output: Annotated[
        Path | None, typer.Option("--output", "-o", help="Write the refused page of SOURCE into this file.")
    ] = None,
    limit: Annotated[int, typer.Option(min=1, max=100_000, help="How many at most.")] = 50,
    as_json: Annotated[bool, typer.Option("--json", help="One object a line.")] = False,
    store: Address = None,
) -> None:
    """Print what gave no article, latest first: time, how often, stage, code, source, reason."""
    with open_for(store) as opened:
        if output is not None:
            _save(opened, source, output)
            return
        from tellings.store.drops import drops_of, list_drops  # noqa: PLC0415 -- needs the extra `web`

        with opened.read() as connection:
            if source is None:
                found = list_drops(connection, code=code, limit=limit)
            else:
                found = tuple(one for one in drops_of(connection, source) if code in {None, one.code})[:limit]
    write("".join(f"{_line(one, as_json=as_json)}\n" for one in found), None)


def _line(drop: StoredDrop, *, as_json: bool) -> str:
    if as_json:
        return json.dumps(asdict(drop), ensure_ascii=False)
    fields = (drop.last_at, str(drop.times), drop.stage, drop.code, drop.source, drop.reason)
    return "\t".join(" ".join(field.split()) for field in fields)


def _save(store: Store, source: str | None, output: Path) -> None:
    """Write the bytes of the page that was refused last."""
    from tellings.store.captures import get_capture  # noqa: PLC0415 -- needs the extra `web`
    from tellings.store.drops import drops_of  # noqa: PLC0415 -- likewise

    with store.read() as connection:
        found = drops_of(connection, source) if source is not None else ()
        kept = next((one.capture for one in found if one.capture is not None), None)
        if kept is None:
            message = f"no refused page of {source or 'no address'} is kept: 'tellings drops --json' names what is"
            raise InputError(message, code="R005")
        content = get_capture(connection, kept).content
    try:
        output.parent.mkdir(parents=True, exist_ok=True)
        output.write_bytes(content)
    except OSError as error:
        raise InputError(f"{output} cannot be written ({error.strerror}): give another place", code="C031") from error

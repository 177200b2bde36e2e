"""Commands on the store itself."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from tellings.cli.terminal import messages, write
from tellings.config import Settings, store_address

if TYPE_CHECKING:
    from tellings.store import Store

app = typer.Typer(help="The store: what it holds, whether it is whole, its tables, a copy of it.", no_args_is_help=True)

Address = Annotated[
    str | None, typer.Option("--store", help="Path or URL of the store; without it, TELLINGS_STORE or the default.")
]


def open_for(address: str | None, *, check: bool = True) -> Store:
    """Return the store of a command: the option's, the setting's, or the default one."""
    from tellings.store import open_store  # noqa: PLC0415 -- needs the extra `web`, other commands do not

    return open_store(address or store_address(Settings()), check=check)


@app.command()
def info(*, store: Address = None) -> None:
    """Print where the store is and what it holds."""
    with open_for(store) as opened:
        from tellings.store.captures import kept_bytes  # noqa: PLC0415 -- as above
        from tellings.store.inspection import count_rows  # noqa: PLC0415
        from tellings.store.schema import revision_of  # noqa: PLC0415

        with opened.read() as connection:
            lines = [f"store\t{opened.place}", f"tables\t{revision_of(connection)[0]}"]
            lines += [f"{name}\t{count:,}" for name, count in count_rows(connection).items()]
            before, after = kept_bytes(connection)
    lines += [f"bytes as they came\t{before:,}", f"the same compressed\t{after:,}"]
    write("".join(f"{line}\n" for line in lines), None)


@app.command()
def upgrade(
    *,
    store: Address = None,
    rebuild_search: Annotated[bool, typer.Option("--rebuild-search", help="Index every text anew.")] = False,
) -> None:
    """Make the tables of a new database, or bring those of an older release up to date."""
    with open_for(store, check=False) as opened:
        from tellings.store import schema, search, words  # noqa: PLC0415 -- needs the extra `web`

        opened.write(schema.upgrade)
        with opened.read() as connection:
            rebuild = rebuild_search or search.search_rule(connection) != words.RULE
        if rebuild:
            count = opened.write(search.rebuild_search)
            messages.print(f"{count:,} versions indexed")
        messages.print(f"{opened.place} is at {schema.head()}", markup=False, highlight=False, soft_wrap=True)


@app.command()
def check(*, store: Address = None) -> None:
    """Read everything the store holds and compare it with its hashes; status 1 if something is wrong."""
    with open_for(store) as opened:
        from tellings.store.inspection import check_store  # noqa: PLC0415 -- needs the extra `web`

        with opened.read() as connection:
            findings = 0
            for finding in check_store(connection):
                findings += 1
                messages.print(finding, markup=False, highlight=False, soft_wrap=True)
    if findings:
        raise typer.Exit(1)
    messages.print("the store is whole")


@app.command()
def backup(file: Annotated[Path, typer.Argument(help="A new file.")], *, store: Address = None) -> None:
    """Write a copy of the store while others work in it: a store itself (SQLite), or a dump (PostgreSQL)."""
    with open_for(store) as opened:
        from tellings.store.backup import back_up  # noqa: PLC0415 -- needs the extra `web`

        back_up(opened, file)
    messages.print(f"the copy: {file}", markup=False, highlight=False, soft_wrap=True)

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


@app.command()
def remove(
    address: Annotated[str, typer.Argument(help="Its address or path, its number, or its key (r…).")],
    *,
    why: Annotated[str, typer.Option(help="The reason; it stays on record, so quote nothing of the article.")],
    who: Annotated[str, typer.Option(help="Who decides.")] = "command line",
    store: Address = None,
) -> None:
    """Take an article out for good: texts, bytes, labels, search, dossiers; who, when and why stay on record."""
    with open_for(store) as opened:
        from tellings.errors import StoreError  # noqa: PLC0415 -- needs the extra `web`
        from tellings.runs.removal import take_down  # noqa: PLC0415 -- likewise
        from tellings.store.articles import find_article, get_article  # noqa: PLC0415 -- likewise

        with opened.read() as connection:
            held = find_article(connection, address)
            if held is None and (address.isascii() and address.isdigit()):
                held = get_article(connection, int(address))
            elif held is None and address.startswith("r"):
                held = get_article(connection, address)
        if held is None:
            raise StoreError(f"there is no article at {address} in the store", code="T013")
        done = take_down(opened, held.id, who=who, why=why)
    told = [f"removed: {done.removal.address}", f"dossiers built anew\t{done.rebuilt}"]
    told += [f"the same words stand at {other} still" for other in done.others]
    told.append("copies made before, such as backups and exports, still have it")
    for line in told:
        messages.print(line, markup=False, highlight=False, soft_wrap=True)


@app.command()
def readmit(
    address: Annotated[str, typer.Argument(help="The address as 'tellings store remove' printed it.")],
    *,
    who: Annotated[str, typer.Option(help="Who decides.")] = "command line",
    store: Address = None,
) -> None:
    """Let the address of a removed article be taken in again; what was removed does not come back."""
    with open_for(store) as opened:
        from tellings.store.access import record  # noqa: PLC0415 -- needs the extra `web`
        from tellings.store.moments import now  # noqa: PLC0415 -- likewise
        from tellings.store.removal import readmit as let_in  # noqa: PLC0415 -- likewise

        at = now()
        with opened.begin() as connection:
            let_in(connection, address, who=who, at=at)
            record(connection, who=who, action="article.readmit", target=address, at=at)
    messages.print(f"let in again: {address}", markup=False, highlight=False, soft_wrap=True)

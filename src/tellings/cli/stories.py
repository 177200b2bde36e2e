"""The command that brings stories, labels and dossiers up to what the store holds."""

from __future__ import annotations

import time
from typing import Annotated

import typer

from tellings.cli.store import Address, open_for
from tellings.cli.terminal import Bar, messages, write

app = typer.Typer()


@app.command()
def stories(
    *,
    store: Address = None,
    settle: Annotated[
        bool, typer.Option(help="Decide also about stories that wait for more articles; --no-settle leaves them.")
    ] = True,
    only_list: Annotated[bool, typer.Option("--list", help="List what there is and build nothing.")] = False,
    limit: Annotated[int, typer.Option(min=1, max=10_000, help="Stories to list.")] = 30,
    watch: Annotated[
        float | None, typer.Option(min=1, help="Begin again every so many seconds until interrupted.")
    ] = None,
) -> None:
    """Group what is new into stories, build their dossiers, and list them: number, reports, differences, title."""
    with open_for(store) as opened:
        from tellings.runs.stories import Keeper  # noqa: PLC0415 -- needs the extra `web`, other commands do not
        from tellings.store.stories import list_stories  # noqa: PLC0415 -- likewise

        with Bar() as bar:
            keeper = Keeper(opened, tell=bar)
            while not only_list:
                done = keeper.bring_up_to_date(settle=settle and watch is None)
                if done:
                    messages.print(
                        f"{done.placed} articles placed, {done.opened} stories opened, {done.joined} joined, "
                        f"{done.labelled} labelled, {done.failed} failed, {done.dossiers} dossiers"
                    )
                if watch is None:
                    break
                time.sleep(watch)
        with opened.read() as connection:
            found = list_stories(connection, limit=limit)
    if not found:
        messages.print("no story yet: 'tellings add', 'tellings watch' and 'tellings archive' bring reports")
    write("".join(f"{one.id}\t{one.reports}\t{one.differences}\t{one.title}\n" for one in found), None)

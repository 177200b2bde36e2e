"""The command that takes web archives into the store."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from tellings import errors
from tellings.cli.store import Address, open_for
from tellings.cli.terminal import Bar, messages, write
from tellings.config import Settings

if TYPE_CHECKING:
    from tellings.runs.archives import Summary
    from tellings.types.collecting import Shard

app = typer.Typer()


@app.command()
def archive(  # noqa: PLR0913 -- one parameter an option
    paths: Annotated[
        list[Path], typer.Argument(metavar="PATH...", help="WARC files (.warc, .warc.gz, .warc.zst), or folders.")
    ],
    *,
    processes: Annotated[int, typer.Option(min=1, help="How many pages are read at once.")] = 1,
    outlet: Annotated[
        list[str] | None, typer.Option(help="Only pages of this outlet, by name or domain. May be repeated.")
    ] = None,
    language: Annotated[
        list[str] | None, typer.Option(help="Only articles in this language (ISO 639-1). May be repeated.")
    ] = None,
    since: Annotated[str | None, typer.Option(help="Only pages fetched at this time or later (ISO).")] = None,
    until: Annotated[str | None, typer.Option(help="Only pages fetched before this time (ISO).")] = None,
    url: Annotated[str | None, typer.Option(help="Only addresses of this form, * for anything.")] = None,
    run: Annotated[str | None, typer.Option(help="Name of the run; another name reads everything again.")] = None,
    store: Address = None,
) -> None:
    """Take the news pages of web archives into the store; give the same command again to go on after a stop."""
    with open_for(store) as opened, Bar() as bar:
        from tellings.collect.archives import Wanted, find_archives  # noqa: PLC0415 -- needs the extra `web`
        from tellings.runs import archives as runs  # noqa: PLC0415 -- as above
        from tellings.runs.processes import stopping  # noqa: PLC0415 -- as above

        wanted = Wanted(
            domains=runs.domains_of(outlet or []),
            since=runs.time_given(since) if since else None,
            until=runs.time_given(until) if until else None,
            pattern=url,
            max_bytes=Settings().max_file_bytes,
        )
        options = runs.ArchiveOptions(wanted=wanted, languages=frozenset(language or []), name=run)
        archives = find_archives(paths)
        begun: set[str] = set()

        def tell(shard: Shard) -> None:
            if shard.name not in begun:
                begun.add(shard.name)
                _say(f"reading {shard.name}" + (", going on" if shard.position else ""))
            bar(Path(shard.name).name, shard.kept + sum(shard.dropped.values()), None)

        with stopping() as stop:
            summary = runs.run_archives(opened, archives, options, processes=processes, stop=stop, tell=tell)
    write(_report(summary), None)
    if not summary.is_done:
        _say("stopped before the end: give the same command again to go on")
        raise typer.Exit(1)
    if any(_is_code(reason) for reason in summary.counts()[1]):
        raise typer.Exit(3)


def _say(text: str) -> None:
    messages.print(text, markup=False, highlight=False, soft_wrap=True)


def _is_code(reason: str) -> bool:
    return re.fullmatch(r"[A-Z]\d{3}", reason) is not None


def _report(summary: Summary) -> str:
    """Return the counts of every archive and of all, one line each: archive, what, count."""
    lines = []
    for shard in summary.shards:
        lines += _lines(shard.name if shard.done_at else f"{shard.name}, not done", shard.kept, dict(shard.dropped))
    kept, dropped = summary.counts()
    return "".join(f"{line}\n" for line in [*lines, *_lines("all", kept, dict(dropped))])


def _lines(name: str, kept: int, dropped: dict[str, int]) -> list[str]:
    meanings = dict(re.findall(r"^\| ([A-Z]\d{3}) +\| \w+ +\| (.+) \|$", errors.__doc__ or "", flags=re.MULTILINE))
    lines = [f"{name}\tkept\t{kept}"]
    for reason, count in sorted(dropped.items()):
        words = f"{reason} {meanings.get(reason, '')}".strip() if _is_code(reason) else reason
        lines.append(f"{name}\t{'dropped' if _is_code(reason) else 'skipped'}: {words}\t{count}")
    return lines

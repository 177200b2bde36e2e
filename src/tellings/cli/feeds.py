"""Commands that fill the store: feeds to follow, pages to add, and the versions that come of it."""

from __future__ import annotations

import json
import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from types import FrameType
from typing import TYPE_CHECKING, Annotated

import typer

from tellings.cli.store import Address, open_for
from tellings.cli.terminal import Bar, Language, Outlet, Paths, Published, messages, write
from tellings.collect import FetchOptions, collect
from tellings.collect.web import open_fetcher
from tellings.config import Settings
from tellings.errors import InputError
from tellings.types.articles import Article, Dropped, Hints

if TYPE_CHECKING:
    from tellings.runs.stories import Keeper
    from tellings.runs.watch import News, Watcher
    from tellings.store import Store
    from tellings.types.collecting import StoredFeed
    from tellings.types.store import StoredVersion

app = typer.Typer()
feeds_app = typer.Typer(help="The feeds that `tellings watch` follows.", no_args_is_help=True)
app.add_typer(feeds_app, name="feeds")

Opml = Annotated[Path, typer.Argument(metavar="OPML", help="A list of feeds as feed readers export it.")]


def _say(text: str) -> None:
    messages.print(text, markup=False, highlight=False, soft_wrap=True)


def _say_lost(lost: list[Dropped]) -> None:
    """Name what was lost and leave with status 3, if anything was."""
    for item in lost:
        _say(f"dropped {item.source}: {item.reason} [{item.code}]")
    if lost:
        raise typer.Exit(3)


@feeds_app.command("add")
def add_feeds(
    urls: Annotated[list[str], typer.Argument(metavar="URL...", help="Addresses of feeds, or of pages that name one.")],
    *,
    outlet: Annotated[str | None, typer.Option(help="Outlet of the pages that do not say theirs.")] = None,
    check: Annotated[
        bool, typer.Option(help="Ask each address whether it is a feed; --no-check takes it as it is.")
    ] = True,
    store: Address = None,
) -> None:
    """Follow feeds; the address of a page is replaced by that of the feed it names."""
    lost: list[Dropped] = []
    with open_for(store) as opened:
        from tellings.runs.following import feed_at, follow  # noqa: PLC0415 -- needs the extra `web`

        with open_fetcher(FetchOptions.of(Settings())) as fetcher:
            for url in urls:
                found = feed_at(url, fetcher=fetcher if check else None)
                if isinstance(found, Dropped):
                    lost.append(found)
                    continue
                is_new = follow(opened, found, outlet=outlet)
                _say(f"{'followed' if is_new else 'followed already'}: {found.address}")
    _say_lost(lost)


@feeds_app.command("list")
def list_all(
    *, store: Address = None, as_json: Annotated[bool, typer.Option("--json", help="One object a line.")] = False
) -> None:
    """Print every feed: number, health, when it is due, how many pages it gave, address, what is to be said of it."""
    with open_for(store) as opened, opened.read() as connection:
        from tellings.store.feeds import count_entries, list_feeds  # noqa: PLC0415 -- needs the extra `web`

        kept = {feed: count for (feed, state), count in count_entries(connection).items() if state == "kept"}
        lines = [_line(feed, kept.get(feed.id, 0), as_json=as_json) for feed in list_feeds(connection)]
    write("".join(f"{line}\n" for line in lines), None)


def _line(feed: StoredFeed, pages: int, *, as_json: bool) -> str:
    from tellings.store.moments import NEVER  # noqa: PLC0415 -- needs the extra `web`

    if as_json:
        return json.dumps(asdict(feed) | {"pages": pages}, ensure_ascii=False)
    moved = f"says that it was moved for good to {feed.moved_to}" if feed.moved_to is not None else ""
    due = "never" if feed.health.value == "paused" or feed.next_due == NEVER else feed.next_due
    fields = (str(feed.id), feed.health.value, due, str(pages), feed.address, feed.error or moved)
    return "\t".join(" ".join(field.split()) for field in fields).rstrip()


@feeds_app.command("remove")
def remove_feeds(
    feeds: Annotated[list[str], typer.Argument(metavar="FEED...", help="Addresses or numbers of feeds.")],
    *,
    store: Address = None,
) -> None:
    """Follow feeds no longer; their articles stay."""
    with open_for(store) as opened:
        from tellings.runs.following import unfollow  # noqa: PLC0415 -- needs the extra `web`

        for feed in feeds:
            _say(f"removed: {unfollow(opened, feed)}")


@feeds_app.command("pause")
def pause_feeds(
    feeds: Annotated[list[str], typer.Argument(metavar="FEED...", help="Addresses or numbers of feeds.")],
    *,
    store: Address = None,
) -> None:
    """Ask feeds, and for the pages that they named, no more until `resume`."""
    with open_for(store) as opened:
        from tellings.runs.following import pause  # noqa: PLC0415 -- needs the extra `web`

        for feed in feeds:
            _say(f"paused: {pause(opened, feed)}")


@feeds_app.command("resume")
def resume_feeds(
    feeds: Annotated[list[str], typer.Argument(metavar="FEED...", help="Addresses or numbers of feeds.")],
    *,
    store: Address = None,
) -> None:
    """Ask feeds again at once that were paused, failed or were gone."""
    with open_for(store) as opened:
        from tellings.runs.following import resume  # noqa: PLC0415 -- needs the extra `web`

        for feed in feeds:
            _say(f"resumed: {resume(opened, feed)}")


@feeds_app.command("import")
def import_feeds(opml: Opml, *, store: Address = None) -> None:
    """Follow every feed of an OPML list."""
    from tellings.collect.opml import read_opml  # noqa: PLC0415 -- needs lxml and nothing else, kept with its user

    try:
        content = opml.read_bytes()
    except OSError as error:
        message = f"{opml} cannot be read ({error.strerror}): check the path"
        raise InputError(message, code="C002") from error
    outlines, lost = read_opml(content, source=str(opml))
    with open_for(store) as opened:
        from tellings.runs.following import follow_all  # noqa: PLC0415 -- needs the extra `web`

        count = follow_all(opened, outlines)
    _say(f"{_feeds(count, 'is', 'are')} new, {_feeds(len(outlines) - count, 'was', 'were')} followed already")
    _say_lost(list(lost))


@feeds_app.command("export")
def export_feeds(
    *,
    output: Annotated[Path | None, typer.Option("--output", "-o", help="File; otherwise standard output.")] = None,
    store: Address = None,
) -> None:
    """Write every feed as an OPML list that feed readers import."""
    from tellings.collect.opml import write_opml  # noqa: PLC0415 -- as above

    with open_for(store) as opened:
        from tellings.runs.following import outlines_of  # noqa: PLC0415 -- needs the extra `web`

        found = outlines_of(opened)
    write(write_opml(found), output)


def _feeds(count: int, one: str, many: str) -> str:
    return f"{count} feed {one}" if count == 1 else f"{count} feeds {many}"


@app.command()
def watch(
    *,
    once: Annotated[bool, typer.Option("--once", help="Do what is due now and end.")] = False,
    stories: Annotated[
        bool, typer.Option(help="Bring stories up to date when texts came; --no-stories does not.")
    ] = True,
    as_json: Annotated[bool, typer.Option("--json", help="Log one JSON object a line.")] = False,
    store: Address = None,
) -> None:
    """Follow the feeds: poll those due, take in new pages, look again at recent ones. Ctrl-C ends it cleanly."""
    with open_for(store) as opened, open_fetcher(FetchOptions.of(Settings())) as fetcher:
        from tellings.runs.watch import Watcher  # noqa: PLC0415 -- needs the extra `web`
        from tellings.store.feeds import list_feeds  # noqa: PLC0415 -- likewise

        watcher = Watcher(store=opened, fetcher=fetcher, tell=_json_log if as_json else _log)
        watcher.after = _keep_stories(watcher, settle=once) if stories else None
        with opened.read() as connection:
            followed = list_feeds(connection)
        if not followed and not as_json:
            _say("no feed is followed yet: 'tellings feeds add ADDRESS' or 'tellings feeds import FILE'")
        with _stopping(watcher):
            watcher.run(once=once)


def _keep_stories(watcher: Watcher, *, settle: bool) -> Callable[[Store], object]:
    """Return what brings stories up to date; it remembers the stream, so each time costs by what is new."""
    held: list[Keeper] = []

    def after(store: Store) -> object:
        from tellings.runs import stories  # noqa: PLC0415 -- loads the labelling models

        if not held:
            held.append(stories.Keeper(store))
        return held[0].bring_up_to_date(stop=watcher.stop.is_set, settle=settle)

    return after


def _log(news: News) -> None:
    _say(f"{news.at} {news.what} {news.word} {news.address}{': ' if news.detail else ''}{news.detail}")


def _json_log(news: News) -> None:
    _say(json.dumps(asdict(news), ensure_ascii=False))


@contextmanager
def _stopping(watcher: Watcher) -> Iterator[None]:
    """Let SIGINT and SIGTERM end the watcher after the item in work; a second SIGINT ends it at once."""

    def stop(number: int, _frame: FrameType | None) -> None:
        if watcher.stop.is_set() and number == signal.SIGINT:
            raise KeyboardInterrupt
        watcher.stop.set()

    before = {number: signal.signal(number, stop) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


@app.command()
def add(
    paths: Paths,
    *,
    outlet: Outlet = None,
    published: Published = None,
    language: Language = None,
    store: Address = None,
) -> None:
    """Put files and pages into the store; what is there already adds nothing."""
    settings = Settings()
    hints = Hints(origin="option", outlet=outlet, published=published, language=language)
    lost: list[Dropped] = []
    with open_for(store) as opened, Bar() as bar:
        from tellings.runs.intake import take  # noqa: PLC0415 -- needs the extra `web`

        found = collect(paths, hints=hints, max_bytes=settings.max_file_bytes, options=FetchOptions.of(settings))
        for done, outcome in enumerate(found, start=1):
            bar("add", done, None)
            taken = take(opened, outcome)
            if taken.dropped is not None:
                lost.append(taken.dropped)
            else:
                _say(f"{taken.word}: {taken.address}")
    _say_lost(lost)


@app.command()
def versions(
    address: Annotated[str, typer.Argument(help="Address or path of an article in the store.")],
    *,
    compare: Annotated[
        tuple[int, int] | None,
        typer.Option("--compare", metavar="A B", help="Numbers of two versions; else the last two."),
    ] = None,
    words: Annotated[
        bool, typer.Option(help="Mark changed words; --no-words prints a unified diff by paragraphs.")
    ] = True,
    store: Address = None,
) -> None:
    """List the versions of an article, and what changed between two of them: [-taken out-] {+put in+}."""
    with open_for(store) as opened:
        from tellings.runs.following import find_versions  # noqa: PLC0415 -- needs the extra `web`

        found, text_of = find_versions(opened, address)
        chosen = compare or ((found[-2].number, found[-1].number) if len(found) > 1 else None)
        lines = [_version_line(version) for version in found]
        if chosen is not None:
            lines += ["", *_difference(found, text_of, chosen, words=words)]
    write("".join(f"{line}\n" for line in lines), None)


def _version_line(version: StoredVersion) -> str:
    return f"{version.number}\t{version.seen_at}\t{version.last_seen_at}\t{version.title or ''}".rstrip()


def _difference(
    found: tuple[StoredVersion, ...], text_of: Callable[[int], Article], chosen: tuple[int, int], *, words: bool
) -> list[str]:
    from tellings.runs.versions import unified_difference, word_difference  # noqa: PLC0415 -- as above

    by_number = {version.number: version for version in found}
    missing = [number for number in chosen if number not in by_number]
    if missing:
        message = f"there is no version {missing[0]}: this article has {', '.join(map(str, sorted(by_number)))}"
        raise InputError(message, code="R003")
    before, after = (text_of(by_number[number].id) for number in chosen)
    if words:
        return word_difference(before, after)
    names = (f"version {chosen[0]}", f"version {chosen[1]}")
    return unified_difference(before, after, names=names)

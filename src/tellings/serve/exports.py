"""A story to take away: the dossier as a page, Markdown or JSON, its facts as a table, its changes as a feed.

Everything but the feed is sent as a file to keep: the page brings a policy of its own, which names its one script
and its one style by their hashes.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any, Final

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response
from sqlalchemy import Connection

from tellings.errors import DeskError, TellingsError
from tellings.report.changes import compare
from tellings.report.changes_view import view_changes
from tellings.report.html import plural, to_html
from tellings.report.jsonform import dump_document
from tellings.report.markdown import to_markdown
from tellings.serve.atom import MEDIA_TYPE, Entry, Feed, write_feed
from tellings.serve.faults import missing
from tellings.serve.parameters import Ident
from tellings.serve.session import Reader, store_of
from tellings.serve.shelf import shelf_of
from tellings.store.base import Store
from tellings.store.dossiers import get_dossier, list_revisions
from tellings.store.stories import get_story, standing
from tellings.types.store import StoredDossier, StoredStory

router = APIRouter(include_in_schema=False)

Json = dict[str, Any]

ENTRIES: Final = 20
"""Revisions in a feed: a day of a story that moves fast; comparing two takes a fraction of a second, once."""

TOLD: Final = 12
"""Changes told in an entry; the page has all of them."""

COLUMNS: Final = (
    "fact", "kind", "independent", "weight", "outlet", "address", "published", "article", "start", "end", "words",
    "claim", "differences",
)  # fmt: skip

_ACTING = re.compile("[=+\\-@\t\r\n\uff1d\uff0b\uff0d\uff20]")
"""What begins a formula in a spreadsheet, also in full width."""


@router.get("/stories/{story}/export.{form}")
def export(request: Request, story: Ident, form: str, _: Reader) -> Response:
    """Return the newest dossier of a story in a form; one that was merged leads to the one that stands."""
    if form not in FORMS and form != "atom":
        raise missing(f"a form {form[:20]!r} of a story (there are {', '.join(FORMS)} and atom)")
    with store_of(request).read() as connection:
        held = get_story(connection, standing(connection, story))
        if held.id != story:
            return RedirectResponse(f"/stories/{held.id}/export.{form}", status_code=307)
        tag = f'"{held.id}-{held.revision}-{held.change}-{form}"'
        if tag in request.headers.get("if-none-match", ""):
            return _tagged(Response(status_code=304), tag)
        if form != "atom":
            return _tagged(_file(connection, held, form), tag)
    return _tagged(_feed(request, held), tag)


def _tagged(response: Response, tag: str) -> Response:
    response.headers["etag"] = tag
    response.headers["cache-control"] = "private, no-cache"
    return response


def _file(connection: Connection, story: StoredStory, form: str) -> Response:
    if story.revision == 0:
        raise missing(f"a dossier of story {story.id}")
    record, document = get_dossier(connection, story.id)
    media_type, write = FORMS[form]
    try:
        content = write(document)
    except TellingsError as error:
        message = f"this dossier cannot be shown by this release ({error}): build it anew with 'tellings stories'"
        raise DeskError(500, "H012", message) from error
    name = f"story-{story.id}-revision-{record.revision}.{form}"
    headers = {"content-disposition": f'attachment; filename="{name}"'}
    return Response(content, media_type=media_type, headers=headers)


def facts_csv(document: Mapping[str, Any]) -> str:
    """Return the facts of a dossier as a table: one line for each fact and each passage that reports it.

    Text in UTF-8 with a byte order mark, so that spreadsheets read it right; a cell that a spreadsheet would take for
    a formula has an apostrophe before it.
    """
    out = io.StringIO()
    out.write("\ufeff")
    table = csv.writer(out, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    table.writerow(COLUMNS)
    for row in _fact_rows(document):
        table.writerow(_safe(cell) for cell in row)
    return out.getvalue()


def _safe(cell: object) -> object:
    """Return a cell that no spreadsheet runs."""
    if isinstance(cell, str):
        told = cell.replace("\x00", "\ufffd")
        return f"'{told}" if _ACTING.match(told.lstrip(" \u00a0")) else told
    return "" if cell is None else cell


def _fact_rows(document: Mapping[str, Any]) -> Iterator[tuple[object, ...]]:
    articles: dict[str, Json] = {article["id"]: article for article in document["articles"]}
    for fact in document["facts"]:
        for support in fact["support"]:
            article = articles[support["article"]]
            yield (
                fact["id"],
                fact["kind"],
                fact["independent"],
                fact["weight"],
                article["outlet"],
                article["url"] or article["path"],
                article["published"],
                article["id"],
                support["start"],
                support["end"],
                article["text"][support["start"] : support["end"]],
                support["claim"],
                " | ".join(_differences(fact, support, articles)),
            )


def _differences(fact: Json, support: Json, articles: Mapping[str, Json]) -> Iterator[str]:
    """Yield the differences of a fact that one of its passages has a part in, its own words first."""
    for difference in fact["differences"]:
        sides = [difference["left"], difference["right"]]
        own = next((side for side in sides if _within(side, support)), None)
        if own is None:
            continue
        other = sides[1] if own is sides[0] else sides[0]
        where = articles[other["article"]]
        name = where["outlet"] or where["url"] or where["path"]
        mine, theirs = _words(own, articles), _words(other, articles)
        yield f"{difference['type']} in {difference['slot']}: “{mine}” against “{theirs}” ({name})"


def _within(side: Json, support: Json) -> bool:
    """Return whether a difference's side stands in a passage, or at least in its report and overlaps with it."""
    same = side["article"] == support["article"]
    return bool(same and side["start"] < support["end"] and support["start"] < side["end"])


def _words(side: Json, articles: Mapping[str, Json]) -> str:
    return " ".join(articles[side["article"]]["text"][side["start"] : side["end"]].split())


FORMS: Final[Mapping[str, tuple[str, Callable[[Json], str]]]] = {
    "html": ("text/html", to_html),
    "md": ("text/markdown", to_markdown),
    "json": ("application/json", dump_document),
    "csv": ("text/csv", facts_csv),
}
"""Media type and writer of each form."""


# ---------------------------------------------------------------------------------------------- feed


def _feed(request: Request, story: StoredStory) -> Response:
    store, base = store_of(request), str(request.base_url).rstrip("/")
    with store.read() as connection:
        revisions = list_revisions(connection, story.id)
    shelf = shelf_of(request, "entries")
    page = f"{base}/stories/{story.id}"
    entries = [
        shelf.get((story.id, one.revision, page), lambda one=one: _entry(store, story, one, page))  # type: ignore[misc]
        for one in reversed(revisions[-ENTRIES:])
    ]
    feed = Feed(
        ident=_ident(story),
        title=f"Tellings: {story.title}",
        own=f"{page}/export.atom",
        page=page,
        updated=story.updated_at,
        entries=entries,
    )
    return Response(write_feed(feed), media_type=MEDIA_TYPE)


def _ident(story: StoredStory) -> str:
    """Return an id that stays with the story under whatever name the desk is reached."""
    return f"urn:tellings:story:{story.id}:{story.created_at}"


def _entry(store: Store, story: StoredStory, record: StoredDossier, page: str) -> Entry:
    """Return what a revision brought, told against the one before it."""
    with store.read() as connection:
        _, after = get_dossier(connection, story.id, record.revision)
        before = get_dossier(connection, story.id, record.revision - 1)[1] if record.revision > 1 else None
    title, summary = _first(after) if before is None else _told(before, after)
    return Entry(
        ident=f"{_ident(story)}:revision:{record.revision}",
        title=title,
        link=f"{page}?revision={record.revision}",
        updated=record.built_at,
        summary=summary,
    )


def _first(document: Json) -> tuple[str, str]:
    names = dict.fromkeys(
        one["outlet"] or one["url"] or one["path"] or "outlet unknown" for one in document["articles"]
    )
    return f"A story of {plural(document['articles'], 'report')}", f"Reports by {', '.join(names)}."


def _told(before: Json, after: Json) -> tuple[str, str]:
    """Return title and summary of what changed between two dossiers."""
    try:
        view = view_changes(compare(before, after), before, after)
    except TellingsError:
        return "Built anew", "The revision before it is of another release, so the two cannot be compared."
    told = [f"{entry.badge}: {entry.why}" for section in view.sections for entry in section.entries]
    more = [f"and {len(told) - TOLD} more"] if len(told) > TOLD else []
    reports = f"{plural(view.after, 'report')}, {view.before} before"
    return f"{plural(view.total, 'change')} ({reports})", "\n".join([*told[:TOLD], *more]) or "Nothing changed."

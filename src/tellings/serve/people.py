"""People and bodies across stories: what they say over time, where they stand, and where they are told of."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Annotated, Final

from fastapi import APIRouter, Path, Query, Request
from fastapi.responses import RedirectResponse, Response
from sqlalchemy import Connection

from tellings.serve.faults import missing
from tellings.serve.marking import MANNERS
from tellings.serve.parameters import OptionalIdent, Words
from tellings.serve.session import Reader, store_of
from tellings.serve.views import render, slug
from tellings.store.agenda import positions_of
from tellings.store.articles import get_article, list_articles, texts
from tellings.store.labels import articles_naming, newest_names, sayings_of
from tellings.store.moments import time_of
from tellings.store.stories import get_story
from tellings.store.words import name_key
from tellings.types.agenda import StoredPosition
from tellings.types.labels import StatementKind
from tellings.types.store import Saying, StoredArticle, StoredStory

router = APIRouter(include_in_schema=False)

STATEMENTS: Final = 30
"""Statements on one page."""

NEWEST: Final = 120
"""Reports whose names the first page shows: about what a desk reads in a day."""

SHOWN: Final = 60
"""Names on the first page, of each kind."""

NAMING: Final = 60
"""Newest reports that are looked at for the stories somebody is in."""

KINDS: Final = (("person", "People"), ("organisation", "Bodies"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """A statement with its words and its report."""

    saying: Saying
    words: str
    article: StoredArticle
    manner: str


@router.get("/people")
def show_people(request: Request, _: Reader, *, q: Words = None) -> Response:
    """Show whom the newest reports name, or who has a name."""
    if q is not None and name_key(q)[0]:
        return RedirectResponse(f"/people/{slug(q)}", status_code=303)
    with store_of(request).read() as connection:
        newest = [article.current for article in list_articles(connection, limit=NEWEST)]
        named = newest_names(connection, newest)
    kinds = [(heading, [one for one in named if one[2] == kind][:SHOWN]) for kind, heading in KINDS]
    return render(request, "people.html", kinds=kinds, newest=len(newest), wrong=q)


@router.get("/people/{name}")
def show_person(
    request: Request,
    _: Reader,
    name: Annotated[str, Path(min_length=1, max_length=300)],
    *,
    moment: OptionalIdent = None,
    start: Annotated[int, Query(ge=0, lt=2**31)] = 0,
    statement: Annotated[str, Query(max_length=20)] = "",
) -> Response:
    """Show somebody; ``moment``, ``start`` and ``statement`` name the last statement of the page before."""
    if not name_key(name)[0]:
        raise missing("a name without a letter")
    last = _place(moment, start, statement) if moment else None
    with store_of(request).read() as connection:
        known = newest_names(connection, name)
        said = sayings_of(connection, name, after=last, limit=STATEMENTS + 1)
        statements = _said(connection, said[:STATEMENTS])
        positions = positions_of(connection, name) if last is None else ()
        naming = articles_naming(connection, name, limit=NAMING) if last is None else ()
        stories = _stories(connection, [article for article, _ in naming])
    if not known and not said and not positions:
        return render(request, "people.html", status=404, kinds=[], newest=0, wrong=name)
    return render(
        request,
        "person.html",
        full=_name(known, said, positions, name),
        slug_of=slug(name),
        known=known,
        days=[
            (day, list(group)) for day, group in groupby(statements, key=lambda one: time_of(one.saying.moment)[:10])
        ],
        more=said[STATEMENTS - 1] if len(said) > STATEMENTS else None,
        continued=last is not None,
        positions=positions,
        naming=[article for article, _ in naming],
        stories=stories,
    )


def _day(one: Said) -> str:
    return time_of(one.saying.moment)[:10]


def _name(
    known: Sequence[tuple[str, str, str, int]], said: Sequence[Saying], positions: Sequence[StoredPosition], asked: str
) -> str:
    """Return the name as reports spell it, the words asked for if it is one of several people."""
    key = name_key(asked)[0]
    spelled = [name for held, name, _, _ in known if held == key]
    spelled += [one.speaker for one in said if name_key(one.speaker)[0] == key]
    spelled += [one.actor for one in positions if name_key(one.actor)[0] == key]
    if spelled:
        return spelled[0]
    return known[0][1] if len(known) == 1 else key.title()


def _said(connection: Connection, sayings: Sequence[Saying]) -> list[Said]:
    held = texts(connection, sorted({one.version for one in sayings}))
    by_id = {ident: get_article(connection, ident) for ident in dict.fromkeys(one.article for one in sayings)}
    return [
        Said(
            saying=one,
            words=held[one.version].text[one.start : one.end],
            article=by_id[one.article],
            manner=MANNERS[StatementKind(one.kind)],
        )
        for one in sayings
    ]


def _stories(connection: Connection, articles: Sequence[StoredArticle]) -> list[tuple[StoredStory, int]]:
    """Return the stories of some reports, newest first, with how many of the reports each has."""
    counts: dict[int, int] = {}
    for article in articles:
        if article.story is not None:
            counts[article.story] = counts.get(article.story, 0) + 1
    return [(get_story(connection, story), count) for story, count in counts.items()]


def _place(moment: int, start: int, statement: str) -> Saying:
    """Return the place in the order of statements that an address names."""
    return Saying(article=0, version=0, statement=statement, speaker="", kind="", start=start, end=0, moment=moment)

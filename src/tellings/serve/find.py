"""Search: full text with phrases and signs, narrowed by who, where and when; every answer opens at its passage."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated, Final, Literal
from urllib.parse import urlencode

from fastapi import APIRouter, Depends, Request
from fastapi.responses import Response

from tellings.errors import DeskError, StoreError
from tellings.serve.atom import MEDIA_TYPE, Entry, Feed, write_feed
from tellings.serve.parameters import Empty, OptionalIdent, Words
from tellings.serve.session import Reader, store_of
from tellings.serve.shelf import shelf_of
from tellings.serve.views import render
from tellings.store.articles import outlets
from tellings.store.moments import first_moment, time_of
from tellings.store.search import search, search_and_count
from tellings.types.store import Filters, Hit, Passage

router = APIRouter(include_in_schema=False)

PAGE: Final = 20
"""Answers on one page: each has up to three passages."""

FEED: Final = 50
"""Answers in a feed: what a reader that asks once a day should not miss."""

MOST: Final = 1000
"""Answers that are counted; beyond, the page says that there are more."""

SLOTS: Final = ("number", "time", "place", "participant", "polarity", "modality", "quote", "predicate")
"""Slots in which reports can differ, as ``Difference.slot`` names them."""

Slot = Annotated[
    Literal["number", "time", "place", "participant", "polarity", "modality", "quote", "predicate"] | None, Empty
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What a search asks for, as it stands in its address; None where it is not narrowed."""

    q: str | None
    outlet: str | None
    person: str | None
    said_by: str | None
    language: str | None
    since: str | None
    until: str | None
    differs_in: str | None

    @property
    def given(self) -> dict[str, str]:
        """What is given, in the order of the form."""
        return {name: value for name in self.__dataclass_fields__ if (value := getattr(self, name))}

    def address(self, path: str, **more: object) -> str:
        """Return an address that asks the same."""
        return f"{path}?{urlencode({**self.given, **more})}"

    def without(self, name: str) -> str:
        """Return the address of the same search without one narrowing."""
        return f"/search?{urlencode({key: value for key, value in self.given.items() if key != name})}"

    def filters(self) -> Filters:
        """Return what the store narrows to.

        Raises:
            DeskError: a day is no day (H011).
        """
        return Filters(
            outlet=self.outlet,
            language=self.language,
            person=self.person,
            said_by=self.said_by,
            since=_moment(self.since, days=0),
            until=_moment(self.until, days=1),
            differs_in=self.differs_in,
        )


def asked(  # noqa: PLR0913 -- one for each field of the form
    *,
    q: Words = None,
    outlet: Words = None,
    person: Words = None,
    said_by: Words = None,
    language: Words = None,
    since: Words = None,
    until: Words = None,
    differs_in: Slot = None,
) -> Asked:
    """Return what the parameters of an address ask for."""
    return Asked(
        q=q,
        outlet=outlet,
        person=person,
        said_by=said_by,
        language=language,
        since=since,
        until=until,
        differs_in=differs_in,
    )


Question = Annotated[Asked, Depends(asked)]


@router.get("/search")
def show_search(request: Request, _: Reader, question: Question, *, before: OptionalIdent = None) -> Response:
    """Show what answers a search, newest first; what is wrong with the question is said on the page."""
    hits: Sequence[Hit] = ()
    count, wrong = 0, None
    with store_of(request).read() as connection:
        known = shelf_of(request, "outlets").get(
            request.app.state.options.now()[:13], lambda: tuple(name for name, _ in outlets(connection))
        )
        if question.given:
            try:
                filters = question.filters()
                hits, count = search_and_count(
                    connection, question.q or "", filters=filters, before=before, limit=PAGE + 1, most=MOST
                )
            except (DeskError, StoreError) as error:
                if error.code not in ("T014", "H011"):
                    raise
                wrong = error.message if isinstance(error, DeskError) else str(error).partition(": ")[2]
    more = hits[PAGE - 1].moment if len(hits) > PAGE else None
    return render(
        request,
        "search.html",
        status=400 if wrong else 200,
        asked=question,
        hits=[(hit, [(passage, _pieces(passage)) for passage in hit.passages]) for hit in hits[:PAGE]],
        count=count,
        most=MOST,
        more=more,
        wrong=wrong,
        slots=SLOTS,
        outlets=known,
        continued=before is not None,
    )


@router.get("/search.atom")
def follow_search(request: Request, _: Reader, question: Question) -> Response:
    """Return what answers a search as a feed, to be followed by its address."""
    with store_of(request).read() as connection:
        try:
            hits = search(connection, question.q or "", filters=question.filters(), limit=FEED)
        except StoreError as error:
            if error.code != "T014":
                raise
            raise DeskError(422, "H011", str(error).partition(": ")[2]) from error
    base = str(request.base_url).rstrip("/")
    digest = hashlib.sha256(urlencode(question.given).encode()).hexdigest()[:32]
    feed = Feed(
        ident=f"urn:tellings:search:{digest}",
        title=f"Tellings: {question.q or 'reports'}",
        own=base + question.address("/search.atom"),
        page=base + question.address("/search"),
        updated="1970-01-01T00:00:00Z",
        entries=[_entry(hit, base) for hit in hits],
    )
    return Response(write_feed(feed), media_type=MEDIA_TYPE)


def _entry(hit: Hit, base: str) -> Entry:
    article = hit.article
    place = f"?start={hit.passages[0].start}&end={hit.passages[0].end}#passage" if hit.passages else ""
    return Entry(
        ident=f"urn:tellings:article:{article.key}",
        title=f"{article.outlet or 'outlet unknown'}: {article.title or 'without a headline'}",
        link=f"{base}/articles/{article.id}{place}",
        updated=time_of(hit.moment),
        summary=" … ".join(" ".join(passage.text.split()) for passage in hit.passages),
        author=article.outlet,
    )


def _pieces(passage: Passage) -> list[tuple[str, bool]]:
    """Return a passage's words, each stretch with whether it was asked for."""
    pieces, place = [], passage.start
    for start, end in passage.marks:
        pieces += [(passage.text[place - passage.start : start - passage.start], False)]
        pieces += [(passage.text[start - passage.start : end - passage.start], True)]
        place = end
    return [*pieces, (passage.text[place - passage.start :], False)]


def _moment(day: str | None, *, days: int) -> int | None:
    """Return the first moment of a day, or of one some days later."""
    if day is None:
        return None
    try:
        date = dt.date.fromisoformat(day) + dt.timedelta(days=days)
        return first_moment(f"{date.isoformat()}T00:00:00Z")
    except (ValueError, OverflowError, StoreError) as error:
        raise DeskError(422, "H011", f"{day!r} is no day: write it as 2026-03-31") from error

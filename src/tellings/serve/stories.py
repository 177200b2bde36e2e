"""Stories of the day, by independent reports, by how much they differ, or newest first."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Annotated, Final, Literal

from fastapi import APIRouter, Query, Request
from fastapi.responses import Response
from pydantic import StringConstraints

from tellings.errors import DeskError
from tellings.serve.parameters import Empty
from tellings.serve.session import Reader, store_of
from tellings.serve.views import render
from tellings.store.access import last_looks
from tellings.store.articles import heads_of
from tellings.store.moments import first_moment
from tellings.store.stories import get_story, list_stories
from tellings.types.store import Look, StoredArticle, StoredStory

router = APIRouter(include_in_schema=False)

PAGE: Final = 30
"""Stories on one page: two screens of a desk."""

SHOWN: Final = 4
"""Reports shown of each story, so that a page of long stories is no longer than one of short ones."""

KINDS: Final = {
    "contradiction": ("contradiction", "contradictions"),
    "update": ("update", "updates"),
    "precision": ("more exact", "more exact"),
    "scope": ("of another scope", "of another scope"),
    "attribution": ("other source", "other sources"),
    "certainty": ("surer", "surer"),
}
"""Types of differences as they stand behind their number, most serious first; other wordings are none of them."""

Order = Literal["newest", "independent", "differences"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """A story in the list with its newest reports.

    Attributes:
        story: the story.
        articles: its newest reports, newest first.
        unseen: whether its dossier changed since the reader looked at it last.
        seen: whether the reader ever looked at it.
        loud: number, word and type of its differences, most serious first, other wordings left out.
        wordings: how often reports tell the same in other words.
    """

    story: StoredStory
    articles: tuple[StoredArticle, ...]
    unseen: bool
    seen: bool
    loud: tuple[tuple[int, str, str], ...]
    wordings: int


@router.get("/")
def show_stories(
    request: Request,
    visitor: Reader,
    *,
    day: Annotated[Annotated[str, StringConstraints(pattern=r"^\d{4}-\d{2}-\d{2}$")] | None, Empty] = None,
    order: Order = "newest",
    after: Annotated[int | None, Query(ge=1, lt=2**62)] = None,
) -> Response:
    """Show stories, of one day or of all."""
    since, until = _bounds(day)
    with store_of(request).read() as connection:
        last = None if after is None else get_story(connection, after)
        found = list_stories(connection, since=since, until=until, order=order, after=last, limit=PAGE + 1)
        looks = last_looks(connection, visitor.name)
        heads = heads_of(connection, [story.id for story in found[:PAGE]], each=SHOWN)
    cards = [_card(story, heads.get(story.id, ()), looks.get(story.id)) for story in found[:PAGE]]
    more = found[PAGE - 1].id if len(found) > PAGE else None
    return render(request, "stories.html", cards=cards, more=more, day=day, order=order, beside=_beside(day))


def _card(story: StoredStory, articles: tuple[StoredArticle, ...], look: Look | None) -> Card:
    return Card(
        story=story,
        articles=articles,
        seen=look is not None,
        unseen=look is not None and look.revision < story.revision,
        loud=loud_types(story),
        wordings=story.types.get("wording", 0),
    )


def loud_types(story: StoredStory) -> tuple[tuple[int, str, str], ...]:
    """Return number, word and type of a story's differences, most serious first, other wordings left out."""
    return tuple((n, KINDS[kind][n > 1], kind) for kind in KINDS if (n := story.types.get(kind, 0)))


def _bounds(day: str | None) -> tuple[int | None, int | None]:
    """Return the moments between which a day's articles lie, None for every day."""
    if day is None:
        return None, None
    try:
        first = dt.date.fromisoformat(day)
        following = first + dt.timedelta(days=1)
    except (ValueError, OverflowError) as error:
        raise DeskError(422, "H011", f"{day} is no day: write it as 2026-03-31") from error
    return first_moment(f"{first.isoformat()}T00:00:00Z"), first_moment(f"{following.isoformat()}T00:00:00Z")


def _beside(day: str | None) -> tuple[str, str] | None:
    """Return the days before and after a day."""
    if day is None:
        return None
    date = dt.date.fromisoformat(day)
    step = dt.timedelta(days=1)
    return (date - step).isoformat(), (date + step).isoformat()

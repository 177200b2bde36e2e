"""The story as a whole: its id, the headline that says best what all reports are about, and when they appeared."""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime

from tellings.reconcile.view import StoryView, stems
from tellings.types.dossier import Story

#: How many sentences from the top of a report a headline is held against.
_TOP = 5


def tell_story(view: StoryView) -> Story:
    """Return the story's id, title and dates.

    The title is the headline that is most like the openings and headlines of the other reports; the earliest one
    of equals; the first sentence of the first report where no report has a headline, "" where there is none either.
    """
    digest = hashlib.sha256("|".join(sorted(article.id for article in view.articles)).encode()).hexdigest()
    stamps = sorted((a.published for a in view.articles if a.published), key=_moment)
    return Story(
        id=f"s{digest[:12]}",
        title=_central_title(view),
        first_published=stamps[0] if stamps else None,
        last_published=stamps[-1] if stamps else None,
    )


def _moment(stamp: str) -> datetime:
    moment = datetime.fromisoformat(stamp)
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def _central_title(view: StoryView) -> str:
    tops: list[frozenset[str]] = [frozenset() for _ in view.articles]
    for place in view.places:
        if place.index < _TOP:
            tops[place.article] |= place.words
    titles = [(number, article.title) for number, article in enumerate(view.articles) if article.title]
    if not titles:
        return view.places[0].text if view.places else ""

    def centrality(entry: tuple[int, str]) -> float:
        own, words = entry[0], stems(entry[1])
        return sum(view.likeness(words, top) for number, top in enumerate(tops) if number != own)

    return max(titles, key=lambda entry: (centrality(entry), -entry[0]))[1]

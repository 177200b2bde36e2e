"""A story of the store → its dossier, from labels that the store holds; nothing is labelled a second time.

Matching grows faster than the number of reports, so a dossier holds the newest ``MOST_REPORTS`` of a story and
names the others among what was left out: the cost of one more report is bounded.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from importlib.metadata import version as release_version
from typing import Any, Final

from sqlalchemy import Connection

from tellings import pipeline
from tellings.config import Settings
from tellings.errors import TellingsError
from tellings.report.jsonform import to_json
from tellings.report.news import tell_news
from tellings.runs.labels import MAKER, Failed, label_versions, release_of
from tellings.store import Store
from tellings.store.articles import articles_of, texts
from tellings.store.dossiers import get_dossier, list_revisions, put_dossier
from tellings.store.drops import put_drop
from tellings.store.labels import get_labels, labelled
from tellings.store.stories import get_story
from tellings.types.articles import Article, Dropped
from tellings.types.labels import Labels
from tellings.types.store import StoredArticle, StoredDossier
from tellings.workers.base import Job
from tellings.workers.local import run_job

MOST_REPORTS: Final = 40
"""Reports in one dossier. A bound on the cost, not tuned: the cost more than triples where the reports double."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What a dossier is built of.

    Attributes:
        versions: ids of all current versions of the story.
        articles: those in the dossier, in story order.
        labels: of each of them.
        dropped: why the others are not.
    """

    versions: tuple[int, ...]
    articles: tuple[Article, ...]
    labels: tuple[Labels, ...]
    dropped: tuple[Dropped, ...]


def build_dossier(
    store: Store, story: int, *, settings: Settings, clock: Callable[[], str], failed: Failed
) -> StoredDossier | None:
    """Build a story's dossier anew and keep it as a revision, if it is another than before.

    Args:
        store: where the story is.
        story: its id.
        settings: those of the labels, and those that shape the dossier.
        clock: tells the time.
        failed: versions that could not be labelled, see ``label_versions``.

    Returns:
        The newest revision; None if the story has no report that can be told, or telling it failed (see the drops).

    Raises:
        StoreError: there is no such story (T013).
    """
    with store.read() as connection:
        newest = _newest(connection, story)
    label_versions(store, [one.current for one in newest], settings=settings, clock=clock, failed=failed)
    with store.read() as connection:
        told = _gather(connection, story, settings, failed)
    if not told.articles:
        return None
    job: Job[Told, dict[str, Any] | Dropped] = Job(
        stage="dossier", run=partial(_document, settings=settings), name=lambda _: f"story {story}",
        on_error=settings.on_error,
    )  # fmt: skip
    document = next(run_job(job, [told]))
    maker, at = f"{MAKER} {release_version('tellings')}", clock()
    if isinstance(document, Dropped):
        failure = document
        store.write(lambda connection: put_drop(connection, failure, at=at))
        return None
    news = _news(store, story, document)
    return store.write(
        lambda connection: put_dossier(
            connection, story, document, versions=told.versions, at=at, maker=maker, news=news
        )
    )


def _news(store: Store, story: int, document: dict[str, Any]) -> str:
    """Return what changed since the newest revision in one line, "" if there is none or it cannot be compared."""
    with store.read() as connection:
        if not list_revisions(connection, story):
            return ""
        _, before = get_dossier(connection, story)
    try:
        return tell_news(before, document)
    except TellingsError:
        return ""  # of another release: the two cannot be held against each other


def _document(told: Told, *, settings: Settings) -> dict[str, Any]:
    return to_json(pipeline.tell_labelled(told.articles, told.labels, told.dropped, settings=settings))


def is_small(store: Store, story: int, *, reports: int, settings: Settings) -> bool:
    """Return whether a story has at most so many reports and all of them have their labels."""
    with store.read() as connection:
        if get_story(connection, story).reports > reports:
            return False
        current = {one.current for one in articles_of(connection, story)}
        return current == labelled(connection, current, maker=MAKER, release=release_of(settings))


def _newest(connection: Connection, story: int) -> tuple[StoredArticle, ...]:
    get_story(connection, story)
    return articles_of(connection, story)[-MOST_REPORTS:]


def _gather(connection: Connection, story: int, settings: Settings, failed: Failed) -> Told:
    every = articles_of(connection, story)
    taken = texts(connection, [one.current for one in every[-MOST_REPORTS:]])
    articles: dict[str, tuple[Article, Labels]] = {}
    dropped = [_beyond(one) for one in every[:-MOST_REPORTS]]
    for one in every[-MOST_REPORTS:]:
        article = taken[one.current]
        marks = get_labels(connection, one.current, maker=MAKER, release=release_of(settings))
        if marks is None:
            dropped += [failed[one.current]] if one.current in failed else []
        elif article.id in articles:
            reason = "the same bytes stand under another address of this story; they were read once"
            dropped.append(Dropped(source=one.address, stage="collect", code="C006", reason=reason))
        else:
            articles[article.id] = article, marks
    order = pipeline.in_story_order(article for article, _ in articles.values())
    lacking = any(taken_id not in failed for taken_id in _unlabelled(every, articles, taken))
    return Told(
        versions=() if lacking else tuple(one.current for one in every),
        articles=order,
        labels=tuple(articles[article.id][1] for article in order),
        dropped=tuple(dropped),
    )


def _unlabelled(
    every: Sequence[StoredArticle], articles: dict[str, tuple[Article, Labels]], taken: dict[int, Article]
) -> list[int]:
    """Return versions that came between labelling and gathering; the story stays behind until they are labelled."""
    return [one.current for one in every[-MOST_REPORTS:] if taken[one.current].id not in articles]


def _beyond(article: StoredArticle) -> Dropped:
    reason = f"the story has more reports than a dossier holds; the newest {MOST_REPORTS} are in it"
    return Dropped(source=article.address, stage="story", code="R010", reason=reason)

"""The ordered list of stages, and the only place where they meet.

    paths → collect → captures → extract → articles → label → labels → match → matches → reconcile → dossier

Every stage is a function from typed values to typed values; this module sorts out what was dropped, puts the
articles into story order and hands each stage what it needs.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from importlib.metadata import version
from pathlib import Path
from typing import Any

from tellings.collect import FetchOptions, collect
from tellings.collect.addresses import is_address
from tellings.config import Settings
from tellings.errors import InputError, SettingError
from tellings.extract import extract
from tellings.label import label
from tellings.label.parse import load_pipeline
from tellings.match import match
from tellings.reconcile import reconcile
from tellings.report.restore import restore
from tellings.types.articles import Article, Capture, Dropped, Hints
from tellings.types.dossier import Dossier
from tellings.types.labels import Labels
from tellings.workers.base import Job
from tellings.workers.local import run_job

#: Stages that drop inputs, in the order in which a dossier lists what they dropped.
_DROPPING = ("collect", "extract", "label")

#: Called with the stage's name, how many items are done and how many there are (None if unknown).
Progress = Callable[[str, int, int | None], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Stage:
    """A stage's place in the flow: what it needs and what it gives."""

    name: str
    needs: frozenset[str]
    gives: str


STAGES: tuple[Stage, ...] = (
    Stage(name="collect", needs=frozenset({"paths"}), gives="captures"),
    Stage(name="extract", needs=frozenset({"captures"}), gives="articles"),
    Stage(name="label", needs=frozenset({"articles"}), gives="labels"),
    Stage(name="match", needs=frozenset({"articles", "labels"}), gives="matches"),
    Stage(name="reconcile", needs=frozenset({"articles", "labels", "matches"}), gives="dossier"),
)


def check(stages: Sequence[Stage] = STAGES, *, given: Iterable[str] = ("paths",)) -> None:
    """Refuse an order in which a stage needs what no earlier one gives.

    Raises:
        SettingError: naming the stage and what it lacks.
    """
    have = set(given)
    for stage in stages:
        lacking = sorted(stage.needs - have)
        if lacking:
            message = f"stage {stage.name!r} needs {', '.join(lacking)}, which no earlier stage gives"
            raise SettingError(message, code="S002")
        have.add(stage.gives)


def read(
    paths: Sequence[str | Path],
    *,
    hints: Hints | None = None,
    settings: Settings | None = None,
    progress: Progress | None = None,
) -> Dossier:
    """Read the reports of one story and return what they say together.

    Args:
        paths: files and folders.
        hints: what the files do not say themselves, for all of them.
        settings: None takes them from the environment.
        progress: called after every item of a stage; None says nothing.

    Raises:
        InputError: no path gave an article.
    """
    settings = settings or Settings()
    tell = progress or _say_nothing
    articles, dropped = read_articles(paths, hints=hints, settings=settings, progress=tell)
    return tell_story(articles, dropped, settings=settings, progress=tell)


@dataclass(frozen=True, slots=True, kw_only=True)
class Updated:
    """A dossier with new reports in it.

    Attributes:
        dossier: the same as if all its reports had been read at once.
        known: new inputs that are in the dossier already, with where.
        replaced: ids of an article and of the newer version that took its place.
    """

    dossier: Dossier
    known: tuple[Dropped, ...] = ()
    replaced: tuple[tuple[str, str], ...] = ()


def update(
    document: Mapping[str, Any],
    paths: Sequence[str | Path],
    *,
    hints: Hints | None = None,
    settings: Settings | None = None,
    progress: Progress | None = None,
) -> Updated:
    """Add reports to a dossier, whose own reports are taken from the texts that it keeps.

    A report with the address (or, without one, the path) of a report in the dossier and another text is a newer
    version of that report and takes its place. One that is in the dossier already changes nothing.

    Args:
        document: a dossier as ``to_json`` gives it or a file holds it.
        paths: files and folders with the new reports.
        hints: what the new files do not say themselves, for all of them.
        settings: None takes them from the environment.
        progress: called after every item of a stage; None says nothing.

    Raises:
        AnchorError: a text in the dossier was changed.
        SchemaError: the document is no dossier.
        InputError: no article is left.
    """
    settings = settings or Settings()
    tell = progress or _say_nothing
    held, lost = restore(document)
    found, dropped = read_articles(paths, hints=hints, settings=settings, progress=tell)
    joined = join_articles(held, found)
    sources = {_place_of(article) for article in found}
    earlier = [item for item in lost if item.source not in sources]
    every = list(dict.fromkeys((*earlier, *dropped)))
    every.sort(key=lambda item: _DROPPING.index(item.stage) if item.stage in _DROPPING else len(_DROPPING))
    dossier = tell_story(joined.articles, every, settings=settings, progress=tell)
    return Updated(dossier=dossier, known=joined.known, replaced=joined.replaced)


@dataclass(frozen=True, slots=True, kw_only=True)
class Joined:
    """Articles held and found as one story, in story order; see ``Updated``."""

    articles: tuple[Article, ...]
    known: tuple[Dropped, ...]
    replaced: tuple[tuple[str, str], ...]


def join_articles(held: Sequence[Article], found: Sequence[Article]) -> Joined:
    """Put newly found articles beside those held: known ones are passed over, newer versions replace older ones."""
    articles = {article.id: article for article in held}
    known: list[Dropped] = []
    replaced: list[tuple[str, str]] = []
    for article in found:
        older = next((one for one in held if one.id in articles and _same_place(one, article)), None)
        same = articles.get(article.id)
        if same is None and older is not None and _tells_the_same(older, article):
            same = older
        if same is not None:
            reason = f"the dossier has this report already, as {_place_of(same)}"
            known.append(Dropped(source=_place_of(article), stage="update", code="P002", reason=reason))
            continue
        if older is not None:
            del articles[older.id]
            replaced.append((older.id, article.id))
        articles[article.id] = article
    return Joined(
        articles=tuple(sorted(articles.values(), key=_story_order)), known=tuple(known), replaced=tuple(replaced)
    )


def _same_place(left: Article, right: Article) -> bool:
    """Return whether two articles come from one address; the path counts where one of them has no address."""
    if left.url and right.url:
        return left.url == right.url
    return left.path is not None and left.path == right.path


def _tells_the_same(left: Article, right: Article) -> bool:
    """Return whether two captures of one address differ in nothing that a reader sees."""
    return (left.text, left.title, left.published, left.byline) == (
        right.text,
        right.title,
        right.published,
        right.byline,
    )


def tell_story(
    articles: Sequence[Article], dropped: Sequence[Dropped], *, settings: Settings, progress: Progress
) -> Dossier:
    """Label, match and reconcile articles in story order.

    Raises:
        InputError: there is no article.
    """
    articles, labels, failed = label_articles(articles, settings=settings, progress=progress)
    dropped = (*dropped, *failed)
    if not articles:
        reasons = "; ".join(f"{item.source}: {item.reason} [{item.code}]" for item in dropped[:5])
        raise InputError(f"no article was found. {reasons or 'Nothing was given to read.'}", code="P001")
    return tell_labelled(articles, labels, dropped, settings=settings, progress=progress)


def tell_labelled(
    articles: Sequence[Article],
    labels: Sequence[Labels],
    dropped: Sequence[Dropped],
    *,
    settings: Settings,
    progress: Progress | None = None,
) -> Dossier:
    """Match and reconcile articles whose labels are known.

    Args:
        articles: one or more, in story order (``in_story_order``).
        labels: of each of them.
        dropped: what gave no article, for the dossier.
        settings: those that shape the dossier.
        progress: called before each stage; None says nothing.
    """
    progress = progress or _say_nothing
    progress("match", 0, None)
    matches = match(articles, labels)
    progress("reconcile", 0, None)
    return reconcile(
        articles,
        labels,
        matches,
        dropped=dropped,
        settings=settings.shaping(),
        version=version("tellings"),
    )


def read_articles(
    paths: Sequence[str | Path], *, hints: Hints | None, settings: Settings, progress: Progress
) -> tuple[tuple[Article, ...], tuple[Dropped, ...]]:
    """Collect and extract; return the articles in story order and what was dropped, in the order of reading."""
    job = Job(stage="extract", run=extract, name=_source_of, on_error=settings.on_error)
    articles: list[Article] = []
    dropped: list[Dropped] = []
    captures: list[Capture] = []
    wanted = hints or Hints(origin="option")
    options = FetchOptions.of(settings)
    given = [str(path) for path in paths]
    total = len(given) if all(map(is_address, given)) else None  # a folder may hold any number
    found = collect(paths, hints=wanted, max_bytes=settings.max_file_bytes, options=options)
    for done, collected in enumerate(found, start=1):
        progress("collect", done, total)
        if isinstance(collected, Dropped):
            dropped.append(collected)
        else:
            captures.append(collected)
    for done, outcome in enumerate(run_job(job, captures), start=1):
        progress("extract", done, len(captures))
        if isinstance(outcome, Dropped):
            dropped.append(outcome)
        else:
            articles.append(outcome)
    return tuple(sorted(articles, key=_story_order)), tuple(dropped)


def label_articles(
    articles: Sequence[Article], *, settings: Settings, progress: Progress
) -> tuple[tuple[Article, ...], tuple[Labels, ...], tuple[Dropped, ...]]:
    """Label every article; return those that could be labelled, their labels, and what failed."""
    job = Job(
        stage="label",
        run=partial(label_article, pipeline=settings.pipeline),
        name=_place_of,
        on_error=settings.on_error,
    )
    if any(article.labelled for article in articles):
        load_pipeline(settings.pipeline)  # a missing pipeline is one error, not a failure of every article
    kept: list[Article] = []
    labels: list[Labels] = []
    failed: list[Dropped] = []
    outcomes = run_job(job, articles, processes=settings.processes)
    for done, (article, outcome) in enumerate(zip(articles, outcomes, strict=True), start=1):
        progress("label", done, len(articles))
        if isinstance(outcome, Dropped):
            failed.append(outcome)
        else:
            kept.append(article)
            labels.append(outcome)
    return tuple(kept), tuple(labels), tuple(failed)


def label_article(article: Article, *, pipeline: str) -> Labels:
    """Label one article with the spaCy pipeline of that name, loaded once per process."""
    return label(article, pipeline=load_pipeline(pipeline))


def in_story_order(articles: Iterable[Article]) -> tuple[Article, ...]:
    """Return articles by publication, those without one last."""
    return tuple(sorted(articles, key=_story_order))


def _story_order(article: Article) -> tuple[bool, dt.datetime, str]:
    """Sort by publication (a date counts as its first moment, no zone as UTC), unknown last, then by id."""
    if article.published is None:
        return True, dt.datetime.min.replace(tzinfo=dt.UTC), article.id
    moment = dt.datetime.fromisoformat(article.published)
    return False, moment if moment.tzinfo else moment.replace(tzinfo=dt.UTC), article.id


def _source_of(capture: Capture) -> str:
    return capture.source


def _place_of(article: Article) -> str:
    return article.path or article.url or article.id


def _say_nothing(_stage: str, _done: int, _total: int | None) -> None:
    """Report no progress."""


check()

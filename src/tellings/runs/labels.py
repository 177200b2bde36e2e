"""Versions that lack labels of this release get them; each lot is kept at once, so that nothing is done twice."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from importlib.metadata import version as release_version
from typing import Final

from sqlalchemy import Connection

from tellings import pipeline
from tellings.config import Settings
from tellings.store import Store
from tellings.store.articles import texts
from tellings.store.drops import put_drop
from tellings.store.labels import labelled, put_labels
from tellings.types.articles import Article, Dropped
from tellings.types.labels import Labels

MAKER: Final = "tellings"
"""Who makes these labels, as the store names it."""

LOT: Final = 8
"""Versions labelled between two looks at the store: a few seconds of work, so little is lost to a kill."""

Failed = dict[int, Dropped]
"""Versions that could not be labelled, by id, with why; not tried again by the same process."""


def release_of(settings: Settings) -> str:
    """Return the release of the labels that these settings give: the package's and the parser's name."""
    return f"{release_version('tellings')}+{settings.pipeline}"


def label_versions(
    store: Store, wanted: Sequence[int], *, settings: Settings, clock: Callable[[], str], failed: Failed
) -> tuple[int, ...]:
    """Label versions that have no labels of this release; return those that were labelled now.

    A version whose text is not labelled (another language than English) gets empty labels, so that it is not asked
    for again. One that fails is noted among the drops and in ``failed``.

    Args:
        store: where the texts are and the labels go.
        wanted: ids of versions.
        settings: for the parser, the number of processes and what to do about errors.
        clock: tells the time.
        failed: what failed before; more is added.

    Raises:
        SettingError: the parser is not installed (S001).
    """
    lot = LOT if settings.processes == 1 else LOT * 8 * settings.processes
    made: list[int] = []
    for start in range(0, len(wanted), lot):
        some = wanted[start : start + lot]
        made += _label_lot(store, some, settings=settings, clock=clock, failed=failed)
    return tuple(made)


def _label_lot(
    store: Store, wanted: Sequence[int], *, settings: Settings, clock: Callable[[], str], failed: Failed
) -> list[int]:
    release = release_of(settings)
    with store.read() as connection:
        known = labelled(connection, wanted, maker=MAKER, release=release)
        lacking = [ident for ident in wanted if ident not in failed and ident not in known]
        found = texts(connection, lacking)
    if not found:
        return []
    idents = {id(article): ident for ident, article in found.items()}
    kept, labels, lost = pipeline.label_articles(tuple(found.values()), settings=settings, progress=_say_nothing)
    made = {idents[id(article)]: marks for article, marks in zip(kept, labels, strict=True)}
    gone = _failures(found, made, lost)
    at = clock()

    def keep(connection: Connection) -> None:
        for ident, marks in made.items():
            put_labels(connection, ident, marks, maker=MAKER, release=release, at=at)
        for dropped in gone.values():
            put_drop(connection, dropped, at=at)

    store.write(keep)
    failed.update(gone)
    return list(made)


def _failures(found: dict[int, Article], made: Mapping[int, Labels], lost: Sequence[Dropped]) -> Failed:
    """Return what failed by version; the stage gives failures in the order of its input."""
    return dict(zip((ident for ident in found if ident not in made), lost, strict=True))


def _say_nothing(_stage: str, _done: int, _total: int | None) -> None:
    """Report no progress: lots are short."""

"""An article is taken out of the store for good, and the stories that told of it are told anew without it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from sqlalchemy import Connection

from tellings.config import Settings
from tellings.errors import StoreError
from tellings.runs.dossiers import is_small
from tellings.runs.grouping import STATE
from tellings.runs.stories import Keeper
from tellings.store import Store
from tellings.store.access import record
from tellings.store.moments import now
from tellings.store.removal import remove_article, same_words, stories_telling, wipe
from tellings.store.states import get_state, put_state
from tellings.types.store import Removal


@dataclass(frozen=True, slots=True, kw_only=True)
class TakenDown:
    """What became of a removal.

    Attributes:
        removal: the record that stays.
        others: other addresses at which the same words stand; they are still there.
        rebuilt: stories whose dossier was built anew at once.
    """

    removal: Removal
    others: tuple[str, ...]
    rebuilt: int


def take_down(  # noqa: PLR0913 -- who decides what, and how the dossiers are built
    store: Store,
    article: int,
    *,
    who: str,
    why: str,
    at_once: int | None = None,
    settings: Settings | None = None,
    clock: Callable[[], str] = now,
) -> TakenDown:
    """Take an article out for good, clear what its rows leave behind, and build the dossiers of its stories anew.

    Args:
        store: an open store.
        article: id of the article.
        who: who decides.
        why: in their words; it stays.
        at_once: build only dossiers of stories with at most so many reports now, None for all of them.
        settings: of the dossiers; None takes them from the environment.
        clock: tells the time.

    Raises:
        StoreError: there is no such article (T013), ``why`` is empty (T010), or the store refused.
    """
    if not why.strip():
        raise StoreError("a removal needs a reason: say why", code="T010")
    at = clock()

    def work(connection: Connection) -> tuple[Removal, tuple[str, ...], frozenset[int]]:
        others, told = same_words(connection, article), stories_telling(connection, article)
        removal = remove_article(connection, article, who=who, why=why.strip(), at=at)
        _forget_stream(connection)
        record(connection, who=who, action="article.remove", target=f"article/{article}", at=at)
        return removal, others, told

    removal, others, told = store.write(work)
    wipe(store)
    chosen = settings or Settings()
    small = [one for one in sorted(told) if at_once is None or is_small(store, one, reports=at_once, settings=chosen)]
    rebuilt = Keeper(store, settings=chosen, clock=clock).rebuild(small)
    return TakenDown(removal=removal, others=others, rebuilt=rebuilt)


def _forget_stream(connection: Connection) -> None:
    """Let the grouping begin anew from the articles that are left: what it remembers has words of every article."""
    change, state = get_state(connection, STATE)
    if state is not None:
        put_state(connection, STATE, {}, change=change)

"""``Desk``: a desk's API from Python."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, Final, TypeVar
from urllib.parse import quote

from pydantic import ValidationError

from tellings.desk import models, upkeep
from tellings.desk.labels import Labels
from tellings.errors import DeskError, MissingExtra

try:
    import httpx
except ImportError as error:
    raise MissingExtra("the client needs httpx: pip install 'tellings[web]'", code="S004") from error

T = TypeVar("T", bound=models.Record)

TRIES: Final = 4
"""How often a request is sent before its refusal is told: the first time and three more."""

LONGEST_WAIT: Final = 60.0
"""Seconds that are waited between two tries at most, whatever the desk asks for."""

BUSY: Final = (429, 503)


class Desk:
    """A desk, asked over HTTP; close it, or use it in a ``with``.

    Lists are iterators: they ask for the next part when the one before is used up. Errors are `DeskError` with the
    status and the code of the desk's answer, or with status 0 where none came.

    Args:
        url: where the desk is, such as ``http://127.0.0.1:8040``.
        token: as ``tellings token add`` shows it; None for a desk that needs none.
        timeout: seconds for one request.
        sleep: how to wait; tests give another.
    """

    def __init__(
        self,
        url: str,
        token: str | None = None,
        *,
        timeout: float = 30.0,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        headers = {} if token is None else {"authorization": f"Bearer {token}"}
        self._sleep = sleep
        self._http = httpx.Client(
            base_url=url.rstrip("/") + "/api/v1/", headers=headers, timeout=timeout, trust_env=False
        )

    def close(self) -> None:
        """Close the connections."""
        self._http.close()

    def __enter__(self) -> Desk:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    # ------------------------------------------------------------------------------------------ reading

    def health(self) -> models.Condition:
        """Return the desk's release, if all is well."""
        return self._one(models.Condition, "health")

    def stories(
        self, *, since: str | None = None, until: str | None = None, order: str = "newest"
    ) -> Iterator[models.Story]:
        """Yield stories: ``newest`` first, or by ``independent`` reports or ``differences``, most first."""
        return self._all(models.Story, "stories", since=since, until=until, order=order)

    def story(self, story: int) -> models.Story:
        """Return one story."""
        return self._one(models.Story, f"stories/{story}")

    def dossier(self, story: int, revision: int | None = None) -> dict[str, Any]:
        """Return a story's dossier as its JSON document, the newest or a revision; ``tellings.tables`` reads it."""
        found: dict[str, Any] = self._ask("GET", f"stories/{story}/dossier", revision=revision).json()
        return found

    def revisions(self, story: int) -> Iterator[models.Revision]:
        """Yield the revisions of a story's dossier, oldest first."""
        return self._all(models.Revision, f"stories/{story}/revisions")

    def changes(self, story: int, before: int | None = None, after: int | None = None) -> models.Changes:
        """Return what changed between two revisions: up to the newest, since the one before, unless told."""
        return self._one(models.Changes, f"stories/{story}/changes", **{"from": before, "to": after})

    def members(self, story: int) -> Iterator[models.Member]:
        """Yield a story's reports, oldest first, with why each is in it."""
        return self._all(models.Member, f"stories/{story}/members")

    def articles(
        self,
        *,
        address: str | None = None,
        outlet: str | None = None,
        language: str | None = None,
        since: str | None = None,
        until: str | None = None,
    ) -> Iterator[models.Article]:
        """Yield articles, newest first."""
        asked = {"address": address, "outlet": outlet, "language": language, "since": since, "until": until}
        return self._all(models.Article, "articles", **asked)

    def article(self, article: int | str) -> models.Article:
        """Return an article by its number or its key."""
        return self._one(models.Article, f"articles/{quote(str(article), safe='')}")

    def versions(self, article: int | str) -> Iterator[models.Version]:
        """Yield the texts that stood at an address, in the order in which they stood there."""
        return self._all(models.Version, f"articles/{quote(str(article), safe='')}/versions")

    def version(self, version: int) -> models.VersionText:
        """Return one of them with its text."""
        return self._one(models.VersionText, f"versions/{version}")

    def labels(self, version: int) -> Labels:
        """Return the marks on a version."""
        return self._one(Labels, f"versions/{version}/labels")

    def capture(self, capture: int) -> models.Capture:
        """Return where and when bytes were had."""
        return self._one(models.Capture, f"captures/{capture}")

    def search(self, question: str = "", **filters: str | int | None) -> Iterator[models.Hit]:
        """Yield what answers a search, newest first.

        Args:
            question: words, phrases in quotes, ``OR``, ``-``, ``*``, brackets.
            **filters: ``outlet``, ``language``, ``person``, ``said_by``, ``since``, ``until``, ``story``,
                ``differs_in``.
        """
        return self._all(models.Hit, "search", q=question, **filters)

    def people(self, name: str) -> Iterator[models.Name]:
        """Yield who and what reports name so; a last word will do."""
        return self._all(models.Name, "people", name=name)

    def statements(self, speaker: str) -> Iterator[models.Saying]:
        """Yield what reports have somebody say, newest report first."""
        return self._all(models.Saying, "statements", speaker=speaker)

    def positions(self, actor: str) -> Iterator[models.Position]:
        """Yield where somebody stands, newest report first."""
        return self._all(models.Position, "positions", actor=actor)

    def plans(
        self, *, status: str | None = None, due_from: str | None = None, due_to: str | None = None
    ) -> Iterator[models.Plan]:
        """Yield what is planned, by the last day it may be done; what has none comes first."""
        return self._all(models.Plan, "plans", status=status, due_from=due_from, due_to=due_to)

    def feeds(self) -> Iterator[upkeep.Feed]:
        """Yield the feeds that are followed, by address."""
        return self._all(upkeep.Feed, "feeds")

    def outlets(self) -> Iterator[upkeep.Outlet]:
        """Yield outlets by name."""
        return self._all(upkeep.Outlet, "outlets")

    def drops(self, *, code: str | None = None) -> Iterator[upkeep.Drop]:
        """Yield what gave no article, latest first."""
        return self._all(upkeep.Drop, "drops", code=code)

    def decisions(self, story: int | None = None) -> Iterator[models.Decision]:
        """Yield decisions, latest first; with a story those that it had a part in."""
        return self._all(models.Decision, "decisions" if story is None else f"stories/{story}/decisions")

    # ------------------------------------------------------------------------------------------ changing

    def rename(self, story: int, title: str, *, why: str, change: int | None = None) -> models.Decision:
        """Give a story a name that the machine does not change; ``change`` as the story was seen.

        Every decision says ``why``; the desk refuses one that does not.
        """
        return self._decide(kind="rename", story=story, title=title, why=why, change=change)

    def merge(self, story: int, into: int, *, why: str, change: int | None = None) -> models.Decision:
        """Let a story take over another's reports."""
        return self._decide(kind="merge", story=story, into=into, why=why, change=change)

    def split(
        self, story: int, articles: Sequence[int], *, title: str, why: str, change: int | None = None
    ) -> models.Decision:
        """Make a story of its own of some reports."""
        return self._decide(kind="split", story=story, articles=list(articles), title=title, why=why, change=change)

    def move(self, article: int, story: int, *, why: str, change: int | None = None) -> models.Decision:
        """Put a report into another story."""
        return self._decide(kind="move", article=article, story=story, why=why, change=change)

    def undo(self, decision: int) -> models.Decision:
        """Withdraw a decision."""
        return _read(models.Decision, self._ask("POST", f"decisions/{decision}/undo"))

    def follow(self, address: str, *, title: str | None = None, outlet: str | None = None) -> upkeep.Feed:
        """Follow a feed from now on."""
        sent = {"address": address, "title": title, "outlet": outlet}
        return _read(upkeep.Feed, self._ask("POST", "feeds", sent))

    def unfollow(self, feed: int) -> None:
        """Follow a feed no longer."""
        self._ask("DELETE", f"feeds/{feed}")

    # ------------------------------------------------------------------------------------------ HTTP

    def _decide(self, **order: object) -> models.Decision:
        return _read(models.Decision, self._ask("POST", "decisions", order))

    def _one(self, kind: type[T], address: str, /, **asked: object) -> T:
        return _read(kind, self._ask("GET", address, **asked))

    def _all(self, kind: type[T], address: str, /, **asked: object) -> Iterator[T]:
        cursor = None
        while True:
            answer = self._ask("GET", address, **asked, after=cursor, limit=100).json()
            for item in answer["items"]:
                yield kind.model_validate(item)
            cursor = answer["next"]
            if cursor is None:
                return

    def _ask(self, method: str, address: str, body: object = None, /, **asked: object) -> httpx.Response:
        """Send a request, again while the desk is busy, and return its answer.

        Raises:
            DeskError: the desk refused, or did not answer.
        """
        params = {name: str(value) for name, value in asked.items() if value is not None}
        for attempt in range(1, TRIES + 1):
            try:
                answer = self._http.request(method, address, params=params, json=body)
            except httpx.HTTPError as error:
                raise DeskError(0, "C019", f"the desk at {self._http.base_url} does not answer ({error})") from error
            if answer.status_code not in BUSY or attempt == TRIES:
                break
            self._sleep(_wait(answer.headers, attempt))
        if not answer.is_success:
            raise _refusal(answer)
        return answer


def _wait(headers: Mapping[str, str], attempt: int) -> float:
    """Return the seconds until the next try: as the desk says, or 1, 2, 4 where it does not."""
    said = headers.get("retry-after", "")
    seconds = float(said) if said.isascii() and said.isdigit() else 2.0 ** (attempt - 1)
    return min(seconds, LONGEST_WAIT)


def _refusal(answer: httpx.Response) -> DeskError:
    try:
        told = models.Failure.model_validate_json(answer.content).error
    except ValidationError:
        return DeskError(answer.status_code, "H011", f"what answers at {answer.url} is no desk")
    return DeskError(answer.status_code, told.code, told.message)


def _read(kind: type[T], answer: httpx.Response) -> T:
    """Return an answer as its model.

    Raises:
        DeskError: it is of another shape: no desk, or one of a release that this client does not know.
    """
    try:
        return kind.model_validate(answer.json())
    except ValueError as error:
        message = f"what answers at {answer.url} is no desk of this release"
        raise DeskError(answer.status_code, "H011", message) from error

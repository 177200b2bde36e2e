"""A filled desk on loopback and a Chromium; whatever a page asks or complains about is held against the test."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Dialog, Page, Request
from running_desk import running
from sample_desk import fill

from tellings.store import Store, open_store

WIDTHS = (1280, 390)
"""A desk's screen and a phone's."""

HARMLESS = "Password forms should have"
"""Chromium's advice on the form that asks for a token alone."""


@dataclass
class Seen:
    """What pages did: addresses asked for, complaints, and dialogs that opened."""

    requests: list[str] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)
    dialogs: list[str] = field(default_factory=list)

    def watch(self, page: Page) -> None:
        """Note what a page does from now on."""
        page.on("request", self._request)
        page.on("console", self._console)
        page.on("pageerror", lambda error: self.complaints.append(f"{page.url}: {error}"))
        page.on("dialog", self._dialog)

    def _request(self, request: Request) -> None:
        self.requests.append(request.url)

    def _console(self, entry: ConsoleMessage) -> None:
        if HARMLESS not in entry.text:
            self.complaints.append(f"{entry.page.url if entry.page else ''}: {entry.text}")

    def _dialog(self, dialog: Dialog) -> None:
        self.dialogs.append(dialog.message)
        dialog.dismiss()


@dataclass
class Desk:
    """A running desk and browsers at it."""

    base: str
    store: Store
    browser: Browser
    seen: Seen = field(default_factory=Seen)
    contexts: list[BrowserContext] = field(default_factory=list)

    def open(self, path: str = "/", *, width: int = 1280, **options: Any) -> Page:  # noqa: ANN401 -- playwright's
        """Open a page in a browser of its own."""
        screen = {"viewport": {"width": width, "height": 900}, "reduced_motion": "reduce"} | options
        context = self.browser.new_context(base_url=self.base, **screen)
        self.contexts.append(context)
        context.set_default_timeout(30_000)
        page = context.new_page()
        self.seen.watch(page)
        page.goto(path)
        return page

    def close(self, *, harmless: bool = True) -> None:
        """Close the browsers and hold what was seen against the desk."""
        for context in self.contexts:
            context.close()
        self.contexts.clear()
        seen, self.seen = self.seen, Seen()
        if harmless:
            assert seen.complaints == []
        assert seen.dialogs == []
        assert [url for url in seen.requests if not url.startswith((self.base + "/", "data:"))] == []


def width_of(page: Page) -> int:
    """Return how wide the page is; more than the screen means that it scrolls sideways."""
    wide: int = page.evaluate("document.documentElement.scrollWidth")
    return wide


@pytest.fixture(scope="session")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Fill a store once: the sample story and made-up ones, on their second day."""
    path = tmp_path_factory.mktemp("desk") / "filled.db"
    with open_store(path) as store:
        fill(store)
    return path


@pytest.fixture
def fresh(filled: Path, tmp_path: Path) -> Iterator[Store]:
    """Open a copy of the filled store."""
    path = tmp_path / "desk.db"
    shutil.copy(filled, path)
    with open_store(path) as store:
        yield store


@pytest.fixture
def desk(fresh: Store, browser: Browser) -> Iterator[Desk]:
    """Serve a copy of the filled store; at the end no page may have asked elsewhere or complained."""
    with running(fresh) as base:
        desk = Desk(base, fresh, browser)
        yield desk
        desk.close()


@pytest.fixture
def desk_with_tokens(fresh: Store, browser: Browser) -> Iterator[Desk]:
    with running(fresh, tokens=True) as base:
        desk = Desk(base, fresh, browser)
        yield desk
        desk.close()


Finder = Callable[[Store, str], int]


def article_called(store: Store, words: str) -> int:
    """Return the id of the article whose headline has these words."""
    from tellings.store.articles import list_articles  # noqa: PLC0415 -- used here alone

    with store.read() as connection:
        return next(one.id for one in list_articles(connection) if words in (one.title or ""))


def story_called(store: Store, words: str) -> int:
    """Return the id of the story whose title has these words."""
    from tellings.store.stories import list_stories  # noqa: PLC0415 -- likewise

    with store.read() as connection:
        return next(one.id for one in list_stories(connection) if words in one.title)

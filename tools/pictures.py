"""Take the pictures of the guide: a desk with the sample story and made-up ones, in headless Chromium."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Page, sync_playwright
from running_desk import running, start_browser
from sample_desk import fill

from tellings.store import Store, open_store
from tellings.store.articles import list_articles
from tellings.store.stories import list_stories

TARGET = Path(__file__).resolve().parent.parent / "docs" / "pictures"

SCREEN, PHONE = (1120, 700), (390, 780)

Shot = tuple[str, str, tuple[int, int], Callable[[Page], None] | None]
"""File, address, size, and what is done before."""


def shots(store: Store) -> list[Shot]:
    """Return what to take, in an order in which no picture spoils the next: reading a story changes what is new."""
    with store.read() as connection:
        story = next(one.id for one in list_stories(connection) if one.reports == 5)
        articles = {one.title or "": one.id for one in list_articles(connection)}

    def article(words: str) -> int:
        return next(ident for title, ident in articles.items() if words in title)

    valley, courier, dam = article("Valley wakes"), article("Corran promises"), article("Dam minister")
    return [
        ("stories", "/", SCREEN, None),
        ("changes", f"/stories/{story}", SCREEN, None),
        ("story", f"/stories/{story}", SCREEN, _open_line),
        ("phone", f"/stories/{story}", PHONE, _open_line),
        ("article", f"/articles/{valley}?marks=statements,quantities", SCREEN, None),
        ("versions", f"/articles/{article('Four paintings')}/versions", SCREEN, None),
        ("compare", f"/compare?left={courier}&right={dam}", SCREEN, None),
        ("search", "/search?q=%22not+one+letter%22+OR+receipt&said_by=Dovic+Harrane", SCREEN, None),
        ("person", "/people/ilsabet-corran", SCREEN, None),
        ("plans", "/plans", SCREEN, None),
        ("edit", f"/stories/{story}/edit", SCREEN, None),
        ("remove", f"/articles/{article('Police hunt')}/remove", (1120, 500), None),
        ("sources", "/sources", (1120, 460), None),
    ]


def _open_line(page: Page) -> None:
    line = page.locator("#differs a.words, #agreed a.words").first
    line.evaluate("node => node.scrollIntoView({block: 'center'})")
    line.click()


def main() -> None:
    """Fill a store, serve it, and save every picture."""
    TARGET.mkdir(exist_ok=True)
    with (
        tempfile.TemporaryDirectory() as folder,
        open_store(Path(folder) / "desk.db") as store,
        sync_playwright() as playwright,
    ):
        fill(store)
        browser = start_browser(playwright)
        if browser is None:
            raise SystemExit("no Chromium is installed")
        with running(store) as base:
            for name, address, (width, height), before in shots(store):
                page = browser.new_page(viewport={"width": width, "height": height}, reduced_motion="reduce")
                page.goto(base + address)
                if before:
                    before(page)
                page.screenshot(path=TARGET / f"{name}.png")
                page.close()
        browser.close()


if __name__ == "__main__":
    main()

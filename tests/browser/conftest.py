"""A headless Chromium, and the page of the invented story in it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from tellings.report.html import to_html
from tellings.report.jsonform import to_json
from tests.report.story import ferry

Opener = Callable[..., Page]


@pytest.fixture(scope="session")
def ferry_document() -> dict[str, Any]:
    return to_json(ferry())


@pytest.fixture
def open_page(browser: Browser, ferry_document: dict[str, Any], tmp_path: Path) -> Iterator[Opener]:
    """Return a function that opens the page of a document; its requests and errors are on ``page.seen``."""
    contexts = []

    def opener(document: dict[str, Any] | None = None, *, width: int = 1280, **options: Any) -> Page:  # noqa: ANN401
        path = tmp_path / "dossier.html"
        path.write_text(to_html(document or ferry_document), encoding="utf-8", newline="")
        context = browser.new_context(viewport={"width": width, "height": 900}, reduced_motion="reduce", **options)
        contexts.append(context)
        page = context.new_page()
        page.seen = {"requests": [], "errors": []}  # type: ignore[attr-defined]
        page.on("request", lambda request: page.seen["requests"].append(request.url))  # type: ignore[attr-defined]
        page.on("pageerror", lambda error: page.seen["errors"].append(str(error)))  # type: ignore[attr-defined]
        page.on("console", lambda entry: page.seen["errors"].append(entry.text))  # type: ignore[attr-defined]
        page.goto(path.as_uri())
        return page

    yield opener
    for context in contexts:
        context.close()

"""What several tests share: the dossier of the sample story, read once, and one Chromium."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, sync_playwright
from running_desk import start_browser

from tellings import pipeline
from tellings.config import Settings
from tellings.report.jsonform import to_json
from tellings.types.dossier import Dossier

SAMPLE = Path(pipeline.__file__).parent / "sample"


@pytest.fixture(scope="session")
def sample_dossier() -> Dossier:
    """Return the dossier of the bundled sample story; a failing stage fails the test."""
    return pipeline.read([SAMPLE], settings=Settings(on_error="stop"))


@pytest.fixture(scope="session")
def sample_document(sample_dossier: Dossier) -> dict[str, Any]:
    """Return the same dossier in JSON form."""
    return to_json(sample_dossier)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Start the system's Chromium, else the one playwright installed; skip if there is neither.

    One for all: two that are driven synchronously cannot run in one process.
    """
    with sync_playwright() as playwright:
        started = start_browser(playwright)
        if started is None:
            pytest.skip("no Chromium is installed: 'playwright install chromium' or the system's package gets one")
        yield started
        started.close()

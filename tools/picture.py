"""Take the README's picture: the page of the sample story in headless Chromium, with one line's passages open."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path

from playwright.sync_api import sync_playwright

from tellings import read, to_json
from tellings.report.html import to_html

ROOT = Path(__file__).resolve().parent.parent
TARGET = ROOT / "docs" / "sample-page.png"
SIZE = {"width": 1280, "height": 1150}


def main() -> None:
    """Read the sample, open its page, select the second line of the brief, and save the picture."""
    document = to_json(read([ROOT / "src" / "tellings" / "sample"]))
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        page_file = Path(folder) / "dossier.html"
        page_file.write_text(to_html(document), encoding="utf-8")
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        page = browser.new_page(viewport=SIZE, reduced_motion="reduce")
        page.goto(page_file.as_uri())
        page.locator("#brief .words").nth(1).click()
        page.screenshot(path=TARGET)
        browser.close()


if __name__ == "__main__":
    main()

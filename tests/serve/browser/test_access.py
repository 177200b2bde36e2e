"""Every page for everybody: what axe finds, at both widths, light and dark; no page scrolls sideways."""

from __future__ import annotations

from typing import Literal

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from tellings.store import Store
from tests.serve.browser.conftest import WIDTHS, Desk, article_called, story_called, width_of

pytestmark = pytest.mark.browser

GRAVE = {"serious", "critical"}

NOWHERE = "/nowhere"

LOOKS: tuple[tuple[int, Literal["light", "dark"]], ...] = ((WIDTHS[0], "light"), (WIDTHS[1], "dark"))
"""Each width and each scheme once: no colour depends on the width, no layout on the scheme."""


def pages(store: Store) -> list[str]:
    """Return an address of every kind of page."""
    dam, valley = story_called(store, "Corran promises"), article_called(store, "Valley wakes")
    other, museum = article_called(store, "Dam minister"), article_called(store, "Four paintings")
    return [
        "/",
        "/?day=2024-03-14&order=differences",
        f"/stories/{dam}?since=1",
        f"/stories/{dam}/changes?from=1",
        f"/stories/{dam}/edit",
        f"/articles/{valley}?marks=statements,names,times,quantities&start=900&end=1000",
        f"/articles/{museum}?version=1",
        f"/articles/{museum}/versions",
        f"/articles/{museum}/remove",
        f"/articles/{valley}/versions",
        f"/compare?left={valley}&right={other}",
        "/search",
        "/search?q=dam&said_by=Ilsabet+Corran",
        "/people",
        "/people/ilsabet-corran",
        "/people/kelmarran-water-and-power",
        "/plans",
        "/decisions",
        "/sources",
        "/drops",
        "/login",
        NOWHERE,
    ]


def grave(page: Page) -> list[str]:
    """Return what axe finds on a page that keeps people out, with the places."""
    found = Axe().run(page, options={"resultTypes": ["violations"]}).response["violations"]
    where = page.url + str(page.viewport_size)
    return [
        f"{where} {one['id']}: {[node['html'][:140] for node in one['nodes'][:3]]}"
        for one in found
        if one["impact"] in GRAVE
    ]


def test_access_axe_finds_nothing_grave_on_any_page(desk: Desk) -> None:
    found: list[str] = []
    page = desk.open()
    for address in pages(desk.store):
        page.goto(address)
        for width, scheme in LOOKS:
            page.set_viewport_size({"width": width, "height": 900})
            page.emulate_media(color_scheme=scheme)
            found += grave(page)
    desk.seen.complaints[:] = [one for one in desk.seen.complaints if NOWHERE not in one]
    assert found == []


def test_access_nothing_scrolls_sideways_on_a_small_phone(desk: Desk) -> None:
    page = desk.open(width=360)
    wide = []
    for address in pages(desk.store):
        page.goto(address)
        page.evaluate("document.querySelectorAll('details').forEach(box => { box.open = true })")
        if width_of(page) > 360:
            wide.append((address, width_of(page)))
    desk.seen.complaints[:] = [one for one in desk.seen.complaints if NOWHERE not in one]
    assert wide == []

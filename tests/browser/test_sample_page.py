"""Files through every stage into the browser: the sample story, and pages that mean harm."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pytest

from tellings import pipeline, to_json
from tests.browser.conftest import Opener

SAMPLE = Path(pipeline.__file__).parent / "sample"

pytestmark = [pytest.mark.browser, pytest.mark.models]

HOSTILE = """<!doctype html><html><head>
<title><script>document.title='owned'</script>Bridge at Orlen <img src=x onerror="document.title='owned'"> shut</title>
<meta property="og:title" content="</title><script>document.title='owned'</script>Bridge at Orlen shut">
<meta property="og:site_name" content="<svg onload=document.title='owned'>Orlen Mail">
<script>document.title = 'owned'</script></head><body>
<article><h1>Bridge at Orlen shut &lt;script&gt;document.title='owned'&lt;/script&gt;</h1>
<p>The bridge at Orlen was shut on Monday after engineers found cracks in two of its pillars, the city said.</p>
<p onclick="document.title='owned'">"We had no choice," said the mayor, Dana Whitlow. The text
&lt;img src=x onerror=document.title='owned'&gt; stood in the notice, she told reporters on Tuesday.</p>
<p>Ferries will run until the bridge is open again. <a href="javascript:document.title='owned'">They are free</a>,
and a second boat will sail from Friday, the harbour office announced. Some 4,000 people cross every day.</p>
<style>body{background:url(http://127.0.0.1:9/x.png)}</style></article></body></html>
"""


def test_sample_page_a_click_on_the_first_agreed_line_shows_its_passages(
    open_page: Opener, sample_document: dict[str, Any]
) -> None:
    page = open_page(sample_document)
    fact = next(fact for fact in sample_document["facts"] if fact["kind"] == "agreed")
    page.locator(f"#{fact['id']} .words").first.click()
    shown = " ".join(page.locator("#desk").inner_text().split())
    for support in fact["support"]:
        assert " ".join(support["text"].split()) in shown
    assert page.seen["errors"] == []  # type: ignore[attr-defined]


def test_sample_page_hostile_files_do_nothing(open_page: Opener, tmp_path: Path) -> None:
    reports = tmp_path / "reports"
    reports.mkdir()
    (reports / "a.html").write_text(HOSTILE, encoding="utf-8")
    shutil.copy(sorted(SAMPLE.glob("*.txt"))[0], reports / "b.txt")
    document = to_json(pipeline.read([reports]))
    assert len(document["articles"]) == 2
    page = open_page(document)
    page.evaluate("document.querySelectorAll('details').forEach(box => { box.open = true })")
    page.wait_for_timeout(200)
    assert page.title() != "owned"
    assert page.locator("script").count() == 1
    assert page.locator("img, iframe, object, embed, [onclick], [onerror], [onload]").count() == 0
    assert page.locator("a[href^='javascript:']").count() == 0
    requests = page.seen["requests"]  # type: ignore[attr-defined]
    assert all(request.startswith("file:") for request in requests)

"""The calendar of plans: by month, how each stands, page by page."""

from __future__ import annotations

import html
import re

import pytest

from tellings.serve.plans import stand
from tellings.store.articles import put_article
from tellings.store.dossiers import put_dossier
from tellings.store.stories import create_story
from tellings.types.agenda import StoredPlan
from tests.serve.conftest import Desk
from tests.store.made import NOON, article


def plan(due: str, status: str = "planned") -> StoredPlan:
    return StoredPlan(
        story=1,
        title="t",
        ident="p1",
        due=due,
        due_text=None,
        status=status,
        label="l",
        actors="",
        reports=1,
        article=None,
        start=0,
        end=0,
    )


@pytest.mark.parametrize(
    ("due", "status", "standing"),
    [
        ("2024-03-15", "planned", "due"),
        ("2024-03-14", "expected", "passed"),
        ("2024-03", "planned", "due"),
        ("2024-02", "planned", "passed"),
        ("2023", "proposed", "passed"),
        ("2024", "proposed", "due"),
        ("", "planned", "open"),
        ("2024-03-14", "done", "done"),
        ("2025-01-01", "lapsed", "lapsed"),
    ],
)
def test_plans_stand_as_their_day_says(due: str, status: str, standing: str) -> None:
    assert stand(plan(due, status), "2024-03-15") == standing


def test_plans_are_grouped_by_month_from_this_one_on(sample_desk: Desk) -> None:
    text = sample_desk.client.get("/plans").text
    months = re.findall(r'<h2 id="m([\d-]+)">([A-Z][a-z]+ \d{4})', text)
    assert months[0] == ("2024-03", "March 2024")
    assert months == sorted(months)
    assert "The museum will stay closed until Sunday." in text
    march = text[text.index('id="m2024-03"') :]
    assert march.index("13 Mar 2024") < march.index("20 Mar 2024")
    assert re.search(r'<li class="passed">\s*<p class="when"><b>1[34] Mar 2024', text)
    address = html.unescape(re.findall(r'class="what"><a href="([^"]+)"', text)[0])
    assert 'id="passage"' in sample_desk.client.get(address).text


def test_plans_of_another_month_and_without_a_day(sample_desk: Desk) -> None:
    later = sample_desk.client.get("/plans?month=2024-05").text
    assert 'id="m2024-03"' not in later
    assert 'id="m2024-05"' in later
    assert "earlier, from 2024-04" in later
    undated = sample_desk.client.get("/plans?month=none").text
    assert "No day is said" in undated
    assert 'id="m2024' not in undated
    empty = sample_desk.client.get("/plans?month=2030-01").text
    assert "No plan is due from 2030-01 on" in empty
    for wrong in ("month=2024-13", "month=soon", "status=vague"):
        assert sample_desk.client.get(f"/plans?{wrong}").status_code == 422


def test_plans_of_one_status(sample_desk: Desk) -> None:
    text = sample_desk.client.get("/plans?month=2024-01&status=proposed").text
    assert "He demanded that the state pay for ten new sirens before winter." in text
    assert "The museum will stay closed" not in text


def test_plans_go_on_page_by_page_and_are_escaped(sample_desk: Desk) -> None:
    bad = '"><script>alert(1)</script>'
    made = article(bad, url="https://x.example/plans")
    words = {"article": made.id, "start": 0, "end": 5, "text": bad}
    plans = [
        {
            "id": f"p{number:03}",
            "label": f"{bad} number {number}.",
            "label_ref": words,
            "actors": [{"name": bad}],
            "status": "planned",
            "due": "2031-05-04",
            "due_text": bad,
            "evidence": [words],
        }
        for number in range(70)
    ]
    with sample_desk.store.begin() as connection:
        put = put_article(connection, made, seen_at=NOON)
        story = create_story(connection, bad, at=NOON)
        put_dossier(connection, story, {"facts": [], "plans": plans}, versions=[put.version], at=NOON, maker="t")
    first = sample_desk.client.get("/plans?month=2031-05").text
    more = re.search(r'rel="next" href="([^"]+)"', first)
    assert more is not None
    second = sample_desk.client.get(html.unescape(more.group(1))).text
    numbers = [re.findall(r"number (\d+)\.", page) for page in (first, second)]
    assert [int(number) for page in numbers for number in page] == list(range(70))
    assert "<script>alert" not in first

"""Stories about made-up places, in a language that is not labelled, so that bringing them up to date is quick."""

from __future__ import annotations

from sqlalchemy import Connection

from tellings.store.articles import put_article
from tests.store.made import NOON, article

TOPICS = {
    "mill": "The paper mill at Orrin Ford burned for nine hours on Tuesday and two workers of Harrow Paper were hurt. "
    "Fire chief Odile Marsh told reporters that sparks from a dryer lit the rolls of paper in the mill.",
    "vote": "Senators in Calverton voted 41 to 38 for the ferry bill of Minister Tavish Roon on Friday evening. "
    "The ferry bill gives the islands three boats and a winter timetable, senators of Calverton said.",
    "whale": "A young whale swam eleven miles up the river Tansy to Lower Quill, where divers guided it. "
    "Biologist Pim Sorrel said the whale was thin and that the tide of the Tansy would carry it out.",
}
"""One text a story; every report repeats it with words of its own."""

WORDS = ("early", "later", "again", "slowly", "calmly", "loudly", "quietly", "briefly")


def put_report(connection: Connection, topic: str, number: int, *, language: str = "xx") -> int:
    """Keep report ``number`` of a story, and return the article's id."""
    text = f"{TOPICS[topic]} {WORDS[number % len(WORDS)].capitalize()}, outlet {number} wrote about the {topic}."
    made = article(
        text,
        url=f"https://outlet{number}.example/{topic}",
        outlet=f"Outlet {number}",
        title=f"{TOPICS[topic].split('.')[0][:60]} {number}",
        language=language,
        labelled=language == "en",
        published=f"2026-03-01T{8 + number % 12:02}:00:00+00:00",
    )
    return put_article(connection, made, seen_at=NOON).article

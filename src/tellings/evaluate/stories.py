"""Stories that form as articles arrive: grouping scored on articles with known stories (BASIL, ECB+)."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Iterator

from tellings.evaluate.rows import Row, paired
from tellings.evaluate.scores import MeanScore, Table
from tellings.extract.publication import date_within, publication_date
from tellings.match.stories import StoryStream
from tellings.types.stories import StoryArticle

_HEAD_LINES = 4
"""First lines of a text in which a date of publication is looked for where the row has none."""


def in_order(rows: Iterable[Row]) -> list[StoryArticle]:
    """Return the articles as they are fed: undated ones first, as listed, then by date, ties as listed.

    Args:
        rows: with ``doc``, ``title``, ``text`` and ``published``; a missing date is looked for in the first lines.
    """
    articles = [
        StoryArticle(id=row["doc"], text=row["text"], title=row.get("title"), published=_published(row)) for row in rows
    ]
    return sorted(articles, key=lambda article: article.published or "")


def _published(row: Row) -> str | None:
    if row.get("published"):
        return str(row["published"])
    lines = [line.strip() for line in str(row["text"])[:2000].split("\n") if line.strip()][:_HEAD_LINES]
    return next((date for line in lines for date in [publication_date(line) or date_within(line)] if date), None)


def predict(rows: Iterable[Row], *, stream: StoryStream | None = None) -> Iterator[Row]:
    """Feed articles to a stream and yield ``{"doc", "story"}`` for each, in the order in which they were fed.

    Args:
        rows: see ``in_order``; the document id only names the row in the output.
        stream: None for one with the package's rules.
    """
    stream = stream or StoryStream()
    placed: dict[str, str] = {}
    into: dict[str, str] = {}
    for article in in_order(rows):
        assignment = stream.add(article)
        placed[article.id] = assignment.story
        into.update((joining.gone, joining.kept) for joining in assignment.joined)
    into.update((joining.gone, joining.kept) for joining in stream.settle())
    for article_id, story in placed.items():
        standing = story
        while standing in into:
            standing = into[standing]
        yield {"doc": article_id, "story": standing}


def score_stories(gold: list[Row], found: list[Row]) -> Table:
    """Return B-cubed and the adjusted Rand index; an article without a prediction is a story of its own.

    Source: Bagga and Baldwin 1998, "Entity-based cross-document coreferencing using the vector space model";
    Hubert and Arabie 1985, "Comparing partitions".
    """
    pairs: Counter[tuple[str, str]] = Counter()
    for want, got in paired(gold, found, "doc"):
        pairs[want["story"], got.get("story") or f"alone {want['doc']}"] += 1
    wanted, given = Counter[str](), Counter[str]()
    for (want_id, got_id), count in pairs.items():
        wanted[want_id] += count
        given[got_id] += count
    total = max(1, sum(pairs.values()))
    table = Table()
    precision = sum(count * count / given[got_id] for (_, got_id), count in pairs.items()) / total
    recall = sum(count * count / wanted[want_id] for (want_id, _), count in pairs.items()) / total
    table.add(MeanScore(name="stories.b3", precision=precision, recall=recall, items=total))
    together = sum(math.comb(count, 2) for count in pairs.values())
    a, b = (sum(math.comb(count, 2) for count in side.values()) for side in (wanted, given))
    by_chance = a * b / max(1, math.comb(total, 2))
    most = (a + b) / 2
    rand = 1.0 if most == by_chance else (together - by_chance) / (most - by_chance)
    table.add(MeanScore(name="stories.ari", precision=rand, recall=rand, items=total))
    return table

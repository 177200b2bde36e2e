"""Stories as they form: what the grouper is given and what it answers."""

from __future__ import annotations

from dataclasses import dataclass

from tellings.types.matches import Grounds


@dataclass(frozen=True, slots=True, kw_only=True)
class StoryArticle:
    """What the grouper reads of one article.

    Attributes:
        id: the article's id; never read for its meaning.
        text: the running text, the headline in it or not.
        title: headline, None if unknown.
        published: ISO 8601 date or date-time; None if unknown. Where only the time of fetching is known, give that.
    """

    id: str
    text: str
    title: str | None = None
    published: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Joining:
    """Two stories that turned out to be one.

    Attributes:
        kept: id of the story that goes on: the one opened first.
        gone: id of the story that went into it.
        grounds: why, strongest first.
    """

    kept: str
    gone: str
    grounds: tuple[Grounds, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Assignment:
    """Where an article went.

    Attributes:
        article: id of the article.
        story: id of the story that it is in now.
        opened: whether the story was opened for it.
        score: how surely it belongs there, in [0.0, 1.0]; for an opened story how near the nearest other one was.
        grounds: why, strongest first.
        joined: stories that were joined because of it, or whose time of waiting was over, in order.
        closed: ids of stories that fell out of the window and take no more articles.
    """

    article: str
    story: str
    opened: bool
    score: float
    grounds: tuple[Grounds, ...] = ()
    joined: tuple[Joining, ...] = ()
    closed: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class StorySummary:
    """A story at a glance.

    Attributes:
        id: ``s`` and twelve hex digits.
        title: the headline nearest to all its articles, or the one a person gave it.
        articles: ids, in the order of arrival.
        names: the names that carry it, as spelled when first seen, weightiest first.
        first: ISO date of its oldest dated article, None if none is dated.
        last: ISO date of its newest dated article, None if none is dated.
    """

    id: str
    title: str
    articles: tuple[str, ...]
    names: tuple[str, ...] = ()
    first: str | None = None
    last: str | None = None

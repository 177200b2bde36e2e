"""Records of the store as the API's models; each function of one record alone."""

from __future__ import annotations

from sqlalchemy import Connection

from tellings.desk import models
from tellings.store.dossiers import slots_of
from tellings.store.moments import time_of
from tellings.types.store import Hit, Passage, Saying, StoredArticle, StoredStory


def story_form(connection: Connection, story: StoredStory) -> models.Story:
    """Return a story as the API answers it; it says nothing that reading alone would change, so its tag holds."""
    names = [name for name in models.Story.model_fields if name not in ("first_at", "last_at", "slots")]
    return models.Story(
        **{name: getattr(story, name) for name in names},
        first_at=time_of(story.first_moment) if story.reports else None,
        last_at=time_of(story.last_moment) if story.reports else None,
        slots=slots_of(connection, story.id),
    )


def article_form(article: StoredArticle) -> models.Article:
    """Return an article as the API answers it."""
    names = [name for name in models.Article.model_fields if name != "at"]
    return models.Article(**{name: getattr(article, name) for name in names}, at=time_of(article.moment))


def hit_form(hit: Hit) -> models.Hit:
    """Return what answers a search as the API answers it."""
    found = [_passage_form(passage) for passage in hit.passages]
    return models.Hit(article=article_form(hit.article), passages=found)


def _passage_form(passage: Passage) -> models.Passage:
    marks = [models.Place(start=start, end=end) for start, end in passage.marks]
    return models.Passage(start=passage.start, end=passage.end, text=passage.text, marks=marks)


def saying_form(saying: Saying, text: str) -> models.Saying:
    """Return something said as the API answers it; ``text`` is the whole text of its version."""
    names = [name for name in models.Saying.model_fields if name not in ("text", "at")]
    values = {name: getattr(saying, name) for name in names}
    return models.Saying(**values, text=text[saying.start : saying.end], at=time_of(saying.moment))

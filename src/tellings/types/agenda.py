"""Plans and positions as the store lists them across stories: frozen records of its rows."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredPlan:
    """A plan of a story's newest dossier.

    Attributes:
        story: id of the story.
        title: the story's name.
        ident: its id in the dossier.
        due: the last day it may be done, as much of it as is known (``2031-05``); "" without one.
        due_text: the words that say when, None if none do.
        status: planned, proposed, conditional, expected, lapsed or done.
        label: what is planned, in a report's words.
        actors: who is to act, joined by commas; "" if nobody is named.
        reports: how many reports tell it.
        article: the article whose words ``label`` are, None if the store has it no more.
        start: where they stand in it.
        end: likewise.
    """

    story: int
    title: str
    ident: str
    due: str
    due_text: str | None
    status: str
    label: str
    actors: str
    reports: int
    article: int | None
    start: int
    end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredPosition:
    """A position of a story's newest dossier.

    Attributes:
        story: id of the story.
        title: the story's name.
        ident: its id in the dossier.
        actor: whose it is.
        stance: for, against, conditional, undecided, demands or warns.
        issue: what it is about, in a report's words.
        turns: how it changed, one sentence a line; "" if nothing says that it did.
        moment: that of the newest report that tells it.
        article: an article that tells it, None if the store has it no more.
        start: where in its text.
        end: likewise.
    """

    story: int
    title: str
    ident: str
    actor: str
    stance: str
    issue: str
    turns: str
    moment: int
    article: int | None
    start: int
    end: int

"""What people decide about stories: merge, split, move, rename; recorded with who, when and why, and undoable.

Undoing puts back what the decision changed and nobody has changed since: a later decision about the same article
or title stays.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, Row, func, or_, select, update

from tellings.errors import StoreConflict, StoreError
from tellings.store.moments import instant
from tellings.store.rows import column_text, present
from tellings.store.stories import create_story, demand, lock, refresh, standing
from tellings.store.tables import decisions, members, moves, stories
from tellings.types.store import Decision, DecisionKind, Ruling


def merge_stories(connection: Connection, story: int, into: int, *, ruling: Ruling) -> Decision:
    """Let one story take over another's articles; what the machine would put into the other goes there from now on.

    Args:
        connection: a transaction that may write.
        story: the one that ends.
        into: the one that stays.
        ruling: who decides, why and when.

    Raises:
        StoreError: no such story (T013), or one into itself or into one that was merged itself (T010).
        StoreConflict: the story has changed since (T009).
    """
    lock(connection, [story, into])
    held, target = demand(connection, story, ruling.change), demand(connection, into, None)
    if story == into or held.merged_into is not None or target.merged_into is not None:
        raise StoreError("a story merges into another that stands: choose two that do", code="T010")
    ident = _record(connection, DecisionKind.MERGE, (into, story), ruling)
    _move(connection, ident, _articles_in(connection, story), into)
    values = {"merged_into": into, "change": stories.c.change + 1}
    connection.execute(update(stories).where(stories.c.id == story).values(values))
    refresh(connection, [story, into], at=ruling.at)
    return get_decision(connection, ident)


def split_story(
    connection: Connection,
    story: int,
    articles: Sequence[int],
    *,
    title: str,
    ruling: Ruling,
) -> Decision:
    """Take articles out of a story into a new one; ``Decision.story`` is the new one.

    Args:
        connection: a transaction that may write.
        story: the story they are in.
        articles: ids of the articles, some but not all of the story.
        title: of the new story.
        ruling: who decides, why and when.

    Raises:
        StoreError: no such story (T013), or the articles are not some of its articles (T010).
        StoreConflict: the story has changed since (T009).
    """
    demand(connection, story, ruling.change)
    there, wanted = set(_articles_in(connection, story)), set(articles)
    if not wanted or not wanted < there:
        raise StoreError("a split takes some of a story's articles and leaves some: choose them anew", code="T010")
    fresh = create_story(connection, title, at=ruling.at, titled_by=ruling.who)
    ident = _record(connection, DecisionKind.SPLIT, (fresh, story), ruling)
    _move(connection, ident, sorted(wanted), fresh)
    refresh(connection, [story, fresh], at=ruling.at)
    return get_decision(connection, ident)


def move_article(connection: Connection, article: int, story: int, *, ruling: Ruling) -> Decision:
    """Put an article into another story; the machine leaves it there.

    Args:
        connection: a transaction that may write.
        article: id of the article; it is in some story.
        story: where it belongs.
        ruling: who decides, why and when.

    Raises:
        StoreError: no such story, or the article is in none (T013); the story was merged, or holds it already (T010).
        StoreConflict: the story has changed since (T009).
    """
    query = select(members.c.story_id).where(members.c.article_id == article)
    old: int = present(connection.execute(query).scalar(), f"place of article {article}")
    lock(connection, [old, story])
    target = demand(connection, story, ruling.change)
    if old == story or target.merged_into is not None:
        raise StoreError("an article moves to another story that stands: choose one", code="T010")
    ident = _record(connection, DecisionKind.MOVE, (story, old), ruling)
    _move(connection, ident, [article], story)
    refresh(connection, [old, story], at=ruling.at)
    return get_decision(connection, ident)


def rename_story(connection: Connection, story: int, title: str, *, ruling: Ruling) -> Decision:
    """Give a story a name that the machine does not change.

    Raises:
        StoreError: no such story (T013).
        StoreConflict: the story has changed since (T009).
    """
    held = demand(connection, story, ruling.change)
    told = (held.title, column_text(title))
    ident = _record(connection, DecisionKind.RENAME, (story, None), ruling, told)
    values = {
        "title": told[1],
        "titled_by": column_text(ruling.who),
        "change": stories.c.change + 1,
        "updated_at": instant(ruling.at),
    }
    connection.execute(update(stories).where(stories.c.id == story).values(values))
    return get_decision(connection, ident)


def undo(connection: Connection, decision: int, *, who: str, at: str) -> Decision:
    """Withdraw a decision; what it changed goes back, except for what a later decision changed.

    Args:
        connection: a transaction that may write.
        decision: id of the decision.
        who: who withdraws it.
        at: when.

    Raises:
        StoreError: there is no such decision (T013).
        StoreConflict: it was undone already (T009).
    """
    held = get_decision(connection, decision)
    involved = [held.story] if held.other is None else [held.story, held.other]
    lock(connection, involved)
    values = {"undone_at": instant(at), "undone_by": column_text(who)}
    open_one = update(decisions).where(decisions.c.id == decision, decisions.c.undone_at.is_(None))
    if connection.execute(open_one.values(values)).rowcount != 1:
        raise StoreConflict(f"decision {decision} was undone already", code="T009")
    if held.kind is DecisionKind.RENAME:
        same = update(stories).where(stories.c.id == held.story, stories.c.title == held.after)
        old = {"title": held.before, "titled_by": _namer(connection, held), "change": stories.c.change + 1}
        connection.execute(same.values(old))
        return get_decision(connection, decision)
    if held.kind is DecisionKind.MERGE:
        apart = {"merged_into": None, "change": stories.c.change + 1}
        same = update(stories).where(stories.c.id == held.other, stories.c.merged_into == held.story)
        connection.execute(same.values(apart))
    touched = _move_back(connection, decision)
    refresh(connection, sorted({*involved, *touched}), at=at)
    return get_decision(connection, decision)


def get_decision(connection: Connection, decision: int) -> Decision:
    """Return a decision.

    Raises:
        StoreError: there is none of this id (T013).
    """
    row = connection.execute(select(decisions).where(decisions.c.id == decision)).first()
    return _as_decision(connection, present(row, f"decision {decision}"))


def decisions_on(connection: Connection, story: int) -> tuple[Decision, ...]:
    """Return the decisions that a story had a part in, latest first."""
    query = select(decisions).where(or_(decisions.c.story_id == story, decisions.c.other_id == story))
    rows = connection.execute(query.order_by(decisions.c.id.desc())).all()
    return tuple(_as_decision(connection, row) for row in rows)


def decided_so_far_on(connection: Connection, story: int) -> tuple[int, int]:
    """Return the newest decision that a story had a part in, 0 if there is none, and how many of them were undone.

    It changes when a person changes the story, and never when reports come or a dossier is built.
    """
    about = or_(decisions.c.story_id == story, decisions.c.other_id == story)
    query = select(func.max(decisions.c.id), func.count(decisions.c.undone_at)).where(about)
    newest, undone = connection.execute(query).one()
    return newest or 0, undone


def list_decisions(connection: Connection, *, before: int | None = None, limit: int = 50) -> tuple[Decision, ...]:
    """Return decisions, latest first; ``before`` is the id of the last one of the page before."""
    query = select(decisions) if before is None else select(decisions).where(decisions.c.id < before)
    rows = connection.execute(query.order_by(decisions.c.id.desc()).limit(limit)).all()
    return tuple(_as_decision(connection, row) for row in rows)


# ---------------------------------------------------------------------------------------------- rows


def _record(
    connection: Connection,
    kind: DecisionKind,
    about: tuple[int, int | None],
    ruling: Ruling,
    told: tuple[str | None, str | None] = (None, None),
) -> int:
    values = {
        "kind": kind.value,
        "story_id": about[0],
        "other_id": about[1],
        "who": column_text(ruling.who),
        "why": column_text(ruling.why),
        "at": instant(ruling.at),
        "before": told[0],
        "after": told[1],
    }
    ident: int = connection.execute(decisions.insert().values(values).returning(decisions.c.id)).scalar_one()
    return ident


def _articles_in(connection: Connection, story: int) -> list[int]:
    query = select(members.c.article_id).where(members.c.story_id == story).order_by(members.c.article_id)
    return list(connection.execute(query.with_for_update()).scalars())


def _move(connection: Connection, decision: int, wanted: Sequence[int], story: int) -> None:
    """Put articles into a story and remember where they stood."""
    made = connection.execute(select(decisions).where(decisions.c.id == decision)).one()
    for article in wanted:
        old = connection.execute(select(members).where(members.c.article_id == article).with_for_update()).one()
        stood = {"story_id": old.story_id, "by": old.by, "score": old.score, "reason": old.reason, "at": old.at}
        move = {"decision_id": decision, "article_id": article, "before_id": old.decision_id, **stood}
        connection.execute(moves.insert().values(move))
        values = {"story_id": story, "by": made.who, "score": 1.0, "reason": made.why, "at": made.at}
        changed = update(members).where(members.c.article_id == article)
        connection.execute(changed.values(values | {"decision_id": decision}))


def _move_back(connection: Connection, decision: int) -> set[int]:
    """Put the articles back that are still where the decision put them; return the stories they are in now."""
    here = select(moves).join(members, members.c.article_id == moves.c.article_id)
    rows = connection.execute(here.where(moves.c.decision_id == decision, members.c.decision_id == decision)).all()
    touched = set()
    for found in rows:
        row = _first_that_holds(connection, found)
        story = standing(connection, row.story_id)
        stood = {"story_id": story, "by": row.by, "score": row.score, "reason": row.reason, "at": row.at}
        changed = update(members).where(members.c.article_id == row.article_id)
        connection.execute(changed.values(stood | {"decision_id": row.before_id}))
        touched.add(story)
    return touched


def _first_that_holds(connection: Connection, row: Row[Any]) -> Row[Any]:
    """Return the place before a move, or further back where a decision that was undone meanwhile had put it there."""
    while row.before_id is not None and get_decision(connection, row.before_id).undone_at is not None:
        earlier = (moves.c.decision_id == row.before_id, moves.c.article_id == row.article_id)
        row = connection.execute(select(moves).where(*earlier)).one()
    return row


def _namer(connection: Connection, held: Decision) -> str:
    """Return who gave a story the name that it had before a rename."""
    query = select(decisions.c.who).where(
        decisions.c.kind == DecisionKind.RENAME.value,
        decisions.c.story_id == held.story,
        decisions.c.after == held.before,
        decisions.c.id < held.id,
    )
    found: str | None = connection.execute(query.order_by(decisions.c.id.desc()).limit(1)).scalar()
    return found or "machine"


def _as_decision(connection: Connection, row: Row[Any]) -> Decision:
    query = select(moves.c.article_id).where(moves.c.decision_id == row.id).order_by(moves.c.article_id)
    wanted = ("id", "who", "why", "at", "before", "after", "undone_at", "undone_by")
    return Decision(
        **{name: getattr(row, name) for name in wanted},
        kind=DecisionKind(row.kind),
        story=row.story_id,
        other=row.other_id,
        articles=tuple(connection.execute(query).scalars()),
    )

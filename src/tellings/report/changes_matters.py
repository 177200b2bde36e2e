"""What changed about plans and positions."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from tellings.report.changes_facts import pair_by, quote
from tellings.report.changes_places import Places
from tellings.report.dates import written
from tellings.types.changes import Change, ChangeKind

Json = Mapping[str, Any]

CLOSED = frozenset({"done", "lapsed"})
"""Statuses of a plan of which a report tells how it ended."""


def plan_changes(before: Json, after: Json, places: Places) -> Iterator[Change]:
    """Yield the plans that are new, closed, due at another time or gone."""
    old, new = before["plans"], after["plans"]
    pairs = pair_by(old, new, places, key="evidence").pairs
    origin = {other: number for number, other in pairs.items()}
    for number, plan in enumerate(new):
        was = old[origin[number]] if number in origin else None
        if was is None:
            yield _new_plan(plan)
        elif plan["status"] in CLOSED and was["status"] not in CLOSED:
            yield _plan(ChangeKind.PLAN_CLOSED, was, plan, why=f"It was {was['status']} and is {plan['status']} now.")
        elif said := _moved(was, plan):
            yield _plan(ChangeKind.PLAN_CHANGED, was, plan, why=said)
    for number, plan in enumerate(old):
        if number not in pairs:
            why = "No report tells of it any more."
            before_refs = tuple(quote(ref) for ref in plan["evidence"])
            yield Change(kind=ChangeKind.PLAN_GONE, id=plan["id"], why=why, before=before_refs)


def _new_plan(plan: Json) -> Change:
    closed = plan["status"] in CLOSED
    due = written(plan["due"])
    why = f"{plan['status'].capitalize()}{f', due {due}' if due else ', no due date'}."
    return Change(
        kind=ChangeKind.PLAN_CLOSED if closed else ChangeKind.PLAN_NEW,
        id=plan["id"],
        why=why,
        after=tuple(quote(ref) for ref in plan["evidence"]),
    )


def _moved(was: Json, plan: Json) -> str:
    """Return what changed about a plan that is still open, "" if nothing did."""
    parts = []
    if was["status"] != plan["status"]:
        parts.append(f"It was {was['status']} and is {plan['status']} now.")
    if was["due"] != plan["due"]:
        parts.append(
            f"It was due {written(was['due']) or 'at no stated time'}, now {written(plan['due']) or 'at none'}."
        )
    return " ".join(parts)


def _plan(kind: ChangeKind, was: Json, plan: Json, *, why: str) -> Change:
    known = {(ref["text"]) for ref in was["evidence"]}
    fresh = [ref for ref in plan["evidence"] if ref["text"] not in known] or plan["evidence"]
    return Change(
        kind=kind,
        id=plan["id"],
        why=why,
        before=(quote(was["label_ref"]),),
        after=tuple(quote(ref) for ref in fresh),
    )


def position_changes(before: Json, after: Json, places: Places) -> Iterator[Change]:
    """Yield the positions that are new, changed or gone."""
    old, new = before["positions"], after["positions"]
    pairs = pair_by(old, new, places, key="evidence").pairs
    origin = {other: number for number, other in pairs.items()}
    known = _turns(before)
    for number, position in enumerate(new):
        was = old[origin[number]] if number in origin else None
        turns = [turn for turn in position.get("changes") or () if _turn_words(turn) not in known]
        for turn in turns:
            yield _turned(position, turn)
        if was is None and not turns:
            yield _position(ChangeKind.POSITION_NEW, position, why=f"{position['actor']}: {position['stance']}.")
        elif was is not None and was["stance"] != position["stance"]:
            why = f"{position['actor']}: {was['stance']} before, {position['stance']} now."
            yield _position(ChangeKind.POSITION_CHANGED, position, was=was, why=why)
    for number, position in enumerate(old):
        if number not in pairs:
            why = f"{position['actor']}: {position['stance']}; no report shows it any more."
            refs = tuple(quote(ref) for ref in position["evidence"])
            yield Change(kind=ChangeKind.POSITION_GONE, id=position["id"], why=why, before=refs)


def _turns(document: Json) -> set[str]:
    """Return the words of every change of position that a dossier already tells."""
    return {_turn_words(turn) for position in document["positions"] for turn in position.get("changes") or ()}


def _turn_words(turn: Json) -> str:
    return "|".join(ref["text"] for ref in turn["evidence"])


def _turned(position: Json, turn: Json) -> Change:
    return Change(
        kind=ChangeKind.POSITION_CHANGED,
        id=position["id"],
        why=turn["why"],
        after=tuple(quote(ref) for ref in turn["evidence"]),
    )


def _position(kind: ChangeKind, position: Json, *, why: str, was: Json | None = None) -> Change:
    return Change(
        kind=kind,
        id=position["id"],
        why=why,
        before=tuple(quote(ref) for ref in was["evidence"]) if was else (),
        after=tuple(quote(ref) for ref in position["evidence"]),
    )

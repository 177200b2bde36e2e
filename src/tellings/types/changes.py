"""What is not the same in two dossiers of one story."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from tellings.types.spans import Span


class ChangeKind(StrEnum):
    """What happened between the dossier before and the dossier after."""

    REPORT_NEW = "report_new"
    REPORT_REPLACED = "report_replaced"
    REPORT_GONE = "report_gone"
    REPORT_KNOWN = "report_known"
    FACT_NEW = "fact_new"
    FACT_GAINED = "fact_gained"
    FACT_LESS = "fact_less"
    FACT_GONE = "fact_gone"
    FACT_JOINED = "fact_joined"
    FACT_SPLIT = "fact_split"
    DIFFERENCE_NEW = "difference_new"
    DIFFERENCE_SETTLED = "difference_settled"
    DIFFERENCE_RETYPED = "difference_retyped"
    NUMBER_MOVED = "number_moved"
    PLAN_NEW = "plan_new"
    PLAN_CLOSED = "plan_closed"
    PLAN_CHANGED = "plan_changed"
    PLAN_GONE = "plan_gone"
    POSITION_NEW = "position_new"
    POSITION_CHANGED = "position_changed"
    POSITION_GONE = "position_gone"
    LINE_WITHDRAWN = "line_withdrawn"
    LINE_REWORDED = "line_reworded"
    LINE_ADDED = "line_added"


@dataclass(frozen=True, slots=True, kw_only=True)
class Quote:
    """The exact words at a place of one article."""

    span: Span
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One thing that changed.

    Attributes:
        kind: what happened.
        why: one plain sentence.
        id: of the fact, difference, plan, position or article in the dossier after; in the one before where it is
            gone; "" for an input that gave nothing new.
        type: of a difference, as in the dossier; "" for anything else.
        before: words that show it, in articles of the dossier before.
        after: words that show it, in articles of the dossier after.
    """

    kind: ChangeKind
    why: str
    id: str = ""
    type: str = ""
    before: tuple[Quote, ...] = ()
    after: tuple[Quote, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Changes:
    """Everything that changed, by kind in the order of ``ChangeKind``, within a kind in the order of the dossier."""

    changes: tuple[Change, ...] = ()

    def of(self, *kinds: ChangeKind) -> tuple[Change, ...]:
        """Return the changes of some kinds, in their order."""
        return tuple(change for kind in kinds for change in self.changes if change.kind is kind)

"""What changed between two dossiers of a story, in one line for a list of stories."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from tellings.report.changes import compare
from tellings.types.changes import Change, ChangeKind

Json = Mapping[str, Any]

NAMED: Final = 3
"""Outlets that are named; the line shall stay one."""

_COUNTED: Final = (
    ("number moved", "numbers moved", (ChangeKind.NUMBER_MOVED,)),
    ("difference appeared", "differences appeared", (ChangeKind.DIFFERENCE_NEW, ChangeKind.DIFFERENCE_RETYPED)),
    ("difference settled", "differences settled", (ChangeKind.DIFFERENCE_SETTLED,)),
    ("plan changed", "plans changed", (ChangeKind.PLAN_CLOSED, ChangeKind.PLAN_CHANGED)),
    ("new plan", "new plans", (ChangeKind.PLAN_NEW,)),
    ("position changed", "positions changed", (ChangeKind.POSITION_CHANGED,)),
    ("line withdrawn", "lines withdrawn", (ChangeKind.LINE_WITHDRAWN,)),
)
"""What is counted beside the reports: what a reader must not miss."""

_REPORTS: Final = (
    ("new report", "new reports", ChangeKind.REPORT_NEW),
    ("report rewritten", "reports rewritten", ChangeKind.REPORT_REPLACED),
    ("report gone", "reports gone", ChangeKind.REPORT_GONE),
)


def tell_news(before: Json, after: Json) -> str:
    """Return what changed from one dossier to another in one line, "" if nothing worth a line did.

    Other wordings do not count. Raises what ``compare`` raises.
    """
    changes = [change for change in compare(before, after).changes if change.type != "wording"]
    parts = [*_reports(changes, before, after)]
    for one, many, kinds in _COUNTED:
        count = sum(1 for change in changes if change.kind in kinds)
        if count:
            parts.append(f"{count} {one if count == 1 else many}")
    return ", ".join(parts)


def _reports(changes: Sequence[Change], before: Json, after: Json) -> Iterator[str]:
    outlets = {article["id"]: article.get("outlet") for document in (before, after) for article in document["articles"]}
    for one, many, kind in _REPORTS:
        found = [change.id for change in changes if change.kind is kind]
        if found:
            named = list(dict.fromkeys(name for ident in found if (name := outlets.get(ident))))
            told = f" ({', '.join(named[:NAMED])}{' …' if len(named) > NAMED else ''})" if named else ""
            yield f"{len(found)} {one if len(found) == 1 else many}{told}"

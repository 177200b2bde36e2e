"""Who stands where, and who is who: positions by actor, names with their spellings."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tellings.report.citations import Citations
from tellings.report.parts import ActorView, Line, NameView, Piece, PositionView, Spelling

Json = Mapping[str, Any]


def actors(document: Json, citations: Citations) -> tuple[ActorView, ...]:
    """Return positions by actor, the one with most positions first, then in the dossier's order."""
    by_actor: dict[str, list[Json]] = {}
    for position in document["positions"]:
        by_actor.setdefault(position.get("entity") or position["actor"].casefold(), []).append(position)
    views = [
        ActorView(
            name=entries[0]["actor"],
            positions=tuple(
                PositionView(
                    id=entry["id"],
                    stance=entry["stance"],
                    issue=None if _naming(entry) else entry["issue"],
                    line=_position_line(entry, citations),
                    cited=citations.cited(entry["evidence"]),
                    turns=tuple(
                        (turn["how"], citations.in_context(turn["evidence"][-1], support=turn["evidence"]))
                        for turn in entry.get("changes") or ()
                    ),
                )
                for entry in entries
            ),
        )
        for entries in by_actor.values()
    ]
    return tuple(sorted(views, key=lambda view: -len(view.positions)))


def _naming(position: Json) -> Json | None:
    """Return the first evidence that holds the words of the issue, None if none does."""
    issue = position["issue_ref"]
    for ref in position["evidence"]:
        if ref["article"] == issue["article"] and ref["start"] <= issue["start"] and issue["end"] <= ref["end"]:
            return dict(ref)
    return None


def _position_line(position: Json, citations: Citations) -> Line:
    """Return the first evidence with the issue in it picked out, or the evidence alone if it does not name it."""
    issue, evidence = position["issue_ref"], position["evidence"]
    first = _naming(position)
    if first is None:
        return citations.line(evidence[0], evidence, ident=position["id"])
    start, end = issue["start"] - first["start"], issue["end"] - first["start"]
    return Line(
        id=position["id"],
        pieces=(Piece(text=issue["text"]),),
        passages=citations.passages([first, *evidence]),
        before=first["text"][:start],
        after=first["text"][end:],
    )


def names(document: Json, citations: Citations) -> tuple[NameView, ...]:
    """Return everybody and everything named: most articles first, then most mentions; the unnamed are left out."""
    views = []
    for entity in document["entities"]:
        if not entity["mentions"]:
            continue
        reach = len({mention["article"] for mention in entity["mentions"]})
        views.append((reach, _name_view(entity, citations)))
    views.sort(key=lambda entry: (-entry[0], -entry[1].mentions))
    return tuple(view for _, view in views)


def _name_view(entity: Json, citations: Citations) -> NameView:
    first: dict[tuple[str, str], Json] = {}
    for mention in entity["mentions"]:
        first.setdefault((mention["text"], mention["article"]), mention)
    texts = list(dict.fromkeys([*(variant["text"] for variant in entity["variants"]), *(text for text, _ in first)]))
    spellings = [
        Spelling(text=text, cited=citations.cited([ref for (words, _), ref in first.items() if words == text]))
        for text in texts
    ]
    roles = {ref["text"].casefold(): ref for ref in reversed(entity["roles"])}
    return NameView(
        id=entity["id"],
        name=entity["name"],
        type=entity["type"],
        spellings=tuple(spelling for spelling in spellings if spelling.cited),
        roles=tuple(citations.line(ref) for ref in reversed(roles.values())),
        mentions=len(entity["mentions"]),
    )

"""Who said what: statements by speaker, the variants of one utterance together."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from tellings.report.citations import Citations
from tellings.report.matters import difference_views
from tellings.report.parts import Line, Piece, SpeakerView, StatementView, UtteranceView
from tellings.report.wording import mark_variant

Json = Mapping[str, Any]

MANNERS = {"direct": "word for word", "mixed": "partly quoted", "indirect": "in other words"}


def speakers(document: Json, citations: Citations) -> tuple[SpeakerView, ...]:
    """Return every speaker, the one with most statements first; statements without a speaker come last."""
    by_id = {statement["id"]: statement for statement in document["statements"]}
    place = {ident: number for number, ident in enumerate(by_id)}
    roles = {entity["id"]: entity["roles"] for entity in document["entities"]}
    told: dict[str, list[Json]] = {}
    names: dict[str, str | None] = {}
    grouped = {ident for utterance in document["utterances"] for ident in utterance["statements"]}
    utterances: dict[str, list[Json]] = {}
    for utterance in document["utterances"]:
        _enter(utterance["speaker"] or by_id[utterance["statements"][0]]["speaker"], utterance, utterances, names)
    for statement in by_id.values():
        if statement["id"] not in grouped:
            _enter(statement["speaker"], statement, told, names)
    views = []
    for key, name in names.items():
        stated = roles.get(key) or []
        views.append(
            SpeakerView(
                name=name,
                role=_role(stated, citations),
                utterances=tuple(_utterance_view(part, by_id, citations) for part in utterances.get(key, ())),
                statements=tuple(_statement_view(part, citations) for part in told.get(key, ())),
            )
        )
    first = {key: _first_place(key, utterances, told, place) for key in names}
    keys = dict(zip(names, views, strict=True))
    order = sorted(keys, key=lambda key: (keys[key].name is None, -keys[key].count, first[key]))
    return tuple(keys[key] for key in order)


def _enter(speaker: Json | None, entry: Json, table: dict[str, list[Json]], names: dict[str, str | None]) -> None:
    """Put an entry under its speaker: by entity where there is one, else by name."""
    name = speaker["name"] if speaker else None
    key = (speaker["entity"] or (name or "").casefold()) if speaker else ""
    names.setdefault(key, name)
    table.setdefault(key, []).append(entry)


def _first_place(
    key: str, utterances: Mapping[str, list[Json]], told: Mapping[str, list[Json]], place: Mapping[str, int]
) -> int:
    mine = [place[ident] for entry in utterances.get(key, ()) for ident in entry["statements"]]
    return min(mine + [place[entry["id"]] for entry in told.get(key, ())])


def _role(roles: Sequence[Json], citations: Citations) -> Line | None:
    """Return the role as stated, the longest where several are: it says most."""
    if not roles:
        return None
    best = max(roles, key=lambda ref: len(ref["text"]))
    return citations.line(best)


def _statement_view(statement: Json, citations: Citations, pieces: tuple[Piece, ...] | None = None) -> StatementView:
    content = statement["content"]
    addressee = statement["addressee"]
    return StatementView(
        id=statement["id"],
        article=citations.card(content["article"]),
        line=Line(
            id=statement["id"],
            pieces=pieces or (Piece(text=content["text"]),),
            passages=citations.passages([content]),
            quoted=statement["kind"] == "direct",
        ),
        kind=statement["kind"],
        manner=MANNERS[statement["kind"]],
        to=addressee["name"] if addressee else None,
        via=tuple(source["name"] for source in statement.get("via", ())),
    )


def _utterance_view(utterance: Json, by_id: Mapping[str, Json], citations: Citations) -> UtteranceView:
    """Return the variants in story order, each marked against the fullest one that gives words as spoken."""
    members = [by_id[ident] for ident in utterance["statements"]]
    spoken = [member for member in members if member["kind"] == "direct"] or [
        member for member in members if member["kind"] == "mixed"
    ]
    base = max(spoken, key=lambda member: len(member["content"]["text"])) if len(spoken) > 1 else None
    variants = []
    for member in members:
        pieces = None
        if base is not None and member in spoken:
            pieces = _marked(member, base, spoken)
        variants.append(_statement_view(member, citations, pieces))
    return UtteranceView(
        id=utterance["id"],
        variants=tuple(variants),
        differences=difference_views(utterance["differences"], citations),
        passages=citations.passages([member["content"] for member in members]),
    )


def _marked(member: Json, base: Json, spoken: Sequence[Json]) -> tuple[Piece, ...]:
    """Return a variant marked against the base; the base is marked against the variant most like it in length."""
    if member is not base:
        return mark_variant(member["content"]["text"], base["content"]["text"])
    others = [other for other in spoken if other is not base]
    nearest = max(others, key=lambda other: len(other["content"]["text"]))
    marked = mark_variant(base["content"]["text"], nearest["content"]["text"])
    whole = nearest["content"]["text"].casefold() in base["content"]["text"].casefold()
    return (Piece(text=base["content"]["text"]),) if whole else tuple(piece for piece in marked if piece.text)

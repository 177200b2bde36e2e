"""Who said what: statements by speaker, the variants of one utterance together."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from tellings.report.citations import Citations
from tellings.report.matters import difference_views
from tellings.report.parts import Line, Piece, SpeakerView, StatementView, UtteranceView
from tellings.report.wording import mark_altered, mark_variant

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
                statements=_statement_views(told.get(key, ()), citations),
                count=len(told.get(key, ())) + sum(len(part["statements"]) for part in utterances.get(key, ())),
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


_LEANING = frozenset(("her", "his", "its", "my", "our", "their", "your"))
"""First words of a role that tell nothing without the sentence around it ("his predecessor")."""


def _role(roles: Sequence[Json], citations: Citations) -> Line | None:
    """Return the role as stated, the longest where several are: it says most, unless it leans on somebody else."""
    if not roles:
        return None
    best = max(roles, key=lambda ref: (ref["text"].split(maxsplit=1)[0].lower() not in _LEANING, len(ref["text"])))
    return citations.line(best)


def _alike(statement: Json) -> tuple[object, ...]:
    """Return what two statements must share to stand on the page as one line."""
    addressee = statement["addressee"]
    words = " ".join(statement["content"]["text"].casefold().replace("’", "'").split())
    return words.strip(" .,;:"), statement["kind"], addressee and addressee["name"]


def _statement_views(
    statements: Sequence[Json], citations: Citations, pieces: Mapping[str, tuple[Piece, ...]] | None = None
) -> tuple[StatementView, ...]:
    """Return statements, those in the same words as one; ``pieces`` has marked words by statement id."""
    alike: dict[tuple[object, ...], list[Json]] = {}
    for statement in statements:
        alike.setdefault(_alike(statement), []).append(statement)
    views = []
    for same in alike.values():
        first, contents = same[0], [statement["content"] for statement in same]
        addressee = first["addressee"]
        views.append(
            StatementView(
                id=first["id"],
                line=_line(first, contents, citations, (pieces or {}).get(first["id"], ())),
                cited=citations.cited(contents),
                kind=first["kind"],
                manner=MANNERS[first["kind"]],
                to=addressee["name"] if addressee else None,
                via=tuple(source["name"] for source in first.get("via", ())),
            )
        )
    return tuple(views)


def _line(statement: Json, contents: Sequence[Json], citations: Citations, pieces: tuple[Piece, ...]) -> Line:
    """Return the words of a statement; a clause of few words is shown in its sentence, spoken words stand alone."""
    content = statement["content"]
    if statement["kind"] == "direct":
        words = pieces or (Piece(text=content["text"]),)
        return Line(id=statement["id"], pieces=words, passages=citations.passages(contents), quoted=True)
    return citations.in_context(content, pieces, support=contents, ident=statement["id"])


def _utterance_view(utterance: Json, by_id: Mapping[str, Json], citations: Citations) -> UtteranceView:
    """Return the variants in story order, those word for word marked against the fullest of them.

    A report's own rendering is not marked: that it differs is no news.
    """
    members = [by_id[ident] for ident in utterance["statements"]]
    spoken = [member for member in members if member["kind"] == "direct"]
    return UtteranceView(
        id=utterance["id"],
        told=len(members),
        variants=_statement_views(members, citations, _marked(spoken)),
        differences=difference_views(utterance["differences"], citations),
        passages=citations.passages([member["content"] for member in members]),
    )


def _marked(spoken: Sequence[Json]) -> dict[str, tuple[Piece, ...]]:
    """Return the marked words of wordings by statement id: all against the fullest, that one against the next."""
    if len(spoken) < 2:
        return {}
    base, second, *_ = sorted(spoken, key=lambda member: -len(member["content"]["text"]))
    marked = {
        member["id"]: mark_variant(member["content"]["text"], base["content"]["text"])
        for member in spoken
        if member is not base
    }
    return {base["id"]: mark_altered(base["content"]["text"], second["content"]["text"]), **marked}

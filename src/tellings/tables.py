"""A dossier as tables: plain rows, pandas or polars.

    >>> from tellings import tables
    >>> rows = tables.facts(dossier)  # doctest: +SKIP

Every function takes a ``Dossier`` or a dossier's JSON document, such as ``Desk.dossier`` gives. A row is a dict with
the columns of ``COLUMNS`` in their order; a place in a text is ``article``, ``outlet``, ``start``, ``end``, ``text``.
What JSON has as a list is a text joined by ``; ``. Columns may be added at the end in a release, never taken away.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final

from tellings.errors import MissingExtra, SettingError
from tellings.report.jsonform import to_json
from tellings.types.dossier import Dossier

if TYPE_CHECKING:
    import pandas as pd
    import polars as pl

Source = Dossier | Mapping[str, Any]
Row = dict[str, Any]

_PLACE: Final = ("article", "outlet", "start", "end", "text")

COLUMNS: Final[Mapping[str, tuple[str, ...]]] = {
    "articles": ("id", "outlet", "title", "byline", "published", "updated", "language", "url", "path", "characters"),
    "facts": ("id", "kind", *_PLACE, "reports", "independent", "differences", "missing", "weight"),
    "support": ("fact", *_PLACE, "claim"),
    "differences": (
        *("id", "of", "type", "slot", "why"),
        *(f"left_{name}" for name in _PLACE),
        *(f"right_{name}" for name in _PLACE),
    ),
    "statements": ("id", "kind", "speaker", "entity", "named", "addressee", "via", *_PLACE, "utterance", "score"),
    "quantities": ("id", "value", "high", "bound", "unit", "counts", "vague", "calendar", *_PLACE),
    "times": ("id", "type", "value", *_PLACE),
    "entities": ("id", "name", "type", "variants", "mentions", "reports"),
    "events": ("id", "status", "when", "where", "participants", "mentions", *_PLACE),
    "plans": ("id", "status", "due", "due_text", "actors", "passages", *_PLACE),
    "positions": ("id", "actor", "entity", "issue", "stance", "changes", "passages", *_PLACE),
    "lineage": ("id", "left", "right", "left_outlet", "right_outlet", "kind", "share", "passages", "why"),
}
"""The tables and their columns, in order."""


def articles(source: Source) -> list[Row]:
    """Return a row for each report; ``characters`` is the length of its kept text."""
    return [
        {name: part.get(name) for name in COLUMNS["articles"][:-1]} | {"characters": len(part["text"])}
        for part in _document(source)["articles"]
    ]


def facts(source: Source) -> list[Row]:
    """Return a row for each fact with its best wording; ``missing`` counts reports that could know it and lack it."""
    document = _document(source)
    outlets = _outlets(document)
    return [
        {"id": fact["id"], "kind": fact["kind"]}
        | _place(fact["title"], outlets)
        | {
            "reports": len({part["article"] for part in fact["support"]}),
            "independent": fact["independent"],
            "differences": len(fact["differences"]),
            "missing": sum(1 for part in fact["missing"] if part["could_know"]),
            "weight": fact["weight"],
        }
        for fact in document["facts"]
    ]


def support(source: Source) -> list[Row]:
    """Return a row for each passage that reports a fact."""
    document = _document(source)
    outlets = _outlets(document)
    return [
        {"fact": fact["id"]} | _place(part, outlets) | {"claim": part["claim"]}
        for fact in document["facts"]
        for part in fact["support"]
    ]


def differences(source: Source) -> list[Row]:
    """Return a row for each difference; ``of`` is the fact's or the utterance's id."""
    document = _document(source)
    outlets = _outlets(document)
    return [
        {"id": part["id"], "of": matter["id"], "type": part["type"], "slot": part["slot"], "why": part["why"]}
        | _place(part["left"], outlets, "left_")
        | _place(part["right"], outlets, "right_")
        for matter in (*document["facts"], *document["utterances"])
        for part in matter["differences"]
    ]


def statements(source: Source) -> list[Row]:
    """Return a row for each statement; ``utterance`` is the act of speech that other reports tell too."""
    document = _document(source)
    outlets = _outlets(document)
    same = {ident: spoken["id"] for spoken in document["utterances"] for ident in spoken["statements"]}
    rows = []
    for part in document["statements"]:
        speaker, addressee = part["speaker"] or {}, part["addressee"] or {}
        row = {"id": part["id"], "kind": part["kind"], "speaker": speaker.get("name"), "entity": speaker.get("entity")}
        row |= {"named": speaker.get("named"), "addressee": addressee.get("name")}
        row |= {"via": _joined(source["name"] for source in part["via"])}
        rows.append(
            row | _place(part["content"], outlets) | {"utterance": same.get(part["id"]), "score": part["score"]}
        )
    return rows


def quantities(source: Source) -> list[Row]:
    """Return a row for each number; ``counts`` are the words for what is counted."""
    document = _document(source)
    outlets = _outlets(document)
    plain = ("id", "value", "high", "bound", "unit")
    return [
        {name: part[name] for name in plain}
        | {"counts": part["counts"] and part["counts"]["text"], "vague": part["vague"], "calendar": part["calendar"]}
        | _place(part["span"], outlets)
        for part in document["quantities"]
    ]


def times(source: Source) -> list[Row]:
    """Return a row for each time expression with its ISO value."""
    document = _document(source)
    outlets = _outlets(document)
    return [
        {name: part[name] for name in ("id", "type", "value")} | _place(part["span"], outlets)
        for part in document["times"]
    ]


def entities(source: Source) -> list[Row]:
    """Return a row for each person, body, place or thing."""
    rows = []
    for part in _document(source)["entities"]:
        mentions = (*part["mentions"], *part["other_mentions"])
        row = {name: part[name] for name in ("id", "name", "type")}
        row |= {"variants": _joined(variant["text"] for variant in part["variants"]), "mentions": len(mentions)}
        rows.append(row | {"reports": len({mention["article"] for mention in mentions})})
    return rows


def events(source: Source) -> list[Row]:
    """Return a row for each event; ``participants`` are entity ids, ``mentions`` a number."""
    document = _document(source)
    outlets = _outlets(document)
    return [
        {name: part[name] for name in ("id", "status", "when", "where")}
        | {"participants": _joined(part["participants"]), "mentions": len(part["mentions"])}
        | _place(part["label_ref"], outlets)
        for part in document["events"]
    ]


def plans(source: Source) -> list[Row]:
    """Return a row for each plan with its best wording; ``passages`` counts the evidence."""
    document = _document(source)
    outlets = _outlets(document)
    return [
        {name: part[name] for name in ("id", "status", "due", "due_text")}
        | {"actors": _joined(actor["name"] for actor in part["actors"]), "passages": len(part["evidence"])}
        | _place(part["label_ref"], outlets)
        for part in document["plans"]
    ]


def positions(source: Source) -> list[Row]:
    """Return a row for each position; the place is where the issue is named."""
    document = _document(source)
    outlets = _outlets(document)
    return [
        {name: part[name] for name in ("id", "actor", "entity", "issue", "stance")}
        | {"changes": _joined(turn["how"] for turn in part.get("changes", ())), "passages": len(part["evidence"])}
        | _place(part["issue_ref"], outlets)
        for part in document["positions"]
    ]


def lineage(source: Source) -> list[Row]:
    """Return a row for each pair of reports that was judged; ``passages`` counts the proofs."""
    document = _document(source)
    outlets = _outlets(document)
    rows = []
    for part in document["lineage"]:
        left, right = part["pair"]
        row = {"id": part["id"], "left": left, "right": right}
        row |= {"left_outlet": outlets.get(left), "right_outlet": outlets.get(right)}
        told = {"kind": part["kind"], "share": part["share"], "passages": len(part["passages"]), "why": part["why"]}
        rows.append(row | told)
    return rows


_MAKERS: Final[Mapping[str, Callable[[Source], list[Row]]]] = {
    "articles": articles,
    "facts": facts,
    "support": support,
    "differences": differences,
    "statements": statements,
    "quantities": quantities,
    "times": times,
    "entities": entities,
    "events": events,
    "plans": plans,
    "positions": positions,
    "lineage": lineage,
}


def rows(source: Source, table: str) -> list[Row]:
    """Return the rows of a table by its name.

    Raises:
        SettingError: there is no such table.
    """
    if table not in _MAKERS:
        raise SettingError(f"there is no table {table!r}: choose {', '.join(COLUMNS)}")
    return _MAKERS[table](source)


def to_pandas(source: Source, table: str) -> pd.DataFrame:
    """Return a table as a pandas DataFrame; it has its columns even without a row.

    Raises:
        MissingExtra: pandas is not installed.
        SettingError: there is no such table.
    """
    made = rows(source, table)
    try:
        from pandas import DataFrame  # noqa: PLC0415 -- optional
    except ImportError as error:
        raise MissingExtra("pandas is not installed: pip install pandas", code="S004") from error
    return DataFrame(made, columns=list(COLUMNS[table]))


def to_polars(source: Source, table: str) -> pl.DataFrame:
    """Return a table as a polars DataFrame; it has its columns even without a row.

    Raises:
        MissingExtra: polars is not installed.
        SettingError: there is no such table.
    """
    made = rows(source, table)
    try:
        from polars import DataFrame  # noqa: PLC0415 -- optional
    except ImportError as error:
        raise MissingExtra("polars is not installed: pip install polars", code="S004") from error
    if not made:
        return DataFrame(schema=list(COLUMNS[table]))
    return DataFrame(made, infer_schema_length=None)


def _document(source: Source) -> Mapping[str, Any]:
    return to_json(source) if isinstance(source, Dossier) else source


def _outlets(document: Mapping[str, Any]) -> dict[str, str | None]:
    return {part["id"]: part["outlet"] for part in document["articles"]}


def _place(ref: Mapping[str, Any], outlets: Mapping[str, str | None], prefix: str = "") -> Row:
    values = (ref["article"], outlets.get(ref["article"]), ref["start"], ref["end"], ref["text"])
    return {f"{prefix}{name}": value for name, value in zip(_PLACE, values, strict=True)}


def _joined(parts: Iterator[str] | Sequence[str]) -> str:
    return "; ".join(parts)
